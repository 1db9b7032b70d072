/**
 * Elements of the Security header, with where they begin.
 */
import type { XmlElement } from "../../runtime/shapes.js";
import { type Reader, Token } from "../../xml/read/reader.js";
import { Name } from "../names.js";
import { securityFault } from "../security-fault.js";
import { onlyChild } from "../username-token.js";

/** An element with all that it holds. */
export interface LocatedElement extends XmlElement {
  /** Of its start tag. */
  readonly offset: number;
  /** Of its end tag; that of the start tag for an empty-element tag. */
  readonly endOffset: number;
  readonly children: readonly (string | LocatedElement)[];
}

/** Gets each element while its reader stands on the start tag. */
export type Visit = (reader: Reader) => void;

/** Reads the element on whose start tag the reader stands, through its end tag. Throws a SoapFault. */
export function readLocated(reader: Reader, visit: Visit = () => undefined): LocatedElement {
  visit(reader);
  const { name, offset, depth } = reader;
  const attributes = attributesOf(reader);
  const children: (string | LocatedElement)[] = [];
  for (let token = reader.next(); token !== Token.endElement || reader.depth > depth; token = reader.next()) {
    if (token === Token.startElement) children.push(readLocated(reader, visit));
    else if (token === Token.text) children.push(reader.text);
    // A comment would cut a text in two, which others read in other ways.
    else throw securityFault("InvalidSecurity", "there are comments or processing instructions in the Security header");
  }
  return { name: name.clark, offset, endOffset: reader.offset, attributes, namespaces: {}, children };
}

function attributesOf(reader: Reader): Readonly<Record<string, string>> {
  const entries: [string, string][] = [];
  for (let index = 0; index < reader.attributeCount; index++)
    entries.push([reader.attributeName(index).clark, reader.attributeValue(index)]);
  return Object.fromEntries(entries);
}

/** The elements that an element holds. Throws a SoapFault if there is text between them. */
export function childElements(element: LocatedElement): readonly LocatedElement[] {
  const elements: LocatedElement[] = [];
  for (const child of element.children) {
    if (typeof child !== "string") elements.push(child);
    else if (child.trim() !== "") throw securityFault("InvalidSecurity", "there is text between the elements of the Security header");
  }
  return elements;
}

/** The only child with a name. Throws a SoapFault unless there is exactly one. */
export function requiredChild(element: LocatedElement, name: string): LocatedElement {
  const child = onlyChild(element, name);
  if (child === undefined) throw securityFault("InvalidSecurity", `"${name}" is missing in "${element.name}"`);
  return child;
}

/** The value of an attribute that must be there. */
export function requiredAttribute(element: LocatedElement, name: string): string {
  const value = Object.hasOwn(element.attributes, name) ? element.attributes[name] : undefined;
  if (value === undefined) throw securityFault("InvalidSecurity", `"${element.name}" has no attribute "${name}"`);
  return value;
}

/** The values of attributes that a token of the Security header is identified by: wsu:Id, Id, and those of assertions. */
export function identifiersOf({ name, attributes }: LocatedElement): readonly string[] {
  const own = name === Name.assertion20 ? attributes.ID : name === Name.assertion11 ? attributes.AssertionID : undefined;
  return [attributes[Name.id], attributes.Id, own].filter((id) => id !== undefined);
}

/** The text of an element that holds nothing else, whatever its length. */
export function wholeText(element: LocatedElement): string {
  if (element.children.some((child) => typeof child !== "string")) {
    throw securityFault("InvalidSecurity", `"${element.name}" holds more than text`);
  }
  return element.children.join("");
}
