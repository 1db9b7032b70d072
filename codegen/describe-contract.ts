/**
 * A contract -> what a console shows of it, and the tables that validate its messages, envelopes included.
 */

import type { OperationTable } from "../src/service/port-type.js";
import { type ContractOptions, readContract } from "./contract.js";
import type { Diagnostic } from "./diagnostics.js";
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

export interface ReadDescription {
  /** Undefined where there are errors. */
  readonly described: DescribedContract | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Describes a contract whose documents are in memory. Throws an Error for one that does not conform. */
export function describeContract(main: string, documents: Readonly<Record<string, string>>): DescribedContract {
  const { described, diagnostics } = readDescription({ entries: [main], host: hostOver(documents) });
  if (described !== undefined) return described;
  throw new Error(`the contract "${main}" does not conform: ${diagnostics.find(({ severity }) => severity === "error")?.message}`);
}

/** Reads a contract and describes it; what is wrong with it is in the diagnostics. */
export function readDescription(options: ContractOptions): ReadDescription {
  const { contract, diagnostics } = openContract(options);
  if (contract === undefined) return { described: undefined, diagnostics };
  const standard = standardFolder();
  const entries = [...options.entries, `${standard}soap-envelope-1.1.xsd`, `${standard}soap-envelope-1.2.xsd`];
  const { messageSchema, bindings, isAmbiguous, definitions, operations } = readContract({ ...options, entries });
  const plan = lower(messageSchema, { bindings, isAmbiguous, services: definitions && { definitions, operations } });
  const description = describe(contract, generatedNames(new LivePlan(plan).services()));
  return { described: { description, tables: portableTables(plan) }, diagnostics };
}

/** The folder of the documents that come with the package. */
function standardFolder(): string {
  return (standardCatalogPath() ?? "").replace(/[^/]*$/, "w3c/");
}

/** The given documents, and those that the package's own catalogue leads to. */
function hostOver(documents: Readonly<Record<string, string>>): Host {
  const standard = standardFolder();
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
  const tableOf = (portType: string, operation: string): OperationTable | undefined =>
    Object.values(portTypes.get(portType)?.operations ?? {}).find(({ name }) => name === operation);
  return {
    parameter: (binding, operation, parameter) => {
      const bound = all.find(([, { name }]) => name === binding)?.[1];
      const [property = ""] = Object.entries(bound?.portType.operations ?? {}).find(([, { name }]) => name === operation) ?? [];
      const parameters = (bound?.kind === "http" && bound.operations[property]?.parameters) || {};
      return Object.entries(parameters).find(([, { name }]) => name === parameter)?.[0] ?? parameter;
    },
    header: (portType, operation, element) => {
      const { inputHeaders, outputHeaders } = tableOf(portType, operation) ?? {};
      const headers = Object.entries({ ...outputHeaders, ...inputHeaders });
      return headers.find(([, codec]) => codec().name === element)?.[0] ?? element;
    },
    binding: (clark) => all.find(([, { name }]) => name === clark)?.[0] ?? "",
    operation: (portType, operation) => {
      const found = Object.entries(portTypes.get(portType)?.operations ?? {}).find(([, { name }]) => name === operation);
      return found?.[0] ?? operation;
    },
  };
}
