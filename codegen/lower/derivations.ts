/**
 * Who may stand for whom: types by xsi:type, elements by substitution group, `block` applied.
 *
 * XSD 1.0 Part 1 §3.3.4 (cvc-elt.4.3), §3.3.6 (cos-equiv-derived-ok-rec), §3.4.6 (cos-ct-derived-ok)
 */
import type { BlockMethod, ComplexTypeDefinition, ElementDeclaration, Schema, TypeDefinition } from "../schema/components.js";
import { substitutableElements } from "../schema/queries.js";

export interface Derivations {
  /** Named types derived from a type that may be given by xsi:type in its place, sorted by name, abstract ones left out. Without the type itself. */
  derivedTypes(type: ComplexTypeDefinition): readonly ComplexTypeDefinition[];
  /** Elements that may stand where a global element is referred to, sorted by name, abstract ones left out; the element itself is one unless it is abstract. */
  substitutes(head: ElementDeclaration): readonly ElementDeclaration[];
}

export function findDerivations(schema: Schema): Derivations {
  const derived = derivedTypesByAncestor(schema);
  const substitutes = new Map<ElementDeclaration, readonly ElementDeclaration[]>();
  return {
    derivedTypes: (type) => derived.get(type) ?? [],
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

function derivedTypesByAncestor(schema: Schema): ReadonlyMap<ComplexTypeDefinition, readonly ComplexTypeDefinition[]> {
  const derived = new Map<ComplexTypeDefinition, ComplexTypeDefinition[]>();
  const named = [...schema.types.values()].filter((type) => type.kind === "complexType" && !type.abstract);
  // The filter above leaves complex types only, which tells the compiler nothing.
  for (const type of (named as ComplexTypeDefinition[]).sort(byName)) {
    const methods = new Set<BlockMethod>();
    for (const ancestor of ancestors(type, methods)) {
      if (intersects(methods, ancestor.prohibitedSubstitutions)) continue;
      const known = derived.get(ancestor);
      if (known === undefined) derived.set(ancestor, [type]);
      else known.push(type);
    }
  }
  return derived;
}

/** The complex types above a type, nearest first; `methods` grows by the steps taken. Ends at a type seen before: a circle is in error. */
function* ancestors(type: ComplexTypeDefinition, methods: Set<BlockMethod>): Iterable<ComplexTypeDefinition> {
  const seen = new Set<TypeDefinition>([type]);
  let step: TypeDefinition = type;
  while (step.kind === "complexType" && step.baseType !== step && step.baseType.kind === "complexType" && !seen.has(step.baseType)) {
    methods.add(step.derivation);
    step = step.baseType;
    seen.add(step);
    yield step;
  }
}

function intersects(left: ReadonlySet<BlockMethod>, right: ReadonlySet<BlockMethod>): boolean {
  for (const method of left) if (right.has(method)) return true;
  return false;
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
