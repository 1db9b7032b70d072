/**
 * `npm run test:conformance`: the W3C XML Schema Test Suite, open part, in one process through loadSchema.
 *
 * A wrong verdict fails the run unless exceptions.txt has it; an exception that is right fails the run too. Arguments restrict the run
 * to tests whose id contains one of them, and list what is wrong. The suite's own README says how it is scored.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import { expectShortRun } from "../../src/cli/contracts/short-run.js";
import { entriesOf, isScored, openSuite, type Suite, type SuiteTest } from "./suite.js";

type Verdict = "valid" | "invalid";

interface Count {
  right: number;
  excused: number;
  wrong: number;
}

const outsideCore = new Set(["dangling-reference", "xml-1.1", "xsd-1.1-syntax"]);

function isCore(test: SuiteTest): boolean {
  return !(test.flags ?? []).some((flag) => outsideCore.has(flag));
}

/** `id reason`, one a line; lines that begin with # are comments. */
function readExceptions(): ReadonlyMap<string, string> {
  const lines = readFileSync(new URL("../../test/conformance/exceptions.txt", import.meta.url), "utf8").split("\n");
  return new Map(
    lines
      .filter((line) => line.trim() !== "" && !line.startsWith("#"))
      .map((line) => {
        const [id = "", ...reason] = line.split(/\s+/);
        return [id, reason.join(" ")];
      }),
  );
}

/** Tests by group: they share a schema. */
function groupTests(tests: readonly SuiteTest[]): readonly (readonly SuiteTest[])[] {
  const groups = new Map<string, SuiteTest[]>();
  for (const test of tests) {
    const key = `${test.set}/${test.group} ${(test.roots ?? test.schemas).join(" ")} ${test.hints === true}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [test]);
    else group.push(test);
  }
  return [...groups.values()];
}

function judge(test: SuiteTest, schema: LoadedSchema, data: string): Verdict {
  if (!schema.ok || test.instance === undefined) return schema.ok ? "valid" : "invalid";
  const file = join(data, test.instance);
  return schema.validate(readFileSync(file), { baseUri: file }).length === 0 ? "valid" : "invalid";
}

async function runGroup(
  group: readonly SuiteTest[],
  data: string,
  onVerdict: (test: SuiteTest, found: Verdict | "crash", detail: string) => void,
): Promise<void> {
  const [first] = group;
  if (first === undefined) return;
  const entries = entriesOf(first, data);
  const schema = await loadSchema({ entries, schemaLocationHints: first.hints === true, doctype: true });
  const schemaWasWrong = group.some((test) => test.kind === "schema" && isScored(test) && test.expected10 === "valid") && !schema.ok;
  for (const test of group) {
    if (!isScored(test)) continue;
    const detail = schema.diagnostics.find(({ severity }) => severity === "error")?.message ?? "";
    try {
      const found = judge(test, schema, data);
      // Where a valid schema was refused, refusing its instances is not right either.
      const counted = test.kind === "instance" && schemaWasWrong ? (test.expected10 === "valid" ? "invalid" : "valid") : found;
      onVerdict(test, counted, detail);
    } catch (error) {
      onVerdict(test, "crash", error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }
}

async function main(suite: Suite, filters: readonly string[]): Promise<boolean> {
  try {
    const tests = suite.tests.filter(({ id }) => filters.length === 0 || filters.some((filter) => id.includes(filter)));
    return await score(tests, suite.data, filters.length > 0);
  } finally {
    suite.close();
  }
}

async function score(tests: readonly SuiteTest[], data: string, partial: boolean): Promise<boolean> {
  const exceptions = readExceptions();
  const met = new Set<string>();
  const counts = new Map<string, Count>();
  const problems: string[] = [];
  const add = (row: string, outcome: keyof Count): void => {
    const count = counts.get(row) ?? { right: 0, excused: 0, wrong: 0 };
    count[outcome]++;
    counts.set(row, count);
  };
  const groups = groupTests(tests);
  let done = 0;
  for (const group of groups) {
    await runGroup(group, data, (test, found, detail) => {
      const right = found === test.expected10;
      const excused = !right && exceptions.has(test.id);
      if (exceptions.has(test.id)) met.add(test.id);
      if (right && exceptions.has(test.id)) problems.push(`${test.id}: is right; take it out of exceptions.txt`);
      if (!right && !excused) problems.push(`${test.id}: ${found}, expected ${test.expected10}${detail === "" ? "" : `: ${detail}`}`);
      const outcome = right ? "right" : excused ? "excused" : "wrong";
      for (const row of [`${test.contributor} ${test.kind}`, `all ${test.kind}`, ...(isCore(test) ? [`core ${test.kind}`] : [])])
        add(row, outcome);
    });
    done++;
    if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${done} of ${groups.length} groups`);
  }
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  if (!partial) for (const id of exceptions.keys()) if (!met.has(id)) problems.push(`${id}: is in exceptions.txt, but no scored test`);
  printTable(counts);
  for (const problem of problems) console.log(problem);
  return problems.length === 0;
}

function printTable(counts: ReadonlyMap<string, Count>): void {
  console.log(`${"contributor, kind".padEnd(24)}${["right", "excused", "wrong"].map((title) => title.padStart(9)).join("")}`);
  for (const [row, count] of [...counts].sort(([one], [other]) => (one < other ? -1 : 1))) {
    console.log(`${row.padEnd(24)}${[count.right, count.excused, count.wrong].map((number) => String(number).padStart(9)).join("")}`);
  }
  const { user, system } = process.cpuUsage();
  console.log(`${((user + system) / 1e6).toFixed(1)} s of CPU, ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`);
}

// Each schema is loaded once and validates two documents, as by a command.
expectShortRun();
const suite = openSuite();
if (suite === undefined) console.log("skipped: the folder with the suite is absent (SOAPWRIGHT_SHARED)");
else process.exitCode = (await main(suite, process.argv.slice(2))) ? 0 : 1;
