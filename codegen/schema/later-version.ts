/**
 * Constructs of XML Schema 1.1 in documents that are read by the rules of 1.0: they are called that, since nothing is wrong with them otherwise.
 */
import type { SourceElement } from "../load/source-element.js";

/** The end of a message about a construct of XML Schema 1.1. */
const ofLaterVersion = "; that is XML Schema 1.1, and 1.0 is what is read";

const elements: ReadonlySet<string> = new Set([
  "alternative",
  "assert",
  "assertion",
  "defaultOpenContent",
  "explicitTimezone",
  "openContent",
  "override",
]);

/** Elements that 1.0 has, too, by the element around them that may have them in 1.1 only. */
const elementsWithin: ReadonlyMap<string, ReadonlySet<string>> = new Map([["all", new Set(["any", "group"])]]);

const attributes: ReadonlySet<string> = new Set([
  "defaultAttributes",
  "defaultAttributesApply",
  "inheritable",
  "notNamespace",
  "notQName",
  "targetNamespace",
  "xpathDefaultNamespace",
]);

const types: ReadonlySet<string> = new Set(["anyAtomicType", "dateTimeStamp", "dayTimeDuration", "error", "yearMonthDuration"]);

/** The end of the message about a child that is not allowed. */
export function noteOnElement({ local }: SourceElement, parent: SourceElement): string {
  return elements.has(local) || elementsWithin.get(parent.local)?.has(local) === true ? ofLaterVersion : "";
}

/** The end of the message about an attribute that is not allowed. */
export function noteOnAttribute(element: SourceElement, local: string): string {
  const isReference = local === "ref" && ["key", "keyref", "unique"].includes(element.local);
  return attributes.has(local) || isReference ? ofLaterVersion : "";
}

/** The end of the message about a value that is not allowed. In 1.1, elements of xs:all may be repeated and elements have several heads. */
export function noteOnValue(element: SourceElement, local: string, value: string): string {
  if (element.local !== "element") return "";
  const isRepeated = local === "maxOccurs" && /^(\d+|unbounded)$/.test(value);
  const isList = local === "substitutionGroup" && /^\S+(\s+\S+)+$/.test(value);
  return isRepeated || isList ? ofLaterVersion : "";
}

/** The end of the message about a built-in type that 1.0 does not have. */
export function noteOnType(local: string): string {
  return types.has(local) ? ofLaterVersion : "";
}
