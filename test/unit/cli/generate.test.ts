/**
 * `generate` in its finer points: selections, mappings, wrong configurations, names that clash, progress.
 */
import { type GenerateOptions, generate } from "soapwright/codegen";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryHost } from "../../../codegen/load/host.js";
import { ProgressLine } from "../../../src/cli/report/progress-line.js";
import { Workplace } from "./run-command.js";

const schema = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop" xmlns="urn:shop" elementFormDefault="qualified">
  <xs:element name="Order"><xs:complexType><xs:sequence>
    <xs:element name="Id" type="xs:long"/><xs:element name="ID" type="xs:dateTime"/>
  </xs:sequence><xs:attribute name="id" type="xs:int"/></xs:complexType></xs:element>
  <xs:element name="Other" type="other"/><xs:complexType name="other"/><xs:complexType name="Other"/>
</xs:schema>
`;

let workplace: Workplace;
beforeEach(() => {
  workplace = new Workplace();
  workplace.write("order.xsd", schema);
});
afterEach(() => workplace.remove());

const configuration = (members: string): string => `export default { contracts: [{ entries: ["order.xsd"], out: "out"${members} }] };\n`;

describe("generate", () => {
  it("takes the elements that are named", async () => {
    expect(await workplace.run("generate", "order.xsd", "--element", "Order", "--out", "out")).toMatchObject({ status: 0 });
    expect(workplace.read("out/shop.ts")).not.toContain("OtherElement");
    expect(await workplace.run("check", "order.xsd", "--element={urn:shop}Order", "--out", "out")).toMatchObject({ status: 0 });
    expect(await workplace.run("check", "order.xsd", "--out", "out")).toMatchObject({ status: 1 });
  });

  it("says that there is no such operation", async () => {
    const { status, stderr } = await workplace.run("generate", "order.xsd", "--operation", "Buy", "--out", "out");
    expect(status).toBe(1);
    expect(stderr).toContain('selection-unknown: there is no operation "Buy"; there are none');
  });

  it("takes mapping and selection from the configuration", async () => {
    workplace.write("soapwright.config.ts", configuration(', mapping: { long: "string", dateTime: "Date" }, elements: ["Order"]'));
    expect(await workplace.run("generate")).toMatchObject({ status: 0 });
    const text = workplace.read("out/shop.ts");
    expect(text).toContain("id: string;");
    expect(text).toContain("id2: Date;");
    expect(text).not.toContain("OtherElement");
    expect(await workplace.run("generate", "--element", "Order")).toMatchObject({ status: 2 });
  });

  it.each([
    ["no contracts", "export default {};\n", "it must export defineConfig("],
    ["a member that is unknown", configuration(", mappings: {}"), 'there is no "contracts[0].mappings"; there are entries, out,'],
    [
      "a type that cannot be",
      configuration(', mapping: { long: "float" }'),
      '"contracts[0].mapping.long" must be "bigint" or "number" or "string"',
    ],
    ["a mapping of something else", configuration(', mapping: { time: "Date" }'), 'there is no "contracts[0].mapping.time"'],
    ["one name for a list", configuration(', elements: "Order"'), '"contracts[0].elements" must be a list of names'],
    ["no output", "export default { contracts: [{ entries: [] }] };\n", '"contracts[0].out" must be a path'],
  ])("refuses a configuration with %s", async (_, text, message) => {
    workplace.write("soapwright.config.ts", text);
    const { status, stderr } = await workplace.run("generate");
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it("reports names that deviate from the rules", async () => {
    const { status, stderr } = await workplace.run("generate", "order.xsd", "--out", "out");
    expect([status, stderr.trim().split("\n").sort()]).toEqual([
      0,
      [
        'note: property {urn:shop}Order @id is called "idAttribute", as "id" means something else',
        'note: property {urn:shop}Order {urn:shop}ID is called "id2", as "id" means something else',
        'note: {urn:shop} type {urn:shop}Other is called "Other2", as "Other" means something else',
      ],
    ]);
    const { stdout, stderr: quiet } = await workplace.run("generate", "order.xsd", "--out", "out", "--format", "json");
    expect(quiet).toBe("");
    expect(JSON.parse(stdout).renamed).toContainEqual({ key: "property {urn:shop}Order {urn:shop}ID", wanted: "id", given: "id2" });
  });
});

describe("progress", () => {
  it("of generating is reported step by step", async () => {
    const steps: string[] = [];
    const options: GenerateOptions = {
      entries: ["a/order.xsd"],
      host: memoryHost({ "a/order.xsd": schema }),
      onProgress: (step) => steps.push(step),
    };
    await generate(options);
    expect(steps).toEqual(["reading order.xsd", expect.stringMatching(/^checking \d+ types$/), "planning", "printing 1 modules"]);
  });

  describe("on stderr", () => {
    const { isTTY } = process.stderr;
    afterEach(() => {
      process.stderr.isTTY = isTTY;
      vi.useRealTimers();
      vi.restoreAllMocks();
      vi.unstubAllEnvs();
    });

    /** What a line of progress writes for steps of these lengths in milliseconds. */
    function written(terminal: boolean, ci: string | undefined, ...pauses: readonly number[]): readonly string[] {
      process.stderr.isTTY = terminal;
      vi.stubEnv("CI", ci);
      vi.useFakeTimers();
      const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
      const line = new ProgressLine();
      for (const pause of pauses) {
        vi.advanceTimersByTime(pause);
        line.update(`after ${pause}`);
      }
      line.end();
      return write.mock.calls.map(([text]) => String(text).replaceAll("\r\u001b[K", "|"));
    }

    it.each([
      ["a terminal, for what takes long", true, undefined, [10, 300, 20, 400], ["|after 300", "|after 400", "|"]],
      ["a terminal, for what is short", true, undefined, [10, 20], ["|"]],
      ["no terminal", false, undefined, [300], []],
      ["a terminal of a build machine", true, "true", [300], []],
    ] as const)("%s", (_, terminal, ci, pauses, want) => {
      expect(written(terminal, ci, ...pauses)).toEqual(want);
    });
  });
});
