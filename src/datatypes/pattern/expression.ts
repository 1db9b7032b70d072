/**
 * Regular expressions as trees. XSD 1.0 Part 2 Appendix F
 *
 * The functions below keep the trees small: x{1} becomes x, and (a{1,1000}){1,1000} becomes a{1,1000000}.
 */
import type { CharacterClass } from "./character-class.js";

/** A node of the tree. */
export type Expression =
  | { readonly kind: "empty" }
  | { readonly kind: "set"; readonly set: CharacterClass }
  | { readonly kind: "sequence"; readonly parts: readonly Expression[]; readonly nullable: boolean }
  | { readonly kind: "choice"; readonly branches: readonly Expression[]; readonly nullable: boolean }
  | Repeat;

/** `max` may be `Infinity`. The body is not empty. */
export interface Repeat {
  readonly kind: "repeat";
  readonly body: Expression;
  readonly min: number;
  readonly max: number;
}

/** Matches the empty text. */
export const emptyExpression: Expression = { kind: "empty" };

/** Tests if the empty text matches. */
export function isNullable(expression: Expression): boolean {
  if (expression.kind === "repeat") return expression.min === 0;
  return expression.kind === "empty" || (expression.kind !== "set" && expression.nullable);
}

/** A sequence. If only one part is not empty, the result is that very object. */
export function sequenceOf(parts: readonly Expression[]): Expression {
  const filled = parts.filter((part) => part.kind !== "empty");
  const [sole] = filled;
  if (sole === undefined) return emptyExpression;
  if (filled.length === 1) return sole;
  const flat = filled.flatMap((part) => (part.kind === "sequence" ? part.parts : [part]));
  return { kind: "sequence", parts: flat, nullable: flat.every(isNullable) };
}

/** A choice. Common first characters are factored out, so that thousands of words become a tree: abc|abd|x is a(b(c|d))|x. */
export function choiceOf(branches: readonly Expression[], depth = 0): Expression {
  const factored = depth < deepestFactoring ? factor(branches, depth) : branches;
  const [only] = factored;
  if (only !== undefined && factored.length === 1) return only;
  return { kind: "choice", branches: factored, nullable: factored.some(isNullable) };
}

/** Each factored character makes the tree one level deeper, and trees are processed recursively. */
const deepestFactoring = 40;

function factor(branches: readonly Expression[], depth: number): Expression[] {
  const tails = new Map<string, { readonly head: Expression; readonly rest: Expression[] }>();
  const others: Expression[] = [];
  for (const branch of branches) {
    const head = branch.kind === "sequence" ? branch.parts[0] : branch;
    if (head?.kind !== "set") {
      others.push(branch);
      continue;
    }
    const rest = branch.kind === "sequence" ? sequenceOf(branch.parts.slice(1)) : emptyExpression;
    const known = tails.get(head.set.key);
    if (known === undefined) tails.set(head.set.key, { head, rest: [rest] });
    else known.rest.push(rest);
  }
  for (const { head, rest } of tails.values())
    others.push(rest.length === 1 ? sequenceOf([head, ...rest]) : sequenceOf([head, choiceOf(rest, depth + 1)]));
  return others;
}

/** A repetition. If the body can be empty, the lower bound is 0, since missing iterations can be empty ones. */
export function repeatOf(body: Expression, min: number, max: number): Expression {
  if (max === 0 || body.kind === "empty") return emptyExpression;
  const least = isNullable(body) ? 0 : min;
  if (least === 1 && max === 1) return body;
  if (body.kind === "repeat" && (least === max || isContiguous(body, least)))
    return { ...body, min: body.min * least, max: times(body.max, max) };
  return { kind: "repeat", body, min: least, max };
}

function times(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : left * right;
}

/**
 * Tests if k iterations of x{a,b}, for all k from `min` on, cover a range without gaps: b·k + 1 reaches a·(k+1).
 * (x{2,3}){1,2} is x{2,6}, but (x{2}){1,2} is not x{2,4}.
 */
function isContiguous({ min: a, max: b }: Repeat, min: number): boolean {
  if (min === 0) return a <= 1;
  return b === Number.POSITIVE_INFINITY || b * min + 1 >= a * (min + 1);
}
