/**
 * Reading and writing documents beside others. The first name of a row is measured against the last.
 */
import { compare } from "../compare.js";
import { ratioOf } from "../measuring.js";
import { otherForms } from "../other-forms.js";
import type { Report } from "../report.js";

const large = ["a", "d", "b", "c"];

/** Compares one candidate with others on each document. */
async function measure(report: Report, documents: readonly string[], own: string, others: readonly string[]): Promise<void> {
  for (const name of documents) {
    const samples = await compare(name, [own, ...others]);
    for (const other of others) {
      const theirs = samples.get(other);
      if (theirs !== undefined) report(`${own} against ${other}`, name, ratioOf(samples.get(own) ?? [], theirs));
    }
  }
}

/** Decoding against what does not check, and is written in C++. */
export function measureDecode(report: Report): Promise<void> {
  return measure(report, [...large, "a, 2 kB", "request, 0.4 kB"], "decode", ["JSON.parse"]);
}

/** Decoding against our own tables, and validators and parsers of others. */
export function measurePeers(report: Report): Promise<void> {
  return measure(report, large, "decode", ["tables", ".NET", "libxml2", "JDK", "libxml2-wasm", "fast-xml-parser", "node-soap", "saxes"]);
}

/** The same data in the forms of other producers, against the form that generated code is made for. */
export async function measureForms(report: Report): Promise<void> {
  for (const name of large) {
    const samples = await compare(name, ["decode", ...otherForms.map((form) => form.name)]);
    const own = samples.get("decode") ?? [];
    for (const form of otherForms) {
      const theirs = samples.get(form.name);
      if (theirs !== undefined) report(`${form.name} against decode`, name, ratioOf(theirs, own));
    }
  }
}

/** Encoding against what does not check, and is written in C++. */
export function measureEncode(report: Report): Promise<void> {
  return measure(report, ["a", "d"], "encode", ["JSON.stringify"]);
}

/** Encoding against copying the finished text: an area of its own, because what copying costs depends on what else uses the memory. */
export function measureCopy(report: Report): Promise<void> {
  return measure(report, ["a"], "encode", ["raw copy"]);
}
