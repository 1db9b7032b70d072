import { describe, expect, test } from "vitest";
import { findings } from "../check/schemas.js";

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
    const ids = new Set(findings(declarations));
    expect([...ids]).toContain("limit-content");
  });

  test("a group may be large, and groups may nest", () => {
    const large = group(
      0,
      "choice",
      series(5000, (at) => `<xs:element name="a${at}"/>`),
    );
    expect(findings(large + use)).toEqual([]);
    const nested = series(400, (at) => group(at, "sequence", at === 399 ? element : `<xs:group ref="t:g${at + 1}" minOccurs="0"/>`));
    expect(findings(nested + use)).toEqual([]);
  });

  test("contents too large to be compared are no restriction", () => {
    const elements = (count: number): string => `<xs:sequence>${series(count, (at) => `<xs:element name="a${at}"/>`)}</xs:sequence>`;
    const types = `<xs:complexType name="B">${elements(8000)}</xs:complexType>
      <xs:complexType name="D"><xs:complexContent><xs:restriction base="t:B">${elements(8000)}</xs:restriction></xs:complexContent></xs:complexType>`;
    expect(findings(types)).toEqual(["limit-content"]);
  });
});
