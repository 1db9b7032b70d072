/**
 * What `soapwright catalogue` does: each action by its name.
 */
import { errorText } from "../../error-text.js";
import { describeProblem, type ReadCatalogue, readCatalogueFile } from "../../merchandise/file/catalogue-file.js";
import { importCatalogue } from "../../merchandise/postgres/catalogue.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";
import { withMerchandise } from "./merchandise.js";

/** The flags of the command. */
export interface CatalogueFlags {
  readonly merchandise: string | undefined;
  readonly format: "text" | "json";
}

/** Checks files, or puts one into a database. Throws a UsageError for an action that there is not. */
export async function runCatalogueAction(action: string, files: readonly string[], flags: CatalogueFlags): Promise<ExitCode> {
  if (action === "check") return worst(await Promise.all(files.map((file) => report(file, flags.format))));
  if (action !== "import") throw new UsageError(`soapwright catalogue takes check and import, not "${action}"`);
  const [file = "", ...others] = files;
  if (others.length > 0) throw new UsageError("a catalogue is one file: it replaces all items");
  const read = await readOrReport(file);
  if (read === undefined) return ExitCode.findings;
  const code = reportProblems(file, read, flags.format);
  await withMerchandise(flags.merchandise, ({ database }) => importCatalogue(database, read.content));
  return code;
}

function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.includes(ExitCode.findings) ? ExitCode.findings : ExitCode.clean;
}

async function report(file: string, format: CatalogueFlags["format"]): Promise<ExitCode> {
  const read = await readOrReport(file);
  return read === undefined ? ExitCode.findings : reportProblems(file, read, format);
}

/** A file that cannot be used at all is a finding, and none that cannot be read. */
async function readOrReport(file: string): Promise<ReadCatalogue | undefined> {
  try {
    return await readCatalogueFile(file);
  } catch (error) {
    if (error instanceof Error && "syscall" in error) throw new UsageError(`"${file}" cannot be read: ${errorText(error)}`);
    printLine(process.stdout, `${file}: ${errorText(error)}`);
    return undefined;
  }
}

function reportProblems(file: string, { content, problems }: ReadCatalogue, format: CatalogueFlags["format"]): ExitCode {
  for (const problem of problems) {
    if (format === "json") printJson({ file, ...problem });
    else printLine(process.stdout, `${file}:${describeProblem(problem)}`);
  }
  const items = content.entries.filter(({ kind }) => kind === "item").length;
  printLine(process.stderr, `${file}: ${items} items, ${content.entries.length - items} replaced numbers, ${problems.length} wrong lines`);
  return problems.length > 0 ? ExitCode.findings : ExitCode.clean;
}
