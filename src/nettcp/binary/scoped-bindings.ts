/**
 * Namespace bindings in scope while a binary document is read (Namespaces in XML 1.0 §6).
 *
 * Messages are small and similar, so the names of one document are kept for the next.
 */

import { type Name, type NamespaceDeclaration, xmlNamespace, xmlnsNamespace } from "../../xml/names.js";
import { Namespace } from "../../xml/read/name-table.js";
import type { OctetCursor } from "./octet-cursor.js";

const none: readonly NamespaceDeclaration[] = Object.freeze([]);

/** A binding, with the one that it hides. */
interface Binding {
  readonly prefix: string;
  readonly namespace: Namespace;
  readonly hidden: Binding | undefined;
  /** Its number among the declarations in scope; -1 if it was not declared. */
  readonly index: number;
}

/** Namespaces with the names that were read in them. */
class NamespaceTable {
  readonly noNamespace = new Namespace("");
  /** Names that were looked up since the table was made: at least as many as it holds. */
  lookups = 0;
  readonly #namespaces = new Map<string, Namespace>([["", this.noNamespace]]);

  namespace(uri: string): Namespace {
    let namespace = this.#namespaces.get(uri);
    if (namespace === undefined) {
      namespace = new Namespace(uri);
      this.#namespaces.set(uri, namespace);
    }
    return namespace;
  }
}

/** A table that has seen more lookups is not kept, since it may hold that many names. */
const keptLookups = 4096;
let spareTable: NamespaceTable | undefined;

export class ScopedBindings {
  readonly #table: NamespaceTable;
  readonly #bound = new Map<string, Binding>();
  readonly #declared: Binding[] = [];

  constructor() {
    this.#table = spareTable ?? new NamespaceTable();
    spareTable = undefined;
    this.#bind("", this.#table.noNamespace, -1);
    this.#bind("xml", this.#table.namespace(xmlNamespace), -1);
  }

  get count(): number {
    return this.#declared.length;
  }

  get noNamespace(): Namespace {
    return this.#table.noNamespace;
  }

  /** Hands the names to the next document, after this one has ended. */
  release(): void {
    if (this.#table.lookups <= keptLookups) spareTable = this.#table;
  }

  /** The name in the namespace that a prefix is bound to. */
  name(namespace: Namespace, local: string): Name {
    this.#table.lookups++;
    return namespace.name(local);
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
    this.#table.lookups++;
    this.#declared.push(this.#bind(prefix, this.#table.namespace(uri), this.#declared.length));
  }

  /** Ends the scope of all declarations after the first `count`. */
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

  /** Lists the declarations after the first `count`. */
  declaredSince(count: number): readonly NamespaceDeclaration[] {
    if (this.#declared.length === count) return none;
    return this.#declared.slice(count).map(({ prefix, namespace }) => ({ prefix, namespace: namespace.uri }));
  }
}
