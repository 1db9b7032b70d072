/**
 * Sets of namespaces that wildcards stand for: membership, subset, union and intersection. XSD 1.0 Part 1 §3.10.6
 *
 * `""` is absent. `not` excludes its namespace and absent; a list has exactly its members.
 */
import type { NamespaceConstraint } from "./components.js";

/** XSD 1.0 Part 1 §3.10.4 (cvc-wildcard-namespace) */
export function allowsNamespace(constraint: NamespaceConstraint, namespace: string): boolean {
  switch (constraint.kind) {
    case "any":
      return true;
    case "not":
      return namespace !== "" && namespace !== constraint.namespace;
    case "list":
      return constraint.namespaces.includes(namespace);
  }
}

function equalConstraints(left: NamespaceConstraint, right: NamespaceConstraint): boolean {
  if (left.kind === "any") return right.kind === "any";
  if (left.kind === "not") return right.kind === "not" && left.namespace === right.namespace;
  if (right.kind !== "list" || left.namespaces.length !== right.namespaces.length) return false;
  if (left.namespaces.length === 1) return left.namespaces[0] === right.namespaces[0];
  return commonNamespaces(left.namespaces, right.namespaces).length === left.namespaces.length;
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Lists may be long, and each may be compared to many. */
function commonNamespaces(left: readonly string[], right: readonly string[]): readonly string[] {
  if (right.length < 8) return left.filter((namespace) => right.includes(namespace));
  let known = sets.get(right);
  if (known === undefined) {
    known = new Set(right);
    sets.set(right, known);
  }
  return left.filter((namespace) => known.has(namespace));
}

/** XSD 1.0 Part 1 §3.10.6 (cos-ns-subset) */
export function isSubset(part: NamespaceConstraint, whole: NamespaceConstraint): boolean {
  if (whole.kind === "any" || equalConstraints(part, whole)) return true;
  if (part.kind !== "list") return false;
  if (whole.kind === "list") return commonNamespaces(part.namespaces, whole.namespaces).length === part.namespaces.length;
  return part.namespaces.every((namespace) => allowsNamespace(whole, namespace));
}

/** undefined: the union cannot be expressed. XSD 1.0 Part 1 §3.10.6 (cos-aw-union) */
export function uniteConstraints(left: NamespaceConstraint, right: NamespaceConstraint): NamespaceConstraint | undefined {
  if (equalConstraints(left, right)) return left;
  if (left.kind === "any" || right.kind === "any") return { kind: "any" };
  if (left.kind === "list" && right.kind === "list")
    return { kind: "list", namespaces: [...new Set([...left.namespaces, ...right.namespaces])] };
  // Two different negations leave out absent alone.
  if (left.kind === "not" && right.kind === "not") return { kind: "not", namespace: "" };
  if (left.kind === "not") return right.kind === "list" ? uniteNegation(left.namespace, right.namespaces) : undefined;
  return right.kind === "not" ? uniteNegation(right.namespace, left.namespaces) : undefined;
}

/** Clauses 5 and 6: the list may fill the gaps of the negation. */
function uniteNegation(negated: string, namespaces: readonly string[]): NamespaceConstraint | undefined {
  const hasAbsent = namespaces.includes("");
  if (negated === "") return hasAbsent ? { kind: "any" } : { kind: "not", namespace: "" };
  const hasNegated = namespaces.includes(negated);
  if (hasNegated && hasAbsent) return { kind: "any" };
  if (hasNegated) return { kind: "not", namespace: "" };
  // All but the negated namespace, absent included, has no notation.
  return hasAbsent ? undefined : { kind: "not", namespace: negated };
}

/** undefined: the intersection cannot be expressed. XSD 1.0 Part 1 §3.10.6 (cos-aw-intersect) */
export function intersectConstraints(left: NamespaceConstraint, right: NamespaceConstraint): NamespaceConstraint | undefined {
  if (equalConstraints(left, right) || right.kind === "any") return left;
  if (left.kind === "any") return right;
  if (left.kind === "list" && right.kind === "list")
    return { kind: "list", namespaces: commonNamespaces(left.namespaces, right.namespaces) };
  if (left.kind === "list") return { kind: "list", namespaces: left.namespaces.filter((namespace) => allowsNamespace(right, namespace)) };
  if (right.kind === "list") return { kind: "list", namespaces: right.namespaces.filter((namespace) => allowsNamespace(left, namespace)) };
  if (left.namespace === "") return right;
  return right.namespace === "" ? left : undefined;
}
