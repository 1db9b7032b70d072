/**
 * A query string or form body -> the typed parameters of an operation, by its table. WSDL 1.1 §4.5, §5.4 (application/x-www-form-urlencoded)
 *
 * Names are compared without regard to case. A keyed parameter `Quantity.4711=2` gives `{ key: "4711", value: "2" }`; only the first dot
 * separates. An empty parameter that may be absent is absent. Unknown parameters are ignored: clients of later releases send more.
 */
import { xsString } from "../../runtime/built-in-types.js";
import { ValidationError } from "../../runtime/issues.js";
import { readContent } from "../../runtime/nodes.js";
import type { ParameterTable } from "../../service/port-type.js";

/** Name and value as they were sent, decoded. */
export type RawParameter = readonly [name: string, value: string];

/** What is wrong with a parameter. */
export interface ParameterProblem {
  readonly name: string;
  readonly message: string;
}

/** One value that was read, in the order in which the parameters came. */
export interface ReadParameter {
  readonly property: string;
  readonly key: string | undefined;
  readonly value: unknown;
}

export interface ReadParameters {
  /** Values by property; those that have a problem are left out. */
  readonly value: Readonly<Record<string, unknown>>;
  readonly inOrder: readonly ReadParameter[];
  readonly problems: readonly ParameterProblem[];
}

/** Parameters that are read of one request: each costs many times its length in memory, and much more time than its bytes do. */
const maxParameters = 20_000;

/** Tests if a query string or form body has more parameters than are read. */
export function hasTooManyParameters(text: string): boolean {
  let count = 1;
  for (let at = text.indexOf("&"); at >= 0 && count <= maxParameters; at = text.indexOf("&", at + 1)) count++;
  return count > maxParameters;
}

/** Takes a query string (without "?") or a form body apart; undefined where it is not percent-encoded UTF-8. URL Standard §5.1 */
export function parseUrlEncoded(text: string): readonly RawParameter[] | undefined {
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

function decodeText(text: string): string {
  return decodeURIComponent(text.replaceAll("+", " "));
}

/** Reads the parameters that the table names. */
export function readParameters(tables: Readonly<Record<string, ParameterTable>>, raw: readonly RawParameter[]): ReadParameters {
  const properties = new Map(Object.entries(tables).map(([property, table]) => [table.name.toLowerCase(), { property, table }]));
  const inOrder: ReadParameter[] = [];
  const problems: ParameterProblem[] = [];
  const seen = new Set<string>();
  for (const [name, text] of raw) {
    const { base, key } = splitName(name);
    const known = properties.get(base);
    if (known === undefined || (key !== undefined && !known.table.keyed)) continue;
    const place = `${known.property}.${key ?? ""}`;
    const isRepeatable = known.table.occurs === "repeated" && !known.table.keyed;
    if (seen.has(place) && !isRepeatable) problems.push({ name, message: `the parameter "${name}" comes twice` });
    seen.add(place);
    if (known.table.keyed && !key) problems.push({ name, message: `the parameter "${name}" needs a key: "${known.table.name}.key"` });
    else if (text === "" && known.table.occurs !== undefined) continue;
    else addValue(known.property, key, name, text, known.table, inOrder, problems);
  }
  const value = collect(tables, inOrder);
  return { value, inOrder, problems: [...problems, ...findMissing(tables, value, problems)] };
}

/** ("Quantity.47.11") is "quantity" and "47.11". */
function splitName(name: string): { base: string; key: string | undefined } {
  const dot = name.indexOf(".");
  return dot < 0 ? { base: name.toLowerCase(), key: undefined } : { base: name.slice(0, dot).toLowerCase(), key: name.slice(dot + 1) };
}

function addValue(
  property: string,
  key: string | undefined,
  name: string,
  text: string,
  table: ParameterTable,
  inOrder: ReadParameter[],
  problems: ParameterProblem[],
): void {
  try {
    // A key becomes part of the request like a value, so it must be text that a document can hold.
    if (key !== undefined) readContent(xsString, { attributes: {}, namespaces: {}, children: [key] });
    inOrder.push({ property, key, value: readContent(table.type(), { attributes: {}, namespaces: {}, children: [text] }) });
  } catch (error) {
    if (!(error instanceof ValidationError)) throw error;
    problems.push({ name, message: `the parameter "${name}" is not valid: ${error.issues[0]?.message ?? "not valid"}` });
  }
}

function collect(tables: Readonly<Record<string, ParameterTable>>, inOrder: readonly ReadParameter[]): Record<string, unknown> {
  const lists = new Map<string, unknown[]>();
  const value: Record<string, unknown> = {};
  for (const { property, key, value: one } of inOrder) {
    if (tables[property]?.occurs !== "repeated") {
      value[property] ??= one;
      continue;
    }
    const list = lists.get(property) ?? [];
    list.push(key === undefined ? one : { key, value: one });
    lists.set(property, list);
    value[property] = list;
  }
  return value;
}

function findMissing(
  tables: Readonly<Record<string, ParameterTable>>,
  value: Readonly<Record<string, unknown>>,
  problems: readonly ParameterProblem[],
): readonly ParameterProblem[] {
  const told = new Set(problems.map(({ name }) => name.toLowerCase()));
  return Object.entries(tables)
    .filter(([property, { name, occurs }]) => occurs === undefined && !Object.hasOwn(value, property) && !told.has(name.toLowerCase()))
    .map(([, { name }]) => ({ name, message: `the parameter "${name}" is missing` }));
}
