/**
 * A catalogue as CSV: a line for each item, whose columns the first line names, in any order.
 *
 *   number;description;unit;currency;price;price@10;stock
 *   20020;Tyre 28 x 1.75;EA;EUR;12.50;11.00;50
 *
 * Wrong lines are left out and reported. Where columns are parted by semicolons or tabs, decimals may have a comma, as spreadsheets write them.
 */
import type { CatalogueItem, CataloguePrice, StockLevel } from "../../services/veloconnect/index.js";
import { type ReadValue, readCurrency, readDate, readDecimal, readEan, readFlag, readPositive, ValueError } from "./check-values.js";
import { type CatalogueEntry, type CatalogueProblem, numberOf } from "./content.js";
import { type CsvField, findDelimiter, readCsv } from "./csv.js";

/** The columns of items; `price@10` is the price from a quantity of 10 on. */
const columnNames = [
  "number",
  "description",
  "unit",
  "currency",
  "price",
  "recommendedRetailPrice",
  "ean",
  "manufacturer",
  "manufacturersNumber",
  "packQuantity",
  "packUnit",
  "step",
  "backlog",
  "stock",
  "expectedOn",
  "replacements",
  "replacedBy",
  "picture",
] as const;
type ColumnName = (typeof columnNames)[number];

/** What an item must have. */
const requiredNames: readonly ColumnName[] = ["number", "description", "unit", "currency", "price"];

/** What one line gives. */
export type CsvLine = { readonly entry: CatalogueEntry } | { readonly problem: CatalogueProblem };

/** Reads the text of a file, line by line. */
export function* readCatalogueCsv(text: string): Generator<CsvLine, void> {
  const delimiter = findDelimiter(text);
  const records = readCsv(text, delimiter);
  const head = records.next();
  if (head.done) return yield { problem: { line: 1, column: 1, message: "the file is empty" } };
  if ("wrong" in head.value) return yield { problem: { line: head.value.line, column: head.value.column, message: head.value.wrong } };
  const columns = readColumns(head.value.fields);
  if ("problem" in columns) return yield columns;
  const seen = new Map<string, number>();
  for (const record of records) {
    if ("wrong" in record) {
      yield { problem: { line: record.line, column: record.column, message: record.wrong } };
      continue;
    }
    const line = readLine(new Row(record.fields, columns, delimiter !== ","));
    const before = "entry" in line ? seen.get(numberOf(line.entry)) : undefined;
    const { line: at, column } = record.fields[columns.byName.get("number") ?? 0] ?? { line: 0, column: 0 };
    if ("entry" in line && before !== undefined) {
      yield { problem: { line: at, column, message: `number: "${numberOf(line.entry)}" is in line ${before} already` } };
      continue;
    }
    if ("entry" in line) seen.set(numberOf(line.entry), at);
    yield line;
  }
}

interface Columns {
  readonly byName: ReadonlyMap<ColumnName, number>;
  /** Quantities from which on other prices are valid, ascending, with their columns. */
  readonly tiers: readonly { readonly from: string; readonly index: number }[];
  readonly count: number;
}

function readColumns(fields: readonly CsvField[]): Columns | { readonly problem: CatalogueProblem } {
  const byName = new Map<ColumnName, number>();
  const tiers: { from: string; index: number }[] = [];
  for (const [index, { text, line, column }] of fields.entries()) {
    const given = text.trim().toLowerCase();
    const name = columnNames.find((each) => each.toLowerCase() === given);
    const [, from] = /^price@(\d+(?:\.\d+)?)$/.exec(given) ?? [];
    const wrong = (message: string) => ({ problem: { line, column, message } });
    if (from !== undefined) tiers.push({ from, index });
    else if (name === undefined) return wrong(`there is no column "${text}"; there are ${columnNames.join(", ")}, price@10`);
    else if (byName.has(name)) return wrong(`the column "${name}" comes twice`);
    else byName.set(name, index);
  }
  const missing = requiredNames.find((name) => !byName.has(name));
  const { line, column } = fields[0] ?? { line: 1, column: 1 };
  if (missing !== undefined) return { problem: { line, column, message: `the column "${missing}" is missing` } };
  tiers.sort((a, b) => Number(a.from) - Number(b.from));
  return { byName, tiers, count: fields.length };
}

/** What is wrong in one field. */
class FieldError extends Error {
  readonly problem: CatalogueProblem;

  constructor(problem: CatalogueProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** The fields of a line by the names of their columns. */
class Row {
  readonly #fields: readonly CsvField[];
  readonly #columns: Columns;
  readonly #hasCommas: boolean;

  constructor(fields: readonly CsvField[], columns: Columns, hasCommas: boolean) {
    this.#fields = fields;
    this.#columns = columns;
    this.#hasCommas = hasCommas;
  }

  /** Throws a FieldError for more fields than columns. */
  checkLength(): void {
    const surplus = this.#fields[this.#columns.count];
    if (surplus === undefined) return;
    const { line, column } = surplus;
    throw new FieldError({ line, column, message: `there are ${this.#fields.length} fields and ${this.#columns.count} columns` });
  }

  required<T = string>(name: ColumnName, read: ReadValue<T>): T {
    const value = this.optional(name, read);
    if (value === undefined) throw this.#wrong(this.#columns.byName.get(name) ?? 0, name, "is missing");
    return value;
  }

  optional<T = string>(name: ColumnName, read: ReadValue<T>): T | undefined {
    const index = this.#columns.byName.get(name);
    return index === undefined ? undefined : this.#read(index, name, read);
  }

  tiers(): readonly CataloguePrice[] {
    return this.#columns.tiers.flatMap(({ from, index }) => {
      const amount = this.#read(index, `price@${from}`, readDecimal);
      return amount === undefined ? [] : [{ from, amount }];
    });
  }

  #read<T>(index: number, name: string, read: ReadValue<T>): T | undefined {
    const text = this.#fields[index]?.text.trim() ?? "";
    if (text === "") return undefined;
    const isNumber = this.#hasCommas && (read as ReadValue<unknown>) !== readTexts && /^\d+,\d+$/.test(text);
    try {
      return read(isNumber ? text.replace(",", ".") : text);
    } catch (error) {
      throw error instanceof ValueError ? this.#wrong(index, name, `"${text.slice(0, 100)}" ${error.message}`) : error;
    }
  }

  #wrong(index: number, name: string, message: string): FieldError {
    // A line may end before the column.
    const last = this.#fields.at(-1) ?? { line: 1, column: 1, text: "" };
    const { line, column } = this.#fields[index] ?? { line: last.line, column: last.column + last.text.length };
    return new FieldError({ line, column, message: `${name}: ${message}` });
  }
}

const readText: ReadValue = (text) => text;
const readTexts: ReadValue<readonly string[]> = (text) => text.split(/[|\s]+/).filter((each) => each !== "");

function readLine(row: Row): CsvLine {
  try {
    row.checkLength();
    const [first, ...others] = row.optional("replacedBy", readTexts) ?? [];
    if (first !== undefined) return { entry: { kind: "replaced", number: row.required("number", readText), by: [first, ...others] } };
    const stock = readStock(row);
    return { entry: { kind: "item", item: readItem(row), ...(stock && { stock }) } };
  } catch (error) {
    if (error instanceof FieldError) return { problem: error.problem };
    throw error;
  }
}

function readItem(row: Row): CatalogueItem {
  const prices: readonly [CataloguePrice, ...CataloguePrice[]] = [
    { from: "0", amount: row.required("price", readDecimal) },
    ...row.tiers(),
  ];
  const [step, ean, backlog] = [row.optional("step", readPositive), row.optional("ean", readEan), row.optional("backlog", readFlag)];
  const recommendedRetailPrice = row.optional("recommendedRetailPrice", readDecimal);
  const picture = row.optional("picture", readText);
  const pack = row.optional("packQuantity", readPositive);
  const maker = row.optional("manufacturer", readText);
  return {
    number: row.required("number", readText),
    description: row.required("description", readText),
    unit: row.required("unit", readText),
    currency: row.required("currency", readCurrency),
    prices,
    ...(pack !== undefined && { pack: { quantity: pack, unit: row.required("packUnit", readText) } }),
    ...(step !== undefined && { step }),
    ...(recommendedRetailPrice !== undefined && { recommendedRetailPrice }),
    ...(ean !== undefined && { ean }),
    ...(maker !== undefined && { manufacturer: { name: maker, number: row.required("manufacturersNumber", readText) } }),
    ...(backlog !== undefined && { backlog }),
    ...(picture !== undefined && { links: [{ uri: picture, kinds: ["picture"] as const }] }),
  };
}

function readStock(row: Row): StockLevel | undefined {
  const quantity = row.optional("stock", readDecimal);
  if (quantity === undefined) return undefined;
  const expectedOn = row.optional("expectedOn", readDate);
  const replacements = row.optional("replacements", readTexts);
  return { quantity, ...(expectedOn !== undefined && { expectedOn }), ...(replacements && { replacements }) };
}
