/**
 * GetProfile: what the server can do. profile-1.1, -1.4, -1.5, -1.6
 */
import type { ResponseType } from "../../../generated/veloconnect/transaction-1-0.js";
import type { SimpleType } from "../../runtime/codec.js";
import type { RequestHead } from "./messages.js";
import { isOneOf } from "./name-lists.js";
import { headOf, type Operation } from "./operation.js";
import type { ReceiptRelation } from "./ports/receipts.js";

/** A binding of veloconnect; those with -S run over TLS. */
export type BindingName = "URL" | "URL-S" | "XML-POST" | "XML-POST-S";

/** What an operator says about the server. */
export interface Profile {
  readonly sellerName: string;
  /** Text for buyers. */
  readonly message?: string;
  readonly bindings: readonly BindingName[];
  /** Are pieces the only unit in use? */
  readonly onlyPieces: boolean;
  /** What happens to missing items when a line does not say. */
  readonly backlogDefault: boolean;
  /** Days within which an expected delivery arrives; undefined: not said. */
  readonly expectingDeliveryDays?: number;
}

/** A transaction, or an operation outside of transactions, that the server offers. */
export interface Offered {
  readonly kind: "transaction" | "operation";
  /** As profiles name it. */
  readonly name: string;
  /** It is asked for with documents, not with parameters. */
  readonly documentsOnly?: boolean;
}

type PropertyKey =
  | "RecommendedRetailPrice.Netto"
  | "quantityUnitCode.EA"
  | "OrderInOnlineShop.TransactionID"
  | "Order.DeliveryDate"
  | "Order.Availability"
  | "Order.Backlog"
  | "Order.BacklogDefault"
  | "Order.ExpectingDelivery";

interface Property<Key> {
  readonly key: Key;
  readonly value: string;
}

type Implements<Transaction, Operation> = { readonly binding: BindingName } & (
  | { readonly transaction: Transaction }
  | { readonly operation: Operation }
);

/** What a revision can say. */
export interface ProfileTerms<TransactionName extends string, OperationName extends string, Key extends string> {
  readonly transactions: SimpleType<TransactionName>;
  readonly operations: SimpleType<OperationName>;
  /** Properties beside those of revision 1.1. */
  readonly properties?: readonly Property<Key>[];
  /** Can it say by what receipts cannot be searched? */
  readonly hasUnsupportedQueries?: boolean;
}

/** GetProfileResponse in the terms of a revision. */
export interface GetProfileResponse<TransactionName extends string, OperationName extends string, Key extends string> extends ResponseType {
  readonly sellerName?: { readonly $value: string };
  readonly message?: { readonly $value: string };
  readonly veloconnectProfile: {
    readonly implements?: readonly Implements<TransactionName, OperationName>[];
    readonly property?: readonly Property<PropertyKey | Key>[];
    readonly unsupportedQuery?: readonly ReceiptRelation[];
  };
}

/** What the server is. */
export interface Described {
  readonly profile: Profile;
  readonly offered: readonly Offered[];
  readonly unsupportedQueries: readonly ReceiptRelation[];
  /** The fixed TransactionID of OrderInOnlineShop; undefined: it is not offered. */
  readonly shopId: string | undefined;
}

/** Makes GetProfile in the terms of a revision, which leaves out what the revision has no name for. GetProfile itself is always offered, and not listed. */
export function createGetProfile<TransactionName extends string, OperationName extends string, Key extends string = never>(
  { profile, offered, unsupportedQueries, shopId }: Described,
  { transactions, operations, properties = [], hasUnsupportedQueries = false }: ProfileTerms<TransactionName, OperationName, Key>,
): Operation<RequestHead, GetProfileResponse<TransactionName, OperationName, Key>> {
  const isTransaction = isOneOf(transactions);
  const isOperation = isOneOf(operations);
  const implemented = (binding: BindingName): readonly Implements<TransactionName, OperationName>[] =>
    offered.flatMap(({ kind, name, documentsOnly = false }): readonly Implements<TransactionName, OperationName>[] => {
      if (documentsOnly && binding.startsWith("URL")) return [];
      if (kind === "transaction") return isTransaction(name) ? [{ transaction: name, binding }] : [];
      return isOperation(name) ? [{ operation: name, binding }] : [];
    });
  const veloconnectProfile = {
    implements: profile.bindings.flatMap(implemented),
    property: [...propertiesOf(profile, shopId), ...properties],
    ...(hasUnsupportedQueries && unsupportedQueries.length > 0 && { unsupportedQuery: unsupportedQueries }),
  };
  return {
    perform: async (request) => ({
      ...headOf(request),
      sellerName: { $value: profile.sellerName },
      ...(profile.message !== undefined && { message: { $value: profile.message } }),
      veloconnectProfile,
    }),
    refuse: (request, refusal) => ({ ...headOf(request, refusal), veloconnectProfile: {} }),
  };
}

function propertiesOf(profile: Profile, shopId: string | undefined): readonly Property<PropertyKey>[] {
  const days = profile.expectingDeliveryDays;
  return [
    { key: "RecommendedRetailPrice.Netto", value: "false" },
    { key: "quantityUnitCode.EA", value: String(profile.onlyPieces) },
    ...(shopId === undefined ? [] : [{ key: "OrderInOnlineShop.TransactionID" as const, value: shopId }]),
    { key: "Order.DeliveryDate", value: "line" },
    { key: "Order.Availability", value: "true" },
    { key: "Order.Backlog", value: "line" },
    { key: "Order.BacklogDefault", value: String(profile.backlogDefault) },
    ...(days === undefined ? [] : [{ key: "Order.ExpectingDelivery" as const, value: String(days) }]),
  ];
}
