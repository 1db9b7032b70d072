/**
 * The W3C XML Schema Test Suite, open part: its tests, and its documents unpacked into a temporary folder.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedFolder } from "../support/shared-folder.js";

type Verdict = "valid" | "invalid";

/** A line of the manifest. */
export interface SuiteTest {
  readonly id: string;
  readonly kind: "schema" | "instance";
  readonly contributor: string;
  readonly set: string;
  readonly group: string;
  readonly schemas: readonly string[];
  readonly roots?: readonly string[];
  readonly instance?: string;
  readonly hints?: boolean;
  readonly expected10: Verdict | "indeterminate" | "implementation-defined" | null;
  readonly status: string | null;
  readonly flags?: readonly string[];
}

export interface Suite {
  readonly tests: readonly SuiteTest[];
  /** The folder that the paths in tests are relative to. */
  readonly data: string;
  close(): void;
}

/** Unpacks the suite; undefined where it is absent. */
export function openSuite(): Suite | undefined {
  const shared = sharedFolder();
  if (shared === undefined) return undefined;
  const folder = join(shared, "corpus/xsts");
  const data = mkdtempSync(join(tmpdir(), "soapwright-xsts-"));
  execFileSync("tar", ["-xJf", join(folder, "data.tar.xz"), "-C", data]);
  const lines = readFileSync(join(folder, "manifest.jsonl"), "utf8").split("\n");
  const tests: readonly SuiteTest[] = lines.filter((line) => line !== "").map((line) => JSON.parse(line));
  return { tests, data, close: () => rmSync(data, { recursive: true }) };
}

/** Accepted, with an expectation for XSD 1.0. */
export function isScored(test: SuiteTest): boolean {
  const settled = test.status === "accepted" || test.status === "stable";
  return settled && (test.expected10 === "valid" || test.expected10 === "invalid");
}

/** The documents to hand to the processor. */
export function entriesOf(test: SuiteTest, data: string): readonly string[] {
  return (test.roots ?? test.schemas).map((path) => join(data, path));
}
