import { describe, expect, test } from "vitest";
import { diagnosticIds, expectDiagnostics } from "../../../support/contracts.js";

function series(count: number, write: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => write(at)).join("");
}

function group(at: number, compositor: string, content: string): string {
  return `<xs:group name="g${at}"><xs:${compositor}>${content}</xs:${compositor}></xs:group>`;
}

const use = '<xs:element name="e"><xs:complexType><xs:group ref="t:g0"/></xs:complexType></xs:element>';

/** 40 groups of which each refers twice to the next one. */
function doubling(compositor: string, occurrence: string, leaf: string): string {
  const reference = (at: number): string => `<xs:group ref="t:g${at + 1}"${occurrence}/>`;
  return series(40, (at) => group(at, compositor, at === 39 ? leaf : reference(at) + reference(at))) + use;
}

function union(at: number, members: string): string {
  return `<xs:simpleType name="U${at}"><xs:union memberTypes="${members}"/></xs:simpleType>`;
}

const element = '<xs:element name="a"/>';

describe("what references multiply is bounded", () => {
  test.each([
    ["sequences", doubling("sequence", "", element)],
    ["choices", doubling("choice", "", element)],
    ["groups without elements", doubling("sequence", "", "")],
    ["groups that may be left out", doubling("sequence", ' minOccurs="0"', element)],
    ["groups in a long row", series(2000, (at) => group(at, "sequence", at === 1999 ? element : `<xs:group ref="t:g${at + 1}"/>`)) + use],
    [
      "one large group in many types",
      group(
        0,
        "sequence",
        series(4000, (at) => `<xs:element name="a${at}"/>`),
      ) + series(2000, (at) => `<xs:complexType name="T${at}"><xs:group ref="t:g0"/></xs:complexType>`),
    ],
  ])("%s", (_, declarations) => {
    const ids = new Set(diagnosticIds(declarations));
    expect([...ids]).toContain("limit-content");
  });

  test.each([
    [
      "unions of the same unions",
      `${series(50, (at) => union(at, at === 49 ? "xs:int xs:date" : `t:U${at + 1} t:U${at + 1}`))}<xs:element name="e" type="t:U0"/>`,
    ],
    [
      "restrictions of unions",
      series(50, (at) => {
        const step = at === 49 ? "" : `<xs:simpleType name="R${at + 1}"><xs:restriction base="t:U${at + 1}"/></xs:simpleType>`;
        return step + union(at, at === 49 ? "xs:int xs:date" : `t:U${at + 1} t:R${at + 1}`);
      }),
    ],
    ["unions in a long row", series(2000, (at) => union(at, at === 1999 ? "xs:int xs:date" : `t:U${at + 1} xs:date`))],
  ])("%s", (_, declarations) => {
    expect([...new Set(diagnosticIds(declarations))]).toEqual(["limit-union"]);
  });

  test("a union may be large, and unions may nest", () => {
    const many = series(3000, () => " xs:int");
    expectDiagnostics(union(0, `xs:date${many}`), []);
    expectDiagnostics(
      series(400, (at) => union(at, at === 399 ? "xs:int" : `t:U${at + 1} xs:date`)),
      [],
    );
  });

  test("a group may be large, and groups may nest", () => {
    const large = group(
      0,
      "choice",
      series(5000, (at) => `<xs:element name="a${at}"/>`),
    );
    expectDiagnostics(large + use, []);
    const nested = series(400, (at) => group(at, "sequence", at === 399 ? element : `<xs:group ref="t:g${at + 1}" minOccurs="0"/>`));
    expectDiagnostics(nested + use, []);
  });

  test("a group that nests too deeply cannot be used", () => {
    const chain = (count: number): string =>
      series(count, (at) => group(at, "sequence", at === count - 1 ? element : `<xs:group ref="t:g${at + 1}"/>`));
    expectDiagnostics(chain(10_000), []);
    expectDiagnostics(chain(10_000) + use, ["limit-content"]);
  });

  test("a substitution group may be a row of heads, but not a very long one", () => {
    const heads = (count: number): string =>
      series(count, (at) => `<xs:element name="h${at}"${at === 0 ? ' type="xs:int"' : ` substitutionGroup="t:h${at - 1}"`}/>`);
    const content =
      '<xs:element name="e"><xs:complexType><xs:sequence><xs:element ref="t:h0"/></xs:sequence></xs:complexType></xs:element>';
    expectDiagnostics(heads(1000) + content, []);
    expectDiagnostics(heads(10_000) + content, ["limit-substitution-groups"]);
  });

  test("attributes of a long row of groups or types are bounded, those of a large type are not", () => {
    const attribute = (at: number): string => `<xs:attribute name="a${at}"/>`;
    const groups = series(4000, (at) => {
      const next = at === 3999 ? "" : `<xs:attributeGroup ref="t:g${at + 1}"/>`;
      return `<xs:attributeGroup name="g${at}">${attribute(at)}${next}</xs:attributeGroup>`;
    });
    expectDiagnostics(groups, ["limit-attributes"]);
    const extension = (at: number, base: string, content: string): string =>
      `<xs:complexType name="T${at}"><xs:complexContent><xs:extension base="${base}">${content}</xs:extension></xs:complexContent></xs:complexType>`;
    const types = series(4000, (at) => extension(at, at === 0 ? "xs:anyType" : `t:T${at - 1}`, attribute(at)));
    expectDiagnostics(types, ["limit-attributes"]);
    const large = extension(0, "xs:anyType", series(3000, attribute)) + series(3000, (at) => extension(at + 1, `t:T${at}`, ""));
    expectDiagnostics(large, []);
  });

  test("contents too large to be compared are no restriction", () => {
    const elements = (count: number): string => `<xs:sequence>${series(count, (at) => `<xs:element name="a${at}"/>`)}</xs:sequence>`;
    const types = `<xs:complexType name="B">${elements(8000)}</xs:complexType>
      <xs:complexType name="D"><xs:complexContent><xs:restriction base="t:B">${elements(8000)}</xs:restriction></xs:complexContent></xs:complexType>`;
    expectDiagnostics(types, ["limit-content"]);
  });
});
