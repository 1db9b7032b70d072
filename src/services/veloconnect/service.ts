/**
 * The veloconnect service: the operations of the modules transaction, profile and order, for one seller.
 *
 * In: requests as typed values. Out: responses as typed values, always valid, errors as ResponseCode. Knows neither XML nor SOAP nor HTTP.
 */
import type { InstanceStore } from "../../stores/store.js";
import type { Catalogue, MerchandiseSystem } from "./catalogue.js";
import { type InstanceRules, Instances } from "./instances.js";
import { createGetItemDetails, createGetItemDetailsList } from "./item-operations.js";
import { createOrderOperations } from "./order-operations.js";
import { Orders } from "./order-transaction.js";
import { createGetProfile, type Profile } from "./profile-operation.js";
import { createGetStatus, createRollback, transactionNames } from "./transaction-operations.js";

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
}

/** What the operator decides. */
export interface Settings {
  readonly rules: InstanceRules;
  readonly profile: Profile;
  /** Does GetStatus list finished instances? */
  readonly listFinal: boolean;
}

/** Milliseconds that another process may need for placing an order. */
const placingTime = 60_000;

/** The operations by module and revision, and the housekeeping. */
export type VeloconnectOperations = ReturnType<typeof createOperations>["modules"];

/** Makes the operations. */
export function createOperations(surroundings: Surroundings, settings: Settings) {
  const { store, now, makeId, catalogue, merchandise } = surroundings;
  const { profile, listFinal } = settings;
  const instances = new Instances({ store, now, makeId, rules: settings.rules });
  const orders = new Orders({ instances, merchandise, now, placingTime: surroundings.soleProcess ? 0 : placingTime });
  const getProfile = createGetProfile(profile);
  const getProfileWithProductData = createGetProfile(profile, [{ key: "Catalog.ItemInformation.ProductData", value: "false" }]);
  const modules = {
    transaction10: { getStatus: createGetStatus(transactionNames["1.0"], instances, listFinal), rollback: createRollback(orders) },
    transaction14: { getStatus: createGetStatus(transactionNames["1.4"], instances, listFinal) },
    transaction16: { getStatus: createGetStatus(transactionNames["1.6"], instances, listFinal) },
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
  return { modules, expire: () => instances.expire() };
}
