/**
 * Namespaces in scope, as nodes show them: shared between nodes, and spelled out only when somebody looks where there are many.
 */
import type { NamespaceDeclaration } from "../../xml/namespaces.js";

/** Namespaces by prefix; "" is the default one. */
export type Namespaces = Readonly<Record<string, string>>;

/** More declarations than this are spelled out on demand: a document could declare thousands, and one more on each of its elements. */
const fewDeclarations = 64;

/** The namespaces in scope of one element: its own declarations and those around it. */
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

  /** Gives a node its `namespaces` property. */
  attachTo<Node extends object>(node: Node): Node & { readonly namespaces: Namespaces } {
    if (this.#count <= fewDeclarations) return Object.assign(node, { namespaces: this.#namespaces() });
    const get = () => this.#namespaces();
    // The property that was just defined.
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
