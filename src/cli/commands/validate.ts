/**
 * `soapwright validate`: documents against schemas; without a schema, well-formedness only.
 */

import { defineCommand } from "../command.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { ExitCode } from "../exit-code.js";
import { choice, list, number, text, toggle } from "../flags.js";
import { printDiagnostics } from "../report/print-diagnostics.js";
import { type Check, checkWellFormed, loadCheck } from "../validate/check.js";
import { DocumentFile } from "../validate/document-file.js";
import { type DocumentReport, printReports } from "../validate/print-reports.js";

export const command = defineCommand({
  flags: {
    schema: list("file", "XML Schema or WSDL file"),
    root: text("name", "the element that each document must be, {namespace}Name or Name"),
    doctype: toggle("allow a document type declaration with an internal subset"),
    maxBytes: number("count", "bytes that a document may have; files of any size are read in little memory", {
      min: 1,
      initial: undefined,
    }),
    ...readingFlags,
    format: choice(
      ["text", "json", "sarif", "github"],
      "text, JSON with an object for each document, SARIF, or annotations of a GitHub workflow",
    ),
  },
  operands: { usage: "doc.xml...", atLeast: 1, missing: "name at least one document" },
  examples: `  soapwright validate order.xml
  soapwright validate --schema order.xsd order-1.xml order-2.xml
  soapwright validate --schema order.xsd --root Order --lenient order.xml
  soapwright validate --schema service.wsdl --format sarif request.xml > issues.sarif`,
  async run({ schema, format, ...options }, files) {
    const { check, diagnostics } =
      schema.length === 0 ? { check: checkWellFormed(options), diagnostics: [] } : await loadCheck(schema, options);
    if (format === "text" || format === "json") printDiagnostics(diagnostics);
    const reports = validateFiles(check === undefined ? [] : files, check);
    const outcome = schema.length === 0 ? "well-formed" : "valid";
    const ok = await printReports(reports, { format, outcome, diagnostics });
    return check === undefined ? ExitCode.unreadable : ok ? ExitCode.clean : ExitCode.findings;
  },
});

async function* validateFiles(files: readonly string[], check: Check = async () => []): AsyncIterable<DocumentReport> {
  for (const file of files) yield { file, issues: await check(await DocumentFile.open(file)) };
}
