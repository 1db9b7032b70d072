/**
 * Reads lists of any length in pages.
 */
import type { InstanceHead, InstanceStore } from "./store.js";

const pageSize = 1000;

/** All instances of an owner, oldest first. */
export async function* listAll(store: Pick<InstanceStore, "list">, owner: string): AsyncGenerator<InstanceHead, void> {
  for await (const page of listPages(store, owner)) yield* page;
}

/** The same in pages: an iteration costs more than what most callers do with a head. */
export async function* listPages(store: Pick<InstanceStore, "list">, owner: string): AsyncGenerator<readonly InstanceHead[], void> {
  let page = await store.list(owner, pageSize);
  while (page.length > 0) {
    yield page;
    page = page.length < pageSize ? [] : await store.list(owner, pageSize, page.at(-1));
  }
}
