/**
 * Stands in the playground's bundle for codegen/load/file-host.ts: there are no files but the documents that come with the package.
 */
import { type Host, hasScheme, resolvePath } from "../../codegen/load/host.js";
import catalog from "../../schemas/catalog.json?raw";
import encoding from "../../schemas/w3c/soap-encoding-1.1.xsd?raw";
import envelope11 from "../../schemas/w3c/soap-envelope-1.1.xsd?raw";
import envelope12 from "../../schemas/w3c/soap-envelope-1.2.xsd?raw";
import swaRef from "../../schemas/w3c/swaref.xsd?raw";
import addressing from "../../schemas/w3c/ws-addressing.xsd?raw";
import xlink from "../../schemas/w3c/xlink.xsd?raw";
import xml from "../../schemas/w3c/xml.xsd?raw";
import xmlMime from "../../schemas/w3c/xml-mime.xsd?raw";
import xmlSchema from "../../schemas/w3c/xml-schema.xsd?raw";

const home = "/soapwright";
const catalogPath = `${home}/schemas/catalog.json`;

const documents: ReadonlyMap<string, string> = new Map([
  [catalogPath, catalog],
  [`${home}/schemas/w3c/soap-encoding-1.1.xsd`, encoding],
  [`${home}/schemas/w3c/soap-envelope-1.1.xsd`, envelope11],
  [`${home}/schemas/w3c/soap-envelope-1.2.xsd`, envelope12],
  [`${home}/schemas/w3c/ws-addressing.xsd`, addressing],
  [`${home}/schemas/w3c/xlink.xsd`, xlink],
  [`${home}/schemas/w3c/xml.xsd`, xml],
  [`${home}/schemas/w3c/swaref.xsd`, swaRef],
  [`${home}/schemas/w3c/xml-mime.xsd`, xmlMime],
  [`${home}/schemas/w3c/xml-schema.xsd`, xmlSchema],
]);

/** The documents of the package. */
export function fileHost(): Host {
  const encoder = new TextEncoder();
  return {
    readDocument(uri) {
      const text = documents.get(uri);
      return text === undefined ? undefined : encoder.encode(text);
    },
    resolveUri: resolvePath,
  };
}

export function standardCatalogPath(): string {
  return catalogPath;
}

export function packageFolder(): string {
  return home;
}

/** Documents of the playground have names alone, and lie in one folder. */
export function absolutePath(uri: string): string {
  return hasScheme(uri) || uri.startsWith("/") ? uri : `/playground/${uri}`;
}

/** A document has one name. */
export function fileIdentity(uri: string): string {
  return uri;
}
