/**
 * What fuzzing has found stays found: all inputs of the corpus, and the fuzzer itself on a target with a mistake.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { fuzz, problemOf, shorten } from "../fuzz/engine.js";
import { Mutator } from "../fuzz/mutate.js";
import { Random } from "../fuzz/random.js";
import { targets } from "../fuzz/targets/index.js";

const corpus = fileURLToPath(new URL("../fuzz/corpus/", import.meta.url));

describe("inputs of the corpus", () => {
  it.each(Object.keys(targets))(
    "%s",
    async (name) => {
      const target = await targets[name]?.();
      const files = readdirSync(`${corpus}${name}`);
      expect(files.length).toBeGreaterThan(0);
      if (target === undefined) throw new Error("no target");
      for (const file of files) expect(problemOf(target, readFileSync(`${corpus}${name}/${file}`)), file).toBeUndefined();
    },
    120_000,
  );

  it("belong to targets", () => {
    expect(existsSync(corpus) ? readdirSync(corpus).filter((name) => targets[name] === undefined) : []).toEqual([]);
  });
});

const utf8 = new TextEncoder();
const textOf = (input: Uint8Array): string => new TextDecoder().decode(input);

test("a seed makes the same inputs each time", () => {
  const inputs = (seed: number): string[] => {
    const mutator = new Mutator(new Random(seed), [utf8.encode("<a>")]);
    let input: Uint8Array = utf8.encode("<root><b/>text 12</root>");
    return Array.from({ length: 200 }, () => {
      input = mutator.mutate(input.subarray(0, 200), utf8.encode("<other/>"));
      return textOf(input);
    });
  };
  expect(inputs(1)).toEqual(inputs(1));
  expect(inputs(1)).not.toEqual(inputs(2));
  expect(new Set(inputs(1)).size).toBeGreaterThan(100);
});

test("inputs are made as short as they can be", () => {
  const fails = (input: Uint8Array): boolean => textOf(input).includes("bug") && input.length % 2 === 1;
  expect(textOf(shorten(utf8.encode("some text with a bug in it, and more"), fails))).toBe("bug");
});

/** Four conditions, one in another. */
function hasMistake(input: Uint8Array): void {
  if (input[0] === 0x6d) {
    if (input[1] === 0x61) {
      if (input[2] === 0x7a) {
        if (input[3] === 0x65) throw new Error("found");
      }
    }
  }
}

test("new code leads to what is behind it", () => {
  const target = { dictionary: ["m", "a", "z", "e"], work: { fixed: 1e9, perOctet: 0 }, check: hasMistake };
  const { found, added } = fuzz(target, {
    corpus: [utf8.encode("....")],
    seed: 1,
    seconds: 60,
    mostFindings: 1,
    isCounted: (url) => url.includes("fuzz-corpus.test"),
    onInput: () => undefined,
    onProgress: () => undefined,
  });
  expect(found.map(({ input, message }) => [textOf(input), message.split("\n")[0]])).toEqual([["maze", "threw Error: found"]]);
  expect(added.length).toBeGreaterThanOrEqual(3);
}, 90_000);

test("work that is not linear in the input is found", () => {
  const check = (input: Uint8Array): void => {
    const one = (): number => 1;
    for (const left of input) for (const right of input) if (left === right && left === 0x61) one();
  };
  const target = { dictionary: ["a"], work: { fixed: 20_000, perOctet: 100 }, check };
  const { found } = fuzz(target, {
    corpus: [utf8.encode("a")],
    seed: 1,
    seconds: 60,
    mostFindings: 1,
    isCounted: (url) => url.includes("fuzz-corpus.test"),
    onInput: () => undefined,
    onProgress: () => undefined,
  });
  expect(found.map(({ message }) => message.replaceAll(/\d+/g, "N"))).toEqual(["work: N for N octets"]);
}, 90_000);
