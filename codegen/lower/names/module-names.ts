/**
 * Target namespaces -> file names of the generated modules and identifiers for them in the index.
 *
 * "urn:veloconnect:transaction-1.6" gives "transaction-1-6" and "transaction16"; "http://www.opengis.net/gml/3.2" gives "gml-3-2".
 */
import { xmlNamespace, xsdNamespace } from "../../../src/xml/names.js";
import { reservedWords } from "./identifiers.js";

/** Candidates for a file name, best one first: the last meaningful step of the URI, then with the step before it. */
export function moduleFileNames(targetNamespace: string): readonly [string, ...string[]] {
  if (targetNamespace === "") return ["no-namespace"];
  const known = knownNamespaces.get(targetNamespace);
  if (known !== undefined) return [known];
  const steps = targetNamespace
    .replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, "")
    .split(/[/:#?&=]+/)
    .map(kebab)
    .filter((step) => step !== "");
  let start = steps.length - 1;
  // A version or a date alone says nothing: "gml/3.2", "soap/envelope/2003/05".
  while (start > 0 && isVersion(steps[start] ?? "")) start--;
  const last = steps.slice(start).join("-") || "namespace";
  const before = steps.slice(0, Math.max(start, 0)).filter((step) => !isVersion(step));
  const names = [last];
  for (const step of before.reverse()) names.push(`${step}-${names[names.length - 1]}`);
  const [first = "namespace", ...others] = names.map((name) => short(/^\p{ID_Start}/u.test(name) ? name : `ns-${name}`));
  return [first, ...others];
}

const knownNamespaces: ReadonlyMap<string, string> = new Map([
  [xmlNamespace, "xml"],
  [xsdNamespace, "xml-schema"],
]);

/** File systems take 255 bytes, of which a letter may need four. */
function short(name: string): string {
  return [...name].slice(0, 60).join("").replace(/-+$/, "");
}

/** The file of the contract's prefixes, and the constant in it. */
export const prefixesName = "prefixes";

/** The file of built-in types with converters of the user's. */
export const convertersName = "converters";

/** Names that no generated module may have: files of ours, and devices of Windows. */
export const reservedFileNames: readonly string[] = [
  "index",
  "service",
  prefixesName,
  convertersName,
  ...["con", "prn", "aux", "nul"],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((number) => [`com${number}`, `lpt${number}`]),
];

/** Names of the index itself. */
export const reservedModuleNames: readonly string[] = ["documents", "schema", "service", prefixesName];

function isVersion(step: string): boolean {
  return /^v?[\d-]*$/.test(step);
}

/** Small letters and digits of any script, everything else a hyphen. */
function kebab(step: string): string {
  return step
    .normalize("NFC")
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
}

/** The identifier of a module in `export * as`. */
export function moduleIdentifier(fileName: string): string {
  const words = fileName.replace(/-+(.)/gu, (_, letter: string) => letter.toUpperCase());
  // Classes of all of Unicode cost more than everything else that a small schema needs here.
  const name = /^[A-Za-z]\w*$/.test(words) ? words : identifierOf(words);
  return reservedWords.has(name) ? `${name}_` : name;
}

function identifierOf(words: string): string {
  const joined = words.replace(/[^\p{ID_Continue}]/gu, "");
  return /^\p{ID_Start}/u.test(joined) ? joined : `_${joined}`;
}
