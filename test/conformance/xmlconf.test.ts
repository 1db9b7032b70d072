/**
 * The W3C XML conformance suite: no wrong verdict in message mode; in document mode every wrong verdict is listed with its reason.
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentTypes } from "../../src/xml/doctype/doctype-reader.js";
import { XmlError } from "../../src/xml/errors.js";
import { Reader, Token } from "../../src/xml/read/reader.js";
import { sharedFolder } from "../support/shared-folder.js";

interface SuiteTest {
  readonly id: string;
  readonly type: "valid" | "invalid" | "not-wf" | "error";
  readonly file: string;
  readonly namespace: "yes" | "no";
  readonly entities: "none" | "general" | "parameter" | "both";
  readonly version: string;
  readonly edition: string;
  readonly doctype: boolean;
}

/** Tests of document mode whose verdict differs: id and reason. One that passes fails the run. */
const exceptions: Readonly<Record<string, string>> = {};

const shared = sharedFolder();
if (shared === undefined) console.warn("xmlconf: skipped, there is no shared folder (SOAPWRIGHT_SHARED)");

describe.skipIf(shared === undefined)("W3C XML conformance suite", () => {
  const suite = join(shared ?? "", "corpus", "xmlconf");
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "xmlconf-"));
    execFileSync("tar", ["xf", join(suite, "data.tar.xz"), "-C", folder]);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function scoredTests(): SuiteTest[] {
    const lines = readFileSync(join(suite, "manifest.jsonl"), "utf8").trim().split("\n");
    // The manifest's shape is stated in the suite's README.
    const tests = lines.map((line) => JSON.parse(line) as SuiteTest);
    return tests.filter(
      ({ type, version, edition, namespace }) =>
        type !== "error" && version === "1.0" && (edition === "" || edition.split(" ").includes("5")) && namespace !== "no",
    );
  }

  /** Reads a document to its end; undefined: accepted. Anything thrown but an XmlError fails the test. */
  function refusal(test: SuiteTest, doctype: boolean, chunkLength?: number): XmlError | undefined {
    const bytes = new Uint8Array(readFileSync(join(folder, test.file)));
    try {
      const reader = new Reader(chunkLength === undefined ? bytes : chunksOf(bytes, chunkLength), { doctype: doctype && documentTypes });
      for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next()) {
        for (let index = 0; token === Token.startElement && index < reader.attributeCount; index++) reader.attributeValue(index);
        if (token === Token.text) void reader.text;
      }
      return undefined;
    } catch (error) {
      if (error instanceof XmlError) return error;
      throw new Error(`${test.id} (${test.file})`, { cause: error });
    }
  }

  function wrongVerdicts(
    tests: readonly SuiteTest[],
    mustAccept: (test: SuiteTest) => boolean,
    doctype: boolean,
    chunkLength?: number,
  ): string[] {
    return tests.flatMap((test) => {
      const refused = refusal(test, doctype, chunkLength);
      if ((refused === undefined) === mustAccept(test)) return [];
      return [
        `${test.id} ${test.type} ${test.file}: ${refused === undefined ? "accepted" : `${refused.line}:${refused.column} ${refused.message}`}`,
      ];
    });
  }

  const isWellFormed = (test: SuiteTest) => test.type !== "not-wf";

  it.each([undefined, 1, 7, 4096])("gives every verdict of message mode right, chunks of %s bytes", (chunkLength) => {
    const tests = scoredTests();
    expect(tests.length).toBeGreaterThan(1000);
    expect(wrongVerdicts(tests, (test) => !test.doctype && isWellFormed(test), false, chunkLength)).toEqual([]);
  });

  it.each([undefined, 1, 7, 4096])(
    "gives the verdicts of document mode right but for the listed ones, chunks of %s bytes",
    (chunkLength) => {
      const tests = scoredTests().filter(({ entities }) => entities === "none");
      expect(tests.length).toBeGreaterThan(500);
      const wrong = wrongVerdicts(tests, isWellFormed, true, chunkLength);
      expect(wrong.filter((line) => exceptions[line.split(" ")[0] ?? ""] === undefined)).toEqual([]);
      expect(wrong.map((line) => line.split(" ")[0]).toSorted()).toEqual(Object.keys(exceptions).toSorted());
      expect(wrong.length).toBeLessThanOrEqual(tests.length / 100);
    },
  );
});

function* chunksOf(bytes: Uint8Array, length: number): Iterable<Uint8Array> {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length);
}
