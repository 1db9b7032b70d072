/**
 * A contract's documents in memory -> what a console shows of it, and the tables that validate its messages, envelopes included.
 */
import { readContract } from "./contract.js";
import { LivePlan } from "./emit/live.js";
import { type PortableTables, portableTables } from "./emit/portable.js";
import { fileHost, standardCatalogPath } from "./load/file-host.js";
import { type Host, memoryHost } from "./load/host.js";
import { lower } from "./lower/lower.js";
import { openContract } from "./open-contract.js";
import { describe } from "./tools/describe/describe.js";
import type { ContractDescription } from "./tools/describe/description.js";

/** A description, and the tables that go with it. */
export interface DescribedContract {
  readonly description: ContractDescription;
  readonly tables: PortableTables;
}

/** Describes a contract. Throws an Error for one that does not conform. */
export function describeContract(main: string, documents: Readonly<Record<string, string>>): DescribedContract {
  const standard = (standardCatalogPath() ?? "").replace(/[^/]*$/, "w3c/");
  const host = hostOver(documents, standard);
  const { contract, diagnostics } = openContract({ entries: [main], host });
  if (contract === undefined) {
    throw new Error(`the contract "${main}" does not conform: ${diagnostics.find(({ severity }) => severity === "error")?.message}`);
  }
  const entries = [main, `${standard}soap-envelope-1.1.xsd`, `${standard}soap-envelope-1.2.xsd`];
  const { messageSchema, bindings, isAmbiguous, definitions, operations } = readContract({ entries, host });
  const plan = lower(messageSchema, { bindings, isAmbiguous, services: definitions && { definitions, operations } });
  return { description: describe(contract, generatedNames(new LivePlan(plan).services())), tables: portableTables(plan) };
}

/** The given documents, and those that the package's own catalogue leads to. */
function hostOver(documents: Readonly<Record<string, string>>, standard: string): Host {
  const own = memoryHost(documents);
  const files = fileHost();
  return {
    readDocument: (uri) => own.readDocument(uri) ?? (uri.startsWith(standard) && !uri.includes("..") ? files.readDocument(uri) : undefined),
    resolveUri: own.resolveUri,
  };
}

function generatedNames({ bindings }: ReturnType<LivePlan["services"]>): Parameters<typeof describe>[1] {
  const all = Object.entries(bindings);
  const portTypes = new Map(all.map(([, { portType }]) => [portType.name, portType]));
  return {
    binding: (clark) => all.find(([, { name }]) => name === clark)?.[0] ?? "",
    operation: (portType, operation) => {
      const found = Object.entries(portTypes.get(portType)?.operations ?? {}).find(([, { name }]) => name === operation);
      return found?.[0] ?? operation;
    },
  };
}
