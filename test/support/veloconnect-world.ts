/**
 * A seller to test with: a small catalogue, a merchandise system that remembers, a clock that is set by hand.
 */
import { Buyers } from "../../src/services/veloconnect/buyers.js";
import { describeItem } from "../../src/services/veloconnect/item-answer.js";
import type { OrderRequestLine, OrderResponseLine, RequestHead } from "../../src/services/veloconnect/messages.js";
import type { Modules } from "../../src/services/veloconnect/modules.js";
import { answer, type Gate, type Operation } from "../../src/services/veloconnect/operation.js";
import type { OrderMachine } from "../../src/services/veloconnect/order-machine.js";
import type { Catalogue, CatalogueItem, Found } from "../../src/services/veloconnect/ports/catalogue.js";
import type { Orders, PlacedOrder } from "../../src/services/veloconnect/ports/orders.js";
import { matchesWords, searchedTexts, searchWords } from "../../src/services/veloconnect/search-rule.js";
import { createVeloconnectService } from "../../src/services/veloconnect/service.js";
import { defaultRules, type InstanceRules, type Transaction, type Transactions } from "../../src/services/veloconnect/transactions.js";
import { createMemoryStore } from "../../src/stores/memory.js";
import type { InstanceStore } from "../../src/stores/store.js";

export const spoke: CatalogueItem = {
  number: "spoke",
  description: "Spoke 263 mm",
  unit: "PK",
  pack: { quantity: "100", unit: "EA" },
  currency: "EUR",
  prices: [{ from: "0", amount: "34.90" }],
  ean: "4000000000013",
};
export const tyre: CatalogueItem = {
  number: "tyre",
  description: "Tyre 28 inch",
  unit: "EA",
  currency: "EUR",
  prices: [
    { from: "0", amount: "12.50" },
    { from: "10", amount: "11.00" },
  ],
  recommendedRetailPrice: "24.95",
  manufacturer: { number: "T-28", name: "Rubber Works" },
};
export const cable: CatalogueItem = {
  number: "cable",
  description: "Brake cable",
  unit: "MTR",
  step: "0.5",
  currency: "EUR",
  prices: [{ from: "0", amount: "0.80" }],
  backlog: false,
};

const found: Readonly<Record<string, Found>> = {
  spoke: { kind: "item", item: spoke, stock: { quantity: "3", expectedOn: "2026-03-10" } },
  tyre: { kind: "item", item: tyre, stock: { quantity: "50" } },
  cable: { kind: "item", item: cable },
  saddle: { kind: "replaced", by: ["saddle-2", "saddle-3"] },
};

const findItem = (number: string): Found => found[number] ?? { kind: "unknown" };

export const catalogue: Catalogue = {
  find: async (number) => findItem(number),
  findMany: async (numbers) => numbers.map(findItem),
  search: async (query, { limit }) => {
    const hits = [spoke, tyre, cable].filter((item) => matchesWords(searchedTexts(item), searchWords(query)));
    return { numbers: hits.slice(0, limit).map(({ number }) => number), total: hits.length };
  },
};

type OperationsOfModules = { readonly [Name in keyof Modules]: Modules[Name]["operations"] };

export interface World {
  readonly modules: Modules;
  readonly operations: OperationsOfModules;
  readonly gate: Gate;
  readonly transactions: Transactions;
  readonly expire: () => Promise<number>;
  readonly store: InstanceStore;
  readonly clock: { time: number };
  readonly placed: PlacedOrder[];
  readonly errors: unknown[];
  /** Answers a request as a caller would be answered. */
  call<Request extends RequestHead, Response>(operation: Operation<Request, Response>, request: Request): Promise<Response>;
}

export interface WorldOptions {
  readonly rules?: Partial<InstanceRules>;
  readonly orders?: Orders;
  readonly listFinal?: boolean;
  readonly store?: InstanceStore;
  readonly sellersId?: string;
  readonly soleProcess?: boolean;
  /** More buyers, whose password is "secret" too. */
  readonly buyersIds?: readonly string[];
  readonly orderMachine?: OrderMachine;
  readonly otherTransactions?: (store: InstanceStore, now: () => number) => readonly Transaction[];
}

/** Orders are numbered, ...; one that is placed again keeps its number. */
export function rememberOrders(placed: PlacedOrder[]): Orders {
  return {
    async place(order) {
      const known = placed.findIndex(({ transactionId }) => transactionId === order.transactionId);
      if (known >= 0) return `A-${known + 1}`;
      return `A-${placed.push(order)}`;
    },
  };
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = { time: Date.UTC(2026, 1, 1, 12) };
  const placed: PlacedOrder[] = [];
  const errors: unknown[] = [];
  const store = options.store ?? createMemoryStore();
  const buyers = new Buyers(
    [
      { buyersId: "B1", passwordHash: "secret" },
      ...(options.buyersIds ?? []).map((buyersId) => ({ buyersId, passwordHash: "secret" })),
      { buyersId: "B2", passwordHash: "secret" },
      { buyersId: "B1", schemeId: "GLN", passwordHash: "secret" },
    ],
    async (password, hash) => password === hash,
  );
  const onError = (error: unknown): void => void errors.push(error);
  const now = (): number => clock.time;
  const { modules, transactions } = createVeloconnectService(
    {
      store,
      soleProcess: options.soleProcess ?? true,
      merchandise: { catalogue, orders: options.orders ?? rememberOrders(placed) },
      now,
      makeId: () => crypto.randomUUID(),
      onError,
      ...(options.orderMachine && { orderMachine: options.orderMachine }),
      transactions: options.otherTransactions?.(store, now) ?? [],
    },
    {
      rules: { ...defaultRules, ...options.rules },
      profile: { sellerName: "Wheels", bindings: ["URL", "XML-POST"], onlyPieces: false, backlogDefault: true },
      listFinal: options.listFinal ?? true,
    },
  );
  const gate = { buyers, sellersId: options.sellersId, onError };
  return {
    modules,
    // Each module's operations, under the module's name.
    operations: Object.fromEntries(Object.entries(modules).map(([name, { operations }]) => [name, operations])) as OperationsOfModules,
    gate,
    transactions,
    expire: () => transactions.tick(),
    store,
    clock,
    placed,
    errors,
    call: (operation, request) => answer(gate, operation, request),
  };
}

export const head: RequestHead = { buyersID: { $value: "B1" }, credential: { password: "secret" } };

export function line(number: string, quantity: string, unit = "EA"): OrderRequestLine {
  return { sellersItemIdentification: { id: { $value: number } }, quantity: { $value: quantity, quantityUnitCode: unit } };
}

/** A line of tyres as a context keeps it. */
export function tyreLine(quantity: string): OrderResponseLine {
  return {
    quantity: { $value: quantity, quantityUnitCode: "EA" },
    item: describeItem(tyre, undefined),
    unitPrice: { $value: "12.50", amountCurrencyID: "EUR" },
  };
}
