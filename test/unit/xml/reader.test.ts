import { describe, expect, it } from "vitest";
import { XmlError } from "../../../src/xml/errors.js";
import { internName } from "../../../src/xml/names.js";
import { Reader, Token } from "../../../src/xml/read/reader.js";
import { chunksOf, latin1, outcomeOf, tokensOf, utf8, utf16 } from "./tokens.js";

describe("tokens", () => {
  it.each<[string, string, string[]]>([
    ["an empty element", "<a/>", ["<a>", "</a>"]],
    ["nested elements", "<a><b>1</b> <c/></a>", ["<a>", "<b>", '"1"', "</b>", '" "', "<c>", "</c>", "</a>"]],
    ["text in one piece", "<a>x&lt;y<![CDATA[<z>]]>&#x41;<!-- c --><?p q?>b</a>", ["<a>", '"x<y<z>Ab"', "</a>"]],
    ["no text of an empty CDATA section", "<a><![CDATA[]]></a>", ["<a>", "</a>"]],
    ["CDATA that holds brackets", "<a><![CDATA[]]]]><![CDATA[>]>]]></a>", ["<a>", '"]]>]>"', "</a>"]],
    ["line ends", "<a>1\r\n2\r3\n<![CDATA[\r\n\r]]>&#13;</a>", ["<a>", JSON.stringify("1\n2\n3\n\n\n\r"), "</a>"]],
    ["line ends beyond ASCII", "<a b='é\r\né\r\ré'>ü\r\nü\r\rü</a>", ['<a b="é é  é">', JSON.stringify("ü\nü\n\nü"), "</a>"]],
    ["references after line ends", "<a b='\r\n\t&#13;&#x1F600;&#10;'/>", ['<a b="  \\r😀\\n">', "</a>"]],
    ["attribute values", "<a b='&lt;\"&#x9;' c=\"\t1\r\n2\n3 '\"/>", ['<a b="<\\"\\t" c=" 1 2 3 \'">', "</a>"]],
    ["references in attribute values", '<a b="&quot;&apos;&amp;&gt;&#65;&#x1F600;x"/>', ['<a b="\\"\'&>A😀x">', "</a>"]],
    ["characters beyond ASCII", "<größe α='é'>€😀</größe>", ['<größe α="é">', '"€😀"', "</größe>"]],
    ["namespaces", "<a xmlns='urn:x' xmlns:p='urn:y' p:b='1' c='2'/>", ['<{urn:x}a {urn:y}b="1" c="2">', "</{urn:x}a>"]],
    [
      "namespaces that end",
      "<r><a xmlns='u'><b xmlns=''/><c/></a><d/></r>",
      ["<r>", "<{u}a>", "<b>", "</b>", "<{u}c>", "</{u}c>", "</{u}a>", "<d>", "</d>", "</r>"],
    ],
    ["the prefix xml", "<a xml:lang='en'/>", ['<a {http://www.w3.org/XML/1998/namespace}lang="en">', "</a>"]],
    ["blanks in tags", "<a  b = '1'\n c='2' ></a \t>", ['<a b="1" c="2">', "</a>"]],
    ["prolog and epilog", "<?xml version='1.0' standalone='yes' ?><!-- c --> <?p?>\n<a/> <!--d--><?q r ?>\n", ["<a>", "</a>"]],
    ["a later version", '<?xml version="1.7"?><a/>', ["<a>", "</a>"]],
    ["names of one local part in two roles", "<a xmlns='u' a='1'><a/></a>", ['<{u}a a="1">', "<{u}a>", "</{u}a>", "</{u}a>"]],
  ])("gives %s", (_, given, want) => {
    expect(tokensOf(given)).toEqual(want);
    for (const length of [1, 3]) expect(tokensOf(chunksOf(utf8(given), length))).toEqual(want);
  });

  it("gives texts beyond ASCII wherever they lie in windows", () => {
    const characters = ["é", "€", "😀", "x", "naïve text of some length"];
    const texts = Array.from({ length: 6000 }, (_, index) => `${index}${(characters[index % 5] ?? "").repeat(1 + (index % 7))}`);
    texts.push("é".repeat(40_000), "plain", "€x".repeat(30_000));
    const xml = utf8(`<a>${texts.map((text) => `<b>${text}</b>`).join("")}</a>`);
    const want = ["<a>", ...texts.flatMap((text) => ["<b>", JSON.stringify(text), "</b>"]), "</a>"];
    expect(tokensOf(xml)).toEqual(want);
    expect(tokensOf(chunksOf(xml, 1021))).toEqual(want);
  });

  it("gives names that were interned as the same objects, also those interned while reading", () => {
    const early = internName("urn:early", "a");
    const attribute = internName("", "b");
    const reader = new Reader("<a xmlns='urn:early' b='1'><late/><late/></a>");
    reader.next();
    expect(reader.name).toBe(early);
    expect(reader.attributeName(0)).toBe(attribute);
    reader.next();
    const unknown = reader.name;
    reader.next();
    const late = internName("urn:early", "late");
    expect(unknown).not.toBe(late);
    reader.next();
    expect(reader.name).toBe(late);
  });

  it("keeps declarations in scope up to the end of their element", () => {
    const reader = new Reader("<a xmlns='u' xmlns:p='v'><b xmlns:p='w'>p:x</b></a>");
    reader.next();
    expect(reader.namespaceDeclarations()).toEqual([
      { prefix: "", namespace: "u" },
      { prefix: "p", namespace: "v" },
    ]);
    reader.next();
    expect(reader.readLeaf()).toBe("p:x");
    expect(reader.lookupNamespace("p")).toBe("w");
    expect(reader.next()).toBe(Token.endElement);
    expect(reader.lookupNamespace("p")).toBe("v");
    expect(reader.lookupNamespace("q")).toBeUndefined();
    expect(reader.lookupNamespace("xml")).toBe("http://www.w3.org/XML/1998/namespace");
    expect(reader.next()).toBe(Token.endOfDocument);
    expect(reader.next()).toBe(Token.endOfDocument);
  });

  it("reveals nothing of another document after its end", () => {
    const first = new Reader("<a xmlns:p='u'>x</a>");
    while (first.next() !== Token.endOfDocument);
    const second = new Reader("<b xmlns:q='v' secret='1'>secret</b>");
    second.next();
    expect([first.text, first.attributeCount, first.lookupNamespace("q")]).toEqual(["", 0, undefined]);
    expect(second.next()).toBe(Token.text);
    expect(first.text).toBe("");
    expect(first.position()).toEqual({ line: 1, column: 21 });
  });

  it("reads several documents at a time", () => {
    const readers = ["a", "b", "c"].map((name) => new Reader(`<${name} xmlns='u${name}'><x>${name}</x></${name}>`));
    for (const reader of readers) reader.next();
    for (const reader of readers) reader.next();
    expect(readers.map((reader) => `${reader.name.clark} ${reader.readLeaf()}`)).toEqual(["{ua}x a", "{ub}x b", "{uc}x c"]);
  });

  it("closes the source of chunks when it refuses", () => {
    let closed = false;
    function* chunks(): Iterable<Uint8Array> {
      try {
        for (;;) yield utf8("<a><<");
      } finally {
        closed = true;
      }
    }
    expect(outcomeOf(chunks())).toBeInstanceOf(XmlError);
    expect(closed).toBe(true);
  });

  it("gives depth and prefix at start and end", () => {
    const reader = new Reader("<p:a xmlns:p='u'><b/></p:a>");
    const seen: string[] = [];
    while (reader.next() !== Token.endOfDocument) seen.push(`${reader.prefix}|${reader.name.local}|${reader.depth}|${reader.selfClosing}`);
    expect(seen).toEqual(["p|a|1|false", "|b|2|true", "|b|2|true", "p|a|1|true"]);
  });
});

describe("line ends", () => {
  const pieces = ["\r\n", "\r", "\n", "\t", "x", "é\r", "😀\r\n\r"];
  const texts = pieces.flatMap((first) => pieces.map((second) => `${first}y${second}${second}`));

  it.each([1, 2, 5, 9, 40])("are the same in texts that are repeated %i times", (times) => {
    for (const text of texts.map((piece) => piece.repeat(times))) {
      const lines = text.replace(/\r\n?/g, "\n");
      expect(tokensOf(`<a b='${text}'>${text}<![CDATA[${text}]]>&#13;${text}</a>`)).toEqual([
        `<a b=${JSON.stringify(lines.replace(/[\t\n]/g, " "))}>`,
        JSON.stringify(`${lines}${lines}\r${lines}`),
        "</a>",
      ]);
    }
  });
});

describe("readLeaf", () => {
  it.each<[string, string, string | undefined, string]>([
    ["text", "<r><a>x</a><b/></r>", "x", "{start}b"],
    ["an empty element", "<r><a></a><b/></r>", "", "{start}b"],
    ["an empty-element tag", "<r><a/><b/></r>", "", "{start}b"],
    ["references, CDATA and comments", "<r><a>x&amp;<!--c--><![CDATA[y]]></a><b/></r>", "x&y", "{start}b"],
    ["text beyond ASCII", "<r><a>é</a><b/></r>", "é", "{start}b"],
    ["an end tag with blanks", "<r><a>x</a ><b/></r>", "x", "{start}b"],
    ["nothing before a child", "<r><a>x<c/></a></r>", undefined, "{start}c"],
    ["nothing before a child without text", "<r><a><c/></a></r>", undefined, "{start}c"],
    ["nothing before a child behind a comment", "<r><a><!--x--><c/></a></r>", undefined, "{start}c"],
  ])("gives %s", (_, given, want, next) => {
    for (const length of [1, 2, 5, 1000]) {
      const reader = new Reader(chunksOf(utf8(given), length));
      reader.next();
      reader.next();
      expect(reader.readLeaf()).toBe(want);
      const token = reader.next();
      expect(`${token === Token.startElement ? "{start}" : token}${reader.name.local}`).toBe(next);
    }
  });

  it.each<[string, boolean]>([
    ["<r><a>x</a>&lt;<b>y</b></r>", true],
    ["<r><a/>&lt;<b>y</b></r>", true],
    ["<r><a>x&amp;<!--c--><![CDATA[\r\n]]>&#65;</a>&lt;<b>y</b></r>", true],
    ["<r><a>x<c/></a>&lt;<b>y</b></r>", false],
    ["<r><a>&lt;<c/></a>&lt;<b>y</b></r>", false],
  ])("skipLeaf passes over the same, and no text behind it: %s", (given, isLeaf) => {
    for (const length of [1, 2, 5, 1000]) {
      const reader = new Reader(chunksOf(utf8(given), length));
      reader.next();
      reader.next();
      expect(reader.skipLeaf()).toBe(isLeaf);
      while (reader.next() !== Token.text);
      expect(reader.text).toBe("<");
      reader.next();
      expect(reader.readLeaf()).toBe("y");
    }
  });

  it("holds the text before a child element", () => {
    const reader = new Reader("<a> x <b/></a>");
    reader.next();
    expect(reader.readLeaf()).toBeUndefined();
    expect(reader.text).toBe(" x ");
    expect(reader.textIsWhitespace).toBe(false);
  });

  it.each(["<a>x</b>", "<a>x", "<a>x</a", "<a>x</", "<a>x<", "<a>]]></a>", "<a>&x;</a>", "<a>\u0001</a>"])("refuses %j", (given) => {
    const reader = new Reader(given);
    reader.next();
    expect(() => reader.readLeaf()).toThrow(XmlError);
    const skipping = new Reader(given);
    skipping.next();
    expect(() => skipping.skipLeaf()).toThrow(XmlError);
  });
});

describe("skipElement", () => {
  it("skips to the end of the element and checks it", () => {
    const reader = new Reader("<r><a><a>1</a><b c='1'/></a><d/></r>");
    reader.next();
    reader.next();
    reader.skipElement();
    expect(reader.name.local).toBe("a");
    reader.next();
    expect(reader.name.local).toBe("d");
    const broken = new Reader("<r><a><b></a></r>");
    broken.next();
    broken.next();
    expect(() => broken.skipElement()).toThrow(XmlError);
  });
});

describe("refusals", () => {
  it.each<[string, string]>([
    ["", "xml-unexpected-end"],
    [" ", "xml-unexpected-end"],
    ["x", "xml-not-well-formed"],
    ["<a>", "xml-unexpected-end"],
    ["<a", "xml-unexpected-end"],
    ["<a b", "xml-unexpected-end"],
    ["<a b='1", "xml-unexpected-end"],
    ["<a/", "xml-unexpected-end"],
    ["<a></a", "xml-unexpected-end"],
    ["<a><!-- ", "xml-unexpected-end"],
    ["<a><![CDATA[ ", "xml-unexpected-end"],
    ["<a><?p ", "xml-unexpected-end"],
    ["<a>&am", "xml-unexpected-end"],
    ["<?xml version='1.0'", "xml-unexpected-end"],
    ["<a/><b/>", "xml-not-well-formed"],
    ["<a/>x", "xml-not-well-formed"],
    ["<a></b>", "xml-not-well-formed"],
    ["<a></ab>", "xml-not-well-formed"],
    ["<ab></a>", "xml-not-well-formed"],
    ["</a>", "xml-not-well-formed"],
    ["<a></a></a>", "xml-not-well-formed"],
    ["<a b='1' b='2'/>", "xml-not-well-formed"],
    ["<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "xml-namespace"],
    ["<a b='<'/>", "xml-not-well-formed"],
    ["<a b=1/>", "xml-not-well-formed"],
    ["<a b/>", "xml-not-well-formed"],
    ["<a b='1'c='2'/>", "xml-not-well-formed"],
    ["<a b='\u0001'/>", "xml-not-well-formed"],
    ["<a>\u0000</a>", "xml-not-well-formed"],
    ["<a>\ufffe</a>", "xml-not-well-formed"],
    ["<a><!--\uffff--></a>", "xml-not-well-formed"],
    ["<a>]]></a>", "xml-not-well-formed"],
    ["<a>&b;</a>", "xml-not-well-formed"],
    ["<a>& b</a>", "xml-not-well-formed"],
    ["<a>&#0;</a>", "xml-not-well-formed"],
    ["<a>&#xD800;</a>", "xml-not-well-formed"],
    ["<a>&#x110000;</a>", "xml-not-well-formed"],
    ["<a>&#99999999999999999999;</a>", "xml-not-well-formed"],
    ["<a>&#;</a>", "xml-not-well-formed"],
    ["<a>&#X41;</a>", "xml-not-well-formed"],
    ["<a><!-- -- --></a>", "xml-not-well-formed"],
    ["<a><!-- ---></a>", "xml-not-well-formed"],
    ["<a><?xml version='1.0'?></a>", "xml-not-well-formed"],
    ["<a><?XmL?></a>", "xml-not-well-formed"],
    ["<a><?p:q?></a>", "xml-not-well-formed"],
    ["<a><??></a>", "xml-not-well-formed"],
    ["<a><!x></a>", "xml-not-well-formed"],
    [" <?xml version='1.0'?><a/>", "xml-not-well-formed"],
    ["<?xml version='2.0'?><a/>", "xml-not-well-formed"],
    ["<?xml encoding='UTF-8'?><a/>", "xml-not-well-formed"],
    ["<?xml version='1.0' standalone='maybe'?><a/>", "xml-not-well-formed"],
    ["<![CDATA[x]]><a/>", "xml-not-well-formed"],
    ["<p:a/>", "xml-namespace"],
    ["<a p:b=''/>", "xml-namespace"],
    ["<a:b:c xmlns:a='u'/>", "xml-namespace"],
    ["<:a/>", "xml-namespace"],
    ["<a xmlns:p=''/>", "xml-namespace"],
    ["<a xmlns:xml='u'/>", "xml-namespace"],
    ["<a xmlns:xmlns='u'/>", "xml-namespace"],
    ["<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", "xml-namespace"],
    ["<a xmlns='http://www.w3.org/XML/1998/namespace'/>", "xml-namespace"],
    ["<xmlns:a/>", "xml-namespace"],
    ["<-a/>", "xml-not-well-formed"],
    ["<1/>", "xml-not-well-formed"],
    ["<a><</a>", "xml-not-well-formed"],
    ["<!DOCTYPE a><a/>", "xml-doctype"],
    ["<a>\ud800</a>", "xml-encoding"],
  ])("refuses %j: %s", (given, code) => {
    expect(outcomeOf(given)).toMatchObject({ code });
    if (!given.includes("\ud800")) expect(outcomeOf(chunksOf(utf8(given), 1))).toMatchObject({ code });
  });

  it("accepts the prefix xml declared as it is bound anyway", () => {
    expect(tokensOf("<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>")).toEqual(["<a>", "</a>"]);
  });
});

describe("encodings", () => {
  const text = "<a b='é'>€ü😀</a>";
  const tokens = ['<a b="é">', '"€ü😀"', "</a>"];
  const latinText = "<?xml version='1.0' encoding='ISO-8859-1'?><a b='é'>ü\u0085</a>";
  const latinTokens = ['<a b="é">', JSON.stringify("ü\u0085"), "</a>"];

  it.each<[string, Uint8Array, string | undefined, string[]]>([
    ["UTF-8", utf8(text), undefined, tokens],
    ["UTF-8 with a mark", utf8(`\ufeff${text}`), undefined, tokens],
    ["UTF-8 with mark and declaration", utf8(`\ufeff<?xml version="1.0" encoding="utf-8"?>${text}`), undefined, tokens],
    ["UTF-16 little endian with a mark", utf16(text, "LE"), undefined, tokens],
    ["UTF-16 big endian with a mark", utf16(text, "BE"), undefined, tokens],
    ["UTF-16 with mark and declaration", utf16(`<?xml version="1.0" encoding="UTF-16"?>${text}`, "LE"), undefined, tokens],
    ["UTF-16 big endian by media type", utf16(text, "BE", false), "utf-16", tokens],
    ["UTF-16 little endian by media type", utf16(text, "LE", false), "UTF-16LE", tokens],
    ["a mark against a media type", utf16(text, "LE"), "utf-8", tokens],
    ["ISO-8859-1 by declaration", latin1(latinText), undefined, latinTokens],
    ["ISO-8859-1 by media type", latin1("<a b='é'>ü\u0085</a>"), "iso-8859-1", latinTokens],
    ["a media type against a declaration", utf8(latinText), "UTF-8", latinTokens],
    ["US-ASCII", latin1("<?xml version='1.0' encoding='us-ascii'?><a b='&#xe9;'>&#xfc;\u0026#x85;</a>"), undefined, latinTokens],
  ])("reads %s", (_, bytes, charset, want) => {
    const options = charset === undefined ? {} : { charset };
    expect(tokensOf(bytes, options)).toEqual(want);
    for (const length of [1, 3]) expect(tokensOf(chunksOf(bytes, length), options)).toEqual(want);
  });

  it.each(["LE", "BE"] as const)("reads UTF-16%s in chunks of any length", (order) => {
    const long = "<a>long ASCII text, é, other ASCII text, 😀, дд, and ASCII at the end of the text</a>";
    const bytes = utf16(long, order);
    for (let length = 1; length <= bytes.length; length++) expect(tokensOf(chunksOf(bytes, length))).toEqual(tokensOf(long));
  });

  it("takes a string as it is, whatever it declares", () => {
    expect(tokensOf(latinText)).toEqual(latinTokens);
    expect(tokensOf(`\ufeff<?xml version="1.0" encoding="utf-16"?>${text}`)).toEqual(tokens);
  });

  it.each<[string, Uint8Array, string | undefined, string]>([
    ["an unknown declaration", utf8("<?xml version='1.0' encoding='martian'?><a/>"), undefined, '"martian" is not supported'],
    ["an unknown media type", utf8("<a/>"), "utf-7", '"utf-7" is not supported'],
    ["UTF-32", Uint8Array.of(0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0), undefined, '"UTF-32" is not supported'],
    ["EBCDIC", Uint8Array.of(0x4c, 0x6f, 0xa7, 0x94, 0x93), undefined, '"EBCDIC" is not supported'],
    ["bytes that are not UTF-8", Uint8Array.of(0x3c, 0x61, 0x3e, 0xc3, 0x28, 0x3c, 0x2f, 0x61, 0x3e), undefined, "not valid UTF-8"],
    ["an overlong sequence", Uint8Array.of(0x3c, 0x61, 0x3e, 0xc0, 0xaf, 0x3c, 0x2f, 0x61, 0x3e), undefined, "not valid UTF-8"],
    ["an encoded surrogate", Uint8Array.of(0x3c, 0x61, 0x3e, 0xed, 0xa0, 0x80, 0x3c, 0x2f, 0x61, 0x3e), undefined, "not valid UTF-8"],
    ["ISO-8859-1 that claims to be UTF-8", latin1("<a>é</a>"), undefined, "not valid UTF-8"],
    ["a cut character at the end", utf8("<a/>é").subarray(0, 5), undefined, "not valid UTF-8"],
    ["a declaration of UTF-16 in UTF-8", utf8("<?xml version='1.0' encoding='UTF-16'?><a/>"), undefined, 'declares the encoding "UTF-16"'],
    ["a declaration of UTF-8 in UTF-16", utf16("<?xml version='1.0' encoding='UTF-8'?><a/>", "LE"), undefined, "but is in UTF-16LE"],
    ["a lone surrogate in UTF-16", utf16("<a>\udc00</a>", "LE"), undefined, "not valid UTF-16LE"],
    ["half a unit in UTF-16", utf16("<a/>", "BE").subarray(0, 9), undefined, "not valid UTF-16BE"],
    ["a high byte in US-ASCII", latin1("<?xml version='1.0' encoding='ascii'?><a>é</a>"), undefined, "not valid US-ASCII"],
  ])("refuses %s", (_, bytes, charset, message) => {
    for (const input of [bytes, () => chunksOf(bytes, 1)]) {
      const outcome = outcomeOf(typeof input === "function" ? input() : input, charset === undefined ? {} : { charset });
      expect(outcome).toMatchObject({ code: "xml-encoding", message: expect.stringContaining(message) });
    }
  });
});
