/**
 * The database of a merchandise system, for commands that fill it.
 */
import { errorText } from "../../error-text.js";
import { openPostgresMerchandise, type PostgresMerchandise } from "../../merchandise/postgres/backend.js";
import { ConfigurationError } from "../../server/configuration.js";
import { UsageError } from "../exit-code.js";
import { checkDatabaseUrl } from "../serve/database-url.js";

/** Opens the database for some work. Throws a ConfigurationError if it cannot be used. */
export async function withMerchandise<T>(url: string | undefined, work: (merchandise: PostgresMerchandise) => Promise<T>): Promise<T> {
  if (url === undefined) throw new UsageError("name the database: --merchandise postgres://user:password@host/database");
  checkDatabaseUrl("--merchandise", url);
  try {
    const merchandise = await openPostgresMerchandise(url);
    return await work(merchandise).finally(() => merchandise.close());
  } catch (error) {
    throw new ConfigurationError(`the merchandise database cannot be used: ${errorText(error)}`);
  }
}
