/**
 * Wildcards for decoder and encoder. XSD 1.0 Part 1 §3.10
 */
import { type NamespaceConstraint, type ProcessContents, parseWildcard } from "../table-language/wildcard.js";

/** A namespace constraint with its processing. */
export interface Wildcard {
  readonly process: ProcessContents;
  /** XSD 1.0 Part 1 §3.10.4 (cvc-wildcard-namespace) */
  readonly admits: (namespace: string) => boolean;
  /** The constraint as written, for messages. */
  readonly text: string;
}

/** Admits everything and validates what is known: the content of xs:anyType. */
export const anyLax: Wildcard = { process: "lax", admits: () => true, text: "##any" };

/** Admits everything and checks well-formedness only. */
export const anySkip: Wildcard = { process: "skip", admits: () => true, text: "##any" };

/** Compiles a wildcard as it is written in a table with this target namespace. */
export function compileWildcard(text: string, targetNamespace: string): Wildcard {
  const { constraint, process } = parseWildcard(text, targetNamespace);
  return { process, admits: admissionBy(constraint), text: text.slice(0, -process.length).trimEnd() };
}

/** Admits what either admits, processed as the first says: an extension's own wildcard and its base's. */
export function uniteWildcards(own: Wildcard, base: Wildcard): Wildcard {
  return {
    process: own.process,
    admits: (namespace) => own.admits(namespace) || base.admits(namespace),
    text: own.text === base.text ? own.text : `${own.text} ${base.text}`,
  };
}

function admissionBy(constraint: NamespaceConstraint): (namespace: string) => boolean {
  switch (constraint.kind) {
    case "any":
      return () => true;
    case "not": {
      const excluded = constraint.namespace;
      return (namespace) => namespace !== excluded && namespace !== "";
    }
    case "list": {
      const admitted = new Set(constraint.namespaces);
      return (namespace) => admitted.has(namespace);
    }
  }
}
