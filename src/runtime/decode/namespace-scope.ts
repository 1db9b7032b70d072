/**
 * The `namespaces` of nodes: scopes are shared between nodes, and large ones become objects only on access.
 */
import type { NamespaceDeclaration } from "../../xml/names.js";

/** Namespaces by prefix; "" is the default one. */
export type Namespaces = Readonly<Record<string, string>>;

/** Larger scopes become objects on demand: a document could declare thousands of prefixes, and another one on each element. */
const fewDeclarations = 64;

/** The namespaces in scope for one element: its own declarations and those of its ancestors. */
export class NamespaceScope {
  readonly #outer: NamespaceScope | undefined;
  readonly #declarations: readonly NamespaceDeclaration[];
  readonly #count: number;
  #record: Namespaces | undefined;

  constructor(outer: NamespaceScope | undefined, declarations: readonly NamespaceDeclaration[]) {
    this.#outer = outer;
    this.#declarations = declarations;
    this.#count = (outer === undefined ? 0 : outer.#count) + declarations.length;
  }

  /** Adds the `namespaces` property to a node. */
  attachTo<Node extends object>(node: Node): Node & { readonly namespaces: Namespaces } {
    if (this.#count <= fewDeclarations) return Object.assign(node, { namespaces: this.#namespaces() });
    const get = () => this.#namespaces();
    // TypeScript does not see the property that defineProperty adds.
    return Object.defineProperty(node, "namespaces", { get, enumerable: true, configurable: true }) as Node & { namespaces: Namespaces };
  }

  #namespaces(): Namespaces {
    if (this.#record !== undefined) return this.#record;
    const chain: NamespaceScope[] = [];
    for (let scope: NamespaceScope | undefined = this; scope !== undefined; scope = scope.#outer) chain.push(scope);
    const record: Record<string, string> = {};
    for (const scope of chain.reverse()) {
      for (const { prefix, namespace } of scope.#declarations) {
        if (namespace === "") delete record[prefix];
        else Object.defineProperty(record, prefix, { value: namespace, enumerable: true, configurable: true, writable: true });
      }
    }
    if (this.#count <= fewDeclarations) this.#record = record;
    return record;
  }
}
