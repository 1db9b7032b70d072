/**
 * Instances, messages and history in a SQLite file: one machine, survives a kill at any moment.
 *
 * Write-ahead log with `synchronous = FULL`: a commit is on the disk before it is acknowledged. https://sqlite.org/pragma.html#pragma_synchronous
 */

import { setImmediate } from "node:timers/promises";
import type DatabaseConstructor from "libsql";
import { prepareCensus } from "./sqlite-census.js";
import { openDatabase } from "./sqlite-database.js";
import { writeAgain } from "./sqlite-schema.js";
import {
  type Change,
  type Instance,
  type InstanceChange,
  type InstanceHead,
  type InstanceStore,
  isTooLarge,
  type OutboxMessage,
  type OwnerLimit,
  type StoredSizes,
  sizeOf,
  type TransitionRecord,
  type WriteResult,
} from "./store.js";
import { WriteMark } from "./write-mark.js";

type Database = DatabaseConstructor.Database;

/** The columns of an instance's head by property. */
const headFields = {
  id: "id",
  owner: "owner",
  machine: "machine",
  state: "state",
  stateName: "state_name",
  createdAt: "created_at",
  usedAt: "used_at",
  deadline: "deadline",
  revision: "revision",
} satisfies Record<keyof InstanceHead, string>;
const headColumns = Object.entries(headFields).map(([property, column]) => `${column} AS "${property}"`);
const messageColumns = `key, instance_id AS "instanceId", machine, effect, payload, created_at AS "createdAt", due_at AS "dueAt", attempts, revision`;
const historyColumns = `instance_id AS "instanceId", revision, owner, machine, at, actor AS "by", from_state AS "from", command, to_state AS "to"`;

/** SQL's NULL in place of `undefined`. */
type Row<T> = { readonly [Key in keyof T]: undefined extends T[Key] ? Exclude<T[Key], undefined> | null : T[Key] };

/** The name of the file beside a database that counts its writes. */
export const markSuffix = "-mark";

/**
 * Opens the file, or creates it. Throws a StoreUnavailableError for a file that is not a store or is damaged, and where the package `libsql` is not
 * installed. `onLost` hears how many of the last acknowledged writes the database lacks: its write-ahead log was cut short, or an older file was
 * put in its place.
 */
export async function openSqliteStore(file: string, onLost?: (writes: number) => void): Promise<InstanceStore> {
  const database = await openDatabase(file);
  const mark = new WriteMark(`${file}${markSuffix}`);
  // The query names its one column so; the driver cannot know.
  const { writes } = database.prepare("SELECT writes FROM progress").get() as Progress;
  if (mark.found > writes) onLost?.(mark.found - writes);
  const get = database.prepare(`SELECT ${headColumns}, data FROM instance WHERE id = ?`);
  const find = database.prepare(`SELECT ${headColumns} FROM instance WHERE id = ?`);
  const list = prepareList(database, "owner = ?");
  const listAfter = prepareList(database, "owner = ? AND (created_at, id) > (?, ?)");
  const due = database.prepare("SELECT id FROM instance WHERE machine = ? AND deadline <= ? ORDER BY deadline LIMIT ?");
  const messagesOf = database.prepare(`SELECT ${messageColumns} FROM outbox WHERE instance_id = ? ORDER BY created_at, key`);
  const dueMessages = database.prepare(`SELECT ${messageColumns} FROM outbox WHERE machine = ? AND due_at <= ? ORDER BY due_at LIMIT ?`);
  const reschedule = database.prepare("UPDATE outbox SET attempts = ?, due_at = ? WHERE key = ? AND attempts = ? AND revision = ?");
  const history = database.prepare(
    `SELECT ${historyColumns} FROM history WHERE instance_id = ? AND revision > ? ORDER BY revision LIMIT ?`,
  );
  const forget = database.prepare(
    "DELETE FROM history WHERE rowid IN (SELECT rowid FROM history WHERE machine = ? AND at < ? ORDER BY at LIMIT ?)",
  );
  const scan = database.prepare(`SELECT ${headColumns} FROM instance WHERE id > ? ORDER BY id LIMIT ?`);
  // The statements above select exactly these columns; the driver cannot know.
  const heads = (rows: unknown[]): InstanceHead[] => (rows as Row<InstanceHead>[]).map(fromRow);
  const instances = (rows: unknown[]): Instance[] => (rows as Row<Instance>[]).map(fromRow);
  return {
    write: prepareWrite(database, mark),
    get: async (id) => instances(get.all(id))[0],
    find: async (id) => heads(find.all(id))[0],
    list: (owner, limit, after) => {
      if (after === undefined) return list(owner, limit);
      // The database answers within the call, so a list of many pages would keep everybody else waiting to its end.
      return setImmediate().then(() => listAfter(owner, after.createdAt, after.id, limit));
    },
    due: async (machine, now, limit) => (due.all(machine, now, limit) as { readonly id: string }[]).map(({ id }) => id),
    messagesOf: async (instanceId) => messagesOf.all(instanceId) as OutboxMessage[],
    dueMessages: async (machine, now, limit) => dueMessages.all(machine, now, limit) as OutboxMessage[],
    reschedule: async (message, attempts, dueAt) =>
      reschedule.run(attempts, dueAt, message.key, message.attempts, message.revision).changes === 1,
    history: async (instanceId, limit, afterRevision = 0) => history.all(instanceId, afterRevision, limit) as TransitionRecord[],
    forget: async (machine, before, limit) => forget.run(machine, before, limit).changes,
    scan: async (limit, afterId = "") => heads(scan.all(afterId, limit)),
    census: prepareCensus(database),
    ping: async () => writeAgain(database),
    close: async () => {
      // The driver leaves the log as it is. A database without one is complete in one file, and can be copied.
      try {
        database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
      } catch {
        // On a full disk everything stays in the log, where the next start finds it.
      }
      database.close();
      mark.close();
    },
  };
}

/** The one row that a list is, of a JSON array for each head. */
interface HeadPage {
  readonly heads: string;
}

/** A head as its array in a list. */
type ListedHead = readonly [
  id: string,
  owner: string,
  machine: string,
  state: number,
  stateName: string | null,
  createdAt: number,
  usedAt: number,
  deadline: number | null,
  revision: number,
];

/**
 * Lists heads, oldest first, as one text: the driver takes three times as long to hand out rows as SQLite and `JSON.parse` together. SQLite keeps the order of
 * a subquery with a limit whose rows are put together by other functions than count, min and max; sorting again would take a fifth of the time.
 */
function prepareList(database: Database, condition: string): (...parameters: readonly (string | number)[]) => readonly InstanceHead[] {
  const columns = "id, owner, machine, state, state_name, created_at, used_at, deadline, revision";
  const list = database.prepare(
    `SELECT json_group_array(json_array(${columns})) AS heads FROM
      (SELECT ${columns} FROM instance WHERE ${condition} ORDER BY created_at, id LIMIT ?)`,
  );
  return (...parameters) => {
    // The statement selects exactly these columns; the driver cannot know.
    const { heads } = list.get(parameters) as HeadPage;
    return (JSON.parse(heads) as ListedHead[]).map(toHead);
  };
}

function toHead([id, owner, machine, state, stateName, createdAt, usedAt, deadline, revision]: ListedHead): InstanceHead {
  return { id, owner, machine, state, stateName: stateName ?? undefined, createdAt, usedAt, deadline: deadline ?? undefined, revision };
}

/** The row that counts writes. */
interface Progress {
  readonly writes: number;
}

/** Thrown to roll a transaction back. */
class NotWritten extends Error {
  readonly result: WriteResult;

  constructor(result: WriteResult) {
    super();
    this.result = result;
  }
}

function prepareWrite(database: Database, mark: WriteMark): (change: Change) => Promise<WriteResult> {
  const changeInstance = prepareInstanceChange(database);
  const settle = database.prepare("DELETE FROM outbox WHERE key = ? AND attempts = ? AND revision = ?");
  const send = database.prepare(
    `INSERT INTO outbox (key, instance_id, machine, effect, payload, created_at, due_at, attempts, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET payload = excluded.payload, created_at = excluded.created_at, due_at = excluded.due_at,
       attempts = excluded.attempts, revision = excluded.revision
     WHERE outbox.due_at <= excluded.created_at`,
  );
  const record = database.prepare(
    "INSERT INTO history (instance_id, revision, owner, machine, at, actor, from_state, command, to_state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const progress = database.prepare("UPDATE progress SET writes = writes + 1 RETURNING writes");
  const transaction = database.transaction(({ instance, settled, messages = [], transition }: Change): number => {
    if (instance !== undefined) changeInstance(instance);
    if (settled !== undefined) expectOne(settle.run(settled.key, settled.attempts, settled.revision), "lost");
    for (const one of messages) {
      const values = [one.key, one.instanceId, one.machine, one.effect, one.payload, one.createdAt, one.dueAt, one.attempts, one.revision];
      expectOne(send.run(...values), "busy");
    }
    if (transition !== undefined) {
      const { instanceId, revision, owner, machine, at, by, from, command, to } = transition;
      record.run(instanceId, revision, owner, machine, at, by, from, command, to);
    }
    return (progress.get() as Progress).writes;
  });
  return async (change) => {
    try {
      mark.set(transaction.immediate(change));
      return "written";
    } catch (error) {
      if (error instanceof NotWritten) return error.result;
      throw error;
    }
  };
}

function prepareInstanceChange(database: Database): (change: InstanceChange) => void {
  const measure = database.prepare(
    `SELECT count(*) FILTER (WHERE state < $1) AS open, count(*) FILTER (WHERE id <> $2) AS others,
       coalesce(sum(size) FILTER (WHERE id <> $2), 0) AS othersBytes, coalesce(max(size) FILTER (WHERE id = $2), 0) AS before
     FROM instance WHERE owner = $3`,
  );
  const insert = database.prepare(
    `INSERT INTO instance (id, owner, machine, state, state_name, data, size, created_at, used_at, deadline, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const update = database.prepare(
    `UPDATE instance SET state = ?, state_name = ?, data = ?, size = ?, used_at = ?, deadline = ?, revision = ? WHERE id = ? AND revision = ?`,
  );
  const remove = database.prepare("DELETE FROM instance WHERE id = ? AND revision = ?");
  const checkLimit = (kind: "insert" | "update", { id, owner }: Instance, size: number, limit: OwnerLimit): void => {
    // The query names its columns so; the driver cannot know.
    const stored = measure.get(limit.statesBelow, id, owner) as StoredSizes;
    if (kind === "insert" && stored.open >= limit.count) throw new NotWritten("full");
    if (isTooLarge(limit, size, stored)) throw new NotWritten("tooLarge");
  };
  return (change) => {
    if (change.kind === "remove") return expectOne(remove.run(change.id, change.revision), "outdated");
    const { instance: one, limit } = change;
    const size = sizeOf(one);
    if (limit !== undefined) checkLimit(change.kind, one, size, limit);
    const name = one.stateName ?? null;
    const deadline = one.deadline ?? null;
    if (change.kind === "update") {
      const result = update.run(one.state, name, one.data, size, one.usedAt, deadline, one.revision, one.id, one.revision - 1);
      return expectOne(result, "outdated");
    }
    const values = [one.id, one.owner, one.machine, one.state, name, one.data, size, one.createdAt, one.usedAt, deadline, one.revision];
    return expectOne(insert.run(...values), "outdated");
  };
}

function expectOne({ changes }: { readonly changes: number }, otherwise: WriteResult): void {
  if (changes !== 1) throw new NotWritten(otherwise);
}

function fromRow<T extends InstanceHead>(row: Row<T>): T {
  // SQL's NULL becomes `undefined` again, and nothing else changes.
  return { ...row, stateName: row.stateName ?? undefined, deadline: row.deadline ?? undefined } as T;
}
