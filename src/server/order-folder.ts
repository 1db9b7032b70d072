/**
 * A merchandise system that is a folder: each order that is placed is a file `<TransactionID>.json` in it, for other programs to fetch.
 *
 * The file is made in one step and on the disk before the order counts as placed; placing again finds it and gives the number in it.
 */
import { createHash, randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { MerchandiseSystem, PlacedOrder } from "../services/veloconnect/catalogue.js";

/** Opens the folder, or makes it. */
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

/** False: the file was there. */
async function writeOnce(folder: string, file: string, orderId: string, order: PlacedOrder): Promise<boolean> {
  const draft = join(folder, `.${randomBytes(8).toString("hex")}.draft`);
  try {
    await writeDurably(draft, `${JSON.stringify({ orderId, ...order }, undefined, 2)}\n`);
    // Unlike a rename, a link does not replace a file that another process has made meanwhile.
    await link(draft, file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
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

/** The name of a new file is the folder's data. Windows knows no such step, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
