/**
 * Fields of a content model -> which properties a value has together: those of every value, and alternatives.
 *
 * "amount (card | (iban bic?))" gives the members { amount } and the choice { card } or { iban, bic? }.
 * Where the alternatives are too many for a type checker, they become optional members.
 */
import type { Alternative, Alternatives, Field, FieldModel } from "./fields.js";

/** A choice of more branches becomes optional members. */
const mostBranchesOfChoice = 16;
/** A type of more alternatives becomes an interface: type checkers expand intersections of unions at once. */
const mostBranchesOfType = 64;

/** Separates the properties of every value from those that are alternatives. */
export function findAlternatives(model: FieldModel | undefined, inheritedBranches: number): Alternatives {
  const members = new Map<Field, boolean>();
  const flattened = new Set<Field>();
  const choices: (readonly Alternative[])[] = [];
  if (model === undefined) return { members, choices, flattened, branches: inheritedBranches };
  const parts = model.kind !== "field" && model.kind !== "choice" && model.min === 1 ? model.children : [model];
  const counts = parts.map(countAlternatives);
  const product = counts.reduce((left, count) => (count > mostBranchesOfChoice ? left : left * count), inheritedBranches);
  const most = product > mostBranchesOfType ? 1 : mostBranchesOfChoice;
  let branches = inheritedBranches;
  for (const [index, part] of parts.entries()) {
    if (part.kind === "field") {
      members.set(part.field, part.min === 0);
      continue;
    }
    const alternatives = (counts[index] ?? 0) > most ? [] : distinct(alternativesOf(part));
    const [only] = alternatives;
    if (only === undefined) flatten(part, members, flattened);
    else if (alternatives.length === 1) for (const [field, optional] of only) members.set(field, optional);
    else choices.push(alternatives);
    branches *= Math.max(1, alternatives.length);
  }
  return { members, choices, flattened, branches };
}

/** An upper bound of the number of alternatives. */
function countAlternatives(model: FieldModel): number {
  if (model.kind === "field") return 1;
  let count = model.kind === "choice" ? 0 : 1;
  for (const child of model.children) count = model.kind === "choice" ? count + countAlternatives(child) : count * countAlternatives(child);
  return model.min === 0 && !isAllOptional(model) ? count + 1 : count;
}

/** Nothing in it is required, so leaving the group out is not an alternative of its own. */
function isAllOptional(model: FieldModel): boolean {
  if (model.kind === "field") return model.min === 0;
  return model.kind !== "choice" && model.children.every(isAllOptional);
}

function alternativesOf(model: FieldModel): readonly Alternative[] {
  if (model.kind === "field") return [new Map([[model.field, model.min === 0]])];
  const branches = model.children.map(alternativesOf);
  const found = model.kind === "choice" ? branches.flat() : branches.reduce(combine, [new Map()]);
  if (model.min > 0 || found.some(isSatisfiedByNothing)) return found;
  const [only] = found;
  // An optional group of a single property is an optional property.
  if (only !== undefined && found.length === 1 && only.size === 1) return [new Map([...only].map(([field]) => [field, true]))];
  return [...found, new Map()];
}

function combine(left: readonly Alternative[], right: readonly Alternative[]): readonly Alternative[] {
  return left.flatMap((first) => right.map((second) => new Map([...first, ...second])));
}

function isSatisfiedByNothing(alternative: Alternative): boolean {
  return [...alternative.values()].every((optional) => optional);
}

/** Branches with the same properties are one: ((x, y) | (y, x)). */
function distinct(alternatives: readonly Alternative[]): readonly Alternative[] {
  const seen = new Map<string, Alternative>();
  for (const alternative of alternatives) {
    const key = [...alternative].map(([field, optional]) => `${field.property}${optional ? "?" : ""}`);
    const sorted = key.sort().join(" ");
    if (!seen.has(sorted)) seen.set(sorted, alternative);
  }
  return [...seen.values()];
}

function flatten(model: FieldModel, members: Map<Field, boolean>, flattened: Set<Field>): void {
  if (model.kind !== "field") {
    for (const child of model.children) flatten(child, members, flattened);
    return;
  }
  members.set(model.field, true);
  flattened.add(model.field);
}
