/**
 * Counts what a SQLite store holds without keeping anybody waiting.
 *
 * Instances by state are counted by triggers as they are written. Work that waits is counted along an index, a slice at a time: the database answers
 * within the call, so between two slices everybody else has a turn.
 */
import { setImmediate } from "node:timers/promises";
import type DatabaseConstructor from "libsql";
import type { CountedInstances, CountedWork, StoreCensus } from "./store.js";

type Database = DatabaseConstructor.Database;

/** Rows that are counted at once: two milliseconds or so. */
const slice = 10_000;

/** Rows of a table in the order of an index that begins with the machine and a time. */
interface OrderedRows {
  readonly table: string;
  readonly time: string;
  /** What orders rows of the same time. */
  readonly tie: string;
}

/** Prepares the counting of a database that has the tables of this version. */
export function prepareCensus(database: Database): (now: number) => Promise<StoreCensus> {
  const states = database.prepare(
    `SELECT machine, state, nullif(state_name, '') AS "stateName", count FROM tally WHERE count > 0 ORDER BY machine, state, state_name`,
  );
  const countOverdue = prepareCount(database, { table: "instance", time: "deadline", tie: "id" });
  const countMessages = prepareCount(database, { table: "outbox", time: "created_at", tie: "key" });
  return async (now) => ({
    // The statement selects exactly these columns; the driver cannot know.
    instances: (states.all() as CountedRow[]).map((row) => ({ ...row, stateName: row.stateName ?? undefined })),
    overdue: await countOverdue(now),
    messages: await countMessages(Number.MAX_SAFE_INTEGER),
  });
}

type CountedRow = Omit<CountedInstances, "stateName"> & { readonly stateName: string | null };

/** Counts rows by machine whose time is not after `until`. */
function prepareCount(database: Database, { table, time, tie }: OrderedRows): (until: number) => Promise<readonly CountedWork[]> {
  const nextMachine = database.prepare(
    `SELECT machine FROM ${table} WHERE machine > ? AND ${time} IS NOT NULL ORDER BY machine, ${time} LIMIT 1`,
  );
  const first = database.prepare(`SELECT ${time} AS time FROM ${table} WHERE machine = ? AND ${time} <= ? ORDER BY ${time} LIMIT 1`);
  const rest = `FROM ${table} WHERE machine = ? AND ${time} <= ? AND (${time}, ${tie}) > (?, ?)`;
  const lastOfSlice = database.prepare(
    `SELECT ${time} AS time, ${tie} AS tie ${rest} ORDER BY ${time}, ${tie} LIMIT 1 OFFSET ${slice - 1}`,
  );
  const countRest = database.prepare(`SELECT count(*) AS count ${rest}`);
  const count = async (machine: string, until: number): Promise<number> => {
    let place: Place = { time: Number.MIN_SAFE_INTEGER, tie: "" };
    for (let counted = 0; ; counted += slice) {
      const values = [machine, until, place.time, place.tie];
      // The statements select exactly these columns; the driver cannot know.
      const last = lastOfSlice.get(...values) as Place | undefined;
      if (last === undefined) return counted + (countRest.get(...values) as { readonly count: number }).count;
      place = last;
      await setImmediate();
    }
  };
  return async (until) => {
    const work: CountedWork[] = [];
    let found = nextMachine.get("") as { readonly machine: string } | undefined;
    for (; found !== undefined; found = nextMachine.get(found.machine) as typeof found) {
      const { machine } = found;
      const oldest = first.get(machine, until) as { readonly time: number } | undefined;
      if (oldest !== undefined) work.push({ machine, count: await count(machine, until), oldest: oldest.time });
    }
    return work;
  };
}

/** A row in the order of the index. */
interface Place {
  readonly time: number;
  readonly tie: string;
}
