/**
 * A catalogue as JSON: items with prices and stock, numbers that are replaced, and schemes that items are sorted by.
 *
 * { "items": [{ "number": "4711", "description": "...", "unit": "EA", "currency": "EUR", "prices": [{ "from": "0", "amount": "1.20" }],
 *   "stock": { "quantity": "12" } }], "replaced": { "4710": ["4711"] }, "schemes": [{ "id": "shop", "groups": [{ "id": "1", "description": "..." }] }] }
 */
import type {
  CatalogueItem,
  CataloguePrice,
  ClassificationGroup,
  ClassificationScheme,
  ItemGroup,
  ItemLink,
  LinkKind,
  StockLevel,
} from "../../services/veloconnect/index.js";
import { readCurrency, readDate, readDecimal, readPositive } from "./check-values.js";
import type { CatalogueContent, CatalogueEntry } from "./content.js";
import { JsonRecord } from "./json-record.js";

/** Reads the text of a file. Throws an Error that says which entry is wrong, and how. */
export function readCatalogueJson(json: string): CatalogueContent {
  const file = new JsonRecord("the catalogue", JSON.parse(json));
  file.refuseOthers(["items", "replaced", "schemes"]);
  const entries: CatalogueEntry[] = [];
  const numbers = new Set<string>();
  for (const entry of file.list("items")) {
    const { item, stock } = readItem(entry);
    if (numbers.has(item.number)) throw entry.wrong(`has the number "${item.number}", which another item has`);
    numbers.add(item.number);
    entries.push({ kind: "item", item, ...(stock && { stock }) });
  }
  for (const [number, list] of Object.entries(file.optional("replaced")?.record() ?? {})) {
    const [first, ...others] = new JsonRecord(`"replaced" of item "${number}"`, list).texts();
    if (first === undefined) throw file.wrong(`replaces item "${number}" by nothing`);
    if (numbers.has(number)) throw file.wrong(`replaces item "${number}", which it has`);
    entries.push({ kind: "replaced", number, by: [first, ...others] });
  }
  return { entries, schemes: file.optional("schemes") === undefined ? [] : file.list("schemes").map(readScheme) };
}

const itemMembers: readonly (keyof CatalogueItem | "stock")[] = [
  "number",
  "description",
  "unit",
  "pack",
  "step",
  "currency",
  "prices",
  "recommendedRetailPrice",
  "ean",
  "manufacturer",
  "backlog",
  "links",
  "groups",
  "stock",
];

/** Reads an item, and what is there of it. */
export function readItem(entry: JsonRecord): { item: CatalogueItem; stock: StockLevel | undefined } {
  entry.refuseOthers(itemMembers);
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
    currency: entry.value("currency", readCurrency),
    prices: [first, ...others],
    ...(pack && { pack: { quantity: pack.value("quantity", readPositive), unit: pack.text("unit") } }),
    ...(entry.optional("step") && { step: entry.value("step", readPositive) }),
    ...(entry.optional("recommendedRetailPrice") && { recommendedRetailPrice: entry.value("recommendedRetailPrice", readDecimal) }),
    ...(entry.optional("ean") && { ean: entry.text("ean") }),
    ...(manufacturer && { manufacturer: { number: manufacturer.text("number"), name: manufacturer.text("name") } }),
    ...(backlog && { backlog: backlog.flag() }),
    ...(entry.optional("links") && { links: entry.list("links").map(readLink) }),
    ...(entry.optional("groups") && { groups: entry.list("groups").map(readGroupOfItem) }),
  };
  return { item, stock: stock && readStock(stock) };
}

function readPrice(entry: JsonRecord): CataloguePrice {
  return { from: entry.value("from", readDecimal), amount: entry.value("amount", readDecimal) };
}

function readStock(entry: JsonRecord): StockLevel {
  return {
    quantity: entry.value("quantity", readDecimal),
    ...(entry.optional("expectedOn") && { expectedOn: entry.value("expectedOn", readDate) }),
    ...(entry.optional("replacements") && { replacements: entry.optional("replacements")?.texts() ?? [] }),
  };
}

const linkKinds: readonly string[] = [
  "picture",
  "detail_picture",
  "exploded_drawing",
  "technical_drawing",
  "manual",
  "manual_professional",
  "manual_customer",
  "tech_spec",
  "product_data",
  "general",
] satisfies readonly LinkKind[];

function isLinkKind(text: string): text is LinkKind {
  return linkKinds.includes(text);
}

function readLink(entry: JsonRecord): ItemLink {
  const [first, ...others] = entry.optional("kinds")?.texts() ?? [];
  const wrong = [first, ...others].find((kind) => kind === undefined || !isLinkKind(kind));
  if (first === undefined || !isLinkKind(first)) throw entry.wrong(`needs "kinds" of ${linkKinds.join(", ")}`);
  if (wrong !== undefined) throw entry.wrong(`has the kind "${wrong}": there are ${linkKinds.join(", ")}`);
  return {
    uri: entry.text("uri"),
    kinds: [first, ...others.filter(isLinkKind)],
    ...(entry.optional("description") && { description: entry.text("description") }),
  };
}

function readGroupOfItem(entry: JsonRecord): ItemGroup {
  const isPrimary = entry.optional("isPrimary");
  return { scheme: entry.text("scheme"), group: entry.text("group"), ...(isPrimary && { isPrimary: isPrimary.flag() }) };
}

function readScheme(entry: JsonRecord): ClassificationScheme {
  const several = entry.optional("hasSeveralGroups");
  const head = { id: entry.text("id"), ...(several && { hasSeveralGroups: several.flag() }) };
  if (entry.optional("uri") !== undefined) return { ...head, content: { kind: "published", uri: entry.text("uri") } };
  const [first, ...others] = entry.list("groups").map(readGroup);
  if (first === undefined) throw entry.wrong("has no groups");
  return { ...head, content: { kind: "own", groups: [first, ...others] } };
}

function readGroup(entry: JsonRecord): ClassificationGroup {
  const parent = entry.optional("parentId") && { parentId: entry.text("parentId") };
  return { id: entry.text("id"), ...parent, description: entry.text("description") };
}
