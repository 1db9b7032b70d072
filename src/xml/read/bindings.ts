/**
 * Namespace bindings in scope while a text document is read. Namespaces in XML 1.0 §6
 *
 * Each prefix object holds its current binding, so a lookup costs the same however many are in scope. The end of an element restores the
 * bindings that its declarations hid.
 */
import { type NamespaceDeclaration, xmlNamespace, xmlnsNamespace } from "../names.js";
import type { Namespace, NameTable, Prefix } from "./name-table.js";
import type { Window } from "./window.js";

const none: readonly NamespaceDeclaration[] = Object.freeze([]);

/** The declarations of the open elements. */
export class Bindings {
  /** The number of declarations in scope. */
  count = 0;
  /** Changes with the declarations in scope. */
  version = 0;
  readonly #prefixes: Prefix[] = [];
  readonly #bound: (Namespace | undefined)[] = [];
  readonly #hidden: (Namespace | undefined)[] = [];

  /** Binds a prefix until `undo`. Enforces the constraints of Namespaces in XML 1.0 §3 and §5. */
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
    this.version++;
    prefix.namespace = namespace;
  }

  /** Ends the scope of all but the first `count` declarations. */
  undo(count: number): void {
    if (this.count > count) this.version++;
    while (this.count > count) {
      this.count--;
      const prefix = this.#prefixes[this.count];
      if (prefix !== undefined) prefix.namespace = this.#hidden[this.count];
    }
  }

  /** Lists the declarations after the first `count`, such as those of one start tag. */
  declaredSince(count: number): readonly NamespaceDeclaration[] {
    if (this.count === count) return none;
    const declarations: NamespaceDeclaration[] = [];
    for (let index = count; index < this.count; index++) {
      declarations.push({ prefix: this.#prefixes[index]?.text ?? "", namespace: this.#bound[index]?.uri ?? "" });
    }
    return declarations;
  }
}

/** The namespace bound to a prefix; "" for an undeclared default namespace. "xmlns" is never in scope. XML Information Set §2.2 */
export function lookupPrefix(names: NameTable, prefix: string): string | undefined {
  if (prefix === "xmlns") return undefined;
  return names.findPrefix(prefix)?.namespace?.uri;
}
