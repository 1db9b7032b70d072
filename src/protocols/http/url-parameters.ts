/**
 * Query strings and form bodies <-> the typed parameters of an operation, by its table. WSDL 1.1 §4.5, §5.4
 *
 * Names are compared without regard to case. A keyed parameter `Quantity.4711=2` gives `{ key: "4711", value: "2" }`; only the first dot
 * separates. An empty parameter that may be absent is absent. Unknown parameters are ignored: clients of later releases send more.
 */
import { xsString } from "../../runtime/built-in-types.js";
import { ValidationError } from "../../runtime/issues.js";
import { readText, writeText } from "../../runtime/simple-text.js";
import type { Keyed, ParameterTable, ReadParameter } from "../../service/port-type.js";

/** Name and value as they were sent, decoded. */
export type RawParameter = readonly [name: string, value: string];

/** What is wrong with a parameter. */
export interface ParameterProblem {
  readonly name: string;
  /** It comes twice, has no key, is not there, or has a value that its type forbids. */
  readonly rule: "twice" | "key" | "missing" | "value";
  readonly message: string;
}

export interface ReadParameters {
  /** Values by property; those that have a problem are left out. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly inOrder: readonly ReadParameter[];
  readonly problems: readonly ParameterProblem[];
}

/** Parameters of one request: each costs many times its length in memory, and much more time than its bytes do. */
export const maxParameters = 20_000;

/** Characters of a query string or form body: 50 for each parameter. */
export const maxFormLength = 1024 ** 2;

/** Tests if a query string or form body has more parameters than are read, or is longer. */
export function hasTooManyParameters(text: string): boolean {
  if (text.length > maxFormLength) return true;
  let count = 1;
  for (let at = text.indexOf("&"); at >= 0 && count <= maxParameters; at = text.indexOf("&", at + 1)) count++;
  return count > maxParameters;
}

/**
 * Takes a query string (without "?") or a form body apart; undefined if it is not percent-encoded UTF-8. URL Standard §5.1
 *
 * `isLenient`: what is not UTF-8 is taken as ISO-8859-1, and a percent sign that encodes nothing as itself. Some clients encode nothing at all.
 */
export function parseUrlEncoded(text: string, isLenient = false): readonly RawParameter[] | undefined {
  const decodeText = isLenient ? decodeLeniently : decodeStrictly;
  try {
    return text
      .split("&")
      .filter((pair) => pair !== "")
      .map((pair): RawParameter => {
        const at = pair.indexOf("=");
        return at < 0 ? [decodeText(pair), ""] : [decodeText(pair.slice(0, at)), decodeText(pair.slice(at + 1))];
      });
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

function decodeStrictly(text: string): string {
  const spaced = text.includes("+") ? text.split("+").join(" ") : text;
  return spaced.includes("%") ? decodeURIComponent(spaced) : spaced;
}

function decodeLeniently(text: string): string {
  try {
    return decodeStrictly(text);
  } catch {
    const octet = (_: string, code: string): string => String.fromCharCode(Number.parseInt(code, 16));
    return text.replaceAll("+", " ").replaceAll(/%([0-9a-f]{2})/gi, octet);
  }
}

interface KnownParameter {
  readonly property: string;
  readonly table: ParameterTable;
}

/** Reads the parameters of one operation. */
export class ParameterReader {
  /** Names as the tables have them. */
  readonly names: readonly string[];
  readonly #byName: ReadonlyMap<string, KnownParameter>;
  readonly #repeated: ReadonlySet<string>;
  readonly #required: readonly KnownParameter[];

  constructor(tables: Readonly<Record<string, ParameterTable>>) {
    const known = Object.entries(tables).map(([property, table]) => ({ property, table }));
    this.names = known.map(({ table }) => table.name);
    this.#byName = new Map(known.map((each) => [each.table.name.toLowerCase(), each]));
    this.#repeated = new Set(known.filter(({ table }) => table.occurs === "repeated").map(({ property }) => property));
    this.#required = known.filter(({ table }) => table.occurs === undefined);
  }

  /** The table of a parameter, by its name in lower case. */
  tableOf(name: string): ParameterTable | undefined {
    return this.#byName.get(name)?.table;
  }

  /** Reads the parameters that the tables name. */
  read(raw: readonly RawParameter[]): ReadParameters {
    const inOrder: ReadParameter[] = [];
    const problems: ParameterProblem[] = [];
    const seen = new Set<KnownParameter | string>();
    for (const [name, text] of raw) {
      const { base, key } = splitName(name);
      const known = this.#byName.get(base);
      if (known === undefined || (key !== undefined && !known.table.keyed)) continue;
      const place = key ? `${known.property}.${key}` : known;
      const isRepeatable = known.table.occurs === "repeated" && !known.table.keyed;
      if (seen.has(place) && !isRepeatable) problems.push({ name, rule: "twice", message: `the parameter "${name}" comes twice` });
      seen.add(place);
      if (known.table.keyed && !key)
        problems.push({ name, rule: "key", message: `the parameter "${name}" needs a key: "${known.table.name}.key"` });
      else if (text === "" && known.table.occurs !== undefined) continue;
      else addValue(known, key, [name, text], inOrder, problems);
    }
    const value = this.#collect(inOrder);
    return { value, inOrder, problems: [...problems, ...this.#missing(value, problems)] };
  }

  #collect(inOrder: readonly ReadParameter[]): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    for (const { property, key, value: one } of inOrder) {
      if (!this.#repeated.has(property)) {
        value[property] ??= one;
        continue;
      }
      value[property] ??= [];
      // Nothing but this list is put at a repeated property.
      (value[property] as unknown[]).push(key === undefined ? one : { key, value: one });
    }
    return value;
  }

  #missing(value: Readonly<Record<string, unknown>>, problems: readonly ParameterProblem[]): readonly ParameterProblem[] {
    const absent = this.#required.filter(({ property }) => !Object.hasOwn(value, property));
    if (absent.length === 0) return [];
    const known = new Set(problems.map(({ name }) => name.toLowerCase()));
    return absent
      .filter(({ table }) => !known.has(table.name.toLowerCase()))
      .map(({ table: { name } }) => ({ name, rule: "missing", message: `the parameter "${name}" is missing` }));
  }
}

/** ("Quantity.47.11") is "quantity" and "47.11". */
function splitName(name: string): { base: string; key: string | undefined } {
  const dot = name.indexOf(".");
  return dot < 0 ? { base: name.toLowerCase(), key: undefined } : { base: name.slice(0, dot).toLowerCase(), key: name.slice(dot + 1) };
}

function addValue(
  { property, table }: KnownParameter,
  key: string | undefined,
  [name, text]: RawParameter,
  inOrder: ReadParameter[],
  problems: ParameterProblem[],
): void {
  // A key becomes part of the request like a value, so it must be text that a document can hold.
  const readKey = key === undefined ? undefined : readText(xsString, key);
  const read = readKey?.ok === false ? readKey : readText(table.type(), text);
  if (read.ok) inOrder.push({ property, key, value: read.value });
  else problems.push({ name, rule: "value", message: `the parameter "${name}" is not valid: ${read.message}` });
}

/** Writes parameters, in the order of the tables. Throws a ValidationError for a value that its type forbids. */
export function writeParameters(
  tables: Readonly<Record<string, ParameterTable>>,
  value: Readonly<Record<string, unknown>>,
): readonly RawParameter[] {
  return Object.entries(tables).flatMap(([property, table]) => {
    const own = value[property];
    if (own === undefined && table.occurs === undefined) throw refusal(property, table, "is missing");
    if (own === undefined) return [];
    const values = table.occurs === "repeated" && Array.isArray(own) ? own : [own];
    return values.map((one: unknown) => writeParameter(property, table, one));
  });
}

function writeParameter(property: string, table: ParameterTable, one: unknown): RawParameter {
  // The type of a keyed parameter is a list of these.
  const { key, value } = table.keyed ? (one as Keyed<unknown>) : { key: undefined, value: one };
  const written = writeText(table.type(), value);
  if (!written.ok) throw refusal(property, table, `is not valid: ${written.message}`);
  return [key === undefined ? table.name : `${table.name}.${key}`, written.text];
}

function refusal(property: string, { name }: ParameterTable, problem: string): ValidationError {
  const message = `the parameter "${name}" ${problem}`;
  return new ValidationError([
    { id: "http-parameter", path: `/${name}`, line: undefined, column: undefined, message, property: [property] },
  ]);
}
