/**
 * Media types of SOAP messages and of plain XML. RFC 9110 §8.3, RFC 3902, RFC 7303, SOAP 1.1 §6
 */
import type { RequestHeaders } from "./exchange.js";

/** A Content-Type header, taken apart. */
export interface ContentType {
  /** Lower case, e.g. `text/xml`. */
  readonly type: string;
  /** Names in lower case, values without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** A parameter, or nothing between two semicolons. */
const parameterPattern = /;\s*(?:([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))\s*)?/y;

/** Clients of a server say the same thing again and again. */
let last: { readonly header: string; readonly parsed: ContentType | undefined } = { header: "", parsed: undefined };

/** Takes a Content-Type header apart; undefined for none or one that is not well-formed. */
export function parseContentType(header: string | null): ContentType | undefined {
  if (header === null) return undefined;
  if (header !== last.header) last = { header, parsed: parse(header) };
  return last.parsed;
}

function parse(header: string): ContentType | undefined {
  const type = /^\s*([^\s;,/]+\/[^\s;,/]+)\s*/.exec(header);
  if (type?.[1] === undefined) return undefined;
  const parameters = new Map<string, string>();
  parameterPattern.lastIndex = type[0].length;
  while (parameterPattern.lastIndex < header.length) {
    const match = parameterPattern.exec(header);
    if (match === null) return undefined;
    if (match[1] !== undefined) parameters.set(match[1].toLowerCase(), match[2]?.replaceAll(/\\(.)/g, "$1") ?? match[3] ?? "");
  }
  return { type: type[1].toLowerCase(), parameters };
}

export const soap11MediaType = "text/xml";
export const soap12MediaType = "application/soap+xml";

/** The action in the parameter of `application/soap+xml`, or in the SOAPAction header of SOAP 1.1; undefined when neither says one. */
export function readAction(contentType: ContentType, headers: RequestHeaders): string | undefined {
  // An empty action says nothing, in either version.
  if (contentType.type === soap12MediaType) return contentType.parameters.get("action") || undefined;
  const header = headers.get("soapaction")?.trim();
  if (header === undefined || header === "" || header === '""') return undefined;
  return /^"(.*)"$/.exec(header)?.[1] ?? header;
}
