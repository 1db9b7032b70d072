/**
 * Namespace bindings in scope while a binary document is read (Namespaces in XML 1.0 §6).
 */
import { Namespace } from "../../xml/name-table.js";
import { xmlNamespace, xmlnsNamespace } from "../../xml/names.js";
import type { NamespaceDeclaration } from "../../xml/namespaces.js";
import type { OctetCursor } from "./octet-cursor.js";

const none: readonly NamespaceDeclaration[] = Object.freeze([]);

/** A binding, with the one that it hides. */
interface Binding {
  readonly prefix: string;
  readonly namespace: Namespace;
  readonly hidden: Binding | undefined;
  /** Its number among the declarations in scope; -1: nobody declared it. */
  readonly index: number;
}

export class ScopedBindings {
  readonly noNamespace = new Namespace("");
  readonly #namespaces = new Map<string, Namespace>([["", this.noNamespace]]);
  readonly #bound = new Map<string, Binding>();
  readonly #declared: Binding[] = [];

  constructor() {
    this.#bind("", this.noNamespace, -1);
    this.#bind("xml", this.#namespace(xmlNamespace), -1);
  }

  get count(): number {
    return this.#declared.length;
  }

  #namespace(uri: string): Namespace {
    let namespace = this.#namespaces.get(uri);
    if (namespace === undefined) {
      namespace = new Namespace(uri);
      this.#namespaces.set(uri, namespace);
    }
    return namespace;
  }

  #bind(prefix: string, namespace: Namespace, index: number): Binding {
    const binding = { prefix, namespace, hidden: this.#bound.get(prefix), index };
    this.#bound.set(prefix, binding);
    return binding;
  }

  /** Binds a prefix until `undo`; `tagStart` is the number of declarations before the start tag. Namespaces in XML 1.0 §3, §5 */
  declare(cursor: OctetCursor, prefix: string, uri: string, tagStart: number, offset: number): void {
    if (prefix === "xmlns" || uri === xmlnsNamespace || (prefix === "xml") !== (uri === xmlNamespace) || (uri === "" && prefix !== "")) {
      cursor.fail("xml-namespace", `the prefix "${prefix}" must not be bound to "${uri}"`, offset);
    }
    if ((this.#bound.get(prefix)?.index ?? -1) >= tagStart) {
      cursor.fail("xml-namespace", `the prefix "${prefix}" is declared twice in a tag`, offset);
    }
    this.#declared.push(this.#bind(prefix, this.#namespace(uri), this.#declared.length));
  }

  /** Ends the scope of all declarations behind the first `count`. */
  undo(count: number): void {
    while (this.#declared.length > count) {
      const binding = this.#declared.pop();
      if (binding === undefined) return;
      if (binding.hidden === undefined) this.#bound.delete(binding.prefix);
      else this.#bound.set(binding.prefix, binding.hidden);
    }
  }

  find(prefix: string): Namespace | undefined {
    return this.#bound.get(prefix)?.namespace;
  }

  /** Lists the declarations behind the first `count`. */
  declaredSince(count: number): readonly NamespaceDeclaration[] {
    if (this.#declared.length === count) return none;
    return this.#declared.slice(count).map(({ prefix, namespace }) => ({ prefix, namespace: namespace.uri }));
  }
}
