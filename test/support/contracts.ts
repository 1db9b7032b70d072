/**
 * Contracts written as text: loads them in memory and expects or lists what is wrong with them.
 *
 * `xsd` writes a schema without a target namespace; `schemaDocument` one for "urn:t" with the prefix "t".
 */
import { expect } from "vitest";
import { readContract } from "../../codegen/contract.js";
import { type Diagnostic, leniently } from "../../codegen/diagnostics.js";
import { readCatalog } from "../../codegen/load/catalog.js";
import { memoryHost } from "../../codegen/load/host.js";
import { type OpenContract, openContract } from "../../codegen/open-contract.js";
import type { Schema } from "../../codegen/schema/components.js";
import { type LoadedComponents, loadComponents } from "../../codegen/schema/load-components.js";

/** Documents by name. The first one is the entry. */
export type Documents = Readonly<Record<string, string>>;

/** A contract to load. */
export interface ContractText {
  readonly documents: Documents;
  /** The names of the entries, if the first document is not the only one. */
  readonly entries?: readonly string[];
  /** The name of the document that is the catalog. */
  readonly catalog?: string;
  readonly lenient?: boolean;
}

/** The components of a contract, and what is wrong with it. */
export interface LoadedText extends LoadedComponents {
  readonly diagnostics: readonly Diagnostic[];
  /** One line per diagnostic: "id document:line:column", after "warning" for a warning. */
  readonly problems: readonly string[];
}

/** Writes a schema document without a target namespace. `attributes` are added to the xs:schema element. */
export function xsd(content: string, attributes = ""): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>\n${content}\n</xs:schema>`;
}

/** Writes a schema document for the namespace "urn:t", with the prefix "t" and qualified elements. */
export function schemaDocument(declarations: string): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t" targetNamespace="urn:t" elementFormDefault="qualified">${declarations}</xs:schema>`;
}

/** Loads and resolves a contract without checking it. */
export function loadContractText({ documents, entries, catalog, lenient }: ContractText): LoadedText {
  const diagnostics: Diagnostic[] = [];
  const collect = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const host = memoryHost(documents);
  const report = lenient === true ? leniently(collect) : collect;
  const contract = loadComponents({
    entries: entries ?? Object.keys(documents).slice(0, 1),
    host,
    ...(catalog === undefined ? {} : { catalog: readCatalog(catalog, host, report) }),
    report,
  });
  return { ...contract, diagnostics, problems: diagnostics.map(describeProblem) };
}

function describeProblem({ id, severity, at }: Diagnostic): string {
  const place = at === undefined ? "" : ` ${at.uri}:${at.line}:${at.column}`;
  return `${severity === "warning" ? "warning " : ""}${id}${place}`;
}

/** The components of one schema document. Expects no diagnostics before checking. */
export function schemaOf(document: string): Schema {
  const { problems, schema } = loadContractText({ documents: { "a.xsd": document } });
  expect(problems).toEqual([]);
  return schema;
}

/** The ids of the diagnostics for one schema document, of loading and resolving only. */
export function idsBeforeChecking(document: string): readonly string[] {
  return loadContractText({ documents: { "a.xsd": document } }).diagnostics.map(({ id }) => id);
}

/** The ids of all diagnostics for declarations of a schema for "urn:t": of loading, resolving and checking, in this order. */
export function diagnosticIds(declarations: string): readonly string[] {
  const host = memoryHost({ "t.xsd": schemaDocument(declarations) });
  return readContract({ entries: ["t.xsd"], host }).diagnostics.map(({ id }) => id);
}

/** Expects exactly these diagnostics for declarations of a schema for "urn:t". */
export function expectDiagnostics(declarations: string, ids: readonly string[]): void {
  expect(diagnosticIds(declarations)).toEqual(ids);
}

/** Opens a contract as tools do. Expects no errors. */
export function openContractText(documents: Documents): OpenContract {
  const { contract, diagnostics } = openContract({ entries: Object.keys(documents).slice(0, 1), host: memoryHost(documents) });
  if (contract === undefined) throw new Error(diagnostics.map(({ id, message }) => `${id} ${message}`).join("\n"));
  return contract;
}

/** Opens the contract of one schema for the namespace "urn:shop", which is the default namespace. */
export function openShop(content: string): OpenContract {
  const attributes =
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop" xmlns="urn:shop" elementFormDefault="qualified"';
  return openContractText({ "shop.xsd": `<xs:schema ${attributes}>${content}</xs:schema>` });
}
