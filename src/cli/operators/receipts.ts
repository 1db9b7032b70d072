/**
 * What `soapwright receipts` does.
 */
import { errorText } from "../../error-text.js";
import { storeReceipts } from "../../merchandise/file/receipt-folder.js";
import { importReceipts } from "../../merchandise/postgres/receipts.js";
import { readReceipts } from "../../merchandise/receipts/read-receipts.js";
import type { StoredReceipt } from "../../merchandise/receipts/stored-receipt.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { readInput } from "../read-input.js";
import { printLine } from "../report/print.js";
import { withMerchandise } from "./merchandise.js";

/** The flags of the command. */
export interface ReceiptsFlags {
  readonly receipts: string | undefined;
  readonly merchandise: string | undefined;
}

/** Imports documents, all or none of them. Throws a UsageError for another action. */
export async function runReceiptsAction(action: string, files: readonly string[], flags: ReceiptsFlags): Promise<ExitCode> {
  if (action !== "import") throw new UsageError(`soapwright receipts takes import, not "${action}"`);
  const { receipts: folder, merchandise } = flags;
  if ((folder === undefined) === (merchandise === undefined))
    throw new UsageError("name either a folder, --receipts, or a database, --merchandise");
  const documents: StoredReceipt[] = [];
  let isWrong = false;
  for (const file of files) {
    const bytes = await readInput(file);
    try {
      documents.push(...readReceipts(bytes.toString()));
    } catch (error) {
      printLine(process.stdout, `${file}: ${errorText(error)}`);
      isWrong = true;
    }
  }
  if (isWrong) return ExitCode.findings;
  if (folder === undefined) await withMerchandise(merchandise, ({ database }) => importReceipts(database, documents));
  else await storeReceipts(folder, documents);
  printLine(process.stderr, `${documents.length} documents imported`);
  return ExitCode.clean;
}
