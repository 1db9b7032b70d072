/**
 * Reads lists of any length in pages.
 */
import type { InstanceHead, InstanceStore } from "./store.js";

const pageSize = 1000;

/** All instances of an owner, oldest first. */
export async function* listAll(store: Pick<InstanceStore, "list">, owner: string): AsyncGenerator<InstanceHead, void> {
  for (let page = await nextPage(store, owner); page.length > 0; page = await nextPage(store, owner, page)) yield* page;
}

/** The first page of an owner's instances, or the one after another page; empty behind the last. An iteration costs more than most callers do with a head. */
export function nextPage(
  store: Pick<InstanceStore, "list">,
  owner: string,
  page?: readonly InstanceHead[],
): ReturnType<InstanceStore["list"]> {
  return page !== undefined && page.length < pageSize ? noMore : store.list(owner, pageSize, page?.at(-1));
}

const noMore: readonly InstanceHead[] = [];
