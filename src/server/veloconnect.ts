/**
 * Options -> the veloconnect service with its store, buyers and the systems behind it.
 */
import { randomBytes } from "node:crypto";
import { createHandler } from "../protocols/handler.js";
import type { ServiceHandler } from "../service/fetch-adapter.js";
import {
  createSoapServices,
  createVeloconnectHandler,
  createVeloconnectService,
  defaultRules,
  type Gate,
} from "../services/veloconnect/index.js";
import type { InstanceStore } from "../stores/store.js";
import { openBuyers, type ServedBuyers } from "./buyers.js";
import type { Log } from "./log.js";
import { openMerchandise, type ServedMerchandise } from "./merchandise.js";
import type { Observer } from "./observe/observer.js";
import type { ServerOptions } from "./options.js";
import { readContract } from "./package-files.js";
import { openStore } from "./store.js";

/** The handlers, and what they need while they run. */
export interface ServedVeloconnect {
  readonly binding: ServiceHandler;
  readonly soap: ServiceHandler;
  readonly store: InstanceStore;
  /** Rejects when the store or the merchandise system cannot be used. */
  readonly ping: () => Promise<void>;
  readonly expire: () => Promise<number>;
  readonly buyers: Pick<ServedBuyers, "file" | "verify">;
  readonly close: () => Promise<void>;
}

/** Opens the store and makes the handlers. Throws a ConfigurationError for a store or a file that cannot be used. */
export async function openVeloconnect(options: ServerOptions, log: Log, observer: Observer): Promise<ServedVeloconnect> {
  const { buyers, file, verify, close } = await openBuyers(options, log);
  const soleProcess = options.store.kind !== "postgres";
  let store: InstanceStore | undefined;
  let merchandise: ServedMerchandise;
  try {
    store = observer.store(await openStore(options.store, log));
    merchandise = await openMerchandise(options, soleProcess, log);
  } catch (error) {
    close();
    await store?.close();
    throw error;
  }
  const onError = (error: unknown): void => log.error({ err: error }, "internal error");
  const gate: Gate = {
    buyers,
    sellersId: options.sellersId,
    language: options.language,
    onError,
    // An SDK for traces may come later.
    get watch() {
      return observer.watch;
    },
    onAnswered: observer.answered,
    onLogin: observer.login,
    onInvalid: observer.invalid,
  };
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
    { store, soleProcess, merchandise: observer.merchandise(merchandise.system), now: Date.now, makeId, onError },
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
      shopId: options.shopId,
      merchandiseTimeout: options.merchandiseTimeout,
      searchLimits: { perSearch: options.hitsPerSearch, perAnswer: options.hitsPerAnswer },
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
      onFault: (fault, request) => {
        observer.fault(fault, request);
        if (fault.code === "Receiver") log.error({ err: fault.cause ?? fault }, "SOAP fault");
      },
    }),
    store,
    ping: async () => void (await Promise.all([store.ping(), merchandise.ping()])),
    expire: () => transactions.tick(),
    buyers: { file, verify },
    close: async () => {
      close();
      await merchandise.close();
      await store.close();
    },
  };
}
