/**
 * Real contracts against themselves, and against versions of them in which one thing was changed: every document that is to show a breaking
 * change has the verdicts that Xerces gives for the two versions.
 *
 * CONTRACTS=name,name restricts the contracts.
 */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { memoryHost } from "../../codegen/load/host.js";
import { type OpenContract, openContract } from "../../codegen/open-contract.js";
import { compare } from "../../codegen/tools/compare/compare.js";
import { sharedFolder } from "../support/shared-folder.js";
import { whyNoXerces, XercesJudge } from "../support/xerces.js";
import { listContracts } from "./corpus.js";

const why = sharedFolder() === undefined ? "the shared folder is absent" : whyNoXerces();
if (why !== undefined) console.warn(`changes of real contracts: skipped, ${why}`);

/** Loads in no mode. */
const broken = new Set(["nodesoap-farequote"]);
const real = listContracts().filter(({ name }) => !broken.has(name));

/** One change of a schema's text; `nth` says at which of the places it is made. */
const changes: readonly (readonly [name: string, pattern: RegExp, replacement: string])[] = [
  ["an element required", / minOccurs="0"/g, ""],
  ["an attribute required", / use="optional"/g, ' use="required"'],
  ["a value less", /<(xs:|xsd:)?enumeration value="[^"]*"\s*\/>/g, ""],
  ["a shorter text", /maxLength value="(\d+)"/g, 'maxLength value="1"'],
  ["a repetition less", /maxOccurs="unbounded"/g, 'maxOccurs="1"'],
  ["another type", /type="(xs:|xsd:)string"/g, 'type="$1int"'],
];

/** Contracts of one document, which can be changed in memory. */
const single = [
  "iso20022-pain001",
  "kml-2.2",
  "elytron-19",
  "cwmp-datamodel-1.4",
  "musicxml-4.0",
  "opcua-nodeset",
  "cda-r2-sdtc",
  "fhir-single",
];

function changed(text: string, pattern: RegExp, replacement: string, nth: number): string {
  let count = -1;
  return text.replace(pattern, (...groups: readonly (string | number)[]) => {
    count++;
    return count === nth ? replacement.replace("$1", String(groups[1] ?? "")) : String(groups[0]);
  });
}

function contractOf(uri: string, text: string): OpenContract | undefined {
  const files = memoryHost({ [uri]: text });
  return openContract({ entries: [uri], host: files }).contract;
}

describe.skipIf(why !== undefined)("real contracts", () => {
  let judge: XercesJudge;
  beforeAll(() => {
    judge = new XercesJudge();
  });
  afterAll(() => judge.close());

  it.each(real)("$name has not changed against itself", ({ entries }) => {
    const open = (): OpenContract | undefined => openContract({ entries, lenient: true }).contract;
    const [before, after] = [open(), open()];
    if (before === undefined || after === undefined) throw new Error("the contract does not load");
    expect(compare(before, after, { direction: "both" })).toEqual([]);
  });

  const changeable = real.filter(
    ({ name, entries }) => single.includes(name) && !/<\w*:?(import|include)\b/.test(readFileSync(entries[0] ?? "", "utf8")),
  );
  it.each(changeable)("$name: what breaks is shown", async ({ entries: [entry = ""] }) => {
    const text = readFileSync(entry, "utf8");
    const before = contractOf("schema.xsd", text);
    if (before === undefined) throw new Error("the contract does not load");
    let shown = 0;
    for (const [, pattern, replacement] of changes) {
      for (const nth of [0, 7]) {
        const next = changed(text, pattern, replacement, nth);
        const after = next === text ? undefined : contractOf("schema.xsd", next);
        if (after === undefined) continue;
        const breaking = compare(before, after, { direction: "request" }).filter(({ verdict }) => verdict === "breaking");
        const witnesses = breaking.flatMap(({ witness }) => witness ?? []);
        shown += witnesses.length;
        if (witnesses.length === 0) continue;
        for (const [version, valid] of [
          [text, true],
          [next, false],
        ] as const) {
          if (!(await judge.schemaText(version)).valid) continue;
          for (const { xml } of witnesses) {
            const answer = await judge.instanceText(xml);
            expect(answer.valid, `${answer.message}\n${xml}`).toBe(valid);
          }
        }
      }
    }
    expect(shown).toBeGreaterThan(0);
  });
});
