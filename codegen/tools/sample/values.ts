/**
 * Simple types -> texts that are valid for them. XSD 1.0 Part 2 §4.3
 *
 * Enumerations are picked from; patterns are walked at random, and searched together with all other conditions where that fails; everything
 * else is made from the facets. The datatype itself has the last word on every text, so nothing wrong is given.
 */
import { isFromBuiltin } from "../../../src/datatypes/builtins.js";
import type { Datatype } from "../../../src/datatypes/datatype.js";
import { isFault } from "../../../src/datatypes/fault.js";
import { parseExpression } from "../../../src/datatypes/pattern/compile-pattern.js";
import { nameOf } from "../../../src/datatypes/value.js";
import { findText } from "../../language/find-text.js";
import { lexicalSpace } from "../../language/lexical-spaces.js";
import type { SimpleTypeDefinition } from "../../schema/components.js";
import { atomicTexts } from "./atomic-texts.js";
import type { Prefixes } from "./document.js";
import type { Random } from "./random.js";
import { randomText } from "./random-text.js";
import type { RealTexts, Subject } from "./real-texts.js";

/** What texts are made with. */
export interface ValueContext {
  readonly random: Random;
  readonly prefixes: Prefixes;
  /** A namespace for QNames. */
  readonly namespace: string;
  /** What the value is of, where that is known. */
  readonly subject?: Subject & { readonly texts: RealTexts };
}

/** The part that a value plays in its document. XSD 1.0 Part 2 §3.3.8 to §3.3.11 */
export type DocumentRole = "ID" | "IDREF" | "ENTITY";

const documentRoles: readonly DocumentRole[] = ["ID", "IDREF", "ENTITY"];
const roles = new WeakMap<Datatype, DocumentRole | "none">();

/** The role of the values of an atomic type. */
export function roleOf(type: Datatype): DocumentRole | undefined {
  const known = roles.get(type);
  if (known !== undefined) return known === "none" ? undefined : known;
  const role = documentRoles.find((each) => isFromBuiltin(type, each)) ?? "none";
  roles.set(type, role);
  return role === "none" ? undefined : role;
}

/** The role of a type's values, or of their items: of a union's, that of the first member. */
export function roleWithin(type: Datatype): DocumentRole | undefined {
  if (type.item !== undefined) return roleWithin(type.item);
  return roleOf(type);
}

/** A valid text; undefined if none was found. */
export function valueFor(type: SimpleTypeDefinition, context: ValueContext): string | undefined {
  return textFor(type.datatype, context);
}

/** A valid text of a datatype. */
export function textFor(type: Datatype, context: ValueContext): string | undefined {
  const enumeration = enumeratedText(type, context);
  if (enumeration !== undefined) return enumeration.text;
  const found = realText(type, context) ?? firstValid(type, candidates(type, context), context);
  return found ?? (type.facets.patterns.length > 0 ? searchedText(type, context) : undefined);
}

/** A text as people would write it, for texts that a name describes. */
function realText(type: Datatype, context: ValueContext): string | undefined {
  const { subject, random } = context;
  const isText = type.variety === "atomic" && (type.primitive === "string" || type.primitive === "anyURI") && roleOf(type) === undefined;
  return subject === undefined || !isText ? undefined : firstValid(type, subject.texts.of(subject, random), context);
}

function firstValid(type: Datatype, texts: Iterable<string>, { prefixes }: ValueContext): string | undefined {
  for (const text of texts) if (type.check(text, prefixes) === undefined) return text;
  return undefined;
}

/** One of the values of an enumeration; `text` is undefined where none is valid. */
function enumeratedText(type: Datatype, context: ValueContext): { readonly text: string | undefined } | undefined {
  const { enumeration } = type.facets;
  if (enumeration === undefined) return undefined;
  const texts = context.random.shuffled(enumeration).map(({ lexical, value }) => {
    const name = nameOf(value);
    return name === undefined ? lexical : qualified(name.namespace, name.local, context.prefixes);
  });
  return { text: firstValid(type, texts, context) };
}

/** A QName as text. */
export function qualified(namespace: string, local: string, prefixes: Prefixes): string {
  return namespace === "" ? local : `${prefixes.prefixFor(namespace)}:${local}`;
}

function* candidates(type: Datatype, context: ValueContext): Generator<string> {
  const { random } = context;
  if (type.facets.patterns.length > 0) yield* patternedTexts(type, random);
  if (type.variety === "union") yield* unionTexts(type, context);
  else if (type.item !== undefined) yield* listTexts(type, type.item, context);
  else if (type.primitive === "QName") yield* qnameTexts(context);
  else if (type.primitive !== "NOTATION" && roleOf(type) !== "ENTITY") yield* atomicTexts(type, random);
}

/** Random texts of the nearest pattern, shorter and longer ones; others are checked later. */
function* patternedTexts(type: Datatype, random: Random): Generator<string> {
  const least = type.facets.length ?? type.facets.minLength ?? 0;
  for (const pattern of [...type.facets.patterns].reverse()) {
    const expression = parseExpression(pattern.source);
    for (const spread of [2, 1, 0, 4, 8, 16, least, least, 2, 2, 4, 4]) {
      const text = randomText(expression, random, spread);
      if (text !== undefined) yield text;
    }
  }
}

function* unionTexts(type: Datatype, context: ValueContext): Generator<string> {
  for (const member of context.random.shuffled(type.members)) {
    const text = textFor(member, context);
    if (text !== undefined) yield text;
  }
}

function* listTexts(type: Datatype, item: Datatype, context: ValueContext): Generator<string> {
  const { length, minLength = 0, maxLength = Number.POSITIVE_INFINITY } = type.facets;
  const few = Math.min(maxLength, Math.max(minLength, 1 + context.random.below(3)));
  for (const count of length === undefined ? [few, minLength, 1] : [length]) {
    const items = Array.from({ length: Math.min(count, 100_000) }, () => textFor(item, context));
    if (items.every((text) => text !== undefined)) yield items.join(" ");
  }
}

function* qnameTexts({ prefixes, namespace, random }: ValueContext): Generator<string> {
  yield qualified(namespace, random.pick(["name", "other", "item"]), prefixes);
  yield "name";
}

function searchedText(type: Datatype, context: ValueContext): string | undefined {
  const { facets } = type;
  const space = type.variety === "atomic" ? lexicalSpace(type) : undefined;
  const found = findText(
    {
      matching: [...facets.patterns.map(({ source }) => parseExpression(source)), ...(space === undefined ? [] : [space])],
      ...(type.primitive === "string" || type.primitive === "anyURI" ? lengthConditions(type) : {}),
    },
    (text) => type.check(text, context.prefixes) === undefined,
  );
  return typeof found === "string" ? undefined : found.text;
}

function lengthConditions({ facets }: Datatype): { readonly minLength?: number; readonly maxLength?: number } {
  const least = facets.length ?? facets.minLength;
  const most = facets.length ?? facets.maxLength;
  return { ...(least !== undefined && { minLength: least }), ...(most !== undefined && { maxLength: most }) };
}

/** A text whose value differs from the given keys (see `keyOf`); undefined if the search failed. */
export function otherValue(type: SimpleTypeDefinition, isTaken: (text: string) => boolean, context: ValueContext): string | undefined {
  for (let attempt = 0; attempt < 40; attempt++) {
    const text = valueFor(type, context);
    if (text === undefined) return undefined;
    if (!isTaken(text)) return text;
    for (const variant of variants(text, attempt))
      if (type.datatype.check(variant, context.prefixes) === undefined && !isTaken(variant)) return variant;
  }
  return undefined;
}

function variants(text: string, attempt: number): readonly string[] {
  return [`${text}${attempt}`, `${text}-${attempt}`, text.slice(0, -1) + String(attempt % 10), String(attempt + 1)];
}

/** The value as the datatype sees it, for comparing; undefined for a text that is not valid. */
export function valueOfText(type: SimpleTypeDefinition, text: string, prefixes: Prefixes) {
  const value = type.datatype.valueOf(text, prefixes);
  return isFault(value) ? undefined : value;
}
