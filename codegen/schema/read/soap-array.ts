/**
 * Arrays of the SOAP encoding -> types with items, as literal contracts have them. SOAP 1.1 §5.4.2, WSDL 1.1 §2.2
 *
 * Such a type restricts soapenc:Array, says the type of its items in an attribute that XML Schema does not know, and has no content by the rules of
 * XML Schema. How arrays look on the wire is the encoding's business, and so are the attributes that arrays have there.
 */
import { internName } from "../../../src/xml/names.js";
import type { Span } from "../../diagnostics.js";
import type { SourceElement } from "../../load/source-element.js";
import type { AttributeSource, ComplexTypeSource, ComponentReference, ElementSource, ParticleSource } from "../sources.js";
import { childrenNamed, type ReadContext } from "./read-context.js";

const encodingNamespace = "http://schemas.xmlsoap.org/soap/encoding/";
const wsdlNamespace = "http://schemas.xmlsoap.org/wsdl/";
const arrayName = `{${encodingNamespace}}Array`;

type Derivation = Pick<ComplexTypeSource, "derivation" | "base" | "content" | "attributes">;

/** Reads a restriction of soapenc:Array with its own content or the type of its items; undefined for anything else. */
export function readSoapArray(
  restriction: SourceElement,
  base: ComponentReference | undefined,
  own: ParticleSource | undefined,
  context: ReadContext,
): Derivation | undefined {
  if (restriction.local !== "restriction" || base?.name.clark !== arrayName) return undefined;
  if (own !== undefined) return arrayOf(base, own, restriction);
  const written = arrayTypeIn(restriction);
  if (written === undefined) return undefined;
  const [, name = "", sizes = ""] = /^\s*([^[\]\s]+)\s*((?:\[[\d,\s]*\]\s*)+)$/.exec(written.value) ?? [];
  const item = context.referenceOf(name, written.element, restriction.at);
  if (item === undefined) return undefined;
  let content = items(item, true, restriction);
  for (const isRow of dimensionsAround(sizes)) {
    const array = anonymousArray(arrayOf(base, content, restriction), restriction, context);
    content = items(array, !isRow, restriction);
  }
  return arrayOf(base, content, restriction);
}

/**
 * The dimensions around the innermost one, from inside out: true where the arrays within are the rows of an array of several dimensions. Of "[,][]", arrays
 * of arrays of two dimensions, the last brackets are the outermost. SOAP 1.1 §5.4.2
 */
function dimensionsAround(sizes: string): readonly boolean[] {
  const brackets = sizes.split("]").slice(0, -1);
  return brackets.flatMap((bracket) => bracket.split(",").map((_, index) => index > 0)).slice(1);
}

/** The value of wsdl:arrayType, on the attribute that refers to soapenc:arrayType. */
function arrayTypeIn(restriction: SourceElement): { readonly value: string; readonly element: SourceElement } | undefined {
  for (const element of childrenNamed(restriction, "attribute")) {
    const found = element.attributes.find(({ namespace, local }) => namespace === wsdlNamespace && local === "arrayType");
    if (found !== undefined) return { value: found.value, element };
  }
  return undefined;
}

/** The attributes of arrays on the wire. Those of soapenc:Array come from a namespace, those of every encoded value do not. */
function arrayOf(base: ComponentReference, particle: ParticleSource, { at }: SourceElement): Derivation {
  const declarations = [
    ...["arrayType", "offset"].map((local) => ({ ...base, name: internName(encodingNamespace, local) })),
    ...["id", "href"].map((local) => unqualifiedAttribute(local, at)),
  ];
  const uses = declarations.map((declaration) => {
    return { kind: "attributeUse", use: "prohibited", declaration, valueConstraint: undefined, annotation: undefined, at } as const;
  });
  return {
    derivation: "restriction",
    base,
    content: { kind: "complex", mixed: false, particle },
    attributes: { uses, wildcard: undefined },
  };
}

function unqualifiedAttribute(local: string, at: Span): AttributeSource {
  return {
    kind: "attribute",
    name: internName("", local),
    scope: "local",
    type: undefined,
    valueConstraint: undefined,
    annotation: undefined,
    at,
  };
}

/** Any number of items. One that is not there may be nil, for an array can be sparse; the rows of an array of several dimensions are always there. */
function items(type: ElementSource["type"], nillable: boolean, { at }: SourceElement): ParticleSource {
  const none: ReadonlySet<never> = new Set();
  const item: ElementSource = {
    kind: "element",
    name: internName("", "item"),
    scope: "local",
    type,
    valueConstraint: undefined,
    nillable,
    identityConstraints: [],
    substitutionGroup: undefined,
    final: none,
    block: none,
    abstract: false,
    annotation: undefined,
    at,
  };
  const particle: ParticleSource = { minOccurs: 0, maxOccurs: Number.POSITIVE_INFINITY, term: item, at };
  const term = { kind: "modelGroup", compositor: "sequence", particles: [particle], childless: false, annotation: undefined, at } as const;
  return { minOccurs: 1, maxOccurs: 1, term, at };
}

/** The array that an item of an array of arrays is. */
function anonymousArray(derivation: Derivation, { at }: SourceElement, context: ReadContext): ComplexTypeSource {
  const none: ReadonlySet<never> = new Set();
  return {
    kind: "complexType",
    name: undefined,
    targetNamespace: context.targetNamespace,
    abstract: false,
    final: none,
    block: none,
    ...derivation,
    annotation: undefined,
    at,
  };
}
