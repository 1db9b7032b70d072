/**
 * What is left of a regular expression after a character: Brzozowski's derivatives, counters included. XSD 1.0 Part 2 Appendix F
 *
 * The derivative of a{2,5}b after "a" is a{1,4}b. Expressions of one key are the same language, so that searches can remember them.
 */
import { choiceOf, type Expression, emptyExpression, isNullable, repeatOf, sequenceOf } from "../../src/datatypes/pattern/expression.js";

const keys = new WeakMap<Expression, string>();

/** A text that is the same for equal expressions. */
export function keyOfExpression(expression: Expression): string {
  const known = keys.get(expression);
  if (known !== undefined) return known;
  const key = makeKey(expression);
  keys.set(expression, key);
  return key;
}

function makeKey(expression: Expression): string {
  switch (expression.kind) {
    case "empty":
      return "()";
    case "set":
      return `<${expression.set.key}>`;
    case "sequence":
      return `(${expression.parts.map(keyOfExpression).join("")})`;
    case "choice":
      return `(${[...new Set(expression.branches.map(keyOfExpression))].sort().join("|")})`;
    case "repeat":
      return `${keyOfExpression(expression.body)}{${expression.min},${expression.max}}`;
  }
}

/** The rest after the character; undefined where none matches. */
export function derivative(expression: Expression, code: number): Expression | undefined {
  switch (expression.kind) {
    case "empty":
      return undefined;
    case "set":
      return expression.set.has(code) ? emptyExpression : undefined;
    case "choice":
      return oneOf(expression.branches.map((branch) => derivative(branch, code)));
    case "repeat": {
      const { body, min, max } = expression;
      const rest = derivative(body, code);
      return rest && sequenceOf([rest, repeatOf(body, Math.max(0, min - 1), max - 1)]);
    }
    case "sequence":
      return afterSequence(expression, code);
  }
}

type Sequence = Extract<Expression, { readonly kind: "sequence" }>;

function afterSequence(sequence: Sequence, code: number): Expression | undefined {
  const rests: (Expression | undefined)[] = [];
  for (const [index, part] of sequence.parts.entries()) {
    const rest = derivative(part, code);
    if (rest !== undefined) {
      const tail = tailOf(sequence, index + 1);
      rests.push(rest.kind === "empty" ? tail : sequenceOf([rest, tail]));
    }
    if (!isNullable(part)) break;
  }
  return oneOf(rests);
}

const tails = new WeakMap<Expression, Map<number, Expression>>();
const origins = new WeakMap<Expression, { readonly sequence: Sequence; readonly from: number }>();

/** The parts from a place on: the same object each time, also where tails have tails, so that its key is made once. */
function tailOf(sequence: Sequence, index: number): Expression {
  const origin = origins.get(sequence);
  if (origin !== undefined) return tailOf(origin.sequence, origin.from + index);
  const known = tails.get(sequence) ?? new Map<number, Expression>();
  tails.set(sequence, known);
  const found = known.get(index);
  if (found !== undefined) return found;
  const made = sequenceOf(sequence.parts.slice(index));
  known.set(index, made);
  if (made.kind === "sequence" && made.parts.length > 1) origins.set(made, { sequence, from: index });
  return made;
}

function oneOf(rests: readonly (Expression | undefined)[]): Expression | undefined {
  const distinct = new Map<string, Expression>();
  for (const rest of rests) if (rest !== undefined) distinct.set(keyOfExpression(rest), rest);
  const branches = [...distinct.values()];
  const [only] = branches;
  return branches.length < 2 ? only : choiceOf(branches);
}
