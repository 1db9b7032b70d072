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
  if (element.children.length === 0) return undefined;
  const annotations = childrenNamed(element, "annotation");
  for (const annotation of annotations) checkAnnotation(annotation, context);
  return annotations[0] === undefined ? undefined : annotationOf(annotations[0]);
}

function checkAnnotation(annotation: SourceElement, context: ReadContext): void {
  context.check(annotation, "annotation");
  for (const part of childrenNamed(annotation, "appinfo", "documentation")) context.check(part, part.local);
}

function annotationOf(annotation: SourceElement): Annotation {
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
