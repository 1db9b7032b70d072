/**
 * Atomic types without patterns -> candidates for their texts, readable ones first.
 */
import { isFromBuiltin } from "../../../src/datatypes/builtins.js";
import type { Datatype } from "../../../src/datatypes/datatype.js";
import { decimalTexts, floatTexts } from "./number-texts.js";
import type { Random } from "./random.js";
import { timeTexts } from "./time-texts.js";

const words = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "harbour", "indigo", "juniper", "kestrel", "lagoon"];
const languages = ["en", "de", "fr", "en-GB", "nl"];
const numbersOfBytes = [0, 1, 2, 3, 4, 5, 8, 10, 16, 20, 24, 28, 32, 40, 64, 100];

/** Candidates for a text; each must be checked, since facets may rule it out. QName and NOTATION are not made here. */
export function* atomicTexts(type: Datatype, random: Random): Generator<string> {
  const { primitive } = type;
  switch (primitive) {
    case "boolean":
      yield* random.chance(0.5) ? ["true", "false", "1", "0"] : ["false", "true", "1", "0"];
      return;
    case "decimal":
      yield* decimalTexts(type, random);
      return;
    case "float":
    case "double":
      yield* floatTexts(type, random);
      return;
    case "hexBinary":
      for (const length of lengthsOf(type)) yield randomDigits(random, 2 * length);
      return;
    case "base64Binary":
      for (const length of lengthsOf(type)) yield base64Of(length, random);
      return;
    case "anyURI":
      yield `http://example.com/${random.pick(words)}`;
      yield* stringTexts(type, random);
      return;
    case "string":
    case "anySimpleType":
    case undefined:
      if (isFromBuiltin(type, "language")) yield* languages.slice(random.below(languages.length));
      yield* stringTexts(type, random);
      return;
    default:
      yield* timeTexts(type, primitive, random);
  }
}

/** Longer texts are not made. */
const mostCharacters = 1_000_000;

/** Words, made longer or cut to what lengths allow. */
export function* stringTexts({ facets }: Datatype, random: Random): Generator<string> {
  const least = facets.length ?? facets.minLength ?? 0;
  const most = facets.length ?? facets.maxLength ?? Number.POSITIVE_INFINITY;
  if (least > mostCharacters) return;
  for (let round = 0; round < 3; round++) {
    let text = random.pick(words);
    while (text.length < least) text += random.chance(0.5) ? random.pick(words) : String(random.below(10));
    yield text.slice(0, Math.min(most, Math.max(least, text.length)));
  }
  yield "a".repeat(Math.min(most, Math.max(least, 1)));
  yield "";
}

/** Few lengths, those that the facets name first. */
function* lengthsOf({ facets }: Datatype): Generator<number> {
  for (const length of [facets.length, facets.minLength, facets.maxLength]) {
    if (length !== undefined && length > 0 && length <= 1_000_000) yield length;
  }
  yield* [4, ...numbersOfBytes];
}

function randomDigits(random: Random, length: number): string {
  let text = "";
  while (text.length < length) text += "0123456789ABCDEF"[random.below(16)] ?? "0";
  return text;
}

function base64Of(length: number, random: Random): string {
  const bytes = Array.from({ length: Math.min(length, 10_000) }, () => String.fromCharCode(97 + random.below(26)));
  return btoa(bytes.join(""));
}
