/**
 * `soapwright validate`: documents against schemas; without a schema, well-formedness only.
 */

import type { Issue } from "../../runtime/issues.js";
import { describeIssue } from "../../runtime/issues.js";
import { XmlError } from "../../xml/errors.js";
import { Reader, Token } from "../../xml/read/reader.js";
import { defineCommand } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { choice, list, toggle } from "../flags.js";
import { readInput } from "../read-input.js";
import { printJson, printLine } from "../report/print.js";
import { printDiagnostics } from "../report/print-diagnostics.js";

export const command = defineCommand({
  flags: {
    schema: list("file", "XML Schema or WSDL file"),
    doctype: toggle("allow a document type declaration with an internal subset"),
    format: choice(["text", "json"], "text, or json: one object a document"),
  },
  operands: { usage: "doc.xml...", atLeast: 1, missing: "name at least one document" },
  examples: `  soapwright validate order.xml
  soapwright validate --schema order.xsd order-1.xml order-2.xml
  soapwright validate --schema service.wsdl --format json request.xml`,
  async run({ schema, doctype, format }, files) {
    const check = schema.length === 0 ? checkWellFormed(doctype) : await loadCheck(schema, doctype);
    if (check === undefined) return ExitCode.unreadable;
    let exitCode: ExitCode = ExitCode.clean;
    for (const file of files) {
      const report = await validateFile(file, check);
      if (!report.ok) exitCode = ExitCode.findings;
      if (format === "json") printJson(report);
      else if (report.ok) printLine(process.stdout, `${file}: valid`);
      else for (const issue of report.issues) printLine(process.stdout, `${file}:${describeIssue(issue)}`);
    }
    return exitCode;
  },
});

interface DocumentReport {
  readonly file: string;
  readonly ok: boolean;
  readonly issues: readonly Pick<Issue, "id" | "path" | "line" | "column" | "message">[];
}

type Check = (bytes: Uint8Array, file: string) => readonly Issue[];

async function validateFile(file: string, check: Check): Promise<DocumentReport> {
  const issues = check(await readInput(file), file).map(({ id, path, line, column, message }) => ({ id, path, line, column, message }));
  return { file, ok: issues.length === 0, issues };
}

function checkWellFormed(doctype: boolean): Check {
  return (bytes) => {
    try {
      const reader = new Reader(bytes, { doctype });
      while (reader.next() !== Token.endOfDocument);
      return [];
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
      return [{ id: error.code, path: "/", line: error.line, column: error.column, message: error.message }];
    }
  };
}

/** Undefined, after printing why, for a schema that cannot be used. */
async function loadCheck(schemas: readonly string[], doctype: boolean): Promise<Check | undefined> {
  // The compiler is loaded only if it is needed: well-formedness is checked in a tenth of the time.
  const { loadSchema } = await import("../../../codegen/schema-entry.js");
  const schema = await loadSchema({ entries: [...schemas], doctype });
  printDiagnostics(schema.diagnostics);
  return schema.ok ? (bytes, file) => schema.validate(bytes, { baseUri: file }) : undefined;
}
