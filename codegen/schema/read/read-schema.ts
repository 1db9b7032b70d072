/**
 * xs:schema -> SchemaSource: every global component of one document as its element states it. XSD 1.0 Part 1 §3.15.2
 */
import type { Report } from "../../diagnostics.js";
import type { SchemaDocument } from "../../load/documents.js";
import { xsdNamespace } from "../../load/names.js";
import { attributeNamed, type SourceElement } from "../../load/source-element.js";
import type { NotationDeclaration } from "../components.js";
import type { GlobalSource, RedefinitionSource, SchemaSource } from "../sources.js";
import { collapse } from "./lexical.js";
import { readAnnotation } from "./read-annotation.js";
import { readAttributeGroup, readGlobalAttribute } from "./read-attributes.js";
import { ReadContext } from "./read-context.js";
import { readComplexType, readGlobalElement, readModelGroupDefinition } from "./read-elements.js";
import { readSimpleType } from "./read-simple-types.js";

/** Reads a document and reports what breaks the rules of its form. */
export function readSchema(document: SchemaDocument, report: Report): SchemaSource {
  const context = new ReadContext(document, report);
  const root = document.root;
  context.check(root, "schema");
  checkTargetNamespace(context);
  readAnnotation(root, context);
  const globals: GlobalSource[] = [];
  const redefinitions: SchemaSource["redefinitions"][number][] = [];
  for (const child of root.children) {
    if (child.namespace !== xsdNamespace) continue;
    if (child.local === "include" || child.local === "import") {
      context.check(child, child.local);
      readAnnotation(child, context);
    } else if (child.local === "redefine") {
      const components = readRedefinition(child, context);
      const target = document.references.find((reference) => reference.element === child)?.document;
      if (target !== undefined) redefinitions.push({ document: target, components, at: child.at });
    } else {
      const component = readGlobal(child, context);
      // What has no usable name cannot be referred to, and has been reported.
      if (component !== undefined && component.name.local !== "") globals.push(component);
    }
  }
  return { document, globals, redefinitions };
}

/** XSD 1.0 Part 1 §3.15.2: a target namespace is a namespace name; an empty string is not one. */
function checkTargetNamespace(context: ReadContext): void {
  const attribute = attributeNamed(context.document.root, "targetNamespace");
  if (attribute !== undefined && collapse(attribute.value) === "") {
    context.error("s4s-att-invalid-value", '"targetNamespace" is empty, expected a URI or no such attribute', attribute.at);
  }
}

function readGlobal(element: SourceElement, context: ReadContext): GlobalSource | undefined {
  switch (element.local) {
    case "element":
      return readGlobalElement(element, context);
    case "attribute":
      return readGlobalAttribute(element, context);
    case "notation":
      return readNotation(element, context);
    default:
      return readRedefinable(element, context);
  }
}

function readRedefinable(element: SourceElement, context: ReadContext): RedefinitionSource | undefined {
  switch (element.local) {
    case "simpleType":
      return named(readSimpleType(element, context, "global"));
    case "complexType":
      return named(readComplexType(element, context, "global"));
    case "group":
      return readModelGroupDefinition(element, context);
    case "attributeGroup":
      return readAttributeGroup(element, context);
    default:
      return undefined;
  }
}

function named<T extends { readonly name: unknown }>(source: T): (T & { readonly name: NonNullable<T["name"]> }) | undefined {
  // The test on the name is what the narrower type says.
  return source.name === undefined ? undefined : (source as T & { readonly name: NonNullable<T["name"]> });
}

function readRedefinition(element: SourceElement, context: ReadContext): readonly RedefinitionSource[] {
  context.check(element, "redefine");
  readAnnotation(element, context);
  return element.children.flatMap((child) => (child.namespace === xsdNamespace ? (readRedefinable(child, context) ?? []) : []));
}

/** XSD 1.0 Part 1 §3.12.2 */
function readNotation(element: SourceElement, context: ReadContext): NotationDeclaration {
  const sound = context.check(element, "notation");
  if (sound && attributeNamed(element, "public") === undefined && attributeNamed(element, "system") === undefined) {
    context.error("n-props-correct", 'a notation needs "public" or "system"', element.at);
  }
  return {
    kind: "notation",
    name: context.name(element, context.targetNamespace),
    publicId: context.value(element, "public"),
    systemId: context.value(element, "system"),
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}
