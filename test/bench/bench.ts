/**
 * `npm run bench [areas] [-- --full] [-- --record]`: speed and size beside floors and goals.
 *
 * Without names all areas are measured. `--full` takes 1 GB, 1,000,000 records and 20,000 types, which needs half an hour; without it a tenth of the
 * bytes and records. `--record` writes what was measured into record.json, with which `npm run bench:check` compares where a floor is not reached.
 */
import { areas } from "./areas.js";
import { writeRecord } from "./record.js";
import { printingReport } from "./report.js";

const args = process.argv.slice(2);
const full = args.includes("--full");
const wanted = args.filter((arg) => !arg.startsWith("--"));
const unknown = wanted.find((name) => !(name in areas));
if (unknown !== undefined) throw new Error(`there is no area "${unknown}"; there are ${Object.keys(areas).join(", ")}`);

const { report, measured } = printingReport();
for (const [name, area] of Object.entries(areas)) {
  if (wanted.length === 0 || wanted.includes(name)) await area(report, full);
}
if (args.includes("--record")) writeRecord(measured);
