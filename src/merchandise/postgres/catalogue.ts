/**
 * Items, stock and schemes in PostgreSQL.
 */
import type {
  Catalogue,
  CatalogueItem,
  Classification,
  ClassificationScheme,
  Found,
  StockLevel,
} from "../../services/veloconnect/index.js";
import { searchedTexts, searchWords } from "../../services/veloconnect/index.js";
import { inTransaction } from "../../stores/postgres-connection.js";
import { type CatalogueContent, numberOf } from "../catalogue/content.js";
import { type Database, reaching } from "./database.js";
import { searchQuery } from "./search-query.js";

/** What the column `entry` has. */
type StoredEntry = { readonly item: CatalogueItem } | { readonly by: readonly [string, ...string[]] };

interface FoundRow {
  readonly number: string;
  readonly entry: StoredEntry;
  readonly level: StockLevel | null;
}

const findQuery = `
  SELECT number, entry, level FROM soapwright_item LEFT JOIN soapwright_stock USING (number) WHERE number = ANY($1)`;

/** The port to the items. */
export function catalogueIn({ pool, hasSearchIndex }: Database): Catalogue {
  const findMany = (numbers: readonly string[]): Promise<readonly Found[]> =>
    reaching(async () => {
      const { rows } = await pool.query<FoundRow>(findQuery, [numbers.filter((number) => !number.includes("\0"))]);
      const found = new Map(rows.map((row) => [row.number, describe(row)]));
      return numbers.map((number) => found.get(number) ?? { kind: "unknown" });
    });
  return {
    find: async (number) => (await findMany([number]))[0] ?? { kind: "unknown" },
    findMany,
    search: (query, { limit }) =>
      reaching(async () => {
        const words = searchWords(query);
        // PostgreSQL's texts have no NUL, so nothing has such a word.
        if (words.some((word) => word.includes("\0"))) return { numbers: [], total: 0 };
        const { text, values } = searchQuery(words, limit, hasSearchIndex);
        const { rows } = await pool.query<{ numbers: string[] | null; total: string }>(text, [...values]);
        return { numbers: rows[0]?.numbers ?? [], total: Number(rows[0]?.total ?? 0) };
      }),
  };
}

function describe({ number, entry, level }: FoundRow): Found {
  if ("by" in entry) return { kind: "replaced", by: entry.by };
  return { kind: "item", item: { ...entry.item, number }, ...(level !== null && { stock: level }) };
}

/** The port to the schemes; undefined where there are none. */
export async function classificationIn({ pool }: Database): Promise<Classification | undefined> {
  const schemes = (): Promise<readonly ClassificationScheme[]> =>
    reaching(async () => {
      const { rows } = await pool.query<{ scheme: ClassificationScheme }>("SELECT scheme FROM soapwright_scheme ORDER BY position");
      return rows.map(({ scheme }) => scheme);
    });
  return (await schemes()).length === 0 ? undefined : { schemes };
}

/** Rows that are written in one statement. */
const rowsAtOnce = 1_000;

/** Puts a content in the place of the one that is there. Requests see the old one until the whole new one is there. */
export async function importCatalogue({ pool, hasSearchIndex }: Database, { entries, schemes }: CatalogueContent): Promise<void> {
  await inTransaction(pool, async (client) => {
    // Imports take turns; searches go on.
    await client.query("LOCK TABLE soapwright_item IN SHARE ROW EXCLUSIVE MODE");
    for (const table of ["item", "item_text", "stock", "scheme"]) await client.query(`DELETE FROM soapwright_${table}`);
    for (let start = 0; start < entries.length; start += rowsAtOnce) {
      const rows = entries.slice(start, start + rowsAtOnce);
      await client.query("INSERT INTO soapwright_item SELECT * FROM unnest($1::text[], $2::jsonb[])", [
        rows.map(numberOf),
        rows.map((entry) => JSON.stringify(entry.kind === "item" ? { item: entry.item } : { by: entry.by })),
      ]);
      const items = rows.flatMap((entry, index) => (entry.kind === "item" ? [{ item: entry.item, position: start + index }] : []));
      await client.query("INSERT INTO soapwright_item_text SELECT * FROM unnest($1::text[], $2::integer[], $3::text[])", [
        items.map(({ item }) => item.number),
        items.map(({ position }) => position),
        items.map(({ item }) => searchedTexts(item).join("\n")),
      ]);
      const stocked = rows.flatMap((entry) =>
        entry.kind === "item" && entry.stock ? [{ number: entry.item.number, level: entry.stock }] : [],
      );
      await client.query("INSERT INTO soapwright_stock SELECT * FROM unnest($1::text[], $2::jsonb[])", [
        stocked.map(({ number }) => number),
        stocked.map(({ level }) => JSON.stringify(level)),
      ]);
    }
    for (const [position, scheme] of schemes.entries()) {
      await client.query("INSERT INTO soapwright_scheme VALUES ($1, $2, $3)", [scheme.id, position, JSON.stringify(scheme)]);
    }
    await client.query("ANALYZE soapwright_item, soapwright_item_text, soapwright_stock");
  });
  // New texts wait in a list that each search reads through, with four times the work. PostgreSQL empties it by and by, and for its owner at once.
  for (const index of ["soapwright_item_text_short", ...(hasSearchIndex ? ["soapwright_item_text_folded"] : [])]) {
    await pool.query("SELECT gin_clean_pending_list($1)", [index]).catch(() => undefined);
  }
}
