/**
 * The tables of a SQLite store, and the migration of files of earlier versions.
 *
 * Each version only adds, so that a process of the previous version can keep using the file. Such a process writes its own version number into the
 * file when it opens it, so every step must work on a file that already has its changes.
 */
import type DatabaseConstructor from "libsql";

type Database = DatabaseConstructor.Database;

const version = 4;

/** Version 1: instances. The indexes of version 2 serve its queries too. */
const instances = `
  CREATE TABLE IF NOT EXISTS instance (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, machine TEXT NOT NULL, state INTEGER NOT NULL, data TEXT NOT NULL,
    created_at INTEGER NOT NULL, used_at INTEGER NOT NULL, deadline INTEGER, revision INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/** Version 2: names of states, messages, history. The first index covers lists, so they do not read the data of instances. */
const messagesAndHistory = `
  CREATE INDEX IF NOT EXISTS instance_head ON instance (owner, created_at, id, machine, state, state_name, used_at, deadline, revision);
  CREATE INDEX IF NOT EXISTS instance_due ON instance (machine, deadline) WHERE deadline IS NOT NULL;
  DROP INDEX IF EXISTS instance_owner;
  DROP INDEX IF EXISTS instance_deadline;
  CREATE TABLE IF NOT EXISTS outbox (
    key TEXT PRIMARY KEY, instance_id TEXT NOT NULL, machine TEXT NOT NULL, effect TEXT NOT NULL, payload TEXT NOT NULL,
    created_at INTEGER NOT NULL, due_at INTEGER NOT NULL, attempts INTEGER NOT NULL, revision INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS outbox_instance ON outbox (instance_id, created_at);
  CREATE INDEX IF NOT EXISTS outbox_due ON outbox (machine, due_at);
  CREATE TABLE IF NOT EXISTS history (
    instance_id TEXT NOT NULL, revision INTEGER NOT NULL, owner TEXT NOT NULL, machine TEXT NOT NULL, at INTEGER NOT NULL,
    actor TEXT NOT NULL, from_state TEXT NOT NULL, command TEXT NOT NULL, to_state TEXT NOT NULL,
    PRIMARY KEY (instance_id, revision)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS history_age ON history (machine, at);
`;

/** Version 3: sizes, which version 2 leaves at 0, and the number of writes. */
const sizesAndWrites = `
  UPDATE instance SET size = octet_length(data) WHERE size = 0;
  CREATE INDEX IF NOT EXISTS instance_size ON instance (owner, id, state, size);
  CREATE TABLE IF NOT EXISTS progress (writes INTEGER NOT NULL) STRICT;
  INSERT INTO progress SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM progress);
`;

/** Tests if the two rows of an update are counted in different places. */
const isCountedElsewhere = "OLD.machine IS NOT NEW.machine OR OLD.state IS NOT NEW.state OR OLD.state_name IS NOT NEW.state_name";

/** Of a trigger: one instance more at the place of a row. */
const countOne = `
  INSERT INTO tally SELECT NEW.machine, NEW.state, ifnull(NEW.state_name, ''), 0
    WHERE NOT EXISTS (SELECT 1 FROM tally WHERE machine = NEW.machine AND state = NEW.state AND state_name = ifnull(NEW.state_name, ''));
  UPDATE tally SET count = count + 1 WHERE machine = NEW.machine AND state = NEW.state AND state_name = ifnull(NEW.state_name, '');
`;
const discountOne = `
  UPDATE tally SET count = count - 1 WHERE machine = OLD.machine AND state = OLD.state AND state_name = ifnull(OLD.state_name, '');
`;

/**
 * Version 4: how many instances are in each state. Triggers count them, so processes of earlier versions do it too. The index is what messages are
 * counted along.
 */
const tally = `
  CREATE TABLE IF NOT EXISTS tally (
    machine TEXT NOT NULL, state INTEGER NOT NULL, state_name TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (machine, state, state_name)
  ) STRICT, WITHOUT ROWID;
  DELETE FROM tally;
  INSERT INTO tally SELECT machine, state, ifnull(state_name, ''), count(*) FROM instance GROUP BY 1, 2, 3;
  CREATE TRIGGER IF NOT EXISTS tally_insert AFTER INSERT ON instance BEGIN ${countOne} END;
  CREATE TRIGGER IF NOT EXISTS tally_delete AFTER DELETE ON instance BEGIN ${discountOne} END;
  CREATE TRIGGER IF NOT EXISTS tally_update AFTER UPDATE ON instance WHEN ${isCountedElsewhere} BEGIN ${discountOne} ${countOne} END;
  CREATE INDEX IF NOT EXISTS outbox_age ON outbox (machine, created_at, key);
`;

/** Creates the tables, or adds what a file of an earlier version lacks. */
export function migrate(database: Database): void {
  database
    .transaction(() => {
      if (numberIn(database, "SELECT user_version AS number FROM pragma_user_version") >= version) return;
      database.exec(instances);
      if (!hasColumn(database, "state_name")) database.exec("ALTER TABLE instance ADD COLUMN state_name TEXT");
      database.exec(messagesAndHistory);
      if (!hasColumn(database, "size")) database.exec("ALTER TABLE instance ADD COLUMN size INTEGER NOT NULL DEFAULT 0");
      database.exec(sizesAndWrites);
      database.exec(tally);
      database.exec(`PRAGMA user_version = ${version}`);
    })
    .immediate();
}

function hasColumn(database: Database, column: string): boolean {
  return numberIn(database, `SELECT count(*) AS number FROM pragma_table_info('instance') WHERE name = '${column}'`) > 0;
}

/** Writes a page without changing anything: fails where nothing can be written. */
export function writeAgain(database: Database): void {
  database
    .transaction(() =>
      database.exec(`PRAGMA user_version = ${numberIn(database, "SELECT user_version AS number FROM pragma_user_version")}`),
    )
    .immediate();
}

function numberIn(database: Database, query: string): number {
  // The queries above name their one column so; the driver cannot know.
  return (database.prepare(query).get() as { readonly number: number }).number;
}
