/**
 * A continuous judge: random schemas and instances, our verdict against those of Xerces (JDK) and libxml2.
 *
 * Differences that the specification settles are in random/settled.ts. SOAPWRIGHT_JUDGE_RUNS asks for longer runs,
 * SOAPWRIGHT_JUDGE_SEED for others.
 */
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoXerces, XercesJudge } from "../support/xerces.js";
import { Choices } from "./random/choices.js";
import { type Judgement, Judges } from "./random/compare.js";
import { randomInstance } from "./random/instance.js";
import { randomSchema } from "./random/schema.js";
import { isSettled } from "./random/settled.js";
import { writeSchema } from "./random/write-schema.js";

const numRuns = Number(process.env.SOAPWRIGHT_JUDGE_RUNS ?? 300);
const seed = Number(process.env.SOAPWRIGHT_JUDGE_SEED ?? 20_041_028);
const reason = whyNoXerces();

function describeJudgement({ schema, instance, ours, xerces, libxml2 }: Judgement): string {
  const we = ours.map(({ id, message }) => `${id}: ${message}`).join("\n  ") || "valid";
  return [
    schema,
    instance ?? "(the schema itself)",
    `we: ${we}`,
    `Xerces: ${xerces.message || "valid"}`,
    `libxml2: ${libxml2?.message || "valid"}`,
  ].join("\n");
}

describe.skipIf(reason !== undefined)(`random schemas, three judges${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  let xerces: XercesJudge;
  let judges: Judges;
  const counts = { schemas: 0, conforming: 0, instances: 0, valid: 0 };

  beforeAll(() => {
    xerces = new XercesJudge();
    judges = new Judges(xerces);
  });
  afterAll(() => {
    judges.close();
    xerces.close();
    console.log(
      `${counts.schemas} schemas, ${counts.conforming} conforming; ${counts.instances} instances, ${counts.valid} valid; seed ${seed}`,
    );
  });

  const count = (judgements: readonly Judgement[]): void => {
    counts.schemas++;
    if (judgements.length > 1) counts.conforming++;
    counts.instances += judgements.length - 1;
    counts.valid += judgements.slice(1).filter(({ ours }) => ours.length === 0).length;
  };

  test("no verdict differs without a settled reason", { timeout: Math.max(1_200_000, numRuns * 200) }, async () => {
    const bytes = fc.uint8Array({ minLength: 0, maxLength: 4000, size: "max" });
    const property = fc.asyncProperty(bytes, async (chosen) => {
      const choices = new Choices(chosen);
      const model = randomSchema(choices);
      const instances = Array.from({ length: 6 }, () => randomInstance(choices, model));
      const judgements = await judges.judge(writeSchema(model), instances);
      count(judgements);
      const unsettled = judgements.find((judgement) => !isSettled(judgement));
      expect(unsettled === undefined ? "" : describeJudgement(unsettled)).toBe("");
    });
    await fc.assert(property, { numRuns, seed });
    expect(counts.valid).toBeGreaterThan(counts.instances / 10);
    expect(counts.valid).toBeLessThan(counts.instances);
  });
});
