/**
 * Instances in a SQLite file: one machine, survives a kill at any moment.
 *
 * Write-ahead log with `synchronous = FULL`: a commit is on the disk before it is acknowledged. https://sqlite.org/pragma.html#pragma_synchronous
 */
import type DatabaseConstructor from "libsql";
import { type Instance, type InstanceStore, StoreUnavailableError } from "./store.js";

const schema = `
  CREATE TABLE IF NOT EXISTS instance (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, machine TEXT NOT NULL, state INTEGER NOT NULL, data TEXT NOT NULL,
    created_at INTEGER NOT NULL, used_at INTEGER NOT NULL, deadline INTEGER, revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS instance_owner ON instance (owner, created_at, id);
  CREATE INDEX IF NOT EXISTS instance_deadline ON instance (deadline) WHERE deadline IS NOT NULL;
  PRAGMA user_version = 1;
`;
const columns = "id, owner, machine, state, data, created_at, used_at, deadline, revision";

interface InstanceRow {
  readonly id: string;
  readonly owner: string;
  readonly machine: string;
  readonly state: number;
  readonly data: string;
  readonly created_at: number;
  readonly used_at: number;
  readonly deadline: number | null;
  readonly revision: number;
}

/** Opens the file, or makes it. Throws a StoreUnavailableError for a file that is none of ours, and where the package `libsql` is not installed. */
export async function openSqliteStore(file: string): Promise<InstanceStore> {
  const database = openDatabase(await loadLibsql(), file);
  const get = database.prepare(`SELECT ${columns} FROM instance WHERE id = ?`);
  const list = database.prepare(`SELECT ${columns} FROM instance WHERE owner = ? ORDER BY created_at, id`);
  const insert = database.prepare(
    `INSERT INTO instance (${columns}) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE (SELECT count(*) FROM instance WHERE owner = ? AND state < ?) < ? ON CONFLICT DO NOTHING`,
  );
  const update = database.prepare(
    "UPDATE instance SET state = ?, data = ?, used_at = ?, deadline = ?, revision = ? WHERE id = ? AND revision = ?",
  );
  const remove = database.prepare("DELETE FROM instance WHERE id = ? AND revision = ?");
  const due = database.prepare(`SELECT ${columns} FROM instance WHERE deadline <= ? ORDER BY deadline LIMIT ?`);
  // The statements above select exactly the columns of InstanceRow; the driver cannot know.
  const rows = (found: unknown[]): Instance[] => (found as InstanceRow[]).map(toInstance);
  return {
    get: async (id) => rows([get.get(id)].filter((row) => row !== undefined))[0],
    list: async (owner) => rows(list.all(owner)),
    insert: async (one, limit) => insert.run(...toColumns(one), one.owner, limit.statesBelow, limit.count).changes === 1,
    update: async (one) =>
      update.run(one.state, one.data, one.usedAt, one.deadline ?? null, one.revision, one.id, one.revision - 1).changes === 1,
    remove: async (id, revision) => remove.run(id, revision).changes === 1,
    due: async (now, limit) => rows(due.all(now, limit)),
    ping: async () => void database.prepare("SELECT 1").get(),
    close: async () => void database.close(),
  };
}

function openDatabase(Database: typeof DatabaseConstructor, file: string): DatabaseConstructor.Database {
  try {
    const database = new Database(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 5000;");
    database.exec(schema);
    return database;
  } catch (cause) {
    throw new StoreUnavailableError(`"${file}" cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

async function loadLibsql(): Promise<typeof DatabaseConstructor> {
  try {
    return (await import("libsql")).default;
  } catch (cause) {
    throw new StoreUnavailableError('the SQLite store needs the package "libsql": run "npm install libsql"', { cause });
  }
}

function toInstance(row: InstanceRow): Instance {
  return {
    id: row.id,
    owner: row.owner,
    machine: row.machine,
    state: row.state,
    data: row.data,
    createdAt: row.created_at,
    usedAt: row.used_at,
    deadline: row.deadline ?? undefined,
    revision: row.revision,
  };
}

function toColumns(one: Instance): readonly (string | number | null)[] {
  return [one.id, one.owner, one.machine, one.state, one.data, one.createdAt, one.usedAt, one.deadline ?? null, one.revision];
}
