/**
 * Options -> the veloconnect service with its store, buyers and the systems behind it.
 */
import { randomBytes } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { createHandler } from "../protocols/soap/handler.js";
import type { ServiceHandler } from "../service/fetch-adapter.js";
import {
  createEndpoints,
  createSoapServices,
  createVeloconnectHandler,
  createVeloconnectService,
  type Gate,
  type MerchandiseSystem,
  parseCatalogue,
} from "../services/veloconnect/index.js";
import { lockFolder } from "../stores/folder-lock.js";
import { createMemoryStore } from "../stores/memory.js";
import { openPostgresStore } from "../stores/postgres.js";
import { openSqliteStore } from "../stores/sqlite.js";
import { type InstanceStore, StoreUnavailableError } from "../stores/store.js";
import { openBuyers } from "./buyers.js";
import { ConfigurationError, readConfiguration } from "./configuration.js";
import type { Log } from "./log.js";
import type { ServeOptions } from "./options.js";
import { openOrderFolder } from "./order-folder.js";
import { packageFile, readContract } from "./package-files.js";

/** The handlers, and what has to be looked after beside them. */
export interface ServedVeloconnect {
  readonly binding: ServiceHandler;
  readonly soap: ServiceHandler;
  readonly store: InstanceStore;
  readonly expire: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Opens the store and makes the handlers. Throws a ConfigurationError for files that are wrong. */
export async function openVeloconnect(options: ServeOptions, log: Log): Promise<ServedVeloconnect> {
  const { buyers, close } = await openBuyers(options, log);
  const catalogueFile = options.catalogueFile ?? packageFile("schemas/veloconnect/demonstration-catalogue.json");
  const catalogue = await readConfiguration(catalogueFile, parseCatalogue);
  const merchandise = await openMerchandise(options);
  const store = await openStore(options);
  const onError = (error: unknown): void => log.error({ err: error }, "internal error");
  const gate: Gate = { buyers, sellersId: options.sellersId, onError };
  const { idleTime, retention, perBuyer, sellerName, bindings, listFinal, release, tolerant, senderFaultStatus, maxBodyBytes, timeout } =
    options;
  const makeId = (): string => randomBytes(18).toString("base64url");
  const soleProcess = options.store.kind !== "postgres";
  const { modules, expire } = createVeloconnectService(
    { store, soleProcess, catalogue, merchandise, now: Date.now, makeId },
    { rules: { idleTime, retention, perBuyer }, profile: { sellerName, bindings, onlyPieces: false, backlogDefault: true }, listFinal },
  );
  return {
    binding: createVeloconnectHandler({ endpoints: createEndpoints(gate, modules), release, tolerant, maxBodyBytes, timeout, onError }),
    soap: createHandler({
      services: createSoapServices(gate, modules),
      contract: { main: "veloconnect.wsdl", documents: readContract("schemas/veloconnect") },
      senderFaultStatus,
      maxBodyBytes,
      timeout,
      onFault: (fault) => {
        if (fault.code === "Receiver") log.error({ err: fault.cause ?? fault }, "SOAP fault");
      },
    }),
    store,
    expire,
    close: async () => {
      close();
      await store.close();
    },
  };
}

async function openStore({ store }: ServeOptions): Promise<InstanceStore> {
  try {
    if (store.kind === "memory") return createMemoryStore();
    if (store.kind === "postgres") return await openPostgresStore(store.url);
    await mkdir(store.folder, { recursive: true });
    await lockFolder(store.folder);
    return await openSqliteStore(join(store.folder, "soapwright.db"));
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw new ConfigurationError(error.message);
    throw cannotOpen(store.kind === "sqlite" ? `the folder "${store.folder}"` : "the database", error);
  }
}

async function openMerchandise({ ordersFolder }: ServeOptions): Promise<MerchandiseSystem> {
  if (ordersFolder === undefined) return numberOrders();
  try {
    return await openOrderFolder(ordersFolder);
  } catch (error) {
    throw cannotOpen(`the folder "${ordersFolder}"`, error);
  }
}

function cannotOpen(target: string, error: unknown): ConfigurationError {
  return new ConfigurationError(`${target} cannot be opened: ${error instanceof Error ? error.message : String(error)}`);
}

/** A merchandise system that keeps nothing but gives each order a number of its own: the same whenever it is asked. */
function numberOrders(): MerchandiseSystem {
  return { place: async ({ transactionId }) => `SO-${transactionId}` };
}
