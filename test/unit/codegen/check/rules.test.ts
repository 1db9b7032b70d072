import { describe, expect, test } from "vitest";
import { diagnosticIds, expectDiagnostics } from "../../../support/contracts.js";

/** Each rule with declarations that break it, and, where the line is fine, the nearest ones that do not. */
const table: [string, { wrong: string; right?: string }][] = [
  // Simple types
  ["cos-st-restricts.1.1", { wrong: simple("S", '<xs:restriction base="xs:anySimpleType"/>') }],
  [
    "cos-st-restricts.2.1",
    { wrong: simple("S", '<xs:list itemType="xs:NMTOKENS"/>'), right: simple("S", '<xs:list itemType="xs:NMTOKEN"/>') },
  ],
  ["cos-st-restricts.2.1", { wrong: simple("U", '<xs:union memberTypes="xs:int xs:IDREFS"/>') + simple("S", '<xs:list itemType="t:U"/>') }],
  [
    "cos-st-restricts.2.3.1.1",
    {
      wrong: `<xs:simpleType name="F" final="list"><xs:restriction base="xs:int"/></xs:simpleType>${simple("S", '<xs:list itemType="t:F"/>')}`,
    },
  ],
  [
    "cos-st-restricts.3.3.1.1",
    {
      wrong: `<xs:simpleType name="F" final="union"><xs:restriction base="xs:int"/></xs:simpleType>${simple("S", '<xs:union memberTypes="t:F"/>')}`,
    },
  ],
  [
    "st-props-correct.3",
    {
      wrong: `<xs:simpleType name="F" final="restriction"><xs:restriction base="xs:int"/></xs:simpleType>${simple("S", '<xs:restriction base="t:F"/>')}`,
      right: `<xs:simpleType name="F" final="restriction"><xs:restriction base="xs:int"/></xs:simpleType>${simple("S", '<xs:list itemType="t:F"/>')}`,
    },
  ],
  [
    "whiteSpace-valid-restriction",
    {
      wrong: `${simple("R", '<xs:restriction base="xs:string"><xs:whiteSpace value=" replace "/></xs:restriction>')}${simple("S", '<xs:restriction base="t:R"><xs:whiteSpace value="preserve"/></xs:restriction>')}`,
      right: `${simple("R", '<xs:restriction base="xs:string"><xs:whiteSpace value=" replace "/></xs:restriction>')}${simple("S", '<xs:restriction base="t:R"><xs:whiteSpace value=" collapse"/></xs:restriction>')}`,
    },
  ],
  ["cos-applicable-facets", { wrong: simple("S", '<xs:restriction base="xs:int"><xs:length value="3"/></xs:restriction>') }],
  [
    "enumeration-required-notation",
    {
      wrong: '<xs:notation name="n" public="n"/><xs:element name="e" type="xs:NOTATION"/>',
      right: `<xs:notation name="n" public="n"/>${simple("N", '<xs:restriction base="xs:NOTATION"><xs:enumeration value="t:n"/></xs:restriction>')}<xs:element name="e" type="t:N"/>`,
    },
  ],
  [
    "enumeration-valid-restriction",
    { wrong: simple("N", '<xs:restriction base="xs:NOTATION"><xs:enumeration value="t:n"/></xs:restriction>') },
  ],
  // Attributes
  ["no-xmlns", { wrong: '<xs:attribute name="xmlns"/>' }],
  [
    "a-props-correct.2",
    { wrong: '<xs:attribute name="a" type="xs:int" default="x"/>', right: '<xs:attribute name="a" type="xs:int" default=" 1 "/>' },
  ],
  ["a-props-correct.2", { wrong: complex("T", '<xs:attribute name="a" type="xs:int" fixed="x"/>') }],
  ["a-props-correct.3", { wrong: '<xs:attribute name="a" type="xs:ID" default="x"/>' }],
  [
    "au-props-correct.2",
    {
      wrong: `<xs:attribute name="a" type="xs:int" fixed="1"/>${complex("T", '<xs:attribute ref="t:a" fixed="2"/>')}`,
      right: `<xs:attribute name="a" type="xs:int" fixed="1"/>${complex("T", '<xs:attribute ref="t:a" fixed="01"/>')}`,
    },
  ],
  ["ag-props-correct.2", { wrong: '<xs:attributeGroup name="g"><xs:attribute name="a"/><xs:attribute name="a"/></xs:attributeGroup>' }],
  [
    "ag-props-correct.3",
    { wrong: '<xs:attributeGroup name="g"><xs:attribute name="a" type="xs:ID"/><xs:attribute name="b" type="xs:ID"/></xs:attributeGroup>' },
  ],
  // Elements
  ["e-props-correct.2", { wrong: '<xs:element name="e" type="xs:int" default="x"/>' }],
  ["e-props-correct.5", { wrong: '<xs:element name="e" type="xs:ID" default="x"/>' }],
  [
    "cos-valid-default.2.1",
    { wrong: `${complex("T", sequence('<xs:element name="a" minOccurs="0"/>'))}<xs:element name="e" type="t:T" default="x"/>` },
  ],
  [
    "cos-valid-default.2.2.2",
    {
      wrong: `<xs:complexType name="T" mixed="true">${sequence('<xs:element name="a"/>')}</xs:complexType><xs:element name="e" type="t:T" default="x"/>`,
      right: `<xs:complexType name="T" mixed="true">${sequence('<xs:element name="a" minOccurs="0"/>')}</xs:complexType><xs:element name="e" type="t:T" default="x"/>`,
    },
  ],
  [
    "e-props-correct.4",
    {
      wrong: '<xs:element name="h" type="xs:int"/><xs:element name="m" type="xs:string" substitutionGroup="t:h"/>',
      right: '<xs:element name="h" type="xs:int"/><xs:element name="m" type="xs:byte" substitutionGroup="t:h"/>',
    },
  ],
  [
    "e-props-correct.4",
    { wrong: '<xs:element name="h" type="xs:int" final="restriction"/><xs:element name="m" type="xs:byte" substitutionGroup="t:h"/>' },
  ],
  // Identity constraints
  ["c-selector-xpath", { wrong: unique("k", "a[1]", ".") }],
  ["c-fields-xpaths", { wrong: unique("k", "a", "@a/b"), right: unique("k", ".//a|b/*", "c/@a") }],
  [
    "c-props-correct.2",
    {
      wrong: `<xs:element name="e"><xs:complexType/><xs:key name="k"><xs:selector xpath="a"/><xs:field xpath="@a"/></xs:key><xs:keyref name="r" refer="t:k"><xs:selector xpath="b"/><xs:field xpath="@a"/><xs:field xpath="@b"/></xs:keyref></xs:element>`,
    },
  ],
  // Complex types
  [
    "ct-props-correct.2",
    {
      wrong: '<xs:complexType name="T"><xs:simpleContent><xs:restriction base="xs:int"/></xs:simpleContent></xs:complexType>',
    },
  ],
  ["ct-props-correct.4", { wrong: complex("T", '<xs:attribute name="a"/><xs:attribute name="a"/>') }],
  ["ct-props-correct.4", { wrong: complex("B", '<xs:attribute name="a"/>') + extension("D", "B", '<xs:attribute name="a"/>') }],
  ["ct-props-correct.5", { wrong: complex("T", '<xs:attribute name="a" type="xs:ID"/><xs:attribute name="b" type="xs:ID"/>') }],
  [
    "cos-ct-extends.1.1",
    {
      wrong: `<xs:complexType name="B" final="extension"/>${extension("D", "B", "")}`,
      right: `<xs:complexType name="B" final="restriction"/>${extension("D", "B", "")}`,
    },
  ],
  [
    "cos-ct-extends.1.4.3.2.2.1",
    {
      wrong: `<xs:complexType name="B" mixed="true">${sequence('<xs:element name="a"/>')}</xs:complexType>${extension("D", "B", sequence('<xs:element name="b"/>'))}`,
    },
  ],
  [
    "cos-ct-extends.1.4",
    {
      wrong: `<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType>${extension("D", "B", sequence('<xs:element name="b"/>'))}`,
    },
  ],
  [
    "cos-all-limited.1.2",
    { wrong: complex("B", "<xs:all><xs:element name='a'/></xs:all>") + extension("D", "B", sequence('<xs:element name="b"/>')) },
  ],
  [
    "cos-all-limited.1.2",
    {
      wrong: `<xs:group name="g"><xs:all><xs:element name="a"/></xs:all></xs:group>${complex("T", sequence('<xs:group ref="t:g"/>'))}`,
      right: `<xs:group name="g"><xs:all><xs:element name="a"/></xs:all></xs:group>${complex("T", '<xs:group ref="t:g" minOccurs="0"/>')}`,
    },
  ],
  // Content
  [
    "cos-element-consistent",
    {
      wrong: complex("T", sequence('<xs:element name="a" type="xs:int"/><xs:element name="b"/><xs:element name="a" type="xs:byte"/>')),
      right: complex("T", sequence('<xs:element name="a" type="xs:int"/><xs:element name="b"/><xs:element name="a" type="xs:int"/>')),
    },
  ],
  [
    "cos-element-consistent",
    {
      wrong: `<xs:element name="h" type="xs:int"/><xs:element name="m" type="xs:byte" substitutionGroup="t:h"/>${complex("T", sequence('<xs:element ref="t:h"/><xs:element name="x"/><xs:element name="m" type="xs:int"/>'))}`,
    },
  ],
  ["cos-nonambig", { wrong: complex("T", sequence('<xs:element name="a" minOccurs="0"/><xs:element name="a"/>')) }],
  [
    "cos-nonambig",
    {
      wrong: `<xs:element name="h"/><xs:element name="m" substitutionGroup="t:h"/>${complex("T", sequence('<xs:element ref="t:h" minOccurs="0"/><xs:element ref="t:m"/>'))}`,
      right: `<xs:element name="h" block="substitution"/><xs:element name="m" substitutionGroup="t:h"/>${complex("T", sequence('<xs:element ref="t:h" minOccurs="0"/><xs:element ref="t:m"/>'))}`,
    },
  ],
  [
    "cos-nonambig",
    {
      wrong: complex("T", sequence('<xs:any namespace="##targetNamespace" minOccurs="0"/><xs:element name="a"/>')),
      right: complex("T", sequence('<xs:any namespace="##other" minOccurs="0"/><xs:element name="a"/>')),
    },
  ],
  // Restriction: attributes
  ["derivation-ok-restriction.1", { wrong: `<xs:complexType name="B" final="restriction"/>${restriction("D", "B", "")}` }],
  [
    "derivation-ok-restriction.2.1.1",
    { wrong: complex("B", '<xs:attribute name="a" use="required"/>') + restriction("D", "B", '<xs:attribute name="a"/>') },
  ],
  [
    "derivation-ok-restriction.2.1.2",
    { wrong: complex("B", '<xs:attribute name="a" type="xs:int"/>') + restriction("D", "B", '<xs:attribute name="a" type="xs:string"/>') },
  ],
  [
    "derivation-ok-restriction.2.1.3",
    {
      wrong:
        complex("B", '<xs:attribute name="a" type="xs:int" fixed="1"/>') +
        restriction("D", "B", '<xs:attribute name="a" type="xs:int" default="1"/>'),
      right:
        complex("B", '<xs:attribute name="a" type="xs:int" fixed="1"/>') +
        restriction("D", "B", '<xs:attribute name="a" type="xs:byte" fixed="+1"/>'),
    },
  ],
  [
    "derivation-ok-restriction.2.2",
    {
      wrong: complex("B", "") + restriction("D", "B", '<xs:attribute name="a"/>'),
      right: complex("B", '<xs:anyAttribute namespace="##local"/>') + restriction("D", "B", '<xs:attribute name="a"/>'),
    },
  ],
  [
    "derivation-ok-restriction.3",
    { wrong: complex("B", '<xs:attribute name="a" use="required"/>') + restriction("D", "B", '<xs:attribute name="a" use="prohibited"/>') },
  ],
  ["derivation-ok-restriction.4.1", { wrong: complex("B", "") + restriction("D", "B", "<xs:anyAttribute/>") }],
  [
    "derivation-ok-restriction.4.2",
    { wrong: complex("B", '<xs:anyAttribute namespace="##other"/>') + restriction("D", "B", '<xs:anyAttribute namespace="##any"/>') },
  ],
  [
    "derivation-ok-restriction.4.3",
    { wrong: complex("B", "<xs:anyAttribute/>") + restriction("D", "B", '<xs:anyAttribute processContents="lax"/>') },
  ],
  // Restriction: kinds of content
  [
    "derivation-ok-restriction.5.3.2",
    {
      wrong: complex("B", sequence('<xs:element name="a"/>')) + restriction("D", "B", ""),
      right: complex("B", sequence('<xs:element name="a" minOccurs="0"/>')) + restriction("D", "B", ""),
    },
  ],
  [
    "derivation-ok-restriction.5.4.1.2",
    {
      wrong: `${complex("B", sequence('<xs:element name="a"/>'))}<xs:complexType name="D" mixed="true"><xs:complexContent><xs:restriction base="t:B">${sequence('<xs:element name="a"/>')}</xs:restriction></xs:complexContent></xs:complexType>`,
    },
  ],
  [
    "derivation-ok-restriction.5.2.2.1",
    {
      wrong: `<xs:complexType name="B"><xs:simpleContent><xs:extension base="xs:int"/></xs:simpleContent></xs:complexType><xs:complexType name="D"><xs:simpleContent><xs:restriction base="t:B"><xs:simpleType><xs:restriction base="xs:date"/></xs:simpleType></xs:restriction></xs:simpleContent></xs:complexType>`,
    },
  ],
  // Restriction: particles
  ["rcase-NameAndTypeOK.2", particles('<xs:element name="a"/>', '<xs:element name="a" minOccurs="0"/>', '<xs:element name="a"/>')],
  ["rcase-NameAndTypeOK.3.2.1", particles('<xs:element name="a"/>', '<xs:element name="a" nillable="true"/>')],
  [
    "rcase-NameAndTypeOK.3.2.2",
    particles(
      '<xs:element name="a" type="xs:int" fixed="1"/>',
      '<xs:element name="a" type="xs:int" fixed="2"/>',
      '<xs:element name="a" type="xs:int" fixed="01"/>',
    ),
  ],
  [
    "rcase-NameAndTypeOK.3.2.4",
    particles('<xs:element name="a" block="extension"/>', '<xs:element name="a"/>', '<xs:element name="a" block="#all"/>'),
  ],
  [
    "rcase-NameAndTypeOK.3.2.5",
    particles('<xs:element name="a" type="xs:int"/>', '<xs:element name="a" type="xs:string"/>', '<xs:element name="a" type="xs:byte"/>'),
  ],
  ["rcase-NSCompat.1", particles('<xs:any namespace="##other"/>', '<xs:element name="a"/>')],
  [
    "rcase-NSCompat.2",
    particles('<xs:any maxOccurs="2"/>', '<xs:element name="a" maxOccurs="3"/>', '<xs:element name="a" maxOccurs="2"/>'),
  ],
  ["rcase-NSSubset.1", particles("<xs:any/>", '<xs:any minOccurs="0"/>')],
  ["rcase-NSSubset.2", particles('<xs:any namespace="##other"/>', "<xs:any/>", '<xs:any namespace="urn:x"/>')],
  ["rcase-NSSubset.3", particles('<xs:any processContents="lax"/>', '<xs:any processContents="skip"/>', "<xs:any/>")],
  [
    "rcase-NSRecurseCheckCardinality.2",
    particles(
      '<xs:any minOccurs="2" maxOccurs="2"/>',
      `${sequence('<xs:element name="a"/><xs:element name="b"/><xs:element name="c"/>')}`,
      sequence('<xs:element name="a"/><xs:element name="b"/>'),
    ),
  ],
  ["rcase-Recurse.2", particles('<xs:element name="a"/><xs:element name="b"/>', '<xs:element name="a"/>')],
  [
    "rcase-Recurse.2",
    particles(
      '<xs:element name="a"/><xs:element name="b" minOccurs="0"/><xs:element name="c"/>',
      '<xs:element name="c"/><xs:element name="a"/>',
      '<xs:element name="a"/><xs:element name="c"/>',
    ),
  ],
  [
    "rcase-RecurseLax.2",
    particles(
      '<xs:choice><xs:element name="a"/><xs:element name="b"/><xs:element name="c"/></xs:choice>',
      '<xs:choice><xs:element name="c"/><xs:element name="a"/></xs:choice>',
      '<xs:choice><xs:element name="a"/><xs:element name="c"/></xs:choice>',
    ),
  ],
  // rcase-RecurseAsIfGroup: as if the element stood in a choice of its own that occurs once
  [
    "rcase-NameAndTypeOK.2",
    particles(
      '<xs:choice maxOccurs="2"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
      '<xs:element name="a" maxOccurs="2"/>',
      '<xs:element name="a"/>',
    ),
  ],
  [
    "rcase-RecurseLax.1",
    particles(
      '<xs:choice minOccurs="2" maxOccurs="3"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
      '<xs:element name="a" minOccurs="2" maxOccurs="2"/>',
      '<xs:sequence minOccurs="2" maxOccurs="2"><xs:element name="a"/></xs:sequence>',
    ),
  ],
  [
    "rcase-NameAndTypeOK.2",
    particles(
      '<xs:choice minOccurs="0"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
      '<xs:element name="a" minOccurs="0"/>',
      '<xs:choice minOccurs="0"><xs:element name="a"/></xs:choice>',
    ),
  ],
  [
    "rcase-MapAndSum.1",
    particles(
      '<xs:choice maxOccurs="2"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
      `<xs:sequence minOccurs="1">${'<xs:element name="a"/><xs:element name="c"/>'}</xs:sequence>`,
      sequence('<xs:element name="b"/><xs:element name="a"/>'),
    ),
  ],
  [
    "rcase-MapAndSum.2",
    particles(
      '<xs:choice maxOccurs="2"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
      sequence('<xs:element name="b"/><xs:element name="a"/><xs:element name="b"/>'),
    ),
  ],
  [
    "rcase-RecurseUnordered.2",
    {
      wrong: all("B", "abc") + restriction("D", "B", sequence('<xs:element name="c"/><xs:element name="a"/>')),
      right: all("B", "ab") + restriction("D", "B", sequence('<xs:element name="b"/><xs:element name="a"/>')),
    },
  ],
  [
    "cos-particle-restrict.2",
    particles('<xs:element name="a"/><xs:element name="b"/>', '<xs:choice><xs:element name="a"/><xs:element name="b"/></xs:choice>'),
  ],
];

function simple(name: string, definition: string): string {
  return `<xs:simpleType name="${name}">${definition}</xs:simpleType>`;
}

function complex(name: string, content: string): string {
  return `<xs:complexType name="${name}">${content}</xs:complexType>`;
}

function all(name: string, members: string): string {
  return complex(name, `<xs:all>${[...members].map((member) => `<xs:element name="${member}"/>`).join("")}</xs:all>`);
}

function sequence(particles: string): string {
  return `<xs:sequence>${particles}</xs:sequence>`;
}

function extension(name: string, base: string, content: string): string {
  return complex(name, `<xs:complexContent><xs:extension base="t:${base}">${content}</xs:extension></xs:complexContent>`);
}

function restriction(name: string, base: string, content: string): string {
  return complex(name, `<xs:complexContent><xs:restriction base="t:${base}">${content}</xs:restriction></xs:complexContent>`);
}

function unique(name: string, selector: string, field: string): string {
  return `<xs:element name="e"><xs:complexType/><xs:unique name="${name}"><xs:selector xpath="${selector}"/><xs:field xpath="${field}"/></xs:unique></xs:element>`;
}

/** A base with these particles in a sequence, and restrictions of it. */
function particles(base: string, wrong: string, right = base): { wrong: string; right: string } {
  const given = complex("B", sequence(base));
  return { wrong: given + restriction("D", "B", sequence(wrong)), right: given + restriction("D", "B", sequence(right)) };
}

describe("schema component constraints", () => {
  test.each(table)("%s", (id, { wrong, right }) => {
    expect(diagnosticIds(wrong)).toContain(id);
    if (right !== undefined) expectDiagnostics(right, []);
  });

  test("members of a substitution group restrict a reference to its head", () => {
    const head = '<xs:element name="h"/><xs:element name="m" substitutionGroup="t:h"/><xs:element name="n" substitutionGroup="t:h"/>';
    const { wrong, right } = particles(
      '<xs:element ref="t:h" maxOccurs="unbounded"/>',
      '<xs:element name="x" maxOccurs="unbounded"/>',
      '<xs:element ref="t:m"/>',
    );
    expect(diagnosticIds(head + wrong)).toContain("rcase-RecurseLax.2");
    expectDiagnostics(head + right, []);
    const repeated = particles(
      '<xs:element ref="t:h" maxOccurs="unbounded"/>',
      '<xs:element ref="t:m" maxOccurs="2"/>',
      sequence('<xs:element ref="t:m"/><xs:element ref="t:n"/>'),
    );
    expect(diagnosticIds(head + repeated.wrong)).not.toEqual([]);
    expectDiagnostics(head + repeated.right, []);
  });

  test("an element restricts a choice that has no end, which it may repeat as often", () => {
    const { right } = particles(
      '<xs:choice minOccurs="0" maxOccurs="unbounded"><xs:element name="a"/><xs:element name="b"/></xs:choice>',
      "",
      '<xs:element name="a" minOccurs="0" maxOccurs="unbounded"/>',
    );
    expectDiagnostics(right, []);
  });

  test("groups that change nothing do not count in restrictions", () => {
    const { right } = particles(
      sequence(`${sequence('<xs:element name="a"/>')}<xs:element name="b" minOccurs="0"/>`),
      "",
      `<xs:choice>${sequence('<xs:element name="a"/>')}</xs:choice>`,
    );
    expectDiagnostics(right, []);
  });

  test("an attribute group may be named by a type and by its base", () => {
    const group = '<xs:attributeGroup name="g"><xs:attribute name="a" type="xs:ID"/></xs:attributeGroup>';
    const reference = '<xs:attributeGroup ref="t:g"/>';
    expectDiagnostics(group + complex("B", reference) + extension("D", "B", reference), []);
  });

  test("a mistake in a base is not reported again for its extensions", () => {
    const wrong = complex("B", sequence('<xs:element name="a" minOccurs="0"/><xs:element name="a"/>'));
    expectDiagnostics(wrong + extension("D", "B", sequence('<xs:element name="c"/>')), ["cos-nonambig"]);
  });
});

describe("size", () => {
  test("long chains of derivation neither overflow the stack nor take long", () => {
    const chain = Array.from({ length: 20_000 }, (_, at) =>
      extension(`T${at + 1}`, `T${at}`, at % 100 === 0 ? sequence(`<xs:element name="e${at}"/>`) : ""),
    );
    expectDiagnostics(complex("T0", "") + chain.join(""), []);
    const simpleChain = Array.from({ length: 20_000 }, (_, at) => simple(`T${at + 1}`, `<xs:restriction base="t:T${at}"/>`));
    const element = '<xs:element name="h" type="t:T0"/><xs:element name="m" type="t:T20000" substitutionGroup="t:h" default="7"/>';
    expectDiagnostics(simple("T0", '<xs:restriction base="xs:int"/>') + simpleChain.join("") + element, []);
  }, 30_000);
});
