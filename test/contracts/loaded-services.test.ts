/**
 * Services of contracts that others wrote, loaded at run time: all of them load, and one serves a generated client and calls a generated server.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { generate } from "soapwright/codegen";
import { loadContract, type UnknownOperations } from "soapwright/schema";
import { createClient, createHandler, type SoapBinding, serve } from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { esbuildAlias } from "../support/package-exports.js";
import { listContracts } from "./corpus.js";

const contracts = listContracts().filter(({ kind }) => kind === "wsdl");
if (contracts.length === 0) console.warn("loaded services: skipped, the shared folder is absent");

test.skipIf(contracts.length === 0).each(contracts)("$name has bindings with operations", async ({ entries }) => {
  const { ok, bindings, ports, portTypes } = await loadContract({ entries, lenient: true });
  expect(ok).toBe(true);
  for (const { binding } of ports) expect(bindings[binding]).toBeDefined();
  for (const { portType } of Object.values(bindings)) expect(Object.values(portTypes)).toContain(portType);
  for (const binding of Object.values(bindings)) createHandler({ services: [serve(binding, {})] });
});

const calculator = contracts.find(({ name }) => name === "calculator-dneonline");

describe.skipIf(calculator === undefined)("calculator-dneonline", () => {
  const entries = calculator?.entries ?? [];
  let folder: string;
  let generated: Readonly<Record<string, SoapBinding<UnknownOperations>>>;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "soapwright-loaded-"));
    const { files } = await generate({ entries, lenient: true });
    for (const [path, text] of files) writeFileSync(join(folder, path), text);
    const outfile = join(folder, "service.mjs");
    await build({
      entryPoints: [join(folder, "service.ts")],
      bundle: true,
      format: "esm",
      outfile,
      alias: esbuildAlias,
      logLevel: "silent",
    });
    generated = await import(/* @vite-ignore */ pathToFileURL(outfile).href);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("a loaded and a generated binding understand each other", async () => {
    const { bindings } = await loadContract({ entries, lenient: true });
    const name = "CalculatorSoap12";
    const loaded = bindings[name];
    const printed = generated[name];
    if (loaded?.kind !== "soap" || printed === undefined) throw new Error(`there is no binding "${name}"`);
    const add = async (input: unknown): Promise<unknown> => {
      // The binding has validated what it read.
      const { intA, intB } = input as { readonly intA: number; readonly intB: number };
      return { addResult: intA + intB };
    };
    for (const [served, called] of [
      [loaded, printed],
      [printed, loaded],
      [loaded, loaded],
    ] as const) {
      const client = createClient(called, { url: "http://localhost/", fetch: createHandler({ services: [serve(served, { add })] }) });
      expect(await client.add?.({ intA: 40, intB: 2 })).toEqual({ addResult: 42 });
    }
  });
});
