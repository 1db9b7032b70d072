/**
 * The wildcard column of a row -> which namespaces it admits and how what it admits is processed.
 *
 * "any ##other lax", "@any not:urn:x strict", "any ##local urn:a urn:b skip". XSD 1.0 Part 1 §3.10
 */

export type ProcessContents = "skip" | "lax" | "strict";

/** A namespace constraint with its processing. */
export interface Wildcard {
  readonly process: ProcessContents;
  /** XSD 1.0 Part 1 §3.10.4 (cvc-wildcard-namespace) */
  readonly admits: (namespace: string) => boolean;
  /** The constraint as written, for messages. */
  readonly text: string;
}

/** Admits everything and looks at what is known: the content of xs:anyType. */
export const anyLax: Wildcard = { process: "lax", admits: () => true, text: "##any" };

/** Admits everything and looks at nothing but well-formedness. */
export const anySkip: Wildcard = { process: "skip", admits: () => true, text: "##any" };

/** Reads the column; `targetNamespace` is the namespace of the table in which it stands. Blanks and "%" in a URI are escaped as in URIs. */
export function parseWildcard(column: string, targetNamespace: string): Wildcard {
  const words = column.split(" ");
  const process = words[words.length - 1];
  if (process !== "skip" && process !== "lax" && process !== "strict") throw new Error(`internal: wildcard "${column}"`);
  const namespaces = words.slice(1, -1);
  return { process, admits: constraint(namespaces, targetNamespace), text: namespaces.join(" ") };
}

/** Admits what either admits, processed as the first says: an extension's own wildcard and its base's. */
export function uniteWildcards(own: Wildcard, base: Wildcard): Wildcard {
  return {
    process: own.process,
    admits: (namespace) => own.admits(namespace) || base.admits(namespace),
    text: own.text === base.text ? own.text : `${own.text} ${base.text}`,
  };
}

function constraint(namespaces: readonly string[], targetNamespace: string): (namespace: string) => boolean {
  const [first] = namespaces;
  if (first === "##any") return () => true;
  if (first === "##other") return (namespace) => namespace !== targetNamespace && namespace !== "";
  if (first?.startsWith("not:")) {
    const excluded = unescapeUri(first.slice(4));
    return (namespace) => namespace !== excluded && namespace !== "";
  }
  const admitted = new Set(
    namespaces.map((word) => (word === "##local" ? "" : word === "##targetNamespace" ? targetNamespace : unescapeUri(word))),
  );
  return (namespace) => admitted.has(namespace);
}

function unescapeUri(uri: string): string {
  return uri.replaceAll("%20", " ").replaceAll("%25", "%");
}
