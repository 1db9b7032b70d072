/**
 * `npm run bench:veloconnect [search|status|console|memory] [size...]`: what a server costs with large catalogues and many instances.
 *
 * PostgreSQL takes part where SOAPWRIGHT_POSTGRES names a server. CPU is that of this process; "database" is the CPU of PostgreSQL's, where the server is
 * on this machine, which is Linux; "in all" is the time that passed.
 */
import { measureConsole } from "./console.js";
import { measureMemory, measureStatus } from "./instances.js";
import { measureSearch } from "./search.js";
import { fillPostgres, fillSqlite } from "./stores.js";

const [part, ...given] = process.argv.slice(2);
const sizes = given.map(Number);
const server = process.env.SOAPWRIGHT_POSTGRES;
const isWanted = (name: string): boolean => part === undefined || part === name;

if (isWanted("search")) {
  console.log("search:");
  await measureSearch(sizes.length > 0 ? sizes : [5_000, 100_000, 1_000_000], server);
}
if (isWanted("status")) {
  console.log("status and orders:");
  const counts = sizes.length > 0 ? sizes : [10_000, 1_000_000];
  await measureStatus("SQLite", fillSqlite, counts);
  if (server !== undefined) await measureStatus("PostgreSQL", fillPostgres(server), counts);
}
if (isWanted("console")) {
  console.log("console:");
  const counts = sizes.length > 0 ? sizes : [10_000, 1_000_000];
  await measureConsole("SQLite", fillSqlite, counts);
  if (server !== undefined) await measureConsole("PostgreSQL", fillPostgres(server), counts);
}
if (isWanted("memory")) {
  console.log("memory:");
  await measureMemory("SQLite", fillSqlite);
  if (server !== undefined) await measureMemory("PostgreSQL", fillPostgres(server));
}
