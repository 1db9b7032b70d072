/**
 * Sample tree -> XML text, indented, with every namespace declared on the root.
 */
import { internName, type Name } from "../../../src/xml/names.js";
import { Writer } from "../../../src/xml/write/writer.js";
import { elementsOf, type SampleElement } from "./document.js";
import type { DocumentPrefixes } from "./prefixes.js";

/** The text of a document. The root's namespace is the default one, unless some element has no namespace. */
export function writeDocument(root: SampleElement, prefixes: DocumentPrefixes): string {
  const elements = elementsOf(root);
  const asDefault = root.name.namespace !== "" && elements.every(({ name }) => name.namespace !== "");
  const used = new Set<string>(prefixesInTexts(elements));
  for (const { name, attributes } of elements) {
    if (name.namespace !== "" && !(asDefault && name.namespace === root.name.namespace)) used.add(prefixes.prefixFor(name.namespace));
    for (const { name: attribute } of attributes) if (attribute.namespace !== "") used.add(prefixes.prefixFor(attribute.namespace));
  }
  const declarations = prefixes.declarations().filter(({ prefix }) => used.has(prefix));
  const writer = new Writer({ indent: "  " });
  const defaultNamespace = asDefault ? root.name.namespace : undefined;
  writeElement(root, { writer, prefixes, defaultNamespace }, [
    ...(defaultNamespace === undefined ? [] : [{ prefix: "", namespace: defaultNamespace }]),
    ...declarations,
  ]);
  return `${new TextDecoder().decode(writer.finish())}\n`;
}

interface Writing {
  readonly writer: Writer;
  readonly prefixes: DocumentPrefixes;
  readonly defaultNamespace: string | undefined;
}

function writeElement(element: SampleElement, writing: Writing, declarations: readonly { prefix: string; namespace: string }[]): void {
  const { writer } = writing;
  writer.startElement(prefixed(element.name, writing, true), declarations);
  for (const { name, value } of element.attributes) writer.attribute(prefixed(name, writing, false), value.text);
  if (element.children.some(({ kind }) => kind === "text")) writer.keepSpace();
  for (const child of element.children) {
    if (child.kind === "text") writer.text(child.value.text);
    else writeElement(child, writing, []);
  }
  writer.endElement();
}

function prefixed({ namespace, local }: Name, { prefixes, defaultNamespace }: Writing, isElement: boolean) {
  if (namespace === "") return internName("", local);
  const prefix = isElement && namespace === defaultNamespace ? "" : prefixes.prefixFor(namespace);
  return { namespace, local, prefix };
}

/** What may be a prefix in a QName: everything before a colon. */
function prefixesInTexts(elements: readonly SampleElement[]): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (text: string): void => {
    for (const [, prefix = ""] of text.matchAll(/(?:^|\s)([^\s:]+):/g)) found.add(prefix);
  };
  for (const { attributes, children } of elements) {
    for (const { value } of attributes) look(value.text);
    for (const child of children) if (child.kind === "text") look(child.value.text);
  }
  return found;
}
