/**
 * Items of repeated choices and mixed content: what each may be, what it is called, and the structure over these names.
 */
import type { GroupModel, Model } from "../../../src/runtime/table-language/model.js";
import type { ElementDeclaration, Wildcard } from "../../schema/components.js";
import type { ItemTerm } from "./fields.js";
import type { Bounds, NormalContent } from "./normal-form.js";

/** Keys of items: local names; names of other namespaces in Clark notation; numbered where two declarations of one name differ. */
export class ItemKeys {
  readonly terms: ItemTerm[] = [];
  readonly #byKey = new Map<string, ItemTerm>();
  readonly #targetNamespace: string;
  readonly #substitutes: (element: ElementDeclaration) => readonly ElementDeclaration[];

  constructor(targetNamespace: string, substitutes: (element: ElementDeclaration) => readonly ElementDeclaration[]) {
    this.#targetNamespace = targetNamespace;
    this.#substitutes = substitutes;
  }

  /** The model of the items: of the whole for mixed content, of one round for a choice. Undefined if any order is valid. */
  model(children: readonly NormalContent[], mixed: boolean): Model | undefined {
    const once = { kind: "choice", min: 1, max: 1 } as const;
    const models = children.map((child) => this.#model(child));
    const model = mixed ? models[0] : mergeChoices(once, models);
    return model === undefined || this.#isAnyOrder(model, mixed) ? undefined : model;
  }

  /** Any item may come in any round, so a model would add nothing. */
  #isAnyOrder(model: Model, mixed: boolean): boolean {
    if (model.kind !== "choice" || model.children.length !== this.terms.length) return false;
    if (mixed && (model.min > 0 || model.max !== Number.POSITIVE_INFINITY)) return false;
    return model.children.every((child) => child.kind === "name" && child.bounds === undefined);
  }

  #model(content: NormalContent): Model {
    if (content.kind !== "leaf")
      return mergeChoices(
        content,
        content.children.map((child) => this.#model(child)),
      );
    if (content.term.kind === "wildcard") return nameModel(this.#key(content.term), content);
    const names = this.#substitutes(content.term).map((element) => this.#key(element));
    const [only] = names;
    if (only !== undefined && names.length === 1) return nameModel(only, content);
    const { min, max } = content;
    return { kind: "choice", min, max, children: names.map((name) => ({ kind: "name", name, bounds: undefined })) };
  }

  #key(term: ElementDeclaration | Wildcard): string {
    for (const key of candidateKeys(term, this.#targetNamespace)) {
      const known = this.#byKey.get(key);
      if (known !== undefined && canShareProperty(known.term, term)) return key;
      if (known !== undefined) continue;
      const item = { key, term };
      this.#byKey.set(key, item);
      this.terms.push(item);
      return key;
    }
    throw new Error("internal: keys of items ended");
  }
}

/** An item occurs once in its row. */
function nameModel(name: string, { min, max }: Bounds): Model {
  return { kind: "name", name, bounds: min === 1 && max === 1 ? undefined : { min, max } };
}

/** A choice of substitutes in a choice is part of it. */
function mergeChoices({ kind, min, max }: Omit<GroupModel, "children">, children: readonly Model[]): Model {
  const merged = children.flatMap((child) => (kind === "choice" && isPlainChoice(child) ? child.children : [child]));
  return { kind, min, max, children: merged };
}

function isPlainChoice(model: Model): model is GroupModel {
  return model.kind === "choice" && model.min === 1 && model.max === 1;
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

/** Tests if two particles can share a property: their rows in the table would be the same. */
export function canShareProperty(left: ElementDeclaration | Wildcard, right: ElementDeclaration | Wildcard): boolean {
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
