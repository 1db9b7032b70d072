/**
 * The verdict on a request that is not served: it is one of veloconnect's but not offered here, of a revision that is no longer served,
 * misspelled, or unknown. GetStatus, rule 3
 */
import type { Name } from "../../xml/names.js";
import { type Refusal, ResponseCode } from "./response-code.js";

/** Requests of modules that this server does not offer. */
const notOffered: Readonly<Record<string, readonly string[]>> = {
  "urn:veloconnect:catalog-1.5": ["CreateTextSearchRequest", "SearchResultRequest", "GetClassificationSchemeRequest"],
  "urn:veloconnect:receipt-1.3": ["Offer", "OrderConfirmation", "DeliveryNote", "InvoiceInformation"].flatMap((name) => [
    `${name}QueryRequest`,
    `${name}DetailsRequest`,
  ]),
  "urn:veloconnect:stock-B2B-1.4": ["StockTransmitB2BRequest", "GetItemStatusStockTransmitB2BRequest"],
  "urn:veloconnect:stock-B2C-1.4": ["StockTransmitB2CRequest", "GetItemStatusStockTransmitB2CRequest"],
  "urn:veloconnect:sale-B2B-1.6": ["SaleTransmitB2BRequest", "GetStatusSaleTransmitB2BRequest"],
  "urn:veloconnect:sale-B2X-1.6": ["SaleTransmitB2XRequest", "GetStatusSaleTransmitB2XRequest"],
};
const allNotOffered = new Set(Object.values(notOffered).flat());

/** Revisions of modules that later ones have replaced. */
const retired = new Set(["order-1.0", "profile-1.0", "profile-1.3", "catalog-1.1"].map((module) => `urn:veloconnect:${module}`));

const notOfferedHere = "this operation is not offered here";

/** Judges a request whose RequestName is missing, comes twice, or is not one of those served. */
export function judgeRequestNames({ message, values }: { readonly message: string; readonly values: readonly string[] }): Refusal {
  const [name = ""] = values;
  if (values.length > 1) return refusal(ResponseCode.notValid, message);
  if (name === "") return refusal(ResponseCode.generalError, message);
  if (allNotOffered.has(name)) return refusal(ResponseCode.notSupported, notOfferedHere);
  return refusal(ResponseCode.generalError, `there is no request "${name}"`);
}

/** Judges a root element that is not one of the requests served, whose local names are given. */
export function judgeRequestElement({ namespace, local }: Name, served: ReadonlySet<string>): Refusal {
  if (retired.has(namespace)) return refusal(ResponseCode.outdated, `the revision "${namespace}" is no longer served`);
  if (notOffered[namespace]?.includes(local)) return refusal(ResponseCode.notSupported, notOfferedHere);
  if (served.has(local) || allNotOffered.has(local)) {
    return refusal(ResponseCode.notValid, `the request "${local}" is in the namespace "${namespace}", where it does not belong`);
  }
  return refusal(ResponseCode.generalError, `there is no request "${local}"`);
}

function refusal(code: ResponseCode, message: string): Refusal {
  return { code, message, state: undefined };
}
