/**
 * Entries -> schema: loads the documents of a contract, reads and resolves them. Component rules are `check`'s.
 */
import type { Diagnostic, Report } from "../diagnostics.js";
import { type Catalog, emptyCatalog } from "../load/catalog.js";
import type { LoadedDocuments } from "../load/documents.js";
import type { Host } from "../load/host.js";
import { loadDocuments } from "../load/load-documents.js";
import type { Schema } from "./components.js";
import { readSchema } from "./read/read-schema.js";
import { resolveSchema } from "./resolve/resolve-schema.js";

/** Which contract, and where its documents come from. */
export interface LoadOptions {
  /** URIs of XML Schema and WSDL documents that form one contract. None: the built-in components only. */
  readonly entries: readonly string[];
  readonly host: Host;
  readonly catalog?: Catalog;
  readonly report: Report;
}

/** The schema of a contract, with the documents that it was read from. */
export interface LoadedComponents extends LoadedDocuments {
  readonly schema: Schema;
}

/** Loads a contract. After mistakes, which are reported, the schema is as sound as it can be. */
export function loadComponents(options: LoadOptions): LoadedComponents {
  const report = oncePerPlace(options.report);
  const documents = loadDocuments({ entries: options.entries, host: options.host, catalog: options.catalog ?? emptyCatalog, report });
  const sources = documents.schemaDocuments.map((document) => readSchema(document, report));
  return { ...documents, schema: resolveSchema(sources, report) };
}

/** A document that is included into several namespaces is read several times; its mistakes are reported once. */
function oncePerPlace(report: Report): Report {
  const reported = new Set<string>();
  return (diagnostic: Diagnostic): void => {
    const { id, message, at } = diagnostic;
    const key = `${id} ${at?.offset} ${at?.uri} ${message}`;
    if (reported.has(key)) return;
    reported.add(key);
    report(diagnostic);
  };
}
