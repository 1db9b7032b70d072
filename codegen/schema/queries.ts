/**
 * Questions about components that several stages ask. See also substitution.ts, total-range.ts and namespace-constraint.ts.
 */
import { anySimpleType, anyType } from "./built-in-components.js";
import type {
  AttributeUse,
  ComplexTypeDefinition,
  DerivationMethod,
  ElementDeclaration,
  ModelGroup,
  Particle,
  SimpleTypeDefinition,
  TypeDefinition,
  ValueConstraint,
  Wildcard,
} from "./components.js";

/** The default or fixed value that holds for an attribute: the use's before the declaration's. XSD 1.0 Part 1 §3.2.2, §3.5.2 */
export function effectiveConstraint(use: AttributeUse): ValueConstraint | undefined {
  return use.valueConstraint ?? use.declaration.valueConstraint;
}

/** Tests if a type belongs to the language itself. */
export function isBuiltInType(type: TypeDefinition): boolean {
  return type === anyType || (type.kind === "simpleType" && type.derivation === "builtin");
}

/** The type, its base, the base's base and so on to the ur-type. */
export function derivationChain(type: TypeDefinition): readonly TypeDefinition[] {
  const chain = [type];
  for (let current = type; current !== anyType; ) {
    current = current.baseType;
    chain.push(current);
  }
  return chain;
}

/** How a type was made from its base, as {derivation method} or as what {final} and block call it. */
export function derivationMethod(type: TypeDefinition): DerivationMethod {
  return type.kind === "complexType" ? type.derivation : "restriction";
}

/**
 * Tests if a type may stand for another, given methods of derivation that are ruled out.
 * XSD 1.0 Part 1 §3.4.6 (cos-ct-derived-ok), §3.14.6 (cos-st-derived-ok)
 */
export function isTypeDerivedOk(derived: TypeDefinition, base: TypeDefinition, blocked: ReadonlySet<string>): boolean {
  const targets = targetsOf(base);
  let current = derived;
  while (!targets.has(current)) {
    if (current === anyType || blocked.has(derivationMethod(current))) return false;
    const next = current.baseType;
    if (current.kind === "simpleType") {
      if (next.kind === "simpleType" && next.final.has("restriction")) return false;
      if (base === anySimpleType && current.variety !== "atomic") return true;
    }
    current = next;
  }
  return true;
}

/** A type derived from a member of a union is derived from the union. A union within a union counts as its members. §3.14.2 */
function targetsOf(base: TypeDefinition): ReadonlySet<TypeDefinition> {
  return new Set(base.kind === "simpleType" && base.variety === "union" ? [base, ...atomicMembers(base)] : [base]);
}

/** The member types of a union with unions taken apart, in order; any other type stands for itself. XSD 1.0 Part 1 §3.14.6 */
export function atomicMembers(type: SimpleTypeDefinition): readonly SimpleTypeDefinition[] {
  const members = new Set<SimpleTypeDefinition>();
  const seen = new Set<SimpleTypeDefinition>();
  const pending = [type];
  for (let current = pending.pop(); current !== undefined; current = pending.pop()) {
    if (current.variety !== "union") members.add(current);
    else if (!seen.has(current)) pending.push(...[...current.memberTypes].reverse());
    seen.add(current);
  }
  return [...members];
}

/** A particle whose term is not a group. */
export interface LeafParticle extends Particle {
  readonly term: ElementDeclaration | Wildcard;
}

/** The elements and wildcards of a content model in document order; a group that is referred to several times is entered once. */
export function* leavesOf(particle: Particle): Generator<LeafParticle> {
  const pending = [particle];
  const seen = new Set<ModelGroup>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { term } = next;
    if (term.kind !== "modelGroup") yield { ...next, term };
    else if (!seen.has(term)) {
      seen.add(term);
      for (const inner of [...term.particles].reverse()) pending.push(inner);
    }
  }
}

/** The elements and wildcards that a complex type may have in its content. */
export function contentLeaves({ contentType }: ComplexTypeDefinition): Iterable<LeafParticle> {
  return "particle" in contentType ? leavesOf(contentType.particle) : [];
}
