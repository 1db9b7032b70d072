/**
 * Namespace bindings in scope (Namespaces in XML 1.0 §6): declarations in, bindings on the prefixes of the name table out.
 *
 * Each prefix holds its binding, so looking one up costs the same however many are in scope; what an element hides is put back at its end.
 */

import { xmlNamespace, xmlnsNamespace } from "./names.js";
import type { Namespace, NameTable, Prefix } from "./read/name-table.js";
import type { Window } from "./read/window.js";

export interface NamespaceDeclaration {
  readonly prefix: string;
  readonly namespace: string;
}

const none: readonly NamespaceDeclaration[] = Object.freeze([]);

export class Bindings {
  /** Declarations in scope. */
  count = 0;
  readonly #prefixes: Prefix[] = [];
  readonly #bound: (Namespace | undefined)[] = [];
  readonly #hidden: (Namespace | undefined)[] = [];

  /** Binds a prefix until `undo`. Refuses what the constraints of Namespaces in XML 1.0 §3 and §5 forbid. */
  declare(window: Window, prefix: Prefix, namespace: Namespace, index: number): void {
    const { uri } = namespace;
    if (prefix.text === "xmlns") window.fail("xml-namespace", 'the prefix "xmlns" must not be declared', index);
    if ((prefix.text === "xml") !== (uri === xmlNamespace)) {
      window.fail("xml-namespace", `the prefix "${prefix.text}" must not be bound to "${uri}"`, index);
    }
    if (uri === xmlnsNamespace) window.fail("xml-namespace", `no prefix may be bound to "${uri}"`, index);
    if (uri === "" && prefix.text !== "") window.fail("xml-namespace", `the prefix "${prefix.text}" must not be undeclared`, index);
    if (this.count >= window.limits.namespaceDeclarations) {
      const message = `more than ${window.limits.namespaceDeclarations} namespace declarations are in scope`;
      window.fail("xml-limit-namespace-declarations", message, index);
    }
    this.#prefixes[this.count] = prefix;
    this.#bound[this.count] = namespace;
    this.#hidden[this.count] = prefix.namespace;
    this.count++;
    prefix.namespace = namespace;
  }

  /** Ends the scope of all declarations behind the first `count`. */
  undo(count: number): void {
    while (this.count > count) {
      this.count--;
      const prefix = this.#prefixes[this.count];
      if (prefix !== undefined) prefix.namespace = this.#hidden[this.count];
    }
  }

  /** Lists the declarations behind the first `count`: those of one start tag. */
  declaredSince(count: number): readonly NamespaceDeclaration[] {
    if (this.count === count) return none;
    const declarations: NamespaceDeclaration[] = [];
    for (let index = count; index < this.count; index++) {
      declarations.push({ prefix: this.#prefixes[index]?.text ?? "", namespace: this.#bound[index]?.uri ?? "" });
    }
    return declarations;
  }
}

/** Finds what a prefix is bound to; "" for a default namespace that is not declared. "xmlns" is never in scope (XML Information Set §2.2). */
export function lookupPrefix(names: NameTable, prefix: string): string | undefined {
  if (prefix === "xmlns") return undefined;
  return names.findPrefix(prefix)?.namespace?.uri;
}
