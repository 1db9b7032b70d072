import { describe, expect, it } from "vitest";
import { loadContractText, xsd } from "../../../support/contracts.js";

const original = xsd(`<xs:simpleType name="S"><xs:restriction base="xs:string"/></xs:simpleType>
<xs:complexType name="T"><xs:sequence><xs:element name="a" type="S"/></xs:sequence></xs:complexType>
<xs:group name="g"><xs:choice><xs:element name="a"/><xs:element name="b"/></xs:choice></xs:group>
<xs:attributeGroup name="h"><xs:attribute name="x"/></xs:attributeGroup>
<xs:element name="e" type="T"/>`);

function redefine(content: string): ReturnType<typeof loadContractText> {
  return loadContractText({
    documents: { "a.xsd": xsd(`<xs:redefine schemaLocation="b.xsd">${content}</xs:redefine>`), "b.xsd": original },
  });
}

const shortS = '<xs:simpleType name="S"><xs:restriction base="S"><xs:maxLength value="3"/></xs:restriction></xs:simpleType>';
const longerT =
  '<xs:complexType name="T"><xs:complexContent><xs:extension base="T"><xs:attribute name="y"/></xs:extension></xs:complexContent></xs:complexType>';

describe("redefining", () => {
  it("puts a type in the place of the one that it restricts, for everybody", () => {
    const { problems, schema } = redefine(shortS);
    expect(problems).toEqual([]);
    const type = schema.types.get("S");
    expect(type).toMatchObject({ facets: [{ kind: "maxLength" }], baseType: { name: { local: "S" }, facets: [] } });
    const { ownParticle } = schema.complexTypes[0] ?? {};
    expect(ownParticle?.term.kind === "modelGroup" && ownParticle.term.particles[0]?.term).toMatchObject({ type });
  });

  it("extends a complex type", () => {
    const { problems, schema } = redefine(longerT);
    expect(problems).toEqual([]);
    const type = schema.types.get("T");
    expect(type).toMatchObject({ attributeUses: [{ declaration: { name: { local: "y" } } }], baseType: { attributeUses: [] } });
    expect(schema.elements.get("e")?.type).toBe(type);
  });

  it("extends groups by a reference to themselves", () => {
    const { problems, schema } =
      redefine(`<xs:group name="g"><xs:sequence><xs:group ref="g"/><xs:element name="c"/></xs:sequence></xs:group>
      <xs:attributeGroup name="h"><xs:attributeGroup ref="h"/><xs:attribute name="y"/></xs:attributeGroup>`);
    expect(problems).toEqual([]);
    expect(schema.modelGroups.get("g")?.modelGroup.particles.map(({ term }) => term.kind)).toEqual(["modelGroup", "element"]);
    expect(schema.attributeGroups.get("h")?.attributeUses.map(({ declaration }) => declaration.name.local)).toEqual(["x", "y"]);
    expect(schema.redefinitions).toEqual([]);
  });

  it("notes groups that must be restrictions", () => {
    const { problems, schema } = redefine(`<xs:group name="g"><xs:choice><xs:element name="a"/></xs:choice></xs:group>
      <xs:attributeGroup name="h"><xs:attribute name="x" use="required"/></xs:attributeGroup>`);
    expect(problems).toEqual([]);
    expect(schema.redefinitions.map(({ kind, original, redefined }) => [kind, original === redefined, original.name.local])).toEqual([
      ["modelGroupDefinition", false, "g"],
      ["attributeGroup", false, "h"],
    ]);
  });

  it("builds on redefinitions of redefinitions, through includes too", () => {
    const { problems, schema } = loadContractText({
      documents: {
        "a.xsd": xsd(
          `<xs:redefine schemaLocation="b.xsd">${shortS.replace('"3"', '"2"')}</xs:redefine>`,
          'targetNamespace="urn:a" xmlns="urn:a"',
        ),
        "b.xsd": xsd('<xs:include schemaLocation="c.xsd"/>'),
        "c.xsd": xsd(`<xs:redefine schemaLocation="d.xsd">${shortS}</xs:redefine>`),
        "d.xsd": original,
      },
    });
    expect(problems).toEqual([]);
    expect(schema.types.get("{urn:a}S")).toMatchObject({
      facets: [{ value: "2" }],
      baseType: { facets: [{ value: "3" }], baseType: { facets: [] } },
    });
  });

  const refused: readonly (readonly [given: string, ...want: string[]])[] = [
    ['<xs:simpleType name="S"><xs:restriction base="xs:string"/></xs:simpleType>', "src-redefine.5"],
    ['<xs:simpleType name="S"><xs:list itemType="S"/></xs:simpleType>', "src-redefine.5"],
    ['<xs:complexType name="T"><xs:sequence/></xs:complexType>', "src-redefine.5"],
    ['<xs:complexType name="S"/>', "src-resolve"],
    ['<xs:simpleType name="X"><xs:restriction base="X"/></xs:simpleType>', "src-resolve"],
    ['<xs:group name="g"><xs:sequence><xs:group ref="g"/><xs:group ref="g"/></xs:sequence></xs:group>', "src-redefine.6.1.1"],
    ['<xs:group name="g"><xs:sequence><xs:group ref="g" minOccurs="0"/></xs:sequence></xs:group>', "src-redefine.6.1.2"],
    ['<xs:attributeGroup name="h"><xs:attributeGroup ref="h"/><xs:attributeGroup ref="h"/></xs:attributeGroup>', "src-redefine.7.1"],
    ['<xs:element name="e"/>', "s4s-elt-must-match.1"],
  ];
  it.each(refused.map(([given, ...want]) => ({ given, want })))("$given breaks $want", ({ given, want }) => {
    expect(redefine(given).diagnostics.map(({ id }) => id)).toEqual(want);
  });

  it("refuses two redefinitions of one component", () => {
    const { diagnostics } = loadContractText({
      documents: {
        "a.xsd": xsd(`<xs:include schemaLocation="c.xsd"/><xs:redefine schemaLocation="b.xsd">${shortS}</xs:redefine>`),
        "b.xsd": original,
        "c.xsd": xsd(`<xs:redefine schemaLocation="b.xsd">${shortS}</xs:redefine>`),
      },
    });
    expect(diagnostics.map(({ id }) => id)).toEqual(["sch-props-correct.2"]);
  });
});

describe("documents that lead back to each other", () => {
  const type = (name: string) => `<xs:complexType name="${name}"><xs:sequence/></xs:complexType>`;
  const extend = (location: string, name: string) => `<xs:redefine schemaLocation="${location}">
    <xs:complexType name="${name}"><xs:complexContent><xs:extension base="${name}"><xs:attribute name="x"/></xs:extension></xs:complexContent></xs:complexType>
  </xs:redefine>`;
  /** Redefinitions are reported where they stand. */
  const twice = (document: string) => `sch-props-correct.2 ${document}.xsd:3:5`;
  const cases: readonly (readonly [string, Readonly<Record<string, string>>, readonly string[]])[] = [
    [
      "each redefines a type of the other",
      { "a.xsd": extend("b.xsd", "T") + type("S"), "b.xsd": extend("a.xsd", "S") + type("T") },
      [twice("a"), twice("b")],
    ],
    ["both redefine one type", { "a.xsd": extend("b.xsd", "T"), "b.xsd": extend("a.xsd", "T") + type("T") }, [twice("a"), twice("b")]],
    [
      "the circle has three documents",
      {
        "a.xsd": extend("b.xsd", "T") + type("U"),
        "b.xsd": `<xs:redefine schemaLocation="c.xsd"/>${type("T")}`,
        "c.xsd": extend("a.xsd", "U"),
      },
      [twice("a"), twice("c")],
    ],
    ["the way back is an include", { "a.xsd": extend("b.xsd", "T"), "b.xsd": `<xs:include schemaLocation="a.xsd"/>${type("T")}` }, []],
    ["the way back redefines nothing", { "a.xsd": extend("b.xsd", "T"), "b.xsd": `<xs:redefine schemaLocation="a.xsd"/>${type("T")}` }, []],
    ["a chain is no circle", { "a.xsd": extend("b.xsd", "T"), "b.xsd": extend("c.xsd", "T"), "c.xsd": type("T") }, []],
  ];

  it.each(cases)("%s", (_, documents, want) => {
    const { problems } = loadContractText({
      documents: Object.fromEntries(Object.entries(documents).map(([name, content]) => [name, xsd(content)])),
    });
    expect([...problems].sort()).toEqual(want);
  });
});
