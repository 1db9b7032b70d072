/**
 * Prefixes that values in an element use, such as "ns" in xsi:type="ns:Name".
 *
 * The exclusive form leaves out declarations that no name of an element or attribute needs, and with them what such a value means; prefixes in a list
 * stay. A value that only looks as if it had a prefix costs a declaration more.
 */
import { xsiNamespace } from "../../xml/names.js";
import { Reader, Token } from "../../xml/read/reader.js";
import { envelopeReading } from "../envelope/outline.js";

const xsiType = `{${xsiNamespace}}type`;

/** The prefixes of values in elements, by the offsets of their start tags; "" is the default namespace. */
export function qnamePrefixes(envelope: Uint8Array, offsets: readonly number[]): readonly (readonly string[])[] {
  const reader = new Reader(envelope, envelopeReading);
  const found = offsets.map(() => new Set<string>());
  const open = new Map<number, Set<string>>();
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
    if (token === Token.startElement) {
      const prefixes = found[offsets.indexOf(reader.offset)];
      if (prefixes !== undefined) open.set(reader.depth, prefixes);
    }
    if (open.size > 0) {
      const used = prefixesAt(reader, token);
      for (const prefixes of open.values()) for (const prefix of used) prefixes.add(prefix);
    }
    if (token === Token.endElement) open.delete(reader.depth);
  }
  return found.map((prefixes) => [...prefixes].sort());
}

/** The prefixes that values of a token use and that are bound there. */
function prefixesAt(reader: Reader, token: Token): readonly string[] {
  if (token === Token.text) return prefixesIn(reader, reader.text);
  if (token !== Token.startElement) return [];
  const prefixes: string[] = [];
  for (let index = 0; index < reader.attributeCount; index++) {
    const value = reader.attributeValue(index);
    prefixes.push(...prefixesIn(reader, value));
    if (reader.attributeName(index).clark === xsiType && !value.includes(":") && reader.lookupNamespace("") !== "") prefixes.push("");
  }
  return prefixes;
}

function prefixesIn(reader: Reader, value: string): readonly string[] {
  if (!value.includes(":")) return [];
  const candidates = [...value.matchAll(/([\p{L}_][\p{L}\p{M}\p{N}_.-]*):/gu)].map(([, prefix = ""]) => prefix);
  return [...new Set(candidates)].filter((prefix) => prefix !== "xml" && reader.lookupNamespace(prefix) !== undefined);
}
