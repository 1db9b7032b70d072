/**
 * The occurrence column of rows, and occurrences in models: text <-> bounds, array-ness and nillability.
 *
 * "" (1, 1), "?" (0, 1), "*" (0, unbounded), "+" (1, unbounded), "{2,5}", "{2,}"; "nil" behind it; "|" before it in a flattened choice.
 */

/** How often something may occur. */
export interface Bounds {
  readonly min: number;
  /** `Infinity` for unbounded. */
  readonly max: number;
}

/** What the column of a row says. */
export interface Occurrence extends Bounds {
  /** The property holds an array. Braces always mean one, so "{0,1}" is an array of at most one. */
  readonly array: boolean;
  readonly nillable: boolean;
  /** The property may be absent although its branch needs it. */
  readonly flattened: boolean;
}

/** Writes an occurrence. What may come more than once is an array. */
export function printOccurrence({ min, max, array, nillable, flattened }: Occurrence): string {
  const bounds = array && max === 1 ? `{${min},1}` : printBounds({ min, max });
  return `${flattened ? "|" : ""}${bounds}${nillable ? "nil" : ""}`;
}

/** Writes bounds as short as can be: nothing for exactly once. */
export function printBounds({ min, max }: Bounds): string {
  if (max === 1 && min <= 1) return min === 0 ? "?" : "";
  if (max !== Number.POSITIVE_INFINITY) return `{${min},${max}}`;
  return min === 0 ? "*" : min === 1 ? "+" : `{${min},}`;
}

/** Few texts occur, and each in many rows. */
const read = new Map<string, Occurrence>();

/** Reads an occurrence; a malformed one is a mistake of the generator. */
export function parseOccurrence(text: string): Occurrence {
  const known = read.get(text);
  if (known !== undefined) return known;
  const occurrence = parse(text);
  read.set(text, occurrence);
  return occurrence;
}

const form = /^(\|?)([?*+]|\{(\d+),(\d*)\})?(nil)?$/;

function parse(text: string): Occurrence {
  const match = form.exec(text);
  if (match === null) throw new Error(`internal: occurrence "${text}"`);
  const [, bar, symbol, least, most, nil] = match;
  const bounds = parseBounds(symbol, least, most);
  const array = symbol !== undefined && symbol !== "?";
  return { ...bounds, array, nillable: nil !== undefined, flattened: bar === "|" };
}

function parseBounds(symbol: string | undefined, least: string | undefined, most: string | undefined): Bounds {
  if (least !== undefined) return { min: Number(least), max: most === undefined || most === "" ? Number.POSITIVE_INFINITY : Number(most) };
  return {
    min: symbol === undefined || symbol === "+" ? 1 : 0,
    max: symbol === "*" || symbol === "+" ? Number.POSITIVE_INFINITY : 1,
  };
}
