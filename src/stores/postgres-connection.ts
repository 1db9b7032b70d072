/**
 * Connections to PostgreSQL that neither end the process when they break nor hold it up.
 */
import type { Pool, PoolClient, PoolConfig } from "pg";

/** A database that does not answer must hold up neither callers nor the end of the process. */
const timeouts = { connectionTimeoutMillis: 5_000, query_timeout: 15_000 };

/**
 * A pool for a database of ours. `settings` replace or add to the usual ones. Rejects with an error of `needsDriver` where the package `pg` is not installed;
 * nothing is connected yet.
 */
export async function createPool(
  url: string,
  needsDriver: (cause: unknown) => Error,
  settings: Pick<PoolConfig, "min" | "onConnect" | "query_timeout"> = {},
): Promise<Pool> {
  const pg = await import("pg").catch((cause: unknown) => {
    throw needsDriver(cause);
  });
  const pool = new pg.default.Pool({ connectionString: url, ...timeouts, ...settings, keepAlive: true });
  // The pool replaces a broken connection, and its queries reject. Without a listener the error would end the process as well: the pool emits it
  // for idle connections, the client for those in use.
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/** Does work in a transaction. It is rolled back if the work fails, and if `isKept` says so of the result. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  isKept: (result: T) => boolean = () => true,
): Promise<T> {
  const client = await pool.connect();
  let failure: Error | undefined;
  try {
    await client.query("BEGIN");
    const result = await work(client);
    await client.query(isKept(result) ? "COMMIT" : "ROLLBACK");
    return result;
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // Closing the connection ends its transaction, also if the database does not answer.
    client.release(failure);
  }
}
