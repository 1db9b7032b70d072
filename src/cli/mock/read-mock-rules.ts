/**
 * A file of rules -> rules for a contract; what is wrong with them is printed.
 */
import type { Answers } from "../../../codegen/mock/answers.js";
import type { MockContract } from "../../../codegen/mock/mock-contract.js";
import { readRules } from "../../../codegen/mock/read-rules.js";
import { Rules } from "../../../codegen/mock/rules.js";
import { UsageError } from "../exit-code.js";
import { printDiagnostics } from "../report/print-diagnostics.js";

/** No rules without a file. Undefined, after printing why, for rules with mistakes. Throws a UsageError for a file that cannot be read. */
export function readMockRules(file: string | undefined, contract: MockContract, answers: Answers): Rules | undefined {
  if (file === undefined) return new Rules([]);
  const { rules, diagnostics } = readRules(file, contract, answers);
  const [first] = diagnostics;
  if (first === undefined) return new Rules(rules);
  if (first.at === undefined) throw new UsageError(`--rules: ${first.message}`);
  printDiagnostics(diagnostics);
  return undefined;
}
