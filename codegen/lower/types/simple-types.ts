/**
 * Simple type definitions -> type aliases and tables. XSD 1.0 Part 1 §3.14, Part 2 §4
 */

import type { Datatype, FacetKind } from "../../../src/datatypes/datatype.js";
import { noNamespaces } from "../../../src/xml/names.js";
import type { Facet, SimpleTypeDefinition } from "../../schema/components.js";
import { documentationOf } from "../../schema/documentation.js";
import { isBuiltInType } from "../../schema/queries.js";
import { documented, withFacts } from "../documented.js";
import { type OpenDeclaration, rank } from "../names/modules.js";
import { pathOf } from "../names/paths.js";
import type { Call, ImportedConstant, Literal, Shape } from "../plan.js";
import { holdsNames, namespaceRecord } from "./element-options.js";
import { factsOf } from "./facts.js";
import type { Mappings } from "./mapping.js";
import { isPlainPattern } from "./plain-pattern.js";
import { arrayOf, call, declared, lazy, object, runtimeConstant, runtimeType, sameShape, unionOf } from "./shapes.js";
import { literalShape, shapeOfKind, type TypeUses } from "./type-uses.js";

/** Fills in the declaration of a simple type. */
export function lowerSimpleType(type: SimpleTypeDefinition, uses: TypeUses): void {
  const declaration = uses.declarations.types.of(type);
  const own = documented(type);
  const text = [own.text, documentedValues(type)].filter((part) => part !== undefined).join("\n\n");
  declaration.documentation = withFacts({ ...own, text: text === "" ? undefined : text }, () => factsOf(type));
  declaration.type = { form: "alias", shape: simpleShape(type, uses) };
  const self = declared(declaration);
  const converter = type.derivation === "restriction" ? undefined : uses.mappings.converterOf(type);
  if (converter !== undefined) {
    const plain = declarePlain(type, uses);
    declaration.type = { form: "alias", shape: { kind: "converted", converter } };
    const value = call("converted", [self], [pathOf(type), lazy(plain), lazy(converter)]);
    declaration.table = { annotation: runtimeType("SimpleType", self), value, comment: undefined };
    return;
  }
  declaration.table = { annotation: runtimeType("SimpleType", self), value: simpleCall(type, self, uses), comment: undefined };
}

/** A list or union whose values a converter makes from its text: the type without the converter. */
function declarePlain(type: SimpleTypeDefinition, uses: TypeUses): OpenDeclaration {
  const { modules, types } = uses.declarations;
  const { module, exportName } = types.of(type);
  const plain = modules.declare(module, `plain ${pathOf(type)}`, type.at, rank.type, `Plain${exportName}`);
  const self = declared(plain);
  plain.documentation = { text: undefined, at: undefined, remark: `${exportName} without its converter.` };
  plain.type = { form: "alias", shape: simpleShape(type, uses) };
  plain.table = { annotation: runtimeType("SimpleType", self), value: simpleCall(type, self, uses), comment: undefined };
  return plain;
}

/** What the alias of a simple type stands for. */
export function simpleShape(type: SimpleTypeDefinition, uses: TypeUses): Shape {
  if (type.derivation === "list" && type.itemType !== undefined) return arrayOf(uses.type(type.itemType).shape);
  if (type.derivation === "union") return unionOf(type.memberTypes.map((member) => uses.type(member).shape));
  const { mappings } = uses;
  const converter = mappings.converterOf(type);
  if (converter !== undefined) return convertedShape(type, converter, uses);
  const datatype = mappings.datatypeOf(type);
  const literals = enumeratedValues(type, datatype);
  const keeps = keepsKind(type, mappings);
  if (literals !== undefined && (ownEnumeration(type).length > 0 || !keeps)) return unionOf(literals.map(literalOf));
  return keeps && type.baseType.kind === "simpleType" ? uses.type(type.baseType).shape : shapeOfKind(datatype);
}

/** A type that restricts one with the same converter is that one. */
function convertedShape({ baseType }: SimpleTypeDefinition, converter: ImportedConstant, uses: TypeUses): Shape {
  const shape: Shape = { kind: "converted", converter };
  if (baseType.kind !== "simpleType" || isBuiltInType(baseType)) return shape;
  const inherited = uses.mappings.converterOf(baseType);
  return inherited !== undefined && sameShape({ kind: "converted", converter: inherited }, shape) ? uses.type(baseType).shape : shape;
}

/** A restriction of xs:long to 1..10 decodes to another JavaScript type than xs:long. */
function keepsKind(type: SimpleTypeDefinition, mappings: Mappings): boolean {
  return type.baseType.kind === "simpleType" && mappings.datatypeOf(type.baseType).kind === mappings.datatypeOf(type).kind;
}

/** What the schema says of values of an enumeration, a line for each; undefined where it says nothing. */
function documentedValues(type: SimpleTypeDefinition): string | undefined {
  const lines = ownEnumeration(type).flatMap(({ value, annotation }) => {
    const text = documentationOf(annotation)?.replace(/\s+/g, " ");
    return text === undefined ? [] : [`- ${JSON.stringify(value)}: ${text}`];
  });
  return lines.length === 0 ? undefined : lines.join("\n");
}

function ownEnumeration(type: SimpleTypeDefinition): readonly Facet[] {
  return type.facets.filter((facet) => facet.kind === "enumeration");
}

type Value = string | number | bigint;

/** The values of an enumeration as literals; undefined without an enumeration, or for values that are not literals (lists, bytes, NaN). */
function enumeratedValues(type: SimpleTypeDefinition, datatype: Datatype): readonly Value[] | undefined {
  if (datatype.variety !== "atomic" || datatype.kind === "bytes" || datatype.kind === "boolean") return undefined;
  const own = ownEnumeration(type);
  const texts =
    own.length > 0 ? own : (datatype.facets.enumeration ?? []).map(({ lexical }) => ({ value: lexical, namespaces: noNamespaces }));
  if (texts.length === 0 || (own.length === 0 && holdsNames(datatype))) return undefined;
  const values = new Set<Value>();
  for (const text of texts) {
    const value = datatype.decode(text.value, text.namespaces ?? noNamespaces);
    const literal = literalShape(value);
    if (literal?.kind !== "literal" || typeof literal.value === "boolean") return undefined;
    values.add(literal.value);
  }
  return [...values];
}

function literalOf(value: Value): Shape {
  return { kind: "literal", value };
}

function simpleCall(type: SimpleTypeDefinition, self: Shape, uses: TypeUses): Call {
  const name = pathOf(type);
  if (type.derivation === "list" && type.itemType !== undefined) {
    return call("list", [self], [name, lazy(uses.type(type.itemType).codec)]);
  }
  if (type.derivation === "union") {
    return call("union", [self], [name, lazy(type.memberTypes.map((member) => uses.type(member).codec))]);
  }
  const base =
    type.baseType.kind === "simpleType" ? lazy(uses.type(type.baseType).codec) : lazy({ kind: "runtime", name: "xsAnySimpleType" });
  const converter = uses.mappings.converterOf(type);
  if (converter !== undefined) return call("converted", [self], [name, base, lazy(converter), facetValues(type, true)]);
  const conversion = uses.mappings.conversionOf(type);
  if (conversion !== undefined) {
    return call("mapped", [self], [name, base, lazy(runtimeConstant(conversion.name)), facetValues(type, true)]);
  }
  const values = ownEnumeration(type).length > 0 ? enumeratedValues(type, type.datatype) : undefined;
  if (values === undefined) return call("restriction", [self], [name, base, facetValues(type, true)]);
  const facets = facetValues(type, false);
  const tuple: Shape = { kind: "tuple", items: values.map(literalOf) };
  return call("enumeration", [self, tuple], [name, base, values, ...(facets.entries.length > 0 ? [facets] : [])]);
}

/** Facets of one step as the schema writes them; of several patterns or enumeration values a list. */
function facetValues(type: SimpleTypeDefinition, withEnumeration: boolean) {
  const byKind = new Map<FacetKind, string[]>();
  for (const { kind, value } of type.facets) {
    if (kind === "enumeration" && !withEnumeration) continue;
    const values = byKind.get(kind);
    if (values === undefined) byKind.set(kind, [value]);
    else values.push(value);
  }
  const entries: (readonly [string, Literal])[] = [...byKind].map(([kind, values]) => [kind, singleUnlessEnumeration(kind, values)]);
  const sources = byKind.get("pattern");
  if (sources !== undefined) entries.push(["patterns", lazy(runtimeConstant(engineOf(sources)))]);
  const bound = withEnumeration && holdsNames(type.datatype) ? enumerationNamespaces(type) : object([]);
  return object(bound.entries.length > 0 ? [...entries, ["namespaces", bound]] : entries);
}

/** The engine that the patterns of one step need. They are alternatives. */
function engineOf(sources: readonly string[]): string {
  if (isPlainPattern(sources.join("|"))) return "plainPatterns";
  return sources.some(namesBlock) ? "blockPatterns" : "patterns";
}

/** Tests if a pattern may name a block of Unicode: \p{IsGreek}. XSD 1.0 Part 2 Appendix F.1.1 (IsBlock) */
function namesBlock(pattern: string): boolean {
  return /\\[pP]\{Is/.test(pattern);
}

function singleUnlessEnumeration(kind: FacetKind, values: readonly string[]): Literal {
  const [only] = values;
  return only !== undefined && values.length === 1 && kind !== "enumeration" ? only : values;
}

/** The bindings of prefixes in enumerations that are written as text. */
function enumerationNamespaces(type: SimpleTypeDefinition) {
  const facets = ownEnumeration(type);
  const prefixes = new Set<string>();
  for (const { value } of facets) {
    for (const token of value.split(/[ \t\r\n]+/)) prefixes.add(token.slice(0, Math.max(0, token.indexOf(":"))));
  }
  return namespaceRecord(prefixes, facets[0]?.namespaces ?? noNamespaces);
}
