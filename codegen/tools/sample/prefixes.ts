/**
 * Namespaces -> prefixes of one document: the usual ones, else made from the namespace's own words.
 */
import { xmlNamespace } from "../../../src/xml/names.js";
import { xsdNamespace, xsiNamespace } from "../../load/names.js";
import type { Prefixes } from "./document.js";

const usual: ReadonlyMap<string, string> = new Map([
  [xmlNamespace, "xml"],
  [xsdNamespace, "xs"],
  [xsiNamespace, "xsi"],
  ["http://schemas.xmlsoap.org/soap/envelope/", "soap"],
  ["http://www.w3.org/2003/05/soap-envelope", "soap"],
  ["http://www.w3.org/2005/08/addressing", "wsa"],
  ["http://www.w3.org/2000/09/xmldsig#", "ds"],
  ["http://www.w3.org/1999/xlink", "xlink"],
]);

/** Gives each namespace one prefix, the same in every run. */
export class DocumentPrefixes implements Prefixes {
  readonly #prefixes = new Map<string, string>();
  readonly #namespaces = new Map<string, string>();

  prefixFor(namespace: string): string {
    const known = this.#prefixes.get(namespace);
    if (known !== undefined) return known;
    const wanted = usual.get(namespace) ?? wordOf(namespace);
    let prefix = wanted;
    for (let number = 2; this.#namespaces.has(prefix); number++) prefix = `${wanted}${number}`;
    this.#prefixes.set(namespace, prefix);
    this.#namespaces.set(prefix, namespace);
    return prefix;
  }

  lookupNamespace(prefix: string): string | undefined {
    return prefix === "xml" ? xmlNamespace : this.#namespaces.get(prefix);
  }

  /** What was given so far, in that order. */
  declarations(): readonly { readonly prefix: string; readonly namespace: string }[] {
    return [...this.#prefixes].filter(([, prefix]) => prefix !== "xml").map(([namespace, prefix]) => ({ prefix, namespace }));
  }
}

/** The last word of a namespace that says something: "urn:shop:order-1.0" gives "order". */
function wordOf(namespace: string): string {
  const words = namespace
    .replace(/^[a-z]+:\/\/[^/]*/i, "")
    .split(/[^A-Za-z]+/)
    .filter((word) => word.length > 1 && !/^(xml|xsd|wsdl|urn|schemas?|org|com|www|types?)/i.test(word));
  return words.at(-1)?.slice(0, 8).toLowerCase() ?? "ns";
}
