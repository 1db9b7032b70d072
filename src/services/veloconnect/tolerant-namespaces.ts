/**
 * Documents whose namespaces are not quite right -> the same with those of the contract.
 *
 * Clients in the field send requests of older revisions, without any namespace, with all elements in one, or with a misspelled one. The local names of
 * requests are enough to tell where each element belongs: no two elements of a request share one.
 */
import type { Name } from "../../xml/names.js";
import { Reader, Token } from "../../xml/reader.js";
import { Writer } from "../../xml/writer.js";

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

/** Puts the root into a namespace, and each member of a request into its own; what is no member stays where it is. Throws an XmlError. */
export function correctNamespaces(bytes: Uint8Array, charset: string | undefined, rootNamespace: string): Uint8Array {
  const reader = new Reader(bytes, charset === undefined ? {} : { charset });
  const writer = new Writer();
  for (;;) {
    switch (reader.next()) {
      case Token.startElement: {
        const { name } = reader;
        writer.startElement(reader.depth === 1 ? { namespace: rootNamespace, local: name.local } : belonging(name));
        for (let index = 0; index < reader.attributeCount; index++)
          writer.attribute(reader.attributeName(index), reader.attributeValue(index));
        break;
      }
      case Token.text:
        if (reader.depth > 0) writer.text(reader.text);
        break;
      case Token.endElement:
        writer.endElement();
        break;
      case Token.endOfDocument:
        return writer.finish();
    }
  }
}

function belonging(name: Name): { readonly namespace: string; readonly local: string } {
  return members.get(name.local) ?? name;
}
