/**
 * Contract -> schema documents for another validator.
 *
 * A WSDL document's schemas lie in it, with the namespaces of the elements around them and imports without locations between them; other
 * validators want documents. The contract is copied into a temporary folder, and beside each WSDL document its schemas become files.
 */
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { Contract } from "./corpus.js";
import { partText, readTree, type TreeElement, textOf } from "./xml-tree.js";

const xsdNamespace = "http://www.w3.org/2001/XMLSchema";
const wsdlNamespace = "http://schemas.xmlsoap.org/wsdl/";

export interface JudgeSchemas {
  readonly files: readonly string[];
  /** Removes what was copied. */
  readonly remove: () => void;
}

/** The schema documents of a contract; together they declare what it declares. */
export function judgeSchemas({ kind, folder, entries }: Contract): JudgeSchemas {
  const copy = mkdtempSync(join(tmpdir(), "soapwright-judge-"));
  const remove = () => rmSync(copy, { recursive: true });
  cpSync(folder, copy, { recursive: true });
  const copies = entries.map((entry) => join(copy, relative(folder, entry)));
  if (kind === "xsd") {
    const roots = new Map([
      ...builtIn,
      ...copies.map((path) => [attribute(readTree(readFileSync(path)), "targetNamespace") ?? "", path] as const),
    ]);
    for (const path of listSchemas(copy)) writeFileSync(path, locateImports(withoutExternalSubset(readFileSync(path)), path, roots));
    return { files: copies, remove };
  }
  const extractor = new Extractor();
  for (const path of copies) extractor.document(path);
  return { files: [extractor.driver(copy)], remove };
}

/** Namespaces that every processor is expected to know. */
const builtIn: ReadonlyMap<string, string> = new Map([
  ["http://www.w3.org/XML/1998/namespace", resolve("schemas/w3c/xml.xsd")],
  ["http://schemas.xmlsoap.org/soap/encoding/", resolve("schemas/w3c/soap-encoding-1.1.xsd")],
]);

function listSchemas(folder: string): readonly string[] {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return paths.filter((path) => path.endsWith(".xsd")).map((path) => join(folder, path));
}

/** The text of a document in UTF-8; document type definitions outside of it are as good as empty, since nothing is fetched. */
export function withoutExternalSubset(bytes: Uint8Array): string {
  const text = textOf(bytes).replace(/^(<\?xml[^>]*?)\sencoding=["'][\w.-]+["']/, "$1");
  const external = /(<!DOCTYPE\s+[\w:.-]+)(\s+(?:PUBLIC\s+(?:"[^"]*"|'[^']*')|SYSTEM)\s+(?:"[^"]*"|'[^']*'))/;
  // Lines stay where they are.
  return text.replace(external, (_, start: string, id: string) => start + id.replace(/[^\n]/g, " "));
}

interface SchemaFile {
  readonly file: string;
  readonly namespace: string;
  text: string;
}

class Extractor {
  readonly #seen = new Set<string>();
  readonly #files: SchemaFile[] = [];

  document(path: string): void {
    if (this.#seen.has(path) || !existsSync(path)) return;
    this.#seen.add(path);
    const bytes = readFileSync(path);
    const root = readTree(bytes);
    if (root.namespace !== wsdlNamespace) {
      const namespace = attribute(root, "targetNamespace") ?? "";
      this.#files.push({ file: path, namespace, text: textOf(bytes) });
      return;
    }
    for (const child of elementsOf(root)) {
      const location = attribute(child, "location");
      if (child.local === "import" && location !== undefined) this.document(resolve(dirname(path), location));
      if (child.local === "types") for (const schema of elementsOf(child)) this.#inline(path, textOf(bytes), schema);
    }
  }

  #inline(path: string, text: string, schema: TreeElement): void {
    if (schema.namespace !== xsdNamespace) return;
    const file = `${path}.inline${this.#files.length}.xsd`;
    this.#files.push({ file, namespace: attribute(schema, "targetNamespace") ?? "", text: partText(text, schema) });
  }

  /** Writes the files, imports between them located, and one that brings them together. */
  driver(folder: string): string {
    const byNamespace = new Map<string, string[]>();
    for (const { file, namespace } of this.#files) byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), file]);
    const roots = new Map(builtIn);
    for (const [namespace, files] of byNamespace) roots.set(namespace, this.#rootOf(folder, namespace, files));
    for (const { file, text } of this.#files) writeFileSync(file, locateImports(text, file, roots));
    const imports = [...roots].map(([namespace, file]) => `<xs:import ${namespaceAttribute(namespace)}schemaLocation="${file}"/>`);
    const driver = join(folder, "soapwright-driver.xsd");
    writeFileSync(driver, schemaText("urn:soapwright:driver", imports));
    return driver;
  }

  /** One document for a namespace: the only one, or one that includes all. */
  #rootOf(folder: string, namespace: string, files: readonly string[]): string {
    const [only] = files;
    if (files.length === 1 && only !== undefined) return only;
    const root = join(
      folder,
      `soapwright-root-${[...namespace].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7)}.xsd`,
    );
    writeFileSync(
      root,
      schemaText(
        namespace,
        files.map((file) => `<xs:include schemaLocation="${file}"/>`),
      ),
    );
    return root;
  }
}

function schemaText(namespace: string, children: readonly string[]): string {
  const target = namespace === "" ? "" : ` targetNamespace="${escapeAttribute(namespace)}"`;
  return `<xs:schema xmlns:xs="${xsdNamespace}"${target}>${children.join("")}</xs:schema>`;
}

function namespaceAttribute(namespace: string): string {
  return namespace === "" ? "" : `namespace="${escapeAttribute(namespace)}" `;
}

/** Imports that name no location, or one that leads nowhere, get the file of their namespace. */
function locateImports(text: string, file: string, roots: ReadonlyMap<string, string>): string {
  return text.replace(/<([\w.-]+:)?import\b[^>]*>/g, (tag) => {
    const namespace = /\snamespace\s*=\s*["']([^"']*)["']/.exec(tag)?.[1]?.trim() ?? "";
    const location = /\sschemaLocation\s*=\s*["']([^"']*)["']/.exec(tag)?.[1];
    const found = roots.get(namespace);
    if (found === undefined || (location !== undefined && location !== "" && existsSync(resolve(dirname(file), location)))) return tag;
    return tag
      .replace(/\sschemaLocation\s*=\s*("[^"]*"|'[^']*')/, "")
      .replace(/\s*\/?>$/, (end) => ` schemaLocation="${found}"${end.trim()}`);
  });
}

function elementsOf({ children }: TreeElement): readonly TreeElement[] {
  return children.filter((child) => typeof child === "object");
}

function attribute({ attributes }: TreeElement, name: string): string | undefined {
  return attributes.find(({ namespace, local }) => namespace === "" && local === name)?.value.trim();
}

function escapeAttribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
}
