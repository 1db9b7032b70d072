/**
 * How documents of veloconnect are written: prefixes that people know, declared once on the root.
 */
import type { EncodeOptions } from "../../runtime/options.js";

const transaction = "urn:veloconnect:transaction-1.0";
const order = "urn:veloconnect:order-1.1";
const components = "urn:oasis:names:specification:ubl:schema:xsd:Common";
const aggregates = `${components}AggregateComponents-1.0`;
const basics = `${components}BasicComponents-1.0`;

const prefixes: Readonly<Record<string, string>> = {
  [transaction]: "vct",
  "urn:veloconnect:transaction-1.4": "vct14",
  "urn:veloconnect:transaction-1.6": "vct16",
  "urn:veloconnect:profile-1.1": "vcp",
  "urn:veloconnect:profile-1.4": "vcp",
  "urn:veloconnect:profile-1.5": "vcp",
  "urn:veloconnect:profile-1.6": "vcp",
  [order]: "vco",
  "urn:veloconnect:catalog-1.1": "vcc",
  // In items of any catalog revision.
  "urn:veloconnect:catalog-1.5": "vcc15",
  "urn:veloconnect:receipt-1.3": "vcr",
  "urn:veloconnect:stock-B2B-1.4": "stk",
  "urn:veloconnect:stock-B2C-1.4": "stk",
  "urn:veloconnect:sale-B2B-1.6": "sle",
  "urn:veloconnect:sale-B2X-1.6": "sle",
  [aggregates]: "cac",
  [basics]: "cbc",
};

/** Namespaces that responses of a module use all over, by their own. */
const namespacesWith: Readonly<Record<string, readonly string[]>> = {
  [order]: [transaction, aggregates, basics],
  "urn:veloconnect:catalog-1.1": [transaction, order, aggregates, basics],
  "urn:veloconnect:catalog-1.5": [transaction, order, aggregates, basics],
  "urn:veloconnect:receipt-1.3": [transaction, aggregates, basics],
  "urn:veloconnect:stock-B2B-1.4": [transaction, aggregates],
  "urn:veloconnect:stock-B2C-1.4": [transaction, aggregates],
  "urn:veloconnect:sale-B2B-1.6": [transaction, aggregates],
  "urn:veloconnect:sale-B2X-1.6": [transaction, aggregates],
};

/** The style of a document, by the Clark name of its root. */
export function documentStyle(root: string): EncodeOptions {
  const namespace = root.slice(1, root.indexOf("}"));
  return { prefixes, declare: [namespace, ...(namespacesWith[namespace] ?? [transaction])], declaration: true };
}
