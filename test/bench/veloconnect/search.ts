/**
 * TextSearch over catalogues of several sizes.
 */
import pg from "pg";
import { createCatalogue } from "../../../src/merchandise/catalogue/memory-catalogue.js";
import { makeDemonstration } from "../../../src/merchandise/demonstration/make-demonstration.js";
import { openPostgresMerchandise } from "../../../src/merchandise/postgres/backend.js";
import { importCatalogue } from "../../../src/merchandise/postgres/catalogue.js";
import { callFor } from "../../../src/services/veloconnect/backend-time.js";
import type { Catalogue } from "../../../src/services/veloconnect/index.js";
import { costOf, milliseconds } from "./ask.js";

/** A word that one item has, one that many have, several, one that none has, one of two letters. */
const queries = ["22-00042", "tyre", "tyre 28 reflective", "nothing", "xl"];
const call = callFor({ $value: "B1" });
/** Hits that a transaction keeps at most. */
const limit = 10_000;

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
    await database.pool.query("ANALYZE");
    await measure(`PostgreSQL, ${size} items`, system.catalogue);
    await close();
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

async function measure(name: string, catalogue: Catalogue): Promise<void> {
  for (const query of queries) {
    const { total } = await catalogue.search(query, { limit }, call);
    const { cpu, wall } = await costOf(3, () => catalogue.search(query, { limit }, call));
    console.log(`  ${name}: "${query}", ${total} hits: ${milliseconds(cpu)} CPU, ${milliseconds(wall)} in all`);
  }
}
