/**
 * xs:annotation -> Annotation. XSD 1.0 Part 1 §3.13
 */
import { xmlNamespace } from "../../../src/xml/names.js";
import { documentationText } from "../../load/documentation-text.js";
import { type SourceElement, textOf } from "../../load/source-element.js";
import type { Annotation } from "../components.js";
import { childrenNamed, type ReadContext } from "./read-context.js";

/** The annotation of a component's element: the first xs:annotation child, which is all that the grammar allows. */
export function readAnnotation(element: SourceElement, context: ReadContext): Annotation | undefined {
  const contentTypes = contentTypesOf(element);
  if (element.children.length === 0 && contentTypes.length === 0) return undefined;
  const annotations = childrenNamed(element, "annotation");
  for (const annotation of annotations) checkAnnotation(annotation, context);
  const [annotation] = annotations;
  if (annotation === undefined) return contentTypes.length === 0 ? undefined : { documentation: [], appinfo: [], contentTypes };
  return { ...annotationOf(annotation), contentTypes };
}

const mimeNamespace = "http://www.w3.org/2005/05/xmlmime";
const none: readonly string[] = [];

/** A list like that of HTTP's Accept header; how much each is wanted does not count. */
function contentTypesOf({ attributes }: SourceElement): readonly string[] {
  const list = attributes.find(({ local, namespace }) => local === "expectedContentTypes" && namespace === mimeNamespace)?.value;
  if (list === undefined) return none;
  // A comma in quotes belongs to a parameter.
  const entries = list.match(/(?:[^,"]|"[^"]*"?)+/g) ?? none;
  return entries.map((entry) => entry.replace(/;\s*q\s*=[^;]*/i, "").trim()).filter((entry) => entry !== "");
}

function checkAnnotation(annotation: SourceElement, context: ReadContext): void {
  context.check(annotation, "annotation");
  for (const part of childrenNamed(annotation, "appinfo", "documentation")) context.check(part, part.local);
}

function annotationOf(annotation: SourceElement): Omit<Annotation, "contentTypes"> {
  return {
    documentation: childrenNamed(annotation, "documentation").map((part) => ({
      text: documentationText(part),
      language: languageOf(part),
    })),
    appinfo: childrenNamed(annotation, "appinfo").flatMap((part) =>
      part.children.map((child) => ({
        name: child.namespace === "" ? child.local : `{${child.namespace}}${child.local}`,
        text: textOf(child),
      })),
    ),
  };
}

function languageOf(element: SourceElement): string | undefined {
  return element.attributes.find((attribute) => attribute.local === "lang" && attribute.namespace === xmlNamespace)?.value;
}
