/**
 * URLs and headers of `soapwright fetch`, as the user writes them.
 */
import { pathToFileURL } from "node:url";
import { UsageError } from "../exit-code.js";

/** The URL of an entry; a path is a local document. */
export function readEntry(text: string): string {
  const url = URL.canParse(text) && !/^[A-Za-z]:[\\/]/.test(text) ? new URL(text) : pathToFileURL(text);
  if (!["http:", "https:", "file:"].includes(url.protocol)) throw new UsageError(`"${text}" is not a URL of http, https or file`);
  if (url.username !== "" || url.password !== "") {
    throw new UsageError('a password in a URL would be written into the lock file; use --header "Authorization: ..."');
  }
  url.hash = "";
  return url.href;
}

/** Reads `--header "Name: value"`: values by name. */
export function readHeaders(given: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    given.map((header) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([\t\x20-\x7e]*)$/.exec(header) ?? [];
      if (name === undefined || value === undefined) throw new UsageError('--header is "Name: value" in ASCII');
      return [name, value];
    }),
  );
}
