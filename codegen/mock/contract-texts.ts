/**
 * The documents of a contract -> their texts by relative names, as `?wsdl` serves them.
 */
import type { ContractDocuments } from "../../src/protocols/serve-contract.js";
import type { LoadedDocuments } from "../load/documents.js";
import { absolutePath, fileHost, standardCatalogPath } from "../load/file-host.js";
import { hasScheme } from "../load/host.js";

/** Gives the texts of all local documents but those of the package's own catalogue; undefined for a contract without WSDL. */
export function contractTexts({ wsdlDocuments, schemaDocuments }: LoadedDocuments): ContractDocuments | undefined {
  const [main] = wsdlDocuments;
  if (main === undefined) return undefined;
  const standard = absolutePath(standardCatalogPath() ?? "").replace(/[^/]*$/, "w3c/");
  const uris = new Set([...wsdlDocuments, ...schemaDocuments].map(({ uri }) => uri));
  const paths = new Map([...uris].filter((uri) => !hasScheme(uri)).map((uri) => [absolutePath(uri), uri]));
  const own = [...paths].filter(([path]) => !path.startsWith(standard));
  const folder = commonFolder(own.map(([path]) => path));
  const host = fileHost();
  const documents = Object.fromEntries(own.map(([path, uri]) => [path.slice(folder.length), textOf(host.readDocument(uri) ?? noBytes)]));
  return { main: absolutePath(main.uri).slice(folder.length), documents };
}

const noBytes = new Uint8Array(0);

/** The longest folder, with a slash at its end, that all paths begin with. */
function commonFolder(paths: readonly string[]): string {
  const [first = "", ...others] = paths;
  let end = first.lastIndexOf("/") + 1;
  while (end > 0 && !others.every((path) => path.startsWith(first.slice(0, end)))) end = first.lastIndexOf("/", end - 2) + 1;
  return first.slice(0, end);
}

/** The text of a document in the encoding that it names; it is sent as UTF-8, so it names that no more. XML 1.0 §4.3.3 */
function textOf(bytes: Uint8Array): string {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  const byMark = start.startsWith("\u00fe\u00ff") ? "utf-16be" : start.startsWith("\u00ff\u00fe") ? "utf-16le" : undefined;
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1];
  const text = new TextDecoder(byMark ?? declared ?? "utf-8").decode(bytes);
  return text.replace(/^(<\?xml[^>]*?)\sencoding\s*=\s*["'][\w.:-]+["']/, "$1");
}
