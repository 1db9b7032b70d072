/**
 * Names of elements as they were sent -> as the contract has them.
 *
 * Clients in the field send requests of older revisions, without any namespace, with all elements in one, or with a misspelled one. The local names of
 * requests are enough to find where each element belongs: no two elements of a request share one.
 */
import { internName, type Name, parseClark } from "../../xml/names.js";
import type { RenameElement } from "../../xml/read/renaming-reader.js";

const components = "urn:oasis:names:specification:ubl:schema:xsd:Common";
const namespaces: Readonly<Record<string, readonly string[]>> = {
  "urn:veloconnect:transaction-1.0": ["BuyersID", "Credential", "Password", "SellersID", "TransactionID", "IsTest"],
  "urn:veloconnect:order-1.1": ["OrderRequestLine", "RequestEntry"],
  [`${components}AggregateComponents-1.0`]: ["SellersItemIdentification", "BuyersItemIdentification", "ID"],
  [`${components}BasicComponents-1.0`]: ["Quantity", "DeliveryDate", "BacklogIndicator"],
};

/** The members of requests by local name. */
const members: ReadonlyMap<string, { readonly namespace: string; readonly local: string }> = new Map(
  Object.entries(namespaces).flatMap(([namespace, locals]) => locals.map((local) => [local, { namespace, local }] as const)),
);

/** Members of requests that are in the namespace of the request itself. */
const ownMembers = new Set([
  ...["SearchString", "StartIndex", "Count", "ResultFormat", "DoNotClose"],
  ...[
    "DateRange",
    "FromDate",
    "ThruDate",
    "RequestReference",
    "RequestDate",
    "OfferID",
    "OrderID",
    "OrderConfirmationID",
    "DeliveryNoteID",
    "InvoiceID",
  ],
]);

/** Gives the root the namespace of a request with its local name, and each member of a request its own; other names stay. */
export function contractNames(requestElements: readonly string[]): RenameElement {
  const requests = new Set(requestElements);
  const byLocal = new Map(requestElements.map((clark) => [clark.slice(clark.indexOf("}") + 1), parseClark(clark)]));
  const renamed = (name: Name, to: { readonly namespace: string; readonly local: string } | undefined): Name =>
    to === undefined ? name : internName(to.namespace, to.local);
  return (name, depth, root) => {
    if (depth > 1 && root !== undefined && ownMembers.has(name.local)) return internName(root.namespace, name.local);
    if (depth > 1) return renamed(name, members.get(name.local));
    return requests.has(name.clark) ? name : renamed(name, byLocal.get(name.local));
  };
}
