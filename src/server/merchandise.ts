/**
 * Options -> the merchandise system behind the service: files and folders, or a database.
 */
import { adviceText } from "../error-text.js";
import type { CatalogueContent } from "../merchandise/catalogue/content.js";
import { createCatalogue } from "../merchandise/catalogue/memory-catalogue.js";
import { makeDemonstration } from "../merchandise/demonstration/make-demonstration.js";
import {
  type CatalogueEvents,
  describeProblem,
  type FollowedCatalogue,
  followCatalogue,
  readCatalogueFile,
} from "../merchandise/file/catalogue-file.js";
import { type FollowedReceipts, followReceipts } from "../merchandise/file/receipt-folder.js";
import { openReportFolder } from "../merchandise/file/report-folder.js";
import { openPostgresMerchandise } from "../merchandise/postgres/backend.js";
import type { MerchandiseSystem } from "../services/veloconnect/index.js";
import { ConfigurationError } from "./configuration.js";
import type { Log } from "./log.js";
import type { ServerOptions } from "./options.js";
import { type OrderFolder, openOrderFolder } from "./order-folder.js";
import { packageFile } from "./package-files.js";

/** A merchandise system, and its end. */
export interface ServedMerchandise {
  readonly system: MerchandiseSystem;
  /** Rejects when orders cannot be taken. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}

type MerchandiseOptions = Pick<
  ServerOptions,
  "merchandise" | "merchandiseUrl" | "catalogueFile" | "ordersFolder" | "receiptsFolder" | "reportsFolder"
>;

/** Items that a server without a catalogue has. */
const demonstrationItems = 5_000;
/** Problems of a file that the log names; the number of all is there, too. */
const loggedProblems = 10;

/** Opens the system. Throws a ConfigurationError for what cannot be used. */
export async function openMerchandise(options: MerchandiseOptions, soleProcess: boolean, log: Log): Promise<ServedMerchandise> {
  if (options.merchandise !== undefined) return { system: options.merchandise, ping: async () => undefined, close: async () => undefined };
  if (options.merchandiseUrl !== undefined) return openDatabase(options.merchandiseUrl, log);
  const { ordersFolder, receiptsFolder, reportsFolder } = options;
  let items: FollowedCatalogue | undefined;
  let documents: FollowedReceipts | undefined;
  try {
    items = await openItems(options.catalogueFile, log);
    const orders =
      ordersFolder === undefined ? numberOrders() : await usable(ordersFolder, (folder) => openOrderFolder(folder, soleProcess));
    documents = receiptsFolder === undefined ? undefined : await usable(receiptsFolder, (folder) => followDocuments(folder, log));
    const { catalogue, classification, has } = items;
    const stock = reportsFolder === undefined ? undefined : await usable(reportsFolder, (folder) => openReportFolder(folder, has));
    const system: MerchandiseSystem = {
      catalogue,
      orders,
      ...(stock && { stock }),
      ...(documents && { receipts: documents.receipts }),
      ...(classification && { classification }),
    };
    return { system, ping: () => orders.ping(), close: async () => endFollowing(items, documents) };
  } catch (error) {
    endFollowing(items, documents);
    throw error;
  }
}

async function openItems(file: string | undefined, log: Log): Promise<FollowedCatalogue> {
  if (file !== undefined) return usable(file, () => followCatalogue(file, logCatalogue(file, log)));
  return { ...createCatalogue(await demonstrationCatalogue()), close: () => undefined };
}

/** Items that a person has written, so that examples can name them, among those that a program has. */
async function demonstrationCatalogue(): Promise<CatalogueContent> {
  const { content } = await readCatalogueFile(packageFile("schemas/veloconnect/demonstration-catalogue.json"));
  const made = makeDemonstration(demonstrationItems - content.entries.filter(({ kind }) => kind === "item").length);
  return { entries: [...content.entries, ...made.entries], schemes: made.schemes };
}

function endFollowing(...followed: readonly ({ readonly close: () => void } | undefined)[]): void {
  for (const each of followed) each?.close();
}

async function usable<T>(path: string, open: (path: string) => Promise<T>): Promise<T> {
  try {
    return await open(path);
  } catch (error) {
    throw new ConfigurationError(`"${path}" cannot be used: ${adviceText(error)}`);
  }
}

function logCatalogue(file: string, log: Log): CatalogueEvents {
  return {
    onRead: (items, problems) => {
      log.info({ file, items }, "the catalogue was read");
      if (problems.length === 0) return;
      const first = problems.slice(0, loggedProblems).map(describeProblem);
      log.warn({ file, wrong: problems.length, problems: first }, "lines of the catalogue are wrong and were left out");
    },
    onFailure: (error) => log.error({ file, err: error }, "the catalogue has changed and cannot be used; the items stay as they were"),
  };
}

function followDocuments(folder: string, log: Log): Promise<FollowedReceipts> {
  return followReceipts(folder, {
    onRead: (documents) => log.info({ folder, documents }, "the documents were read"),
    onFailure: (error) => log.error({ folder, err: error }, "a file of documents cannot be used"),
  });
}

async function openDatabase(url: string, log: Log): Promise<ServedMerchandise> {
  try {
    const { system, database, close } = await openPostgresMerchandise(url);
    if (!database.hasSearchIndex) log.warn({}, "the database has no extension pg_trgm: searches read all items");
    return { system, ping: async () => void (await database.pool.query("SELECT 1")), close };
  } catch (error) {
    throw new ConfigurationError(`the merchandise database cannot be opened: ${adviceText(error)}`);
  }
}

/** Orders that nothing keeps. The number of an order follows from its transaction, so placing it again gives the same number. */
function numberOrders(): OrderFolder {
  return { place: async ({ transactionId }) => `SO-${transactionId}`, ping: async () => undefined };
}
