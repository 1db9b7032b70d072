/**
 * A catalogue from a file: items with prices and stock, and numbers that are replaced. For demonstrations and small sellers.
 *
 * { "items": [{ "number": "4711", "description": "...", "unit": "EA", "currency": "EUR", "prices": [{ "from": "0", "amount": "1.20" }],
 *   "stock": { "quantity": "12" } }], "replaced": { "4710": ["4711"] } }
 */
import { CurrencyCodeContentType } from "../../../generated/veloconnect/currency-code-1-0.js";
import { validate } from "../../runtime/encode.js";
import type { Catalogue, CatalogueItem, CataloguePrice, Found, StockLevel } from "./ports/catalogue.js";
import { matchesWords, searchedTexts, searchWords } from "./search-rule.js";

/** Reads the file. Throws an Error that says which entry is wrong, and how. */
export function parseCatalogue(json: string): Catalogue {
  const file = new JsonRecord("the catalogue", JSON.parse(json));
  const found = new Map<string, Found>();
  for (const entry of file.list("items")) {
    const { item, stock } = readItem(entry);
    if (found.has(item.number)) throw entry.wrong(`has the number "${item.number}", which another item has`);
    found.set(item.number, { kind: "item", item, ...(stock && { stock }) });
  }
  for (const [number, by] of Object.entries(file.optional("replaced")?.record() ?? {})) {
    const [first, ...others] = new JsonRecord(`"replaced" of item "${number}"`, by).texts();
    if (first === undefined) throw file.wrong(`replaces item "${number}" by nothing`);
    if (found.has(number)) throw file.wrong(`replaces item "${number}", which it has`);
    found.set(number, { kind: "replaced", by: [first, ...others] });
  }
  return catalogueOf(found);
}

/** What is found by number, as a catalogue that looks through all items for a search. */
function catalogueOf(found: ReadonlyMap<string, Found>): Catalogue {
  const find = (number: string): Found => found.get(number) ?? { kind: "unknown" };
  const searched = [...found].flatMap(([number, each]) => (each.kind === "item" ? [{ number, texts: searchedTexts(each.item) }] : []));
  return {
    find: async (number) => find(number),
    findMany: async (numbers) => numbers.map(find),
    search: async (query, { limit }) => {
      const words = searchWords(query);
      const hits = searched.filter(({ texts }) => matchesWords(texts, words));
      return { numbers: hits.slice(0, limit).map(({ number }) => number), total: hits.length };
    },
  };
}

function readItem(entry: JsonRecord): { item: CatalogueItem; stock: StockLevel | undefined } {
  const pack = entry.optional("pack");
  const manufacturer = entry.optional("manufacturer");
  const stock = entry.optional("stock");
  const backlog = entry.optional("backlog");
  const [first, ...others] = entry.list("prices").map(readPrice);
  if (first === undefined) throw entry.wrong("has no price");
  const item: CatalogueItem = {
    number: entry.text("number"),
    description: entry.text("description"),
    unit: entry.text("unit"),
    currency: entry.currency("currency"),
    prices: [first, ...others],
    ...(pack && { pack: { quantity: pack.positive("quantity"), unit: pack.text("unit") } }),
    ...(entry.optional("step") && { step: entry.positive("step") }),
    ...(entry.optional("recommendedRetailPrice") && { recommendedRetailPrice: entry.decimal("recommendedRetailPrice") }),
    ...(entry.optional("ean") && { ean: entry.text("ean") }),
    ...(manufacturer && { manufacturer: { number: manufacturer.text("number"), name: manufacturer.text("name") } }),
    ...(backlog && { backlog: backlog.flag() }),
  };
  return { item, stock: stock && readStock(stock) };
}

function readPrice(entry: JsonRecord): CataloguePrice {
  return { from: entry.decimal("from"), amount: entry.decimal("amount") };
}

function readStock(entry: JsonRecord): StockLevel {
  return {
    quantity: entry.decimal("quantity"),
    ...(entry.optional("expectedOn") && { expectedOn: entry.date("expectedOn") }),
    ...(entry.optional("replacements") && { replacements: entry.optional("replacements")?.texts() ?? [] }),
  };
}

/** A part of the file, with its name for messages. */
class JsonRecord {
  readonly #name: string;
  readonly #value: unknown;

  constructor(name: string, value: unknown) {
    this.#name = name;
    this.#value = value;
  }

  wrong(what: string): Error {
    return new Error(`${this.#name} ${what}`);
  }

  record(): Readonly<Record<string, unknown>> {
    const value = this.#value;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.wrong("is not an object");
    return Object.fromEntries(Object.entries(value));
  }

  optional(key: string): JsonRecord | undefined {
    const record = this.record();
    return Object.hasOwn(record, key) ? new JsonRecord(`"${key}" of ${this.#name}`, record[key]) : undefined;
  }

  #at(key: string): unknown {
    const record = this.record();
    return Object.hasOwn(record, key) ? record[key] : undefined;
  }

  list(key: string): readonly JsonRecord[] {
    const list = this.#at(key);
    if (!Array.isArray(list)) throw this.wrong(`needs a list "${key}"`);
    return list.map((each: unknown, index) => new JsonRecord(`entry ${index + 1} of "${key}" of ${this.#name}`, each));
  }

  texts(): readonly string[] {
    const list = this.#value;
    if (!Array.isArray(list) || !list.every((each) => typeof each === "string")) throw this.wrong("is not a list of texts");
    return list;
  }

  flag(): boolean {
    if (typeof this.#value !== "boolean") throw this.wrong("is neither true nor false");
    return this.#value;
  }

  text(key: string): string {
    const value = this.#at(key);
    if (typeof value !== "string" || value === "") throw this.wrong(`needs the text "${key}"`);
    return value;
  }

  decimal(key: string): string {
    const text = this.text(key);
    if (!/^\d+(\.\d+)?$/.test(text)) throw this.wrong(`has "${text}" as "${key}", which is not a decimal number in text`);
    return text;
  }

  positive(key: string): string {
    const text = this.decimal(key);
    if (/^[0.]+$/.test(text)) throw this.wrong(`has 0 as "${key}"`);
    return text;
  }

  date(key: string): string {
    const text = this.text(key);
    if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw this.wrong(`has "${text}" as "${key}", which is not a date: YYYY-MM-DD`);
    return text;
  }

  currency(key: string): string {
    const text = this.text(key);
    if (validate(CurrencyCodeContentType, text).length > 0) throw this.wrong(`has "${text}" as "${key}", which UBL does not list`);
    return text;
  }
}
