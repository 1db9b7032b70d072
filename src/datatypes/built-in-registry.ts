/**
 * The built-in simple types that are in use. Tables bring the families of those that they name: a program without dates is bundled without dates.
 * XSD 1.0 Part 2 §3
 */
import { xsdNamespace } from "../xml/names.js";
import { AtomicType } from "./atomic-type.js";
import type { Datatype, FacetDefinition, FacetKind, PrimitiveRules, Refinement } from "./datatype.js";
import { anySimpleRules } from "./primitives.js";
import type { SimpleType } from "./simple-type.js";

/** The facets of a derivation step. */
export type StepFacets = Partial<Readonly<Record<FacetKind, string>>>;

/** A primitive type and the built-in types derived from it. Data alone: another copy of the package may make the types. */
export interface AtomicFamily {
  readonly rules: PrimitiveRules;
  /** Bases come before the types derived from them. The refinement is that of the base unless there is another. */
  readonly derived: readonly (readonly [name: string, base: string, facets: StepFacets, refinement?: Refinement])[];
}

/** Built-in list types, of items of a family that is made before. */
export interface ListFamily {
  readonly lists: readonly (readonly [name: string, item: string])[];
  readonly make: (item: Datatype, name: string) => Datatype;
}

export type BuiltInFamily = AtomicFamily | ListFamily;

/** The local names of all built-in simple types, each behind those that it is made from. */
export const builtInNames: readonly string[] = (
  "string boolean decimal float double duration dateTime time date gYearMonth gYear gMonthDay gDay gMonth hexBinary base64Binary anyURI QName NOTATION " +
  "normalizedString token language NMTOKEN Name NCName ID IDREF ENTITY integer nonPositiveInteger negativeInteger long int short byte nonNegativeInteger " +
  "unsignedLong unsignedInt unsignedShort unsignedByte positiveInteger NMTOKENS IDREFS ENTITIES anySimpleType"
).split(" ");

const clark = (local: string): string => `{${xsdNamespace}}${local}`;

/** The simple ur-type. XSD 1.0 Part 1 §3.14.7 */
export const anySimpleType: SimpleType = /*@__PURE__*/ new AtomicType(
  /*@__PURE__*/ clark("anySimpleType"),
  undefined,
  anySimpleRules,
  undefined,
  [],
);

const types = /*@__PURE__*/ new Map<string, Datatype>([["anySimpleType", anySimpleType]]);

/** Makes the types of families, unless they are made. */
export function useFamilies(families: readonly BuiltInFamily[]): void {
  for (const family of families) {
    if ("lists" in family) makeLists(family);
    else if (!types.has(family.rules.primitive)) makeTypes(family);
  }
}

/** The built-in type of a local name, if its family is in use. */
export function builtInInUse(local: string): Datatype | undefined {
  return types.get(local);
}

/** The built-in type of a local name, which one of the families has. */
export function builtInOf(local: string, families: readonly BuiltInFamily[]): Datatype {
  useFamilies(families);
  const type = types.get(local);
  if (type === undefined) throw new Error(`internal: no built-in type "${local}"`);
  return type;
}

function makeTypes({ rules, derived }: AtomicFamily): void {
  const { primitive } = rules;
  const atomic = new Map([[primitive as string, new AtomicType(clark(primitive), anySimpleType, rules, undefined, [])]]);
  for (const [name, baseName, facets, refinement] of derived) {
    const base = atomic.get(baseName);
    if (base === undefined) throw new Error(`internal: base of built-in type "${name}"`);
    atomic.set(name, new AtomicType(clark(name), base, rules, refinement ?? base.refinement, steps(facets, name === "integer")));
  }
  for (const [name, type] of atomic) types.set(name, type);
}

function makeLists({ lists, make }: ListFamily): void {
  for (const [name, itemName] of lists) {
    if (types.has(name)) continue;
    const item = types.get(itemName);
    if (item === undefined) throw new Error(`internal: item of built-in type "${name}"`);
    types.set(name, make(item, clark(name)));
  }
}

function steps(facets: StepFacets, fixed: boolean): FacetDefinition[] {
  // Object.entries loses the key type.
  return (Object.entries(facets) as [FacetKind, string][]).map(([kind, value]) => ({ kind, value, fixed }));
}
