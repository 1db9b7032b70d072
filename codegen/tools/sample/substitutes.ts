/**
 * What may stand for what: types for types by xsi:type, elements for the heads of substitution groups. XSD 1.0 Part 1 §3.3.4 (cvc-elt.4.3)
 */
import type { ElementDeclaration, Schema, TypeDefinition } from "../../schema/components.js";
import { isTypeDerivedOk, substitutableElements } from "../../schema/queries.js";

/** Finds substitutes, each question once. */
export class Substitutes {
  readonly #schema: Schema;
  readonly #elements = new Map<ElementDeclaration, readonly ElementDeclaration[]>();
  readonly #types = new Map<ElementDeclaration, readonly TypeDefinition[]>();
  /** Of elements that block nothing themselves. */
  readonly #plainTypes = new Map<TypeDefinition, readonly TypeDefinition[]>();
  #derived: ReadonlyMap<TypeDefinition, readonly TypeDefinition[]> | undefined;

  constructor(schema: Schema) {
    this.#schema = schema;
  }

  /** Elements that may stand where a declaration is referred to, abstract ones left out; the declaration itself first. */
  elementsFor(declaration: ElementDeclaration): readonly ElementDeclaration[] {
    const known = this.#elements.get(declaration);
    if (known !== undefined) return known;
    const found = [declaration, ...substitutableElements(this.#schema, declaration)].filter(({ abstract }) => !abstract);
    this.#elements.set(declaration, found);
    return found;
  }

  /** Named types other than the declared one that xsi:type may name, abstract ones left out. */
  typesFor(declaration: ElementDeclaration): readonly TypeDefinition[] {
    const known = this.#types.get(declaration);
    if (known !== undefined) return known;
    const { type } = declaration;
    const plain = declaration.disallowedSubstitutions.size === 0 ? this.#plainTypes.get(type) : undefined;
    if (plain !== undefined) return plain;
    const blocked = new Set<string>(declaration.disallowedSubstitutions);
    if (type.kind === "complexType") for (const method of type.prohibitedSubstitutions) blocked.add(method);
    const found = this.#derivedFrom(type).filter(
      (derived) => !(derived.kind === "complexType" && derived.abstract) && isTypeDerivedOk(derived, type, blocked),
    );
    if (declaration.disallowedSubstitutions.size === 0) this.#plainTypes.set(type, found);
    else this.#types.set(declaration, found);
    return found;
  }

  #derivedFrom(type: TypeDefinition): readonly TypeDefinition[] {
    this.#derived ??= derivedTypes(this.#schema);
    const found: TypeDefinition[] = [];
    const pending = [type];
    for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
      for (const derived of this.#derived.get(current) ?? []) {
        pending.push(derived);
        // A redefined type has a name that stands for another one now.
        if (derived.name !== undefined && this.#schema.types.get(derived.name.clark) === derived) found.push(derived);
      }
    }
    return found;
  }
}

/** Of each type of the schema those that are made from it in one step; built-in types derive from nothing here, since there would be no end. */
function derivedTypes(schema: Schema): ReadonlyMap<TypeDefinition, readonly TypeDefinition[]> {
  const derived = new Map<TypeDefinition, TypeDefinition[]>();
  for (const type of [...schema.complexTypes, ...schema.simpleTypes]) {
    const known = derived.get(type.baseType);
    if (known === undefined) derived.set(type.baseType, [type]);
    else known.push(type);
  }
  return derived;
}
