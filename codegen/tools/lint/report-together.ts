/**
 * Many findings of one kind in one place -> one finding: what a tool got wrong a hundred times is one thing to fix.
 */
import type { Span } from "../../diagnostics.js";
import type { Report } from "./rule.js";

/** A finding at one place. */
export interface PlaceFinding {
  readonly message: string;
  readonly at: Span;
}

/** Reports the first, how many more there are, and the places of the next three. */
export function reportTogether(findings: readonly PlaceFinding[], report: Report): void {
  const [first, ...rest] = findings;
  if (first === undefined) return;
  const message = rest.length === 0 ? first.message : `${first.message}; ${rest.length} more like it`;
  report(
    message,
    first.at,
    rest.slice(0, 3).map(({ at }) => ({ message: "another one", at })),
  );
}

/** The same for each document on its own. */
export function reportByDocument(findings: readonly PlaceFinding[], report: Report): void {
  const byUri = new Map<string, PlaceFinding[]>();
  for (const finding of findings) {
    const { uri } = finding.at;
    const others = byUri.get(uri);
    if (others === undefined) byUri.set(uri, [finding]);
    else others.push(finding);
  }
  for (const group of byUri.values()) reportTogether(group, report);
}
