/**
 * The whole compiler on one page: entries -> contract -> plan -> files.
 *
 * readContract loads, reads, resolves and checks (contract.ts); then select, lower, emit. Each stage takes a value and gives another one; what
 * is wrong with a contract is reported, and lower runs only on what is sound.
 */

import { version } from "../src/version.js";
import { checkOperations } from "./check/operations.js";
import { type Contract, type ContractOptions, readContract } from "./contract.js";
import { collectDiagnostics, type Diagnostic, hasErrors, type Report } from "./diagnostics.js";
import { emit, type OutputFile } from "./emit/emit.js";
import type { ImportExtension } from "./emit/generated-file.js";
import { contractPaths } from "./load/contract-paths.js";
import { lower } from "./lower/lower.js";
import type { Naming } from "./lower/names/naming.js";
import type { Renaming } from "./lower/plan.js";
import { converterFaults, type Mapping } from "./lower/types/mapping.js";
import { type SelectedContract, selectComponents } from "./tools/select/selection.js";

export interface GenerateOptions extends ContractOptions {
  /** TypeScript types other than the usual ones for long integers, decimals and dates. */
  readonly mapping?: Mapping;
  /** What imports of the generated files among each other end with; ".js" if left out. */
  readonly importExtension?: ImportExtension;
  /** Names other than those that the rules give. */
  readonly naming?: Naming;
  /** Operations by name ("GetStatus" or "Transactions.GetStatus"): only these and what their messages hold is generated. */
  readonly operations?: readonly string[];
  /** Global elements by Clark or local name: only these (beside `operations`) and what they hold is generated. */
  readonly elements?: readonly string[];
  /** Generates tables without the straight-line code that reads and writes values several times faster. Default: false. */
  readonly tablesOnly?: boolean;
  /** Generates straight-line code that reads values, and none that writes them: for programs that only decode, and are to be small. Default: false. */
  readonly readersOnly?: boolean;
  /**
   * Tables refer to one reader and one writer that all types share, in place of straight-line code for each: nearly as small as tables alone, and faster.
   * Default: true for contracts of more than 500 complex types.
   */
  readonly sharedCode?: boolean;
  /** Names of an earlier run by key (`names` of its result): they are kept, so that adding a schema renames nothing. */
  readonly names?: Readonly<Record<string, string>>;
  /** Comments say where in the documents each declaration stands: "order.xsd:121". Every line that is added to a document then changes them. */
  readonly places?: boolean;
  /** The folder that paths in headers are relative to; left out: the one that holds all documents of the contract. */
  readonly root?: string;
}

export interface GenerateResult {
  /** Text by path relative to the output folder; empty where there are errors. */
  readonly files: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  /** What each name was given for: the content of a names file. */
  readonly names: Readonly<Record<string, string>>;
  /** Names that differ from those that the rules give, because something else has that name. */
  readonly renamed: readonly Renaming[];
}

/** Compiles a contract. Nothing is written; mistakes in the contract are in the diagnostics. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const step = options.onProgress ?? (() => undefined);
  const contract = readContract(options);
  const { diagnostics, report } = collectDiagnostics(options.lenient, contract.diagnostics);
  const failed: GenerateResult = { files: new Map(), diagnostics, names: {}, renamed: [] };
  if (!contract.ok) return failed;
  step("planning");
  const { schema, services } = select(contract, options, report);
  if (services !== undefined) checkOperations(services.operations, contract.schema, report);
  if (hasErrors(diagnostics)) return failed;
  const { wsdlDocuments, schemaDocuments } = contract.documents;
  const pathOf = contractPaths(contract.documents, options.root);
  const plan = lower(schema, {
    pathOf,
    mainNamespaces: [...wsdlDocuments, ...schemaDocuments].map((document) => document.targetNamespace),
    bindings: contract.bindings,
    names: new Map(Object.entries(options.names ?? {})),
    services,
    mapping: options.mapping,
    naming: options.naming,
    isAmbiguous: contract.isAmbiguous,
  });
  for (const fault of converterFaults(Object.keys(options.mapping?.types ?? {}), contract.schema)) report(fault);
  for (const fault of plan.namingFaults) report({ ...fault, severity: "error", at: undefined, related: [] });
  if (hasErrors(diagnostics)) return failed;
  step(`printing ${plan.modules.length} modules`);
  const files = emit(plan, {
    version,
    pathOf,
    places: options.places === true,
    importExtension: options.importExtension ?? ".js",
    code: options.tablesOnly === true ? "none" : options.readersOnly === true ? "readers" : "readers and writers",
    sharedCode: options.sharedCode,
  });
  return { files: byPath(files), diagnostics, names: Object.fromEntries(plan.names), renamed: plan.renamed };
}

/** The operations and elements that the options name, or everything. */
function select({ schema, definitions, operations }: Contract, options: GenerateOptions, report: Report): SelectedContract {
  const whole = { schema, services: definitions && { definitions, operations } };
  if (options.operations === undefined && options.elements === undefined) return whole;
  const at = { uri: [...options.entries].sort()[0] ?? "", line: 1, column: 1, offset: 0 };
  return selectComponents(whole, { operations: options.operations ?? [], elements: options.elements ?? [] }, at, report);
}

function byPath(files: readonly OutputFile[]): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [path, text]));
}
