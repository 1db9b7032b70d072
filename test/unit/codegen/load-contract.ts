/**
 * Loads contracts from texts, for tests of the compiler's first stages.
 */
import { type Diagnostic, leniently } from "../../../codegen/diagnostics.js";
import { readCatalog } from "../../../codegen/load/catalog.js";
import { memoryHost } from "../../../codegen/load/host.js";
import { type LoadedComponents, loadComponents } from "../../../codegen/schema/load-components.js";

export interface Loading {
  /** By name; the first one is the entry unless `entries` says otherwise. */
  readonly documents: Readonly<Record<string, string>>;
  readonly entries?: readonly string[];
  readonly catalog?: string;
  readonly lenient?: boolean;
}

export interface Loaded extends LoadedComponents {
  readonly diagnostics: readonly Diagnostic[];
  /** "id document:line:column" of every error, "warning ..." of every warning. */
  readonly findings: readonly string[];
}

/** Loads documents that are given as text. */
export function load({ documents, entries, catalog, lenient }: Loading): Loaded {
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
  return { ...contract, diagnostics, findings: diagnostics.map(describeFinding) };
}

function describeFinding({ id, severity, at }: Diagnostic): string {
  const place = at === undefined ? "" : ` ${at.uri}:${at.line}:${at.column}`;
  return `${severity === "warning" ? "warning " : ""}${id}${place}`;
}

/** A schema document; `attributes` go to the xs:schema element. */
export function xsd(content: string, attributes = ""): string {
  return `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" ${attributes}>\n${content}\n</xs:schema>`;
}

/** Ids of what is wrong with one schema document. */
export function idsOf(content: string, attributes = ""): readonly string[] {
  return load({ documents: { "a.xsd": xsd(content, attributes) } }).diagnostics.map(({ id }) => id);
}
