/**
 * A veloconnect server before the wholesaler's tables, with everything that `soapwright serve` has.
 */
import { startServer } from "soapwright/server";
import { openTables } from "./tables.js";
import { createWholesaler } from "./wholesaler.js";

const tables = openTables(process.env.TABLES ?? "wholesaler.sqlite");
const server = await startServer({
  port: Number(process.env.PORT ?? 8080),
  store: { kind: "sqlite", folder: process.env.DATA ?? "data" },
  merchandise: createWholesaler(tables),
  sellerName: "Small Wholesale",
  ipam: undefined,
  metrics: { host: "127.0.0.1", port: 0 },
  log: { info: () => undefined, warn: console.warn, error: console.error },
});
console.log(`veloconnect is served at ${server.url}/veloconnect, metrics at ${server.metricsUrl}`);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    await server.close();
    tables.close();
  });
}
