/**
 * Straight-line code, that of each type and what all types share, and tables give the same bytes, the same values and the same issues: for the documents of real contracts, for random
 * values of their types, and for both with something changed.
 *
 * Documents are read whole, and in chunks of 512 bytes and more. CHANGED_VALUES=100000 says how many changed values and how many changed documents are
 * compared in all; WRITINGS=all writes random values in all ways, and not each in another one. CONTRACTS=name,name restricts the contracts.
 */
import { readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { Random } from "../../codegen/tools/sample/random.js";
import type { ElementCodec } from "../../src/runtime/codec.js";
import type { EncodeOptions } from "../../src/runtime/options.js";
import { changedValue } from "../support/changed-values.js";
import { type BothForms, bothForms } from "../support/generated-code.js";
import { mutateBytes, mutateStructure } from "../support/mutated-documents.js";
import { type Contract, listContracts } from "./corpus.js";
import { NoValue, randomValue } from "./random-values.js";

const contracts = listContracts();
if (contracts.length === 0) console.warn("straight-line code: skipped, the shared folder is absent");
/** Whether all types share their code. */
const kindsOfCode = [false, true] as const;
const perContract = Math.ceil(Number(process.env.CHANGED_VALUES ?? "10000") / Math.max(1, contracts.length * kindsOfCode.length));

/** What encoding gives: text, or issues without what cannot be compared. */
function outcome({ runtime }: BothForms, codec: ElementCodec, value: unknown): unknown {
  try {
    return Buffer.from(runtime.encode(codec, value as never)).toString("utf8");
  } catch (error) {
    return error instanceof Error && "issues" in error ? error.issues : String(error);
  }
}

function expectSame(forms: BothForms, name: string, value: unknown): void {
  const fast = forms.fast.elements[name];
  const tables = forms.tables.elements[name];
  if (fast === undefined || tables === undefined) throw new Error(`there is no ${name}`);
  const [one, other] = [outcome(forms, fast, value), outcome(forms, tables, value)];
  if (one !== other) expect(one).toEqual(other);
}

/** Both ways read a document to the same value, with its keys in the same order and the same notes, or to the same issues. */
function expectSameValue(forms: BothForms, name: string, xml: Uint8Array): void {
  const read = (form: "fast" | "tables"): unknown => {
    const codec = forms[form].elements[name];
    const tables = forms.tables.elements[name];
    if (codec === undefined || tables === undefined) throw new Error(`there is no ${name}`);
    const result = forms.runtime.tryDecode(codec, xml);
    if (!result.ok) return result.issues;
    const keys = JSON.stringify(result.value, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
    return { value: result.value, keys, again: outcome(forms, tables, result.value) };
  };
  const [fast, tables] = [read("fast"), read("tables")];
  if (!isDeepStrictEqual(fast, tables)) expect(fast, Buffer.from(xml).toString()).toEqual(tables);
}

/** The lengths of chunks: what has arrived is the window that straight-line code sees, and elements end beyond it. */
const windows = [512, 700, 1024, 4096, 16_384] as const;

/** Straight-line code reads a document that arrives in chunks as the tables read the whole of it. */
async function expectSameInWindows({ runtime, fast, tables }: BothForms, name: string, xml: Uint8Array, length: number): Promise<void> {
  const [codec, reference] = [fast.elements[name], tables.elements[name]];
  if (codec === undefined || reference === undefined) throw new Error(`there is no ${name}`);
  const want = runtime.tryDecode(reference, xml);
  const items: unknown[] = [];
  let issues: unknown;
  try {
    for await (const item of runtime.decodeEach(codec, chunksOf(xml, length), codec)) items.push(item);
  } catch (error) {
    issues = error instanceof Error && "issues" in error ? error.issues : error;
  }
  if (!want.ok) {
    expect(issues, Buffer.from(xml).toString()).toEqual(want.issues);
    return;
  }
  expect(issues, Buffer.from(xml).toString()).toBe(undefined);
  if (!isDeepStrictEqual(items, [want.value])) expect(items).toEqual([want.value]);
}

function* chunksOf(xml: Uint8Array, length: number): Iterable<Uint8Array> {
  for (let start = 0; start < xml.length; start += length) yield xml.subarray(start, start + length);
}

/** An element with a value that it may have. */
type Example = readonly [name: string, value: unknown];

/** The ways to write documents of an element. */
function writingsOf(name: string): readonly EncodeOptions[] {
  const namespace = name.slice(1, name.indexOf("}"));
  const prefixed = namespace === "" ? [] : [{ prefixes: { [namespace]: "" } }, { prefixes: { [namespace]: "a-rather-long-prefix" } }];
  return [{}, { indent: "  " }, { declaration: true }, ...prefixed];
}

/** A value as documents, written in some ways; none if it is not valid. */
function written({ runtime, tables }: BothForms, [name, value]: Example, writings: readonly EncodeOptions[]): readonly Uint8Array[] {
  const codec = tables.elements[name];
  if (codec === undefined || runtime.validate(codec, value).length > 0) return [];
  return writings.map((options) => runtime.encode(codec, value as never, options));
}

/** Values of a contract's documents in all writings, and each random value in another one: all of them are more than CI has time for. */
function documentsOf(forms: BothForms, read: readonly Example[], random: readonly Example[]): readonly (readonly [string, Uint8Array])[] {
  const inAll = process.env.WRITINGS === "all";
  return [...read, ...random].flatMap((example, index) => {
    const [name] = example;
    const writings = writingsOf(name);
    const first = index % writings.length;
    const chosen = inAll || index < read.length ? writings : writings.slice(first, first + 1);
    return written(forms, example, chosen).map((xml) => [name, xml] as const);
  });
}

/** The values of a contract's documents, which are compared as they are read. */
function valuesOfDocuments({ documents }: Contract, forms: BothForms): readonly Example[] {
  const { runtime, tables } = forms;
  const values: Example[] = [];
  for (const { path, message } of documents) {
    if (message) continue;
    const bytes = readFileSync(path);
    const head = bytes.subarray(0, 4096).toString("latin1");
    for (const [name, codec] of Object.entries(tables.elements)) {
      if (!head.includes(name.slice(name.indexOf("}") + 1))) continue;
      expectSameValue(forms, name, bytes);
      const result = runtime.tryDecode(codec, bytes);
      if (result.ok) values.push([name, result.value]);
    }
  }
  return values;
}

/** Three values for each of the first elements. */
function randomValues({ tables }: BothForms): readonly Example[] {
  const values: Example[] = [];
  for (const [index, [name, codec]] of Object.entries(tables.elements).slice(0, 100).entries()) {
    try {
      for (let seed = 0; seed < 3; seed++) values.push([name, randomValue(codec, index * 3 + seed)]);
    } catch (error) {
      if (!(error instanceof NoValue)) throw error;
    }
  }
  return values;
}

describe.skipIf(contracts.length === 0).each(kindsOfCode)("straight-line code, shared by all types: %s", (sharedCode) => {
  test.each(contracts)("$name", { timeout: 600_000 }, async (contract) => {
    const forms = await bothForms({ entries: contract.entries, lenient: true, sharedCode });
    if (forms === undefined) return;
    const [read, drawn] = [valuesOfDocuments(contract, forms), randomValues(forms)];
    const values = [...read, ...drawn];
    for (const [name, value] of values) expectSame(forms, name, value);
    const random = new Random(contract.name.length);
    for (let count = 0; count < perContract && values.length > 0; count++) {
      const chosen = values[random.below(values.length)];
      if (chosen === undefined) break;
      expectSame(forms, chosen[0], changedValue(chosen[1], random));
    }
    const documents = documentsOf(forms, read, drawn);
    for (const [index, [name, xml]] of documents.entries()) {
      expectSameValue(forms, name, xml);
      if (xml.length > 512) await expectSameInWindows(forms, name, xml, windows[index % windows.length] ?? 512);
    }
    for (let count = 0; count < perContract && documents.length > 0; count++) {
      const [name, xml] = documents[random.below(documents.length)] ?? ["", new Uint8Array()];
      // Changes of large documents cost time and show no more.
      if (xml.length > 20_000) continue;
      const numbers = Array.from({ length: 4 + random.below(8) }, () => random.below(1_000_000));
      const mutated = count % 2 === 0 ? mutateBytes(xml, numbers) : mutateStructure(xml, numbers);
      expectSameValue(forms, name, mutated);
      if (mutated.length > 512) await expectSameInWindows(forms, name, mutated, windows[count % windows.length] ?? 512);
    }
  });
});
