/**
 * Answers that people wrote -> values of the operations that they are for, or what is wrong with them.
 */

import { didYouMean } from "../../src/nearest-name.js";
import type { SchemaSet } from "../../src/runtime/codec.js";
import { tryDecode } from "../../src/runtime/decode.js";
import type { Issue } from "../../src/runtime/issues.js";
import type { OperationTable } from "../../src/service/port-type.js";

/** A file whose root element is the body of an answer. */
export interface ExampleFile {
  /** "PlaceOrder.xml", or "PlaceOrder.late.xml". */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** An answer that conforms to the contract. */
export interface Example {
  /** The operation's name in the WSDL. */
  readonly operation: string;
  /** Clark name of the output's element. */
  readonly element: string;
  readonly value: unknown;
}

/** What is wrong with a file. */
export interface ExampleProblem {
  readonly name: string;
  readonly issue: Issue;
}

export interface CheckedExamples {
  readonly examples: readonly Example[];
  readonly problems: readonly ExampleProblem[];
}

/** Checks files against the operations that their names begin with. */
export function checkExamples(files: readonly ExampleFile[], operations: readonly OperationTable[], schema: SchemaSet): CheckedExamples {
  const examples: Example[] = [];
  const problems: ExampleProblem[] = [];
  const names = new Set(operations.map(({ name }) => name));
  for (const file of files) {
    const stem = file.name.replace(/\.xml$/i, "");
    const operation = operationNamed(stem, names);
    const read =
      operation === undefined
        ? problem("mock-operation", `there is no operation "${firstPart(stem)}"${didYouMean(firstPart(stem), names)}`)
        : readExample(
            file.bytes,
            operations.filter(({ name }) => name === operation),
            schema,
          );
    if ("issues" in read) problems.push(...read.issues.map((issue) => ({ name: file.name, issue })));
    else examples.push(...read);
  }
  return { examples, problems };
}

/** The longest name that the file's begins with: names of operations may have dots. */
function operationNamed(stem: string, names: ReadonlySet<string>): string | undefined {
  for (let end = stem.length; end > 0; end = stem.lastIndexOf(".", end - 1)) if (names.has(stem.slice(0, end))) return stem.slice(0, end);
  return undefined;
}

function firstPart(stem: string): string {
  return stem.split(".")[0] ?? stem;
}

/** An answer for each output that it conforms to, or why it conforms to none. */
type ReadExample = readonly Example[] | { readonly issues: readonly Issue[] };

/** Reads an answer. Port types may have operations of one name with different outputs: a file is for those that it conforms to. */
export function readExample(bytes: Uint8Array, operations: readonly OperationTable[], schema: SchemaSet): ReadExample {
  const examples = new Map<string, Example>();
  let issues: readonly Issue[] | undefined;
  for (const { name: operation, output } of operations) {
    const codec = output?.();
    if (codec === undefined || examples.has(codec.name)) continue;
    const result = tryDecode(codec, bytes, { schema });
    if (result.ok) examples.set(codec.name, { operation, element: codec.name, value: result.value });
    else issues ??= result.issues;
  }
  if (examples.size > 0) return [...examples.values()];
  return issues === undefined ? problem("mock-no-answer", "the operation's answer has no body") : { issues };
}

function problem(id: string, message: string): { readonly issues: readonly Issue[] } {
  return { issues: [{ id, path: "/", line: undefined, column: undefined, message }] };
}
