/**
 * {content type} of a complex type whose base is filled. XSD 1.0 Part 1 §3.4.2, §3.4.3 (src-ct)
 */
import { restrict } from "../../../src/datatypes/derive.js";
import type { Report } from "../../diagnostics.js";
import { anySimpleType } from "../built-in-components.js";
import type { ContentType, Particle, SimpleTypeDefinition } from "../components.js";
import type { ComplexContentSource, SimpleContentSource } from "../sources.js";
import { isEmptiable } from "../total-range.js";
import type { OpenComplexType } from "./link-elements.js";

/** Anonymous simple types that simpleContent makes are added to `made`. */
export function contentTypeOf(type: OpenComplexType, made: SimpleTypeDefinition[], report: Report): ContentType {
  const { content } = type.source;
  return content.kind === "simple" ? simpleContent(type, content, made, report) : complexContent(type, content, report);
}

function simpleContent(type: OpenComplexType, content: SimpleContentSource, made: SimpleTypeDefinition[], report: Report): ContentType {
  const { shell, inlineType } = type;
  const base = contentOfBase(type, report);
  if (shell.derivation === "extension" || (inlineType === undefined && content.facets.length === 0)) return { kind: "simple", type: base };
  const restricted = inlineType ?? base;
  if (content.facets.length === 0) return { kind: "simple", type: restricted };
  const made1: SimpleTypeDefinition = {
    kind: "simpleType",
    name: undefined,
    targetNamespace: shell.targetNamespace,
    context: shell,
    baseType: restricted,
    variety: restricted.variety,
    itemType: restricted.itemType,
    memberTypes: restricted.memberTypes,
    derivation: "restriction",
    facets: content.facets,
    final: new Set(),
    datatype: restrict(restricted.datatype, undefined, content.facets),
    annotation: undefined,
    at: content.at,
  };
  made.push(made1);
  return { kind: "simple", type: made1 };
}

/** The simple type that simpleContent starts from. XSD 1.0 Part 1 §3.4.3 (src-ct.2) */
function contentOfBase({ shell, source, inlineType }: OpenComplexType, report: Report): SimpleTypeDefinition {
  const { baseType, derivation } = shell;
  if (baseType.kind === "simpleType") {
    if (derivation === "extension") return baseType;
  } else if (baseType.contentType.kind === "simple") return baseType.contentType.type;
  else if (derivation === "restriction" && baseType.contentType.kind === "mixed" && isEmptiable(baseType.contentType.particle)) {
    if (inlineType !== undefined) return anySimpleType;
  }
  if (source.base !== undefined) {
    const message = `"${source.base.name.clark}" is not a possible base for the ${derivation} of simple content`;
    report({ id: "src-ct.2", severity: "error", message, at: source.base.at, related: [{ message: "the base", at: baseType.at }] });
  }
  return baseType.kind === "simpleType" ? baseType : anySimpleType;
}

function complexContent({ shell, source, particle }: OpenComplexType, content: ComplexContentSource, report: Report): ContentType {
  const { baseType } = shell;
  if (baseType.kind === "simpleType" && source.base !== undefined) {
    const message = `"${source.base.name.clark}" is a simple type, complex content needs a complex base`;
    report({ id: "src-ct.1", severity: "error", message, at: source.base.at, related: [] });
  }
  const effective = effectiveContent(content, particle, source.at);
  const base = baseType.kind === "complexType" ? baseType.contentType : emptyContent;
  const kind = content.mixed ? "mixed" : "elementOnly";
  if (shell.derivation === "restriction") return effective === undefined ? emptyContent : { kind, particle: effective };
  if (effective === undefined) return base;
  if (base.kind === "empty" || base.kind === "simple") return { kind, particle: effective };
  return { kind, particle: sequenceOf([base.particle, effective], source.at) };
}

const emptyContent: ContentType = { kind: "empty" };

/** {effective content}; undefined: empty. XSD 1.0 Part 1 §3.4.2, clauses 2 and 3 */
function effectiveContent(content: ComplexContentSource, particle: Particle | undefined, at: Particle["at"]): Particle | undefined {
  if (particle !== undefined && !isExplicitlyEmpty(content)) return particle;
  return content.mixed ? sequenceOf([], at) : undefined;
}

/** An empty all or sequence, or an empty choice that may be absent. */
function isExplicitlyEmpty({ particle }: ComplexContentSource): boolean {
  if (particle?.term.kind !== "modelGroup" || !particle.term.childless) return false;
  return particle.term.compositor !== "choice" || particle.minOccurs === 0;
}

function sequenceOf(particles: readonly Particle[], at: Particle["at"]): Particle {
  const term = {
    kind: "modelGroup" as const,
    compositor: "sequence" as const,
    particles,
    definition: undefined,
    annotation: undefined,
    at,
  };
  return { kind: "particle", minOccurs: 1, maxOccurs: 1, term, at };
}
