import { describe, expect, test } from "vitest";
import { Derivatives, Steps } from "../../../../codegen/language/derivatives.js";
import { choiceOf, type Expression, repeatOf, sequenceOf } from "../../../../src/datatypes/pattern/expression.js";

function character(code: number): Expression {
  return { kind: "set", set: { key: String(code), has: (other) => other === code } };
}

function optionalOnes(count: number): Expression {
  return sequenceOf(Array.from({ length: count }, (_, code) => repeatOf(character(code), 0, 1)));
}

const codes = Array.from({ length: 50 }, (_, code) => code);

describe("what may come next", () => {
  const cases = [
    { given: "optional ones", expression: optionalOnes(6) },
    { given: "a choice", expression: choiceOf([sequenceOf([character(0), character(1)]), character(2)]) },
    { given: "one character in two ways", expression: sequenceOf([repeatOf(character(0), 0, 3), character(0), character(1)]) },
    { given: "rounds", expression: repeatOf(sequenceOf([character(0), repeatOf(character(1), 0, 1)]), 2, 5) },
  ];
  test.each(cases)("$given: all characters at once are each by itself", ({ expression }) => {
    const derivatives = new Derivatives();
    const steps = new Steps(derivatives, codes).of(expression);
    for (const code of codes) {
      const [rest, alone] = [steps.get(code), derivatives.after(expression, code)];
      expect(rest && derivatives.keyOf(rest)).toBe(alone && derivatives.keyOf(alone));
    }
  });

  test("there are as many rests of a sequence as it has parts, whichever way they are reached", () => {
    const rests = new Set<Expression>();
    const steps = new Steps(new Derivatives(), codes);
    const pending = [repeatOf(optionalOnes(50), 1, 1)];
    for (const expression of pending) {
      for (const rest of steps.of(expression).values()) {
        if (!rests.has(rest)) pending.push(rest);
        rests.add(rest);
      }
    }
    expect(rests.size).toBe(50);
  });
});
