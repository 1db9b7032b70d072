/**
 * A schema's model -> the schema document.
 */
import type {
  AttributeModel,
  ComplexModel,
  ElementModel,
  GlobalElement,
  ParticleModel,
  SchemaModel,
  TypeModel,
  WildcardModel,
} from "./model.js";
import type { SimpleModel } from "./simple-types.js";
import { escapeAttribute } from "./xml-text.js";

export function writeSchema(model: SchemaModel): string {
  const attributes = [
    ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t"',
    model.qualifiedElements ? ' elementFormDefault="qualified"' : "",
    model.qualifiedAttributes ? ' attributeFormDefault="qualified"' : "",
    option("blockDefault", model.blockDefault),
  ];
  const parts = [
    ...model.simpleTypes.map(simpleType),
    ...[...model.groups].map(([name, particle]) => `<xs:group name="${name}">${writeParticle({ ...particle, min: 1, max: 1 })}</xs:group>`),
    ...[...model.attributeGroups].map(
      ([name, uses]) => `<xs:attributeGroup name="${name}">${uses.map(attributeUse).join("")}</xs:attributeGroup>`,
    ),
    ...model.attributes.map((attribute) => attributeDeclaration({ ...attribute, use: "optional" })),
    ...model.complexTypes.map(complexType),
    ...model.elements.map(globalElement),
  ];
  return `<xs:schema${attributes.join("")}>\n${parts.join("\n")}\n</xs:schema>\n`;
}

function option(name: string, value: string): string {
  return value === "" ? "" : ` ${name}="${escapeAttribute(value)}"`;
}

function simpleType({ name, derivation, final }: SimpleModel): string {
  return `<xs:simpleType${option("name", name ?? "")}${name === undefined ? "" : final}>${derivation}</xs:simpleType>`;
}

function complexType(type: ComplexModel): string {
  const attributes = [
    option("name", type.name ?? ""),
    type.mixed && type.simple === undefined ? ' mixed="true"' : "",
    type.abstract ? ' abstract="true"' : "",
    option("block", type.block),
    option("final", type.final),
  ];
  return `<xs:complexType${attributes.join("")}>${typeContent(type)}</xs:complexType>`;
}

function typeContent(type: ComplexModel): string {
  const { base, derivation, own, simple } = type;
  const attributes = [
    ...type.ownAttributes.map(attributeUse),
    type.attributeGroup === undefined ? "" : `<xs:attributeGroup ref="t:${type.attributeGroup}"/>`,
    type.anyAttribute === undefined ? "" : `<xs:anyAttribute${wildcard(type.anyAttribute)}/>`,
  ].join("");
  const baseName = base === undefined ? simple?.reference : `t:${base.name}`;
  if (simple !== undefined)
    return `<xs:simpleContent><xs:${derivation} base="${baseName}">${type.simpleFacets}${attributes}</xs:${derivation}></xs:simpleContent>`;
  const particle = own === undefined ? "" : writeParticle(own);
  if (base === undefined) return particle + attributes;
  return `<xs:complexContent><xs:${derivation} base="${baseName}">${particle}${attributes}</xs:${derivation}></xs:complexContent>`;
}

function attributeUse(attribute: AttributeModel): string {
  if (!attribute.global) return attributeDeclaration(attribute);
  return `<xs:attribute ref="t:${attribute.name}"${option("use", attribute.use === "optional" ? "" : attribute.use)}${valueConstraint(attribute.value)}/>`;
}

function attributeDeclaration({ name, use, type, value }: AttributeModel): string {
  const options = `${option("use", use === "optional" ? "" : use)}${valueConstraint(value)}`;
  if (type.reference !== undefined) return `<xs:attribute name="${name}" type="${type.reference}"${options}/>`;
  return `<xs:attribute name="${name}"${options}>${simpleType(type)}</xs:attribute>`;
}

function valueConstraint(value: ElementModel["value"]): string {
  return value === undefined ? "" : ` ${value.kind}="${escapeAttribute(value.text)}"`;
}

function globalElement(element: GlobalElement): string {
  const options = [
    element.head === undefined ? "" : ` substitutionGroup="t:${element.head.name}"`,
    element.abstract ? ' abstract="true"' : "",
    option("final", element.final),
  ];
  return elementDeclaration(element, options.join(""));
}

function elementDeclaration(element: ElementModel, options: string): string {
  const attributes = `${options}${element.nillable ? ' nillable="true"' : ""}${valueConstraint(element.value)}${option("block", element.block)}`;
  const { reference, inline } = writeType(element.type);
  return `<xs:element name="${element.name}"${option("type", reference)}${attributes}>${inline}${element.constraints}</xs:element>`;
}

function writeType(type: TypeModel): { readonly reference: string; readonly inline: string } {
  if (type.kind === "anyType") return { reference: "xs:anyType", inline: "" };
  if (type.kind === "simple")
    return type.simple.reference === undefined
      ? { reference: "", inline: simpleType(type.simple) }
      : { reference: type.simple.reference, inline: "" };
  return type.name === undefined ? { reference: "", inline: complexType(type) } : { reference: `t:${type.name}`, inline: "" };
}

function occurrence({ min, max }: ParticleModel): string {
  const upper = max === Number.POSITIVE_INFINITY ? "unbounded" : String(max);
  return `${min === 1 ? "" : ` minOccurs="${min}"`}${max === 1 ? "" : ` maxOccurs="${upper}"`}`;
}

function writeParticle(particle: ParticleModel): string {
  const { term } = particle;
  const bounds = occurrence(particle);
  switch (term.kind) {
    case "element":
      return term.element.global ? `<xs:element ref="t:${term.element.name}"${bounds}/>` : elementDeclaration(term.element, bounds);
    case "wildcard":
      return `<xs:any${wildcard(term.wildcard)}${bounds}/>`;
    case "group":
      if (term.reference !== undefined) return `<xs:group ref="t:${term.reference}"${bounds}/>`;
      return `<xs:${term.compositor}${bounds}>${term.particles.map(writeParticle).join("")}</xs:${term.compositor}>`;
  }
}

function wildcard({ namespace, processContents }: WildcardModel): string {
  return ` namespace="${namespace}" processContents="${processContents}"`;
}
