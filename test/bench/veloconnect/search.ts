/**
 * TextSearch over catalogues of several sizes.
 */
import { existsSync, readFileSync } from "node:fs";
import pg from "pg";
import { createCatalogue } from "../../../src/merchandise/catalogue/memory-catalogue.js";
import { makeDemonstration } from "../../../src/merchandise/demonstration/make-demonstration.js";
import { openPostgresMerchandise } from "../../../src/merchandise/postgres/backend.js";
import { importCatalogue } from "../../../src/merchandise/postgres/catalogue.js";
import { callFor } from "../../../src/services/veloconnect/backend-time.js";
import type { Catalogue } from "../../../src/services/veloconnect/index.js";
import { defaultSearchLimits } from "../../../src/services/veloconnect/text-search-operations.js";
import { costOf, milliseconds } from "./ask.js";

/** A word that one item has, one that many have, several, one that none has, one of two letters, letters that few and all have. */
const queries = ["22-00042", "tyre", "tyre 28 reflective", "nothing", "xl", "z", "e"];
const call = callFor({ $value: "B1" });
const { perSearch: limit } = defaultSearchLimits;

/** Prints a line for each query. */
export async function measureSearch(sizes: readonly number[], server: string | undefined): Promise<void> {
  for (const size of sizes) {
    const content = makeDemonstration(size);
    await measure(`memory, ${size} items`, createCatalogue(content).catalogue);
    if (server === undefined) continue;
    const name = `bench_search_${process.pid}`;
    const admin = new pg.Client(server);
    await admin.connect();
    await admin.query(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    const { system, database, close } = await openPostgresMerchandise(url.href);
    await importCatalogue(database, content);
    await measure(`PostgreSQL, ${size} items`, system.catalogue, { admin, name });
    await close();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

/** A database on a server that knows its processes. */
interface AskedDatabase {
  readonly admin: pg.Client;
  readonly name: string;
}

/** `database`: where its processes are asked for. */
async function measure(name: string, catalogue: Catalogue, database?: AskedDatabase): Promise<void> {
  for (const query of queries) {
    const { total } = await catalogue.search(query, { limit }, call);
    const search = (): Promise<unknown> => catalogue.search(query, { limit }, call);
    const { cpu, wall } = await costOf(3, search);
    const inDatabase = database === undefined ? "" : `, ${await databaseCost(database, search)}`;
    console.log(`  ${name}: "${query}", ${total} hits: ${milliseconds(cpu)} CPU${inDatabase}, ${milliseconds(wall)} in all`);
  }
}

/** What the processes of PostgreSQL use for a search: of several, the one that was disturbed least. */
async function databaseCost({ admin, name }: AskedDatabase, search: () => Promise<unknown>): Promise<string> {
  const { rows } = await admin.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE datname = $1", [name]);
  const files = rows.map(({ pid }) => `/proc/${pid}/schedstat`).filter((file) => existsSync(file));
  if (files.length === 0) return "database unknown";
  // Nanoseconds on a processor. proc_pid_schedstat(5)
  const used = (): number => files.reduce((sum, file) => sum + Number(readFileSync(file, "utf8").split(" ")[0]) / 1e6, 0);
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10; round++) {
    const before = used();
    await search();
    best = Math.min(best, used() - before);
  }
  return `${milliseconds(best)} database`;
}
