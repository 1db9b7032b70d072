/**
 * Items of repeated choices and mixed content: what each may be, what it is called, and the structure over these names.
 */
import type { ElementDeclaration, Wildcard } from "../../schema/components.js";
import type { Bounds, Content, Group } from "./content.js";
import type { ItemMember, Structure } from "./layout.js";

/** Keys of items: local names; names of other namespaces in Clark notation; numbered where two declarations of one name differ. */
export class ItemKeys {
  readonly members: ItemMember[] = [];
  readonly #byKey = new Map<string, ItemMember>();
  readonly #targetNamespace: string;
  readonly #substitutes: (element: ElementDeclaration) => readonly ElementDeclaration[];

  constructor(targetNamespace: string, substitutes: (element: ElementDeclaration) => readonly ElementDeclaration[]) {
    this.#targetNamespace = targetNamespace;
    this.#substitutes = substitutes;
  }

  /** The structure of the items' content, of the whole for mixed content and of one round for a choice; `undefined` where any order will do. */
  model(children: readonly Content[], mixed: boolean): Structure | undefined {
    const once = { kind: "choice", min: 1, max: 1 } as const;
    const structures = children.map((child) => this.#structure(child));
    const structure = mixed ? structures[0] : mergeChoices(once, structures);
    return structure === undefined || this.#isAnyOrder(structure, mixed) ? undefined : structure;
  }

  /** Every member may stand in every round: there is nothing that a model would add. */
  #isAnyOrder(structure: Structure, mixed: boolean): boolean {
    if (structure.kind !== "choice" || structure.children.length !== this.members.length) return false;
    if (mixed && (structure.min > 0 || structure.max !== Number.POSITIVE_INFINITY)) return false;
    return structure.children.every((child) => child.kind === "name" && child.min === 1 && child.max === 1);
  }

  #structure(content: Content): Structure {
    const { min, max } = content;
    if (content.kind !== "leaf")
      return mergeChoices(
        content,
        content.children.map((child) => this.#structure(child)),
      );
    if (content.term.kind === "wildcard") return { kind: "name", name: this.#key(content.term), min, max };
    const names = this.#substitutes(content.term).map((element) => this.#key(element));
    const [only] = names;
    if (only !== undefined && names.length === 1) return { kind: "name", name: only, min, max };
    return { kind: "choice", min, max, children: names.map((name) => ({ kind: "name", name, min: 1, max: 1 })) };
  }

  #key(term: ElementDeclaration | Wildcard): string {
    for (const key of candidateKeys(term, this.#targetNamespace)) {
      const known = this.#byKey.get(key);
      if (known !== undefined && agree(known.term, term)) return key;
      if (known !== undefined) continue;
      const member = { key, term };
      this.#byKey.set(key, member);
      this.members.push(member);
      return key;
    }
    throw new Error("internal: keys of items ended");
  }
}

/** A choice of substitutes in a choice is part of it. */
function mergeChoices({ kind, min, max }: Bounds & { readonly kind: Group["kind"] }, children: readonly Structure[]): Structure {
  const merged = children.flatMap((child) => (kind === "choice" && isPlainChoice(child) ? child.children : [child]));
  return { kind, min, max, children: merged };
}

function isPlainChoice(structure: Structure): structure is Extract<Structure, { readonly children: unknown }> {
  return structure.kind === "choice" && structure.min === 1 && structure.max === 1;
}

function* candidateKeys(term: ElementDeclaration | Wildcard, targetNamespace: string): Iterable<string> {
  let last = "$any";
  if (term.kind === "element") {
    const { namespace, local, clark } = term.name;
    last = namespace === targetNamespace || namespace === "" ? local : clark;
    if (namespace === "" && targetNamespace !== "") {
      yield last;
      last = `{}${local}`;
    }
  }
  yield last;
  for (let number = 2; ; number++) yield `${last}$${number}`;
}

/** Tests if two particles can share a property: everything that the table says of them is the same. */
export function agree(left: ElementDeclaration | Wildcard, right: ElementDeclaration | Wildcard): boolean {
  if (left === right) return true;
  if (left.kind === "wildcard") return right.kind === "wildcard" && sameWildcard(left, right);
  if (right.kind === "wildcard") return false;
  return (
    left.name === right.name &&
    left.scope === "local" &&
    right.scope === "local" &&
    left.type === right.type &&
    left.nillable === right.nillable &&
    left.valueConstraint === undefined &&
    right.valueConstraint === undefined &&
    left.identityConstraints.length + right.identityConstraints.length === 0 &&
    [...left.disallowedSubstitutions].sort().join() === [...right.disallowedSubstitutions].sort().join()
  );
}

function sameWildcard(left: Wildcard, right: Wildcard): boolean {
  return (
    left.processContents === right.processContents && JSON.stringify(left.namespaceConstraint) === JSON.stringify(right.namespaceConstraint)
  );
}
