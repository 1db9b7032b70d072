/**
 * Documents in a folder: files *.json with one document or a list of them, which are read again when one has come, changed or gone.
 */
import { createHash } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { errorText } from "../../error-text.js";
import { makeFolder } from "../../node/make-folder.js";
import type { Receipts } from "../../services/veloconnect/index.js";
import { createReceipts } from "../receipts/memory-receipts.js";
import { readReceipts } from "../receipts/read-receipts.js";
import { buyerKey, type StoredReceipt } from "../receipts/stored-receipt.js";
import { folderVersion, follow } from "./follow-file.js";

const suffix = ".json";

/** Hears what becomes of the folder. */
export interface ReceiptEvents {
  readonly onRead: (documents: number) => void;
  /** A file cannot be used; the others are served, and of this one nothing. */
  readonly onFailure: (error: unknown) => void;
}

/** Documents that follow their folder. */
export interface FollowedReceipts {
  readonly receipts: Receipts;
  readonly close: () => void;
}

/** Opens a folder, or makes one that nobody else may enter, and follows it. */
export async function followReceipts(folder: string, events: ReceiptEvents, interval?: number): Promise<FollowedReceipts> {
  await makeFolder(folder, 0o700);
  const version = (): Promise<string> => folderVersion(folder, suffix);
  const seen = await version();
  const load = async (): Promise<Receipts> => {
    const documents = await readFolder(folder, events.onFailure);
    events.onRead(documents.length);
    return createReceipts(documents);
  };
  let current = await load();
  const reload = async (): Promise<void> => {
    current = await load();
  };
  const close = follow(seen, version, reload, interval);
  const { kinds, unsupported } = current;
  return {
    receipts: {
      kinds,
      unsupported,
      query: (...asked) => current.query(...asked),
      details: (...asked) => current.details(...asked),
    },
    close,
  };
}

async function readFolder(folder: string, onFailure: (error: unknown) => void): Promise<readonly StoredReceipt[]> {
  const documents: StoredReceipt[] = [];
  for (const name of (await readdir(folder)).filter((each) => each.endsWith(suffix)).sort()) {
    try {
      documents.push(...readReceipts(await readFile(join(folder, name), "utf8")));
    } catch (error) {
      onFailure(new Error(`"${name}" cannot be used: ${errorText(error)}`, { cause: error }));
    }
  }
  return documents;
}

/** Puts documents into a folder, a file each; one that is there already is replaced. */
export async function storeReceipts(folder: string, documents: readonly StoredReceipt[]): Promise<void> {
  await makeFolder(folder, 0o700);
  for (const { buyer, document } of documents) {
    const { $value: number, identificationSchemeID: scheme } = buyer;
    const text = JSON.stringify({ buyer: { number, ...(scheme !== undefined && { scheme }) }, ...document }, undefined, 2);
    // Numbers of documents may be no names of files.
    const digest = createHash("sha256")
      .update(`${buyerKey(buyer)} ${document.number}`)
      .digest("hex")
      .slice(0, 20);
    const file = join(folder, `${document.kind}-${digest}${suffix}`);
    const draft = `${file}.draft`;
    try {
      await writeFile(draft, `${text}\n`, { mode: 0o600 });
      await rename(draft, file);
    } finally {
      await rm(draft, { force: true });
    }
  }
}
