/**
 * Contract -> findings: those of reading and checking it, and those of the rules on as much of it as could be read.
 */

import type { Contract } from "../../contract.js";
import { isUnreadable } from "../../diagnostics.js";
import { Substitution } from "../../schema/substitution.js";
import { viewBindings } from "./binding-view.js";
import type { Finding, LintContext } from "./rule.js";
import { rules } from "./rules.js";

export interface LintResult {
  /** By place. */
  readonly findings: readonly Finding[];
  /** A document could not be read at all. */
  readonly unreadable: boolean;
}

/** Finds everything but breaches of the ignored rules, by id. The contract may be wrong. */
export function lint({ documents, schema, definitions, diagnostics }: Contract, ignored: ReadonlySet<string>): LintResult {
  const findings: Finding[] = [...diagnostics];
  const found = definitions ?? { portTypes: [], bindings: [], services: [] };
  const context: LintContext = {
    ...documents,
    schema,
    substitution: new Substitution(schema),
    definitions: found,
    bindings: viewBindings(found),
  };
  for (const { id, severity, check } of rules) {
    if (ignored.has(id)) continue;
    check(context, (message, at, related = []) => void findings.push({ id, severity, message, at, related }));
  }
  return { findings: findings.filter(({ id }) => !ignored.has(id)).sort(byPlace), unreadable: isUnreadable(diagnostics) };
}

function byPlace(left: Finding, right: Finding): number {
  const leftUri = left.at?.uri ?? "";
  const rightUri = right.at?.uri ?? "";
  if (leftUri !== rightUri) return leftUri < rightUri ? -1 : 1;
  return (left.at?.offset ?? 0) - (right.at?.offset ?? 0);
}
