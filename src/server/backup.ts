/**
 * Backs a store and its placed orders up, restores them, and checks what they hold.
 *
 * Rows are read before orders: an order that is finished in the backup has its file there. A file beyond that is an order that was being placed.
 */
import { access, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { environmentText, errorText } from "../error-text.js";
import { stateOf } from "../machine/stored-state.js";
import { makeFolder } from "../node/make-folder.js";
import { transactionMachines } from "../services/veloconnect/machines.js";
import { type BackupEntry, BackupError, readBackup, writeBackup } from "../stores/backup-file.js";
import { lockFolder } from "../stores/folder-lock.js";
import { openPostgresRows } from "../stores/postgres-rows.js";
import { markSuffix } from "../stores/sqlite.js";
import { openSqliteRows } from "../stores/sqlite-rows.js";
import { StoreUnavailableError } from "../stores/store.js";
import { faultOfRow, type StoredRow, type StoredRows, type TableRow } from "../stores/stored-rows.js";
import { ConfigurationError } from "./configuration.js";
import { databaseName, type StoreOptions } from "./store.js";

/** A store that outlives its process, and the folder of its orders. */
export interface BackupSubject {
  readonly store: Exclude<StoreOptions, { readonly kind: "memory" }>;
  /** Undefined: orders are not kept in a folder. */
  readonly ordersFolder: string | undefined;
}

/** Called with the number of entries so far. */
export type OnProgress = (entries: number) => void;

/** Writes a backup while servers run; says how many entries it has. Throws a ConfigurationError for a store or a file that cannot be used. */
export async function backUp(subject: BackupSubject, file: string, onProgress: OnProgress): Promise<number> {
  return explained(async () => {
    const rows = await openRows(subject.store);
    try {
      return await writeBackup(file, counted(entriesOf(rows, subject.ordersFolder), onProgress));
    } finally {
      await rows.close();
    }
  });
}

/**
 * Restores a backup; says how many entries it had. What is there is replaced if `force` says so, orders that the backup does not know stay. Throws
 * a ConfigurationError otherwise, and for a backup that is not whole: the store is as it was then.
 */
export async function restore(
  { store, ordersFolder }: BackupSubject,
  file: string,
  force: boolean,
  onProgress: OnProgress,
): Promise<number> {
  return explained(async () => {
    // A backup that is not whole must change nothing, so it is read to its end first.
    let count = 0;
    for await (const _ of readBackup(file)) count++;
    const entries = counted(readBackup(file), onProgress);
    if (store.kind === "postgres") await restorePostgres(store.url, entries, ordersFolder, force);
    else await restoreFolder(store.folder, entries, ordersFolder, force);
    return count;
  });
}

/** Checks a backup or a store; the faults, a line each. Throws a ConfigurationError for what cannot be read at all. */
export async function verify(subject: BackupSubject | string, onProgress: OnProgress): Promise<readonly string[]> {
  return explained(async () => {
    if (typeof subject === "string") return faultsOf(counted(readBackup(subject), onProgress));
    const rows = await openRows(subject.store);
    try {
      return await faultsOf(counted(entriesOf(rows, subject.ordersFolder), onProgress));
    } finally {
      await rows.close();
    }
  });
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    if (error instanceof BackupError || error instanceof StoreUnavailableError) throw new ConfigurationError(error.message);
    // Files that are missing, databases that do not answer.
    if (error instanceof Error && "code" in error) throw new ConfigurationError(environmentText(error) ?? errorText(error));
    throw error;
  }
}

async function openRows(store: BackupSubject["store"]): Promise<StoredRows> {
  if (store.kind === "postgres") return openPostgresRows(store.url);
  const database = join(store.folder, databaseName);
  if (!(await exists(database))) throw new ConfigurationError(`"${database}" is not there`);
  return openSqliteRows(database);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function* entriesOf(rows: StoredRows, ordersFolder: string | undefined): AsyncGenerator<BackupEntry, void> {
  for await (const row of rows.read()) yield { kind: "row", ...row };
  if (ordersFolder === undefined || !(await exists(ordersFolder))) return;
  for (const name of (await readdir(ordersFolder)).sort()) {
    const file = join(ordersFolder, name);
    if (name.endsWith(".json") && (await stat(file)).isFile()) yield { kind: "order", name, text: await readFile(file, "utf8") };
  }
}

async function* counted(entries: AsyncIterable<BackupEntry>, onProgress: OnProgress): AsyncGenerator<BackupEntry, void> {
  let count = 0;
  for await (const entry of entries) {
    onProgress(++count);
    yield entry;
  }
}

async function restorePostgres(
  url: string,
  entries: AsyncIterable<BackupEntry>,
  ordersFolder: string | undefined,
  force: boolean,
): Promise<void> {
  const rows = await openPostgresRows(url);
  try {
    if (!force && !(await rows.isEmpty())) throw new ConfigurationError("the database is not empty: --force replaces what it has");
    await rows.replace(restoring(entries, ordersFolder));
  } finally {
    await rows.close();
  }
}

/** The database is written beside the one that is there, which may be damaged, and then takes its place. */
async function restoreFolder(
  folder: string,
  entries: AsyncIterable<BackupEntry>,
  ordersFolder: string | undefined,
  force: boolean,
): Promise<void> {
  await makeFolder(folder, 0o700);
  await lockFolder(folder);
  const database = join(folder, databaseName);
  if (!force && (await exists(database))) throw new ConfigurationError(`"${database}" is there already: --force replaces it`);
  const draft = `${database}.restoring`;
  for (const suffix of ["", "-wal", "-shm"]) await rm(`${draft}${suffix}`, { force: true });
  await writeFile(draft, "", { mode: 0o600 });
  const rows = await openSqliteRows(draft);
  await rows.replace(restoring(entries, ordersFolder));
  await rows.close();
  for (const suffix of ["-wal", "-shm", markSuffix]) await rm(`${database}${suffix}`, { force: true });
  await rename(draft, database);
  for (const suffix of ["-wal", "-shm"]) await rm(`${draft}${suffix}`, { force: true });
}

/** The rows of a backup; its orders become files on the way. */
async function* restoring(entries: AsyncIterable<BackupEntry>, ordersFolder: string | undefined): AsyncGenerator<TableRow, void> {
  if (ordersFolder !== undefined) await makeFolder(ordersFolder, 0o700);
  for await (const entry of entries) {
    if (entry.kind === "row") yield entry;
    else if (ordersFolder !== undefined) await writeFile(join(ordersFolder, entry.name), entry.text, { mode: 0o600 });
  }
}

async function faultsOf(entries: AsyncIterable<BackupEntry>): Promise<readonly string[]> {
  const faults: string[] = [];
  /** Instances that were seen, by their ids: rows of other tables refer to them. */
  const revisions = new Map<string, number>();
  for await (const entry of entries) {
    const fault = entry.kind === "order" ? faultOfOrder(entry.text) : (faultOfRow(entry) ?? faultOfContent(entry, revisions));
    if (fault !== undefined) faults.push(`${nameOf(entry)}: ${fault}`);
  }
  return faults;
}

function nameOf(entry: BackupEntry): string {
  if (entry.kind === "order") return `order ${entry.name}`;
  const { id, key, instance_id: instanceId, revision } = entry.row;
  return `${entry.table} ${id ?? key ?? `${instanceId} ${revision}`}`;
}

/** The columns have the right types. */
function faultOfContent({ table, row }: TableRow, revisions: Map<string, number>): string | undefined {
  const revision = Number(row.revision);
  if (revision < 1) return `revision ${revision} is not possible`;
  if (table === "instance") {
    revisions.set(String(row.id), revision);
    return faultOfJson(String(row.data)) ?? faultOfState(row);
  }
  // History and messages may outlive their instance.
  const last = revisions.get(String(row.instance_id));
  if (last !== undefined && revision > last) return `revision ${revision} is after that of its instance, ${last}`;
  return table === "outbox" ? faultOfJson(String(row.payload)) : undefined;
}

function faultOfState({ id, machine: machineName, state, state_name: name }: StoredRow): string | undefined {
  // Programs have machines of their own, which nothing is known of here.
  const machine = transactionMachines.find((each) => each.name === machineName);
  if (machine === undefined) return undefined;
  try {
    stateOf(machine, { id: String(id), state: Number(state), stateName: name === null ? undefined : String(name) });
    return undefined;
  } catch (error) {
    return errorText(error);
  }
}

function faultOfOrder(text: string): string | undefined {
  return faultOfJson(text) ?? (/"orderId": ?"/.test(text) ? undefined : "it has no orderId");
}

function faultOfJson(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    return "its content is not JSON";
  }
}
