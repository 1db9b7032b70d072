/**
 * Changes to the octets of an envelope, which leave all other octets as they are.
 */
import { securityNamespaces } from "../names.js";
import type { Outline } from "./outline.js";

/** A text that is put in, for octets from `offset` on that are taken out. */
export interface Edit {
  readonly offset: number;
  readonly text: string;
  /** Octets that are taken out; none when left out. */
  readonly without?: number;
}

/** Makes all changes; those at one place in their order. */
export function applyEdits(envelope: Uint8Array, edits: readonly Edit[]): Uint8Array {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const { offset, text, without = 0 } of edits.toSorted((a, b) => a.offset - b.offset)) {
    pieces.push(envelope.subarray(at, offset), new TextEncoder().encode(text));
    at = offset + without;
  }
  pieces.push(envelope.subarray(at));
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let end = 0;
  for (const piece of pieces) {
    whole.set(piece, end);
    end += piece.length;
  }
  return whole;
}

/** Puts markup into the Security header, as its last content; the header is created if missing. */
export function addToSecurity(envelope: Uint8Array, outline: Outline, markup: string): readonly Edit[] {
  const { securityPart, header, body, soap } = outline;
  if (securityPart !== undefined) return [addContent(envelope, securityPart, markup)];
  const prefix = prefixAt(envelope, body.offset);
  const { wsse, wsu } = securityNamespaces;
  const security = `<wsse:Security xmlns:wsse="${wsse}" xmlns:wsu="${wsu}" xmlns:env="${soap}" env:mustUnderstand="1">${markup}</wsse:Security>`;
  if (header !== undefined) return [addContent(envelope, header, security)];
  return [{ offset: body.offset, text: `<${prefix}Header>${security}</${prefix}Header>` }];
}

/** Puts markup into the Security header, as its first content; the header is created if missing. */
export function addFirstToSecurity(envelope: Uint8Array, outline: Outline, markup: string): readonly Edit[] {
  const { securityPart } = outline;
  if (securityPart === undefined || securityPart.endOffset === securityPart.offset) return addToSecurity(envelope, outline, markup);
  return [{ offset: tagEnd(envelope, securityPart.offset), text: markup }];
}

/** Puts markup behind the content of an element, which may be an empty-element tag. */
export function addContent(
  envelope: Uint8Array,
  { offset, endOffset }: { readonly offset: number; readonly endOffset: number },
  markup: string,
): Edit {
  if (endOffset !== offset) return { offset: endOffset, text: markup };
  const slash = tagEnd(envelope, offset) - 2;
  return { offset: slash, without: 2, text: `>${markup}</${nameAt(envelope, offset)}>` };
}

const greaterThan = 0x3e;
const quote = 0x22;
const apostrophe = 0x27;

/** The offset behind the tag at an offset. */
export function tagEnd(envelope: Uint8Array, offset: number): number {
  let quoted = 0;
  for (let at = offset; at < envelope.length; at++) {
    const octet = envelope[at] ?? 0;
    if (quoted !== 0) quoted = octet === quoted ? 0 : quoted;
    else if (octet === quote || octet === apostrophe) quoted = octet;
    else if (octet === greaterThan) return at + 1;
  }
  throw new Error("internal: a tag does not end");
}

/** The offset behind an element. */
export function elementEnd(envelope: Uint8Array, { endOffset }: { readonly endOffset: number }): number {
  return tagEnd(envelope, endOffset);
}

/** The offset behind the name in the start tag at an offset. */
export function nameEnd(envelope: Uint8Array, offset: number): number {
  return offset + 1 + new TextEncoder().encode(nameAt(envelope, offset)).length;
}

/** The name in the start tag at an offset, as it is written. */
function nameAt(envelope: Uint8Array, offset: number): string {
  const tag = new TextDecoder().decode(envelope.subarray(offset + 1, tagEnd(envelope, offset)));
  return tag.slice(0, tag.search(/[\s/>]/));
}

/** The prefix in the start tag at an offset, with its colon. */
function prefixAt(envelope: Uint8Array, offset: number): string {
  const name = nameAt(envelope, offset);
  return name.slice(0, name.indexOf(":") + 1);
}
