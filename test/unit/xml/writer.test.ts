import { describe, expect, it } from "vitest";
import { XmlWriteError } from "../../../src/xml/errors.js";
import { LentDocument } from "../../../src/xml/write/lent-document.js";
import { Writer, type WriterOptions } from "../../../src/xml/write/writer.js";

function write(steps: (writer: Writer) => void, options?: WriterOptions): string {
  const writer = new Writer(options);
  steps(writer);
  return new TextDecoder().decode(writer.finish());
}

const name = (local: string, namespace = "", prefix?: string) =>
  prefix === undefined ? { namespace, local } : { namespace, local, prefix };

describe("Writer", () => {
  it.each([
    ["an empty element", (w: Writer) => w.leaf(name("a"), ""), "<a/>"],
    ["text with escapes", (w: Writer) => w.leaf(name("a"), "<&>]]>\r\n\t\"'"), "<a>&lt;&amp;&gt;]]&gt;&#xD;\n\t\"'</a>"],
    [
      "long text with escapes",
      (w: Writer) => w.leaf(name("a"), `${"x".repeat(60)}&${"y".repeat(60)}`),
      `<a>${"x".repeat(60)}&amp;${"y".repeat(60)}</a>`,
    ],
    ["text beyond ASCII", (w: Writer) => w.leaf(name("größe"), "é €😀"), "<größe>é €😀</größe>"],
    [
      "an attribute with escapes",
      (w: Writer) => {
        w.startElement(name("a"));
        w.attribute(name("b"), "\"<&>'\t\n\r é");
        w.endElement();
      },
      `<a b="&quot;&lt;&amp;>'&#x9;&#xA;&#xD; é"/>`,
    ],
  ])("writes %s", (_, given, want) => {
    expect(write(given)).toBe(want);
  });

  it.each<[string, WriterOptions, (w: Writer) => void, string]>([
    ["makes up a prefix", {}, (w) => w.leaf(name("a", "urn:x"), "1"), '<ns1:a xmlns:ns1="urn:x">1</ns1:a>'],
    [
      "declares on the root what is asked for",
      { prefixes: { "urn:x": "x", "urn:y": "y", "urn:z": "z" }, declare: ["urn:x", "urn:y", "urn:nameless"] },
      (w) => {
        w.startElement(name("a", "urn:x"));
        w.leaf(name("b", "urn:y"), "1");
        w.leaf(name("c", "urn:z"), "2");
        w.endElement();
      },
      '<x:a xmlns:x="urn:x" xmlns:y="urn:y"><y:b>1</y:b><z:c xmlns:z="urn:z">2</z:c></x:a>',
    ],
    ["takes the preferred prefix", { prefixes: { "urn:x": "x" } }, (w) => w.leaf(name("a", "urn:x"), "1"), '<x:a xmlns:x="urn:x">1</x:a>'],
    [
      "takes a preferred default namespace",
      { prefixes: { "urn:x": "" } },
      (w) => w.leaf(name("a", "urn:x"), "1"),
      '<a xmlns="urn:x">1</a>',
    ],
    ["grants a wish", { prefixes: { "urn:x": "x" } }, (w) => w.leaf(name("a", "urn:x", "y"), "1"), '<y:a xmlns:y="urn:x">1</y:a>'],
    [
      "declares once and not again below",
      { prefixes: { "urn:x": "x" } },
      (w) => {
        w.startElement(name("a", "urn:x"));
        w.leaf(name("b", "urn:x"), "1");
        w.endElement();
      },
      '<x:a xmlns:x="urn:x"><x:b>1</x:b></x:a>',
    ],
    [
      "declares again behind the scope",
      { prefixes: { "urn:x": "x" } },
      (w) => {
        w.startElement(name("r"));
        w.leaf(name("a", "urn:x"), "1");
        w.leaf(name("a", "urn:x"), "2");
        w.endElement();
      },
      '<r><x:a xmlns:x="urn:x">1</x:a><x:a xmlns:x="urn:x">2</x:a></r>',
    ],
    [
      "leaves the default namespace for an element in none",
      { prefixes: { "urn:x": "" } },
      (w) => {
        w.startElement(name("a", "urn:x"));
        w.leaf(name("b"), "1");
        w.leaf(name("c", "urn:x"), "2");
        w.endElement();
      },
      '<a xmlns="urn:x"><b xmlns="">1</b><c>2</c></a>',
    ],
    [
      "gives an attribute a prefix, though its namespace is the default one",
      { prefixes: { "urn:x": "" } },
      (w) => {
        w.startElement(name("a", "urn:x"));
        w.attribute(name("b", "urn:x"), "1");
        w.attribute(name("lang", "http://www.w3.org/XML/1998/namespace"), "en");
        w.endElement();
      },
      '<a xmlns="urn:x" xmlns:ns1="urn:x" ns1:b="1" xml:lang="en"/>',
    ],
    [
      "hides a prefix where the same is wished for another namespace",
      {},
      (w) => {
        w.startElement(name("a", "urn:x", "p"));
        w.startElement(name("b", "urn:y", "p"));
        w.leaf(name("c", "urn:x"), "1");
        w.endElement();
        w.leaf(name("d", "urn:x"), "2");
        w.endElement();
      },
      '<p:a xmlns:p="urn:x"><p:b xmlns:p="urn:y"><ns1:c xmlns:ns1="urn:x">1</ns1:c></p:b><p:d>2</p:d></p:a>',
    ],
    [
      "keeps declarations that are given, needed or not",
      {},
      (w) => {
        w.startElement(name("a", "urn:x", "p"), [
          { prefix: "q", namespace: "urn:q" },
          { prefix: "p", namespace: "urn:x" },
        ]);
        w.text("q:name");
        w.endElement();
      },
      '<p:a xmlns:q="urn:q" xmlns:p="urn:x">q:name</p:a>',
    ],
    [
      "does not use a prefix for an attribute that the element uses otherwise",
      {},
      (w) => {
        w.startElement(name("a", "urn:x", "p"));
        w.attribute(name("b", "urn:y", "p"), "1");
        w.endElement();
      },
      '<p:a xmlns:p="urn:x" xmlns:ns1="urn:y" ns1:b="1"/>',
    ],
    [
      "gives prefixes for QName content",
      { prefixes: { "urn:y": "y" } },
      (w) => {
        w.startElement(name("a", "urn:x", ""));
        w.attribute(
          name("t"),
          `${w.qnamePrefix("urn:y")}:T ${w.qnamePrefix("urn:x")}T ${w.qnamePrefix("http://www.w3.org/XML/1998/namespace")}`,
        );
        w.endElement();
      },
      '<a xmlns="urn:x" xmlns:y="urn:y" t="y:T T xml"/>',
    ],
    [
      "indents elements but no text",
      { indent: "  ", declaration: true },
      (w) => {
        w.startElement(name("a"));
        w.leaf(name("b"), "1");
        w.startElement(name("c"));
        w.text("x");
        w.leaf(name("d"), "");
        w.endElement();
        w.endElement();
      },
      '<?xml version="1.0" encoding="UTF-8"?>\n<a>\n  <b>1</b>\n  <c>x<d/></c>\n</a>',
    ],
  ])("%s", (_, options, steps, want) => {
    expect(write(steps, options)).toBe(want);
  });

  it.each<[string, string]>([
    ["a control character", "a\u0001"],
    ["NUL", "\0"],
    ["a lone high surrogate", "a\ud800b"],
    ["a lone low surrogate", "\udc00"],
    ["U+FFFE", "\ufffe"],
    ["U+FFFF in a long text", `${"x".repeat(100)}\uffff`],
  ])("refuses %s", (_, text) => {
    expect(() => write((w) => w.leaf(name("a"), text))).toThrow(XmlWriteError);
    expect(() =>
      write((w) => {
        w.startElement(name("a"));
        w.attribute(name("b"), text);
      }),
    ).toThrow(XmlWriteError);
  });

  it.each<[string, (w: Writer) => void]>([
    ["an invalid name", (w) => w.startElement(name("a b"))],
    ["a name with a colon", (w) => w.startElement(name("a:b"))],
    ["an invalid prefix", (w) => w.startElement(name("a", "urn:x", "1"))],
    [
      "an attribute called xmlns",
      (w) => {
        w.startElement(name("a"));
        w.attribute(name("xmlns"), "urn:x");
      },
    ],
    [
      "two equal attributes",
      (w) => {
        w.startElement(name("a"));
        w.attribute(name("b"), "");
        w.attribute(name("b"), "");
      },
    ],
    ["the namespace of xmlns", (w) => w.startElement(name("a", "http://www.w3.org/2000/xmlns/"))],
    [
      "another meaning of xml",
      (w) => {
        w.startElement(name("a"));
        w.declareNamespace("xml", "urn:x");
      },
    ],
    [
      "a prefix without a namespace",
      (w) => {
        w.startElement(name("a"));
        w.declareNamespace("p", "");
      },
    ],
    [
      "two meanings of a prefix in a tag",
      (w) => {
        w.startElement(name("a", "urn:x", "p"));
        w.declareNamespace("p", "urn:y");
      },
    ],
    [
      "a default namespace on an element in none",
      (w) => {
        w.startElement(name("a"));
        w.declareNamespace("", "urn:y");
      },
    ],
    [
      "a QName in no namespace where it cannot be written",
      (w) => {
        w.startElement(name("a", "urn:x", ""));
        w.qnamePrefix("");
      },
    ],
  ])("refuses %s", (_, steps) => {
    expect(() => write(steps)).toThrow(XmlWriteError);
  });

  it("writes documents after one another as new writers do", () => {
    const writer = new Writer({ prefixes: { "urn:a": "a" } });
    writer.startElement(name("root", "urn:a"));
    const begin = writer.mark();
    const written = ["urn:b", "urn:c", "urn:b"].map((namespace, index) => {
      // Preferred by the second document alone.
      if (index === 1) writer.prefer({ "urn:b": "late", "urn:c": "c" });
      writer.startElement(name("child", namespace));
      writer.attribute(name("at", "urn:d"), "1");
      writer.endElement();
      const bytes = writer.copyEnded();
      writer.rewind(begin);
      return bytes;
    });
    expect(written.map((bytes) => new TextDecoder().decode(bytes))).toEqual([
      '<a:root xmlns:a="urn:a"><ns1:child xmlns:ns1="urn:b" xmlns:ns2="urn:d" ns2:at="1"/></a:root>',
      '<a:root xmlns:a="urn:a"><c:child xmlns:c="urn:c" xmlns:ns1="urn:d" ns1:at="1"/></a:root>',
      '<a:root xmlns:a="urn:a"><ns1:child xmlns:ns1="urn:b" xmlns:ns2="urn:d" ns2:at="1"/></a:root>',
    ]);
    writer.startElement(name("child"));
    expect(() => writer.copyEnded()).toThrow("internal");
  });

  it("lends the memory of a document, and writes to it again when it was given back", () => {
    const writer = new Writer();
    writer.startElement(name("root"));
    const begin = writer.mark();
    const lend = (text: string): LentDocument => {
      writer.leaf(name("a"), text.repeat(10_000));
      return new LentDocument(writer.lendEnded(begin));
    };
    const textOf = ({ bytes }: LentDocument): string => new TextDecoder().decode(bytes);
    const [first, second] = [lend("1"), lend("2")];
    expect(textOf(first)).toBe(`<root><a>${"1".repeat(10_000)}</a></root>`);
    const memory = first.bytes.buffer;
    first.giveBack();
    expect(() => first.bytes).toThrow("given back");
    expect(() => first.giveBack()).toThrow("given back");
    // The writer has other memory already; then it gets what was given back.
    expect([lend("3"), lend("4")].map(({ bytes }) => bytes.buffer)).toContain(memory);
    const copy = second.exchangeForCopy();
    lend("5");
    lend("6");
    expect(new TextDecoder().decode(copy)).toBe(`<root><a>${"2".repeat(10_000)}</a></root>`);
  });
});
