/**
 * Properties of the reader: chunks change nothing; what saxes accepts and says, the reader accepts and says, on mutated documents; what the
 * writer writes, the reader reads.
 */
import fc from "fast-check";
import { XmlDocument } from "libxml2-wasm";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { XmlError } from "../../../src/xml/errors.js";
import { type Name, xmlNamespace } from "../../../src/xml/names.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import { Writer } from "../../../src/xml/write/writer.js";
import { chunksOf, describeToken, outcomeOf, utf8 } from "./tokens.js";

const documents = [
  '<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><t:r xmlns:t="urn:t" xmlns="urn:d" a="1" t:a=\'2\'>\n  <b>x &amp; y&#x20;z</b>\r\n <t:c d="&lt;q&gt; &quot;"/><![CDATA[<&]]>]]</t:r><?p q?>\n',
  "<a><b xmlns='u'><c xmlns=''><d xml:lang='en'>é€😀</d></c></b><b/><b></b >\t</a >",
  "<p>mixed <em>text</em> with <![CDATA[]]]]><![CDATA[>]]> &#65;<!-- a - b --> &apos;end&apos;<?x?></p>",
];
const pieces = [
  "<",
  ">",
  "&",
  ";",
  "'",
  '"',
  "/",
  "=",
  "]]>",
  "]",
  "<!--",
  "-->",
  "--",
  "<![CDATA[",
  "<?",
  "?>",
  ":",
  "xmlns",
  "xmlns:t=''",
  "\0",
  "\u0001",
  "\ufffe",
  "é",
  "😀",
  "\r",
  "\n",
  " ",
  "&#x110000;",
  "&#xD;",
  "&#0;",
  "&lt;",
  "&x;",
  "a",
  "1",
  "-",
  ".",
  "<b>",
  "</b>",
  "<b/>",
  " a='1'",
  "t:",
  "xml:",
  " xmlns='urn:x'",
];

/** What may stand in most places. */
const harmless = ["", "é", "😀", "\r\n", " ", "a", "1", "<!---->", "<?p?>", "&amp;", "<![CDATA[]]>"];

/** A document with some places changed: something removed, put in or put twice. */
const mutated = fc
  .tuple(
    fc.constantFrom(...documents),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0, 0, 1, 4), fc.constantFrom(...pieces, ...harmless, ...harmless)), {
      minLength: 1,
      maxLength: 3,
    }),
  )
  .map(([document, edits]) => {
    let text = document;
    for (const [place, removed, put] of edits) {
      // Small numbers are drawn most often; places are to be drawn evenly.
      const index = (Math.imul(place, 0x9e3779b1) >>> 0) % text.length;
      text = text.slice(0, index) + put + text.slice(index + removed);
    }
    return /\p{Surrogate}/u.test(text) ? document : text;
  });

function summary(outcome: string[] | XmlError): unknown {
  return outcome instanceof XmlError
    ? { code: outcome.code, message: outcome.message, offset: outcome.offset, line: outcome.line, column: outcome.column }
    : outcome;
}

describe("properties", () => {
  it("reads chunks of any length like the whole", () => {
    fc.assert(
      fc.property(mutated, fc.boolean(), (text, doctype) => {
        const bytes = utf8(text);
        const whole = summary(outcomeOf(bytes, { doctype }));
        for (const length of [1, 7, 4096]) expect(summary(outcomeOf(chunksOf(bytes, length), { doctype }))).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  it("reads long documents alike, wherever the window ends", () => {
    fc.assert(
      fc.property(fc.nat(400), fc.constantFrom(...documents.slice(1)), (shift, document) => {
        const filler = "x".repeat(65_536 - 200 - shift);
        const bytes = utf8(`<r>${filler}${document}${document}</r>`);
        const whole = summary(outcomeOf(bytes));
        expect(summary(outcomeOf(chunksOf(bytes, 4096)))).toEqual(whole);
        const short = outcomeOf(`<r>${document}${document}</r>`);
        expect(Array.isArray(whole) && whole.slice(-10)).toEqual(Array.isArray(short) && short.slice(-10));
      }),
      { numRuns: 60 },
    );
  });

  it("agrees with saxes on mutated documents", () => {
    let accepted = 0;
    fc.assert(
      fc.property(mutated, (text) => {
        // saxes takes a document type declaration, and reads XML 1.1 by other rules.
        fc.pre(!text.includes("<!DOCTYPE") && !text.includes('version="1.1'));
        const want = saxesTokens(text);
        const outcome = outcomeOf(text);
        // Where the verdicts differ, libxml2 decides.
        if ((want === undefined) !== outcome instanceof XmlError)
          expect({ text, accepted: !(outcome instanceof XmlError) }).toEqual({ text, accepted: libxmlAccepts(text) });
        else if (!(outcome instanceof XmlError))
          expect({ text, tokens: outcome.map(trimNamespaces) }).toEqual({ text, tokens: want?.map(trimNamespaces) });
        if (!(outcome instanceof XmlError)) accepted++;
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });

  it("reads what the writer writes", () => {
    fc.assert(
      fc.property(element, fc.boolean(), (given, indexed) => {
        const writer = new Writer({ prefixes: indexed ? { "urn:a": "", "urn:b": "b" } : {} });
        writeElement(writer, given);
        const bytes = writer.finish();
        const reader = new Reader(bytes);
        reader.next();
        expect(readElement(reader)).toEqual(normalized(given));
        expect(reader.next()).toBe(Token.endOfDocument);
        expect(saxesTokens(new TextDecoder().decode(bytes))).toBeDefined();
      }),
      { numRuns: 1000 },
    );
  });
});

/** saxes drops white space around namespace names, which are strings like any other (Namespaces in XML 1.0 §2.3). */
function trimNamespaces(token: string): string {
  return token.replace(/\{\s*([^}]*?)\s*\}/g, (_, namespace: string) => (namespace === "" ? "" : `{${namespace}}`));
}

function libxmlAccepts(text: string): boolean {
  try {
    XmlDocument.fromString(text).dispose();
    return true;
  } catch {
    return false;
  }
}

/** The tokens as saxes sees them; undefined: refused. */
function saxesTokens(text: string): string[] | undefined {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const tokens: string[] = [];
  let pending = "";
  let failed = false;
  const flush = () => {
    if (pending !== "") tokens.push(JSON.stringify(pending));
    pending = "";
  };
  const clark = (uri: string, local: string) => (uri === "" ? local : `{${uri}}${local}`);
  parser.on("error", () => {
    failed = true;
  });
  parser.on("text", (data) => {
    pending += data;
  });
  parser.on("cdata", (data) => {
    pending += data;
  });
  let depth = 0;
  parser.on("opentag", (tag) => {
    if (depth++ > 0) flush();
    pending = "";
    const attributes = Object.values(tag.attributes).filter(({ prefix, name }) => prefix !== "xmlns" && name !== "xmlns");
    tokens.push(
      `<${clark(tag.uri, tag.local)}${attributes.map(({ uri, local, value }) => ` ${clark(uri, local)}=${JSON.stringify(value)}`).join("")}>`,
    );
  });
  parser.on("closetag", (tag) => {
    flush();
    depth--;
    tokens.push(`</${clark(tag.uri, tag.local)}>`);
  });
  try {
    parser.write(text).close();
  } catch {
    return undefined;
  }
  return failed ? undefined : tokens;
}

interface Element {
  readonly name: Pick<Name, "namespace" | "local"> & { readonly prefix?: string };
  readonly attributes: readonly (readonly [Element["name"], string])[];
  readonly content: readonly (Element | string)[];
}

const namespace = fc.constantFrom("", "urn:a", "urn:b", "urn:c", xmlNamespace);
const text = fc
  .oneof(fc.string({ unit: "grapheme", maxLength: 60 }), fc.constantFrom("]]>", "\r\n", "&<>\"'", "a\tb\nc", "é€😀"))
  .filter((value) => isXml(value));
const name = fc.record(
  { namespace, local: fc.constantFrom("a", "b", "größe", "x-1.y"), prefix: fc.constantFrom("", "p", "q", "ns1") },
  { requiredKeys: ["namespace", "local"] },
);

const { element } = fc.letrec<{ element: Element }>((tie) => ({
  element: fc.record({
    name: name.filter((value) => value.namespace !== xmlNamespace),
    attributes: fc.uniqueArray(fc.tuple(name, text), { maxLength: 4, selector: ([{ namespace, local }]) => `{${namespace}}${local}` }),
    content: fc.array(fc.oneof({ depthSize: "small" }, text, tie("element")), { maxLength: 4 }),
  }),
}));

function isXml(value: string): boolean {
  return !/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\p{Surrogate}]/u.test(value);
}

function writeElement(writer: Writer, { name, attributes, content }: Element): void {
  writer.startElement(name);
  for (const [attributeName, value] of attributes) writer.attribute(attributeName, value);
  for (const child of content) {
    if (typeof child === "string") writer.text(child);
    else writeElement(writer, child);
  }
  writer.endElement();
}

/** Without prefixes, with adjacent texts joined. */
function normalized({ name, attributes, content }: Element): unknown {
  const joined: unknown[] = [];
  for (const child of content) {
    const last = joined.at(-1);
    if (typeof child !== "string") joined.push(normalized(child));
    else if (child !== "" && typeof last === "string") joined[joined.length - 1] = last + child;
    else if (child !== "") joined.push(child);
  }
  return { name: clarkOf(name), attributes: attributes.map(([attribute, value]) => [clarkOf(attribute), value]), content: joined };
}

function clarkOf({ namespace, local }: Element["name"]): string {
  return namespace === "" ? local : `{${namespace}}${local}`;
}

function readElement(reader: Reader): unknown {
  const name = reader.name.clark;
  const attributes = Array.from({ length: reader.attributeCount }, (_, index) => [
    reader.attributeName(index).clark,
    reader.attributeValue(index),
  ]);
  const content: unknown[] = [];
  for (;;) {
    const token = reader.next();
    if (token === Token.endElement) return { name, attributes, content };
    if (token === Token.endOfDocument) throw new Error(`no end of ${describeToken(reader, token)}`);
    content.push(token === Token.text ? reader.text : readElement(reader));
  }
}

/** An element to write: its name among those below, its declarations, whether it has an attribute, its children. */
interface Tree {
  readonly name: number;
  readonly declarations: readonly { readonly prefix: string; readonly namespace: string }[];
  readonly attribute: boolean;
  readonly children: readonly Tree[];
}

const schemaNames = ["urn:a", "urn:b", ""].flatMap((namespace) => ["x", "y"].map((local) => ({ namespace, local })));
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.nat(schemaNames.length - 1),
    declarations: fc.uniqueArray(fc.record({ prefix: fc.constantFrom("", "p", "q"), namespace: fc.constantFrom("urn:a", "urn:b") }), {
      maxLength: 2,
      selector: ({ prefix }) => prefix,
    }),
    attribute: fc.boolean(),
    children: fc.oneof({ depthSize: "small" }, fc.constant<Tree[]>([]), fc.array(tie("tree"), { maxLength: 4 })),
  }),
}));

function writeTree(writer: Writer, { name, declarations, attribute, children }: Tree, names: typeof schemaNames): void {
  const written = names[name];
  if (written === undefined) return;
  if (children.length === 0 && declarations.length === 0 && !attribute) {
    writer.leaf(written, "text");
    return;
  }
  writer.startElement(written, declarations);
  if (attribute) writer.attribute(written, "value");
  for (const child of children) writeTree(writer, child, names);
  writer.endElement();
}

/** The text of a tree, or what is wrong with it. */
function writtenTree(tree: Tree, names: typeof schemaNames): string {
  const writer = new Writer();
  try {
    writeTree(writer, tree, names);
    return new TextDecoder().decode(writer.finish());
  } catch (error) {
    return String(error);
  }
}

describe("a document", () => {
  it("does not depend on what its names were written with before", () => {
    fc.assert(
      fc.property(fc.array(tree, { minLength: 2, maxLength: 5 }), (trees) => {
        for (const tree of [...trees, ...trees]) {
          const unused = schemaNames.map((name) => ({ ...name }));
          expect(writtenTree(tree, schemaNames)).toBe(writtenTree(tree, unused));
        }
      }),
      { numRuns: 300 },
    );
  });
});
