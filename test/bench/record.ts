/**
 * The last values of rows whose floors are not reached, kept in record.json, and the judgement on new ones.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { goals } from "./goals.js";
import { isReached, type Measured } from "./report.js";

/** Values by row and name. */
export type Record = Readonly<{ [row: string]: Readonly<{ [name: string]: number }> }>;

const path = "test/bench/record.json";

export function readRecord(): Record {
  const { values }: { readonly values: Record } = JSON.parse(readFileSync(path, "utf8"));
  return values;
}

/** Replaces the values of what was measured, and keeps the others. */
export function writeRecord(measured: readonly Measured[]): void {
  const values: { [row: string]: Record[string] } = { ...readRecord() };
  for (const { row, name, value } of measured) {
    if (goals[row]?.cases[name] === undefined) continue;
    values[row] = { ...values[row], [name]: Number(value.toPrecision(3)) };
  }
  const head = { measured: new Date().toISOString().slice(0, 10), node: process.version };
  writeFileSync(path, `${JSON.stringify({ ...head, values }, null, 2)}\n`);
}

/** The value that a measurement must not miss. */
export interface Limit {
  readonly value: number;
  /** What it is a quarter worse than. */
  readonly of: "floor" | "record";
}

/** A quarter below the floor; where the record has not reached the floor, a quarter below the record. Undefined: the row has no floor. */
export function limitOf(record: Record, { row, name }: Pick<Measured, "row" | "name">): Limit | undefined {
  const wish = goals[row]?.cases[name];
  if (wish === undefined) return undefined;
  const recorded = record[row]?.[name];
  const of = recorded !== undefined && !isReached(row, recorded, wish.floor) ? "record" : "floor";
  const wanted = of === "record" && recorded !== undefined ? recorded : wish.floor;
  return { value: goals[row]?.better === "less" ? wanted / 0.75 : wanted * 0.75, of };
}
