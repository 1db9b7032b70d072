/**
 * The built-in simple types: anySimpleType, 19 primitive and 25 derived datatypes. XSD 1.0 Part 2 §3
 */

import { isName, isNCName, isNmtoken } from "../xml/name-characters.js";
import { xsdNamespace } from "../xml/names.js";
import { AtomicType } from "./atomic-type.js";
import type { Datatype, FacetDefinition, FacetKind, Primitive } from "./datatype.js";
import { isInteger } from "./decimal.js";
import { ListType } from "./list-type.js";
import type { Refinement } from "./primitives.js";
import type { SimpleType } from "./simple-type.js";

const clark = (local: string): string => `{${xsdNamespace}}${local}`;

/** The simple ur-type. XSD 1.0 Part 1 §3.14.7 */
export const anySimpleType: SimpleType = /*@__PURE__*/ new AtomicType(
  /*@__PURE__*/ clark("anySimpleType"),
  undefined,
  "anySimpleType",
  undefined,
  [],
);

type StepFacets = Partial<Readonly<Record<FacetKind, string>>>;

function steps(facets: StepFacets, fixed: boolean): FacetDefinition[] {
  // Object.entries loses the key type.
  return (Object.entries(facets) as [FacetKind, string][]).map(([kind, value]) => ({ kind, value, fixed }));
}

const datatypeValid = "cvc-datatype-valid.1.2.1";

function refinement(expected: string, accepts: (text: string) => boolean, rule = datatypeValid): Refinement {
  return { expected, accepts, rule, integer: false };
}

/** Tests for a language tag: letters, then letters and digits, in parts of one to eight. XSD 1.0 Part 2 §3.3.3 */
function isLanguage(text: string): boolean {
  return /^[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*$/.test(text);
}

const refinements: Readonly<Record<string, Refinement>> = {
  // Defined by a pattern, so that is the rule which is broken. XSD 1.0 Part 2 §3.3.3
  language: refinement("a language tag (en, de-AT)", isLanguage, "cvc-pattern-valid"),
  NMTOKEN: refinement("a name token", isNmtoken),
  Name: refinement("a name", isName),
  NCName: refinement("a name without colon", isNCName),
  integer: { expected: "an integer", accepts: isInteger, rule: datatypeValid, integer: true },
};

/** Name, base and facets; bases come before the types derived from them. XSD 1.0 Part 2 §3.3 */
const derivedTypes: readonly (readonly [name: string, base: string, facets: StepFacets])[] = [
  ["normalizedString", "string", { whiteSpace: "replace" }],
  ["token", "normalizedString", { whiteSpace: "collapse" }],
  ["language", "token", {}],
  ["NMTOKEN", "token", {}],
  ["Name", "token", {}],
  ["NCName", "Name", {}],
  ["ID", "NCName", {}],
  ["IDREF", "NCName", {}],
  ["ENTITY", "NCName", {}],
  ["integer", "decimal", { fractionDigits: "0" }],
  ["nonPositiveInteger", "integer", { maxInclusive: "0" }],
  ["negativeInteger", "nonPositiveInteger", { maxInclusive: "-1" }],
  ["long", "integer", { maxInclusive: "9223372036854775807", minInclusive: "-9223372036854775808" }],
  ["int", "long", { maxInclusive: "2147483647", minInclusive: "-2147483648" }],
  ["short", "int", { maxInclusive: "32767", minInclusive: "-32768" }],
  ["byte", "short", { maxInclusive: "127", minInclusive: "-128" }],
  ["nonNegativeInteger", "integer", { minInclusive: "0" }],
  ["unsignedLong", "nonNegativeInteger", { maxInclusive: "18446744073709551615" }],
  ["unsignedInt", "unsignedLong", { maxInclusive: "4294967295" }],
  ["unsignedShort", "unsignedInt", { maxInclusive: "65535" }],
  ["unsignedByte", "unsignedShort", { maxInclusive: "255" }],
  ["positiveInteger", "nonNegativeInteger", { minInclusive: "1" }],
];

const listTypes: readonly (readonly [name: string, item: string])[] = [
  ["NMTOKENS", "NMTOKEN"],
  ["IDREFS", "IDREF"],
  ["ENTITIES", "ENTITY"],
];

const primitives: readonly Primitive[] = [
  "string",
  "boolean",
  "decimal",
  "float",
  "double",
  "duration",
  "dateTime",
  "time",
  "date",
  "gYearMonth",
  "gYear",
  "gMonthDay",
  "gDay",
  "gMonth",
  "hexBinary",
  "base64Binary",
  "anyURI",
  "QName",
  "NOTATION",
];

let types: ReadonlyMap<string, SimpleType> | undefined;

function makeTypes(): ReadonlyMap<string, SimpleType> {
  const made = new Map<string, AtomicType | ListType>();
  for (const primitive of primitives) made.set(primitive, new AtomicType(clark(primitive), anySimpleType, primitive, undefined, []));
  for (const [name, baseName, facets] of derivedTypes) {
    const base = made.get(baseName);
    if (!(base instanceof AtomicType)) throw new Error(`internal: base of built-in type "${name}"`);
    const own = refinements[name] ?? base.refinement;
    made.set(name, new AtomicType(clark(name), base, base.primitive, own, steps(facets, name === "integer")));
  }
  for (const [name, itemName] of listTypes) {
    const item = made.get(itemName);
    if (item === undefined) throw new Error(`internal: item of built-in type "${name}"`);
    // An anonymous list, restricted to at least one item.
    made.set(name, new ListType(undefined, anySimpleType, item, []).derive(clark(name), steps({ minLength: "1" }, false)));
  }
  return new Map<string, SimpleType>(made).set("anySimpleType", anySimpleType);
}

/** The built-in type of a local name in the namespace of XML Schema, if there is one. */
export function findBuiltin(local: string): Datatype | undefined {
  types ??= makeTypes();
  return types.get(local);
}

/** The built-in type with a local name. Throws if XML Schema has no such type. */
export function builtin(local: string): Datatype {
  const type = findBuiltin(local);
  if (type === undefined) throw new Error(`internal: no built-in type "${local}"`);
  return type;
}

/** Tests if a type is a built-in one or derives from it. */
export function isFromBuiltin(type: Datatype, local: string): boolean {
  const wanted = builtin(local);
  for (let current: Datatype | undefined = type; current !== undefined; current = current.base) if (current === wanted) return true;
  return false;
}

/** The local names of the built-in types that a type is or derives from, nearest first. */
export function builtinAncestors(type: Datatype): readonly string[] {
  const names: string[] = [];
  const prefix = clark("");
  for (let current: Datatype | undefined = type; current !== undefined; current = current.base) {
    if (current.name?.startsWith(prefix)) names.push(current.name.slice(prefix.length));
  }
  return names;
}

/** The local names of all built-in simple types, each behind those that it is made from. */
export function builtinNames(): readonly string[] {
  types ??= makeTypes();
  return [...types.keys()];
}
