/**
 * Documents of others: what is valid survives decoding, encoding and JSON, and the JDK's validator finds what we write valid too; what is
 * not valid is refused for its reason, at its place.
 *
 * The table stands in docs/contracts.md.
 */
import { readFileSync } from "node:fs";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whyNoXerces, XercesJudge } from "../support/xerces.js";
import { type Normalization, normalizations } from "./compare-documents.js";
import { type Contract, type ContractDocument, listContracts } from "./corpus.js";
import { markdownTable, section } from "./docs-section.js";
import { judgeSchemas, withoutExternalSubset } from "./judge-schemas.js";
import { compareRefusals } from "./refusal.js";
import { payloadOf, type RoundTrip, roundTrip } from "./round-trip.js";

const contracts = listContracts().filter(({ documents }) => documents.length > 0);
const noJudge = whyNoXerces();
if (contracts.length === 0) console.warn("documents of others: skipped, the shared folder is absent");
else if (noJudge !== undefined) console.warn(`documents of others: skipped, ${noJudge}`);

/** Refusals for which the two validators name another rule or another place, and why. */
const otherRefusals: Readonly<Record<string, string>> = {};

interface Score {
  valid: number;
  survived: number;
  validAgain: number;
  invalid: number;
  refused: number;
  sameRule: number;
  samePlace: number;
}

describe.skipIf(contracts.length === 0 || noJudge !== undefined)("documents of others", () => {
  const rows: (readonly string[])[] = [];
  const used = new Map<Normalization, number>();
  const sum: Score = newScore();
  let judge: XercesJudge;
  beforeAll(() => {
    judge = new XercesJudge();
  });
  afterAll(() => judge.close());

  test.each(contracts)("$name", async (contract) => {
    const schema = await loadSchema({ entries: contract.entries, doctype: true, lenient: !contract.compiles });
    expect(schema.ok).toBe(true);
    const { files, remove } = judgeSchemas(contract);
    const judged = (await judge.schemaFiles(files)).valid;
    remove();
    const score = newScore();
    const findings: (readonly [string, ...unknown[]])[] = [];
    for (const document of contract.documents) {
      const finding = document.valid
        ? await judgeValid(document, schema, judged, score)
        : await judgeInvalid(contract, document, schema, judged, score);
      if (finding.length > 0) findings.push([document.file, ...finding.slice(0, 5)]);
    }
    expect(findings).toEqual([]);
    rows.push(rowOf(contract.name, score, judged));
    for (const key of scoreKeys) sum[key] += score[key];
  });

  test("the table in the docs is this one", () => {
    const lines = [
      ...markdownTable([
        ["contract", "valid", "survive", "valid again", "invalid", "refused", "same rule", "same place"],
        ...rows,
        rowOf("all", sum, true),
      ]),
      "",
      "What is not the same text although it is the same value, and how often in these documents:",
      "",
      ...Object.entries(normalizations).map(([key, text]) => `- ${text}: ${countOf(key)}`),
    ];
    console.log(lines.join("\n"));
    if (process.env.CONTRACTS !== undefined) return;
    const { found, wanted } = section("documents", lines);
    expect(found).toBe(wanted);
  });

  async function judgeValid(document: ContractDocument, schema: LoadedSchema, judged: boolean, score: Score): Promise<readonly string[]> {
    const trip: RoundTrip = roundTrip(schema, document);
    score.valid++;
    for (const [key, count] of trip.used) used.set(key, (used.get(key) ?? 0) + count);
    if (trip.losses.length > 0 || trip.written === undefined) return trip.losses;
    score.survived++;
    if (!judged) return [];
    const answer = await judge.instanceText(trip.written);
    if (answer.valid) score.validAgain++;
    return answer.valid ? [] : [`what we wrote is not valid: ${answer.message}`];
  }

  async function judgeInvalid(
    contract: Contract,
    document: ContractDocument,
    schema: LoadedSchema,
    judged: boolean,
    score: Score,
  ): Promise<readonly string[]> {
    const bytes = payloadBytes(document);
    const [issue] = schema.validate(bytes);
    score.invalid++;
    if (issue === undefined) return ["it is not refused"];
    score.refused++;
    if (!judged) return [];
    const answer = await judge.instanceText(withoutExternalSubset(bytes));
    const { sameRule, samePlace } = compareRefusals(issue, answer);
    if (sameRule) score.sameRule++;
    if (samePlace) score.samePlace++;
    const reason = otherRefusals[`${contract.name}/${document.file}`];
    if (sameRule && samePlace) return reason === undefined ? [] : ["no exception is needed any more"];
    return reason === undefined ? [`${answer.line} ${answer.message}`, `${issue.line} ${issue.id} ${issue.message}`] : [];
  }

  function countOf(key: string): string {
    // The keys are those of the record that the map's keys are made of.
    return String(used.get(key as Normalization) ?? 0);
  }
});

/** What is not well-formed is judged as it is. */
function payloadBytes(document: ContractDocument): Uint8Array {
  const bytes = readFileSync(document.path);
  if (!document.message) return bytes;
  const payload = payloadOf(document);
  if (payload === undefined) throw new Error(`${document.file} has no payload`);
  return payload.bytes;
}

const scoreKeys = ["valid", "survived", "validAgain", "invalid", "refused", "sameRule", "samePlace"] as const;

function newScore(): Score {
  return { valid: 0, survived: 0, validAgain: 0, invalid: 0, refused: 0, sameRule: 0, samePlace: 0 };
}

function rowOf(name: string, score: Score, judged: boolean): readonly string[] {
  const cells = scoreKeys.map((key) => (judged || ["valid", "survived", "invalid", "refused"].includes(key) ? String(score[key]) : "-"));
  return [name, ...cells];
}
