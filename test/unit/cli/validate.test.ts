/**
 * `validate`: its flags, and reports in each format.
 */
import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, Workplace } from "./run-command.js";

const schema = (body: string): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:shop" targetNamespace="urn:shop" elementFormDefault="qualified">${body}</xs:schema>\n`;

let place: Workplace;
beforeAll(() => {
  place = new Workplace();
  place.write("order.xsd", schema('<xs:element name="Order" type="xs:int"/><xs:element name="Note" type="xs:string"/>'));
  place.write("harmless.xsd", schema('<xs:import namespace="urn:shop"/><xs:element name="Order" type="xs:int"/>'));
  place.write(
    "remote.xsd",
    schema(
      '<xs:import namespace="urn:party" schemaLocation="http://example.org/party.xsd"/><xs:element name="Order" type="p:Party" xmlns:p="urn:party"/>',
    ),
  );
  place.write(
    "party.xsd",
    schema('<xs:simpleType name="Party"><xs:restriction base="xs:int"/></xs:simpleType>').replaceAll("urn:shop", "urn:party"),
  );
  place.write("catalog.json", '{ "locations": { "http://example.org/party.xsd": "party.xsd" } }');
  place.write("good.xml", '<Order xmlns="urn:shop">1</Order>');
  place.write("bad, %.xml", '<Order xmlns="urn:shop">\none</Order>');
  place.write("cut.xml", "<a>");
});
afterAll(() => place.remove());

const run = (...args: string[]) => place.run("validate", ...args);

describe("validate", () => {
  it("says what a document is", async () => {
    expect((await run("good.xml")).stdout).toBe("good.xml: well-formed\n");
    expect((await run("--schema", "order.xsd", "good.xml")).stdout).toBe("good.xml: valid\n");
  });

  it.each<[name: string, flags: string[], status: number]>([
    ["a harmless breach in the schema", ["--schema", "harmless.xsd"], 3],
    ["the same, leniently", ["--schema", "harmless.xsd", "--lenient"], 0],
    ["a schema on the network", ["--schema", "remote.xsd"], 3],
    ["the same with a catalogue", ["--schema", "remote.xsd", "--catalog", "catalog.json"], 0],
    ["the root element", ["--schema", "order.xsd", "--root", "Order"], 0],
    ["the root element with its namespace", ["--schema", "order.xsd", "--root={urn:shop}Order"], 0],
    ["another root element", ["--schema", "order.xsd", "--root", "Note"], 1],
    ["a root element of another namespace", ["--schema", "order.xsd", "--root={urn:other}Order"], 2],
    ["a root element without a schema", ["--root", "Order"], 0],
    ["another one without a schema", ["--root", "Note"], 1],
  ])("knows %s", async (_, flags, status) => expect(await run(...flags, "good.xml")).toMatchObject({ status }));

  it("names the root element that it found", async () => {
    const { stdout } = await run("--schema", "order.xsd", "--root", "Note", "good.xml");
    expect(stdout).toBe('good.xml:/Order 1:1 cvc-elt.1: "{urn:shop}Order" is not the root element that --root asks for, "Note"\n');
  });
});

/** The log of a run, with what SARIF 2.1.0 requires of it: §3.13, §3.14, §3.18, §3.19, §3.27, §3.28, §3.29, §3.30. */
function readSarif(text: string) {
  const log = JSON.parse(text);
  expect(log.version).toBe("2.1.0");
  expect(log.$schema).toMatch(/sarif-2\.1\.0\.json$/);
  expect(log.runs).toHaveLength(1);
  const [{ tool, results }] = log.runs;
  expect(typeof tool.driver.name).toBe("string");
  const ids: string[] = tool.driver.rules.map(({ id }: { id: string }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { ruleId, ruleIndex, level, message, locations } of results) {
    expect(ids[ruleIndex]).toBe(ruleId);
    expect(["none", "note", "warning", "error"]).toContain(level);
    expect(typeof message.text).toBe("string");
    for (const { physicalLocation } of locations) {
      // A URI reference, RFC 3986.
      expect(physicalLocation.artifactLocation.uri).toMatch(/^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9A-F]{2})+$/);
      expect(physicalLocation.region.startLine).toBeGreaterThanOrEqual(1);
      expect(physicalLocation.region.startColumn).toBeGreaterThanOrEqual(1);
    }
  }
  return results;
}

describe("the format", () => {
  it("sarif has all documents in one log", async () => {
    const { status, stdout, stderr } = await run("--schema", "order.xsd", "--format", "sarif", "good.xml", "bad, %.xml", "cut.xml");
    expect([status, stderr]).toEqual([1, ""]);
    expect(readSarif(stdout)).toMatchObject([
      {
        ruleId: "cvc-datatype-valid.1.2.1",
        level: "error",
        locations: [{ physicalLocation: { artifactLocation: { uri: "bad,%20%25.xml" }, region: { startLine: 1 } } }],
        properties: { path: "/Order" },
      },
      { ruleId: "cvc-elt.1" },
    ]);
  });

  it("sarif of valid documents is a log without results", async () => {
    const { status, stdout } = await run("--schema", "order.xsd", "--format", "sarif", "good.xml");
    expect([status, readSarif(stdout)]).toEqual([0, []]);
  });

  it("sarif has what is wrong with the schema", async () => {
    const { status, stdout, stderr } = await run("--schema", "harmless.xsd", "--format", "sarif", "good.xml");
    expect([status, stderr]).toEqual([3, ""]);
    expect(readSarif(stdout)).toMatchObject([{ ruleId: "src-import.1.1", level: "error" }]);
  });

  it("github has an annotation for each issue", async () => {
    const { status, stdout } = await run("--schema", "order.xsd", "--format", "github", "bad, %.xml");
    expect([status, stdout]).toEqual([
      1,
      expect.stringMatching(/^::error file=bad%2C %25\.xml,line=\d+,col=\d+,title=cvc-datatype-valid\.1\.2\.1::\/Order: [^\n]+\n$/),
    ]);
  });

  it("json has an object for each document", async () => {
    const { stdout } = await run("--schema", "order.xsd", "--format", "json", "good.xml", "bad, %.xml");
    const [good, bad] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(good).toEqual({ file: "good.xml", ok: true, issues: [] });
    expect(bad).toMatchObject({ file: "bad, %.xml", ok: false, issues: [{ id: "cvc-datatype-valid.1.2.1", path: "/Order", line: 1 }] });
  });
});

describe("files longer than a chunk", () => {
  const lines = (count: number) => `<Order xmlns="urn:shop">\n${"<Line>some text</Line>\n".repeat(count)}`;

  beforeAll(() => {
    place.write(
      "lines.xsd",
      schema(
        '<xs:element name="Order"><xs:complexType><xs:sequence><xs:element name="Line" type="xs:string" maxOccurs="unbounded"/></xs:sequence></xs:complexType></xs:element>',
      ),
    );
    place.write("long.xml", `${lines(40_000)}</Order>`);
    place.write("long-wrong.xml", `${lines(30_000)}<Lime/>\n</Order>`);
    place.write("long-cut.xml", `${lines(30_000)}<Line>\n`);
  });

  it("are read in chunks, with their issues in place", async () => {
    expect((await run("--schema", "lines.xsd", "long.xml")).stdout).toBe("long.xml: valid\n");
    expect((await run("long.xml")).stdout).toBe("long.xml: well-formed\n");
    const { stdout } = await run("--schema", "lines.xsd", "long-wrong.xml");
    expect(stdout).toMatch(/^long-wrong\.xml:\/Order\/Lime 30002:1 cvc-complex-type\.2\.4\.a: /);
  });

  it("say which element is open where they are cut off", async () => {
    const open = /30003:1 xml-unexpected-end: .*; "Line" is open, which begins at 30002:1$/m;
    expect((await run("--schema", "lines.xsd", "long-cut.xml")).stdout).toMatch(open);
    expect((await run("long-cut.xml")).stdout).toMatch(open);
  });

  it("may be no longer than --max-bytes", async () => {
    for (const flags of [[], ["--schema", "lines.xsd"]]) {
      expect(await run(...flags, "--max-bytes", "100000", "long.xml")).toMatchObject({
        status: 1,
        stdout: expect.stringContaining("xml-limit-bytes"),
      });
    }
  });

  it("may come from a pipe", () => {
    const script = `cat long.xml | "${process.execPath}" "${command}" validate --schema lines.xsd --root Order /dev/stdin`;
    expect(spawnSync("sh", ["-c", script], { cwd: place.folder, encoding: "utf8" }).stdout).toBe("/dev/stdin: valid\n");
  });
});
