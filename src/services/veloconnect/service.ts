/**
 * The veloconnect service: the operations of the modules transaction, profile and order, for one seller.
 *
 * In: requests as typed values. Out: responses as typed values, always valid, errors as ResponseCode. Knows neither XML nor SOAP nor HTTP; the
 * types of the contract are checked here, so a change of the contract does not compile before the rules follow it.
 */
import type {
  OrderV11Operations,
  ProfileV11Operations,
  ProfileV14Operations,
  ProfileV15Operations,
  ProfileV16Operations,
  TransactionV10Operations,
  TransactionV14Operations,
  TransactionV16Operations,
} from "../../../generated/veloconnect/service.js";
import type { Input, Output, Server } from "../../service/port-type.js";
import type { InstanceStore } from "../../stores/store.js";
import type { Catalogue, MerchandiseSystem } from "./catalogue.js";
import { createGetItemDetails, createGetItemDetailsList } from "./item-operations.js";
import type { RequestHead } from "./messages.js";
import { answer, type Gate, type Operation } from "./operation.js";
import type { OrderMachine } from "./order-machine.js";
import { createOrderOperations } from "./order-operations.js";
import { Orders } from "./order-transaction.js";
import { createGetProfile, type Profile } from "./profile-operation.js";
import { createGetStatus, createRollback, transactionNames } from "./transaction-operations.js";
import { type InstanceRules, type Transaction, Transactions } from "./transactions.js";

/** What the service needs of the world. */
export interface Surroundings {
  readonly store: InstanceStore;
  /** Does this process alone use the store? Then an order that is marked as being placed at its start was interrupted. */
  readonly soleProcess: boolean;
  readonly catalogue: Catalogue;
  readonly merchandise: MerchandiseSystem;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** An id that nobody can guess and that was never given before: 1 to 64 characters of A-Z a-z 0-9 . _ - */
  readonly makeId: () => string;
  /** Called with failures that no caller hears of. */
  readonly onError: (error: unknown) => void;
  /** The table of orders, where it is to be another one. */
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
}

/** The operations that a port type of the contract asks for. */
export type ModuleOf<Operations> = {
  readonly [Property in keyof Operations]: Operation<Input<Operations[Property]> & RequestHead, Output<Operations[Property]>>;
};

/** All that is served, by module and revision. */
export interface Modules {
  readonly transaction10: ModuleOf<TransactionV10Operations>;
  readonly transaction14: ModuleOf<TransactionV14Operations>;
  readonly transaction16: ModuleOf<TransactionV16Operations>;
  readonly profile11: ModuleOf<ProfileV11Operations>;
  readonly profile14: ModuleOf<ProfileV14Operations>;
  readonly profile15: ModuleOf<ProfileV15Operations>;
  readonly profile16: ModuleOf<ProfileV16Operations>;
  readonly order11: ModuleOf<OrderV11Operations>;
}

export interface VeloconnectService {
  readonly modules: Modules;
  readonly transactions: Transactions;
}

/** Milliseconds that another process may need for placing an order. */
const placingTime = 60_000;

/** Makes the service. */
export function createVeloconnectService(surroundings: Surroundings, settings: Settings): VeloconnectService {
  const { store, now, makeId, catalogue, merchandise, onError, orderMachine: machine } = surroundings;
  const { profile, listFinal } = settings;
  const orders = new Orders({
    store,
    merchandise,
    now,
    makeId,
    rules: settings.rules,
    placingTime: surroundings.soleProcess ? 0 : placingTime,
    machine,
    onError,
  });
  const transactions = new Transactions(store, now, [orders.transaction, ...(surroundings.transactions ?? [])]);
  const getProfile = createGetProfile(profile);
  const getProfileWithProductData = createGetProfile(profile, [{ key: "Catalog.ItemInformation.ProductData", value: "false" }]);
  const modules: Modules = {
    transaction10: { getStatus: createGetStatus(transactionNames["1.0"], transactions, listFinal), rollback: createRollback(transactions) },
    transaction14: { getStatus: createGetStatus(transactionNames["1.4"], transactions, listFinal) },
    transaction16: { getStatus: createGetStatus(transactionNames["1.6"], transactions, listFinal) },
    profile11: { getProfile },
    profile14: { getProfile },
    profile15: { getProfile: getProfileWithProductData },
    profile16: { getProfile: getProfileWithProductData },
    order11: {
      ...createOrderOperations({ orders, catalogue, backlogDefault: profile.backlogDefault, now }),
      getItemDetails: createGetItemDetails(catalogue),
      getItemDetailsList: createGetItemDetailsList(catalogue),
    },
  };
  return { modules, transactions };
}

/** Serves a module's operations as the generated interface wants it: every request is answered, none rejects. */
export function serverOf<Operations>(gate: Gate, module: ModuleOf<Operations>): Server<Operations> {
  const methods: Record<string, (request: RequestHead) => Promise<unknown>> = {};
  for (const [property, operation] of Object.entries<Operation<never, unknown>>(module)) {
    // Which request belongs to which operation is what ModuleOf<Operations> says.
    methods[property] = (request) => answer(gate, operation, request as never);
  }
  // The loop makes exactly the methods that the module's keys name.
  return methods as unknown as Server<Operations>;
}
