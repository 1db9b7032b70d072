/**
 * The rule that we name first for an invalid instance of the suite is one that Xerces names too.
 *
 * All invalid instances, but of NIST's (thousands alike) every twentieth. Where we differ on purpose, rule-id-differences.txt says why.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedFolder } from "../support/shared-folder.js";
import { whyNoXerces, XercesJudge } from "../support/xerces.js";
import { entriesOf, isScored, openSuite, type Suite, type SuiteTest } from "./suite.js";

const reason = sharedFolder() === undefined ? "the folder with the suite is absent (SOAPWRIGHT_SHARED)" : whyNoXerces();

/** `our-id | ids of Xerces, all that it may name | why`, one a line; lines that begin with # are comments. */
function readDifferences(): ReadonlySet<string> {
  const lines = readFileSync(new URL("rule-id-differences.txt", import.meta.url), "utf8").split("\n");
  const fields = lines
    .filter((line) => line.trim() !== "" && !line.startsWith("#"))
    .map((line) => line.split("|").map((field) => field.trim()));
  return new Set(fields.map(([ours, theirs]) => `${ours} | ${theirs}`));
}

function isSampled(test: SuiteTest, index: number): boolean {
  return (
    test.kind === "instance" &&
    test.expected10 === "invalid" &&
    isScored(test) &&
    test.hints !== true &&
    (test.contributor !== "NIST" || index % 20 === 0)
  );
}

describe.skipIf(reason !== undefined)(`ids of rules${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  let suite: Suite | undefined;
  let xerces: XercesJudge;
  beforeAll(() => {
    suite = openSuite();
    xerces = new XercesJudge();
  });
  afterAll(() => {
    suite?.close();
    xerces.close();
  });

  test("our first id is one that Xerces names", async () => {
    if (suite === undefined) throw new Error("there is no suite");
    const { data, tests } = suite;
    const differences = readDifferences();
    const met = new Set<string>();
    const unexplained: string[] = [];
    let agreed = 0;
    let differed = 0;
    for (const sampled of tests.filter(isSampled)) {
      const entries = entriesOf(sampled, data);
      const schema = await loadSchema({ entries, doctype: true });
      if (!schema.ok || !(await xerces.schemaFiles(entries)).valid) continue;
      const file = join(data, sampled.instance ?? "");
      const [first] = schema.validate(readFileSync(file), { baseUri: file });
      const answer = await xerces.instanceFile(file);
      if (first === undefined || answer.valid) continue;
      if (answer.keys.includes(first.id) || (first.id.startsWith("xml-") && answer.keys.includes("XML"))) {
        agreed++;
        continue;
      }
      differed++;
      const difference = `${first.id} | ${answer.keys.join(" ")}`;
      met.add(difference);
      if (!differences.has(difference)) unexplained.push(`${difference} | ${sampled.id} | ${first.message} | ${answer.message}`);
    }
    console.log(`rule ids: ${agreed} agree, ${differed} differ for ${met.size} reasons`);
    expect(unexplained).toEqual([]);
    expect([...differences].filter((difference) => !met.has(difference))).toEqual([]);
    expect(agreed).toBeGreaterThan(300);
    expect(differed).toBeLessThan(agreed / 10);
  });
});
