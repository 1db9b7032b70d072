import { describe, expect, it } from "vitest";
import type { BlockMethod, NamespaceConstraint, Schema, TypeDefinition } from "../../../../codegen/schema/components.js";
import { allowsNamespace, intersectConstraints, isSubset, uniteConstraints } from "../../../../codegen/schema/namespace-constraint.js";
import { atomicMembers, derivationChain, effectiveConstraint, isTypeDerivedOk } from "../../../../codegen/schema/queries.js";
import { Substitution } from "../../../../codegen/schema/substitution.js";
import { isEmptiable } from "../../../../codegen/schema/total-range.js";
import { schemaOf, xsd } from "../../../support/contracts.js";

/** "*" any, "!a" not a, "a|b" a list, "" in a list for absent. */
function constraint(text: string): NamespaceConstraint {
  if (text === "*") return { kind: "any" };
  return text.startsWith("!") ? { kind: "not", namespace: text.slice(1) } : { kind: "list", namespaces: text.split("|") };
}

function show(found: NamespaceConstraint | undefined): string | undefined {
  if (found === undefined || found.kind === "any") return found && "*";
  return found.kind === "not" ? `!${found.namespace}` : found.namespaces.join("|");
}

describe("namespace constraints", () => {
  it("decide which namespaces they allow", () => {
    const members = (text: string): readonly string[] => ["", "a", "b"].filter((namespace) => allowsNamespace(constraint(text), namespace));
    expect(members("*")).toEqual(["", "a", "b"]);
    expect(members("!a")).toEqual(["b"]);
    expect(members("!")).toEqual(["a", "b"]);
    expect(members("a|")).toEqual(["", "a"]);
  });

  // Sets over the namespaces that the texts name and one that they do not.
  const sample = ["*", "!a", "!b", "!", "a", "b", "a|b", "a|", "c"];
  const universe = ["", "a", "b", "c", "d"];
  const setOf = (found: NamespaceConstraint): string => universe.filter((namespace) => allowsNamespace(found, namespace)).join(",");
  const pairs = sample.flatMap((left) => sample.map((right) => [left, right] as const));

  it.each(pairs)("%s with %s: union, intersection and subset agree with sets, where they can be expressed", (left, right) => {
    const [one, other] = [constraint(left), constraint(right)];
    const inEither = universe.filter((namespace) => allowsNamespace(one, namespace) || allowsNamespace(other, namespace)).join(",");
    const inBoth = universe.filter((namespace) => allowsNamespace(one, namespace) && allowsNamespace(other, namespace)).join(",");
    const united = uniteConstraints(one, other);
    const common = intersectConstraints(one, other);
    if (united !== undefined) expect(setOf(united)).toBe(inEither);
    if (common !== undefined) expect(setOf(common)).toBe(inBoth);
    if (isSubset(one, other)) expect(setOf(one)).toBe(inBoth);
  });

  it("say what cannot be expressed", () => {
    const union = (left: string, right: string): string | undefined => show(uniteConstraints(constraint(left), constraint(right)));
    const intersection = (left: string, right: string): string | undefined =>
      show(intersectConstraints(constraint(left), constraint(right)));
    expect(union("!a", "")).toBeUndefined();
    expect(union("!a", "a")).toBe("!");
    expect(union("!a", "a|")).toBe("*");
    expect(union("!a", "!b")).toBe("!");
    expect(intersection("!a", "!b")).toBeUndefined();
    expect(intersection("!a", "!")).toBe("!a");
    expect(intersection("!a", "a|b|")).toBe("b");
  });
});

function typeNamed(schema: Schema, name: string): TypeDefinition {
  const type = schema.types.get(name) ?? schema.types.get(`{http://www.w3.org/2001/XMLSchema}${name}`);
  if (type === undefined) throw new Error(`no type ${name}`);
  return type;
}

describe("derivation", () => {
  const schema = schemaOf(
    xsd(`<xs:complexType name="A"/>
    <xs:complexType name="B"><xs:complexContent><xs:extension base="A"/></xs:complexContent></xs:complexType>
    <xs:complexType name="C"><xs:complexContent><xs:restriction base="B"/></xs:complexContent></xs:complexType>
    <xs:complexType name="N"><xs:simpleContent><xs:extension base="I"/></xs:simpleContent></xs:complexType>
    <xs:simpleType name="I"><xs:restriction base="xs:int"/></xs:simpleType>
    <xs:simpleType name="F" final="restriction"><xs:restriction base="xs:int"/></xs:simpleType>
    <xs:simpleType name="G"><xs:restriction base="xs:int"/></xs:simpleType>
    <xs:simpleType name="U"><xs:union memberTypes="V xs:date"/></xs:simpleType>
    <xs:simpleType name="V"><xs:union memberTypes="xs:int"/></xs:simpleType>
    <xs:simpleType name="L"><xs:list itemType="I"/></xs:simpleType>`),
  );

  it("knows the chain", () => {
    expect(derivationChain(typeNamed(schema, "C")).map(({ name }) => name?.local)).toEqual(["C", "B", "A", "anyType"]);
    expect(
      derivationChain(typeNamed(schema, "byte"))
        .map(({ name }) => name?.local)
        .slice(-3),
    ).toEqual(["decimal", "anySimpleType", "anyType"]);
  });

  const cases: readonly (readonly [derived: string, base: string, blocked: string, want: boolean])[] = [
    ["A", "A", "extension restriction", true],
    ["C", "A", "", true],
    ["A", "C", "", false],
    ["C", "A", "extension", false],
    ["C", "B", "extension", true],
    ["C", "B", "restriction", false],
    ["N", "int", "", true],
    ["N", "I", "extension", false],
    ["I", "anySimpleType", "", true],
    ["I", "anyType", "", true],
    ["L", "anySimpleType", "", true],
    ["I", "U", "", true],
    ["L", "U", "", false],
    ["date", "V", "", false],
    ["I", "U", "restriction", false],
  ];
  it.each(cases)("%s stands for %s, blocked %s: %s", (derived, base, blocked, want) => {
    expect(isTypeDerivedOk(typeNamed(schema, derived), typeNamed(schema, base), new Set(blocked.split(" ")))).toBe(want);
  });

  it("takes unions apart", () => {
    const union = typeNamed(schema, "U");
    expect(union.kind === "simpleType" && atomicMembers(union).map(({ name }) => name?.local)).toEqual(["int", "date"]);
  });
});

describe("substitution", () => {
  const members = (block: string, types = ""): readonly string[] => {
    const schema = schemaOf(
      xsd(`<xs:complexType name="A" ${types}/>
      <xs:complexType name="B"><xs:complexContent><xs:extension base="A"/></xs:complexContent></xs:complexType>
      <xs:complexType name="C"><xs:complexContent><xs:restriction base="A"/></xs:complexContent></xs:complexType>
      <xs:element name="a" type="A" block="${block}"/><xs:element name="same" substitutionGroup="a"/>
      <xs:element name="b" type="B" substitutionGroup="a"/><xs:element name="c" type="C" substitutionGroup="a"/>`),
    );
    const head = schema.elements.get("a");
    return head === undefined
      ? []
      : new Substitution(schema)
          .elementsFor(head)
          .slice(1)
          .map(({ name }) => name.local);
  };

  const cases: readonly (readonly [block: string, types: string, want: readonly string[]])[] = [
    ["", "", ["same", "b", "c"]],
    ["substitution", "", []],
    ["extension", "", ["same", "c"]],
    ["restriction", "", ["same", "b"]],
    ["", 'block="extension"', ["same", "c"]],
    ["#all", "", []],
  ];
  it.each(cases)("block=%j, type with %j", (block, types, want) => {
    expect(members(block satisfies string | BlockMethod, types)).toEqual(want);
  });
});

describe("emptiability", () => {
  const cases: readonly (readonly [content: string, want: boolean])[] = [
    ["<xs:sequence/>", true],
    ['<xs:sequence><xs:element name="a"/></xs:sequence>', false],
    ['<xs:sequence minOccurs="0"><xs:element name="a"/></xs:sequence>', true],
    ['<xs:sequence><xs:element name="a" minOccurs="0"/><xs:choice><xs:element name="b"/><xs:sequence/></xs:choice></xs:sequence>', true],
    ['<xs:choice><xs:element name="a"/><xs:element name="b"/></xs:choice>', false],
    ['<xs:all><xs:element name="a" minOccurs="0"/></xs:all>', true],
  ];
  it.each(cases)("%s: %s", (content, want) => {
    const { contentType } = schemaOf(xsd(`<xs:complexType name="T" mixed="true">${content}</xs:complexType>`)).complexTypes[0] ?? {};
    expect(contentType?.kind === "mixed" && isEmptiable(contentType.particle)).toBe(want);
  });
});

describe("value constraints", () => {
  it("prefers the use's", () => {
    const schema = schemaOf(
      xsd(
        '<xs:attribute name="a" default="1"/><xs:complexType name="T"><xs:attribute ref="a"/></xs:complexType><xs:complexType name="U"><xs:attribute ref="a" fixed="2"/></xs:complexType>',
      ),
    );
    const found = schema.complexTypes.map(({ attributeUses }) => attributeUses[0] && effectiveConstraint(attributeUses[0]));
    expect(found.map((constraint) => [constraint?.kind, constraint?.lexical])).toEqual([
      ["default", "1"],
      ["fixed", "2"],
    ]);
  });
});
