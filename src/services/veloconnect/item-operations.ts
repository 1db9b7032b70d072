/**
 * The stand-alone operations on items. order-1.1: GetItemDetails, GetItemDetailsList
 */
import type {
  GetItemDetailsListRequest,
  GetItemDetailsListResponse,
  GetItemDetailsRequest,
  GetItemDetailsResponse,
  ItemDetail,
  RequestEntry,
} from "../../../generated/veloconnect/order-1-1.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import { repeatItem } from "./identifier-limits.js";
import { describeItem, judgeAvailability, replacementOf } from "./item-answer.js";
import type { ItemUnknown } from "./messages.js";
import { headOf, type Operation } from "./operation.js";
import type { BackendCall } from "./ports/backend-call.js";
import type { Catalogue, Found } from "./ports/catalogue.js";
import { checkQuantity } from "./quantity-rule.js";

/** Makes GetItemDetails. */
export function createGetItemDetails(catalogue: Catalogue): Operation<GetItemDetailsRequest, GetItemDetailsResponse> {
  return {
    perform: async (request, owner, caller) => {
      const [detail] = await findDetails(catalogue, [request], callFor(buyerOf(owner), caller));
      return { ...headOf(request), ...(detail ?? unknownItem(request)) };
    },
    refuse: (request, refusal) => ({ ...headOf(request, refusal), ...refusedItem(request) }),
  };
}

/** Makes GetItemDetailsList: one answer for each entry, in the same order. */
export function createGetItemDetailsList(catalogue: Catalogue): Operation<GetItemDetailsListRequest, GetItemDetailsListResponse> {
  return {
    perform: async (request, owner, caller) => ({
      ...headOf(request),
      itemDetail: await findDetails(catalogue, request.requestEntry, callFor(buyerOf(owner), caller)),
    }),
    refuse: (request, refusal) => ({ ...headOf(request, refusal), itemDetail: [refusedItem(request.requestEntry?.[0])] }),
  };
}

async function findDetails(catalogue: Catalogue, entries: readonly RequestEntry[], call: BackendCall): Promise<readonly ItemDetail[]> {
  for (const { sellersItemIdentification, quantity } of entries) if (quantity) checkQuantity(sellersItemIdentification, quantity);
  const findings = await catalogue.findMany(
    entries.map((entry) => entry.sellersItemIdentification.id.$value),
    call,
  );
  return entries.map((entry, index) => toDetail(entry, findings[index] ?? { kind: "unknown" }));
}

/** What is said of an item: with its availability, for the quantity that is asked for. */
export function toDetail(entry: RequestEntry, found: Found): ItemDetail {
  switch (found.kind) {
    case "item": {
      const availability = found.stock && judgeAvailability(found.item, found.stock, entry.quantity);
      return { item: describeItem(found.item), ...(availability && { availability }) };
    }
    case "replaced":
      return { requestReplacement: replacementOf(entry.sellersItemIdentification, found.by) };
    case "unknown":
      return unknownItem(entry);
  }
}

function unknownItem({ sellersItemIdentification }: Pick<RequestEntry, "sellersItemIdentification">): {
  readonly itemUnknown: ItemUnknown;
} {
  return { itemUnknown: { sellersItemIdentification } };
}

/** Fills an answer that has nothing to say but must be valid. */
function refusedItem(entry: Partial<RequestEntry> | undefined): { readonly itemUnknown: ItemUnknown } {
  return unknownItem({ sellersItemIdentification: repeatItem(entry?.sellersItemIdentification) });
}
