/**
 * Addresses of PostgreSQL databases on the command line.
 */
import { UsageError } from "../exit-code.js";

/** Throws a UsageError for the value of a flag that is no such address. */
export function checkDatabaseUrl(flag: string, url: string): void {
  if (!/^postgres(ql)?:\/\//.test(url)) throw new UsageError(`${flag} is a URL: postgres://user:password@host/database`);
}
