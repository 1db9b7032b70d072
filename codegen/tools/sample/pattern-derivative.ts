/**
 * What is left of a regular expression after a character: Brzozowski's derivatives, counters included. XSD 1.0 Part 2 Appendix F
 *
 * The derivative of a{2,5}b after "a" is a{1,4}b. Expressions of one key are the same language, so that searches can remember them.
 */
import { choiceOf, type Expression, emptyExpression, isNullable, repeatOf, sequenceOf } from "../../../src/datatypes/pattern/expression.js";

/**
 * Numbers for expressions: equal expressions have one number. A sequence is a list, first part and rest, so that the rests of one sequence,
 * which are all looked at, cost one number each and not a text as long as they are.
 */
const numbers = new Map<string, number>();
const known = new WeakMap<Expression, number>();
/** For each place in a sequence the number of the list that begins there. */
const numbersOfTails = new WeakMap<Expression, readonly number[]>();

/** A text that is the same for equal expressions. */
export function keyOfExpression(expression: Expression): string {
  return String(numberOf(expression));
}

function numberOf(expression: Expression): number {
  const found = known.get(expression);
  if (found !== undefined) return found;
  const number = expression.kind === "sequence" ? numberOfSequence(expression) : intern(describe(expression));
  known.set(expression, number);
  return number;
}

function intern(description: string): number {
  const found = numbers.get(description);
  if (found !== undefined) return found;
  numbers.set(description, numbers.size);
  return numbers.size - 1;
}

function numberOfSequence(sequence: Sequence): number {
  const origin = origins.get(sequence);
  const whole = origin?.sequence ?? sequence;
  const place = origin?.from ?? 0;
  const tails = numbersOfTails.get(whole) ?? numberTails(whole);
  return tails[place] ?? intern("()");
}

function numberTails(sequence: Sequence): readonly number[] {
  const tails = new Array<number>(sequence.parts.length);
  let rest = intern("()");
  for (let index = sequence.parts.length - 1; index >= 0; index--) {
    const part = sequence.parts[index];
    if (part !== undefined) rest = intern(`${numberOf(part)},${rest}`);
    tails[index] = rest;
  }
  numbersOfTails.set(sequence, tails);
  return tails;
}

function describe(expression: Exclude<Expression, Sequence>): string {
  switch (expression.kind) {
    case "empty":
      return "()";
    case "set":
      return `<${expression.set.key}>`;
    case "choice":
      return [...new Set(expression.branches.map(keyOfExpression))].sort().join("|").concat("|");
    case "repeat":
      return `${numberOf(expression.body)}{${expression.min},${expression.max}}`;
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

/** What may come next and what is left after it, for characters of one alphabet: of each part it is found once, whatever comes before it. */
export class Steps {
  readonly #codes: readonly number[];
  readonly #known = new WeakMap<Expression, ReadonlyMap<number, Expression>>();

  constructor(codes: readonly number[]) {
    this.#codes = codes;
  }

  /** The derivative for each character that can come. */
  of(expression: Expression): ReadonlyMap<number, Expression> {
    // A sequence and its rests are asked for once each; what they have in common are their parts.
    if (expression.kind === "sequence") return this.#make(expression);
    const found = this.#known.get(expression) ?? this.#make(expression);
    this.#known.set(expression, found);
    return found;
  }

  #make(expression: Expression): ReadonlyMap<number, Expression> {
    switch (expression.kind) {
      case "empty":
        return new Map();
      case "set":
        return new Map(this.#codes.filter((code) => expression.set.has(code)).map((code) => [code, emptyExpression]));
      case "choice":
        return joined(expression.branches.map((branch) => this.of(branch)));
      case "repeat": {
        const { body, min, max } = expression;
        const again = repeatOf(body, Math.max(0, min - 1), max - 1);
        return new Map([...this.of(body)].map(([code, rest]) => [code, sequenceOf([rest, again])]));
      }
      case "sequence":
        return joined(this.#ofParts(expression));
    }
  }

  *#ofParts(sequence: Sequence): Iterable<ReadonlyMap<number, Expression>> {
    for (const [index, part] of sequence.parts.entries()) {
      const steps = this.of(part);
      const tail = steps.size === 0 ? emptyExpression : tailOf(sequence, index + 1);
      yield new Map([...steps].map(([code, rest]) => [code, rest.kind === "empty" ? tail : sequenceOf([rest, tail])]));
      if (!isNullable(part)) return;
    }
  }
}

function joined(parts: Iterable<ReadonlyMap<number, Expression>>): ReadonlyMap<number, Expression> {
  const rests = new Map<number, Expression[]>();
  for (const part of parts) {
    for (const [code, rest] of part) {
      const others = rests.get(code);
      if (others === undefined) rests.set(code, [rest]);
      else others.push(rest);
    }
  }
  return new Map([...rests].map(([code, branches]) => [code, oneOf(branches) ?? emptyExpression]));
}

function oneOf(rests: readonly (Expression | undefined)[]): Expression | undefined {
  const distinct = new Map<string, Expression>();
  for (const rest of rests) if (rest !== undefined) distinct.set(keyOfExpression(rest), rest);
  const branches = [...distinct.values()];
  const [only] = branches;
  return branches.length < 2 ? only : choiceOf(branches);
}
