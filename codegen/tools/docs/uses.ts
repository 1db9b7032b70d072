/**
 * Who refers to what: for the "used by" of pages.
 */

import { isBuiltIn } from "../../schema/built-in-components.js";
import type { ElementDeclaration, Schema, SimpleTypeDefinition, TypeDefinition } from "../../schema/components.js";
import { contentLeaves } from "../../schema/queries.js";
import { bodyElements, type ContractOperation, headerElements } from "../../wsdl/operations.js";

/** Something with a page that refers to something else. */
export type User = ElementDeclaration | TypeDefinition | ContractOperation;

/** Users by what they use, in the order of the schema. */
export interface Uses {
  readonly of: (used: ElementDeclaration | TypeDefinition) => readonly User[];
  readonly derivedFrom: (type: TypeDefinition) => readonly TypeDefinition[];
}

/** Looks through all named types, global elements and operations. */
export function findUses(schema: Schema, operations: readonly ContractOperation[]): Uses {
  const finder = new UseFinder();
  for (const element of schema.elements.values()) finder.element(element, element);
  for (const type of schema.types.values()) if (!isBuiltIn(type)) finder.type(type, type);
  for (const operation of operations) finder.operation(operation);
  return { of: (used) => [...(finder.users.get(used) ?? [])], derivedFrom: (type) => [...(finder.derived.get(type) ?? [])] };
}

class UseFinder {
  readonly users = new Map<ElementDeclaration | TypeDefinition, Set<User>>();
  readonly derived = new Map<TypeDefinition, Set<TypeDefinition>>();
  /** Anonymous types that are being looked through: by groups they may contain themselves. */
  readonly #open = new Set<TypeDefinition>();

  operation(operation: ContractOperation): void {
    const { input, output, faults } = operation;
    for (const message of [input, output]) {
      if (message === undefined) continue;
      for (const element of [...bodyElements(message), ...headerElements(message)]) this.#add(element, operation);
    }
    for (const { element } of faults) if (element !== undefined) this.#add(element, operation);
  }

  element({ type, substitutionGroup }: ElementDeclaration, user: User): void {
    if (substitutionGroup !== undefined) this.#add(substitutionGroup, user);
    this.#reference(type, user);
  }

  /** A type by name is a use; an anonymous one is looked through. */
  #reference(type: TypeDefinition, user: User): void {
    if (type.name !== undefined) this.#add(type, user);
    else if (!this.#open.has(type)) {
      this.#open.add(type);
      this.type(type, user);
      this.#open.delete(type);
    }
  }

  type(type: TypeDefinition, user: User): void {
    if (type.name !== undefined && type === user) {
      const known = this.derived.get(type.baseType) ?? new Set();
      this.derived.set(type.baseType, known.add(type));
    }
    if (type.kind === "simpleType") {
      this.#simpleParts(type, user);
      return;
    }
    for (const use of type.attributeUses) this.#reference(use.declaration.type, user);
    if (type.contentType.kind === "simple") this.#reference(type.contentType.type, user);
    for (const { term } of contentLeaves(type)) {
      if (term.kind === "wildcard") continue;
      if (term.scope === "global") this.#add(term, user);
      else this.element(term, user);
    }
  }

  #simpleParts({ itemType, memberTypes }: SimpleTypeDefinition, user: User): void {
    for (const part of [...(itemType === undefined ? [] : [itemType]), ...memberTypes]) this.#reference(part, user);
  }

  #add(used: ElementDeclaration | TypeDefinition, user: User): void {
    if (used === user) return;
    const known = this.users.get(used);
    if (known === undefined) this.users.set(used, new Set([user]));
    else known.add(user);
  }
}
