/**
 * A seller to test with: a small catalogue, a merchandise system that remembers, a clock that is set by hand.
 */
import { Buyers } from "../../src/services/veloconnect/buyers.js";
import { describeItem } from "../../src/services/veloconnect/item-answer.js";
import type { OrderRequestLine, OrderResponseLine, RequestHead } from "../../src/services/veloconnect/messages.js";
import type { Modules } from "../../src/services/veloconnect/modules.js";
import { answer, type Gate, type Operation } from "../../src/services/veloconnect/operation.js";
import type { OrderMachine } from "../../src/services/veloconnect/order-machine.js";
import type { Money } from "../../src/services/veloconnect/ports/backend-call.js";
import type { Catalogue, CatalogueItem, Found } from "../../src/services/veloconnect/ports/catalogue.js";
import type { Classification } from "../../src/services/veloconnect/ports/classification.js";
import type { MerchandiseSystem } from "../../src/services/veloconnect/ports/merchandise-system.js";
import type { Orders, PlacedOrder } from "../../src/services/veloconnect/ports/orders.js";
import type { Receipt, ReceiptHeader, ReceiptKind, ReceiptLine, Receipts } from "../../src/services/veloconnect/ports/receipts.js";
import type { Report, Stock } from "../../src/services/veloconnect/ports/stock.js";
import { matchesWords, searchedTexts, searchWords } from "../../src/services/veloconnect/search-rule.js";
import { createVeloconnectService } from "../../src/services/veloconnect/service.js";
import type { SearchLimits } from "../../src/services/veloconnect/text-search-operations.js";
import type { Language } from "../../src/services/veloconnect/texts.js";
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

/** Takes every report once, and knows the items of the catalogue. */
export function rememberReports(reports: Report[]): Stock {
  return {
    accepts: ["B2BStock", "B2CStock", "B2BSale", "B2XSale"],
    take: async (report) => {
      if (!reports.some(({ key }) => key === report.key)) reports.push(report);
      return report.kind === "B2BStock" ? { known: report.lines.map(({ sellersNumber }) => sellersNumber in found) } : {};
    },
  };
}

const euro = (amount: string): Money => ({ amount, currency: "EUR" });
const tyres: ReceiptLine = {
  id: "1",
  order: { id: "O-1", lineId: "1" },
  deliveryDate: "2026-01-20",
  quantity: { amount: "2", unit: "EA" },
  item: { description: "Tyre 28 inch", sellersNumber: "tyre", standardNumber: { number: "4000000000020", scheme: "EAN/UCC-13" } },
  specimens: [
    [
      { number: "F-1", kind: "FrameNumber" },
      { number: "R-1", kind: "RadioTag" },
    ],
  ],
  unitPrice: euro("12.50"),
  linePrice: euro("25.00"),
};
const seller = { name: "Wheels", street: "Long Road", houseNumber: "1", postalCode: "10115", city: "Berlin", country: "DE" };
const documentsOfBuyers: readonly Receipt[] = [
  { kind: "Offer", number: "F-1", issueDate: "2026-01-05", requestReference: "R-7", valid: { thru: "2026-03-31" }, items: [tyre, spoke] },
  { kind: "OrderConfirmation", number: "C-1", issueDate: "2026-01-10", lines: [tyres], party: seller },
  { kind: "OrderConfirmation", number: "C-2", issueDate: "2026-01-12", description: "by phone", lines: [tyres] },
  {
    kind: "DeliveryNote",
    number: "D-1",
    issueDate: "2026-01-20",
    deliveryAddress: seller,
    trackingUrls: ["https://parcel.example/1"],
    lines: [tyres],
  },
  {
    kind: "Invoice",
    number: "I-1",
    issueDate: "2026-01-21",
    gross: euro("29.75"),
    net: euro("25.00"),
    tax: [{ percent: "19", taxed: euro("25.00"), tax: euro("4.75") }],
    lines: [tyres],
  },
];
const relations: Readonly<Record<string, Partial<ReceiptHeader>>> = {
  "F-1": { requestReference: "R-7", valid: { thru: "2026-03-31" } },
  "C-1": { orderIds: ["O-1"] },
  "D-1": { orderIds: ["O-1"], orderConfirmationIds: ["C-1"] },
  "I-1": { orderIds: ["O-1"], orderConfirmationIds: ["C-1"], deliveryNoteIds: ["D-1"] },
};

/** Documents of the first buyer; invoices cannot be searched by delivery note. */
export const receipts: Receipts = {
  kinds: ["Offer", "OrderConfirmation", "DeliveryNote", "Invoice"],
  unsupported: ["Invoice-DeliveryNoteID"],
  query: async (kind, { issued, requestReference, orderIds, orderConfirmationIds }, { buyer }) => {
    const headers = documentsOfBuyers
      .filter((each) => each.kind === kind && buyer.$value !== "B2")
      .map(({ number, issueDate }): ReceiptHeader => ({ number, issueDate, ...relations[number] }))
      .filter(({ issueDate }) => (issued?.from ?? "") <= issueDate && issueDate <= (issued?.thru ?? "9999"))
      .filter((each) => requestReference === undefined || each.requestReference === requestReference)
      .filter((each) => orderIds === undefined || orderIds.some((id) => each.orderIds?.includes(id)))
      .filter((each) => orderConfirmationIds === undefined || orderConfirmationIds.some((id) => each.orderConfirmationIds?.includes(id)));
    return { headers };
  },
  details: async <Kind extends ReceiptKind>(kind: Kind, numbers: readonly string[]) =>
    documentsOfBuyers.filter(
      (each): each is Extract<Receipt, { readonly kind: Kind }> => each.kind === kind && numbers.includes(each.number),
    ),
};

export const classification: Classification = {
  schemes: async () => [
    {
      id: "wheels",
      content: {
        kind: "own",
        groups: [
          { id: "1", description: "Parts" },
          { id: "2", parentId: "1", description: "Tyres" },
        ],
      },
    },
    { id: "eclass", hasSeveralGroups: true, content: { kind: "published", uri: "https://eclass.example/" } },
  ],
};

export interface World {
  readonly modules: Modules;
  readonly operations: OperationsOfModules;
  readonly gate: Gate;
  readonly transactions: Transactions;
  readonly expire: () => Promise<number>;
  readonly store: InstanceStore;
  readonly clock: { time: number };
  readonly placed: PlacedOrder[];
  readonly reports: Report[];
  readonly errors: unknown[];
  /** Answers a request as a caller would be answered. */
  call<Request extends RequestHead, Response>(operation: Operation<Request, Response>, request: Request): Promise<Response>;
}

export interface WorldOptions {
  readonly rules?: Partial<InstanceRules>;
  readonly orders?: Orders;
  /** Ports instead of those of the seller; undefined: the seller has none. */
  readonly ports?: { readonly [Port in "stock" | "receipts" | "classification"]?: MerchandiseSystem[Port] | undefined } & {
    readonly catalogue?: Catalogue;
  };
  readonly searchLimits?: SearchLimits;
  readonly shopId?: string;
  readonly language?: Language;
  readonly merchandiseTimeout?: number;
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

type Ports = { readonly [Port in keyof MerchandiseSystem]: MerchandiseSystem[Port] | undefined } & Pick<
  MerchandiseSystem,
  "catalogue" | "orders"
>;

function withoutAbsent({ catalogue, orders, stock, receipts, classification }: Ports): MerchandiseSystem {
  return { catalogue, orders, ...(stock && { stock }), ...(receipts && { receipts }), ...(classification && { classification }) };
}

export function createWorld(options: WorldOptions = {}): World {
  const clock = { time: Date.UTC(2026, 1, 1, 12) };
  const placed: PlacedOrder[] = [];
  const reports: Report[] = [];
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
      merchandise: withoutAbsent({
        catalogue,
        orders: options.orders ?? rememberOrders(placed),
        stock: rememberReports(reports),
        receipts,
        classification,
        ...options.ports,
      }),
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
      shopId: options.shopId,
      ...(options.searchLimits && { searchLimits: options.searchLimits }),
      ...(options.merchandiseTimeout !== undefined && { merchandiseTimeout: options.merchandiseTimeout }),
    },
  );
  const gate: Gate = { buyers, sellersId: options.sellersId, language: options.language, onError };
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
    reports,
    errors,
    call: async (operation, request) => answer(gate, operation, request),
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
