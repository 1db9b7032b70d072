/**
 * Canonical forms, after the examples of the recommendations: Canonical XML 1.0 §3, Exclusive XML Canonicalization 1.0 §2.
 */

import { describe, expect, it } from "vitest";
import { canonicalizeDocument, canonicalizeElements } from "../../../../src/xml/canonical/canonicalize.js";
import type { CanonicalForm } from "../../../../src/xml/canonical/canonicalizer.js";
import { compareCodePoints } from "../../../../src/xml/canonical/compare-code-points.js";
import { documentTypes } from "../../../../src/xml/doctype/doctype-reader.js";
import { XmlError } from "../../../../src/xml/errors.js";

const inclusive: CanonicalForm = { exclusive: false, comments: false };
const exclusive: CanonicalForm = { exclusive: true, comments: false };
const decode = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
const documentForm = (text: string, form: CanonicalForm): string => decode(canonicalizeDocument(text, form, { doctype: documentTypes }));

function elementForm(text: string, start: string, form: CanonicalForm, without?: string): string {
  const bytes = new TextEncoder().encode(text);
  const offsetOf = (mark: string): number => new TextEncoder().encode(text.slice(0, text.indexOf(mark))).length;
  const left = without === undefined ? {} : { without: offsetOf(without) };
  return decode(canonicalizeElements(bytes, [{ offset: offsetOf(start), form, ...left }])[0]);
}

describe("the form of a document", () => {
  it.each([
    [
      "processing instructions and comments around the root",
      '<?xml version="1.0"?>\n\n<?style   href="a"   ?>\n\n<!DOCTYPE doc SYSTEM "doc.dtd">\n\n<doc>Hello<!-- 1 --></doc>\n\n<?pi ?>\n\n<!-- 2 -->\n',
      '<?style href="a"   ?>\n<doc>Hello</doc>\n<?pi?>',
      '<?style href="a"   ?>\n<doc>Hello<!-- 1 --></doc>\n<?pi?>\n<!-- 2 -->',
    ],
    ["blanks in content", "<a>\n <b>  x\ty </b>\r\n</a>", "<a>\n <b>  x\ty </b>\n</a>", undefined],
    [
      "tags, attributes and declarations",
      `<!DOCTYPE doc [<!ATTLIST e attr CDATA "default">]><doc><e/><e   ></e><e a:attr="out"
 b:attr="sorted" attr2="all" attr="I'm" xmlns:b="urn:ietf" xmlns:a="urn:w3" xmlns="urn:ex"/></doc>`,
      `<doc><e attr="default"></e><e attr="default"></e><e xmlns="urn:ex" xmlns:a="urn:w3" xmlns:b="urn:ietf" attr="I'm" attr2="all" b:attr="sorted" a:attr="out"></e></doc>`,
      undefined,
    ],
    [
      "declarations that say nothing new",
      '<a xmlns="" xmlns:p="urn:p"><b xmlns="" xmlns:p="urn:p"><c xmlns="urn:c"><d xmlns=""/></c></b></a>',
      '<a xmlns:p="urn:p"><b><c xmlns="urn:c"><d xmlns=""></d></c></b></a>',
      undefined,
    ],
    [
      "characters that are escaped",
      `<!DOCTYPE d [<!ATTLIST d n NMTOKENS #IMPLIED>]><d n='  A&#x20;&#13;&#xa;&#9;   B  ' v="&lt;>&quot;'\n\t&amp;">First&#x0d;\nSecond&#50;<![CDATA[v>"0" && v<"10" ?"v":""]]></d>`,
      `<d n="A &#xD;&#xA;&#x9; B" v="&lt;>&quot;'  &amp;">First&#xD;\nSecond2v&gt;"0" &amp;&amp; v&lt;"10" ?"v":""</d>`,
      undefined,
    ],
    [
      "entities",
      '<!DOCTYPE d [<!ENTITY e "a<b>&#38;amp;</b><!--c-->"><!ENTITY none "">]><d v="&none;x">&e;<!--1-->&none;<!--2-->&none;</d>',
      '<d v="x">a<b>&amp;</b></d>',
      '<d v="x">a<b>&amp;</b><!--c--><!--1--><!--2--></d>',
    ],
    ["characters in UTF-8", "<d>&#169;\u{10000}</d>", "<d>©\u{10000}</d>", undefined],
    ["line ends in comments", "<d><!--a\r\nb\rc--><?p a\r\nb?></d>", "<d><?p a\nb?></d>", "<d><!--a\nb\nc--><?p a\nb?></d>"],
  ])("%s", (_, given, want, wantWithComments = want) => {
    expect(documentForm(given, inclusive)).toBe(want);
    expect(documentForm(given, { ...inclusive, comments: true })).toBe(wantWithComments);
  });

  it("sorts by code points", () => {
    expect(["\u{10000}", "\uff01", "a", "", "ab"].sort(compareCodePoints)).toEqual(["", "a", "ab", "\uff01", "\u{10000}"]);
  });
});

describe("the form of an element", () => {
  const around = (content: string): string =>
    `<n0:pdu xmlns:n0="urn:0" xmlns:n1="urn:1" xmlns="urn:d" xml:lang="en" xml:space="default">${content}</n0:pdu>`;
  const content = '<n1:elem2 xmlns:n3="urn:3" xml:lang="fr"><n3:stuff n1:a="1"/><plain/></n1:elem2>';

  it("inclusive: has what is in scope around it", () => {
    expect(elementForm(around(content), "<n1:elem2", inclusive)).toBe(
      '<n1:elem2 xmlns="urn:d" xmlns:n0="urn:0" xmlns:n1="urn:1" xmlns:n3="urn:3" xml:lang="fr" xml:space="default">' +
        '<n3:stuff n1:a="1"></n3:stuff><plain></plain></n1:elem2>',
    );
  });

  it("exclusive: has what it uses, whatever is around it", () => {
    const want =
      '<n1:elem2 xmlns:n1="urn:1" xml:lang="fr"><n3:stuff xmlns:n3="urn:3" n1:a="1"></n3:stuff><plain xmlns="urn:d"></plain></n1:elem2>';
    expect(elementForm(around(content), "<n1:elem2", exclusive)).toBe(want);
    expect(elementForm(`<x xmlns:n1="urn:1" xmlns="urn:d" xmlns:y="urn:y">\n${content}</x>`, "<n1:elem2", exclusive)).toBe(want);
  });

  it("exclusive: has the listed prefixes too", () => {
    const form = (prefixes: readonly string[]): string => elementForm(around("<n1:a><n0:b/></n1:a>"), "<n1:a", { ...exclusive, prefixes });
    expect(form(["n0", "unknown"])).toBe('<n1:a xmlns:n0="urn:0" xmlns:n1="urn:1"><n0:b></n0:b></n1:a>');
    expect(form([""])).toBe('<n1:a xmlns="urn:d" xmlns:n1="urn:1"><n0:b xmlns:n0="urn:0"></n0:b></n1:a>');
  });

  it("leaves out an element", () => {
    expect(elementForm('<a><b Id="1"><s><b/><s/></s>x</b></a>', "<b Id", exclusive, "<s>")).toBe('<b Id="1">x</b>');
  });

  it("keeps a namespace out of scope behind the element that declared it", () => {
    expect(elementForm('<a><p:b xmlns:p="urn:1"/><p:b xmlns:p="urn:2"/><p:b xmlns:p="urn:1"/></a>', "<a", exclusive)).toBe(
      '<a><p:b xmlns:p="urn:1"></p:b><p:b xmlns:p="urn:2"></p:b><p:b xmlns:p="urn:1"></p:b></a>',
    );
  });
});

it("reads a document in another encoding, and one that is longer than the reader's window", () => {
  const utf16 = new Uint8Array(Buffer.from("\ufeff<a ä='1'>€</a>", "utf16le"));
  expect(decode(canonicalizeDocument(utf16, inclusive))).toBe('<a ä="1">€</a>');
  const long = "x".repeat(100_000);
  const text = `<a><!--${long}--><?p ${long}?>${long}</a>`;
  expect(documentForm(text, { ...inclusive, comments: true })).toBe(text);
});

it.each(["<a><!-- -- --></a>", "<a><?xml v?></a>", "<a>", "<a><!--", "<a/><!-", "<a/><b/>", "<a><?p"])("refuses %s", (text) => {
  expect(() => documentForm(text, inclusive)).toThrow(XmlError);
});

it("takes no document type declaration unless that is asked for", () => {
  expect(() => canonicalizeDocument("<!DOCTYPE a><a/>", inclusive)).toThrow("not allowed in a message");
});
