/**
 * What is left of a regular expression after a character: Brzozowski's derivatives, counters included. XSD 1.0 Part 2 Appendix F
 *
 * The derivative of a{2,5}b after "a" is a{1,4}b. Expressions with one key are the same language, so that searches can remember them.
 */
import { choiceOf, type Expression, emptyExpression, isNullable, repeatOf, sequenceOf } from "../../src/datatypes/pattern/expression.js";

type Sequence = Extract<Expression, { readonly kind: "sequence" }>;

/** The derivatives of one search: what was found once is remembered as long as the search lasts. */
export class Derivatives {
  readonly #keys = new ExpressionKeys();
  /** The parts of a sequence from a place on. */
  readonly #tails = new Map<Sequence, Map<number, Expression>>();

  /** A text that is the same for equal expressions. */
  keyOf(expression: Expression): string {
    return String(this.#keys.numberOf(expression));
  }

  /** The rest after the character; undefined where none matches. */
  after(expression: Expression, code: number): Expression | undefined {
    switch (expression.kind) {
      case "empty":
        return undefined;
      case "set":
        return expression.set.has(code) ? emptyExpression : undefined;
      case "choice":
        return this.oneOf(expression.branches.map((branch) => this.after(branch, code)));
      case "repeat": {
        const rest = this.after(expression.body, code);
        return rest && sequenceOf([rest, anotherRound(expression)]);
      }
      case "sequence":
        return this.#afterSequence(expression, code);
    }
  }

  #afterSequence(sequence: Sequence, code: number): Expression | undefined {
    const rests: (Expression | undefined)[] = [];
    for (const [index, part] of sequence.parts.entries()) {
      const rest = this.after(part, code);
      if (rest !== undefined) rests.push(followedBy(rest, this.tailOf(sequence, index + 1)));
      if (!isNullable(part)) break;
    }
    return this.oneOf(rests);
  }

  /** The parts from a place on: the same object each time, also where tails have tails, so that its key is made once. */
  tailOf(sequence: Sequence, index: number): Expression {
    const origin = this.#keys.originOf(sequence);
    if (origin !== undefined) return this.tailOf(origin.sequence, origin.from + index);
    const known = this.#tails.get(sequence) ?? new Map<number, Expression>();
    this.#tails.set(sequence, known);
    const found = known.get(index);
    if (found !== undefined) return found;
    const made = sequenceOf(sequence.parts.slice(index));
    known.set(index, made);
    if (made.kind === "sequence" && made.parts.length > 1) this.#keys.setOrigin(made, { sequence, from: index });
    return made;
  }

  /** The choice of those that are there, equal ones once. */
  oneOf(rests: readonly (Expression | undefined)[]): Expression | undefined {
    const distinct = new Map<string, Expression>();
    for (const rest of rests) if (rest !== undefined) distinct.set(this.keyOf(rest), rest);
    const branches = [...distinct.values()];
    const [only] = branches;
    return branches.length < 2 ? only : choiceOf(branches);
  }
}

function anotherRound({ body, min, max }: Extract<Expression, { readonly kind: "repeat" }>): Expression {
  return repeatOf(body, Math.max(0, min - 1), max - 1);
}

function followedBy(rest: Expression, tail: Expression): Expression {
  return rest.kind === "empty" ? tail : sequenceOf([rest, tail]);
}

/** Where a sequence is the end of another one. */
interface Origin {
  readonly sequence: Sequence;
  readonly from: number;
}

/**
 * Numbers for expressions: equal expressions have one number. A sequence is a list, first part and rest, so that the rests of one sequence,
 * all of which are looked at, cost one number each and not a text as long as they are.
 */
class ExpressionKeys {
  readonly #numbers = new Map<string, number>();
  readonly #known = new Map<Expression, number>();
  /** For each place in a sequence the number of the list that begins there. */
  readonly #numbersOfTails = new Map<Sequence, readonly number[]>();
  readonly #origins = new Map<Sequence, Origin>();

  numberOf(expression: Expression): number {
    const found = this.#known.get(expression);
    if (found !== undefined) return found;
    const number = expression.kind === "sequence" ? this.#numberOfSequence(expression) : this.#intern(this.#describe(expression));
    this.#known.set(expression, number);
    return number;
  }

  originOf(sequence: Sequence): Origin | undefined {
    return this.#origins.get(sequence);
  }

  setOrigin(sequence: Sequence, origin: Origin): void {
    this.#origins.set(sequence, origin);
  }

  #intern(description: string): number {
    const found = this.#numbers.get(description);
    if (found !== undefined) return found;
    this.#numbers.set(description, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #numberOfSequence(sequence: Sequence): number {
    const { sequence: whole, from } = this.#origins.get(sequence) ?? { sequence, from: 0 };
    const tails = this.#numbersOfTails.get(whole) ?? this.#numberTails(whole);
    return tails[from] ?? this.#intern("()");
  }

  #numberTails(sequence: Sequence): readonly number[] {
    const tails = new Array<number>(sequence.parts.length);
    let rest = this.#intern("()");
    for (let index = sequence.parts.length - 1; index >= 0; index--) {
      const part = sequence.parts[index];
      if (part !== undefined) rest = this.#intern(`${this.numberOf(part)},${rest}`);
      tails[index] = rest;
    }
    this.#numbersOfTails.set(sequence, tails);
    return tails;
  }

  #describe(expression: Exclude<Expression, Sequence>): string {
    switch (expression.kind) {
      case "empty":
        return "()";
      case "set":
        return `<${expression.set.key}>`;
      case "choice":
        return [...new Set(expression.branches.map((branch) => this.numberOf(branch)))].sort().join("|").concat("|");
      case "repeat":
        return `${this.numberOf(expression.body)}{${expression.min},${expression.max}}`;
    }
  }
}

/** What may come next and what is left after it, for characters of one alphabet: of each part it is found once, whatever comes before it. */
export class Steps {
  readonly #derivatives: Derivatives;
  readonly #codes: readonly number[];
  readonly #known = new Map<Expression, ReadonlyMap<number, Expression>>();

  constructor(derivatives: Derivatives, codes: readonly number[]) {
    this.#derivatives = derivatives;
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
        return this.#joined(expression.branches.map((branch) => this.of(branch)));
      case "repeat": {
        const again = anotherRound(expression);
        return new Map([...this.of(expression.body)].map(([code, rest]) => [code, sequenceOf([rest, again])]));
      }
      case "sequence":
        return this.#joined(this.#ofParts(expression));
    }
  }

  *#ofParts(sequence: Sequence): Iterable<ReadonlyMap<number, Expression>> {
    for (const [index, part] of sequence.parts.entries()) {
      const steps = this.of(part);
      const tail = steps.size === 0 ? emptyExpression : this.#derivatives.tailOf(sequence, index + 1);
      yield new Map([...steps].map(([code, rest]) => [code, followedBy(rest, tail)]));
      if (!isNullable(part)) return;
    }
  }

  #joined(parts: Iterable<ReadonlyMap<number, Expression>>): ReadonlyMap<number, Expression> {
    const rests = new Map<number, Expression[]>();
    for (const part of parts) {
      for (const [code, rest] of part) {
        const others = rests.get(code);
        if (others === undefined) rests.set(code, [rest]);
        else others.push(rest);
      }
    }
    return new Map([...rests].map(([code, branches]) => [code, this.#derivatives.oneOf(branches) ?? emptyExpression]));
  }
}
