/**
 * A merchandise system that is a folder: each placed order is a file `<TransactionID>.json` in it, for other programs to fetch.
 *
 * The file appears in one step, and is on the disk before the order counts as placed. Placing the order again finds the file and returns its number.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { removeDrafts, tryWriting, writeOnce } from "../merchandise/file/write-once.js";
import { makeFolder } from "../node/make-folder.js";
import type { Orders, PlacedOrder } from "../services/veloconnect/index.js";
import { tighten } from "./private-files.js";

/** Read permission of the group. */
const groupReads = 0o040;
const hour = 3_600_000;

/** Orders in a folder. */
export interface OrderFolder extends Orders {
  /** Rejects when no order can be written. */
  ping(): Promise<void>;
}

/**
 * Opens the folder, or makes one that nobody else may enter. Orders are as readable as their folder: never by all, by its group if that may read
 * the folder. What was left half written by processes that were killed is removed; unless this is the only process that writes here
 * (`soleProcess`), drafts of the last hour may be another one's and stay.
 */
export async function openOrderFolder(folder: string, soleProcess = false): Promise<OrderFolder> {
  await makeFolder(folder, 0o700);
  const shared = (await stat(folder)).mode & groupReads;
  await removeDrafts(folder, soleProcess ? Number.POSITIVE_INFINITY : Date.now() - hour);
  await tightenOrders(folder, shared);
  return {
    async place(order) {
      const name = `${order.transactionId}.json`;
      const made = `SO-${createHash("sha256").update(order.transactionId).digest("hex").slice(0, 12).toUpperCase()}`;
      const file: OrderFile = { orderId: made, ...order };
      const isNew = await writeOnce(folder, name, 0o600 | shared, `${JSON.stringify(file, undefined, 2)}\n`);
      return isNew ? made : readOrderId(join(folder, name));
    },
    ping: () => tryWriting(folder),
  };
}

/** Takes from the orders what permissions are too many. */
async function tightenOrders(folder: string, shared: number): Promise<void> {
  for (const name of await readdir(folder)) if (name.endsWith(".json")) await tighten(join(folder, name), { allowed: shared });
}

/** An order as its file has it. */
type OrderFile = PlacedOrder & { readonly orderId: string };

async function readOrderId(file: string): Promise<string> {
  const { orderId }: { orderId: unknown } = JSON.parse(await readFile(file, "utf8"));
  if (typeof orderId !== "string") throw new Error(`"${file}" has no orderId`);
  return orderId;
}
