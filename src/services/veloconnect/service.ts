/**
 * The veloconnect service: the operations of all modules, for one seller.
 *
 * In: requests as typed values. Out: responses as typed values, always valid, errors as ResponseCode. Knows neither XML nor SOAP nor HTTP; the
 * types of the contract are checked here, so a change of the contract does not compile before the rules follow it.
 */
import type { Schedule } from "../../machine/schedule.js";
import type { InstanceStore } from "../../stores/store.js";
import { completeSystem } from "./absent-ports.js";
import { limitTime } from "./backend-time.js";
import { createModules, type Modules } from "./modules.js";
import { OnlineShop } from "./online-shop.js";
import type { OrderMachine } from "./order-machine.js";
import { createOrderOperations } from "./order-operations.js";
import { OrderTransaction } from "./order-transaction.js";
import type { MerchandiseSystem } from "./ports/merchandise-system.js";
import type { Profile } from "./profile-operation.js";
import { createReports } from "./report-operations.js";
import { createTextSearch, type SearchLimits } from "./text-search-operations.js";
import type { KindDependencies } from "./transaction-kind.js";
import { type InstanceRules, type Transaction, Transactions } from "./transactions.js";

/** What the service depends on. */
export interface Dependencies {
  readonly store: InstanceStore;
  /** Does this process alone use the store? Then an order that is marked as being placed at its start was interrupted. */
  readonly soleProcess: boolean;
  /** The systems of the operator. */
  readonly merchandise: MerchandiseSystem;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls back once after some milliseconds, unless the function that it returns is called before; `setTimeout` by default. */
  readonly schedule?: Schedule;
  /** An id that cannot be guessed and was never given before: 1 to 64 characters of A-Z a-z 0-9 . _ - */
  readonly makeId: () => string;
  /** Called with failures that no caller hears of. */
  readonly onError: (error: unknown) => void;
  /** The table of orders; the standard's if left out. */
  readonly orderMachine?: OrderMachine;
  /** Transactions beside Order. */
  readonly transactions?: readonly Transaction[];
}

/** What the operator decides. */
export interface Settings {
  readonly rules: InstanceRules;
  readonly profile: Profile;
  /** Does GetStatus list finished instances? */
  readonly listFinal: boolean;
  /** Milliseconds that the merchandise system has for one answer; 10 seconds by default. */
  readonly merchandiseTimeout?: number;
  /** The TransactionID of every buyer's basket; OrderInOnlineShop is not offered if it is left out. */
  readonly shopId?: string | undefined;
  readonly searchLimits?: SearchLimits;
}

export interface VeloconnectService {
  readonly modules: Modules;
  readonly transactions: Transactions;
}

/** Milliseconds that another process may need for placing an order. */
const placingTime = 60_000;

/** Makes the service. */
export function createVeloconnectService(dependencies: Dependencies, settings: Settings): VeloconnectService {
  const { store, now, makeId, onError, orderMachine: machine, schedule } = dependencies;
  const { profile, listFinal, merchandiseTimeout: timeout = 10_000 } = settings;
  const merchandise = completeSystem(limitTime(dependencies.merchandise, { timeout, schedule }));
  const kinds: KindDependencies = {
    store,
    now,
    schedule,
    makeId,
    rules: settings.rules,
    lease: dependencies.soleProcess ? 0 : placingTime,
    onError,
  };
  const orders = new OrderTransaction(merchandise.orders, kinds, machine);
  const shop = settings.shopId === undefined ? undefined : new OnlineShop(settings.shopId, merchandise.orders, kinds);
  const textSearch = createTextSearch(merchandise.catalogue, kinds, settings.searchLimits);
  const reports = createReports(merchandise.stock, kinds);
  const transactions = new Transactions(
    store,
    now,
    [
      orders.transaction,
      ...(shop === undefined ? [] : [shop.transaction]),
      textSearch.transaction,
      ...Object.values(reports).map(({ transaction }) => transaction),
      ...(dependencies.transactions ?? []),
    ],
    shop?.fixed,
  );
  const modules = createModules({
    transactions,
    orders: createOrderOperations({ orders, shop, catalogue: merchandise.catalogue, backlogDefault: profile.backlogDefault, now }),
    textSearch: textSearch.operations,
    reports,
    merchandise,
    hasClassification: dependencies.merchandise.classification !== undefined,
    profile,
    shopId: settings.shopId,
    listFinal,
  });
  return { modules, transactions };
}
