/**
 * The wholesaler's tables as a merchandise system: two ports, items and orders.
 */
import {
  type Catalogue,
  type CatalogueItem,
  type Found,
  type MerchandiseSystem,
  OrderRejected,
  type Orders,
  searchWords,
} from "soapwright/services/veloconnect";
import type { Tables } from "./tables.js";

interface ItemRow {
  readonly number: string;
  readonly name: string;
  readonly price: string;
  readonly retail: string;
  readonly ean: string | null;
  readonly pieces: number;
}

export function createWholesaler(tables: Tables): MerchandiseSystem {
  return { catalogue: createCatalogue(tables), orders: createOrders(tables) };
}

function createCatalogue(tables: Tables): Catalogue {
  const byNumber = tables.prepare("SELECT * FROM item WHERE number = ?");
  const find = (number: string): Found => {
    const row = byNumber.get(number) as ItemRow | undefined;
    return row === undefined ? { kind: "unknown" } : { kind: "item", item: toItem(row), stock: { quantity: String(row.pieces) } };
  };
  return {
    find: async (number) => find(number),
    findMany: async (numbers) => numbers.map(find),
    // Every word occurs in the number, the name or the EAN. SQLite's lower() knows A to Z only, which is enough for these names.
    search: async (query, { limit }) => {
      const words = searchWords(query).map((word) => `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`);
      const condition = `(lower(number || char(10) || name || char(10) || ifnull(ean, '')) LIKE ? ESCAPE '\\')`;
      const rows = tables
        .prepare(`SELECT number FROM item WHERE ${["1", ...words.map(() => condition)].join(" AND ")} ORDER BY number`)
        .all(...words);
      const numbers = (rows as Pick<ItemRow, "number">[]).map(({ number }) => number);
      return { numbers: numbers.slice(0, limit), total: numbers.length };
    },
  };
}

function toItem({ number, name, price, retail, ean }: ItemRow): CatalogueItem {
  return {
    number,
    description: name,
    unit: "EA",
    currency: "EUR",
    prices: [{ from: "0", amount: price }],
    recommendedRetailPrice: retail,
    ...(ean !== null && { ean }),
  };
}

function createOrders(tables: Tables): Orders {
  const known = tables.prepare("SELECT id FROM sale WHERE transaction_id = ?");
  const take = tables.prepare("UPDATE item SET pieces = pieces - ? WHERE number = ? AND pieces >= ?");
  const insert = tables.prepare("INSERT INTO sale (transaction_id, dealer, lines) VALUES (?, ?, ?)");
  // One transaction: a sale and its pieces, or neither. The TransactionID is unique, so an order that comes again is found.
  const place = tables.transaction(
    (transactionId: string, dealer: string, lines: readonly { number: string; quantity: string }[]): number => {
      const before = known.get(transactionId) as { id: number } | undefined;
      if (before !== undefined) return before.id;
      for (const { number, quantity } of lines) {
        if (take.run(quantity, number, quantity).changes === 0) throw new OrderRejected(`there are not ${quantity} of ${number}`);
      }
      return Number(insert.run(transactionId, dealer, JSON.stringify(lines)).lastInsertRowid);
    },
  );
  return { place: async ({ transactionId, buyer, lines }) => `2026-${place.immediate(transactionId, buyer.$value, lines)}` };
}
