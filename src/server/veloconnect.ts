/**
 * Options -> the veloconnect service with its store, buyers and the systems behind it.
 */
import { randomBytes } from "node:crypto";
import { adviceText } from "../error-text.js";
import { createHandler } from "../protocols/handler.js";
import type { ServiceHandler } from "../service/fetch-adapter.js";
import {
  createSoapServices,
  createVeloconnectHandler,
  createVeloconnectService,
  defaultRules,
  type Gate,
  parseCatalogue,
} from "../services/veloconnect/index.js";
import type { InstanceStore } from "../stores/store.js";
import { openBuyers } from "./buyers.js";
import { ConfigurationError, readConfiguration } from "./configuration.js";
import type { Log } from "./log.js";
import type { Observer } from "./observe/observer.js";
import type { ServerOptions } from "./options.js";
import { type OrderFolder, openOrderFolder } from "./order-folder.js";
import { packageFile, readContract } from "./package-files.js";
import { openStore } from "./store.js";

/** The handlers, and what they need while they run. */
export interface ServedVeloconnect {
  readonly binding: ServiceHandler;
  readonly soap: ServiceHandler;
  readonly store: InstanceStore;
  /** Rejects when the store or the folder of orders cannot be written. */
  readonly ping: () => Promise<void>;
  readonly expire: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Opens the store and makes the handlers. Throws a ConfigurationError for a store or a file that cannot be used. */
export async function openVeloconnect(options: ServerOptions, log: Log, observer: Observer): Promise<ServedVeloconnect> {
  const catalogueFile = options.catalogueFile ?? packageFile("schemas/veloconnect/demonstration-catalogue.json");
  const catalogue = await readConfiguration(catalogueFile, parseCatalogue);
  const { buyers, close } = await openBuyers(options, log);
  const soleProcess = options.store.kind !== "postgres";
  let store: InstanceStore | undefined;
  let orders: OrderFolder;
  try {
    store = observer.store(await openStore(options.store, log));
    orders = await openOrders(options, soleProcess);
  } catch (error) {
    close();
    await store?.close();
    throw error;
  }
  const onError = (error: unknown): void => log.error({ err: error }, "internal error");
  const gate: Gate = { buyers, sellersId: options.sellersId, onError, watch: observer.watch, onLogin: observer.login };
  const {
    idleTime,
    retention,
    historyTime,
    openPerBuyer,
    maxOrderBytes,
    maxBuyerBytes,
    sellerName,
    bindings,
    listFinal,
    release,
    tolerant,
    senderFaultStatus,
    maxBodyBytes,
    timeout,
  } = options;
  const makeId = (): string => randomBytes(18).toString("base64url");
  const { modules, transactions } = createVeloconnectService(
    { store, soleProcess, merchandise: { catalogue, orders }, now: Date.now, makeId, onError },
    {
      rules: {
        ...defaultRules,
        idleTime,
        retention,
        historyTime,
        perBuyer: openPerBuyer,
        instanceBytes: maxOrderBytes,
        buyerBytes: maxBuyerBytes,
      },
      profile: { sellerName, bindings, onlyPieces: false, backlogDefault: true },
      listFinal,
    },
  );
  return {
    binding: createVeloconnectHandler({ gate, modules, release, tolerant, maxBodyBytes, timeout, onError }),
    soap: createHandler({
      services: createSoapServices(gate, modules),
      contract: { main: "veloconnect.wsdl", documents: readContract("schemas/veloconnect") },
      senderFaultStatus,
      maxBodyBytes,
      timeout,
      onFault: (fault) => {
        observer.metrics.fault(fault.code);
        if (fault.code === "Receiver") log.error({ err: fault.cause ?? fault }, "SOAP fault");
      },
    }),
    store,
    ping: async () => void (await Promise.all([store.ping(), orders.ping()])),
    expire: () => transactions.tick(),
    close: async () => {
      close();
      await store.close();
    },
  };
}

async function openOrders({ ordersFolder }: ServerOptions, soleProcess: boolean): Promise<OrderFolder> {
  if (ordersFolder === undefined) return numberOrders();
  try {
    return await openOrderFolder(ordersFolder, soleProcess);
  } catch (error) {
    throw new ConfigurationError(`the folder "${ordersFolder}" cannot be opened: ${adviceText(error)}`);
  }
}

/** Keeps nothing. The number of an order follows from its transaction, so placing it again gives the same number. */
function numberOrders(): OrderFolder {
  return { place: async ({ transactionId }) => `SO-${transactionId}`, ping: async () => undefined };
}
