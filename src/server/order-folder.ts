/**
 * A merchandise system that is a folder: each placed order is a file `<TransactionID>.json` in it, for other programs to fetch.
 *
 * The file appears in one step, and is on the disk before the order counts as placed. Placing the order again finds the file and returns its number.
 */
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "../error-text.js";
import type { MerchandiseSystem, PlacedOrder } from "../services/veloconnect/catalogue.js";

/** Opens the folder; makes it if there is none. */
export async function openOrderFolder(folder: string): Promise<MerchandiseSystem> {
  await mkdir(folder, { recursive: true });
  return {
    async place(order) {
      const file = join(folder, `${order.transactionId}.json`);
      const made = `SO-${createHash("sha256").update(order.transactionId).digest("hex").slice(0, 12).toUpperCase()}`;
      return (await writeOnce(folder, file, made, order)) ? made : readOrderId(file);
    },
  };
}

/** Returns false if the file is there already. */
async function writeOnce(folder: string, file: string, orderId: string, order: PlacedOrder): Promise<boolean> {
  const draft = join(folder, `.${randomBytes(8).toString("hex")}.draft`);
  try {
    await writeDurably(draft, `${JSON.stringify({ orderId, ...order }, undefined, 2)}\n`);
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

async function readOrderId(file: string): Promise<string> {
  const { orderId }: { orderId: unknown } = JSON.parse(await readFile(file, "utf8"));
  if (typeof orderId !== "string") throw new Error(`"${file}" has no orderId`);
  return orderId;
}

async function writeDurably(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx");
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
