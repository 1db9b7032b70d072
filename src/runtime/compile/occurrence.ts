/**
 * The occurrence column of a row -> bounds, array-ness and nillability.
 *
 * "" (1, 1), "?" (0, 1), "*" (0, unbounded), "+" (1, unbounded), "{2,5}", "{2,}"; "nil" behind it; "|" before it in a flattened choice.
 */

/** What an occurrence says. */
export interface Bounds {
  readonly min: number;
  /** `Infinity` for unbounded. */
  readonly max: number;
}

export interface ParsedOccurrence extends Bounds {
  /** The property holds an array. Braces always mean one, so "{0,1}" is an array of at most one. */
  readonly array: boolean;
  readonly nillable: boolean;
  /** The property may be absent although its branch needs it. */
  readonly flattened: boolean;
}

const form = /^(\|?)([?*+]|\{(\d+),(\d*)\})?(nil)?$/;

/** Reads an occurrence; a form that is not one is a mistake of the generator. */
export function parseOccurrence(text: string): ParsedOccurrence {
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
