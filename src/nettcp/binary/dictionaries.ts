/**
 * Strings that stand for themselves by number: even ids are the static dictionary's, odd ones the session's. MC-NBFS, MC-NBFSE
 *
 * A session has one dictionary in each direction, empty at first. Each message brings its new strings in front of the document; the first
 * string of the session has id 1, the next 3, and so on.
 */
import { XmlError } from "../../xml/errors.js";
import { maxSizeOctets, writeSize } from "../size.js";
import { OctetBuffer } from "./octet-buffer.js";
import { binaryPosition, OctetCursor } from "./octet-cursor.js";
import { staticIds, staticStrings } from "./static-dictionary.js";

/** Finds strings by wire id. */
export interface StringLookup {
  find(id: number): string | undefined;
}

/** The static dictionary alone: for documents without a session. MC-NBFS */
export const staticDictionary: StringLookup = {
  find: (id) => ((id & 1) === 0 ? staticStrings[id >> 1] : undefined),
};

/** The strings that the peer has sent in this session. */
export class ReceivedStrings implements StringLookup {
  readonly #strings: string[] = [];
  readonly #limit: number;
  #size = 0;

  /** `limit` bounds the octets of all string tables together. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  find(id: number): string | undefined {
    return (id & 1) === 0 ? staticStrings[id >> 1] : this.#strings[id >> 1];
  }

  /** Reads the string table before a document; returns where the document begins. After an error the session must end. MC-NBFSE §2.1 */
  readTable(message: Uint8Array): number {
    const cursor = new OctetCursor(message);
    const size = cursor.size();
    const start = cursor.at;
    this.#size += size;
    if (this.#size > this.#limit) {
      const text = `the strings of the session have ${this.#size} octets, more than ${this.#limit}`;
      throw new XmlError("xml-limit-session-strings", text, { offset: 0, ...binaryPosition(0) });
    }
    cursor.take(size);
    const end = cursor.at;
    cursor.at = start;
    while (cursor.at < end) {
      this.#strings.push(cursor.string());
      if (cursor.at > end) cursor.fail("xml-binary-record", "a string goes past the end of the string table", start);
    }
    return end;
  }
}

/** The strings that were sent to the peer in this session. */
export class SentStrings {
  readonly #ids = new Map<string, number>();
  readonly #limit: number;
  #size = 0;
  /** Strings that the current message adds. */
  #added: string[] = [];
  #addedSize = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The wire id of a string, if it has one. */
  find(text: string): number | undefined {
    return staticIds.get(text) ?? this.#ids.get(text);
  }

  /** The wire id of a string that is worth sharing; undefined if there is no room left. Never share what users wrote. */
  share(text: string): number | undefined {
    const known = this.find(text);
    if (known !== undefined) return known;
    const octets = tableOctets(text);
    if (this.#size + this.#addedSize + octets > this.#limit) return undefined;
    const id = this.#ids.size * 2 + 1;
    this.#ids.set(text, id);
    this.#added.push(text);
    this.#addedSize += octets;
    return id;
  }

  /** Takes the string table of the current message, preceded by its size; from now on the peer knows what it adds. */
  takeTable(): Uint8Array {
    const buffer = new OctetBuffer();
    buffer.size(this.#addedSize);
    for (const text of this.#added) buffer.string(text);
    this.#size += this.#addedSize;
    this.#added = [];
    this.#addedSize = 0;
    return buffer.finish();
  }

  /** Forgets what a message added that is not sent after all. */
  discard(): void {
    for (const text of this.#added) this.#ids.delete(text);
    this.#added = [];
    this.#addedSize = 0;
  }
}

const utf8 = new TextEncoder();
const sizeOctets = new Uint8Array(maxSizeOctets);

function tableOctets(text: string): number {
  const { length } = utf8.encode(text);
  return writeSize(sizeOctets, 0, length) + length;
}
