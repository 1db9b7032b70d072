/**
 * Searches the store for instances, a part at a time: no request is long, and none reads more than it shows and looks at.
 *
 * An id is found at once, and a buyer's instances by the index of owners. Anything else goes through the store in the order of ids.
 */
import { setImmediate } from "node:timers/promises";
import type { InstancePage, InstanceQuery } from "../../console/live.js";
import { ownerOfBuyer } from "../../services/veloconnect/buyers.js";
import type { InstanceHead, InstanceStore, ListPosition } from "../../stores/store.js";

/** What a search reads. */
export type SearchedStore = Pick<InstanceStore, "find" | "list" | "scan">;

const pageSize = 50;
/** Instances that are looked at for one page, so that a rare state takes several requests and none is long. */
const mostLooked = 5000;
const step = 500;

/** Where a page ends: in the list of an owner, or in the order of ids. */
type Position =
  | { readonly owner: string; readonly after: ListPosition | undefined }
  | { readonly owner: undefined; readonly after: string };

/** Finds a page of instances. */
export async function findInstances(store: SearchedStore, query: InstanceQuery): Promise<InstancePage> {
  const { machine, state, owner, after } = query;
  const named = owner === undefined || after !== undefined ? undefined : await store.find(owner);
  // With an id, the owner need not be known.
  if (named?.machine === machine) return { instances: [named], looked: 1 };
  let position = readPosition(after) ?? (await positionOfOwner(store, owner));
  const isWanted = (head: InstanceHead): boolean =>
    head.machine === machine &&
    (state === undefined || (head.stateName ?? String(head.state)) === state) &&
    (owner === undefined || position.owner !== undefined || head.owner.includes(owner));
  const instances: InstanceHead[] = [];
  for (let looked = 0; ; ) {
    const heads = await readStep(store, position);
    for (const head of heads) {
      looked++;
      position = positionAfter(position, head);
      if (isWanted(head)) instances.push(head);
      if (instances.length === pageSize) return { instances, looked, next: JSON.stringify(position) };
    }
    if (heads.length < step) return { instances, looked };
    // SQLite answers within the call: without a pause, everybody else would wait for the whole page.
    await setImmediate();
    if (looked >= mostLooked) return { instances, looked, next: JSON.stringify(position) };
  }
}

async function readStep(store: SearchedStore, position: Position): Promise<readonly InstanceHead[]> {
  return position.owner === undefined ? store.scan(step, position.after) : store.list(position.owner, step, position.after);
}

function positionAfter(position: Position, { createdAt, id }: InstanceHead): Position {
  return position.owner === undefined ? { owner: undefined, after: id } : { owner: position.owner, after: { createdAt, id } };
}

/** The list of the buyer of that number, or of the owner who is called so; all instances if there is no such list. */
async function positionOfOwner(store: SearchedStore, owner: string | undefined): Promise<Position> {
  for (const key of owner === undefined ? [] : [ownerOfBuyer({ buyersId: owner }), owner]) {
    if ((await store.list(key, 1)).length > 0) return { owner: key, after: undefined };
  }
  return { owner: undefined, after: "" };
}

/** Undefined for the beginning, and for what this file did not write. */
function readPosition(text: string | undefined): Position | undefined {
  if (text === undefined) return undefined;
  try {
    const read: unknown = JSON.parse(text);
    if (typeof read !== "object" || read === null || !("after" in read)) return undefined;
    const { after } = read;
    if (typeof after === "string") return { owner: undefined, after };
    const owner = "owner" in read && typeof read.owner === "string" ? read.owner : undefined;
    return owner !== undefined && isListPosition(after) ? { owner, after } : undefined;
  } catch {
    return undefined;
  }
}

function isListPosition(value: unknown): value is ListPosition {
  if (typeof value !== "object" || value === null || !("createdAt" in value) || !("id" in value)) return false;
  return Number.isSafeInteger(value.createdAt) && typeof value.id === "string";
}
