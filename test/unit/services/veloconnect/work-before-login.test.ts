/**
 * What a stranger's request costs before its sender is known, at the default limits.
 *
 * A tenth of a second of CPU is what is promised. Tests run on machines of any speed, so each request is compared with a message of as many bytes of
 * plain text: that takes 6 ms on a machine where nothing else runs, and sixteen times that are a tenth of a second.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { costlyDocuments, costlyForms, costlyMessages } from "../../../support/costly-requests.js";
import { runBundled } from "../../../support/run-bundled.js";

const mostTimesPlain = 16;
/** By "a message full of names". */
let timesPlain: ReadonlyMap<string, number>;

beforeAll(async () => {
  const printed = await runBundled("work-before-login", [], [String(mostTimesPlain)]);
  timesPlain = new Map([...printed.matchAll(/^ *([\d.]+) .* ms {2}(.*)$/gm)].map(([, times, name = ""]) => [name, Number(times)]));
}, 300_000);

describe("a message full of", () => {
  it.each(costlyMessages)("$fullOf", ({ fullOf }) => expect(timesPlain.get(`a message full of ${fullOf}`)).toBeLessThan(mostTimesPlain));
});

describe("a document full of", () => {
  it.each(costlyDocuments)("$fullOf", ({ fullOf }) => expect(timesPlain.get(`a document full of ${fullOf}`)).toBeLessThan(mostTimesPlain));
});

describe("a form full of", () => {
  it.each(costlyForms)("$fullOf", ({ fullOf }) => expect(timesPlain.get(`a form full of ${fullOf}`)).toBeLessThan(mostTimesPlain));
});
