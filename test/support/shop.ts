/** A small contract with most of what straight-line code knows, and some of what it leaves to the tables. Its schemas are golden ones. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { memoryHost } from "../../codegen/load/host.js";
import type { ElementCodec } from "../../src/runtime/codec.js";
import { type BothForms, bothForms } from "./generated-code.js";

const schemaOf = (file: string): Uint8Array => readFileSync(fileURLToPath(new URL(`../golden/straight-line/${file}`, import.meta.url)));

/** The files of the contract. */
export const host = memoryHost(Object.fromEntries(["shop.xsd", "other.xsd", "xml.xsd"].map((file) => [file, schemaOf(file)])));

/** What the converter of codes does beside converting them. */
export interface Conversions {
  readonly converting: { beside: (code: string) => void };
}

const own = `export const converting = { beside: () => {} };
const convert = (code) => { converting.beside(code); return code; };
export const codes = { read: convert, write: convert };`;

/** The contract with and without straight-line code, and the codec of its root in both forms. */
export interface ShopForms extends BothForms<Conversions> {
  readonly root: Readonly<Record<"fast" | "tables", ElementCodec>>;
}

/** Generates and loads the contract. `convertsCodes`: codes are read and written by a converter of the user's; `sharedCode`: types share their code. */
export async function shopForms({ convertsCodes = false, sharedCode = false } = {}): Promise<ShopForms> {
  const mapping = { types: convertsCodes ? { "{urn:shop}Code": { module: "../own.js", name: "codes" } } : {} };
  const forms = await bothForms<Conversions>({ entries: ["shop.xsd"], host, mapping, sharedCode }, own);
  const [fast, tables] = [forms?.fast, forms?.tables].map((form) => form?.elements["{urn:shop}Order"]);
  if (forms === undefined || fast === undefined || tables === undefined) throw new Error("the schema has mistakes");
  return { ...forms, root: { fast, tables } };
}

/** A value of a line. */
export const line = {
  code: "A 1",
  count: 3,
  price: [{ $value: "1.25", unit: "EUR", lang: "de" }],
  day: "2026-02-28",
  big: 10n,
  kind: "<b>",
  flag: true,
};
/** A value of the root. */
export const order = {
  line: [line, { code: "", from: "2026-01-01T00:00:00Z", zip: "12345", big: null, ratio: 1.5, line }],
  note: { $content: ["a & b ", { name: "b", value: "ä€😀" }, "\r", { name: "i", value: {} }, { name: "i", value: { $content: ["c"] } }] },
  party: [{ name: "N" }, { name: "M", $attributes: { "{urn:x}y": "z" } }],
};
