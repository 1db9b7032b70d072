/** Rules of XSD 1.0 Part 1, each broken once: document in, rule ids and paths out. */
import { validateDocument } from "soapwright";
import {
  anyOf,
  attribute,
  complexType,
  element,
  elementSet,
  enumeration,
  extension,
  group,
  head,
  restriction,
  schemaSet,
  xmlAttributes,
  xmlElement,
  xsAnyType,
  xsDecimal,
  xsENTITY,
  xsID,
  xsIDREF,
  xsIDREFS,
  xsInt,
  xsNMTOKENS,
  xsString,
  xsToken,
} from "soapwright/runtime-v1";
import { describe, expect, test } from "vitest";
import { expectIssues, issuesOf } from "../../support/issues.js";
import { expectInvalid, expectValid, loadSchemaText } from "../../support/schemas.js";

const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const u = 'xmlns="urn:u"';

const any = (name: string) => `{urn:u}${name}`;
const Leaf = complexType(any("Leaf"), { v: ["@v", () => xsInt, "?"] });
const Root = (rows: Parameters<typeof complexType>[1], options: Parameters<typeof complexType>[2] = {}) => {
  const type = complexType(any("R"), rows, options);
  return element(any("R"), () => type);
};

describe("content", () => {
  const codec = Root({ a: ["A", () => xsString], b: ["B", () => xsString, "?"], c: ["C", () => xsString, "{2,3}"] });
  test.each([
    ["valid", "<A/><C/><C/>", []],
    ["wrong first", "<B/><C/><C/>", ["cvc-complex-type.2.4.a /R/B"]],
    ["one missing in the middle is reported once", "<A/><X/><C/><C/>", ["cvc-complex-type.2.4.a /R/X"]],
    ["too few", "<A/><C/>", ["cvc-complex-type.2.4.b /R"]],
    ["too many", "<A/><C/><C/><C/><C/>", ["cvc-complex-type.2.4.d /R/C[4]"]],
    ["nothing", "", ["cvc-complex-type.2.4.b /R"]],
    ["text", "<A/>x<C/>y<C/>", ["cvc-complex-type.2.3 /R"]],
    ["child of a simple type", "<A><B/></A><C/><C/>", ["cvc-type.3.1.2 /R/A"]],
    ["attribute of a simple type", "<A x=''/><C/><C/>", ["cvc-type.3.1.1 /R/A/@x"]],
    ["errors inside a misplaced child are reported", "<C x=''/><A/>", ["cvc-complex-type.2.4.a /R/C[1]", "cvc-type.3.1.1 /R/C[1]/@x"]],
  ])("%s", (_, content, want) => {
    expectIssues(codec, `<R ${u}>${content}</R>`, want);
  });

  test("empty content", () => {
    const empty = Root({ v: ["@v", () => xsInt, "?"] });
    expectIssues(empty, `<R ${u}/>`, []);
    expectIssues(empty, `<R ${u}> </R>`, ["cvc-complex-type.2.1 /R"]);
    expectIssues(empty, `<R ${u}><A/></R>`, ["cvc-complex-type.2.1 /R/A"]);
  });

  test("simple content with a child", () => {
    expectIssues(Root({ $value: ["#text", () => xsInt] }), `<R ${u}>1<A/></R>`, ["cvc-complex-type.2.2 /R"]);
  });

  test("a repeated group counts rounds", () => {
    const Round = group(any("G"), { a: ["A", () => xsString], b: ["B", () => xsString] });
    const rounds = Root({ $sequence: ["()", () => Round, "{2,2}"] });
    expectIssues(rounds, `<R ${u}><A/><B/><A/><B/></R>`, []);
    expectIssues(rounds, `<R ${u}><A/><B/></R>`, ["cvc-complex-type.2.4.b /R"]);
  });
});

describe("attributes", () => {
  const codec = Root({
    a: ["@a", () => xsInt],
    f: ["@f", () => xsDecimal, "?", { fixed: "1.0" }],
    $attributes: ["@any urn:w strict", () => xmlAttributes, "?"],
  });
  const schema = schemaSet({ attributes: { "{urn:w}w": attribute("{urn:w}w", () => xsInt) } });
  test.each([
    ["valid", `a="1" f="1.00" w:w="2"`, []],
    ["missing", "", ["cvc-complex-type.4 /R"]],
    ["unknown", `a="1" x=""`, ["cvc-complex-type.3.2.2 /R/@x"]],
    ["wrong value", `a="x"`, ["cvc-datatype-valid.1.2.1 /R/@a"]],
    ["not the fixed value", `a="1" f="2"`, ["cvc-complex-type.3.1 /R/@f"]],
    ["strict wildcard, not declared", `a="1" w:x=""`, ["cvc-complex-type.3.2.2 /R/@x"]],
    ["strict wildcard, wrong value", `a="1" w:w="x"`, ["cvc-datatype-valid.1.2.1 /R/@w"]],
    ["schema locations are no attributes", `a="1" xsi:schemaLocation="urn:u u.xsd"`, []],
  ])("%s", (_, attributes, want) => {
    expectIssues(codec, `<R ${u} ${xsi} xmlns:w="urn:w" ${attributes}/>`, want, { schema });
  });
});

describe("xsi:type and xsi:nil", () => {
  const Base = complexType(any("Base"), { a: ["A", () => xsString] });
  const Ext = extension(any("Ext"), () => Base, { b: ["B", () => xsString] });
  const Res = complexType(any("Res"), { a: ["A", () => xsToken] }, { base: () => Base });
  const Abstract = complexType(any("Abstract"), {}, { abstract: true });
  const Concrete = extension(any("Concrete"), () => Abstract, {});
  const AnyBase = anyOf("Base", { Base: () => Base, Ext: () => Ext, Res: () => Res });
  const AnyAbstract = anyOf(undefined, { Concrete: () => Concrete }, { declared: () => Abstract });
  const codec = Root({
    e: ["E", () => AnyBase, "?"],
    noExt: ["NoExt", () => AnyBase, "?", { block: "extension" }],
    abs: ["Abs", () => AnyAbstract, "?"],
    d: ["D", () => xsDecimal, "?nil"],
    f: ["F", () => xsDecimal, "?nil", { fixed: "1.0" }],
    x: ["X", () => xsAnyType, "?"],
  });
  test.each([
    ["extension", `<E xsi:type="Ext"><A/><B/></E>`, []],
    ["restriction", `<E xsi:type="Res"><A/></E>`, []],
    ["content by the named type", `<E xsi:type="Ext"><A/></E>`, ["cvc-complex-type.2.4.b /R/E"]],
    ["unknown type", `<E xsi:type="Nope"><A/></E>`, ["cvc-elt.4.2 /R/E"]],
    ["not a name", `<E xsi:type="a b"><A/></E>`, ["cvc-elt.4.1 /R/E"]],
    ["not derived", `<E xsi:type="xs:int"><A/></E>`, ["cvc-elt.4.3 /R/E"]],
    ["blocked", `<NoExt xsi:type="Ext"><A/><B/></NoExt>`, ["cvc-elt.4.3 /R/NoExt"]],
    ["not blocked", `<NoExt xsi:type="Res"><A/></NoExt>`, []],
    ["abstract", "<Abs/>", ["cvc-type.2 /R/Abs"]],
    ["concrete", `<Abs xsi:type="Concrete"/>`, []],
    ["simple type narrowed", `<D xsi:type="xs:int">7</D>`, []],
    ["simple type narrowed, wrong", `<D xsi:type="xs:int">7.5</D>`, ["cvc-datatype-valid.1.2.1 /R/D"]],
    ["simple type not derived", `<D xsi:type="xs:string">7</D>`, ["cvc-elt.4.3 /R/D"]],
    ["nil", `<D xsi:nil="true"/>`, []],
    ["nil, not empty", `<D xsi:nil="true">1</D>`, ["cvc-elt.3.2.1 /R/D"]],
    ["nil false", `<D xsi:nil="0">1</D>`, []],
    ["not nillable", `<E xsi:nil="false"><A/></E>`, ["cvc-elt.3.1 /R/E"]],
    ["nil is not a boolean", `<D xsi:nil="yes">1</D>`, ["cvc-datatype-valid.1.2.1 /R/D"]],
    ["fixed and nil", `<F xsi:nil="true"/>`, ["cvc-elt.3.2.2 /R/F"]],
    ["fixed, same value", "<F>1</F>", []],
    ["fixed, empty", "<F/>", []],
    ["fixed, other value", "<F>2</F>", ["cvc-elt.5.2.2.2.2 /R/F"]],
    ["anything with a type", `<X xsi:type="xs:int">x</X>`, ["cvc-datatype-valid.1.2.1 /R/X"]],
    ["anything", `<X a="b">t<y xsi:type="xs:int">7</y></X>`, []],
    ["anything, lax inside", `<X><y xsi:type="xs:int">z</y></X>`, ["cvc-datatype-valid.1.2.1 /R/X/y"]],
  ])("%s", (_, content, want) => {
    expectIssues(codec, `<R ${u} ${xsi}>${content}</R>`, want);
  });
});

describe("wildcards and substitution groups", () => {
  const Known = element("{urn:w}known", () => xsInt);
  const Shape = element(any("Shape"), () => Leaf, "", { abstract: true });
  const Circle = element(any("Circle"), () => Leaf);
  const AnyShape = head({ Circle: () => Circle });
  const codec = Root({
    $any: ["any urn:w strict", () => xmlElement, "*", () => [elementSet(() => [Known])]],
    $any2: ["any urn:lax lax", () => xmlElement, "*"],
    $any3: ["any urn:skip skip", () => xmlElement, "*"],
    shape: ["&", () => AnyShape, "?"],
    abstract: ["&", () => Shape, "?"],
  });
  const schema = schemaSet({ elements: { "{urn:lax}e": element("{urn:lax}e", () => xsInt) } });
  test.each([
    ["strict, declared", `<w:known>1</w:known>`, []],
    ["strict, wrong", `<w:known>x</w:known>`, ["cvc-datatype-valid.1.2.1 /R/known"]],
    ["strict, not declared", "<w:other/>", ["cvc-complex-type.2.4.c /R/other"]],
    ["lax, not declared", "<l:other><R/></l:other>", []],
    ["lax, declared", "<l:other><l:e>x</l:e></l:other>", ["cvc-datatype-valid.1.2.1 /R/other/e"]],
    ["skip", "<s:e><l:e>x</l:e></s:e>", []],
    ["other namespace", `<q xmlns=""/>`, ["cvc-complex-type.2.4.a /R/q"]],
    ["member", `<Circle v="1"/>`, []],
    ["member, wrong", `<Circle v="x"/>`, ["cvc-datatype-valid.1.2.1 /R/Circle/@v"]],
    ["abstract", "<Shape/>", ["cvc-elt.2 /R/Shape"]],
  ])("%s", (_, content, want) => {
    const xml = `<R ${u} xmlns:w="urn:w" xmlns:l="urn:lax" xmlns:s="urn:skip">${content}</R>`;
    expectIssues(codec, xml, want, { schema });
    const all = schemaSet({ ...schema, elements: { ...schema.elements, [any("R")]: codec } });
    expect(validateDocument(all, xml).map((issue) => `${issue.id} ${issue.path}`)).toEqual(want);
  });
});

describe("values", () => {
  const Level = restriction(any("Level"), () => xsInt, { minInclusive: "1", maxInclusive: "5" });
  const Word = enumeration(any("Word"), () => xsToken, ["a", "b"]);
  const codec = Root({ l: ["L", () => Level, "*"], w: ["W", () => Word, "*"] });
  test.each([
    ["valid", "<L>1</L><L> 5 </L><W> a </W>", []],
    ["facets", "<L>0</L><L>6</L>", ["cvc-minInclusive-valid /R/L[1]", "cvc-maxInclusive-valid /R/L[2]"]],
    ["enumeration", "<W>c</W>", ["cvc-enumeration-valid /R/W[1]"]],
  ])("%s", (_, content, want) => {
    expectIssues(codec, `<R ${u}>${content}</R>`, want);
  });
});

describe("ID, IDREF, ENTITY", () => {
  const codec = Root({
    a: [
      "A",
      () => complexType(any("A"), { id: ["@id", () => xsID, "?"], ref: ["@ref", () => xsIDREF, "?"], e: ["@e", () => xsENTITY, "?"] }),
      "*",
    ],
    words: ["@w", () => xsNMTOKENS, "?"],
  });
  test.each([
    ["forward reference", `<A ref="x"/><A id="x"/>`, []],
    ["no such ID", `<A ref="y"/><A id="x"/>`, ["cvc-id.1 /R/A[1]"]],
    ["twice", `<A id="x"/><A id="x"/>`, ["cvc-id.2 /R/A[2]"]],
    ["entity not declared", `<A e="pic"/>`, ["cvc-simple-type.2.1 /R/A[1]"]],
  ])("%s", (_, content, want) => {
    expectIssues(codec, `<R ${u}>${content}</R>`, want);
  });

  const defaults = Root({
    a: [
      "A",
      () =>
        complexType(any("A"), {
          id: ["@id", () => xsID, "?"],
          ref: ["@ref", () => xsIDREF, "?", { default: "x" }],
          refs: ["@refs", () => xsIDREFS, "?", { default: "x y" }],
          e: ["@e", () => xsENTITY, "?", { default: "pic" }],
        }),
      "*",
    ],
  });
  test.each([
    ["defaults refer to IDs", `<A id="x"/><A id="y"/>`, []],
    ["a default refers to nothing", `<A id="y"/>`, ["cvc-id.1 /R/A[1]", "cvc-id.1 /R/A[1]"]],
    ["a default of a list refers to nothing", `<A id="x"/>`, ["cvc-id.1 /R/A[1]"]],
    ["a default that is not used", `<A id="y" ref="y" refs="y"/>`, []],
  ])("%s", (_, content, want) => {
    expectIssues(defaults, `<R ${u}>${content}</R>`, want);
  });

  test("declared entity", () => {
    const doctype = '<!DOCTYPE R [<!NOTATION gif SYSTEM "gif"><!ENTITY pic SYSTEM "pic.gif" NDATA gif>]>';
    expectIssues(codec, `${doctype}<R ${u}><A e="pic"/></R>`, [], { doctype: true });
    expectIssues(codec, `${doctype}<R ${u}><A e="pic"/></R>`, ["xml-doctype /"]);
  });
});

describe("identity constraints on what a wildcard lets in", () => {
  const open = (process: "lax" | "skip") =>
    `<xs:sequence><xs:any namespace="##any" processContents="${process}" minOccurs="0" maxOccurs="2"/></xs:sequence>
     <xs:anyAttribute namespace="##any" processContents="${process}"/>`;
  const schemaWith = (category: string, field: string, process: "lax" | "skip" = "lax") =>
    loadSchemaText(`<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:element name="known"><xs:complexType/></xs:element>
      <xs:element name="R"><xs:complexType><xs:sequence>
        <xs:element name="k" minOccurs="0"><xs:complexType><xs:attribute name="id"/></xs:complexType></xs:element>
        <xs:element name="i" maxOccurs="unbounded"><xs:complexType>${open(process)}</xs:complexType></xs:element>
      </xs:sequence></xs:complexType>
      <xs:key name="keys"><xs:selector xpath="k"/><xs:field xpath="@id"/></xs:key>
      <xs:${category} name="c"${category === "keyref" ? ' refer="keys"' : ""}><xs:selector xpath="i"/><xs:field xpath="${field}"/></xs:${category}>
      </xs:element></xs:schema>`);
  const typed = '<f xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:x="http://www.w3.org/2001/XMLSchema" i:type="x:int">1</f>';

  test.each([
    ["unique", "@f", `<i f="x"/><i f="x"/>`, []],
    ["unique", "f", "<i><f>x</f></i><i><f>x</f></i>", []],
    ["unique", "f", "<i><f><g/></f></i>", []],
    ["unique", "f", `<i>${typed}</i><i>${typed}</i>`, ["cvc-identity-constraint.4.1"]],
    ["unique", "f", "<i><f/><f/></i>", ["cvc-identity-constraint.3"]],
    ["unique", "known", "<i><known/></i>", ["cvc-identity-constraint.3"]],
    ["keyref", "@f", `<i f="x"/>`, []],
    ["keyref", "f", "<i><f>x</f></i>", []],
    ["keyref", "f", `<i>${typed}</i>`, ["cvc-identity-constraint.4.3"]],
    ["key", "@f", `<i f="x"/>`, ["cvc-identity-constraint.3"]],
    ["key", "f", "<i><f>x</f></i>", ["cvc-identity-constraint.3"]],
    ["key", "f", `<i>${typed}</i>`, []],
  ])("%s with the field %s: %s", async (category, field, content, want) => {
    expectInvalid(await schemaWith(category, field), `<R>${content}</R>`, want);
  });

  test("what is skipped counts as absent", async () => {
    const document = `<R><i f="x"><f>x</f></i></R>`;
    expectValid(await schemaWith("unique", "@f", "skip"), document);
    expectValid(await schemaWith("unique", "f", "skip"), document);
    expectInvalid(await schemaWith("key", "f", "skip"), document, ["cvc-identity-constraint.4.2.1.a"]);
  });
});

describe("identity constraints", () => {
  const namespaces = { p: "urn:u" };
  const Item = complexType(any("Item"), {
    n: ["N", () => xsDecimal, "?"],
    k: ["@k", () => xsDecimal, "?", { default: "9" }],
    m: ["M", () => xsInt, "?nil"],
  });
  const Part = complexType(any("Part"), { item: ["Item", () => Item, "*"] });
  const PartElement = [
    "Part",
    () => Part,
    "*",
    { constraints: [{ name: any("inner"), category: "key", selector: "p:Item", fields: ["p:N"], namespaces }] },
  ] as const;
  const Doc = complexType(any("R"), {
    item: ["Item", () => Item, "*"],
    part: PartElement,
    ref: ["Ref", () => complexType(any("Ref"), { to: ["@to", () => xsDecimal] }), "*"],
    inner: ["Inner", () => complexType(any("Inner"), { to: ["@to", () => xsString] }), "*"],
  });
  const keyed = element(any("R"), () => Doc, "", {
    constraints: [
      { name: any("k"), category: "key", selector: "p:Item", fields: ["@k"], namespaces },
      { name: any("u"), category: "unique", selector: ".//p:Item", fields: ["p:N", "@k"], namespaces },
      { name: any("r"), category: "keyref", selector: "p:Ref", fields: ["@to"], refer: any("k"), namespaces },
      { name: any("ri"), category: "keyref", selector: "p:Inner", fields: ["@to"], refer: any("inner"), namespaces },
    ],
  });
  test.each([
    ["valid", `<Item k="1"/><Item k="2"/><Ref to="1.0"/>`, []],
    ["key twice, by value", `<Item k="1"/><Item k="1.0"/>`, ["cvc-identity-constraint.4.2.2 /R/Item[2]"]],
    ["a default is a value", `<Item/><Item k="9"/>`, ["cvc-identity-constraint.4.2.2 /R/Item[2]"]],
    [
      "unique, all fields",
      `<Item k="1"><N>1</N></Item><Part><Item k="1.0"><N>1.0</N></Item></Part>`,
      ["cvc-identity-constraint.4.1 /R/Part[1]/Item[1]"],
    ],
    ["unique, a field absent", `<Item k="1"/><Part><Item k="3"><N>1</N></Item><Item k="4"><N>2</N></Item></Part>`, []],
    ["keyref", `<Item k="1"/><Ref to="2"/>`, ["cvc-identity-constraint.4.3 /R/Ref[1]"]],
    ["key without value", "<Part><Item/></Part>", ["cvc-identity-constraint.4.2.1.a /R/Part[1]/Item[1]"]],
    ["keys of different types differ", `<Part><Item><N>1</N></Item></Part><Inner to="1"/>`, ["cvc-identity-constraint.4.3 /R/Inner[1]"]],
    ["two parts may have the same key", `<Part><Item k="1"><N>1</N></Item></Part><Part><Item k="2"><N>1</N></Item></Part>`, []],
  ])("%s", (_, content, want) => {
    expectIssues(keyed, `<R ${u}>${content}</R>`, want);
  });

  test("key tables go up, but not where two children have the same value", () => {
    const Inner = complexType(any("Inner"), { to: ["@to", () => xsDecimal] });
    const type = complexType(any("R"), { part: PartElement, inner: ["Inner", () => Inner, "*"] });
    const codec = element(any("R"), () => type, "", {
      constraints: [{ name: any("ri"), category: "keyref", selector: "p:Inner", fields: ["@to"], refer: any("inner"), namespaces }],
    });
    const part = (n: number) => `<Part><Item><N>${n}</N></Item></Part>`;
    expectIssues(codec, `<R ${u}>${part(1)}${part(2)}<Inner to="2"/></R>`, []);
    expectIssues(codec, `<R ${u}>${part(1)}${part(1)}<Inner to="1"/></R>`, ["cvc-identity-constraint.4.3 /R/Inner[1]"]);
  });

  test("a nillable field, and one with two values", () => {
    const type = complexType(any("R"), { item: ["Item", () => Item, "*"] });
    const codec = element(any("R"), () => type, "", {
      constraints: [{ name: any("k"), category: "key", selector: "p:Item", fields: ["p:M|p:N"], namespaces }],
    });
    expectIssues(codec, `<R ${u}><Item><M>1</M></Item></R>`, ["cvc-identity-constraint.4.2.3 /R/Item[1]"]);
    expectIssues(codec, `<R ${u}><Item><N>1</N><M>1</M></Item></R>`, ["cvc-identity-constraint.3 /R/Item[1]/M"]);
  });
});

describe("limits", () => {
  const Deep: ReturnType<typeof complexType> = complexType(any("D"), { d: ["D", () => Deep, "?"] });
  const codec = element(any("D"), () => Deep);
  const nested = (depth: number) => `<D ${u}>${"<D>".repeat(depth - 1)}${"</D>".repeat(depth - 1)}</D>`;

  test("depth", () => {
    expect(issuesOf(codec, nested(100_000))[0]).toMatch(/^xml-limit-depth /);
    expectIssues(codec, nested(100_000), [], { limits: { depth: 200_000 } });
    expectIssues(Root({ x: ["X", () => xsAnyType] }), `<R ${u}><X>${nested(100_000)}</X></R>`, [], { limits: { depth: 200_000 } });
  });

  test("number of issues", () => {
    const many = Root({ a: ["A", () => xsInt, "*"] });
    const xml = `<R ${u}>${"<A>x</A>".repeat(500)}</R>`;
    expect(issuesOf(many, xml)).toHaveLength(100);
    expect(issuesOf(many, xml, { maxIssues: 3 })).toHaveLength(3);
  });

  test("cut off", () => {
    expectIssues(codec, `<D ${u}><D>`, ["xml-unexpected-end /D/D"]);
  });
});
