/**
 * Databases as version 0.1 made them, and what its processes do to one that they share with later versions.
 */

/** One row of version 0.1. */
export interface RowOfVersionOne {
  readonly id: string;
  readonly owner: string;
  readonly machine: string;
  readonly state: number;
  readonly data: string;
  readonly createdAt: number;
  readonly usedAt: number;
  readonly deadline: number | null;
  readonly revision: number;
}

/** What version 0.1 runs when it opens a file. */
export const sqliteSchema = `
  CREATE TABLE IF NOT EXISTS instance (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, machine TEXT NOT NULL, state INTEGER NOT NULL, data TEXT NOT NULL,
    created_at INTEGER NOT NULL, used_at INTEGER NOT NULL, deadline INTEGER, revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS instance_owner ON instance (owner, created_at, id);
  CREATE INDEX IF NOT EXISTS instance_deadline ON instance (deadline) WHERE deadline IS NOT NULL;
  PRAGMA user_version = 1;
`;

/** What version 0.1 runs when it finds no table. */
export const postgresSchema = `
  CREATE TABLE IF NOT EXISTS soapwright_instance (
    id text PRIMARY KEY, owner text NOT NULL, machine text NOT NULL, state integer NOT NULL, data text NOT NULL,
    created_at bigint NOT NULL, used_at bigint NOT NULL, deadline bigint, revision integer NOT NULL
  );
  CREATE INDEX IF NOT EXISTS soapwright_instance_owner ON soapwright_instance (owner, created_at, id);
  CREATE INDEX IF NOT EXISTS soapwright_instance_deadline ON soapwright_instance (deadline) WHERE deadline IS NOT NULL;
`;

export const columns = "id, owner, machine, state, data, created_at, used_at, deadline, revision";

/** Values of a row in the order of the columns. */
export function valuesOf(row: RowOfVersionOne): readonly (string | number | null)[] {
  return [row.id, row.owner, row.machine, row.state, row.data, row.createdAt, row.usedAt, row.deadline, row.revision];
}
