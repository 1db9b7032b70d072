/** Documents and values made to be slow or deep: a typed answer, in time that grows no faster than the input. */
import { decode, encode, tryDecode, ValidationError, validate, validateDocument } from "soapwright";
import { complexType, element, schemaSet, xmlAttributes, xmlElement, xsAnyType, xsDecimal, xsInt, xsString } from "soapwright/runtime-v1";
import { describe, expect, test } from "vitest";
import { bestCpuTime } from "../../support/cpu-time.js";

const u = 'xmlns="urn:u"';

/** Four times the input may take eight times as long: linear with room for caches and a busy machine; quadratic would be sixteen. */
function expectLinear(make: (size: number) => () => unknown, size: number): void {
  const small = make(size);
  small();
  expect(bestCpuTime(make(4 * size))).toBeLessThan(8 * bestCpuTime(small) + 50);
}

interface Deep {
  d?: Deep;
}
const DeepType: ReturnType<typeof complexType> = complexType("{urn:u}D", { d: ["D", () => DeepType, "?"] });
const DeepElement = element<Deep>("{urn:u}D", () => DeepType);

function nested(depth: number): Deep {
  let value: Deep = {};
  for (let level = 1; level < depth; level++) value = { d: value };
  return value;
}

function depthOf(value: Deep): number {
  let depth = 0;
  for (let at: Deep | undefined = value; at !== undefined; at = at.d) depth++;
  return depth;
}

describe("depth", () => {
  test("values and documents of 100,000 levels", () => {
    const bytes = encode(DeepElement, nested(100_000), { depth: 100_000 });
    expect(depthOf(decode(DeepElement, bytes, { limits: { depth: 100_000 } }))).toBe(100_000);
    expect(() => encode(DeepElement, nested(100_000))).toThrow(ValidationError);
    expect(validate(DeepElement, nested(100_000)).map((issue) => issue.id)).toEqual(["xml-limit-depth"]);
  });

  test("a wrong leaf below 100,000 levels", () => {
    const xml = `<D ${u}>${"<D>".repeat(99_998)}<x/>${"</D>".repeat(99_998)}</D>`;
    const result = tryDecode(DeepElement, xml, { limits: { depth: 100_000 } });
    expect(result.ok ? [] : result.issues.map((issue) => issue.id)).toEqual(["cvc-complex-type.2.4.a"]);
  });

  test("nodes of 100,000 levels", () => {
    const xml = `<a>${"<a>".repeat(99_999)}${"</a>".repeat(99_999)}</a>`;
    const node = decode(xmlElement, xml, { limits: { depth: 100_000 } });
    expect(encode(xmlElement, node, { depth: 100_000 }).length).toBeGreaterThan(400_000);
  });
});

describe("width", () => {
  const rows = complexType("{urn:u}R", {
    a: ["A", () => xsInt, "*"],
    $any: ["any ##other lax", () => xmlElement, "*"],
    $attributes: ["@any ##any lax", () => xmlAttributes, "?"],
  });
  const R = element("{urn:u}R", () => rows);

  test("attributes", () => {
    const xml = (count: number) => `<R ${u} ${Array.from({ length: count }, (_, index) => `a${index}="${index}"`).join(" ")}/>`;
    const limits = { attributes: 200_000 };
    expectLinear((size) => () => decode(R, xml(size), { limits }), 20_000);
  });

  test("wrong children", () => {
    const xml = (count: number) => `<R ${u}>${Array.from({ length: count }, (_, index) => `<x${index}/><A>x</A>`).join("")}</R>`;
    expectLinear((size) => () => tryDecode(R, xml(size), { maxIssues: 1e9 }), 5_000);
  });

  test("namespaces on nodes, below many others", () => {
    const around = Array.from({ length: 5_000 }, (_, index) => `xmlns:n${index}="urn:n${index}"`).join(" ");
    const xml = (count: number) =>
      `<R ${u} ${around}>${Array.from({ length: count }, (_, index) => `<q:e xmlns:q="urn:q${index}"/>`).join("")}</R>`;
    const limits = { attributes: 10_000 };
    expectLinear((size) => () => decode(R, xml(size), { limits }), 5_000);
  });

  test("xs:anyType without end", () => {
    const any = element("{urn:u}X", () => xsAnyType);
    const xml = (count: number) => `<X ${u}>${"<a>b</a>".repeat(count)}</X>`;
    expectLinear((size) => () => decode(any, xml(size)), 20_000);
  });
});

describe("identity constraints", () => {
  const namespaces = { p: "urn:u" };
  const Item = complexType("{urn:u}Item", { k: ["@k", () => xsDecimal, "?"], n: ["N", () => xsString, "?"] });
  const Doc = complexType("{urn:u}R", { item: ["Item", () => Item, "*"] });
  const document = (count: number) =>
    `<R ${u}>${Array.from({ length: count }, (_, index) => `<Item k="${index}"><N>${index}</N></Item>`).join("")}</R>`;

  test("one key", () => {
    const constraints = [{ name: "{urn:u}k", category: "key" as const, selector: ".//p:Item", fields: ["@k", "p:N"], namespaces }];
    const R = element("{urn:u}R", () => Doc, "", { constraints });
    const schema = schemaSet({ elements: { "{urn:u}R": R } });
    expectLinear((size) => () => expect(validateDocument(schema, document(size))).toEqual([]), 5_000);
  });

  test("513 keys of other elements cost little", () => {
    const many = Array.from({ length: 513 }, (_, index) => ({
      name: `{urn:u}k${index}`,
      category: "key" as const,
      selector: `.//p:Other${index}`,
      fields: ["@k"],
      namespaces,
    }));
    const one = element("{urn:u}R", () => Doc, "", { constraints: many.slice(0, 1) });
    const all = element("{urn:u}R", () => Doc, "", { constraints: many });
    const xml = document(5_000);
    decode(one, xml);
    decode(all, xml);
    expect(bestCpuTime(() => decode(all, xml))).toBeLessThan(3 * bestCpuTime(() => decode(one, xml)) + 50);
  });
});
