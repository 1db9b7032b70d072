/**
 * The whole compiler on one page: entries -> documents -> components -> plan -> files.
 *
 * load and read (schema/load-schema), resolve (the same), check, lower, emit. Each stage takes a value and gives another one; what is wrong
 * with a contract is reported and the next stage runs only on what is sound.
 */
import { checkSchema } from "./check/check.js";
import { checkOperations } from "./check/operations.js";
import { SubstitutionGroups } from "./check/particle-content.js";
import { findSharedNames } from "./check/shared-names.js";
import { findConflicts } from "./check/unique-attribution.js";
import { type Diagnostic, leniently, type Report } from "./diagnostics.js";
import { emit, type OutputFile } from "./emit/emit.js";
import { type Catalog, emptyCatalog, readCatalog } from "./load/catalog.js";
import { fileHost, standardCatalogPath } from "./load/file-host.js";
import type { Host } from "./load/host.js";
import { lower } from "./lower/lower.js";
import type { Plan, Renaming } from "./lower/plan.js";
import type { ContractServices } from "./lower/services/lower-services.js";
import type { Mapping } from "./lower/types/mapping.js";
import type { ComplexTypeDefinition, Schema } from "./schema/components.js";
import { type LoadedContract, loadContract } from "./schema/load-schema.js";
import { type SelectedContract, selectComponents } from "./tools/select/selection.js";
import { version } from "./version.js";
import { readOperations } from "./wsdl/operations.js";
import { readDefinitions } from "./wsdl/read-definitions.js";

export interface GenerateOptions {
  /** Paths of XML Schema and WSDL documents that form one contract. Their order means nothing. */
  readonly entries: readonly string[];
  /** A catalogue for namespaces and locations; it comes before the one of the package. */
  readonly catalog?: string;
  /** Harmless breaches of the specifications are warnings. */
  readonly lenient?: boolean;
  /** TypeScript types other than the usual ones for long integers, decimals and dates. */
  readonly mapping?: Mapping;
  /** Operations by name ("GetStatus" or "Transactions.GetStatus"): only these and what their messages hold is generated. */
  readonly operations?: readonly string[];
  /** Global elements by Clark or local name: only these (beside `operations`) and what they hold is generated. */
  readonly elements?: readonly string[];
  /** Names of an earlier run by key (`names` of its result): they hold, so that adding a schema renames nothing. */
  readonly names?: Readonly<Record<string, string>>;
  /** Told what is being done, for people who wait: "checking 532 types". */
  readonly onProgress?: (step: string) => void;
  /** The folder that paths in headers are relative to; needed only where entries are absolute paths. */
  readonly root?: string;
  /** Where documents come from: the file system when absent. */
  readonly host?: Host;
}

export interface GenerateResult {
  /** Text by path relative to the output folder; empty where there are errors. */
  readonly files: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
  /** What each name was given for: the content of a names file. */
  readonly names: Readonly<Record<string, string>>;
  /** Names that could not be those that the rules give, since another thing has them. */
  readonly renamed: readonly Renaming[];
}

/** Compiles a contract. Nothing is written; mistakes in the contract are in the diagnostics. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const diagnostics: Diagnostic[] = [];
  const collect: Report = (diagnostic) => diagnostics.push(diagnostic);
  const report = options.lenient === true ? leniently(collect) : collect;
  const host = options.host ?? fileHost();
  const entries = [...new Set(options.entries)].sort();
  const step = options.onProgress ?? (() => undefined);
  const contract = loadContract({ entries, host: tellingHost(host, step), catalog: catalogFor(options, host, report), report });
  const { complexTypes, simpleTypes } = contract.schema;
  step(`checking ${complexTypes.length + simpleTypes.length} types`);
  checkSchema(contract.schema, report);
  const nothing: GenerateResult = { files: new Map(), diagnostics, names: {}, renamed: [] };
  if (hasErrors(diagnostics)) return nothing;
  step("planning");
  const plan = lowerContract(contract, options, report);
  if (hasErrors(diagnostics)) return nothing;
  step(`printing ${plan.modules.length} modules`);
  const files = emit(plan, { version, describeUri: (uri) => describeUri(uri, options.root) });
  return { files: byPath(files), diagnostics, names: Object.fromEntries(plan.names), renamed: plan.renamed };
}

/** Says which document is read. */
function tellingHost(host: Host, step: (text: string) => void): Host {
  return {
    readDocument(uri) {
      step(`reading ${uri.slice(uri.lastIndexOf("/") + 1)}`);
      return host.readDocument(uri);
    },
    resolveUri: (base, location) => host.resolveUri(base, location),
  };
}

/** Components -> plan, services included. */
function lowerContract(contract: LoadedContract, options: GenerateOptions, report: Report): Plan {
  const { schemaDocuments, wsdlDocuments } = contract;
  const { schema, services } = selectFrom({ schema: contract.schema, services: servicesOf(contract, report) }, options, report);
  if (services !== undefined) checkOperations(services.operations, contract.schema, report);
  return lower(schema, {
    mainNamespaces: [...wsdlDocuments, ...schemaDocuments].map((document) => document.targetNamespace),
    names: new Map(Object.entries(options.names ?? {})),
    services,
    mapping: options.mapping,
    ...(options.lenient === true ? { isAmbiguous: ambiguityIn(schema) } : {}),
  });
}

function servicesOf({ schema, wsdlDocuments }: LoadedContract, report: Report): ContractServices | undefined {
  if (wsdlDocuments.length === 0) return undefined;
  const definitions = readDefinitions(wsdlDocuments, report);
  return { definitions, operations: readOperations(schema, definitions).operations };
}

/** The operations and elements that the options name, or everything. */
function selectFrom(contract: SelectedContract, { operations, elements, entries }: GenerateOptions, report: Report): SelectedContract {
  if (operations === undefined && elements === undefined) return contract;
  const at = { uri: [...entries].sort()[0] ?? "", line: 1, column: 1, offset: 0 };
  return selectComponents(contract, { operations: operations ?? [], elements: elements ?? [] }, at, report);
}

/** Tells of a type whether two of its particles may take one element. */
export function ambiguityIn(schema: Schema): (type: ComplexTypeDefinition) => boolean {
  const groups = new SubstitutionGroups(schema);
  const shared = findSharedNames(schema, groups);
  return (type) => shared.any.has(type) && "particle" in type.contentType && findConflicts(type.contentType.particle, groups).length > 0;
}

/** The package's own catalogue, and a given one before it. */
export function catalogFor({ catalog }: { readonly catalog?: string }, host: Host, report: Report): Catalog {
  const standard = standardCatalogPath();
  const ours = standard === undefined ? emptyCatalog : readCatalog(standard, fileHost(), report);
  if (catalog === undefined) return ours;
  const given = readCatalog(catalog, host, report);
  return {
    namespaces: new Map([...ours.namespaces, ...given.namespaces]),
    locations: new Map([...ours.locations, ...given.locations]),
    bases: given.bases,
  };
}

/** Tests if a contract cannot be used. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** A location without what only this machine has: relative to the root, else the bare name of an absolute path. */
function describeUri(uri: string, root: string | undefined): string {
  const path = uri.replaceAll("\\", "/");
  // Documents of the package's catalogue lie wherever it is installed.
  const ours = standardCatalogPath()
    ?.replaceAll("\\", "/")
    .replace(/catalog\.json$/, "w3c/");
  if (ours !== undefined && path.startsWith(ours)) return `soapwright/schemas/w3c/${path.slice(ours.length)}`;
  const folder = root === undefined ? undefined : `${root.replaceAll("\\", "/").replace(/\/+$/, "")}/`;
  if (folder !== undefined && path.startsWith(folder)) return path.slice(folder.length);
  return /^(\/|[A-Za-z]:\/)/.test(path) ? path.slice(path.lastIndexOf("/") + 1) : path;
}

function byPath(files: readonly OutputFile[]): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [path, text]));
}
