/**
 * The veloconnect service: the operations of the modules transaction, profile and order, for one seller.
 *
 * In: requests as typed values. Out: responses as typed values, always valid, errors as ResponseCode. Knows neither XML nor SOAP nor HTTP; the
 * types of the contract are checked here, so a change of the contract does not compile before the rules follow it.
 */
import type { Schedule } from "../../machine/instances.js";
import type { InstanceStore } from "../../stores/store.js";
import { limitTime } from "./backend-time.js";
import { createModules, type Modules } from "./modules.js";
import type { OrderMachine } from "./order-machine.js";
import { OrderTransaction } from "./order-transaction.js";
import type { MerchandiseSystem } from "./ports/merchandise-system.js";
import type { Profile } from "./profile-operation.js";
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
  const merchandise = limitTime(dependencies.merchandise, { timeout, schedule });
  const orders = new OrderTransaction({
    store,
    orders: merchandise.orders,
    now,
    ...(schedule && { schedule }),
    makeId,
    rules: settings.rules,
    placingTime: dependencies.soleProcess ? 0 : placingTime,
    machine,
    onError,
  });
  const transactions = new Transactions(store, now, [orders.transaction, ...(dependencies.transactions ?? [])]);
  const modules = createModules({ transactions, orders, merchandise, profile, listFinal, now });
  return { modules, transactions };
}
