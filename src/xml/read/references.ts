/**
 * References to characters, to the five predefined entities and, in document mode, to declared entities. XML 1.0 §4.1, §4.4
 *
 * Expansion is bounded: each reference costs one plus the length of its replacement text, and the sum is limited.
 */
import * as Byte from "../byte.js";
import { isCharacter } from "../characters.js";
import type { DocumentType, GeneralEntity } from "../doctype/document-type.js";
import type { XmlErrorCode } from "../errors.js";
import type { Limits } from "../limits.js";
import { isNCName } from "../name-characters.js";

const predefined: ReadonlyMap<string, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Refuses the document. `at` is an index in the text that is being read. */
export type Refuse = (code: XmlErrorCode, message: string, at: number) => never;

/** A parsed reference. `end` is the index after its semicolon. */
export interface Reference {
  /** The replacement of a character reference or predefined entity; undefined for other entities. */
  readonly text: string | undefined;
  readonly entity: string | undefined;
  readonly end: number;
}

/** Pieces are joined in batches, because a rope of millions of pieces takes many times the memory of its text. */
export const joinedPieces = 1024;

const entityReferenceAt = /&([^\s<&;"'>#%][^\s<&;"'>]*);/uy;

/** Parses the reference that begins with the "&" at `at`. */
export function parseReference(text: string, at: number, refuse: Refuse): Reference {
  return text.charCodeAt(at + 1) === Byte.hash ? parseCharacterReference(text, at, refuse) : parseEntityReference(text, at, refuse);
}

/** Reads digit by digit: a pattern takes ten times as long, and a message may consist of references. */
function parseCharacterReference(text: string, at: number, refuse: Refuse): Reference {
  const base = text.charCodeAt(at + 2) === 0x78 ? 16 : 10;
  const start = base === 16 ? at + 3 : at + 2;
  let end = start;
  let codePoint = 0;
  for (let digit = digitAt(text, end); digit < base; digit = digitAt(text, ++end))
    codePoint = Math.min(codePoint * base + digit, beyondUnicode);
  if (end === start || text.charCodeAt(end) !== Byte.semicolon) refuse("xml-not-well-formed", '"&" does not begin a reference', at);
  if (!isCharacter(codePoint)) {
    refuse("xml-not-well-formed", `${text.slice(at, Math.min(end + 1, at + 100))} is not a character that XML allows`, at);
  }
  return { text: String.fromCodePoint(codePoint), entity: undefined, end: end + 1 };
}

const beyondUnicode = 0x110000;

function digitAt(text: string, at: number): number {
  return digitOf(text.charCodeAt(at));
}

/** The value of a decimal or hexadecimal digit; NaN for anything else. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x61 + 10 : Number.NaN;
}

function parseEntityReference(text: string, at: number, refuse: Refuse): Reference {
  entityReferenceAt.lastIndex = at;
  const match = entityReferenceAt.exec(text);
  if (match === null) refuse("xml-not-well-formed", '"&" does not begin a reference', at);
  const [whole, name = ""] = match;
  // Namespaces in XML 1.0 §7: an entity name has no colon.
  if (!predefined.has(name) && !isNCName(name)) refuse("xml-not-well-formed", `"&${name.slice(0, 100)};" does not name an entity`, at);
  return { text: predefined.get(name), entity: name, end: at + whole.length };
}

/** The declared entities of a document and the cost of their expansion so far. */
export class Entities {
  documentType: DocumentType | undefined = undefined;
  readonly #limits: Limits;
  #expanded = 0;
  readonly #replacements = new Map<GeneralEntity, Uint8Array>();

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts characters that expansion adds to the document. */
  charge(count: number, refuse: Refuse, at: number): void {
    this.#expanded += count;
    if (this.#expanded > this.#limits.entityExpansion) {
      refuse("xml-limit-entity-expansion", `entities expand to more than ${this.#limits.entityExpansion} characters`, at);
    }
  }

  /**
   * Finds the entity of a reference.
   *
   * Deviation: a reader that does not validate may skip an entity that may be declared in a part that it does not read (XML 1.0 §4.1).
   * Content would be lost without notice, so this one refuses the document.
   */
  find(name: string, refuse: Refuse, at: number): GeneralEntity {
    const entity = this.documentType?.entities.get(name);
    if (entity === undefined) {
      if (this.documentType?.mustDeclareEntities ?? true) {
        refuse("xml-not-well-formed", `the entity "${name.slice(0, 100)}" is not declared`, at);
      }
      refuse("xml-entity-not-read", `the entity "${name.slice(0, 100)}" is not declared here, and external declarations are not read`, at);
    }
    if (entity.notation !== undefined) refuse("xml-not-well-formed", `"${name}" is an unparsed entity and must not be referred to`, at);
    return entity;
  }

  /** The replacement text as bytes. */
  replacementBytes(entity: GeneralEntity): Uint8Array {
    let bytes = this.#replacements.get(entity);
    if (bytes === undefined) {
      bytes = new TextEncoder().encode(entity.replacement ?? "");
      this.#replacements.set(entity, bytes);
    }
    return bytes;
  }

  /**
   * Resolves the references of an attribute value in which each line end and each blank is a space already: XML 1.0 §3.3.3.
   * `open` are the entities that are being expanded, outermost first.
   */
  attributeValue(literal: string, refuse: Refuse, open: readonly string[] = []): string {
    const pieces: string[] = [];
    let value = "";
    let from = 0;
    for (let at = literal.indexOf("&"); at >= 0; at = literal.indexOf("&", from)) {
      if (at > from) pieces.push(literal.slice(from, at));
      const plain = predefinedAt(literal, at);
      if (plain !== undefined) {
        pieces.push(plain);
        from = literal.indexOf(";", at) + 1;
      } else {
        const reference = parseReference(literal, at, refuse);
        pieces.push(reference.text ?? this.#expand(reference.entity ?? "", refuse, at, open));
        from = reference.end;
      }
      if (pieces.length < joinedPieces) continue;
      value += pieces.join("");
      pieces.length = 0;
    }
    return value + pieces.join("") + literal.slice(from);
  }

  #expand(name: string, refuse: Refuse, at: number, open: readonly string[]): string {
    const { replacement } = this.find(name, refuse, at);
    if (replacement === undefined) refuse("xml-not-well-formed", `an attribute value must not refer to the external entity "${name}"`, at);
    if (open.includes(name)) refuse("xml-not-well-formed", `the entity "${name}" refers to itself`, at);
    if (open.length >= this.#limits.entityDepth)
      refuse("xml-limit-entity-depth", `more than ${this.#limits.entityDepth} entities are open`, at);
    if (replacement.includes("<"))
      refuse("xml-not-well-formed", `an attribute value must not refer to the entity "${name}", which contains "<"`, at);
    this.charge(replacement.length + 1, refuse, at);
    return this.attributeValue(spaced(replacement), (code, message) => refuse(code, message, at), [...open, name]);
  }
}

/** The replacement of a reference to a predefined entity. Most references are of this kind, and a pattern takes ten times as long. */
function predefinedAt(text: string, at: number): string | undefined {
  switch (text.charCodeAt(at + 1)) {
    case 0x61:
      if (text.startsWith("amp;", at + 1)) return "&";
      return text.startsWith("apos;", at + 1) ? "'" : undefined;
    case 0x67:
      return text.startsWith("gt;", at + 1) ? ">" : undefined;
    case 0x6c:
      return text.startsWith("lt;", at + 1) ? "<" : undefined;
    case 0x71:
      return text.startsWith("quot;", at + 1) ? '"' : undefined;
    default:
      return undefined;
  }
}

/** Like `predefinedAt`, for bytes. */
export function predefinedInBytes(bytes: Uint8Array, at: number): "&" | "<" | ">" | '"' | "'" | undefined {
  const second = bytes[at + 2];
  const third = bytes[at + 3];
  switch (bytes[at + 1]) {
    case 0x61:
      if (second === 0x6d && third === 0x70 && bytes[at + 4] === Byte.semicolon) return "&";
      return second === 0x70 && third === 0x6f && bytes[at + 4] === 0x73 && bytes[at + 5] === Byte.semicolon ? "'" : undefined;
    case 0x67:
      return second === 0x74 && third === Byte.semicolon ? ">" : undefined;
    case 0x6c:
      return second === 0x74 && third === Byte.semicolon ? "<" : undefined;
    case 0x71:
      return second === 0x75 && third === 0x6f && bytes[at + 4] === 0x74 && bytes[at + 5] === Byte.semicolon ? '"' : undefined;
    default:
      return undefined;
  }
}

/**
 * The character of a reference that ends before `end`; negative if it is no reference to a character that XML allows.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
export function characterInBytes(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at + 1] !== Byte.hash) return -1;
  const base = bytes[at + 2] === 0x78 ? 16 : 10;
  const start = base === 16 ? at + 3 : at + 2;
  let codePoint = 0;
  for (let index = start; index < end - 1; index++) {
    const digit = digitOf(bytes[index] as number);
    if (!(digit < base)) return -1;
    codePoint = Math.min(codePoint * base + digit, beyondUnicode);
  }
  return start < end - 1 && isCharacter(codePoint) ? codePoint : -1;
}

/** Replaces white space characters by spaces. Line ends are already normalized. */
export function spaced(text: string): string {
  return /[\t\n\r]/.test(text) ? text.replace(/[\t\n\r]/g, " ") : text;
}

/** Collapses spaces of a value whose declared type is not CDATA. XML 1.0 §3.3.3 */
export function collapseSpaces(value: string): string {
  return value.replace(/ +/g, " ").replace(/^ | $/g, "");
}

/** Normalizes line ends to line feeds. XML 1.0 §2.11 */
export function normalizeLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}
