/**
 * What was measured, printed line by line as it comes, with floors and goals beside it.
 */
import { goals } from "./goals.js";

export interface Measured {
  /** As in `goals.ts`. A row that is not there is for comparison alone. */
  readonly row: string;
  readonly name: string;
  readonly value: number;
}

/** Takes what an area finds. */
export type Report = (row: string, name: string, value: number) => void;

/** A report that prints, and the values that it was given. */
export function printingReport(): { readonly report: Report; readonly measured: readonly Measured[] } {
  const measured: Measured[] = [];
  const report: Report = (row, name, value) => {
    measured.push({ row, name, value });
    console.log(`${row.padEnd(52)} ${name.padEnd(28)} ${digits(value).padStart(6)}  ${verdict({ row, name, value })}`);
  };
  return { report, measured };
}

function verdict({ row, name, value }: Measured): string {
  const wish = goals[row]?.cases[name];
  if (wish === undefined) return "";
  const reached = isReached(row, value, wish.goal)
    ? "goal reached"
    : isReached(row, value, wish.floor)
      ? "floor reached"
      : "below the floor";
  return `floor ${wish.floor}, goal ${wish.goal}: ${reached}`;
}

/** Tests if a value of a row is as good as another, or better. */
export function isReached(row: string, value: number, wanted: number): boolean {
  return goals[row]?.better === "less" ? value <= wanted : value >= wanted;
}

export function digits(value: number): string {
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
