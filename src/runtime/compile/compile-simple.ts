/**
 * Table of a simple type -> datatype. XSD 1.0 Part 1 §3.14, Part 2 §4.1
 */
import { builtInOf } from "../../datatypes/built-in-registry.js";
import type { Datatype, FacetDefinition, FacetKind } from "../../datatypes/datatype.js";
import { restrict } from "../../datatypes/derive.js";
import { isFault } from "../../datatypes/fault.js";
import { type NamespaceLookup, xsdNamespace } from "../../xml/names.js";
import type { FacetValues, HasTable, SimpleDerivation, SimpleTable, Table } from "../table.js";

const datatypes = new WeakMap<SimpleTable, Datatype>();

/** The datatype of a table, made on first use. */
export function datatypeOf(table: SimpleTable): Datatype {
  const known = datatypes.get(table);
  if (known !== undefined) return known;
  for (const base of basesToDerive(table)) datatypes.set(base, derive(base.name, base.derivation));
  const datatype = derive(table.name, table.derivation);
  datatypes.set(table, datatype);
  return datatype;
}

/** The restricted types that are not made yet, from the root down. A loop, because long chains would overflow the stack. */
function basesToDerive(table: SimpleTable): readonly SimpleTable[] {
  const chain: SimpleTable[] = [];
  for (let step = table; step.derivation.by === "restriction" || step.derivation.by === "mapping"; ) {
    const base: Table = step.derivation.base()["~table"];
    if (base.kind !== "simple" || datatypes.has(base)) break;
    chain.push(base);
    step = base;
  }
  return chain.reverse();
}

/** Looks up prefixes in the namespaces that a table lists. */
export function namespaceLookup(namespaces: Readonly<Record<string, string>> = {}): NamespaceLookup {
  const byPrefix = new Map(Object.entries(namespaces));
  return { lookupNamespace: (prefix) => byPrefix.get(prefix) };
}

const identityTypes = new Set(["ID", "IDREF", "ENTITY"].map((local) => `{${xsdNamespace}}${local}`));

/** Tests if values may be of xs:ID, xs:IDREF or xs:ENTITY, whose rules concern the whole document. */
export function isReferring(datatype: Datatype): boolean {
  if (datatype.item !== undefined) return isReferring(datatype.item);
  if (datatype.variety === "union") return datatype.members.some(isReferring);
  return identityTypeOf(datatype) !== undefined;
}

/** Tests if texts of the type may hold qualified names, which depend on the namespaces in scope. */
export function holdsNames(datatype: Datatype): boolean {
  if (datatype.item !== undefined) return holdsNames(datatype.item);
  if (datatype.variety === "union") return datatype.members.some(holdsNames);
  return datatype.primitive === "QName" || datatype.primitive === "NOTATION";
}

/** "ID", "IDREF" or "ENTITY" where an atomic type is derived from one of them. */
export function identityTypeOf(datatype: Datatype): "ID" | "IDREF" | "ENTITY" | undefined {
  for (let type: Datatype | undefined = datatype; type !== undefined; type = type.base) {
    if (type.name === undefined || !identityTypes.has(type.name)) continue;
    const local = type.name.slice(type.name.indexOf("}") + 1);
    return local === "ID" || local === "IDREF" ? local : "ENTITY";
  }
  return undefined;
}

function derive(name: string, derivation: SimpleDerivation): Datatype {
  switch (derivation.by) {
    case "builtin":
      return builtInOf(derivation.local, derivation.families());
    case "restriction": {
      const base = datatypeOfCodec(derivation.base());
      const facets = facetDefinitions(derivation.facets);
      if (derivation.values !== undefined) facets.push(...enumerationFacets(base, derivation.values));
      return restrict(base.plain ?? base, name, facets);
    }
    case "mapping": {
      const base = datatypeOfCodec(derivation.base());
      const plain = base.plain ?? base;
      return derivation.map(name === plain.name ? plain : restrict(plain, name, facetDefinitions(derivation.facets)));
    }
    case "parts":
      return faceted(name, derivation.facets, (own) => derivation.make(derivation.parts().map(datatypeOfCodec), own));
  }
}

/** A list or union with facets is an anonymous type and a restriction of it. */
function faceted(name: string, facets: FacetValues, make: (name: string | undefined) => Datatype): Datatype {
  const definitions = facetDefinitions(facets);
  return definitions.length === 0 ? make(name) : restrict(make(undefined), name, definitions);
}

function datatypeOfCodec(codec: HasTable): Datatype {
  const table = codec["~table"];
  if (table.kind !== "simple") throw new Error(`internal: "${table.name}" is not a simple type`);
  return datatypeOf(table);
}

function facetDefinitions(facets: FacetValues): FacetDefinition[] {
  const { namespaces, patterns, ...values } = facets;
  const engine = patterns === undefined ? {} : { patterns: patterns() };
  const lookup = namespaceLookup(namespaces);
  const definitions: FacetDefinition[] = [];
  for (const [kind, value] of Object.entries(values)) {
    // The other keys of FacetValues are the facet kinds.
    for (const text of typeof value === "string" ? [value] : value)
      definitions.push({ kind: kind as FacetKind, value: text, namespaces: lookup, ...engine });
  }
  return definitions;
}

/** Tables have enumerated values as TypeScript values; datatypes take their texts. */
function enumerationFacets(base: Datatype, values: readonly unknown[]): FacetDefinition[] {
  return values.map((value) => {
    const prefixes = new Map<string, string>();
    // The enumeration alone makes a type of small numbers from one that needs bigint.
    const ofBase = typeof value === "number" && base.kind === "bigint" ? BigInt(value) : value;
    const text = base.encode(ofBase, (namespace, local) => {
      if (namespace === "") return local;
      const prefix = `n${prefixes.size}`;
      prefixes.set(prefix, namespace);
      return `${prefix}:${local}`;
    });
    if (isFault(text)) throw new Error(`internal: enumeration value of "${base.name}": ${text.message}`);
    return { kind: "enumeration", value: text, namespaces: { lookupNamespace: (prefix) => prefixes.get(prefix) } };
  });
}
