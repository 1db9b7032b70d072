/**
 * A document that arrives in chunks: decoded as far as it is here, with the items of each chunk.
 */
import { XmlError } from "../../xml/errors.js";
import { Feed, signatureLength } from "../../xml/read/feed.js";
import { Reader, Token } from "../../xml/read/reader.js";
import type { ReaderOptions } from "../../xml/read/reader-options.js";
import { type Issue, xmlIssue } from "../issues.js";
import type { DecodeOptions } from "../options.js";
import type { Table } from "../table.js";
import type { Decoder } from "./decoder.js";
import type { ItemBuilder } from "./item-builder.js";
import { type DocumentTable, decoderOfItems, openRoot } from "./root.js";

/** Why `advance` returned: items can be taken, more input is needed, or the document was read. */
export type Progress = "items" | "hungry" | "end";

/** One document. */
export class ChunkedDocument {
  issues: readonly Issue[] = [];
  readonly #table: Table | DocumentTable;
  readonly #options: DecodeOptions;
  readonly #readerOptions: ReaderOptions;
  readonly #items: ItemBuilder | undefined;
  readonly #feed = new Feed();
  #isComplete = false;
  #reader: Reader | undefined;
  #decoder: Decoder | undefined;
  /** The root has ended, and nothing is wrong so far. */
  #isPastRoot = false;

  constructor(table: Table | DocumentTable, options: DecodeOptions, readerOptions: ReaderOptions, items: ItemBuilder | undefined) {
    this.#table = table;
    this.#options = options;
    this.#readerOptions = readerOptions;
    this.#items = items;
  }

  /** What is wrong with the part that was read. */
  get issuesSoFar(): readonly Issue[] {
    return this.#decoder?.session.issues ?? this.issues;
  }

  /** Adds a chunk; undefined: there is no other. */
  push(chunk: Uint8Array | undefined): void {
    if (chunk !== undefined) this.#feed.push(chunk);
    else {
      this.#isComplete = true;
      this.#feed.end();
    }
  }

  /** Reads on to the end of items, of what is here, or of the document. */
  advance(): Progress {
    try {
      return this.#advance();
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      this.#refuse(error);
      return "end";
    }
  }

  #advance(): Progress {
    const reader = this.#reader ?? this.#open();
    if (reader === undefined) return "hungry";
    while (!this.#hasItem(reader)) {
      if (!this.#load(reader)) return "hungry";
      if (this.#isPastRoot ? reader.next() === Token.endOfDocument : this.#readRoot(reader)) return "end";
    }
    return "items";
  }

  /** Loads what is needed to read on. False: it is not here yet. */
  #load(reader: Reader): boolean {
    if (this.#items?.areFollowed !== true) return reader.loadStep();
    return this.#items.areHere || reader.window.loadArrived();
  }

  #open(): Reader | undefined {
    if (this.#feed.size < signatureLength && !this.#isComplete) return undefined;
    this.#reader = new Reader(this.#feed, this.#readerOptions);
    return this.#reader;
  }

  /** Limits are for one item, with what stands before it. */
  #hasItem(reader: Reader): boolean {
    if (this.#items?.isReady !== true) return false;
    reader.countAnew();
    return true;
  }

  /** Reads what is loaded of the root. True: it is not valid, so what follows it does not matter. */
  #readRoot(reader: Reader): boolean {
    const items = this.#items;
    this.#decoder?.step();
    const decoder = this.#decoder ?? this.#openRoot(reader);
    while (decoder.isOpen && items?.isReady !== true && this.#load(reader)) decoder.step();
    const { issues } = decoder.session;
    if (issues.length > 0) items?.stop();
    if (decoder.isOpen) return false;
    decoder.finish();
    this.issues = issues;
    this.#isPastRoot = true;
    return issues.length > 0;
  }

  #openRoot(reader: Reader): Decoder {
    reader.next();
    this.#decoder = decoderOfItems(this.#table, reader, this.#options, this.#items);
    openRoot(this.#decoder, this.#table, undefined);
    return this.#decoder;
  }

  #refuse(error: XmlError): void {
    if (this.#decoder === undefined || this.#isPastRoot) this.issues = [xmlIssue(error)];
    else {
      this.#decoder.session.reportXmlError(error);
      this.issues = this.#decoder.session.issues;
    }
  }
}
