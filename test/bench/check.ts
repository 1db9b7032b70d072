/**
 * `npm run bench:check [areas]`: ends with 1 where a value is a quarter worse than its floor, or than the record where the floor is not reached, and says which.
 *
 * What misses its limit is measured again, twice at most: a busy machine is no reason to fail.
 */
import { areas } from "./areas.js";
import { type Limit, limitOf, readRecord } from "./record.js";
import { digits, isReached, type Measured, printingReport } from "./report.js";

/** What CI checks: what takes a minute and does not depend on the machine. */
const usual = ["decode", "encode", "size"];
const attempts = 3;

const record = readRecord();
const args = process.argv.slice(2);
const unknown = args.find((name) => !(name in areas));
if (unknown !== undefined) throw new Error(`there is no area "${unknown}"; there are ${Object.keys(areas).join(", ")}`);

interface Miss extends Measured {
  readonly limit: Limit;
}

function missesAmong(measured: readonly Measured[]): readonly Miss[] {
  return measured.flatMap((one) => {
    const limit = limitOf(record, one);
    return limit === undefined || isReached(one.row, one.value, limit.value) ? [] : [{ ...one, limit }];
  });
}

/** The misses of an area: those of the first attempt that none of the next ones took back. */
async function check(name: string): Promise<readonly Miss[]> {
  let misses: readonly Miss[] = [];
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { report, measured } = printingReport();
    await areas[name]?.(report, false);
    const now = missesAmong(measured);
    misses = attempt === 0 ? now : misses.filter((miss) => now.some(({ row, name }) => row === miss.row && name === miss.name));
    if (misses.length === 0) break;
  }
  return misses;
}

let missed = 0;
for (const name of args.length > 0 ? args : usual) {
  for (const { row, name: each, value, limit } of await check(name)) {
    missed++;
    console.log(`MISSED: ${row}, ${each}: ${digits(value)}; a quarter worse than its ${limit.of} would be ${digits(limit.value)}`);
  }
}
console.log(missed === 0 ? "nothing is a quarter worse than its floor or record" : `${missed} missed`);
process.exitCode = missed === 0 ? 0 : 1;
