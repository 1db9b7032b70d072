/**
 * What each element of a schema document may have in it: attributes with their types, and children in order.
 *
 * This is the schema for schemas (XSD 1.0 Part 1 appendix A) as a table. An element name has several entries where its place matters:
 * a global xs:element needs a name, a local one may have a reference instead.
 */
import {
  anyUri,
  boolean,
  exactlyOne,
  form,
  type LexicalRule,
  maxOccurs,
  namespaceList,
  ncName,
  nonNegativeInteger,
  oneOf,
  positiveInteger,
  qname,
  qnames,
  setOf,
  text,
  token,
  zeroOrOne,
} from "./lexical.js";

/** A run of children that may stand at this point of the order. */
export interface Slot {
  readonly names: ReadonlySet<string>;
  readonly required: boolean;
  readonly repeated: boolean;
  /** Nothing may follow a child of this slot. */
  readonly last: boolean;
}

/** What one element may have in it. */
export interface Representation {
  readonly attributes: ReadonlyMap<string, LexicalRule>;
  readonly required: readonly string[];
  /** undefined: anything at all. */
  readonly content: readonly Slot[] | undefined;
  /** The content for messages. */
  readonly model: string;
}

type Attributes = Readonly<Record<string, LexicalRule>>;

function slot(names: string, occurrence: "?" | "*" | "1" | "+" = "?", last = false): Slot {
  return {
    names: new Set(names.split(" ")),
    required: occurrence === "1" || occurrence === "+",
    repeated: occurrence === "*" || occurrence === "+",
    last,
  };
}

/** "!" after an attribute's name: it is required. */
function entry(attributes: Attributes, model: string, content: readonly Slot[] | undefined): Representation {
  const names = Object.keys(attributes);
  return {
    attributes: new Map(names.map((name) => [name.replace("!", ""), attributes[name] ?? text])),
    required: names.filter((name) => name.endsWith("!")).map((name) => name.slice(0, -1)),
    content,
    model,
  };
}

const annotation = slot("annotation");
const facets = slot(
  "minExclusive minInclusive maxExclusive maxInclusive totalDigits fractionDigits length minLength maxLength enumeration whiteSpace pattern",
  "*",
);
const attributes = [slot("attribute attributeGroup", "*"), slot("anyAttribute")];
const attributesModel = "(attribute | attributeGroup)*, anyAttribute?";
const particleModel = "(group | all | choice | sequence)?";
const derivation = setOf("extension", "restriction");
const id = ncName;
const occurs = { minOccurs: nonNegativeInteger, maxOccurs };
const globalTypeModel = `annotation?, (simpleContent | complexContent | (${particleModel}, ${attributesModel}))`;
const typeContent = [annotation, slot("simpleContent complexContent", "?", true), slot("group all choice sequence"), ...attributes];
const particles = [annotation, slot("element group choice sequence any", "*")];
const particlesModel = "annotation?, (element | group | choice | sequence | any)*";
const elementContent = [annotation, slot("simpleType complexType"), slot("unique key keyref", "*")];
const elementModel = "annotation?, (simpleType | complexType)?, (unique | key | keyref)*";
const localElement = {
  block: setOf("extension", "restriction", "substitution"),
  default: text,
  fixed: text,
  form,
  id,
  name: ncName,
  nillable: boolean,
  ref: qname,
  type: qname,
};
const simpleTypeContent = [annotation, slot("restriction list union", "1")];
const simpleTypeModel = "annotation?, (restriction | list | union)";
const onlyAnnotation = [annotation];
const identityConstraint = [annotation, slot("selector", "1"), slot("field", "+")];
const identityModel = "annotation?, selector, field+";

function inner(local: string, allowed: Attributes, model: string, content: readonly Slot[] | undefined): [string, Representation] {
  return [local, entry(allowed, model, content)];
}

/** By the name of the element, with its place where that matters. */
export const representations: ReadonlyMap<string, Representation> = new Map([
  inner(
    "schema",
    {
      attributeFormDefault: form,
      blockDefault: setOf("extension", "restriction", "substitution"),
      elementFormDefault: form,
      finalDefault: setOf("extension", "restriction", "list", "union"),
      id,
      targetNamespace: anyUri,
      version: token,
    },
    "(include | import | redefine | annotation)*, ((simpleType | complexType | group | attributeGroup | element | attribute | notation), annotation*)*",
    [
      slot("include import redefine annotation", "*"),
      slot("simpleType complexType group attributeGroup element attribute notation annotation", "*"),
    ],
  ),
  inner("include", { id, "schemaLocation!": anyUri }, "annotation?", onlyAnnotation),
  inner("import", { id, namespace: anyUri, schemaLocation: anyUri }, "annotation?", onlyAnnotation),
  inner("redefine", { id, "schemaLocation!": anyUri }, "(annotation | simpleType | complexType | group | attributeGroup)*", [
    slot("annotation simpleType complexType group attributeGroup", "*"),
  ]),
  inner(
    "global element",
    {
      abstract: boolean,
      block: setOf("extension", "restriction", "substitution"),
      default: text,
      final: derivation,
      fixed: text,
      id,
      "name!": ncName,
      nillable: boolean,
      substitutionGroup: qname,
      type: qname,
    },
    elementModel,
    elementContent,
  ),
  inner("local element", { ...localElement, ...occurs }, elementModel, elementContent),
  inner("element of all", { ...localElement, minOccurs: zeroOrOne, maxOccurs: zeroOrOne }, elementModel, elementContent),
  inner(
    "global complexType",
    { abstract: boolean, block: derivation, final: derivation, id, mixed: boolean, "name!": ncName },
    globalTypeModel,
    typeContent,
  ),
  inner("local complexType", { id, mixed: boolean }, globalTypeModel, typeContent),
  inner("simpleContent", { id }, "annotation?, (restriction | extension)", [annotation, slot("restriction extension", "1")]),
  inner("complexContent", { id, mixed: boolean }, "annotation?, (restriction | extension)", [
    annotation,
    slot("restriction extension", "1"),
  ]),
  inner("restriction of simpleContent", { "base!": qname, id }, `annotation?, simpleType?, facets*, ${attributesModel}`, [
    annotation,
    slot("simpleType"),
    facets,
    ...attributes,
  ]),
  inner("extension of simpleContent", { "base!": qname, id }, `annotation?, ${attributesModel}`, [annotation, ...attributes]),
  inner("derivation of complexContent", { "base!": qname, id }, `annotation?, ${particleModel}, ${attributesModel}`, [
    annotation,
    slot("group all choice sequence"),
    ...attributes,
  ]),
  inner("global simpleType", { final: setOf("list", "union", "restriction"), id, "name!": ncName }, simpleTypeModel, simpleTypeContent),
  inner("local simpleType", { id }, simpleTypeModel, simpleTypeContent),
  inner("restriction of simpleType", { base: qname, id }, "annotation?, simpleType?, facets*", [annotation, slot("simpleType"), facets]),
  inner("list", { id, itemType: qname }, "annotation?, simpleType?", [annotation, slot("simpleType")]),
  inner("union", { id, memberTypes: qnames }, "annotation?, simpleType*", [annotation, slot("simpleType", "*")]),
  inner("facet", { fixed: boolean, id, "value!": text }, "annotation?", onlyAnnotation),
  inner("facet with count", { fixed: boolean, id, "value!": nonNegativeInteger }, "annotation?", onlyAnnotation),
  inner("totalDigits", { fixed: boolean, id, "value!": positiveInteger }, "annotation?", onlyAnnotation),
  inner("whiteSpace", { fixed: boolean, id, "value!": oneOf("preserve", "replace", "collapse") }, "annotation?", onlyAnnotation),
  inner("facet never fixed", { id, "value!": text }, "annotation?", onlyAnnotation),
  inner("global attribute", { default: text, fixed: text, id, "name!": ncName, type: qname }, "annotation?, simpleType?", [
    annotation,
    slot("simpleType"),
  ]),
  inner(
    "local attribute",
    { default: text, fixed: text, form, id, name: ncName, ref: qname, type: qname, use: oneOf("optional", "prohibited", "required") },
    "annotation?, simpleType?",
    [annotation, slot("simpleType")],
  ),
  inner("global attributeGroup", { id, "name!": ncName }, `annotation?, ${attributesModel}`, [annotation, ...attributes]),
  inner("local attributeGroup", { id, "ref!": qname }, "annotation?", onlyAnnotation),
  inner("global group", { id, "name!": ncName }, "annotation?, (all | choice | sequence)", [annotation, slot("all choice sequence", "1")]),
  inner("local group", { id, "ref!": qname, ...occurs }, "annotation?", onlyAnnotation),
  inner("all", { id, minOccurs: zeroOrOne, maxOccurs: exactlyOne }, "annotation?, element*", [annotation, slot("element", "*")]),
  inner("all of group", { id }, "annotation?, element*", [annotation, slot("element", "*")]),
  inner("choice or sequence", { id, ...occurs }, particlesModel, particles),
  inner("choice or sequence of group", { id }, particlesModel, particles),
  inner("any", { id, ...occurs, namespace: namespaceList, processContents: oneOf("skip", "lax", "strict") }, "annotation?", onlyAnnotation),
  inner("anyAttribute", { id, namespace: namespaceList, processContents: oneOf("skip", "lax", "strict") }, "annotation?", onlyAnnotation),
  inner("key", { id, "name!": ncName }, identityModel, identityConstraint),
  inner("unique", { id, "name!": ncName }, identityModel, identityConstraint),
  inner("keyref", { id, "name!": ncName, "refer!": qname }, identityModel, identityConstraint),
  inner("selector", { id, "xpath!": text }, "annotation?", onlyAnnotation),
  inner("field", { id, "xpath!": text }, "annotation?", onlyAnnotation),
  inner("notation", { id, "name!": ncName, public: token, system: anyUri }, "annotation?", onlyAnnotation),
  inner("annotation", { id }, "(appinfo | documentation)*", [slot("appinfo documentation", "*")]),
  inner("appinfo", { source: anyUri }, "anything", undefined),
  inner("documentation", { source: anyUri }, "anything", undefined),
]);
