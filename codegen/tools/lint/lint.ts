/**
 * Entries -> findings: loads a contract, keeps what loading and checking say, and runs the rules over what is sound.
 */
import { checkSchema } from "../../check/check.js";
import type { Diagnostic, Report } from "../../diagnostics.js";
import type { Catalog } from "../../load/catalog.js";
import type { Host } from "../../load/host.js";
import { loadContract } from "../../schema/load-schema.js";
import { readDefinitions } from "../../wsdl/read-definitions.js";
import { viewBindings } from "./binding-view.js";
import type { Finding, LintContext } from "./rule.js";
import { rules } from "./rules.js";

export interface LintOptions {
  readonly entries: readonly string[];
  readonly host: Host;
  readonly catalog: Catalog;
  /** Turns harmless breaches into warnings, or nothing. */
  readonly filter: (report: Report) => Report;
  /** Rules that are left out, by id. */
  readonly ignored: ReadonlySet<string>;
}

export interface LintResult {
  /** By place. */
  readonly findings: readonly Finding[];
  /** A document could not be read at all. */
  readonly unreadable: boolean;
}

/** Finds everything. The contract may be wrong; rules see as much of it as could be read. */
export function lint({ entries, host, catalog, filter, ignored }: LintOptions): LintResult {
  const findings: Finding[] = [];
  const collect = (diagnostic: Diagnostic): void => void findings.push(diagnostic);
  const report = filter(collect);
  const { schema, schemaDocuments, wsdlDocuments } = loadContract({ entries, host, catalog, report });
  const unreadable = findings.some(({ id, severity }) => severity === "error" && /^(load|xml)-/.test(id));
  checkSchema(schema, report);
  const definitions = readDefinitions(wsdlDocuments, report);
  const context: LintContext = { wsdlDocuments, schemaDocuments, schema, definitions, bindings: viewBindings(definitions) };
  for (const { id, severity, check } of rules) {
    if (ignored.has(id)) continue;
    check(context, (message, at, related = []) => void findings.push({ id, severity, message, at, related }));
  }
  return { findings: findings.filter(({ id }) => !ignored.has(id)).sort(byPlace), unreadable };
}

function byPlace(left: Finding, right: Finding): number {
  const leftUri = left.at?.uri ?? "";
  const rightUri = right.at?.uri ?? "";
  if (leftUri !== rightUri) return leftUri < rightUri ? -1 : 1;
  return (left.at?.offset ?? 0) - (right.at?.offset ?? 0);
}
