/**
 * xs:element, the model groups and xs:complexType -> their sources. XSD 1.0 Part 1 §3.3, §3.4, §3.7, §3.8 and §3.9
 *
 * They are in one file because they contain each other.
 */
import { attributeNamed, type SourceElement } from "../../load/source-element.js";
import type { BlockMethod, DerivationMethod } from "../components.js";
import type {
  ComplexContentSource,
  ComplexTypeSource,
  ComponentReference,
  ElementSource,
  ModelGroupDefinitionSource,
  ModelGroupSource,
  ParticleSource,
  SimpleContentSource,
  TypeSource,
} from "../sources.js";
import { nonNegativeInteger } from "./lexical.js";
import { readAnnotation } from "./read-annotation.js";
import { localName, readAttributes, readValueConstraint, readWildcard } from "./read-attributes.js";
import { childNamed, childrenNamed, type ReadContext } from "./read-context.js";
import { readIdentityConstraints } from "./read-identity-constraints.js";
import { readFacets, readSimpleType } from "./read-simple-types.js";
import { readSoapArray } from "./soap-array.js";

const derivations: readonly DerivationMethod[] = ["extension", "restriction"];
const blocks: readonly BlockMethod[] = ["extension", "restriction", "substitution"];

/** XSD 1.0 Part 1 §3.3.2 */
export function readGlobalElement(element: SourceElement, context: ReadContext): ElementSource {
  context.check(element, "global element");
  return readDeclaration(element, context, "global");
}

function readDeclaration(element: SourceElement, context: ReadContext, scope: "global" | "local"): ElementSource {
  const global = scope === "global";
  const root = context.document.root;
  return {
    kind: "element",
    name: global ? context.name(element, context.targetNamespace) : localName(element, context, "elementFormDefault"),
    scope,
    type: readElementType(element, context),
    valueConstraint: readValueConstraint(element, context, "src-element.1"),
    nillable: context.flag(element, "nillable") ?? false,
    identityConstraints: readIdentityConstraints(element, context),
    substitutionGroup: global ? context.reference(element, "substitutionGroup") : undefined,
    final: context.methods(global ? (context.value(element, "final") ?? context.value(root, "finalDefault")) : undefined, derivations),
    block: context.methods(context.value(element, "block") ?? context.value(root, "blockDefault"), blocks),
    abstract: global && (context.flag(element, "abstract") ?? false),
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

function readElementType(element: SourceElement, context: ReadContext): ComponentReference | TypeSource | undefined {
  const inline = childNamed(element, "simpleType", "complexType");
  if (inline !== undefined && attributeNamed(element, "type") !== undefined) {
    context.error("src-element.3", 'the element has both "type" and a type inside, expected one of them', element.at);
  }
  const anonymous = inline === undefined ? undefined : readLocalType(inline, context);
  return context.reference(element, "type") ?? anonymous;
}

function readLocalType(element: SourceElement, context: ReadContext): TypeSource {
  return element.local === "simpleType" ? readSimpleType(element, context, "local") : readComplexType(element, context, "local");
}

/** XSD 1.0 Part 1 §3.3.3 (src-element). Nothing comes of an element with neither name nor reference. */
function readElementTerm(element: SourceElement, context: ReadContext, inAll: boolean): ParticleSource["term"] | undefined {
  context.check(element, inAll ? "element of all" : "local element");
  const has = (name: string): boolean => attributeNamed(element, name) !== undefined;
  if (has("name") === has("ref")) {
    const found = has("name") ? 'both "name" and "ref"' : 'neither "name" nor "ref"';
    context.error("src-element.2.1", `the element has ${found}, expected one of them`, element.at);
  }
  if (has("name")) return readDeclaration(element, context, "local");
  const annotation = readAnnotation(element, context);
  if (!has("ref")) return undefined;
  const surplus =
    ["nillable", "default", "fixed", "form", "block", "type"].find(has) ??
    childNamed(element, "complexType", "simpleType", "key", "keyref", "unique")?.local;
  if (surplus !== undefined) context.error("src-element.2.2", `an element with "ref" must not have "${surplus}"`, element.at);
  const reference = context.reference(element, "ref");
  return reference === undefined ? undefined : { kind: "elementReference", reference, annotation };
}

/** A particle, or undefined where its bounds leave nothing of it. XSD 1.0 Part 1 §3.9.2 */
function readParticle(element: SourceElement, context: ReadContext, inAll: boolean): ParticleSource | undefined {
  const term = readTerm(element, context, inAll);
  const minOccurs = bound(context.value(element, "minOccurs"));
  const written = context.value(element, "maxOccurs");
  const maxOccurs = written === "unbounded" ? Number.POSITIVE_INFINITY : bound(written);
  if (minOccurs > maxOccurs) {
    context.error("p-props-correct.2.1", `minOccurs ${minOccurs} is greater than maxOccurs ${maxOccurs}`, element.at);
  }
  if (term === undefined || maxOccurs === 0) return undefined;
  return { minOccurs, maxOccurs, term, at: element.at };
}

/** 1 where the attribute is absent or wrong; the latter has been reported. */
function bound(value: string | undefined): number {
  return value !== undefined && nonNegativeInteger.allows(value) ? Math.min(Number(value), Number.MAX_VALUE) : 1;
}

function readTerm(element: SourceElement, context: ReadContext, inAll: boolean): ParticleSource["term"] | undefined {
  switch (element.local) {
    case "element":
      return readElementTerm(element, context, inAll);
    case "any":
      context.check(element, "any");
      return readWildcard(element, context);
    case "group": {
      context.check(element, "local group");
      readAnnotation(element, context);
      const reference = context.reference(element, "ref");
      return reference === undefined ? undefined : { kind: "groupReference", reference };
    }
    default:
      context.check(element, element.local === "all" ? "all" : "choice or sequence");
      return readModelGroup(element, context);
  }
}

const membersOfAll = ["element"];
const membersOfGroup = ["element", "group", "choice", "sequence", "any"];

/** XSD 1.0 Part 1 §3.8.2 */
function readModelGroup(element: SourceElement, context: ReadContext): ModelGroupSource {
  const compositor = element.local === "all" || element.local === "choice" ? element.local : "sequence";
  const children = childrenNamed(element, ...(compositor === "all" ? membersOfAll : membersOfGroup));
  const particles: ParticleSource[] = [];
  for (const child of children) {
    const particle = readParticle(child, context, compositor === "all");
    if (particle !== undefined) particles.push(particle);
  }
  return {
    kind: "modelGroup",
    compositor,
    particles,
    childless: children.length === 0,
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

/** XSD 1.0 Part 1 §3.7.2 */
export function readModelGroupDefinition(element: SourceElement, context: ReadContext): ModelGroupDefinitionSource {
  context.check(element, "global group");
  const child = childNamed(element, "all", "choice", "sequence");
  if (child !== undefined) context.check(child, child.local === "all" ? "all of group" : "choice or sequence of group");
  return {
    kind: "modelGroupDefinition",
    name: context.name(element, context.targetNamespace),
    modelGroup:
      child === undefined
        ? { kind: "modelGroup", compositor: "sequence", particles: [], childless: true, annotation: undefined, at: element.at }
        : readModelGroup(child, context),
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

/** XSD 1.0 Part 1 §3.4.2 */
export function readComplexType(element: SourceElement, context: ReadContext, scope: "global" | "local"): ComplexTypeSource {
  context.check(element, `${scope} complexType`);
  const root = context.document.root;
  const content = childNamed(element, "simpleContent", "complexContent");
  const global = scope === "global";
  return {
    kind: "complexType",
    name: global ? context.name(element, context.targetNamespace) : undefined,
    targetNamespace: context.targetNamespace,
    abstract: global && (context.flag(element, "abstract") ?? false),
    final: context.methods((global ? context.value(element, "final") : undefined) ?? context.value(root, "finalDefault"), derivations),
    block: context.methods((global ? context.value(element, "block") : undefined) ?? context.value(root, "blockDefault"), derivations),
    ...(content === undefined ? readShorthand(element, context) : readExplicitContent(element, content, context)),
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

type Derivation = Pick<ComplexTypeSource, "derivation" | "base" | "content" | "attributes">;

/** Without simpleContent and complexContent the type restricts the ur-type. XSD 1.0 Part 1 §3.4.2 */
function readShorthand(element: SourceElement, context: ReadContext): Derivation {
  return {
    derivation: "restriction",
    base: undefined,
    content: { kind: "complex", mixed: context.flag(element, "mixed") ?? false, particle: readContentParticle(element, context) },
    attributes: readAttributes(element, context),
  };
}

function readContentParticle(element: SourceElement, context: ReadContext): ParticleSource | undefined {
  const child = childNamed(element, "group", "all", "choice", "sequence");
  return child === undefined ? undefined : readParticle(child, context, false);
}

function readExplicitContent(type: SourceElement, content: SourceElement, context: ReadContext): Derivation {
  context.check(content, content.local);
  readAnnotation(content, context);
  const child = childNamed(content, "extension", "restriction");
  // Without a derivation the type is in error, which has been reported.
  if (child === undefined) return { derivation: "restriction", base: undefined, content: noContent, attributes: noAttributes };
  const simple = content.local === "simpleContent";
  context.check(child, simple ? `${child.local} of simpleContent` : "derivation of complexContent");
  readAnnotation(child, context);
  const derivation = child.local === "extension" ? "extension" : "restriction";
  const base = context.reference(child, "base");
  const attributes = readAttributes(child, context);
  if (simple) return { derivation, base, content: readSimpleContent(child, context), attributes };
  const complex = readComplexContent(type, content, child, context);
  return readSoapArray(child, base, complex.particle, context) ?? { derivation, base, content: complex, attributes };
}

const noContent: ComplexContentSource = { kind: "complex", mixed: false, particle: undefined };
const noAttributes = { uses: [], wildcard: undefined };

function readSimpleContent(derivation: SourceElement, context: ReadContext): SimpleContentSource {
  const inline = derivation.local === "restriction" ? childNamed(derivation, "simpleType") : undefined;
  return {
    kind: "simple",
    type: inline === undefined ? undefined : readSimpleType(inline, context, "local"),
    facets: derivation.local === "restriction" ? readFacets(derivation, context) : [],
    at: derivation.at,
  };
}

function readComplexContent(
  type: SourceElement,
  content: SourceElement,
  derivation: SourceElement,
  context: ReadContext,
): ComplexContentSource {
  return {
    kind: "complex",
    mixed: context.flag(content, "mixed") ?? context.flag(type, "mixed") ?? false,
    particle: readContentParticle(derivation, context),
  };
}
