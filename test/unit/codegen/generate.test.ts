import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { type GenerateOptions, generate } from "soapwright/codegen";
import { describe, expect, test } from "vitest";
import { memoryHost } from "../../../codegen/load/host.js";
import { version } from "../../../src/version.js";

const schema = (namespace: string, body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="${namespace}" xmlns="${namespace}">${body}</xs:schema>`;

function compile(documents: Readonly<Record<string, string>>, options: Partial<GenerateOptions> = {}) {
  return generate({ entries: Object.keys(documents), host: memoryHost(documents), ...options });
}

const order = schema(
  "urn:a",
  '<xs:complexType name="Order"><xs:sequence><xs:element name="Id" type="xs:int"/></xs:sequence></xs:complexType>',
);

test("the version is the package's", () => {
  const packageFile = fileURLToPath(new URL("../../../package.json", import.meta.url));
  expect(version).toBe(JSON.parse(readFileSync(packageFile, "utf8")).version);
});

describe("a contract in error", () => {
  test.each([
    ["no XML at all", "<xs:schema"],
    ["another language", "<html/>"],
    ["a type that is not there", schema("urn:a", '<xs:element name="A" type="Missing"/>')],
  ])("%s gives diagnostics and no files", async (_, text) => {
    const { files, diagnostics } = await compile({ "a.xsd": text });
    expect(files.size).toBe(0);
    expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  });

  test("a missing entry is a diagnostic", async () => {
    const { diagnostics } = await generate({ entries: ["none.xsd"], host: memoryHost({}) });
    expect(diagnostics.map(({ id }) => id)).toEqual(["load-unreadable"]);
  });
});

describe("the same bytes", () => {
  const documents = {
    "c.xsd": schema("urn:c", '<xs:element name="C" type="xs:string"/><xs:complexType name="Order"/>'),
    "a.xsd": order,
    "b.xsd": schema("urn:x:a", '<xs:complexType name="Order"><xs:anyAttribute/></xs:complexType>'),
    "d.xsd": schema("urn:a", '<xs:complexType name="order"/><xs:element name="Order" type="xs:int"/>'),
  };

  test("whatever the order of the entries", async () => {
    const want = [...(await compile(documents)).files];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(Object.keys(documents), { minLength: 4 }), async (entries) => {
        expect([...(await generate({ entries, host: memoryHost(documents) })).files]).toEqual(want);
      }),
      { numRuns: 24 },
    );
  });

  test("no absolute path is printed", async () => {
    const absolute = { "/home/somebody/contracts/a.xsd": order };
    const bare = [...(await compile(absolute)).files.values()].join("");
    expect(bare).not.toContain("somebody");
    const rooted = await compile(absolute, { root: "/home/somebody" });
    expect(rooted.files.get("a.ts")).toContain("from contracts/a.xsd.");
  });
});

describe("a names file", () => {
  const later = { "a.xsd": order, "0.xsd": schema("urn:a", '<xs:complexType name="order"/><xs:element name="Order" type="Order"/>') };

  test("without it, a new schema may take a name", async () => {
    expect((await compile(later)).files.get("a.ts")).toContain('plainType<Order>("{urn:a}order"');
  });

  test("with it, names stay", async () => {
    const { names } = await compile({ "a.xsd": order });
    const text = (await compile(later, { names })).files.get("a.ts") ?? "";
    expect(text).toContain('plainType<Order>("{urn:a}Order"');
    expect(text).toContain('plainType<Order2>("{urn:a}order"');
  });

  test("keeps module names when another namespace would come first", async () => {
    const { names } = await compile({ "b.xsd": schema("urn:z:a", '<xs:element name="A" type="xs:int"/>') });
    const both = { "a.xsd": order, "b.xsd": schema("urn:z:a", '<xs:element name="A" type="xs:int"/>') };
    const { files } = await compile(both, { names });
    expect(files.get("a.ts")).toContain("Namespace urn:z:a");
    expect([...files.keys()].sort()).toEqual(["a.ts", "a2.ts", "index.ts"]);
  });
});

describe("an ambiguous content model", () => {
  const ambiguous = {
    "a.xsd": schema(
      "urn:a",
      '<xs:complexType name="T"><xs:sequence><xs:element name="A" type="xs:int" minOccurs="0"/><xs:element name="A" type="xs:int"/></xs:sequence></xs:complexType>',
    ),
  };

  test("is refused", async () => {
    const { files, diagnostics } = await compile(ambiguous);
    expect([files.size, diagnostics.map(({ id, severity }) => [id, severity])]).toEqual([0, [["cos-nonambig", "error"]]]);
  });

  test("is a warning in lenient mode, and its table says so", async () => {
    const { files, diagnostics } = await compile(ambiguous, { lenient: true });
    expect(diagnostics.map(({ id, severity }) => [id, severity])).toEqual([["cos-nonambig", "warning"]]);
    expect(files.get("a.ts")).toContain('{ local: "", lenient: true }');
  });
});

test("the time for 5,000 types is short and grows in line with their number", async () => {
  const contract = (types: number): string =>
    schema(
      "urn:a",
      Array.from({ length: types }, (_, number) => {
        const rows = ["A", "B", "C", "D", "E"].map((name) => `<xs:element name="${name}" type="T${(number * 7) % types}" minOccurs="0"/>`);
        return `<xs:complexType name="T${number}"><xs:sequence>${rows.join("")}</xs:sequence></xs:complexType>`;
      }).join(""),
    );
  const cost = async (types: number): Promise<number> => {
    const documents = { "a.xsd": contract(types) };
    const before = process.cpuUsage();
    await compile(documents);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1e6;
  };
  await cost(1_000);
  const [small, large] = [await cost(1_000), await cost(5_000)];
  // Twice what is promised, since test machines differ.
  expect(large).toBeLessThan(4);
  expect(large / small).toBeLessThan(12);
});
