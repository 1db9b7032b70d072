/**
 * Wildcards: text <-> which namespaces are admitted and how what is admitted is processed. XSD 1.0 Part 1 §3.10
 *
 * "##any lax", "##other lax", "not:urn:x strict", "##local ##targetNamespace urn:a skip"; "lax" alone admits nothing.
 */

/** How strictly what a wildcard admits is validated. XSD 1.0 Part 1 §3.10.1 ({process contents}) */
export type ProcessContents = "skip" | "lax" | "strict";

/** XSD 1.0 Part 1 §3.10.1 ({namespace constraint}). `""` stands for no namespace. */
export type NamespaceConstraint =
  | { readonly kind: "any" }
  /** Any namespace but this one; not elements without one. */
  | { readonly kind: "not"; readonly namespace: string }
  | { readonly kind: "list"; readonly namespaces: readonly string[] };

/** A wildcard. */
export interface WildcardTerm {
  readonly constraint: NamespaceConstraint;
  readonly process: ProcessContents;
}

/** Writes a wildcard of a table with this target namespace. */
export function printWildcard({ constraint, process }: WildcardTerm, targetNamespace: string): string {
  return [...constraintWords(constraint, targetNamespace), process].join(" ");
}

function constraintWords(constraint: NamespaceConstraint, targetNamespace: string): readonly string[] {
  switch (constraint.kind) {
    case "any":
      return ["##any"];
    case "not":
      return [constraint.namespace === targetNamespace ? "##other" : `not:${escapeUri(constraint.namespace)}`];
    case "list":
      return constraint.namespaces.map((namespace) => {
        if (namespace === "") return "##local";
        return namespace === targetNamespace ? "##targetNamespace" : escapeUri(namespace);
      });
  }
}

/** Reads a wildcard of a table with this target namespace; a malformed one is a mistake of the generator. */
export function parseWildcard(text: string, targetNamespace: string): WildcardTerm {
  const words = text.split(" ");
  const process = words.pop();
  if (process !== "skip" && process !== "lax" && process !== "strict") throw new Error(`internal: wildcard "${text}"`);
  return { constraint: parseConstraint(words, targetNamespace), process };
}

function parseConstraint(words: readonly string[], targetNamespace: string): NamespaceConstraint {
  const [first = ""] = words;
  if (first === "##any") return { kind: "any" };
  if (first === "##other") return { kind: "not", namespace: targetNamespace };
  if (first.startsWith("not:")) return { kind: "not", namespace: unescapeUri(first.slice(4)) };
  const namespaces = words.map((word) => {
    if (word === "##local") return "";
    return word === "##targetNamespace" ? targetNamespace : unescapeUri(word);
  });
  return { kind: "list", namespaces };
}

/** Words end at blanks, and a namespace must not look like one of the words above. */
function escapeUri(uri: string): string {
  return uri.replaceAll("%", "%25").replaceAll(" ", "%20").replace(/^#/, "%23").replace(/^not:/, "not%3A");
}

function unescapeUri(uri: string): string {
  return uri.replace(/%(?:25|20|23|3A)/g, decodeURIComponent);
}
