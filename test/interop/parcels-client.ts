/**
 * The client that is generated from servers/parcels.wsdl, and the calls that it makes to other stacks' servers.
 */
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generate } from "soapwright/codegen";
import { writeFiles } from "../../src/cli/contracts/output-files.js";
import { asDeclared, createClient, type SoapBinding, SoapFault } from "../../src/protocols/index.js";

export const serversFolder = fileURLToPath(new URL("servers", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

interface Item {
  readonly name: string;
  readonly photo?: Uint8Array;
  readonly fragile?: boolean;
}

interface ParcelsOperations {
  readonly send: {
    readonly input: { to: string; weight: string; item?: readonly Item[] };
    readonly output: { number: number; note: string | null; item?: readonly Item[] };
    readonly faults: { readonly tooHeavy: { limit: string } };
    readonly inputHeaders: { sender: { name: string } };
    readonly outputHeaders: { stamp: { text: string } };
  };
  readonly remember: { readonly input: { text: string }; readonly output: undefined };
}

export interface GeneratedParcels {
  readonly bindings: Readonly<Record<string, SoapBinding<ParcelsOperations>>>;
  readonly remove: () => void;
}

/** Generates the client into a folder of its own. */
export async function generateParcels(): Promise<GeneratedParcels> {
  const folder = mkdtempSync(join(tmpdir(), "soapwright-parcels-"));
  const { files, diagnostics } = await generate({ entries: [join(serversFolder, "parcels.wsdl")] });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  await writeFiles(folder, files);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return { bindings: await import(join(folder, "service.ts")), remove: () => rmSync(folder, { recursive: true }) };
}

/** What a server answers to the calls that every server is asked. */
export interface ParcelsOutcome {
  readonly answer: ParcelsOperations["send"]["output"];
  readonly stamp: unknown;
  readonly tooHeavy: unknown;
  readonly fault: { readonly code: string; readonly message: string; readonly declared: unknown };
}

export async function callParcels({ bindings }: GeneratedParcels, version: "1.1" | "1.2", url: string): Promise<ParcelsOutcome> {
  const binding = bindings[version === "1.1" ? "Soap11" : "Soap12"];
  if (binding === undefined) throw new Error(`no binding of SOAP ${version} was generated`);
  const client = createClient(binding, { url, timeout: 20_000 });
  const stamps: unknown[] = [];
  const item = [{ name: "vase", photo: new Uint8Array([1, 2, 255]), fragile: true }, { name: "<&> ä" }];
  const answer = await client.send(
    { to: "Anna", weight: "1.50", item },
    { headers: { sender: { name: "Bert" } }, onHeaders: ({ stamp }) => stamps.push(stamp) },
  );
  await client.remember({ text: "größer & <kleiner>" });
  const heavy: unknown = await client.send({ to: "Anna", weight: "31" }).catch((error: unknown) => error);
  const fault: unknown = await client.send({ to: "nobody", weight: "1" }).catch((error: unknown) => error);
  if (!(fault instanceof SoapFault)) throw new Error("no fault came", { cause: fault });
  return {
    answer,
    stamp: stamps[0],
    tooHeavy: asDeclared<ParcelsOperations["send"]>(heavy) ?? heavy,
    fault: { code: fault.code, message: fault.message, declared: fault.declared },
  };
}
