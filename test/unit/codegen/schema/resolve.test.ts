import { describe, expect, it } from "vitest";
import type { ComplexTypeDefinition, Particle, Schema, SimpleTypeDefinition } from "../../../../codegen/schema/components.js";
import { Substitution } from "../../../../codegen/schema/substitution.js";
import { idsBeforeChecking, loadContractText, schemaOf, xsd } from "../../../support/contracts.js";

function complexType(schema: Schema, name: string): ComplexTypeDefinition {
  const type = schema.types.get(name);
  if (type?.kind !== "complexType") throw new Error(`no complex type ${name}`);
  return type;
}

function simpleType(schema: Schema, name: string): SimpleTypeDefinition {
  const type = schema.types.get(name);
  if (type?.kind !== "simpleType") throw new Error(`no simple type ${name}`);
  return type;
}

/** A particle as (a, b?) | {any}. */
function show({ term, minOccurs, maxOccurs }: Particle): string {
  const bounds = `${minOccurs},${maxOccurs}`;
  const suffix = { "1,1": "", "0,1": "?", "0,Infinity": "*", "1,Infinity": "+" }[bounds] ?? `{${bounds}}`;
  if (term.kind === "element") return term.name.clark + suffix;
  if (term.kind === "wildcard") return `any${suffix}`;
  return `${term.compositor}(${term.particles.map(show).join(", ")})${suffix}`;
}

function content(type: ComplexTypeDefinition): string {
  const { contentType } = type;
  if (contentType.kind === "empty") return "empty";
  return contentType.kind === "simple" ? `simple ${contentType.type.name?.clark}` : `${contentType.kind} ${show(contentType.particle)}`;
}

const attributes = (type: ComplexTypeDefinition): readonly string[] => type.attributeUses.map(({ declaration }) => declaration.name.clark);

const base = (inner: string, attributes = ""): string => `<xs:complexType name="B" ${attributes}>${inner}</xs:complexType>`;
const derived = (method: string, inner: string, attributes = ""): string =>
  `<xs:complexType name="D" ${attributes}><xs:complexContent><xs:${method} base="B">${inner}</xs:${method}></xs:complexContent></xs:complexType>`;
const seqA = '<xs:sequence><xs:element name="a"/></xs:sequence>';
const seqB = '<xs:sequence><xs:element name="b" minOccurs="0"/></xs:sequence>';

describe("content types", () => {
  const cases: readonly (readonly [name: string, given: string, want: string])[] = [
    ["nothing", '<xs:complexType name="D"/>', "empty"],
    ["mixed and nothing else", '<xs:complexType name="D" mixed="true"/>', "mixed sequence()"],
    ["an empty sequence", '<xs:complexType name="D"><xs:sequence minOccurs="3" maxOccurs="3"/></xs:complexType>', "empty"],
    ["an empty choice", '<xs:complexType name="D"><xs:choice/></xs:complexType>', "elementOnly choice()"],
    ["an empty choice that may be absent", '<xs:complexType name="D"><xs:choice minOccurs="0"/></xs:complexType>', "empty"],
    [
      "elements that are ruled out",
      '<xs:complexType name="D"><xs:sequence><xs:element name="a" minOccurs="0" maxOccurs="0"/></xs:sequence></xs:complexType>',
      "elementOnly sequence()",
    ],
    ["an extension", base(seqA) + derived("extension", seqB), "elementOnly sequence(sequence(a), sequence(b?))"],
    ["an extension by nothing", base(seqA) + derived("extension", ""), "elementOnly sequence(a)"],
    ["an extension of nothing", base("") + derived("extension", seqB), "elementOnly sequence(b?)"],
    ["a mixed extension of nothing", base("") + derived("extension", "", 'mixed="true"'), "mixed sequence()"],
    [
      "an extension of mixed content",
      base(seqA, 'mixed="true"') + derived("extension", seqB, 'mixed="true"'),
      "mixed sequence(sequence(a), sequence(b?))",
    ],
    ["a restriction", base(seqB) + derived("restriction", ""), "empty"],
    ["a restriction with content", base(seqA) + derived("restriction", seqA), "elementOnly sequence(a)"],
    [
      "simple content of a simple type",
      '<xs:complexType name="D"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>',
      "simple {http://www.w3.org/2001/XMLSchema}int",
    ],
    [
      "simple content out of mixed content",
      `${base(seqB, 'mixed="true"')}<xs:simpleType name="S"><xs:restriction base="xs:int"/></xs:simpleType>
       <xs:complexType name="D"><xs:simpleContent><xs:restriction base="B"><xs:simpleType><xs:restriction base="S"/></xs:simpleType></xs:restriction></xs:simpleContent></xs:complexType>`,
      "simple undefined",
    ],
    [
      "a group",
      '<xs:group name="g"><xs:choice><xs:element name="a"/></xs:choice></xs:group><xs:complexType name="D"><xs:group ref="g" maxOccurs="unbounded"/></xs:complexType>',
      "elementOnly choice(a)+",
    ],
  ];
  it.each(cases)("%s", (_, given, want) => {
    expect(content(complexType(schemaOf(xsd(given)), "D"))).toBe(want);
  });

  it("restricts simple content by facets", () => {
    const schema = schemaOf(
      xsd(`<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>
      <xs:complexType name="D"><xs:simpleContent><xs:restriction base="B"><xs:maxInclusive value="5"/></xs:restriction></xs:simpleContent></xs:complexType>`),
    );
    const { contentType } = complexType(schema, "D");
    expect(contentType).toMatchObject({ kind: "simple", type: { variety: "atomic", facets: [{ kind: "maxInclusive", value: "5" }] } });
    expect(contentType.kind === "simple" && schema.simpleTypes.includes(contentType.type)).toBe(true);
  });

  const refused: readonly (readonly [given: string, want: string])[] = [
    ['<xs:complexType name="D"><xs:complexContent><xs:extension base="xs:int"/></xs:complexContent></xs:complexType>', "src-ct.1"],
    ['<xs:complexType name="D"><xs:simpleContent><xs:restriction base="xs:int"/></xs:simpleContent></xs:complexType>', "src-ct.2"],
    [`${base(seqA)}<xs:complexType name="D"><xs:simpleContent><xs:extension base="B"/></xs:simpleContent></xs:complexType>`, "src-ct.2"],
    [
      `${base(seqA, 'mixed="true"')}<xs:complexType name="D"><xs:simpleContent><xs:restriction base="B"><xs:simpleType><xs:restriction base="xs:int"/></xs:simpleType></xs:restriction></xs:simpleContent></xs:complexType>`,
      "src-ct.2",
    ],
  ];
  it.each(refused)("%s breaks %s", (given, want) => {
    expect(idsBeforeChecking(xsd(given))).toEqual([want]);
  });
});

describe("attributes", () => {
  const twoAttributes = '<xs:attribute name="a"/><xs:attribute name="b" use="required"/>';

  it("inherits, restates and prohibits", () => {
    const extended = schemaOf(xsd(base(twoAttributes) + derived("extension", '<xs:attribute name="c"/>')));
    expect(attributes(complexType(extended, "D"))).toEqual(["a", "b", "c"]);
    const restricted = schemaOf(
      xsd(base(twoAttributes) + derived("restriction", '<xs:attribute name="a" use="prohibited"/><xs:attribute name="b"/>')),
    );
    expect(attributes(complexType(restricted, "D"))).toEqual(["b"]);
    expect(complexType(restricted, "D").prohibitedAttributes.map(({ clark }) => clark)).toEqual(["a"]);
  });

  it("takes groups apart, where they stand", () => {
    const schema = schemaOf(
      xsd(`<xs:attributeGroup name="g"><xs:attribute name="x"/><xs:attributeGroup ref="h"/></xs:attributeGroup>
      <xs:attributeGroup name="h"><xs:attribute name="y"/></xs:attributeGroup>
      <xs:complexType name="D"><xs:attribute name="a"/><xs:attributeGroup ref="g"/><xs:attribute name="b"/></xs:complexType>`),
    );
    expect(attributes(complexType(schema, "D"))).toEqual(["a", "x", "y", "b"]);
  });

  it("qualifies by form and by default", () => {
    const local = '<xs:complexType name="D"><xs:attribute name="a"/><xs:attribute name="b" form="unqualified"/></xs:complexType>';
    const schema = schemaOf(xsd(local, 'targetNamespace="urn:a" attributeFormDefault="qualified"'));
    expect(attributes(complexType(schema, "{urn:a}D"))).toEqual(["{urn:a}a", "b"]);
  });

  it("intersects wildcards of groups and unites those of an extension", () => {
    const group = (name: string, namespace: string): string =>
      `<xs:attributeGroup name="${name}"><xs:anyAttribute namespace="${namespace}" processContents="lax"/></xs:attributeGroup>`;
    const groups = group("g", "urn:a urn:b") + group("h", "urn:b urn:c");
    const schema = schemaOf(
      xsd(
        `${groups}<xs:complexType name="B"><xs:attributeGroup ref="g"/><xs:attributeGroup ref="h"/></xs:complexType>${derived("extension", '<xs:anyAttribute namespace="urn:d" processContents="skip"/>')}`,
      ),
    );
    expect(complexType(schema, "B").attributeWildcard).toMatchObject({
      namespaceConstraint: { namespaces: ["urn:b"] },
      processContents: "lax",
    });
    expect(complexType(schema, "D").attributeWildcard).toMatchObject({
      namespaceConstraint: { namespaces: ["urn:d", "urn:b"] },
      processContents: "skip",
    });
  });

  it("knows xml: where it is imported, and xsi: always", () => {
    const schema = schemaOf(
      xsd(
        '<xs:import namespace="http://www.w3.org/XML/1998/namespace"/><xs:complexType name="D"><xs:attribute ref="xml:lang"/><xs:attributeGroup ref="xml:specialAttrs"/></xs:complexType>',
      ),
    );
    expect(attributes(complexType(schema, "D"))).toHaveLength(5);
    expect(schema.attributes.has("{http://www.w3.org/2001/XMLSchema-instance}nil")).toBe(true);
    expect(schemaOf(xsd("")).attributes.has("{http://www.w3.org/XML/1998/namespace}lang")).toBe(false);
    expect(idsBeforeChecking(xsd('<xs:complexType name="D"><xs:attribute ref="xml:lang"/></xs:complexType>'))).toEqual(["src-resolve.4.2"]);
  });
});

describe("simple types", () => {
  it("derives variety, parts and datatype", () => {
    const schema = schemaOf(
      xsd(`<xs:simpleType name="L"><xs:list itemType="I"/></xs:simpleType>
      <xs:simpleType name="I"><xs:restriction base="xs:int"><xs:maxInclusive value="5"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="R"><xs:restriction base="L"><xs:length value="2"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="U"><xs:union memberTypes="R xs:string"><xs:simpleType><xs:restriction base="I"/></xs:simpleType></xs:union></xs:simpleType>`),
    );
    expect(simpleType(schema, "L")).toMatchObject({ variety: "list", derivation: "list", itemType: simpleType(schema, "I") });
    expect(simpleType(schema, "R")).toMatchObject({ variety: "list", derivation: "restriction", baseType: simpleType(schema, "L") });
    expect(simpleType(schema, "U").memberTypes.map(({ name }) => name?.local)).toEqual(["R", "string", undefined]);
    const check = (text: string): boolean =>
      simpleType(schema, "R").datatype.check(text, { lookupNamespace: () => undefined }) === undefined;
    expect(["1 5", "1 6", "1"].map(check)).toEqual([true, false, false]);
  });
});

describe("references", () => {
  const cases: readonly (readonly [given: string, ...want: string[]])[] = [
    ['<xs:element name="e" type="T"/>', "src-resolve"],
    ['<xs:element name="e" substitutionGroup="f"/>', "src-resolve"],
    ['<xs:attribute name="e" type="T"/><xs:complexType name="T"/>', "src-resolve"],
    ['<xs:complexType name="T"><xs:group ref="g"/></xs:complexType>', "src-resolve"],
    ['<xs:complexType name="T"><xs:attributeGroup ref="g"/></xs:complexType>', "src-resolve"],
    [
      '<xs:complexType name="T"><xs:sequence><xs:element ref="e"/></xs:sequence><xs:attribute ref="a"/></xs:complexType>',
      "src-resolve",
      "src-resolve",
    ],
    ['<xs:element name="e" type="T"/><xs:element name="T"/>', "src-resolve"],
    ['<xs:element name="e" type="n:T" xmlns:n="urn:n"/>', "src-resolve.4.2", "src-resolve"],
    ['<xs:element name="e"/><xs:element name="e"/>', "sch-props-correct.2"],
    ['<xs:complexType name="T"/><xs:simpleType name="T"><xs:restriction base="xs:int"/></xs:simpleType>', "sch-props-correct.2"],
    ['<xs:element name="T"/><xs:complexType name="T"/><xs:attribute name="T"/>'],
    // Circles.
    [base("").replace("></xs", `><xs:complexContent><xs:extension base="B"/></xs:complexContent></xs`), "ct-props-correct.3"],
    ['<xs:simpleType name="S"><xs:restriction base="S"/></xs:simpleType>', "st-props-correct.2"],
    ['<xs:simpleType name="S"><xs:list itemType="S"/></xs:simpleType>', "st-props-correct.2"],
    [
      '<xs:simpleType name="S"><xs:union memberTypes="xs:int U"/></xs:simpleType><xs:simpleType name="U"><xs:union memberTypes="S"/></xs:simpleType>',
      "src-simple-type.4",
    ],
    ['<xs:group name="g"><xs:sequence><xs:choice><xs:group ref="g"/></xs:choice></xs:sequence></xs:group>', "mg-props-correct.2"],
    [
      '<xs:group name="g"><xs:sequence><xs:element name="e"><xs:complexType><xs:group ref="g" minOccurs="0"/></xs:complexType></xs:element></xs:sequence></xs:group>',
    ],
    [
      '<xs:attributeGroup name="g"><xs:attributeGroup ref="h"/></xs:attributeGroup><xs:attributeGroup name="h"><xs:attributeGroup ref="g"/></xs:attributeGroup>',
      "src-attribute_group.3",
    ],
    ['<xs:element name="e" substitutionGroup="f"/><xs:element name="f" substitutionGroup="e"/>', "e-props-correct.6"],
  ];
  it.each(cases.map(([given, ...want]) => ({ given, want })))("$given breaks $want", ({ given, want }) => {
    expect(idsBeforeChecking(xsd(given))).toEqual(want);
  });

  it("names both places of a double definition", () => {
    const { diagnostics } = loadContractText({ documents: { "a.xsd": xsd('<xs:element name="e"/>\n<xs:element name="e"/>') } });
    expect(diagnostics.map(({ at, related }) => [at?.line, related[0]?.at.line])).toEqual([[3, 2]]);
  });
});

describe("substitution groups", () => {
  it("inherits the head's type and lists members of members", () => {
    const schema = schemaOf(
      xsd(`<xs:element name="c" substitutionGroup="b"/><xs:element name="b" substitutionGroup="a"/><xs:element name="a" type="xs:int"/>`),
    );
    expect(schema.elements.get("c")?.type.name?.local).toBe("int");
    const substitution = new Substitution(schema);
    const members = [...schema.elements.values()].map((head) => [
      head.name.local,
      substitution.membersOf(head).map(({ name }) => name.local),
    ]);
    expect(members).toEqual([
      ["c", []],
      ["b", ["c"]],
      ["a", ["c", "b"]],
    ]);
  });
});

describe("identity constraints", () => {
  const element = (inner: string): string => `<xs:element name="e"><xs:complexType/>${inner}</xs:element>`;
  const parts = '<xs:selector xpath="a"/><xs:field xpath="@b"/>';
  const keyref = (refer: string): string => `<xs:keyref name="r" refer="${refer}">${parts}</xs:keyref>`;

  it("links a keyref to its key, wherever that stands", () => {
    const schema = schemaOf(
      xsd(`${element(keyref("k"))}<xs:element name="f"><xs:complexType/><xs:key name="k">${parts}</xs:key></xs:element>`),
    );
    expect(schema.identityConstraints.get("r")?.referencedKey).toBe(schema.identityConstraints.get("k"));
  });

  it("refuses a keyref without key, and names used twice", () => {
    expect(idsBeforeChecking(xsd(element(keyref("k"))))).toEqual(["src-resolve"]);
    expect(idsBeforeChecking(xsd(element(keyref("r"))))).toEqual(["src-resolve"]);
    expect(idsBeforeChecking(xsd(element(`<xs:key name="k">${parts}</xs:key><xs:unique name="k">${parts}</xs:unique>`)))).toEqual([
      "sch-props-correct.2",
    ]);
  });
});

describe("size", () => {
  const count = 10_000;
  const chain = (step: (index: number) => string): string => Array.from({ length: count }, (_, index) => step(index)).join("");

  it("resolves chains as long as a document", () => {
    const types = chain(
      (index) =>
        `<xs:complexType name="t${index}"><xs:complexContent><xs:extension base="${index + 1 < count ? `t${index + 1}` : "xs:anyType"}"/></xs:complexContent></xs:complexType>`,
    );
    const groups = chain(
      (index) =>
        `<xs:group name="g${index}"><xs:sequence>${index + 1 < count ? `<xs:group ref="g${index + 1}"/>` : ""}</xs:sequence></xs:group>`,
    );
    expect(idsBeforeChecking(xsd(types + groups))).toEqual([]);
  });

  it("finds circles as long as a document", () => {
    expect(
      idsBeforeChecking(
        xsd(chain((index) => `<xs:simpleType name="t${index}"><xs:restriction base="t${(index + 1) % count}"/></xs:simpleType>`)),
      ),
    ).toEqual(["st-props-correct.2"]);
  });
});
