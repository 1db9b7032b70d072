/**
 * Many findings of one kind in one place -> one finding: what a tool wrote wrong a hundred times is one thing to mend.
 */
import type { Span } from "../../diagnostics.js";
import type { Say } from "./rule.js";

/** What would be said of one place. */
export interface PlaceFinding {
  readonly message: string;
  readonly at: Span;
}

/** Says the first, how many more there are, and where the next three stand. */
export function sayTogether(findings: readonly PlaceFinding[], say: Say): void {
  const [first, ...rest] = findings;
  if (first === undefined) return;
  const message = rest.length === 0 ? first.message : `${first.message}; ${rest.length} more like it`;
  say(
    message,
    first.at,
    rest.slice(0, 3).map(({ at }) => ({ message: "another one", at })),
  );
}

/** The same for each document on its own. */
export function sayByDocument(findings: readonly PlaceFinding[], say: Say): void {
  const byUri = new Map<string, PlaceFinding[]>();
  for (const finding of findings) {
    const { uri } = finding.at;
    const others = byUri.get(uri);
    if (others === undefined) byUri.set(uri, [finding]);
    else others.push(finding);
  }
  for (const group of byUri.values()) sayTogether(group, say);
}
