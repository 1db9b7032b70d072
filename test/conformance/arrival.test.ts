/**
 * What is found wrong with a document does not depend on how it arrives: whole, in chunks of any size, in UTF-16, with other prefixes.
 *
 * On about 2,000 instances of the suite: every second one, of NIST's (thousands alike) every thirtieth.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sharedFolder } from "../support/shared-folder.js";
import { renamePrefixes } from "./rename-prefixes.js";
import { entriesOf, isScored, openSuite, type Suite, type SuiteTest } from "./suite.js";

const reason = sharedFolder() === undefined ? "the folder with the suite is absent (SOAPWRIGHT_SHARED)" : undefined;

function* chunked(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** The text of a UTF-8 document; undefined for other encodings. */
function textOf(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  if (/^(\xfe\xff|\xff\xfe|\x00)/.test(head) || head[1] === "\0") return undefined;
  const encoding = /^(?:\xef\xbb\xbf)?<\?xml[^>]*encoding\s*=\s*["']([^"']+)/.exec(head)?.[1] ?? "utf-8";
  if (!/^utf-?8$/i.test(encoding)) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function utf16(text: string): Uint8Array {
  return Buffer.from(`\ufeff${text.replace(/^(<\?xml[^>]*encoding\s*=\s*["'])[^"']+/, "$1UTF-16")}`, "utf16le");
}

type Way = (bytes: Uint8Array) => Uint8Array | string | Iterable<Uint8Array> | undefined;

const ways: readonly (readonly [string, Way])[] = [
  ["as text", (bytes) => textOf(bytes)],
  ["in chunks of 1 byte", (bytes) => chunked(bytes, 1)],
  ["in chunks of 7 bytes", (bytes) => chunked(bytes, 7)],
  ["in chunks of 4,096 bytes", (bytes) => chunked(bytes, 4096)],
  ["in UTF-16", (bytes) => withText(bytes, utf16)],
  ["in UTF-16 in chunks of 7 bytes", (bytes) => withText(bytes, (text) => chunked(utf16(text), 7))],
  ["with other prefixes", (bytes) => withText(bytes, renamePrefixes)],
];

function withText<T>(bytes: Uint8Array, change: (text: string) => T): T | undefined {
  const text = textOf(bytes);
  return text === undefined ? undefined : change(text);
}

function isSampled(test: SuiteTest, index: number): boolean {
  return test.kind === "instance" && isScored(test) && test.hints !== true && index % (test.contributor === "NIST" ? 30 : 2) === 0;
}

/** Ids and paths: messages may quote prefixes, columns count differently. */
function describeIssues(schema: LoadedSchema, input: Uint8Array | string | Iterable<Uint8Array>): string {
  const issues = schema.validate(input);
  return issues.map(({ id, path, line }) => `${id} ${path} ${line}`).join("\n");
}

test("prefixes are renamed where that is safe", () => {
  expect(renamePrefixes('<a:b xmlns:a="u" a:c="x">t</a:b>')).toBe('<a-other:b xmlns:a-other="u" a-other:c="x">t</a-other:b>');
  expect(renamePrefixes('<b xmlns:a="u">a:c</b>')).toBeUndefined();
});

describe.skipIf(reason !== undefined)(`documents arrive in many ways${reason === undefined ? "" : ` (skipped: ${reason})`}`, () => {
  let suite: Suite | undefined;
  beforeAll(() => {
    suite = openSuite();
  });
  afterAll(() => suite?.close());

  test("with the same findings", async () => {
    if (suite === undefined) throw new Error("there is no suite");
    const { data, tests } = suite;
    const counts = new Map<string, number>();
    const differences: string[] = [];
    for (const sampled of tests.filter(isSampled)) {
      const schema = await loadSchema({ entries: entriesOf(sampled, data), doctype: true });
      const bytes = readFileSync(join(data, sampled.instance ?? ""));
      const want = describeIssues(schema, bytes);
      for (const [name, way] of ways) {
        const input = way(bytes);
        if (input === undefined) continue;
        counts.set(name, (counts.get(name) ?? 0) + 1);
        const found = describeIssues(schema, input);
        if (found !== want) differences.push(`${sampled.id} ${name}: ${found || "valid"}, not ${want || "valid"}`);
      }
    }
    console.log([...counts].map(([name, count]) => `${name}: ${count}`).join(", "));
    expect(differences).toEqual([]);
    expect(counts.get("in chunks of 1 byte")).toBeGreaterThan(2000);
    expect(counts.get("in UTF-16")).toBeGreaterThan(1800);
    expect(counts.get("with other prefixes")).toBeGreaterThan(1000);
  });
});
