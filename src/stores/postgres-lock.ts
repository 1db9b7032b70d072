/**
 * Who works in a PostgreSQL database: servers share it, and a backup is restored where no server is.
 *
 * Each connection of a server holds a lock that others may hold, too, and one connection at least stays open. The locks are those of one schema, since a
 * database may have several with tables of ours. They end with their connections, however those end.
 */
import type { ClientBase } from "pg";
import { StoreUnavailableError } from "./store.js";

/** "soap" in ASCII: other programs use advisory locks, too. */
const lock = `${0x736f6170}, hashtext(current_schema())`;

/** Says that the connection is a server's. Rejects while a backup is being restored. */
export async function shareDatabase(client: ClientBase): Promise<void> {
  if (!(await isTrue(client, `SELECT pg_try_advisory_lock_shared(${lock}) AS done`)))
    throw new StoreUnavailableError("a backup is being restored into the database");
}

/** Keeps servers out until the transaction ends. Rejects if there is one. */
export async function takeDatabase(client: ClientBase): Promise<void> {
  if (!(await isTrue(client, `SELECT pg_try_advisory_xact_lock(${lock}) AS done`)))
    throw new StoreUnavailableError("a server works in the database: stop it first");
}

async function isTrue(client: ClientBase, query: string): Promise<boolean> {
  return (await client.query<{ done: boolean }>(query)).rows[0]?.done === true;
}
