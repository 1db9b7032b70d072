/**
 * xs:simpleType -> SimpleTypeSource. XSD 1.0 Part 1 §3.14.2 and §3.14.3 (src-simple-type), Part 2 §4.1
 */
import type { FacetKind } from "../../../src/datatypes/datatype.js";
import { blockPatterns } from "../../../src/datatypes/pattern/compile-pattern.js";
import { attributeNamed, attributeValue, type SourceElement } from "../../load/source-element.js";
import type { Facet, SimpleFinal } from "../components.js";
import type { ComponentReference, SimpleTypeSource } from "../sources.js";
import { readAnnotation } from "./read-annotation.js";
import { childNamed, childrenNamed, type ReadContext } from "./read-context.js";

/** "extension" can come of "#all" and of finalDefault: then complex types must not extend the type. XSD 1.0 Part 1 §3.14.2 */
const simpleFinals: readonly SimpleFinal[] = ["extension", "restriction", "list", "union"];

/** Reads a named or an anonymous simple type. */
export function readSimpleType(element: SourceElement, context: ReadContext, scope: "global" | "local"): SimpleTypeSource {
  context.check(element, `${scope} simpleType`);
  const finals = context.value(element, "final") ?? context.value(context.document.root, "finalDefault");
  return {
    kind: "simpleType",
    name: scope === "global" ? context.name(element, context.targetNamespace) : undefined,
    targetNamespace: context.targetNamespace,
    final: context.methods(finals, simpleFinals),
    definition: readDefinition(element, context),
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

function readDefinition(element: SourceElement, context: ReadContext): SimpleTypeSource["definition"] {
  const child = childNamed(element, "restriction", "list", "union");
  if (child !== undefined) readAnnotation(child, context);
  switch (child?.local) {
    case "list":
      context.check(child, "list");
      return { derivation: "list", item: readTypeOrReference(child, "itemType", "src-simple-type.3", context) };
    case "union":
      return readUnion(child, context);
    case "restriction":
      context.check(child, "restriction of simpleType");
      return {
        derivation: "restriction",
        base: readTypeOrReference(child, "base", "src-simple-type.2", context),
        facets: readFacets(child, context),
      };
    default:
      // Without a definition the type is in error, which has been reported.
      return { derivation: "restriction", base: undefined, facets: [] };
  }
}

/** Either an attribute that names the type or an anonymous type inside, never both. XSD 1.0 Part 1 §3.14.3 */
function readTypeOrReference(
  element: SourceElement,
  attribute: string,
  rule: string,
  context: ReadContext,
): ComponentReference | SimpleTypeSource | undefined {
  const named = attributeNamed(element, attribute);
  const inline = childNamed(element, "simpleType");
  if ((named === undefined) === (inline === undefined)) {
    const found = named === undefined ? "neither" : "both";
    context.error(rule, `"${element.local}" has ${found} "${attribute}" and a simple type inside, expected one of them`, element.at);
  }
  const anonymous = inline === undefined ? undefined : readSimpleType(inline, context, "local");
  return named === undefined ? anonymous : context.reference(element, attribute);
}

function readUnion(element: SourceElement, context: ReadContext): SimpleTypeSource["definition"] {
  context.check(element, "union");
  const named = context.references(element, "memberTypes");
  const inline = childrenNamed(element, "simpleType").map((child) => readSimpleType(child, context, "local"));
  if (inline.length === 0 && (context.value(element, "memberTypes") ?? "") === "") {
    context.error("src-union-memberTypes-or-simpleTypes", 'a union needs "memberTypes" or simple types inside', element.at);
  }
  return { derivation: "union", members: [...named, ...inline] };
}

const facetKinds: ReadonlySet<string> = new Set<FacetKind>([
  "length",
  "minLength",
  "maxLength",
  "pattern",
  "enumeration",
  "whiteSpace",
  "maxInclusive",
  "maxExclusive",
  "minExclusive",
  "minInclusive",
  "totalDigits",
  "fractionDigits",
]);

/** XSD 1.0 Part 2 §4.3 (src-single-facet-value): of one kind there is one facet in a step, but for patterns and enumerations. */
function checkSingle(element: SourceElement, kind: FacetKind, facets: readonly Facet[], context: ReadContext): void {
  const first = kind === "pattern" || kind === "enumeration" ? undefined : facets.find((facet) => facet.kind === kind);
  if (first === undefined) return;
  context.error("src-single-facet-value", `"${kind}" stands twice in one restriction`, element.at, [
    { message: "first here", at: first.at },
  ]);
}

/** Where the schema for schemas treats facets differently: none of the others has a type for its value. */
const facetPlaces: ReadonlyMap<FacetKind, string> = new Map([
  ["length", "facet with count"],
  ["minLength", "facet with count"],
  ["maxLength", "facet with count"],
  ["fractionDigits", "facet with count"],
  ["totalDigits", "totalDigits"],
  ["whiteSpace", "whiteSpace"],
  ["pattern", "facet never fixed"],
  ["enumeration", "facet never fixed"],
]);

function isLiteral(kind: FacetKind): boolean {
  return kind === "pattern" || kind === "enumeration";
}

function isFacetKind(local: string): local is FacetKind {
  return facetKinds.has(local);
}

/** The facets of a restriction step, in document order. XSD 1.0 Part 2 §4.3 */
export function readFacets(restriction: SourceElement, context: ReadContext): readonly Facet[] {
  const facets: Facet[] = [];
  for (const child of childrenNamed(restriction, ...facetKinds)) {
    if (!isFacetKind(child.local)) continue;
    const sound = context.check(child, facetPlaces.get(child.local) ?? "facet");
    // Facets whose values are not of the base type have a type of their own, which collapses white space.
    const value = facetPlaces.has(child.local) && !isLiteral(child.local) ? context.value(child, "value") : attributeValue(child, "value");
    const annotation = readAnnotation(child, context);
    // A facet without a usable value has been reported and is left out.
    if (value === undefined || !sound) continue;
    checkSingle(child, child.local, facets, context);
    facets.push({
      kind: child.local,
      value,
      fixed: context.flag(child, "fixed") ?? false,
      namespaces: child.namespaces,
      patterns: blockPatterns,
      annotation,
      at: child.at,
    });
  }
  return facets;
}
