/**
 * Finds the folder with other people's contracts, messages and suites.
 *
 * It stands beside the checkout, or where SOAPWRIGHT_SHARED says. Tests that need it are skipped, and say so, where it is absent.
 */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const beside = fileURLToPath(new URL("../../shared", import.meta.url));

/** The folder's path, or undefined where it is absent. */
export function sharedFolder(): string | undefined {
  const folder = process.env.SOAPWRIGHT_SHARED ?? beside;
  return existsSync(folder) ? folder : undefined;
}
