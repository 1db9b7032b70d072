/**
 * A folder of answers -> examples that conform to the contract; what is wrong with others is printed.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkExamples, type Example, type ExampleFile } from "../../../codegen/mock/examples.js";
import type { MockContract } from "../../../codegen/mock/mock-contract.js";
import { portsOf } from "../../../codegen/mock/ports.js";
import { errorCode, reasonText } from "../../error-text.js";
import { UsageError } from "../exit-code.js";
import { printDiagnostics } from "../report/print-diagnostics.js";

/** Undefined, after printing why, if an example is for no operation or does not conform. Throws a UsageError for a folder that cannot be read. */
export function readExamples(folder: string, contract: MockContract): readonly Example[] | undefined {
  const operations = portsOf(contract).served.flatMap((port) => port.operations);
  const { examples, problems } = checkExamples(filesIn(folder), operations, contract.schema);
  if (problems.length === 0) return examples;
  printDiagnostics(
    problems.map(({ name, issue: { id, path, line = 1, column = 1, message } }) => ({
      id,
      severity: "error",
      message: path === "/" ? message : `${path}: ${message}`,
      at: { uri: join(folder, name), line, column, offset: 0 },
      related: [],
    })),
  );
  return undefined;
}

/** In the order of their names, on every system. */
function filesIn(folder: string): readonly ExampleFile[] {
  try {
    const names = readdirSync(folder).filter((name) => /\.xml$/i.test(name));
    return names.sort().map((name) => ({ name, bytes: readFileSync(join(folder, name)) }));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    throw new UsageError(`--examples: "${folder}" cannot be read: ${reasonText(error)}`);
  }
}
