/**
 * Starts the repair shop: SOAP and HTTP on one address, repairs in a SQLite file.
 */
import { listen } from "soapwright/node";
import { createHandler, serve } from "soapwright/soap";
import { openSqliteStore } from "soapwright/stores";
import { RepairOrdersSoap, RepairStatusGet } from "./generated/service.js";
import { createShop } from "./service.js";

const day = 24 * 60 * 60 * 1000;
const store = await openSqliteStore(process.env.REPAIRS ?? "repairs.sqlite");
const shop = createShop({ store, answerTime: 14 * day, tell: async (customer, text) => console.log(`to ${customer}: ${text}`) });
const stop = shop.repairs.run(1000);

const handler = createHandler({ services: [serve(RepairOrdersSoap, shop.orders), serve(RepairStatusGet, shop.status)] });
const server = await listen(handler, { port: Number(process.env.PORT ?? 9001) });
console.log(`the repair shop is open at ${server.url}/repairs`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await server.close();
    await stop();
    await store.close();
  });
}
