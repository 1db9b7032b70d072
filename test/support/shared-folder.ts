/**
 * Finds the folder with other people's contracts, messages and suites.
 *
 * It stands beside the checkout, or where SOAPWRIGHT_SHARED says. Tests that need it are skipped, and say so, where it is absent.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** The folder's path, or undefined where it is absent. Commands run in the root of the checkout. */
export function sharedFolder(): string | undefined {
  const folder = resolve(process.env.SOAPWRIGHT_SHARED ?? "../shared");
  return existsSync(folder) ? folder : undefined;
}
