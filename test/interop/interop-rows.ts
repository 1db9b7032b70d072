/**
 * Makes the rows of docs/interop.md of the tests that ran, and of the rows that the page had.
 */
import type { InteropRow } from "./interop-page.js";
import type { Direction, InteropCell } from "./interop-row.js";
import { gaps, peers } from "./peers.js";

/** A test of a peer that ran. */
export interface InteropResult extends InteropCell {
  /** The name of a file in test/interop. */
  readonly file: string;
  readonly passed: boolean;
}

type RowName = Pick<InteropCell, "peer" | "style" | "feature">;

/** Rows in the order of the peers. What the page said stays where none of its tests has run. */
export function rowsOf(results: readonly InteropResult[], page: readonly InteropRow[]): readonly InteropRow[] {
  const ran = new Set(results.map(({ file }) => file));
  const names = new Map<string, RowName>([...page, ...results].map((name) => [keyOf(name), name]));
  const rows = [...names].flatMap(([key, name]) => {
    const own = results.filter((result) => keyOf(result) === key);
    const known = page.find((row) => keyOf(row) === key);
    const others = known?.files.filter((file) => !ran.has(file)) ?? [];
    const files = [...new Set([...others, ...own.map(({ file }) => file)])].sort();
    const cell = (direction: Direction): string =>
      verdictOf(own, direction) ?? (others.length > 0 ? verdictIn(known, direction) : undefined) ?? reasonOf(name, direction);
    const { peer, style, feature } = name;
    const row = {
      peer,
      version: versionOf(peer) || (known?.version ?? ""),
      style,
      feature,
      client: cell("client"),
      server: cell("server"),
      files,
    };
    return files.length === 0 ? [] : [row];
  });
  const byStyle = (one: InteropRow, other: InteropRow): number => one.style.localeCompare(other.style, "en");
  return peers.flatMap(({ name }) => rows.filter(({ peer }) => peer === name).sort(byStyle));
}

function keyOf({ peer, style, feature }: RowName): string {
  return [peer, style, feature].join(" | ");
}

/** What the tests of a direction say, if there are any. */
function verdictOf(results: readonly InteropResult[], direction: Direction): string | undefined {
  const own = results.filter((result) => result.direction === direction);
  if (own.length === 0) return undefined;
  return own.every(({ passed }) => passed) ? "works" : "fails";
}

/** What the page says of tests, not of why there are none. */
function verdictIn(row: InteropRow | undefined, direction: Direction): string | undefined {
  const verdict = row?.[direction];
  return verdict === "works" || verdict === "fails" ? verdict : undefined;
}

/** Why a direction has no tests. */
function reasonOf({ peer, style, feature }: RowName, direction: Direction): string {
  const gap = gaps.find(
    (each) =>
      each.peer === peer && each.direction === direction && (each.style ?? style) === style && (each.feature ?? feature) === feature,
  );
  return gap?.reason ?? "not tried";
}

function versionOf(name: string): string {
  const peer = peers.find((each) => each.name === name);
  if (peer === undefined) throw new Error(`${name} is not among the peers of test/interop/peers.ts`);
  return peer.version();
}
