/**
 * Reads lists of any length in pages.
 */
import type { InstanceHead, InstanceStore } from "./store.js";

const pageSize = 1000;

/** All instances of an owner, oldest first. */
export async function* listAll(store: Pick<InstanceStore, "list">, owner: string): AsyncGenerator<InstanceHead, void> {
  let page = await store.list(owner, pageSize);
  while (page.length > 0) {
    yield* page;
    page = page.length < pageSize ? [] : await store.list(owner, pageSize, page.at(-1));
  }
}
