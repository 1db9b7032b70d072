/**
 * Documents of any size: items of a stream beside xmllint, the cost of a record as documents grow, and the heap that values take.
 */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { documentOf } from "../documents.js";
import { writeCode } from "../generated-code.js";
import { cpuOfCommand, isInstalled, median } from "../measuring.js";
import type { Report } from "../report.js";

const times = 3;

function inProcess<T>(...args: readonly string[]): T {
  const program = fileURLToPath(new URL("./memory-process.js", import.meta.url));
  return JSON.parse(cpuOfCommand(process.execPath, ["--expose-gc", program, ...args]).output);
}

/** Writes a document of (a) whose records repeat, of at least so many bytes. */
function writeLarge(path: string, bytes: number): void {
  const document = documentOf("a");
  const xml = document.xml(10_000);
  const from = xml.indexOf("  <vct:TransactionStatus>");
  const to = xml.indexOf("</vct:GetStatusResponse>");
  const file = openSync(path, "w");
  writeSync(file, xml.slice(0, from));
  for (let written = 0; written < bytes; written += to - from) writeSync(file, xml.slice(from, to));
  writeSync(file, xml.slice(to));
  closeSync(file);
}

/** `full`: 1 GB in place of 100 MB. */
export async function measureStream(report: Report, full: boolean): Promise<void> {
  const path = resolve("build/bench/large.xml");
  const { schema } = documentOf("a");
  await writeCode(schema);
  writeLarge(path, full ? 1e9 : 1e8);
  try {
    const xmllint: number[] = [];
    const own: number[] = [];
    const megabytes: number[] = [];
    for (let time = 0; time < times; time++) {
      const [seconds = Number.NaN, memory = Number.NaN] = inProcess<readonly number[]>("stream", path);
      own.push(seconds);
      megabytes.push(memory);
      if (isInstalled("xmllint")) xmllint.push(cpuOfCommand("xmllint", ["--stream", "--noout", "--schema", schema, path]).seconds);
    }
    if (xmllint.length > 0) report("decodeEach against xmllint --stream --schema", "a", median(xmllint) / median(own));
    report("decodeEach, megabytes of memory", "a", Math.max(...megabytes));
  } finally {
    rmSync(path);
  }
}

/** `full`: 1,000,000 records in place of 200,000. */
export async function measureMemory(report: Report, full: boolean): Promise<void> {
  const { schema } = documentOf("a");
  await writeCode(schema);
  const many = full ? "1000000" : "200000";
  const ratios: number[] = [];
  for (let time = 0; time < times; time++) {
    const few = inProcess<number>("record", "a", "10000");
    ratios.push(inProcess<number>("record", "a", many) / few);
  }
  report("CPU a record, many records against 10,000", "a", median(ratios));
  for (const name of ["a", "d", "b", "c"]) {
    await writeCode(documentOf(name).schema);
    report("retained heap against bytes read", name, inProcess<number>("heap", name));
  }
}
