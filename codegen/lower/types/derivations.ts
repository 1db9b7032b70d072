/**
 * Who may stand for whom: types by xsi:type, elements by substitution group, `block` applied.
 *
 * XSD 1.0 Part 1 §3.3.4 (cvc-elt.4.3), §3.3.6 (cos-equiv-derived-ok-rec), §3.4.6 (cos-ct-derived-ok)
 */
import type { ComplexTypeDefinition, ElementDeclaration, Schema, TypeDefinition } from "../../schema/components.js";
import { substitutableElements } from "../../schema/queries.js";

export interface Derivations {
  /** Named types derived from a type that may be given by xsi:type in its place, sorted by name, abstract ones left out. Without the type itself. */
  derivedTypes(type: ComplexTypeDefinition): readonly ComplexTypeDefinition[];
  /** Elements that may stand where a global element is referred to, sorted by name, abstract ones left out; the element itself is one unless it is abstract. */
  substitutes(head: ElementDeclaration): readonly ElementDeclaration[];
}

export function findDerivations(schema: Schema): Derivations {
  const children = typesByBase(schema);
  const derived = new Map<ComplexTypeDefinition, readonly ComplexTypeDefinition[]>();
  const substitutes = new Map<ElementDeclaration, readonly ElementDeclaration[]>();
  return {
    derivedTypes(type) {
      let found = derived.get(type);
      if (found === undefined) {
        const named = typesBelow(type, children).filter((below) => !below.abstract && schema.types.get(below.name?.clark ?? "") === below);
        found = named.sort(byName);
        derived.set(type, found);
      }
      return found;
    },
    substitutes(head) {
      let found = substitutes.get(head);
      if (found === undefined) {
        found = [head, ...substitutableElements(schema, head)].filter((member) => !member.abstract).sort(byName);
        substitutes.set(head, found);
      }
      return found;
    },
  };
}

type TypesByBase = ReadonlyMap<TypeDefinition, readonly ComplexTypeDefinition[]>;

/** Each complex type that a named one is or comes from, by the type that it is derived from directly. */
function typesByBase(schema: Schema): TypesByBase {
  const children = new Map<TypeDefinition, ComplexTypeDefinition[]>();
  const seen = new Set<TypeDefinition>();
  for (const type of schema.types.values()) {
    for (let step: TypeDefinition = type; step.kind === "complexType" && !seen.has(step) && step.baseType !== step; step = step.baseType) {
      seen.add(step);
      const known = children.get(step.baseType);
      if (known === undefined) children.set(step.baseType, [step]);
      else known.push(step);
    }
  }
  return children;
}

/** The types that are derived from a type by steps that it does not prohibit. */
function typesBelow(type: ComplexTypeDefinition, children: TypesByBase): ComplexTypeDefinition[] {
  const found: ComplexTypeDefinition[] = [];
  const pending: ComplexTypeDefinition[] = [type];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    for (const child of children.get(current) ?? []) {
      if (type.prohibitedSubstitutions.has(child.derivation)) continue;
      found.push(child);
      pending.push(child);
    }
  }
  return found;
}

function byName(left: TypeDefinition | ElementDeclaration, right: TypeDefinition | ElementDeclaration): number {
  const [a, b] = [left.name, right.name];
  if (a === undefined || b === undefined) return 0;
  return compareText(a.namespace, b.namespace) || compareText(a.local, b.local);
}

/** Order by UTF-16 code units: the same everywhere. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
