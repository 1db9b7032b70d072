/**
 * A value -> the TypeScript expression that makes it.
 */
import { isDeepStrictEqual } from "node:util";

export function literal(value: unknown): string {
  switch (typeof value) {
    case "bigint":
      return `${value}n`;
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "object":
      return value === null ? "null" : compound(value);
    default:
      return value === undefined ? "undefined" : JSON.stringify(value);
  }
}

function compound(value: object): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value instanceof Uint8Array) return `new Uint8Array([${[...value].join(", ")}])`;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${literal(member)}`);
  return `{ ${members.join(", ")} }`;
}

/** Where two values differ first, and how. */
export function firstDifference(left: unknown, right: unknown, path = ""): string | undefined {
  if (isDeepStrictEqual(left, right)) return undefined;
  if (isObject(left) && isObject(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const found = firstDifference(left[key], right[key], `${path}/${key}`);
      if (found !== undefined) return found;
    }
  }
  return `${path}: ${literal(left).slice(0, 200)} instead of ${literal(right).slice(0, 200)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}
