/**
 * Entries -> contract: the one front end of the compiler, for generating, for loading at run time and for every tool.
 *
 * load and read and resolve (schema/load-components), check, and for WSDL documents read (wsdl). Each stage goes on after mistakes, as far as
 * that makes sense, so that one run reports them all.
 */
import type { NamespaceDeclaration } from "../src/xml/names.js";
import { isAmbiguous } from "./check/ambiguity.js";
import { checkSchema } from "./check/check.js";
import { CheckContext } from "./check/context.js";
import { collectDiagnostics, type Diagnostic, hasErrors, type Report } from "./diagnostics.js";
import { type Catalog, emptyCatalog, mergeCatalogs, readCatalog } from "./load/catalog.js";
import type { LoadedDocuments } from "./load/documents.js";
import { absolutePath, fileHost, standardCatalogPath } from "./load/file-host.js";
import type { Host } from "./load/host.js";
import type { ComplexTypeDefinition, Schema } from "./schema/components.js";
import { loadComponents } from "./schema/load-components.js";
import type { Definitions } from "./wsdl/components.js";
import { type ContractOperation, readOperations } from "./wsdl/operations.js";
import { readDefinitions } from "./wsdl/read-definitions.js";

export interface ContractOptions {
  /** Paths of XML Schema and WSDL documents that form one contract. Their order means nothing. None: the built-in components only. */
  readonly entries: readonly string[];
  /** A catalogue for namespaces and locations; it comes before the one of the package. */
  readonly catalog?: string;
  /** Harmless breaches of the specifications are warnings. */
  readonly lenient?: boolean;
  /** Where documents come from: the file system when absent. */
  readonly host?: Host;
  /** Called with what is being done, for people who wait: "checking 532 types". */
  readonly onProgress?: (step: string) => void;
}

/** The schema part of a contract. Where it is not `ok`, it is as sound as can be. */
export interface SchemaContract {
  readonly documents: LoadedDocuments;
  readonly schema: Schema;
  /** The prefixes that the roots of all documents bind. */
  readonly bindings: readonly NamespaceDeclaration[];
  /** Tests whether the content model of a type is ambiguous: only lenient reading lets such types pass. */
  readonly isAmbiguous: (type: ComplexTypeDefinition) => boolean;
  readonly diagnostics: readonly Diagnostic[];
  /** No diagnostic is an error. */
  readonly ok: boolean;
}

/** A whole contract. */
export interface Contract extends SchemaContract {
  /** Undefined where the contract has no WSDL document. */
  readonly definitions: Definitions | undefined;
  readonly operations: readonly ContractOperation[];
  /** The schema with the elements that messages imply. */
  readonly messageSchema: Schema;
}

/** Reads a contract, its services included. */
export function readContract(options: ContractOptions): Contract {
  const { report, diagnostics } = collectDiagnostics(options.lenient);
  const { documents, schema, bindings, isAmbiguous } = readComponents(options, report);
  const definitions = documents.wsdlDocuments.length === 0 ? undefined : readDefinitions(documents.wsdlDocuments, report);
  const { operations, schema: messageSchema } =
    definitions === undefined ? { operations: [], schema } : readOperations(schema, definitions);
  return { documents, schema, bindings, isAmbiguous, definitions, operations, messageSchema, diagnostics, ok: !hasErrors(diagnostics) };
}

/** Reads the schema of a contract; of WSDL documents only the schemas in them. */
export function readSchemaContract(options: ContractOptions): SchemaContract {
  const { report, diagnostics } = collectDiagnostics(options.lenient);
  return { ...readComponents(options, report), diagnostics, ok: !hasErrors(diagnostics) };
}

function readComponents(options: ContractOptions, report: Report): Omit<SchemaContract, "diagnostics" | "ok"> {
  const step = options.onProgress ?? (() => undefined);
  const host = options.host ?? fileHost();
  const entries = entriesOf(options.entries, host);
  const { schema, ...documents } = loadComponents({
    entries,
    host: announcingHost(host, step),
    catalog: catalogFor(options, host, report),
    report,
  });
  step(`checking ${schema.complexTypes.length + schema.simpleTypes.length} types`);
  const context = new CheckContext(schema, report);
  checkSchema(context);
  const bindings = [...documents.wsdlDocuments, ...documents.schemaDocuments].flatMap(({ root }) => root.declarations);
  return { documents, schema, bindings, isAmbiguous: options.lenient === true ? (type) => isAmbiguous(type, context) : () => false };
}

/** Each document once, however often and in whichever way it is named, in an order that does not depend on where the command runs. */
function entriesOf(given: readonly string[], host: Host): readonly string[] {
  const uris = given.map((entry) => host.resolveUri("", entry));
  if (uris.length < 2) return uris;
  const byPath = new Map(uris.map((uri) => [absolutePath(uri), uri]));
  return [...byPath].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, uri]) => uri);
}

/** Announces each document that is read. */
function announcingHost(host: Host, step: (text: string) => void): Host {
  return {
    readDocument(uri) {
      step(`reading ${uri.slice(uri.lastIndexOf("/") + 1)}`);
      return host.readDocument(uri);
    },
    explain: (uri) => host.explain?.(uri),
    resolveUri: (base, location) => host.resolveUri(base, location),
  };
}

/** The package's own catalogue by its path, which depends on the working directory. It is read once. */
const shipped = new Map<string, Catalog>();

function shippedCatalog(report: Report): Catalog {
  const path = standardCatalogPath();
  if (path === undefined) return emptyCatalog;
  const catalog = shipped.get(path) ?? readCatalog(path, fileHost(), report);
  if (catalog.namespaces.size > 0) shipped.set(path, catalog);
  return catalog;
}

/** The package's own catalogue, and a given one before it. */
function catalogFor({ catalog }: ContractOptions, host: Host, report: Report): Catalog {
  const ours = shippedCatalog(report);
  return catalog === undefined ? ours : mergeCatalogs(readCatalog(catalog, host, report), ours);
}
