/**
 * The namespaces of the names that a schema or a WSDL document refers to, imported or not.
 *
 * rpc/encoded contracts use SOAP's array type everywhere and rarely import it.
 */
import { xsdNamespace } from "./names.js";
import { collapsed, type SourceElement } from "./source-element.js";

/** Attributes of XML Schema with a QName, or with several. XSD 1.0 Part 1 §3 */
const schemaReferences = ["base", "itemType", "memberTypes", "ref", "refer", "substitutionGroup", "type"];

/** Attributes of wsdl:part with a QName. WSDL 1.1 §2.3.1 */
const partReferences = ["element", "type"];

/** Of everything inside an xs:schema element. */
export function namespacesInSchema(root: SourceElement): ReadonlySet<string> {
  const found = new Set<string>();
  const pending = [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    addNamespaces(element, schemaReferences, found);
    // Documentation refers to nothing.
    if (element.local !== "annotation") for (const child of element.children) pending.push(child);
  }
  return found;
}

/** Of the parts of all messages of a wsdl:definitions element. */
export function namespacesInParts(root: SourceElement): ReadonlySet<string> {
  const found = new Set<string>();
  for (const message of root.children) {
    if (message.local === "message") for (const part of message.children) addNamespaces(part, partReferences, found);
  }
  return found;
}

function addNamespaces(element: SourceElement, attributes: readonly string[], found: Set<string>): void {
  for (const { namespace, local, value } of element.attributes) {
    if (namespace !== "" || !attributes.includes(local)) continue;
    for (const name of collapsed(value).split(" ")) {
      const colon = name.indexOf(":");
      const used = element.namespaces.lookupNamespace(colon < 0 ? "" : name.slice(0, colon));
      // The built-in types need no document; elements of XML Schema itself do.
      if (used !== undefined && (used !== xsdNamespace || local === "ref")) found.add(used);
    }
  }
}
