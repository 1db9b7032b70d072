/**
 * What buyers report, as files: each report of stock or sales is `<kind>-<key>.json` in a folder, for other programs to fetch.
 *
 * A report that comes again finds its file.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder } from "../../node/make-folder.js";
import type { Report, Stock, TakenReport } from "../../services/veloconnect/index.js";
import { removeDrafts, writeOnce } from "./write-once.js";

/** Milliseconds after which a draft is from a process that was killed. */
const hour = 3_600_000;

/** Opens the folder, or makes one that nobody else may enter. `has`: does the seller have an item of this number? */
export async function openReportFolder(folder: string, has: (number: string) => boolean): Promise<Stock> {
  await makeFolder(folder, 0o700);
  await removeDrafts(folder, Date.now() - hour);
  return {
    accepts: ["B2BStock", "B2CStock", "B2BSale", "B2XSale"],
    async take(report, { buyer }) {
      // Keys are made by the service and are names of files.
      const name = `${report.kind}-${report.key}.json`;
      const taken = judge(report, has);
      const file = { buyer, taken, ...report };
      if (await writeOnce(folder, name, 0o600, `${JSON.stringify(file, undefined, 2)}\n`)) return taken;
      const before: { readonly taken: TakenReport } = JSON.parse(await readFile(join(folder, name), "utf8"));
      return before.taken;
    },
  };
}

/** Of stock: which of its items the seller has, as far as they are named by his numbers. */
function judge(report: Report, has: (number: string) => boolean): TakenReport {
  return report.kind === "B2BStock" ? { known: report.lines.map(({ sellersNumber }) => has(sellersNumber)) } : {};
}
