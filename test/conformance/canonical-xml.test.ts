/**
 * Canonical forms of random documents, by us, the JDK and libxml2. Each judge is skipped where it is absent.
 */

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { canonicalizeDocument, canonicalizeElements } from "../../src/xml/canonical/canonicalize.js";
import type { CanonicalForm } from "../../src/xml/canonical/canonicalizer.js";
import { documentTypes } from "../../src/xml/doctype/doctype-reader.js";
import { Reader, Token } from "../../src/xml/read/reader.js";
import { type Random, randomOf } from "../support/random-documents.js";

const seeds = 120;
const python = "/usr/bin/python3";

interface Case {
  readonly document: string;
  readonly form: CanonicalForm;
  /** The index of an element; -1: the document. */
  readonly element: number;
}

/**
 * A document with prefixes that change their namespaces, attributes in any order, references, blanks, comments and defaults.
 *
 * It has nothing that a judge gets wrong: libxml2 does not escape "&" in namespaces, and its "#default" in lists is left to the JDK; the JDK loses what follows an empty root, and takes the outermost of
 * several xml:base around an element for the nearest.
 */
function documentOf(random: Random): string {
  const pick = (texts: readonly string[]): string => texts[random(texts.length)] ?? "";
  const some = (most: number, make: () => string): string => Array.from({ length: random(most + 1) }, make).join("");
  const namespaces = ["urn:a", "urn:b", "urn:&#x61;c", "urn:a?b"];
  const value = (): string =>
    some(4, () => pick(["x", "&lt;", "&amp;", "&#xD;", "&#9;", "\n", "\r\n", "\t", ">", "'", "&quot;", "Ä", "𝄞", "&e;", "  "]));
  const text = (): string =>
    pick(["x", "&lt;", "&gt;", ">", "&#xD;", "\r\n", "\r", "\n", '"', "<![CDATA[<&>]]>", "&e;", "&none;", "]]&gt;", "é"]);
  const markup = (): string => pick(["<!---->", "<!-- c\r\nd -->", "<?p?>", "<?p   q r ?>", "<?p a\r\nb?>"]);
  const element = (depth: number, bound: ReadonlySet<string>, around: ReadonlySet<string>): string => {
    const declared = ["", "p", "q", "r"].filter(() => random(4) === 0);
    const undeclares = !declared.includes("") && random(4) === 0 ? ' xmlns=""' : "";
    const scope = new Set([...bound, ...declared.filter((prefix) => prefix !== "")]);
    const prefixes = [...scope];
    const name = prefixes.length > 0 && random(2) === 0 ? `${pick(prefixes)}:${pick(["a", "b"])}` : pick(["a", "b", "Ä"]);
    const attributes = new Set<string>();
    for (const local of ["z", "a", "B", "ä", "一", "_-.0"]) if (random(4) === 0) attributes.add(local);
    const [prefix] = prefixes.filter(() => random(2) === 0);
    if (prefix !== undefined) for (const local of ["z", "a"]) if (random(2) === 0) attributes.add(`${prefix}:${local}`);
    for (const local of ["xml:lang", "xml:space", "xml:base"]) if (!around.has(local) && random(8) === 0) attributes.add(local);
    const parts = [
      ...declared.map((each) => `xmlns${each === "" ? "" : ":"}${each}="${pick(namespaces)}"`),
      ...[...attributes].map((each) => `${each}="${each === "xml:space" ? "preserve" : value()}"`),
    ];
    parts.sort(() => random(3) - 1);
    const open = `<${name}${undeclares}${parts.map((part) => pick([" ", "\n ", "\t"]) + part).join("")}`;
    if (depth > 0 && random(5) === 0) return `${open}${pick(["", " "])}/>`;
    const children = some(4, () =>
      depth > 4 || random(2) === 0 ? (random(4) === 0 ? markup() : text()) : element(depth + 1, scope, new Set([...around, ...attributes])),
    );
    return `${open}>${children}${depth === 0 ? "x" : ""}</${name}>`;
  };
  const definitions = `<!ENTITY e "n&#38;lt;"><!ENTITY none ""><!ATTLIST a d CDATA "default" t NMTOKENS #IMPLIED>`;
  const root = element(0, new Set(), new Set());
  const rootName = /^<([^\s/>]+)/.exec(root)?.[1] ?? "";
  return `<?xml version="1.0"?>${some(2, markup)}<!DOCTYPE ${rootName} [${definitions}]>\r\n${some(2, markup)}${root}${some(2, markup)}\n`;
}

function offsetsOf(document: Uint8Array): readonly number[] {
  const reader = new Reader(document, { doctype: documentTypes });
  const offsets: number[] = [];
  for (let token = reader.next(); token !== Token.endOfDocument; token = reader.next())
    if (token === Token.startElement) offsets.push(reader.offset);
  return offsets;
}

function casesOf(seed: number): readonly Case[] {
  const random = randomOf(seed);
  const document = documentOf(random);
  const elements = offsetsOf(new TextEncoder().encode(document)).length;
  const prefixes = ["p", "q", ""].filter(() => random(2) === 0);
  const forms: CanonicalForm[] = [
    { exclusive: false, comments: random(2) === 0 },
    { exclusive: true, comments: random(2) === 0 },
    { exclusive: true, comments: true, prefixes },
  ];
  return forms.flatMap((form) => [-1, random(elements)].map((element) => ({ document, form, element })));
}

function ours({ document, form, element }: Case): string {
  const bytes = new TextEncoder().encode(document);
  if (element < 0) return new TextDecoder().decode(canonicalizeDocument(bytes, form, { doctype: documentTypes }));
  const [found] = canonicalizeElements(bytes, [{ offset: offsetsOf(bytes)[element] ?? -1, form }], { doctype: documentTypes });
  return new TextDecoder().decode(found);
}

function algorithmOf({ exclusive, comments }: CanonicalForm): string {
  const name = exclusive ? "http://www.w3.org/2001/10/xml-exc-c14n#" : "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
  if (!comments) return name;
  return exclusive ? `${name}WithComments` : `${name}#WithComments`;
}

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const lineOf = ({ document, form, element }: Case, separator: string): string =>
  [
    algorithmOf(form),
    (form.prefixes ?? []).map((prefix) => (prefix === "" ? "#default" : prefix)).join(separator),
    element,
    base64(document),
  ].join("\t");

function answersOf(command: string, flags: readonly string[], input: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(command, flags, { input, encoding: "utf8", maxBuffer: 1 << 28, timeout: 120_000 });
  if (status !== 0) throw new Error(stderr);
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => Buffer.from(line, "base64").toString());
}

const all = Array.from({ length: seeds }, (_, seed) => casesOf(seed + 1)).flat();

describe("canonical forms of random documents", () => {
  it.skipIf(spawnSync("javac", ["-version"]).error !== undefined)("are those of the JDK", () => {
    const folder = mkdtempSync(join(tmpdir(), "soapwright-canonical-"));
    try {
      const open = ["--add-exports", "java.xml.crypto/com.sun.org.apache.xml.internal.security.c14n=ALL-UNNAMED"];
      open.push("--add-exports", "java.xml.crypto/com.sun.org.apache.xml.internal.security=ALL-UNNAMED");
      const source = fileURLToPath(new URL("../support/CanonicalJudge.java", import.meta.url));
      expect(spawnSync("javac", [...open, "-d", folder, source], { encoding: "utf8" })).toMatchObject({ status: 0 });
      const answers = answersOf("java", [...open, "-cp", folder, "CanonicalJudge"], `${all.map((each) => lineOf(each, " ")).join("\n")}\n`);
      expect(all.map((each) => ({ ...each, text: ours(each) }))).toEqual(all.map((each, index) => ({ ...each, text: answers[index] })));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.skipIf(spawnSync(python, ["-c", "import lxml"]).status !== 0)("are those of libxml2", () => {
    const script = fileURLToPath(new URL("../support/canonical_judge.py", import.meta.url));
    const documents = all.filter(({ element, form }) => element < 0 && form.prefixes?.includes("") !== true);
    const answers = answersOf(python, [script], `${documents.map((each) => lineOf(each, " ")).join("\n")}\n`);
    expect(documents.map((each) => ({ ...each, text: ours(each) }))).toEqual(
      documents.map((each, index) => ({ ...each, text: answers[index] })),
    );
  });
});
