/**
 * What runs around each call of each port: a time limit, a measurement.
 */
import type { BackendCall } from "./backend-call.js";
import type { MerchandiseSystem } from "./merchandise-system.js";

/** Runs a call of a port: the work, once, with this call or another one. */
export type AroundPort = <T>(name: string, call: BackendCall, work: (call: BackendCall) => Promise<T>) => Promise<T>;

/** The same system, with something around its calls. */
export function aroundPorts(
  { catalogue, orders, stock, receipts, classification }: MerchandiseSystem,
  around: AroundPort,
): MerchandiseSystem {
  return {
    catalogue: {
      find: (number, call) => around("find", call, (inner) => catalogue.find(number, inner)),
      findMany: (numbers, call) => around("findMany", call, (inner) => catalogue.findMany(numbers, inner)),
      search: (query, options, call) => around("search", call, (inner) => catalogue.search(query, options, inner)),
    },
    orders: { place: (order, call) => around("place", call, (inner) => orders.place(order, inner)) },
    ...(stock && {
      stock: { accepts: stock.accepts, take: (report, call) => around("take", call, (inner) => stock.take(report, inner)) },
    }),
    ...(receipts && {
      receipts: {
        kinds: receipts.kinds,
        unsupported: receipts.unsupported,
        query: (kind, search, call) => around("query", call, (inner) => receipts.query(kind, search, inner)),
        details: (kind, numbers, call) => around("details", call, (inner) => receipts.details(kind, numbers, inner)),
      },
    }),
    ...(classification && {
      classification: { schemes: (call) => around("schemes", call, (inner) => classification.schemes(inner)) },
    }),
  };
}
