/**
 * All rows of a store, for backups and checks: the tables of SQLite and PostgreSQL have the same columns.
 */

/** A row by its columns' names. */
export type StoredRow = Readonly<Record<string, string | number | null>>;

/** The columns of a table, and which of them are its key. */
interface TableColumns {
  readonly texts: readonly string[];
  readonly numbers: readonly string[];
  /** May be NULL. */
  readonly optional: readonly string[];
  readonly key: readonly string[];
}

/** The tables by their names in SQLite; PostgreSQL's begin with "soapwright_". */
export const storedTables = {
  instance: {
    texts: ["id", "owner", "machine", "state_name", "data"],
    numbers: ["state", "created_at", "used_at", "deadline", "revision"],
    optional: ["state_name", "deadline"],
    key: ["id"],
  },
  outbox: {
    texts: ["key", "instance_id", "machine", "effect", "payload"],
    numbers: ["created_at", "due_at", "attempts", "revision"],
    optional: [],
    key: ["key"],
  },
  history: {
    texts: ["instance_id", "owner", "machine", "actor", "from_state", "command", "to_state"],
    numbers: ["revision", "at"],
    optional: [],
    key: ["instance_id", "revision"],
  },
} satisfies Readonly<Record<string, TableColumns>>;
export type StoredTable = keyof typeof storedTables;

/** The names of the tables, in the order in which they are written. */
export const tableNames: readonly StoredTable[] = ["instance", "outbox", "history"];

/** All columns of a table. */
export function columnsOf(table: StoredTable): readonly string[] {
  const { texts, numbers } = storedTables[table];
  return [...texts, ...numbers];
}

/** A row with its table. */
export interface TableRow {
  readonly table: StoredTable;
  readonly row: StoredRow;
}

/** The rows of a store, as they are at one moment. */
export interface StoredRows {
  read(): AsyncGenerator<TableRow, void>;
  isEmpty(): Promise<boolean>;
  /** Replaces everything, all or nothing. */
  replace(rows: AsyncIterable<TableRow>): Promise<void>;
  close(): Promise<void>;
}

/** What is wrong with the columns of a row; undefined: nothing. */
export function faultOfRow({ table, row }: TableRow): string | undefined {
  const { texts, numbers, optional }: TableColumns = storedTables[table];
  const isWrong = (column: string, isRight: boolean): boolean => !isRight && !(row[column] === null && optional.includes(column));
  const wrong =
    texts.find((column) => isWrong(column, typeof row[column] === "string")) ??
    numbers.find((column) => isWrong(column, Number.isSafeInteger(row[column])));
  return wrong === undefined ? undefined : `"${wrong}" has a wrong value`;
}
