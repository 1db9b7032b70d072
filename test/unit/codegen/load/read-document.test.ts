import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../../codegen/diagnostics.js";
import { readDocument } from "../../../../codegen/load/read-document.js";
import { attributeValue, textOf } from "../../../../codegen/load/source-element.js";

function read(text: string | Uint8Array): { root: ReturnType<typeof readDocument>; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const root = readDocument(bytes, "a.xml", (diagnostic) => diagnostics.push(diagnostic));
  return { root, diagnostics };
}

describe("readDocument", () => {
  it("gives elements, attributes, text and namespaces", () => {
    const { root } = read('<a xmlns="urn:d" xmlns:p="urn:p" x="1"><p:b p:y="2">one<c/>two</p:b> <d xmlns=""/></a>');
    const element = root?.root;
    expect(element).toMatchObject({ namespace: "urn:d", local: "a", prefix: "" });
    expect(element && attributeValue(element, "x")).toBe("1");
    const [b, d] = element?.children ?? [];
    expect(b).toMatchObject({ namespace: "urn:p", local: "b", prefix: "p" });
    expect(b?.attributes).toMatchObject([{ namespace: "urn:p", local: "y", value: "2" }]);
    expect(b?.content).toEqual(["one", b?.children[0], "two"]);
    expect(b && textOf(b)).toBe("onetwo");
    expect(b?.namespaces.lookupNamespace("")).toBe("urn:d");
    expect(d?.namespace).toBe("");
    expect(d?.namespaces.lookupNamespace("")).toBe("");
    expect(d?.namespaces.lookupNamespace("p")).toBe("urn:p");
    expect(d?.namespaces.lookupNamespace("q")).toBeUndefined();
    expect(d?.namespaces.lookupNamespace("xml")).toBe("http://www.w3.org/XML/1998/namespace");
    expect(element?.content).toBe(element?.children);
  });

  it("knows the place of elements and attributes", () => {
    const { root } = read('<?xml version="1.0"?>\n<a>\n  <é ü="1"\n     x="2"/>\n</a>');
    const child = root?.root.children[0];
    expect(child?.at).toMatchObject({ uri: "a.xml", line: 3, column: 3 });
    expect(child?.attributes.map(({ at }) => [at.line, at.column])).toEqual([
      [3, 6],
      [4, 6],
    ]);
  });

  it("reads encodings that the platform knows", () => {
    const declared = new TextEncoder().encode('<?xml version="1.0" encoding="windows-1251"?><a x="?"/>');
    const { root, diagnostics } = read(
      declared.map((byte, index) => (index > 20 && byte === 63 && declared[index + 1] === 34 ? 0xc6 : byte)),
    );
    expect(diagnostics).toEqual([]);
    expect(root?.root.attributes[0]?.value).toBe("Ж");
  });

  const wrong: readonly (readonly [string, Uint8Array])[] = [
    ["an unknown encoding", new TextEncoder().encode('<?xml version="1.0" encoding="martian"?><a/>')],
    ["an encoding of other computers, without a declaration that could be read", new Uint8Array([0x4c, 0x6f, 0xa7, 0x94, 0x93])],
    [
      "bytes that are not of the encoding",
      new Uint8Array([...new TextEncoder().encode('<?xml version="1.0" encoding="utf-8"?><a>'), 0xc6]),
    ],
  ];
  it.each(wrong)("says what is wrong with %s", (_, bytes) => {
    const { root, diagnostics } = read(bytes);
    expect([root, diagnostics.map(({ id }) => id)]).toEqual([undefined, ["xml-encoding"]]);
  });

  it("reads an internal subset", () => {
    const { root, diagnostics } = read('<!DOCTYPE a [<!ENTITY n "urn:x"><!ATTLIST a y CDATA "z">]><a x="&n;"/>');
    expect(diagnostics).toEqual([]);
    expect(root?.root.attributes.map(({ local, value }) => [local, value])).toEqual([
      ["x", "urn:x"],
      ["y", "z"],
    ]);
  });

  it("leaves out what is meant for another version of XML Schema", () => {
    const versions = [
      'vc:minVersion="1.1"',
      'vc:maxVersion="1.0"',
      'vc:minVersion="1.0"',
      'vc:maxVersion="1.1"',
      'vc:minVersion="new"',
      'minVersion="1.1"',
    ];
    const children = versions.map((version, index) => `<a${index} ${version}><b/></a${index}>`).join("");
    const { root } = read(`<a xmlns:vc="http://www.w3.org/2007/XMLSchema-versioning">${children}</a>`);
    expect(root?.root.children.map(({ local }) => local)).toEqual(["a2", "a3", "a4", "a5"]);
  });

  it("reads other encodings", () => {
    const bytes = new Uint8Array([0xff, 0xfe, ...[..."<a b='é'/>"].flatMap((character) => [character.charCodeAt(0), 0])]);
    expect(read(bytes).root?.root.attributes[0]?.value).toBe("é");
  });

  const refused: readonly (readonly [name: string, given: string, want: string])[] = [
    ["what is not well-formed", "<a>\n<b></a>", "xml-not-well-formed 2"],
    ["what ends early", "<a>", "xml-unexpected-end 1"],
    ["an unknown encoding", '<?xml version="1.0" encoding="x-none"?><a/>', "xml-encoding 1"],
    ["depth without end", "<a>".repeat(100_000), "xml-limit-depth 1"],
    ["an external entity", '<!DOCTYPE a [<!ENTITY e SYSTEM "e.xsd">]>\n<a>&e;</a>', "xml-entity-not-read 2"],
    ["nothing", "", "xml-unexpected-end 1"],
  ];
  it.each(refused)("refuses %s", (_, given, want) => {
    const { root, diagnostics } = read(given);
    expect(root).toBeUndefined();
    expect(diagnostics.map(({ id, at }) => `${id} ${at?.line}`)).toEqual([want]);
  });
});
