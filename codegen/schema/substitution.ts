/**
 * Who may stand for whom: elements for the heads of their substitution groups, derived types for declared ones by xsi:type.
 * XSD 1.0 Part 1 §3.3.4 (cvc-elt.4.3), §3.3.6 (cos-equiv-class, cos-equiv-derived-ok-rec), §3.4.6 (cos-ct-derived-ok)
 */
import { anyType } from "./built-in-components.js";
import type { BlockMethod, DerivationMethod, ElementDeclaration, Schema, TypeDefinition } from "./components.js";
import { derivationMethod, isTypeDerivedOk } from "./queries.js";

const nothing: readonly never[] = [];
const noMethods: ReadonlySet<BlockMethod> = new Set();

/** Answers for one schema. Each answer is found on first use: of a chain of heads or types each has all that follow below it. */
export class Substitution {
  readonly #schema: Schema;
  /** Elements that name a head, by it, in document order. */
  readonly #direct = new Map<ElementDeclaration, ElementDeclaration[]>();
  readonly #order = new Map<ElementDeclaration, number>();
  readonly #members = new Map<ElementDeclaration, readonly ElementDeclaration[]>();
  readonly #elements = new Map<ElementDeclaration, readonly ElementDeclaration[]>();
  readonly #types = new Map<TypeDefinition, Map<string, readonly TypeDefinition[]>>();
  #derived: ReadonlyMap<TypeDefinition, readonly TypeDefinition[]> | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
    for (const element of schema.elementDeclarations) {
      const head = element.substitutionGroup;
      if (head === undefined) continue;
      this.#order.set(element, this.#order.size);
      append(this.#direct, head, element);
    }
  }

  /** Tests if an element is the head of a group with members. */
  isHead(element: ElementDeclaration): boolean {
    return this.#direct.has(element);
  }

  /** All members of a head's group, direct or not, in document order; `block` not yet applied. */
  membersOf(head: ElementDeclaration): readonly ElementDeclaration[] {
    const known = this.#members.get(head);
    const direct = this.#direct.get(head);
    if (known !== undefined || direct === undefined) return known ?? nothing;
    const members = [...direct];
    for (const member of members) for (const inner of this.#direct.get(member) ?? nothing) members.push(inner);
    members.sort((left, right) => (this.#order.get(left) ?? 0) - (this.#order.get(right) ?? 0));
    this.#members.set(head, members);
    return members;
  }

  /** The elements that may stand where a declaration is referred to: itself first, then the members of its group, abstract ones too. */
  elementsFor(declaration: ElementDeclaration): readonly ElementDeclaration[] {
    if (!this.isHead(declaration) || declaration.disallowedSubstitutions.has("substitution")) return [declaration];
    const known = this.#elements.get(declaration);
    if (known !== undefined) return known;
    const elements = [declaration, ...this.membersOf(declaration).filter((member) => isSubstitutable(member, declaration))];
    this.#elements.set(declaration, elements);
    return elements;
  }

  /** Those of `elementsFor` that can stand in a document. */
  concreteElementsFor(declaration: ElementDeclaration): readonly ElementDeclaration[] {
    return this.elementsFor(declaration).filter(({ abstract }) => !abstract);
  }

  /** The types that were made from a type in one step; none for built-in types that have simple types below them without end. */
  derivedFrom(type: TypeDefinition): readonly TypeDefinition[] {
    this.#derived ??= typesByBase(this.#schema);
    return this.#derived.get(type) ?? nothing;
  }

  /** Named types that xsi:type may give in the place of a type, abstract ones and the type itself left out; `blocked` by the element. */
  typesFor(type: TypeDefinition, blocked: ReadonlySet<BlockMethod> = noMethods): readonly TypeDefinition[] {
    const methods = new Set<BlockMethod>(blocked);
    if (type.kind === "complexType") for (const method of type.prohibitedSubstitutions) methods.add(method);
    const key = [...methods].sort().join(" ");
    const known = this.#types.get(type)?.get(key);
    if (known !== undefined) return known;
    const isAbstract = (derived: TypeDefinition): boolean => derived.kind === "complexType" && derived.abstract;
    const found = this.#namedBelow(type).filter((derived) => !isAbstract(derived) && isTypeDerivedOk(derived, type, methods));
    this.#types.set(type, (this.#types.get(type) ?? new Map()).set(key, found));
    return found;
  }

  #namedBelow(type: TypeDefinition): readonly TypeDefinition[] {
    const found: TypeDefinition[] = [];
    const pending = [type];
    for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
      for (const derived of this.derivedFrom(current)) {
        pending.push(derived);
        // A redefined type has a name that stands for another one now.
        if (derived.name !== undefined && this.#schema.ownTypes.get(derived.name.clark) === derived) found.push(derived);
      }
    }
    return found;
  }
}

/** XSD 1.0 Part 1 §3.3.6 (cos-equiv-derived-ok-rec, clause 2.3); that `member` is in the group of `head` is known. */
function isSubstitutable(member: ElementDeclaration, head: ElementDeclaration): boolean {
  const blocked = new Set<BlockMethod>(head.disallowedSubstitutions);
  if (head.type.kind === "complexType") for (const method of head.type.prohibitedSubstitutions) blocked.add(method);
  const used = new Set<DerivationMethod>();
  for (let current = member.type; current !== head.type && current !== anyType; current = current.baseType) {
    used.add(derivationMethod(current));
    const base = current.baseType;
    if (base !== head.type && base.kind === "complexType") for (const method of base.prohibitedSubstitutions) blocked.add(method);
  }
  return ![...used].some((method) => blocked.has(method));
}

function typesByBase({ complexTypes, simpleTypes }: Schema): ReadonlyMap<TypeDefinition, readonly TypeDefinition[]> {
  const derived = new Map<TypeDefinition, TypeDefinition[]>();
  for (const type of [...complexTypes, ...simpleTypes]) append(derived, type.baseType, type);
  return derived;
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}
