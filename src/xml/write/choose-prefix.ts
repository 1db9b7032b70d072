/**
 * Chooses prefixes and checks declarations while a document is written, for every encoding alike. Namespaces in XML 1.0
 */
import { XmlWriteError } from "../errors.js";
import { xmlNamespace, xmlnsNamespace } from "../names.js";
import type { WrittenBindings } from "./written-bindings.js";
import { checkWrittenName, type NameToWrite } from "./written-names.js";

/** The prefix for the name of an element or attribute. Declares one if none is in scope. */
export function prefixOf(bindings: WrittenBindings, name: NameToWrite, isElement: boolean): string {
  const { namespace, prefix: wished } = name;
  if (namespace === "") {
    if (isElement && bindings.namespaceOf("") !== "") bindPrefix(bindings, "", "");
    return "";
  }
  if (namespace === xmlNamespace) return "xml";
  const found = bindings.find(namespace, wished, isElement);
  if (found !== undefined) return found;
  const prefix = bindings.choose(namespace, wished, isElement);
  bindPrefix(bindings, prefix, namespace);
  return prefix;
}

/** Checks a declaration and adds it to the start tag. Namespaces in XML 1.0 §3, §5 */
export function bindPrefix(bindings: WrittenBindings, prefix: string, namespace: string): void {
  if (prefix !== "") checkWrittenName(prefix);
  if (prefix === "xml" && namespace === xmlNamespace) return;
  const isReserved = prefix === "xml" || prefix === "xmlns" || namespace === xmlNamespace || namespace === xmlnsNamespace;
  if (isReserved || (prefix !== "" && namespace === "")) {
    throw new XmlWriteError(`the prefix "${prefix}" must not be bound to "${namespace}"`);
  }
  bindings.declare(prefix, namespace);
}

/**
 * The prefix for a QName in content or in an attribute value. Declares one if none is in scope and the start tag is still open.
 * "" is for names in no namespace and names in the default namespace.
 */
export function qnamePrefixOf(bindings: WrittenBindings, namespace: string, isTagOpen: boolean): string {
  const prefix = findQNamePrefix(bindings, namespace, isTagOpen);
  // The value depends on the prefix, so this tag must not rebind it.
  if (isTagOpen) bindings.use(prefix);
  return prefix;
}

function findQNamePrefix(bindings: WrittenBindings, namespace: string, isTagOpen: boolean): string {
  if (namespace === xmlNamespace) return "xml";
  if (namespace === "") {
    if (bindings.namespaceOf("") === "") return "";
    if (!isTagOpen || bindings.isUsed("")) {
      throw new XmlWriteError("a qualified name in no namespace cannot be written where a default namespace is in scope");
    }
    bindPrefix(bindings, "", "");
    return "";
  }
  const found = bindings.find(namespace, undefined, false) ?? bindings.find(namespace, undefined, true);
  if (found !== undefined) return found;
  if (!isTagOpen) throw new Error("internal: a qualified name must directly follow the start of an element");
  const prefix = bindings.choose(namespace, undefined, false);
  bindPrefix(bindings, prefix, namespace);
  return prefix;
}
