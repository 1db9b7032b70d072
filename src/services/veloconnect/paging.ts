/**
 * Which part of a list an answer carries: what a client asks for, moved into the bounds of the list. catalog-1.1: SearchResult
 */

/** What is asked for. */
export interface WantedPage {
  readonly startIndex: bigint;
  readonly count: bigint;
}

/** What is given. */
export interface Page {
  readonly start: number;
  readonly count: number;
  /** Does it reach the end of the list? An empty page does not. */
  readonly isLast: boolean;
}

/** The page that is given: in the order of the rule, start and then count are moved into bounds; `most` is the server's own limit. */
export function clampPage({ startIndex, count }: WantedPage, total: number, most: number): Page {
  const start = Math.max(0, clamp(startIndex, total - 1));
  const given = Math.min(clamp(count, total - start), most);
  return { start, count: given, isLast: given > 0 && start + given === total };
}

/** From 0 to a bound. */
function clamp(value: bigint, most: number): number {
  return value < 0n ? 0 : value > BigInt(most) ? most : Number(value);
}

/** How answers write a page. */
export function pageMembers(
  { start, count }: Pick<Page, "start" | "count">,
  total: number,
): { readonly startIndex: bigint; readonly count: bigint; readonly totalCount: bigint } {
  return { startIndex: BigInt(start), count: BigInt(count), totalCount: BigInt(total) };
}

/** How refusals write a page that there is not. */
export const noPage = pageMembers({ start: 0, count: 0 }, 0);
