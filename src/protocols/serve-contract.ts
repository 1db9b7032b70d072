/**
 * `?wsdl` and the schemas behind it: the given documents, unchanged but for addresses and the locations of imports; `?singleWsdl`: all in one.
 */
import type { HttpAnswer, HttpRequest } from "../service/exchange.js";
import { joinContract } from "./single-wsdl.js";

/** A contract's documents by name; names are what import locations in them say. */
export interface ContractDocuments {
  /** The name of the WSDL that `?wsdl` gives. */
  readonly main: string;
  readonly documents: Readonly<Record<string, string>>;
}

/**
 * Answers `?wsdl`, `?singleWsdl`, `?document=name`, and as other stacks ask, `?wsdl=` and `?xsd=` with a name or a number; undefined for every other
 * request. The address is that of the request.
 */
export function serveContract(contract: ContractDocuments, request: HttpRequest): HttpAnswer | undefined {
  if (request.query === "") return undefined;
  const url = new URL(`${request.origin}${request.path}?${request.query}`);
  for (const [key, value] of url.searchParams) {
    if (key.toLowerCase() === "singlewsdl") return answerWith(joinContract({ ...contract, resolve: resolveName }), url);
    const name = requestedDocument(contract, key.toLowerCase(), value);
    if (name !== undefined) return answerWithDocument(contract, name, url);
  }
  return undefined;
}

function answerWithDocument({ documents }: ContractDocuments, name: string, url: URL): HttpAnswer {
  const text = Object.hasOwn(documents, name) ? documents[name] : undefined;
  const address = `${url.origin}${url.pathname}`;
  const linked = rewriteLocations(text ?? "", (location) => {
    const target = resolveName(name, location);
    return Object.hasOwn(documents, target) ? `${address}?document=${encodeURIComponent(target)}` : undefined;
  });
  return answerWith(text && linked, url);
}

function answerWith(text: string | undefined, url: URL): HttpAnswer {
  return text === undefined ? { status: 404 } : { status: 200, headers: headersOfContract, body: rewriteAddresses(text, url) };
}

/** The addresses are the sender's choice: no cache may give them to anybody else. */
const headersOfContract = {
  "content-type": "text/xml; charset=utf-8",
  "cache-control": "no-cache",
  vary: "host, x-forwarded-host, x-forwarded-proto",
};

function requestedDocument({ main, documents }: ContractDocuments, key: string, value: string): string | undefined {
  if (key === "document") return value;
  if (key === "wsdl") return value === "" ? main : documentNamed(documents, [main, ...namesOf(documents, "definitions")], value);
  return key === "xsd" ? documentNamed(documents, namesOf(documents, "schema"), value) : undefined;
}

/** The document with a name, or with a number that begins at 1. */
function documentNamed(documents: ContractDocuments["documents"], numbered: readonly string[], value: string): string | undefined {
  return Object.hasOwn(documents, value) ? value : [...new Set(numbered)][Number(value) - 1];
}

function namesOf(documents: ContractDocuments["documents"], root: "definitions" | "schema"): readonly string[] {
  return Object.keys(documents).filter((name) => /<(?:[\w.-]+:)?(definitions|schema)[\s>]/.exec(documents[name] ?? "")?.[1] === root);
}

const addressPattern = /(<[\w.-]+:address\s[^>]*?location\s*=\s*)(["'])([^"']*)\2/g;

/**
 * Puts the address of the request into each soap:address and http:address. If the path of a port is the end of the request's, all paths stay as they are
 * behind what comes before it: the ports are served side by side. Otherwise all ports are where the request was sent.
 */
function rewriteAddresses(text: string, { origin, pathname }: URL): string {
  const paths = [...text.matchAll(addressPattern)].map(([, , , location = ""]) => pathOf(location)).filter((path) => path !== undefined);
  const own = paths.filter((path) => pathname.endsWith(path)).sort((a, b) => b.length - a.length)[0];
  const prefix = own === undefined ? undefined : pathname.slice(0, pathname.length - own.length);
  return text.replaceAll(addressPattern, (whole: string, before: string, quote: string, location: string) => {
    const path = pathOf(location);
    if (path === undefined) return whole;
    return `${before}${quote}${escapeAttribute(origin + (prefix === undefined ? pathname : prefix + path))}${quote}`;
  });
}

/** The path of a port's address; undefined for one of another transport. What is no URL is a blank to be filled in, and is at the root. */
function pathOf(location: string): string | undefined {
  if (!URL.canParse(location)) return "/";
  const { protocol, pathname } = new URL(location);
  return protocol === "http:" || protocol === "https:" ? pathname : undefined;
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
