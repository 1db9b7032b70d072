/**
 * Documents of a contract -> paths that depend on the contract alone, for headers and for the order in which its components are printed.
 *
 * The paths are relative to the folder that holds all documents: /home/me/orders/order.xsd and /home/me/common/party.xsd give "orders/order.xsd"
 * and "common/party.xsd", wherever the command runs and however the entries were spelled.
 */
import type { LoadedDocuments } from "./documents.js";
import { absolutePath, packageFolder } from "./file-host.js";
import { hasScheme } from "./host.js";

/** Gives the path of each document, which is never an absolute one. With a root, paths below it are relative to it. */
export function contractPaths({ wsdlDocuments, schemaDocuments }: LoadedDocuments, root?: string): (uri: string) => string {
  const home = `${packageFolder()}/`;
  const ours = `${home}schemas/w3c/`;
  const own = [...wsdlDocuments, ...schemaDocuments]
    .map(({ uri }) => absolutePath(uri))
    .filter((path) => !hasScheme(path) && !path.startsWith(ours));
  const common = commonFolder(own);
  const folder = root === undefined ? common : `${absolutePath(root).replace(/\/+$/, "")}/`;
  const known = new Map<string, string>();
  const describe = (uri: string): string => {
    const path = absolutePath(uri);
    // Documents of the package's catalogue lie wherever it is installed.
    if (path.startsWith(ours)) return `soapwright/${path.slice(home.length)}`;
    const base = [folder, common].find((each) => path.startsWith(each));
    return base === undefined ? path.slice(path.lastIndexOf("/") + 1) : path.slice(base.length);
  };
  return (uri) => {
    const path = known.get(uri) ?? describe(uri);
    known.set(uri, path);
    return path;
  };
}

/** The deepest folder that holds all files, with a slash at its end. */
function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split("/").slice(0, -1));
  const [first = [], ...others] = folders;
  const differs = first.findIndex((step, depth) => others.some((steps) => steps[depth] !== step));
  return `${(differs < 0 ? first : first.slice(0, differs)).join("/")}/`;
}
