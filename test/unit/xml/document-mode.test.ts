import { describe, expect, it } from "vitest";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import { chunksOf, outcomeOf, tokensOf, utf8, utf16 } from "./tokens.js";

const doctype = true;

describe("document mode", () => {
  it.each<[string, string, string[]]>([
    ["an internal entity", '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;y</a>', ["<a>", '"xy"', "</a>"]],
    [
      "an entity with elements",
      "<!DOCTYPE a [<!ENTITY e \"x<b c='1'>y</b>z\">]><a>1&e;2</a>",
      ["<a>", '"1x"', '<b c="1">', '"y"', "</b>", '"z2"', "</a>"],
    ],
    [
      "entities in entities",
      '<!DOCTYPE a [<!ENTITY f "<b/>"><!ENTITY e "&f;&f;">]><a>&e;</a>',
      ["<a>", "<b>", "</b>", "<b>", "</b>", "</a>"],
    ],
    ["an entity in an attribute value", '<!DOCTYPE a [<!ENTITY e "x\ny&#9;">]><a b="&e;&#9;"/>', ['<a b="x y \\t">', "</a>"]],
    ["a doubly escaped character", '<!DOCTYPE a [<!ENTITY e "&#38;#60;">]><a>&e;</a>', ["<a>", '"<"', "</a>"]],
    ["a carriage return in an entity", '<!DOCTYPE a [<!ENTITY e "x&#13;\r\ny">]><a>&e;</a>', ["<a>", JSON.stringify("x\r\ny"), "</a>"]],
    ["the first declaration", '<!DOCTYPE a [<!ENTITY e "1"><!ENTITY e "2">]><a>&e;</a>', ["<a>", '"1"', "</a>"]],
    ["a default value", '<!DOCTYPE a [<!ATTLIST a b CDATA "1" c CDATA #IMPLIED>]><a/>', ['<a b="1">', "</a>"]],
    ["a default value that is not needed", '<!DOCTYPE a [<!ATTLIST a b CDATA #FIXED "1">]><a b="2"/>', ['<a b="2">', "</a>"]],
    [
      "a tokenized value",
      '<!DOCTYPE a [<!ATTLIST a b NMTOKENS #IMPLIED c CDATA #IMPLIED>]><a b=" x  y " c=" x  y "/>',
      ['<a b="x y" c=" x  y ">', "</a>"],
    ],
    [
      "a default namespace by declaration",
      '<!DOCTYPE a [<!ATTLIST a xmlns CDATA "urn:x" p:b CDATA "1" xmlns:p CDATA "urn:p">]><a/>',
      ['<{urn:x}a {urn:p}b="1">', "</{urn:x}a>"],
    ],
    ["a parameter entity", "<!DOCTYPE a [<!ENTITY % p '<!ENTITY e \"x\">'>%p;]><a>&e;</a>", ["<a>", '"x"', "</a>"]],
    ["an external subset", '<!DOCTYPE a SYSTEM "a.dtd"><a>12</a>', ["<a>", '"12"', "</a>"]],
    ["an external entity without references", '<!DOCTYPE a [<!ENTITY e SYSTEM "e.xml">]><a>12</a>', ["<a>", '"12"', "</a>"]],
    [
      "declarations ignored behind an unread entity",
      "<!DOCTYPE a [<!ENTITY % p SYSTEM 'p'>%p;<!ATTLIST a b CDATA '1'>]><a/>",
      ["<a>", "</a>"],
    ],
    [
      "declarations used in a standalone document",
      "<?xml version='1.0' standalone='yes'?><!DOCTYPE a [<!ENTITY % p SYSTEM 'p'>%p;<!ATTLIST a b CDATA '1'>]><a/>",
      ['<a b="1">', "</a>"],
    ],
    ["content models", "<!DOCTYPE a [<!ELEMENT a (b,(c|d)*,e?)+><!ELEMENT b (#PCDATA|c)*><!ELEMENT c EMPTY>]><a/>", ["<a>", "</a>"]],
  ])("reads %s", (_, given, want) => {
    expect(tokensOf(given, { doctype })).toEqual(want);
    for (const length of [1, 7]) expect(tokensOf(chunksOf(utf8(given), length), { doctype })).toEqual(want);
    expect(tokensOf(utf16(given, "BE"), { doctype })).toEqual(want);
  });

  it.each<[string, string]>([
    ["an entity that refers to itself", '<!DOCTYPE a [<!ENTITY e "&f;"><!ENTITY f "&e;">]><a>&e;</a>'],
    ["an entity that refers to itself in an attribute", '<!DOCTYPE a [<!ENTITY e "&f;"><!ENTITY f "&e;">]><a b="&e;"/>'],
    ["a parameter entity that refers to itself", "<!DOCTYPE a [<!ENTITY % p '&#37;p;'>%p;]><a/>"],
    ["an element that ends outside of its entity", '<!DOCTYPE a [<!ENTITY e "<b>">]><a>&e;</b></a>'],
    ["an element that ends inside an entity", '<!DOCTYPE a [<!ENTITY e "</a>">]><a>&e;'],
    ["markup cut by an entity", '<!DOCTYPE a [<!ENTITY e "<b">]><a>&e;/></a>'],
    ["a comment cut by an entity", '<!DOCTYPE a [<!ENTITY e "<!-- ">]><a>&e;--></a>'],
    ["a reference cut by an entity", '<!DOCTYPE a [<!ENTITY e "&#38;lt">]><a>&e;;</a>'],
    ["an entity with < in an attribute value", '<!DOCTYPE a [<!ENTITY e "&#60;">]><a b="&e;"/>'],
    ["an external entity in an attribute value", '<!DOCTYPE a [<!ENTITY e SYSTEM "e">]><a b="&e;"/>'],
    ["an unparsed entity in content", '<!DOCTYPE a [<!NOTATION n SYSTEM "n"><!ENTITY e SYSTEM "e" NDATA n>]><a>&e;</a>'],
    ["an undeclared entity", "<!DOCTYPE a []><a>&e;</a>"],
    ["an undeclared entity in a standalone document", '<?xml version="1.0" standalone="yes"?><!DOCTYPE a SYSTEM "a"><a>&e;</a>'],
    ["an undeclared entity in a default value", '<!DOCTYPE a [<!ATTLIST a b CDATA "&e;"><!ENTITY e "x">]><a/>'],
    ["a parameter entity inside a declaration", "<!DOCTYPE a [<!ENTITY % p 'x'><!ENTITY e '%p;'>]><a/>"],
    ["a parameter entity with half a declaration", "<!DOCTYPE a [<!ENTITY % p '<!ENTITY e '>%p; \"x\">]><a/>"],
    ["two document type declarations", "<!DOCTYPE a><!DOCTYPE a><a/>"],
    ["a late document type declaration", "<a/><!DOCTYPE a>"],
    ["a conditional section in the document", "<!DOCTYPE a [<![INCLUDE[]]>]><a/>"],
    ["a mixed content model without *", "<!DOCTYPE a [<!ELEMENT a (#PCDATA|b)>]><a/>"],
    ["two kinds of separators", "<!DOCTYPE a [<!ELEMENT a (b,c|d)>]><a/>"],
    ["a default value without quotes", "<!DOCTYPE a [<!ATTLIST a b CDATA x>]><a/>"],
    ["an unknown attribute type", "<!DOCTYPE a [<!ATTLIST a b TEXT #IMPLIED>]><a/>"],
    ["a public identifier with a wrong character", "<!DOCTYPE a PUBLIC '{' 'x'><a/>"],
    ["a control character in a declaration", "<!DOCTYPE a [<!ENTITY e '\u0001'>]><a/>"],
  ])("refuses %s", (_, given) => {
    expect(outcomeOf(given, { doctype })).toMatchObject({ code: "xml-not-well-formed" });
    expect(outcomeOf(chunksOf(utf8(given), 1), { doctype })).toMatchObject({ code: "xml-not-well-formed" });
  });

  it.each<[string, string, number]>([
    ["an external entity", '<!DOCTYPE a [<!ENTITY e SYSTEM "e.xml">]>\n<a>1&e;2</a>', 5],
    ["an external entity in another", '<!DOCTYPE a [<!ENTITY e SYSTEM "e.xml"><!ENTITY f "&e;">]>\n<a>12&f;</a>', 9],
    ["an entity that an external subset may declare", '<!DOCTYPE a SYSTEM "a.dtd">\n<a>&nbsp;</a>', 4],
    ["such an entity in an attribute value", '<!DOCTYPE a SYSTEM "a.dtd">\n<a b="&e;"/>', 7],
    ["an entity that an external parameter entity may declare", "<!DOCTYPE a [<!ENTITY % p SYSTEM 'p'>%p;]>\n<a>&e;</a>", 4],
  ])("does not drop the content of %s", (_, given, column) => {
    const want = { code: "xml-entity-not-read", line: 2, column };
    expect(outcomeOf(given, { doctype })).toMatchObject(want);
    for (const length of [1, 7]) expect(outcomeOf(chunksOf(utf8(given), length), { doctype })).toMatchObject(want);
  });

  it.each([
    "<!DOCTYPE",
    "<!DOCTYPE a",
    "<!DOCTYPE a [",
    "<!DOCTYPE a [<!ENTITY e 'x",
    "<!DOCTYPE a [<!-- ",
    "<!DOCTYPE a [ ]",
    "<!DOCTYPE a><a>&",
    "<!DOCTYPE a [<!ATTLIST a b (x",
  ])("says that the input ends: %s", (given) => {
    expect(outcomeOf(given, { doctype })).toMatchObject({ code: "xml-unexpected-end" });
    expect(outcomeOf(chunksOf(utf8(given), 1), { doctype })).toMatchObject({ code: "xml-unexpected-end" });
  });

  it("reports unparsed entities and notations", () => {
    const reader = new Reader('<!DOCTYPE a [<!NOTATION n SYSTEM "n"><!ENTITY e SYSTEM "e" NDATA n><!ENTITY f "x">]><a/>', { doctype });
    reader.next();
    expect(reader.hasDoctype).toBe(true);
    expect([...reader.unparsedEntities]).toEqual(["e"]);
    expect([...reader.notations]).toEqual(["n"]);
    const plain = new Reader("<a/>", { doctype });
    while (plain.next() !== Token.endOfDocument);
    expect(plain.hasDoctype).toBe(false);
  });

  it("places what an entity holds at its reference, and a mistake in a declaration where it stands", () => {
    const reader = new Reader('<!DOCTYPE a [<!ENTITY e "<b/>">]>\n<a>é&e;</a>', { doctype });
    while (reader.name.local !== "b") reader.next();
    expect(reader.position()).toEqual({ line: 2, column: 8 });
    expect(outcomeOf('<!DOCTYPE a [\n<!ENTITY é "&">]><a/>', { doctype })).toMatchObject({ line: 2, column: 13, offset: 27 });
  });

  it("reads a large internal subset in chunks", () => {
    const declarations = Array.from({ length: 20_000 }, (_, index) => `<!ENTITY entity${index} "${index}">`).join("\n");
    const given = utf8(`<!DOCTYPE a [${declarations}]><a>&entity19999;</a>`);
    expect(tokensOf(chunksOf(given, 1000), { doctype })).toEqual(["<a>", '"19999"', "</a>"]);
  });

  it.each<[string, string, string]>([
    ["a billion laughs", laughs(10, "lol"), "xml-limit-entity-expansion"],
    ["a billion silences", laughs(10, ""), "xml-limit-entity-expansion"],
    ["a billion laughs in an attribute", laughs(10, "lol").replace("<a>&e9;</a>", '<a b="&e9;"/>'), "xml-limit-entity-expansion"],
    [
      "a quadratic blow-up",
      `<!DOCTYPE a [<!ENTITY e "${"x".repeat(50_000)}">]><a>${"&e;".repeat(50_000)}</a>`,
      "xml-limit-entity-expansion",
    ],
    [
      "many defaults",
      `<!DOCTYPE a [<!ATTLIST b c CDATA "${"x".repeat(10_000)}">]><a>${"<b/>".repeat(10_000)}</a>`,
      "xml-limit-entity-expansion",
    ],
    ["a long chain", chain(1000), "xml-limit-entity-depth"],
    ["a long chain of parameter entities", parameterChain(1000), "xml-limit-entity-depth"],
  ])("bounds %s", (_, given, code) => {
    expect(outcomeOf(given, { doctype })).toMatchObject({ code });
  });
});

function laughs(levels: number, text: string): string {
  const entities = Array.from(
    { length: levels },
    (_, level) => `<!ENTITY e${level} "${level === 0 ? text : `&e${level - 1};`.repeat(10)}">`,
  );
  return `<!DOCTYPE a [${entities.join("")}]><a>&e${levels - 1};</a>`;
}

function chain(length: number): string {
  const entities = Array.from({ length }, (_, index) => `<!ENTITY e${index} "${index === 0 ? "x" : `&e${index - 1};`}">`);
  return `<!DOCTYPE a [${entities.join("")}]><a>&e${length - 1};</a>`;
}

function parameterChain(length: number): string {
  const entities = Array.from({ length }, (_, index) => `<!ENTITY % e${index} "${index === 0 ? "" : `&#37;e${index - 1};`}">`);
  return `<!DOCTYPE a [${entities.join("")}%e${length - 1};]><a/>`;
}
