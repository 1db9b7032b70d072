/**
 * `soapwright validate`: documents against schemas; without a schema, well-formedness only.
 */
import { readFile } from "node:fs/promises";
import { defineCommand } from "citty";
import type { Issue } from "../../runtime/issues.js";
import { describeIssue } from "../../runtime/issues.js";
import { XmlError } from "../../xml/errors.js";
import { Reader, Token } from "../../xml/read/reader.js";
import { listArgument, readFormat } from "../arguments.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";
import { DiagnosticPrinter } from "../report/print-diagnostics.js";

interface DocumentReport {
  readonly file: string;
  readonly ok: boolean;
  readonly issues: readonly Pick<Issue, "id" | "path" | "line" | "column" | "message">[];
}

type Check = (bytes: Uint8Array, file: string) => readonly Issue[];

/** Shown behind the usage. */
export const examples = `  soapwright validate order.xml
  soapwright validate --schema order.xsd order-1.xml order-2.xml
  soapwright validate --schema service.wsdl --format json request.xml`;

export const validateCommand = defineCommand({
  meta: {
    name: "validate",
    description: "check documents against schemas, or for well-formedness alone",
  },
  args: {
    schema: { type: "string", description: "XML Schema or WSDL file; may be given more than once", valueHint: "file" },
    doctype: { type: "boolean", description: "allow a document type declaration with an internal subset", default: false },
    format: { type: "string", description: "text or json: one object a document", default: "text", valueHint: "text|json" },
  },
  async run({ args, rawArgs }) {
    const schemas = listArgument(rawArgs, "schema");
    const files = args._.filter((file) => !schemas.includes(file));
    if (files.length === 0) throw new UsageError("name at least one document: soapwright validate [--schema A.xsd] doc.xml");
    const format = readFormat(args.format, ["text", "json"]);
    const check = schemas.length === 0 ? checkWellFormed(args.doctype) : await loadCheck(schemas, args.doctype);
    if (check === undefined) {
      process.exitCode = ExitCode.unreadable;
      return;
    }
    for (const file of files) {
      const report = await validateFile(file, check);
      if (!report.ok) process.exitCode = ExitCode.findings;
      print(report, format);
    }
  },
});

async function validateFile(file: string, check: Check): Promise<DocumentReport> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new UsageError(`"${file}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const issues = check(bytes, file).map(({ id, path, line, column, message }) => ({ id, path, line, column, message }));
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
  // The compiler is loaded only by those who need it: well-formedness is checked in a tenth of the time.
  const { loadSchema } = await import("../../../codegen/schema-entry.js");
  const schema = await loadSchema({ entries: [...schemas], doctype });
  const printer = new DiagnosticPrinter(process.stderr);
  for (const diagnostic of schema.diagnostics) printer.print(diagnostic);
  printer.summarize(schema.diagnostics);
  return schema.ok ? (bytes, file) => schema.validate(bytes, { baseUri: file }) : undefined;
}

function print(report: DocumentReport, format: "text" | "json"): void {
  if (format === "json") printJson(report);
  else if (report.ok) printLine(process.stdout, `${report.file}: valid`);
  else for (const issue of report.issues) printLine(process.stdout, `${report.file}:${describeIssue(issue)}`);
}
