/**
 * A merchandise system whose tables are in PostgreSQL: other programs fill and read them.
 */
import type { MerchandiseSystem } from "../../services/veloconnect/index.js";
import { catalogueIn, classificationIn } from "./catalogue.js";
import { type Database, openDatabase } from "./database.js";
import { ordersIn } from "./orders.js";
import { receiptsIn } from "./receipts.js";
import { reportsIn } from "./reports.js";

/** The system, and its database for imports. */
export interface PostgresMerchandise {
  readonly system: MerchandiseSystem;
  readonly database: Database;
  readonly close: () => Promise<void>;
}

/** Connects, and brings the tables up to date. All ports are offered; that of the schemes if there are some. */
export async function openPostgresMerchandise(url: string): Promise<PostgresMerchandise> {
  const database = await openDatabase(url);
  const close = (): Promise<void> => database.pool.end();
  try {
    const classification = await classificationIn(database);
    const system: MerchandiseSystem = {
      catalogue: catalogueIn(database),
      orders: ordersIn(database),
      stock: reportsIn(database),
      receipts: receiptsIn(database),
      ...(classification && { classification }),
    };
    return { system, database, close };
  } catch (error) {
    await close();
    throw error;
  }
}
