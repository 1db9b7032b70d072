/**
 * A merchandise system that is a folder: each placed order is a file `<TransactionID>.json` in it, for other programs to fetch.
 *
 * The file appears in one step, and is on the disk before the order counts as placed. Placing the order again finds the file and returns its number.
 */
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../error-text.js";
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
  await tidy(folder, shared, soleProcess ? Number.POSITIVE_INFINITY : Date.now() - hour);
  return {
    async place(order) {
      const file = join(folder, `${order.transactionId}.json`);
      const made = `SO-${createHash("sha256").update(order.transactionId).digest("hex").slice(0, 12).toUpperCase()}`;
      return (await writeOnce(folder, file, 0o600 | shared, { orderId: made, ...order })) ? made : readOrderId(file);
    },
    async ping() {
      const draft = draftIn(folder);
      try {
        await writeFile(draft, sampleOfAnOrder, { flag: "wx", mode: 0o600 });
      } finally {
        await rm(draft, { force: true });
      }
    },
  };
}

/** Removes drafts from before a time, and takes from the orders what permissions are too many. */
async function tidy(folder: string, shared: number, before: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    if (draftName.test(name)) {
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
      if (mtimeMs < before) await rm(file, { force: true });
    } else if (name.endsWith(".json")) {
      await tighten(file, { allowed: shared });
    }
  }
}

/** As long as an order: an empty file has room on a full disk. */
const sampleOfAnOrder = " ".repeat(4096);

const draftName = /^\.[0-9a-f]{16}\.draft$/;

/** An order as its file has it. */
type OrderFile = PlacedOrder & { readonly orderId: string };

/** Returns false if the file is there already. */
async function writeOnce(folder: string, file: string, mode: number, order: OrderFile): Promise<boolean> {
  const draft = draftIn(folder);
  try {
    await writeDurably(draft, mode, `${JSON.stringify(order, undefined, 2)}\n`);
    // Unlike a rename, a link does not replace a file that another process has just made.
    await link(draft, file);
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(folder);
  return true;
}

function draftIn(folder: string): string {
  return join(folder, `.${randomBytes(8).toString("hex")}.draft`);
}

async function readOrderId(file: string): Promise<string> {
  const { orderId }: { orderId: unknown } = JSON.parse(await readFile(file, "utf8"));
  if (typeof orderId !== "string") throw new Error(`"${file}" has no orderId`);
  return orderId;
}

async function writeDurably(file: string, mode: number, text: string): Promise<void> {
  const handle = await open(file, "wx", mode);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The name of a new file is part of the folder's data. Windows has no such operation, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
