/**
 * Bytes -> tree, read by another parser than ours: what documents are compared with, and what payloads are cut out of messages with.
 */
import { SaxesParser } from "saxes";

export interface TreeElement {
  readonly kind: "element";
  readonly namespace: string;
  readonly local: string;
  /** As written, namespace declarations left out. */
  readonly attributes: readonly { readonly namespace: string; readonly local: string; readonly value: string }[];
  /** Namespaces in scope by prefix. */
  readonly namespaces: Readonly<Record<string, string>>;
  readonly children: (TreeElement | string)[];
  /** Where it stands in the text. */
  readonly start: number;
  end: number;
}

const xmlnsNamespace = "http://www.w3.org/2000/xmlns/";

/** The document element. Comments and processing instructions are left out, and text that they divide is one. */
export function readTree(bytes: Uint8Array): TreeElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: TreeElement[] = [];
  let root: TreeElement | undefined;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", (doctype) => {
    for (const [, name = "", , double, single] of doctype.matchAll(/<!ENTITY\s+([\w.-]+)\s+("([^"]*)"|'([^']*)')\s*>/g)) {
      parser.ENTITIES[name] = double ?? single ?? "";
    }
  });
  const source = textOf(bytes);
  parser.on("opentag", ({ uri, local, attributes, ns }) => {
    const element: TreeElement = {
      kind: "element",
      namespace: uri,
      local,
      attributes: Object.values(attributes)
        .filter((attribute) => attribute.uri !== xmlnsNamespace)
        .map((attribute) => ({ namespace: attribute.uri, local: attribute.local, value: attribute.value })),
      namespaces: { ...open.at(-1)?.namespaces, ...ns },
      children: [],
      start: source.lastIndexOf("<", parser.position - 1),
      end: 0,
    };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const text = (value: string) => {
    const children = open.at(-1)?.children;
    if (children === undefined) return;
    const last = children.at(-1);
    if (typeof last === "string") children[children.length - 1] = last + value;
    else if (value !== "") children.push(value);
  };
  parser.on("text", text);
  parser.on("cdata", text);
  parser.on("closetag", () => {
    const closed = open.pop();
    if (closed !== undefined) closed.end = parser.position;
  });
  parser.write(source).close();
  if (root === undefined) throw new Error("there is no element");
  return root;
}

/** The characters of a document: by its byte order mark, else its declaration, else UTF-8. */
export function textOf(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : undefined;
  const declared = /^<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(Buffer.from(bytes.subarray(0, 200)).toString("latin1"))?.[1];
  return new TextDecoder(utf16 ?? declared ?? "utf-8").decode(bytes);
}

/** The text of a document of one element of another: its own text, with the namespaces in scope declared on it. */
export function partText(text: string, { start, end, namespaces }: TreeElement): string {
  const startTag = /^<[^>]*?(?=\/?>)/.exec(text.slice(start, end))?.[0] ?? "";
  const missing = Object.entries(namespaces)
    .map(([prefix, uri]) => [prefix === "" ? "xmlns" : `xmlns:${prefix}`, uri] as const)
    .filter(([name, uri]) => name !== "xmlns:xml" && name !== "xmlns:xmlns" && uri !== "" && !new RegExp(`\\s${name}\\s*=`).test(startTag));
  const declarations = missing.map(([name, uri]) => ` ${name}="${uri.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"`);
  return startTag + declarations.join("") + text.slice(start + startTag.length, end);
}
