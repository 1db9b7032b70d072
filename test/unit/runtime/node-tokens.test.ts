/**
 * The tokens of a node while it is written are those that reading the written document gives.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isValidPart } from "../../../src/runtime/decode/part.js";
import { NodeTokens } from "../../../src/runtime/encode/node-tokens.js";
import { EncodeSession, type ValueLocation } from "../../../src/runtime/encode/session.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import type { TokenReader } from "../../../src/xml/read/token-reader.js";
import { Writer } from "../../../src/xml/write/writer.js";

const root: ValueLocation = { parent: undefined, property: "", index: -1, element: "", siblings: undefined };
const text = fc.constantFrom("", " ", "\r\n\t", "a & b", "<", "]]>", "ü€𝄞", "\r");
const name = fc.constantFrom("a", "b", "{urn:x}a", "{urn:y}a", "{http://www.w3.org/2001/XMLSchema-instance}type", "{urn:br}}a");
const { node } = fc.letrec((tie) => ({
  node: fc.record(
    {
      name,
      attributes: fc.dictionary(name, text, { maxKeys: 3 }),
      namespaces: fc.dictionary(fc.constantFrom("p", "q", "ns1"), fc.constantFrom("urn:x", "urn:z"), { maxKeys: 2 }),
      children: fc.oneof({ depthSize: "small" }, fc.constant([]), fc.array(fc.oneof(text, tie("node")), { maxLength: 4 })),
    },
    { requiredKeys: ["name"] },
  ),
}));

/** How a token is passed over: as such, or with all that is in the element. */
type Step = "next" | "readLeaf" | "skipLeaf" | "skipElement";

/** What a reader tells of a token. Text is cut into tokens as it comes. */
function* tokensOf(reader: TokenReader, first: Token, steps: readonly Step[]): Generator<unknown, void, undefined> {
  let step = 0;
  for (let token = first; token !== Token.endOfDocument; token = reader.next()) {
    yield { token, ...describeToken(reader, token) };
    const way = token === Token.startElement ? steps[step++ % steps.length] : "next";
    if (way === "readLeaf") yield { leaf: reader.readLeaf(), text: reader.text, white: reader.textIsWhitespace, in: namespacesOf(reader) };
    else if (way === "skipLeaf") yield { isLeaf: reader.skipLeaf(), in: namespacesOf(reader) };
    else if (way === "skipElement") {
      reader.skipElement();
      yield { end: reader.name.clark, depth: reader.depth, in: namespacesOf(reader) };
    }
  }
}

function describeToken(reader: TokenReader, token: Token): object {
  const { depth } = reader;
  if (token === Token.text) return { depth, text: reader.text, white: reader.textIsWhitespace, in: namespacesOf(reader) };
  const attributes: string[][] = [];
  if (token === Token.startElement) {
    for (let index = 0; index < reader.attributeCount; index++) {
      attributes.push([reader.attributeName(index).clark, reader.attributeValue(index)]);
    }
  }
  return { depth, name: reader.name.clark, attributes, in: namespacesOf(reader) };
}

function namespacesOf(reader: TokenReader): readonly string[] {
  return ["", "p", "q", "ns1", "ns2", "xsi", "none"].map((prefix) => reader.lookupNamespace(prefix) ?? "");
}

test("tokens of nodes are those of the document", () => {
  const seen = new Set<unknown>();
  const step = fc.constantFrom<Step>("next", "next", "readLeaf", "skipLeaf", "skipElement");
  fc.assert(
    fc.property(node, fc.array(step, { minLength: 1, maxLength: 5 }), (value, steps) => {
      const writer = new Writer();
      const session = new EncodeSession(writer, {}, isValidPart);
      const tokens = new NodeTokens(session, 100);
      expect(tokens.start(value, root)).toBe(true);
      const found = [...tokensOf(tokens, Token.startElement, steps)];
      const reader = new Reader(writer.finish());
      expect(found).toEqual([...tokensOf(reader, reader.next(), steps)]);
      expect(session.issues).toEqual([]);
      for (const way of steps) seen.add(way);
    }),
    { numRuns: 1000 },
  );
  expect(seen.size).toBe(4);
});

describe("what is no node is reported, and left out", () => {
  const tokens = (value: unknown, depth = 100): { readonly issues: readonly string[]; readonly written: string } => {
    const writer = new Writer();
    const session = new EncodeSession(writer, { depth }, isValidPart);
    const source = new NodeTokens(session, depth);
    if (source.start(value, root)) while (source.next() !== Token.endOfDocument);
    const issues = session.issues.map(({ id, property }) => `${id} ${property?.join(".")}`);
    return { issues, written: issues.length > 1 ? "" : new TextDecoder().decode(writer.finish()) };
  };

  test.each<[unknown, readonly string[], string]>([
    [{ name: "a", children: ["x", 1, { name: "b" }] }, ["value-type children.1"], "<a>x<b/></a>"],
    [{ name: "a", children: [null] }, ["value-type children.0"], "<a/>"],
    [{ name: "a", attributes: { b: 1 } }, ["value-type attributes"], "<a/>"],
    [{ name: "a", children: {} }, ["value-type children"], "<a/>"],
    [{ name: "a", attributes: [] }, ["value-type attributes"], "<a/>"],
  ])("%j", (value, issues, written) => {
    expect(tokens(value)).toEqual({ issues, written });
  });

  test("too deep", () => {
    expect(tokens({ name: "a", children: [{ name: "b" }] }, 1).issues).toEqual(["xml-limit-depth children.0"]);
  });
});
