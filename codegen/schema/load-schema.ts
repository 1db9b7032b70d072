/**
 * Entries -> schema: loads the documents of a contract, reads and resolves them. Component rules are `check`'s.
 */
import type { Diagnostic, Report } from "../diagnostics.js";
import { type Catalog, emptyCatalog } from "../load/catalog.js";
import type { LoadedDocuments, SchemaDocument } from "../load/contract.js";
import type { Host } from "../load/host.js";
import { loadDocuments } from "../load/load-documents.js";
import type { Schema } from "./components.js";
import { readSchema } from "./read/read-schema.js";
import { resolveSchema } from "./resolve/resolve-schema.js";

/** Which contract, and where its documents come from. */
export interface LoadSchemaOptions {
  /** URIs of XML Schema and WSDL documents that form one contract. None: the built-in components only. */
  readonly entries: readonly string[];
  readonly host: Host;
  readonly catalog?: Catalog;
  readonly report: Report;
}

/** Everything that a contract says of schemas, and its WSDL documents for whoever reads them. */
export interface LoadedContract extends LoadedDocuments {
  readonly schema: Schema;
}

/** Loads a contract. The schema is there even where mistakes were reported, as sound as can be. */
export function loadContract(options: LoadSchemaOptions): LoadedContract {
  const report = oncePerPlace(options.report);
  const documents = loadDocuments({ entries: options.entries, host: options.host, catalog: options.catalog ?? emptyCatalog, report });
  return { ...documents, schema: schemaOf(documents.schemaDocuments, report) };
}

/** Reads and resolves documents that are loaded. */
export function schemaOf(documents: readonly SchemaDocument[], report: Report): Schema {
  return resolveSchema(
    documents.map((document) => readSchema(document, report)),
    report,
  );
}

/** A document that is included into several namespaces is read several times; its mistakes are said once. */
function oncePerPlace(report: Report): Report {
  const said = new Set<string>();
  return (diagnostic: Diagnostic): void => {
    const { id, message, at } = diagnostic;
    const key = `${id} ${at?.offset} ${at?.uri} ${message}`;
    if (said.has(key)) return;
    said.add(key);
    report(diagnostic);
  };
}
