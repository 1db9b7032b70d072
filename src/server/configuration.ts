/**
 * Reads what the operator of a server provides: files, and settings that go together.
 */
import { readFile } from "node:fs/promises";
import { adviceText, errorCode, reasonText } from "../error-text.js";

/** A setting or a file of the operator cannot be used. The message names it and says why. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** The settings that addresses to listen at come from. */
export type AddressSetting = "host" | "port" | "ipamPort" | "metricsHost" | "metricsPort";

/** An address that cannot be listened at. */
export class ListenError extends ConfigurationError {
  /** Where another value would help. */
  readonly setting: AddressSetting;

  constructor(
    address: { readonly host?: string; readonly port?: number },
    from: { readonly host: AddressSetting; readonly port: AddressSetting },
    cause: unknown,
  ) {
    super(`cannot listen at ${address.host ?? ""}:${address.port ?? 0}: ${reasonText(cause)}`, { cause });
    this.setting = ["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN"].includes(errorCode(cause) ?? "") ? from.host : from.port;
  }
}

/** Reads and parses a file. Throws a ConfigurationError if either fails. */
export async function readConfiguration<T>(file: string, parse: (text: string) => T): Promise<T> {
  try {
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    throw new ConfigurationError(`"${file}" cannot be used: ${adviceText(error)}`);
  }
}
