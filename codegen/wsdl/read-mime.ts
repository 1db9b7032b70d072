/**
 * mime:multipartRelated -> where the SOAP elements of a message stand, and which parts of the message are attachments. WSDL 1.1 §5
 */
import { attributeValue, type SourceElement } from "../load/source-element.js";
import type { AttachedPart, Message, Part } from "./components.js";
import { advisePart, type Scope } from "./scope.js";

export const mimeNamespace = "http://schemas.xmlsoap.org/wsdl/mime/";

/** The elements that are bound to the envelope: those of the side itself and of the mime:part that is the root. WSDL 1.1 §5.2 */
export function elementsOfRoot(side: SourceElement): readonly SourceElement[] {
  return [...side.children, ...mimeParts(side).flatMap(({ children }) => children)];
}

/**
 * The parts that stand beside the envelope, in the order of their first mention. Several elements about one part are alternatives: a message has
 * the part in one of their types. WSDL 1.1 §5.3
 */
export function readAttachedParts(side: SourceElement, message: Message, scope: Scope): readonly AttachedPart[] {
  const found = new Map<Part, AttachedPart>();
  for (const content of mimeParts(side).flatMap(({ children }) => children)) {
    if (content.namespace !== mimeNamespace || (content.local !== "content" && content.local !== "mimeXml")) continue;
    const part = attachedPart(content, message, scope);
    if (part === undefined) continue;
    const known = found.get(part);
    const types = typesOf(content);
    const isAny = types.length === 0 || known?.types.length === 0;
    found.set(part, { part, types: isAny ? [] : [...new Set([...(known?.types ?? []), ...types])], at: known?.at ?? content.at });
  }
  return [...found.values()];
}

function mimeParts(side: SourceElement): readonly SourceElement[] {
  return mimeChildren(side, "multipartRelated").flatMap((multipart) => mimeChildren(multipart, "part"));
}

function mimeChildren({ children }: SourceElement, local: string): readonly SourceElement[] {
  return children.filter((child) => child.namespace === mimeNamespace && child.local === local);
}

/** The part that is named, or the only one. WSDL 1.1 §5.3 */
function attachedPart(content: SourceElement, message: Message, scope: Scope): Part | undefined {
  const name = attributeValue(content, "part");
  const [only, ...others] = message.parts;
  const part = name === undefined && others.length === 0 ? only : message.parts.find((each) => each.name === name);
  if (part === undefined) scope.error("wsdl-unresolved", advisePart(message, name, scope), content.at);
  return part;
}

/** None where every type is taken. WSDL 1.1 §5.3, §5.6 */
function typesOf(content: SourceElement): readonly string[] {
  if (content.local === "mimeXml") return ["text/xml", "application/xml"];
  const type = attributeValue(content, "type")?.trim() ?? "";
  return type === "" || type === "*" || type === "*/*" ? [] : [type];
}
