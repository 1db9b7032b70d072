/**
 * Dates, times and durations: candidates in several lexical forms, and ones at and beside the bounds. XSD 1.0 Part 2 §3.2.6 to §3.2.14
 */
import type { Datatype, Primitive } from "../../../src/datatypes/datatype.js";
import type { Random } from "./random.js";

const zones = ["", "Z", "+02:00", "-05:00"];

/** Candidates, to be checked. */
export function* timeTexts(type: Datatype, primitive: Primitive, random: Random): Generator<string> {
  const { minInclusive, maxInclusive, minExclusive, maxExclusive } = type.facets;
  for (let round = 0; round < 3; round++) yield randomForm(primitive, random, round === 0 ? zones.slice(0, 2) : zones);
  for (const bound of [minInclusive, maxInclusive]) if (bound !== undefined) yield bound.lexical;
  for (const bound of [minInclusive, minExclusive]) if (bound !== undefined) yield* shifted(bound.lexical, 1);
  for (const bound of [maxInclusive, maxExclusive]) if (bound !== undefined) yield* shifted(bound.lexical, -1);
  for (const zone of zones) yield randomForm(primitive, random, [zone]);
}

function randomForm(primitive: Primitive, random: Random, choice: readonly string[]): string {
  const number = (low: number, high: number): string => String(low + random.below(high - low + 1)).padStart(2, "0");
  const zone = random.pick(choice);
  const year = String(2000 + random.below(30));
  const month = number(1, 12);
  const day = number(1, 28);
  const time = `${number(0, 23)}:${number(0, 59)}:${number(0, 59)}`;
  switch (primitive) {
    case "dateTime":
      return `${year}-${month}-${day}T${time}${zone === "" ? "Z" : zone}`;
    case "date":
      return `${year}-${month}-${day}${zone === "Z" ? "" : zone}`;
    case "time":
      return `${time}${zone}`;
    case "gYearMonth":
      return `${year}-${month}`;
    case "gYear":
      return year;
    case "gMonthDay":
      return `--${month}-${day}`;
    case "gDay":
      return `---${day}`;
    case "gMonth":
      return `--${month}`;
    default:
      return random.pick([
        `P${1 + random.below(30)}D`,
        `PT${1 + random.below(48)}H`,
        `P${1 + random.below(9)}Y`,
        `PT${1 + random.below(90)}M`,
        "P1Y2M3DT4H5M6S",
      ]);
  }
}

/** The same with one of its numbers one higher or lower; a check finds which of them are valid. */
function* shifted(lexical: string, step: number): Generator<string> {
  for (const { index, 0: digits } of [...lexical.matchAll(/\d+/g)].reverse()) {
    const next = Number(digits) + step;
    if (next >= 0) yield lexical.slice(0, index) + String(next).padStart(digits.length, "0") + lexical.slice(index + digits.length);
  }
}
