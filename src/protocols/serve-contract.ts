/**
 * `?wsdl` and the schemas behind it: the given documents, unchanged but for addresses and the locations of imports.
 */
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";

/** A contract's documents by name; names are what import locations in them say. */
export interface ContractDocuments {
  /** The name of the WSDL that `?wsdl` gives. */
  readonly main: string;
  readonly documents: Readonly<Record<string, string>>;
}

/** Answers `?wsdl` and `?document=name`; undefined for every other request. The address is that of the request. */
export function serveContract(contract: ContractDocuments, request: HttpRequest): HttpAnswer | undefined {
  if (request.query === "") return undefined;
  const url = new URL(`${request.origin}${request.path}?${request.query}`);
  const name = requestedDocument(contract, url.searchParams);
  if (name === undefined) return undefined;
  const text = Object.hasOwn(contract.documents, name) ? contract.documents[name] : undefined;
  if (text === undefined) return { status: 404 };
  const address = `${url.origin}${url.pathname}`;
  const body = rewriteLocations(rewriteAddresses(text, url), (location) => {
    const target = resolveName(name, location);
    return Object.hasOwn(contract.documents, target) ? `${address}?document=${encodeURIComponent(target)}` : undefined;
  });
  return { status: 200, headers: headersOfContract, body };
}

/** The addresses are the sender's choice: no cache may give them to anybody else. */
const headersOfContract = {
  "content-type": "text/xml; charset=utf-8",
  "cache-control": "no-cache",
  vary: "host, x-forwarded-host, x-forwarded-proto",
};

function requestedDocument(contract: ContractDocuments, parameters: URLSearchParams): string | undefined {
  for (const [key, value] of parameters) {
    if (key.toLowerCase() === "wsdl" && value === "") return contract.main;
    if (key === "document") return value;
  }
  return undefined;
}

/** Puts the origin of the request into each soap:address and http:address; the path of each port stays. */
function rewriteAddresses(text: string, url: URL): string {
  return text.replaceAll(
    /(<[\w.-]+:address\s[^>]*?location\s*=\s*)(["'])([^"']*)\2/g,
    (whole: string, before: string, quote: string, old: string) => {
      if (!URL.canParse(old)) return whole;
      return `${before}${quote}${escapeAttribute(url.origin + new URL(old).pathname)}${quote}`;
    },
  );
}

function rewriteLocations(text: string, replace: (location: string) => string | undefined): string {
  const pattern = /(<(?:[\w.-]+:)?(?:import|include|redefine)\s[^>]*?(?:schemaLocation|location)\s*=\s*)(["'])([^"']*)\2/g;
  return text.replaceAll(pattern, (whole: string, before: string, quote: string, location: string) => {
    const replaced = replace(location);
    return replaced === undefined ? whole : `${before}${quote}${escapeAttribute(replaced)}${quote}`;
  });
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;").replaceAll("'", "&apos;");
}

/** ("ubl/a.xsd", "../b.xsd") is "b.xsd". */
function resolveName(from: string, location: string): string {
  return decodeURI(new URL(location, `contract:///${from}`).pathname).replace(/^\/+/, "");
}
