/** Straight-line code reads what the tables say: the same values in the same order, the same notes, and the same issues. */
import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { Random } from "../../../../codegen/tools/sample/random.js";
import type { DecodeOptions } from "../../../../src/runtime/options.js";
import { changedValue } from "../../../support/changed-values.js";
import { mutateBytes, mutateStructure } from "../../../support/mutated-documents.js";
import { line, order, type ShopForms, shopForms } from "../../../support/shop.js";

let forms: ShopForms;

/** Loads the contract with code for each type, or with what all types share. */
async function load(sharedCode: boolean): Promise<void> {
  forms = await shopForms({ sharedCode });
}

/** What decoding gives, and what encoding makes of the value again. */
function outcome(form: "fast" | "tables", xml: Uint8Array | string, options: DecodeOptions = {}) {
  const result = forms.runtime.tryDecode(forms.root[form], xml, options);
  if (!result.ok) return result.issues;
  // The order of keys, too.
  const keys = JSON.stringify(result.value, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  return { value: result.value, keys, again: new TextDecoder().decode(forms.runtime.encode(forms.root.tables, result.value as never)) };
}

function expectSame(xml: Uint8Array | string, options: DecodeOptions = {}): void {
  const [fast, tables] = [outcome("fast", xml, options), outcome("tables", xml, options)];
  // Faster than the comparison that explains itself.
  if (!isDeepStrictEqual(fast, tables)) expect(fast, typeof xml === "string" ? xml : Buffer.from(xml).toString()).toEqual(tables);
}

function bytesOf(value: unknown, options = {}): Uint8Array {
  return forms.runtime.encode(forms.root.tables, value as never, options);
}

const shop = 'xmlns="urn:shop"';
const plain = `<Order ${shop}><Line kind="a"><Code>A 1</Code><Count>-12</Count><Price unit="EUR">1.25</Price><Day>2026-02-28</Day></Line></Order>`;
const replace = (from: string, to: string): string => {
  if (!plain.includes(from)) throw new Error(`"${from}" is not there`);
  return plain.replace(from, to);
};

const documents: Readonly<Record<string, string>> = {
  plain,
  "texts of all lengths": plain.replace(/<Line.*<\/Line>/, (item) =>
    Array.from({ length: 40 }, (_, length) => item.replace("A 1", "A".repeat(length + 1))).join(""),
  ),
  "days that are repeated and not": plain.replace(/<Line.*<\/Line>/, (item) =>
    Array.from({ length: 60 }, (_, index) => item.replace("2026-02-28", `2026-02-${10 + (index % 18)}`)).join(""),
  ),
  "references in texts of all lengths": plain.replace(/<Line.*<\/Line>/, (item) =>
    Array.from({ length: 80 }, (_, length) => item.replace("A 1", `A &lt;${"x".repeat(length)}&amp;&quot;é`)).join(""),
  ),
  "blanks between elements": plain.replaceAll("><", ">\n\t <"),
  "carriage returns between elements": plain.replaceAll("><", ">\r\n<"),
  "a prefix": plain.replace(shop, 'xmlns:a="urn:shop"').replaceAll(/<(\/?)(?=[A-Z])/g, "<$1a:"),
  "a long prefix": plain.replace(shop, 'xmlns:a-long-prefix="urn:shop"').replaceAll(/<(\/?)(?=[A-Z])/g, "<$1a-long-prefix:"),
  "two prefixes of one namespace": plain.replace(shop, `${shop} xmlns:a="urn:shop"`).replace("<Code>A 1</Code>", "<a:Code>A 1</a:Code>"),
  "a prefix bound to another namespace inside": replace("<Code>", '<Code xmlns="urn:other">'),
  "a default namespace undone inside": replace("<Line", '<Line xmlns=""'),
  "no namespace": plain.replace(shop, ""),
  "an undeclared prefix": replace("<Code>", "<z:Code>"),
  "attributes in another order": replace('unit="EUR"', 'xml:lang="de" version="1" unit="EUR"'),
  "an attribute twice": replace('unit="EUR"', 'unit="EUR" unit="EUR"'),
  "an attribute without blank before it": replace('kind="a"', 'kind="a"unit="b"'),
  "an attribute in single quotes": replace('"a"', "'a'"),
  "an attribute with a tab": replace('"EUR"', '"E\tR"'),
  "an attribute with blanks around =": replace('kind="a"', 'kind = "a"'),
  "an attribute with <": replace('"EUR"', '"<"'),
  "an attribute with references": replace('"EUR"', '"E&lt;&#65;"'),
  "a required attribute that is missing": replace(' unit="EUR"', ""),
  "a fixed attribute": replace('unit="EUR"', 'unit="EUR" version="2"'),
  "an unknown attribute": replace('unit="EUR"', 'unit="EUR" x="2"'),
  "an attribute on a simple element": replace("<Code>", '<Code x="1">'),
  "xsi:type": replace("<Line", '<Line xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Line"'),
  "xsi:type on the root": replace(shop, `${shop} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="Line"`),
  "xsi:nil": replace("</Day>", '</Day><Big xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'),
  "xsi:nil from outside": `<Order xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${shop}><Line><Code>1</Code><Day>2026-02-28</Day><Big xsi:nil="1"></Big></Line><Line><Code>1</Code><Day>2026-02-28</Day></Line></Order>`,
  "references in text": replace("A 1", "&lt;A&amp;1&gt;"),
  "a character reference": replace("A 1", "A&#32;1"),
  "a reference without a semicolon": replace("A 1", "&ampx").replace('kind="a"', 'kind="&lt>"'),
  "an unknown reference": replace("A 1", "&x;"),
  "an ampersand": replace("A 1", "a & b"),
  CDATA: replace("A 1", "<![CDATA[A]]> 1"),
  "CDATA alone": plain.replace("A 1", "<![CDATA[A 1]]>").replace("-12", "<![CDATA[-12]]>").replace("2026-02-28", "<![CDATA[2026-02-28]]>"),
  "CDATA with blanks": plain.replace("A 1", "<![CDATA[ A\n 1]]>").replace("-12", "<![CDATA[ -12 ]]>"),
  "CDATA with blanks around": plain
    .replace("A 1", " <![CDATA[A 1]]> ")
    .replace("-12", "\n<![CDATA[-12]]>")
    .replace("1.25", "<![CDATA[1.]]>25"),
  "CDATA without text": plain.replace("A 1", "<![CDATA[]]>").replace("-12", "1<![CDATA[]]>2"),
  "CDATA with markup": replace("A 1", "<![CDATA[<&]]&gt;>]]>"),
  "two sections and a reference": replace("A 1", "<![CDATA[a]]]]><![CDATA[>]]>&lt;b"),
  "CDATA with a carriage return": replace("A 1", "<![CDATA[A\r\n1]]>"),
  "CDATA beyond ASCII": replace("A 1", "<![CDATA[ä€]]>"),
  "CDATA with a character that XML forbids": replace("A 1", "<![CDATA[\uffff]]>"),
  "CDATA with a control character": replace("A 1", "<![CDATA[\u0001]]>"),
  "CDATA that is not closed": replace("A 1", "<![CDATA[A 1"),
  "]]> after CDATA": replace("A 1", "<![CDATA[A]]>]]>"),
  "what is not quite CDATA": replace("A 1", "<![CDATE[A]]>"),
  "CDATA between elements": replace("<Count>", "<![CDATA[ ]]><Count>"),
  "too many sections": replace("A 1", "<![CDATA[a]]>".repeat(5000)),
  "an empty section in mixed content": plain.replace("</Order>", "<Note><![CDATA[]]><b>c</b>a<![CDATA[&]]><![CDATA[<]]></Note></Order>"),
  "references to digits": plain
    .replace("-12", "&#x2d;&#49;2")
    .replace("1.25", "1&#46;25")
    .replace("2026", "&#x32;026")
    .replace('"EUR"', '"&#69;UR"'),
  "references to blanks": plain.replace("A 1", "&#32;A&#9;1&#x20;").replace("-12", "&#10;-12").replace('"EUR"', '"&#13;E&#10;"'),
  "a reference to a character that XML forbids": replace("A 1", "&#1;"),
  "a reference to two units": replace("A 1", "&#x1F600;234567&#x1F600;"),
  "an enumerated value as it is escaped": replace('kind="a"', 'kind="&lt;b&gt;"'),
  "a reference in an enumerated value": replace('kind="a"', 'kind="&#97;"'),
  "blanks in all tags": plain
    .replaceAll(/<([A-Z]\w*)(?=>)/g, "<$1\n")
    .replaceAll(/<\/(\w+)>/g, "</$1\t>")
    .replace(/ xmlns=/, "\r\n xmlns="),
  "]]>": replace("A 1", "A]]>"),
  "]]": replace("A 1", "A]]"),
  "a comment in text": replace("A 1", "A<!-- --> 1"),
  "a comment between elements": replace("<Count>", "<!-- --><Count>"),
  "an instruction between elements": replace("<Count>", "<?a b?><Count>"),
  "text between elements": replace("<Count>", "x<Count>"),
  "a character reference between elements": replace("<Count>", "&#32;<Count>"),
  "white space that is collapsed": replace("A 1", " A \n 1 "),
  "a text that is too long": replace("A 1", "123456789"),
  "eight characters of two units": replace("A 1", "😀😀😀😀😀😀😀😀"),
  "nine characters of two units": replace("A 1", "😀😀😀😀😀😀😀😀😀"),
  "a control character": replace("A 1", "\u0001"),
  "a character that XML forbids": replace("A 1", "\uffff"),
  "an integer with +": replace("-12", "+12"),
  "an integer with blanks": replace("-12", " 12 "),
  "minus zero": replace("-12", "-0"),
  "an integer with zeros": replace("-12", "0000000000000000000012"),
  "an integer out of bounds": replace("-12", "2147483648"),
  "no integer": replace("-12", ""),
  "only a sign": replace("-12", "-"),
  "a decimal without integer digits": replace("1.25", ".25"),
  "a decimal with a point at its end": replace("1.25", "1."),
  "a decimal with +": replace("1.25", "+1.25"),
  "a decimal with zeros at its end": replace("1.25", "1.250"),
  "a decimal out of bounds": replace("1.25", "-10.51"),
  "a decimal at its bound": replace("1.25", "-10.50"),
  "no day": replace("2026-02-28", "2026-02-29"),
  "a day with blanks": replace("2026-02-28", " 2026-02-28\n"),
  "a name that another one begins with": replace("<Count>-12</Count>", "<Counts>-12</Counts>"),
  "an end tag with blanks": replace("</Count>", "</Count >"),
  "another end tag": replace("</Count>", "</Code>"),
  "an end tag that is too short": replace("</Count>", "</Coun>"),
  "a start tag with blanks": replace("<Count>", "<Count >"),
  "an empty element with blanks": replace("<Code>A 1</Code>", "<Code />"),
  "an empty element": replace("<Code>A 1</Code>", "<Code/>"),
  "an empty required element": replace("<Count>-12</Count>", "<Count/>"),
  "an empty parent": plain.replace(/<Line.*<\/Line>/, "<Line/>"),
  "an empty root": `<Order ${shop}/>`,
  "elements in another order": replace("<Code>A 1</Code><Count>-12</Count>", "<Count>-12</Count><Code>A 1</Code>"),
  "an element too often": replace("</Price>", '</Price><Price unit="a">1</Price><Price unit="a">1</Price><Price unit="a">1</Price>'),
  "no choice": replace("<Day>2026-02-28</Day>", ""),
  "two choices": replace("</Day>", "</Day><From>2026-01-01T00:00:00Z</From>"),
  "the other choice": replace("<Day>2026-02-28</Day>", "<From>2026-01-01T00:00:00Z</From><To>2026-01-01T24:00:00</To>"),
  "an unknown element": replace("<Count>", "<Unknown/><Count>"),
  "an unknown end": plain.slice(0, -3),
  "text after the root": `${plain}x`,
  "a comment after the root": `${plain}<!-- -->`,
  "a second root": `${plain}${plain}`,
  "values that code leaves to datatypes": replace(
    "</Day>",
    "</Day><Big>12345678901234567890</Big><Zip>12345</Zip><Ratio>INF</Ratio><Flag> 1 </Flag>",
  ),
  "values of two kinds": replace("</Day>", "</Day><Big>-7</Big><Zip>1234</Zip><Ratio>1e3</Ratio><Flag>false</Flag>"),
  "mixed content": plain.replace("</Order>", "<Note>a &amp; <b>ä</b>€<i/> <i>x<i>]]</i></i>\n</Note></Order>"),
  "mixed content with a comment": plain.replace("</Order>", "<Note>a<!-- -->b<b>c</b></Note></Order>"),
  "mixed content without anything": plain.replace("</Order>", "<Note></Note></Order>"),
  "items in any order": plain.replace("</Order>", "<y>1</y><x>a</x><y>-3</y></Order>"),
  "too many items": plain.replace("</Order>", "<y>1</y><x>a</x><y>-3</y><x/><x/></Order>"),
  "an element of another namespace": plain.replace(
    "</Order>",
    '<o:Party xmlns:o="urn:other" b="1"><Name xmlns="">N</Name></o:Party></Order>',
  ),
  "a namespace without its prefix": plain.replace("</Order>", '<Party xmlns="urn:other"><Name>N</Name></Party></Order>'),
  "a document type": `<!DOCTYPE Order [<!ENTITY a "A"><!ATTLIST Line kind CDATA "a">]>${replace("A 1", "&a;").replace(' kind="a"', "")}`,
};

const days = [
  "2026-12-31",
  "2026-01-28Z",
  "2026-01-28z",
  "2026-00-01",
  "2026-13-01",
  "2026-04-31",
  "2024-02-29",
  "0000-01-01",
  "0001-01-01",
];
const otherDays = [
  "-2026-01-01",
  "12026-01-01",
  "2026-1-01",
  "2026-01-01+01:00",
  "2026-01-01T",
  "2026-01-0",
  "2026-01-011",
  "２026-01-01",
  "",
];
const moments = [
  "2026-01-01T23:59:59",
  "2026-01-01T23:59:59Z",
  "2026-01-28T00:00:00.5",
  "2026-01-28T00:00:00-01:00",
  "2026-01-28 00:00:00",
];
const otherMoments = [
  "2026-01-28T24:00:00",
  "2026-01-28T25:00:00",
  "2026-01-28T00:60:00",
  "2026-01-28T00:00:60",
  "2026-01-28T00:00:0",
  "2026-01-28",
];

describe.each([false, true])("straight-line code reads, shared by all types: %s", (sharedCode) => {
  beforeAll(() => load(sharedCode), 60_000);

  test.each([...days, ...otherDays])("the day %s", (day) => expectSame(new TextEncoder().encode(replace("2026-02-28", day))));

  test.each([...moments, ...otherMoments])("the moment %s", (moment) => {
    const ends = `<From>${moment}</From><To>${moment}</To>`;
    expectSame(new TextEncoder().encode(replace("<Day>2026-02-28</Day>", ends)));
  });

  test.each(["a", "b", "", "ab", "aa", " a", "ä", "a\t"])("the enumerated value %j", (kind) => {
    expectSame(new TextEncoder().encode(replace('kind="a"', `kind="${kind}"`)));
  });

  test.each(Object.entries(documents))("%s", (_, xml) => {
    expectSame(xml);
    expectSame(new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?>\n${xml}`));
    expectSame(xml, { doctype: true });
    expectSame(xml, { defaults: true });
  });

  test.each([
    {},
    { prefixes: { "urn:shop": "s", "urn:other": "o" }, declare: ["urn:other"] },
    { prefixes: { "urn:shop": "" } },
    { indent: "  " },
    { declaration: true },
  ])("what was written with the options %j", (options) => {
    expectSame(bytesOf(order, options));
  });

  test.each([
    { depth: 2 },
    { depth: 3 },
    { depth: 4 },
    { markup: 10 },
    { markup: 14 },
    { markup: 15 },
    { markup: 16 },
    { markup: 17 },
    { markup: 30 },
    { textLength: 20 },
    { attributes: 1 },
    { nameLength: 4 },
    { bytes: 300 },
  ])("with the limits %j", (limits) => {
    expectSame(bytesOf(order), { limits });
    expectSame(plain, { limits });
    expectSame(documents["references in text"] ?? "", { limits });
  });

  test.each([16_384, 16_399, 16_400, 16_401])("with a list of 16,400 elements of which %i are allowed", (children) => {
    const [line = ""] = /<Line.*<\/Line>/.exec(plain) ?? [];
    const many = plain.replace(line, line.repeat(16_400));
    expectSame(many, { limits: { children } });
    const ids = forms.runtime.tryDecode(forms.root.fast, many, { limits: { children } });
    expect(ids.ok ? [] : ids.issues.map(({ id }) => id)).toEqual(children < 16_400 ? ["xml-limit-children"] : []);
  });

  test("more than the window holds, wherever it ends", () => {
    const lines = Array.from({ length: 1200 }, (_, index) => ({ ...line, count: index, code: `${index % 7 === 0 ? "ä" : ""}${index}` }));
    const text = new TextDecoder().decode(bytesOf({ ...order, line: lines }));
    for (let length = 0; length < 60; length++) expectSame(`<!--${" ".repeat(length * 3)}-->${text}`);
    const long = { ...order, note: { $content: ["x".repeat(200_000), { name: "b", value: "&".repeat(70_000) }] } };
    expectSame(bytesOf(long));
  });

  test("deep elements", () => {
    let nested: object = line;
    for (let depth = 0; depth < 300; depth++) nested = { ...line, line: nested };
    expectSame(bytesOf({ line: [nested] }));
  });

  test("other encodings", () => {
    const utf16 = Buffer.from(`\ufeff${replace("A 1", "ä€😀")}`, "utf16le");
    expectSame(utf16);
    expectSame(Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${replace("A 1", "ä")}`, "latin1"));
    expectSame(Buffer.from(replace("A 1", "ä"), "latin1"));
  });

  test("documents with something changed", () => {
    const random = new Random(11);
    const seeds = [bytesOf(order), bytesOf(order, { indent: " ", prefixes: { "urn:shop": "" } }), Buffer.from(plain)];
    for (let count = 0; count < 3000; count++) {
      const numbers = Array.from({ length: 4 + random.below(8) }, () => random.below(100_000));
      const seed = seeds[count % seeds.length] ?? Buffer.from(plain);
      expectSame(count % 2 === 0 ? mutateBytes(seed, numbers) : mutateStructure(seed, numbers));
    }
  });

  test("values with something changed", () => {
    const random = new Random(5);
    for (let count = 0; count < 500; count++) {
      const value = changedValue(order, random);
      if (forms.runtime.validate(forms.root.tables, value).length === 0) expectSame(bytesOf(value));
    }
  });
});

/** The lines of a document that arrives in chunks, and what is wrong with it. */
async function itemsOf(form: "fast" | "tables", xml: Uint8Array, length: number) {
  const item = forms[form].types["{urn:shop}Line"];
  if (item === undefined) throw new Error("there is no Line");
  const chunks = function* (): Iterable<Uint8Array> {
    for (let start = 0; start < xml.length; start += length) yield xml.slice(start, start + length);
  };
  const items: unknown[] = [];
  try {
    for await (const value of forms.runtime.decodeEach(forms.root[form], chunks(), item)) items.push(value);
    return { items, issues: [] };
  } catch (error) {
    if (error instanceof Error && "issues" in error) return { items, issues: error.issues };
    throw error;
  }
}

describe.each([false, true])("items of a document in chunks, shared by all types: %s", (sharedCode) => {
  beforeAll(() => load(sharedCode), 60_000);

  const own = plain.slice(plain.indexOf("<Line"), plain.indexOf("</Order>"));
  const many = (...lines: readonly string[]): Uint8Array =>
    new TextEncoder().encode(`<Order ${shop}>\n${lines.map((text) => `  ${text}\n`).join("")}<Note>a</Note><y>1</y></Order>`);

  test.each([1, 7, 200, 1000, 70_000])("are those of the tables in chunks of %i", async (length) => {
    for (const xml of Object.values(documents)) {
      if (xml.startsWith("<!DOCTYPE")) continue;
      const bytes = new TextEncoder().encode(xml);
      expect(await itemsOf("fast", bytes, length), xml).toEqual(await itemsOf("tables", bytes, length));
      // The line of the document between others.
      const line = /<Line.*<\/Line>/s.exec(xml)?.[0] ?? own;
      const among = many(own, own, line, own, line, line, own);
      expect(await itemsOf("fast", among, length), xml).toEqual(await itemsOf("tables", among, length));
    }
  });

  test("are all read by straight-line code where they are as usual", async () => {
    const xml = many(...Array.from({ length: 2000 }, (_, index) => own.replace("-12", String(index))));
    for (const length of [500, 65_536]) {
      const { items, issues } = await itemsOf("fast", xml, length);
      expect(issues).toEqual([]);
      expect(items.map((item) => (item as { count: number }).count)).toEqual(Array.from({ length: 2000 }, (_, index) => index));
    }
  });

  test("are the same after changes of single bytes", async () => {
    const random = new Random(7);
    const xml = many(...Array.from({ length: 12 }, () => own));
    for (let count = 0; count < 300; count++) {
      const mutated = mutateBytes(xml, [
        random.below(1_000_000),
        random.below(1_000_000),
        random.below(1_000_000),
        random.below(1_000_000),
      ]);
      const length = [64, 300, 5000][count % 3] ?? 1;
      expect(await itemsOf("fast", mutated, length), Buffer.from(mutated).toString()).toEqual(await itemsOf("tables", mutated, length));
    }
  });
});
