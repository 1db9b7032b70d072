/**
 * Documents whose namespaces are not quite right -> the same with those of the contract.
 *
 * Clients in the field send requests of older revisions, without any namespace, with all elements in one, or with a misspelled one. The local names of
 * requests are enough to tell where each element belongs: no two elements of a request share one.
 */
import { type ElementName, renameElements } from "../../xml/rename-elements.js";

const components = "urn:oasis:names:specification:ubl:schema:xsd:Common";
const namespaces: Readonly<Record<string, readonly string[]>> = {
  "urn:veloconnect:transaction-1.0": ["BuyersID", "Credential", "Password", "SellersID", "TransactionID", "IsTest"],
  "urn:veloconnect:order-1.1": ["OrderRequestLine", "RequestEntry"],
  [`${components}AggregateComponents-1.0`]: ["SellersItemIdentification", "BuyersItemIdentification", "ID"],
  [`${components}BasicComponents-1.0`]: ["Quantity", "DeliveryDate", "BacklogIndicator"],
};

/** The members of requests by local name. */
const members: ReadonlyMap<string, ElementName> = new Map(
  Object.entries(namespaces).flatMap(([namespace, locals]) => locals.map((local) => [local, { namespace, local }] as const)),
);

/** Puts the root into a namespace, and each member of a request into its own; what is no member stays where it is. Undefined for what is no XML. */
export function correctNamespaces(bytes: Uint8Array, charset: string | undefined, rootNamespace: string): Uint8Array | undefined {
  return renameElements(bytes, charset, (name, depth) =>
    depth === 1 ? { namespace: rootNamespace, local: name.local } : (members.get(name.local) ?? name),
  );
}
