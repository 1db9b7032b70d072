/**
 * The modules of veloconnect, each in all of its revisions: the one list from which the bindings, the operations of a URL, and what GetProfile says
 * of the server follow. A further module is an entry here.
 */

import * as profile11 from "../../../generated/veloconnect/profile-1-1.js";
import * as profile14 from "../../../generated/veloconnect/profile-1-4.js";
import * as profile15 from "../../../generated/veloconnect/profile-1-5.js";
import * as profile16 from "../../../generated/veloconnect/profile-1-6.js";
import * as contract from "../../../generated/veloconnect/service.js";
import * as transaction10 from "../../../generated/veloconnect/transaction-1-0.js";
import * as transaction14 from "../../../generated/veloconnect/transaction-1-4.js";
import * as transaction16 from "../../../generated/veloconnect/transaction-1-6.js";
import type { SimpleType } from "../../runtime/codec.js";
import type { Input, Output, PortType } from "../../service/port-type.js";
import { createGetClassificationScheme } from "./classification-operation.js";
import { createGetItemDetails, createGetItemDetailsList } from "./item-operations.js";
import type { RequestHead } from "./messages.js";
import { isOneOf } from "./name-lists.js";
import type { Operation } from "./operation.js";
import type { OrderOperations } from "./order-operations.js";
import type { MerchandiseSystem } from "./ports/merchandise-system.js";
import type { ReceiptKind } from "./ports/receipts.js";
import type { ReportKind } from "./ports/stock.js";
import { createGetProfile, type Described, type Offered, type Profile } from "./profile-operation.js";
import { createReceiptOperations } from "./receipt-operations.js";
import type { ReportOperations } from "./report-operations.js";
import { Refused, ResponseCode } from "./response-code.js";
import type { TextSearchOperations } from "./text-search-operations.js";
import { texts } from "./texts.js";
import { createGetStatus, createRollback } from "./transaction-operations.js";
import type { Transactions } from "./transactions.js";

/** Releases of veloconnect, oldest first. */
export const releases = ["1.1", "1.3", "1.4", "1.5", "1.6"] as const;
/** The release in whose namespaces parameters are answered, since they carry none. */
export type Release = (typeof releases)[number];

/** The operations that a port type of the contract asks for. */
export type OperationsOf<Operations> = {
  readonly [Property in keyof Operations]: Operation<Input<Operations[Property]> & RequestHead, Output<Operations[Property]>>;
};

/** One module in one revision. */
export interface Module<Operations> {
  readonly portType: PortType<Operations>;
  /** The first release that has it. Of the modules with an operation, a URL means the last one of its release. */
  readonly since: Release;
  readonly operations: OperationsOf<Operations>;
  /** What profiles list of it: transactions, and operations outside of them. */
  readonly offered: readonly Offered[];
}

/** A module of any operations. */
export type AnyModule = Module<Readonly<Record<string, { readonly input: RequestHead; readonly output: unknown }>>>;

/** What the modules are made from. */
export interface ModuleParts {
  readonly transactions: Transactions;
  readonly orders: OrderOperations;
  readonly textSearch: TextSearchOperations;
  readonly reports: ReportOperations;
  readonly merchandise: Required<MerchandiseSystem>;
  /** Are there classification schemes? */
  readonly hasClassification: boolean;
  readonly profile: Profile;
  /** The fixed TransactionID of OrderInOnlineShop; undefined: it is not offered. */
  readonly shopId: string | undefined;
  /** Does GetStatus list finished instances? */
  readonly listFinal: boolean;
}

/** All modules by name and revision. */
export interface Modules {
  readonly transaction10: Module<contract.TransactionV10Operations>;
  readonly transaction14: Module<contract.TransactionV14Operations>;
  readonly transaction16: Module<contract.TransactionV16Operations>;
  readonly order11: Module<contract.OrderV11Operations>;
  readonly catalog11: Module<contract.CatalogV11Operations>;
  readonly catalog15: Module<contract.CatalogV15Operations>;
  readonly receipt13: Module<contract.ReceiptV13Operations>;
  readonly stockB2B14: Module<contract.StockB2BV14Operations>;
  readonly stockB2C14: Module<contract.StockB2CV14Operations>;
  readonly saleB2B16: Module<contract.SaleB2BV16Operations>;
  readonly saleB2X16: Module<contract.SaleB2XV16Operations>;
  readonly profile11: Module<contract.ProfileV11Operations>;
  readonly profile14: Module<contract.ProfileV14Operations>;
  readonly profile15: Module<contract.ProfileV15Operations>;
  readonly profile16: Module<contract.ProfileV16Operations>;
}

/** Makes the modules. */
export function createModules(parts: ModuleParts): Modules {
  const { merchandise, profile, shopId } = parts;
  const served = { ...transactionModules(parts), ...orderModules(parts), ...reportModules(parts) };
  const offered = listModules(served).flatMap((module) => module.offered);
  const unsupportedQueries = merchandise.receipts.unsupported;
  return { ...served, ...profileModules({ profile, offered: withoutDoubles(offered), unsupportedQueries, shopId }) };
}

function transactionModules({ transactions, listFinal }: ModuleParts): Pick<Modules, `transaction${string}` & keyof Modules> {
  const getStatus = <Name extends string>(names: SimpleType<Name>): ReturnType<typeof createGetStatus<Name>> =>
    createGetStatus(isOneOf(names), transactions, listFinal);
  return {
    transaction10: {
      portType: contract.TransactionV10,
      since: "1.1",
      operations: { getStatus: getStatus(transaction10.TransactionType), rollback: createRollback(transactions) },
      offered: operationsNamed("GetStatus", "Rollback"),
    },
    transaction14: {
      portType: contract.TransactionV14,
      since: "1.4",
      operations: { getStatus: getStatus(transaction14.TransactionType) },
      offered: [],
    },
    transaction16: {
      portType: contract.TransactionV16,
      since: "1.6",
      operations: { getStatus: getStatus(transaction16.TransactionType) },
      offered: [],
    },
  };
}

function orderModules(parts: ModuleParts): Pick<Modules, "order11" | "catalog11" | "catalog15" | "receipt13"> {
  const { orders, textSearch, merchandise, hasClassification, shopId } = parts;
  const { catalogue, receipts, classification } = merchandise;
  const catalog = {
    operations: {
      ...textSearch,
      getClassificationScheme: offeredIf(hasClassification, createGetClassificationScheme(classification)),
    },
    offered: [transactionNamed("TextSearch"), ...(hasClassification ? operationsNamed("GetClassificationScheme") : [])],
  };
  return {
    order11: {
      portType: contract.OrderV11,
      since: "1.1",
      operations: {
        ...orders,
        getItemDetails: createGetItemDetails(catalogue),
        getItemDetailsList: createGetItemDetailsList(catalogue),
      },
      offered: [
        transactionNamed("Order"),
        ...(shopId === undefined ? [] : [transactionNamed("OrderInOnlineShop")]),
        ...operationsNamed("GetItemDetails", "GetItemDetailsList"),
      ],
    },
    catalog11: { portType: contract.CatalogV11, since: "1.1", ...catalog },
    catalog15: { portType: contract.CatalogV15, since: "1.5", ...catalog },
    receipt13: {
      portType: contract.ReceiptV13,
      since: "1.3",
      operations: receiptOperations(receipts),
      offered: receipts.kinds.flatMap((kind) => operationsNamed(...receiptNames[kind].map(upperFirst))),
    },
  };
}

/** The operations on each kind of documents. */
const receiptNames = {
  Offer: ["offerQuery", "offerDetails"],
  OrderConfirmation: ["orderConfirmationQuery", "orderConfirmationDetails"],
  DeliveryNote: ["deliveryNoteQuery", "deliveryNoteDetails"],
  Invoice: ["invoiceInformationQuery", "invoiceInformationDetails"],
} as const satisfies Readonly<Record<ReceiptKind, readonly (keyof contract.ReceiptV13Operations)[]>>;

function receiptOperations(receipts: Required<MerchandiseSystem>["receipts"]): OperationsOf<contract.ReceiptV13Operations> {
  const all = createReceiptOperations(receipts);
  const names = new Set<string>(receipts.kinds.flatMap((kind) => receiptNames[kind]));
  return {
    offerQuery: offeredIf(names.has("offerQuery"), all.offerQuery),
    offerDetails: offeredIf(names.has("offerDetails"), all.offerDetails),
    orderConfirmationQuery: offeredIf(names.has("orderConfirmationQuery"), all.orderConfirmationQuery),
    orderConfirmationDetails: offeredIf(names.has("orderConfirmationDetails"), all.orderConfirmationDetails),
    deliveryNoteQuery: offeredIf(names.has("deliveryNoteQuery"), all.deliveryNoteQuery),
    deliveryNoteDetails: offeredIf(names.has("deliveryNoteDetails"), all.deliveryNoteDetails),
    invoiceInformationQuery: offeredIf(names.has("invoiceInformationQuery"), all.invoiceInformationQuery),
    invoiceInformationDetails: offeredIf(names.has("invoiceInformationDetails"), all.invoiceInformationDetails),
  };
}

function reportModules({
  reports,
  merchandise: { stock },
}: ModuleParts): Pick<Modules, "stockB2B14" | "stockB2C14" | "saleB2B16" | "saleB2X16"> {
  const isAccepted = (kind: ReportKind): boolean => stock.accepts.includes(kind);
  const offered = (kind: ReportKind, name: string): readonly Offered[] =>
    isAccepted(kind) ? [{ ...transactionNamed(name), documentsOnly: true }] : [];
  const { B2BStock, B2CStock, B2BSale, B2XSale } = reports;
  return {
    stockB2B14: {
      portType: contract.StockB2BV14,
      since: "1.4",
      operations: {
        stockTransmitB2B: offeredIf(isAccepted("B2BStock"), B2BStock.start),
        getItemStatusStockTransmitB2B: offeredIf(isAccepted("B2BStock"), B2BStock.fetch),
      },
      offered: offered("B2BStock", "StockTransmitB2B"),
    },
    stockB2C14: {
      portType: contract.StockB2CV14,
      since: "1.4",
      operations: {
        stockTransmitB2C: offeredIf(isAccepted("B2CStock"), B2CStock.start),
        getItemStatusStockTransmitB2C: offeredIf(isAccepted("B2CStock"), B2CStock.fetch),
      },
      offered: offered("B2CStock", "StockTransmitB2C"),
    },
    saleB2B16: {
      portType: contract.SaleB2BV16,
      since: "1.6",
      operations: {
        saleTransmitB2B: offeredIf(isAccepted("B2BSale"), B2BSale.start),
        getStatusSaleTransmitB2B: offeredIf(isAccepted("B2BSale"), B2BSale.fetch),
      },
      offered: offered("B2BSale", "SaleTransmitB2B"),
    },
    saleB2X16: {
      portType: contract.SaleB2XV16,
      since: "1.6",
      operations: {
        saleTransmitB2X: offeredIf(isAccepted("B2XSale"), B2XSale.start),
        getStatusSaleTransmitB2X: offeredIf(isAccepted("B2XSale"), B2XSale.fetch),
      },
      offered: offered("B2XSale", "SaleTransmitB2X"),
    },
  };
}

function profileModules(described: Described): Pick<Modules, `profile${string}` & keyof Modules> {
  const productData = [{ key: "Catalog.ItemInformation.ProductData" as const, value: "false" }];
  return {
    profile11: {
      portType: contract.ProfileV11,
      since: "1.1",
      operations: {
        getProfile: createGetProfile(described, { transactions: profile11.TransactionType, operations: profile11.OperationType }),
      },
      offered: [],
    },
    profile14: {
      portType: contract.ProfileV14,
      since: "1.4",
      operations: {
        getProfile: createGetProfile(described, {
          transactions: profile14.TransactionType,
          operations: profile14.OperationType,
          hasUnsupportedQueries: true,
        }),
      },
      offered: [],
    },
    profile15: {
      portType: contract.ProfileV15,
      since: "1.5",
      operations: {
        getProfile: createGetProfile(described, {
          transactions: profile15.TransactionType,
          operations: profile15.OperationType,
          properties: productData,
          hasUnsupportedQueries: true,
        }),
      },
      offered: [],
    },
    profile16: {
      portType: contract.ProfileV16,
      since: "1.6",
      operations: {
        getProfile: createGetProfile(described, {
          transactions: profile16.TransactionType,
          operations: profile16.OperationType,
          properties: productData,
          hasUnsupportedQueries: true,
        }),
      },
      offered: [],
    },
  };
}

/** All modules, whatever their operations. */
export function listModules(modules: Partial<Modules>): readonly AnyModule[] {
  // Callers read requests with the module's own tables, so every operation gets the request that it expects.
  return Object.values(modules) as unknown as readonly AnyModule[];
}

/** An operation, or one that refuses every request of a buyer with 404. */
function offeredIf<Request extends RequestHead, Response>(
  isOffered: boolean,
  operation: Operation<Request, Response>,
): Operation<Request, Response> {
  if (isOffered) return operation;
  const refusal = (): Refused => new Refused(ResponseCode.notSupported, texts.notOffered);
  return { ...operation, perform: () => Promise.reject(refusal()) };
}

function transactionNamed(name: string): Offered {
  return { kind: "transaction", name };
}

function operationsNamed(...names: readonly string[]): readonly Offered[] {
  return names.map((name) => ({ kind: "operation", name }));
}

function upperFirst(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1);
}

/** Revisions of a module offer the same. */
function withoutDoubles(offered: readonly Offered[]): readonly Offered[] {
  return [...new Map(offered.map((each) => [`${each.kind} ${each.name}`, each])).values()];
}
