/**
 * Values of simple types outside of documents, in URLs and forms: text in, value out, and back.
 */
import { isFault } from "../datatypes/fault.js";
import { describeForbidden, forbiddenCharacter } from "../xml/characters.js";
import { noNamespaces } from "../xml/names.js";
import type { SimpleType } from "./codec.js";
import { datatypeOf } from "./compile/compile-simple.js";

interface TextFailure {
  readonly ok: false;
  readonly message: string;
}

/** Reads a value. Text that no document could hold is refused whatever the type. */
export function readText(type: SimpleType, text: string): { readonly ok: true; readonly value: unknown } | TextFailure {
  const forbidden = forbiddenCharacter.exec(text);
  if (forbidden !== null) return { ok: false, message: describeForbidden(forbidden[0].codePointAt(0) ?? 0) };
  const value = datatypeOf(type["~table"]).decode(text, noNamespaces);
  return isFault(value) ? { ok: false, message: value.message } : { ok: true, value };
}

/** Writes a value. */
export function writeText(type: SimpleType, value: unknown): { readonly ok: true; readonly text: string } | TextFailure {
  const text = datatypeOf(type["~table"]).encode(value, (_, local) => local);
  return isFault(text) ? { ok: false, message: text.message } : { ok: true, text };
}

/** The texts of an enumerated type; undefined for a type that is not enumerated. */
export function enumeratedTexts(type: SimpleType): readonly string[] | undefined {
  return datatypeOf(type["~table"]).facets.enumeration?.map(({ lexical }) => lexical);
}
