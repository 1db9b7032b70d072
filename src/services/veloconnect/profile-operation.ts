/**
 * GetProfile: what the server can do. profile-1.1, -1.4, -1.5, -1.6
 */
import type { OperationType, TransactionType } from "../../../generated/veloconnect/profile-1-1.js";
import type { ResponseType } from "../../../generated/veloconnect/transaction-1-0.js";
import type { RequestHead } from "./messages.js";
import { headOf, type Operation } from "./operation.js";

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
export type Implemented = { readonly transaction: TransactionType } | { readonly operation: OperationType };

type PropertyKey =
  | "RecommendedRetailPrice.Netto"
  | "quantityUnitCode.EA"
  | "Order.DeliveryDate"
  | "Order.Availability"
  | "Order.Backlog"
  | "Order.BacklogDefault"
  | "Order.ExpectingDelivery";

interface Property<Key> {
  readonly key: Key;
  readonly value: string;
}

/** GetProfileResponse of a revision that has these properties beside those of 1.1. */
export interface GetProfileResponse<Key extends string> extends ResponseType {
  readonly sellerName?: { readonly $value: string };
  readonly message?: { readonly $value: string };
  readonly veloconnectProfile: {
    readonly implements?: readonly (Implemented & { readonly binding: BindingName })[];
    readonly property?: readonly Property<PropertyKey | Key>[];
  };
}

/** Makes GetProfile of a revision; `further` are properties that revision 1.1 does not know. GetProfile itself is always offered, and not listed. */
export function createGetProfile<Key extends string = never>(
  profile: Profile,
  implemented: readonly Implemented[],
  further: readonly Property<Key>[] = [],
): Operation<RequestHead, GetProfileResponse<Key>> {
  const veloconnectProfile = {
    implements: profile.bindings.flatMap((binding) => implemented.map((each) => ({ ...each, binding }))),
    property: [...propertiesOf(profile), ...further],
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

function propertiesOf(profile: Profile): readonly Property<PropertyKey>[] {
  const days = profile.expectingDeliveryDays;
  return [
    { key: "RecommendedRetailPrice.Netto", value: "false" },
    { key: "quantityUnitCode.EA", value: String(profile.onlyPieces) },
    { key: "Order.DeliveryDate", value: "line" },
    { key: "Order.Availability", value: "true" },
    { key: "Order.Backlog", value: "line" },
    { key: "Order.BacklogDefault", value: String(profile.backlogDefault) },
    ...(days === undefined ? [] : [{ key: "Order.ExpectingDelivery" as const, value: String(days) }]),
  ];
}
