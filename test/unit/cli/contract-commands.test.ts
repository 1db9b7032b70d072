/**
 * sample, inspect, diff and docs as a person runs them: exit codes, what goes to stdout and what to stderr.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const command = fileURLToPath(new URL("../../../dist/src/cli/main.js", import.meta.url));
const schema = (
  minOccurs: string,
): string => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop" elementFormDefault="qualified">
  <xs:element name="Order"><xs:complexType><xs:sequence><xs:element name="Note" type="xs:string" minOccurs="${minOccurs}"/></xs:sequence></xs:complexType></xs:element>
  <xs:element name="Never"><xs:complexType><xs:sequence><xs:element ref="x:Never" xmlns:x="urn:shop"/></xs:sequence></xs:complexType></xs:element>
</xs:schema>
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-commands-"));
  writeFileSync(join(folder, "old.xsd"), schema("0"));
  writeFileSync(join(folder, "new.xsd"), schema("1"));
  writeFileSync(join(folder, "broken.xsd"), schema("-1"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  });
  return { status, stdout, stderr };
}

describe.each(["sample", "inspect", "diff", "docs"])("soapwright %s", (name) => {
  it("has help with examples", () => {
    const { status, stdout } = run(name, "--help");
    expect(status).toBe(0);
    expect(stdout).toContain("Examples:");
  });
  it("wants a contract", () => expect(run(name).status).toBe(2));
  it("refuses a contract that is in error", () => {
    const { status, stdout, stderr } = run(
      name,
      "broken.xsd",
      ...(name === "diff" ? ["old.xsd"] : []),
      ...(name === "docs" ? ["--out", "x"] : []),
    );
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toContain("broken.xsd:2:");
  });
});

describe("soapwright sample", () => {
  it("writes documents that validate takes", () => {
    const { status, stdout } = run("sample", "old.xsd", "--element", "{urn:shop}Order", "--seed", "3", "--full");
    expect(status).toBe(0);
    expect(stdout).toContain("<Note>");
    writeFileSync(join(folder, "sample.xml"), stdout);
    expect(run("validate", "--schema", "old.xsd", "sample.xml").status).toBe(0);
    expect(run("sample", "old.xsd", "--element", "Order", "--seed", "3", "--full").stdout).toBe(stdout);
  });
  it("writes files, one a document", () => {
    expect(run("sample", "old.xsd", "--element", "Order", "--count", "2", "--out", "samples").status).toBe(0);
    expect(readdirSync(join(folder, "samples")).sort()).toEqual(["Order-1.xml", "Order-2.xml"]);
  });
  it("says of what there is no document", () => {
    const { status, stdout } = run("sample", "old.xsd", "--element", "Never", "--format", "json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ element: "{urn:shop}Never", ok: false });
  });
  it.each([
    ["an element that is not there", ["--element", "Nowhere"]],
    ["an invalid count", ["--count", "0"]],
    ["what excludes each other", ["--full", "--minimal"]],
  ])("refuses %s", (_, args) => expect(run("sample", "old.xsd", ...args).status).toBe(2));
});

describe("soapwright inspect", () => {
  it("prints JSON", () => {
    const { status, stdout } = run("inspect", "old.xsd", "--component", "Order");
    expect(status).toBe(0);
    expect(Object.keys(JSON.parse(stdout).elements)).toEqual(["{urn:shop}Order"]);
  });
  it("finds nothing: exit code 1", () => expect(run("inspect", "old.xsd", "--component", "Nowhere").status).toBe(1));
});

describe("soapwright diff", () => {
  it("says what breaks, with a document", () => {
    const { status, stdout } = run("diff", "old.xsd", "new.xsd");
    expect(status).toBe(1);
    expect(stdout).toContain('breaking   Order: "Note" is required now [content]  new.xsd:2:');
    expect(stdout).toContain('<Order xmlns="urn:shop"/>');
    expect(stdout).toContain("1 breaking, 0 unknown, 0 compatible");
  });
  it("is clean where only readers get more", () => expect(run("diff", "new.xsd", "old.xsd", "--direction", "request").status).toBe(0));
  it("writes JSON", () => {
    const { summary, findings } = JSON.parse(run("diff", "old.xsd", "new.xsd", "--format", "json").stdout);
    expect(summary).toEqual({ breaking: 1, unknown: 0, compatible: 0 });
    expect(findings[0].witness).toMatchObject({ validIn: "old", refusal: { path: "/Order" } });
  });
  it("writes SARIF", () => {
    const { version, runs } = JSON.parse(run("diff", "old.xsd", "new.xsd", "--format", "sarif").stdout);
    expect(version).toBe("2.1.0");
    expect(runs[0].results[0]).toMatchObject({
      ruleId: "content",
      level: "error",
      locations: [{ physicalLocation: { artifactLocation: { uri: "new.xsd" }, region: { startLine: 2 } } }],
    });
  });
  it("writes annotations", () => {
    expect(run("diff", "old.xsd", "new.xsd", "--format", "github").stdout).toMatch(
      /^::error file=new\.xsd,line=2,col=\d+,title=breaking%3A content::Order: /,
    );
  });
  it.each([
    ["a direction", ["--direction", "up"]],
    ["a format", ["--format", "html"]],
  ])("refuses %s that does not exist", (_, args) => expect(run("diff", "old.xsd", "new.xsd", ...args).status).toBe(2));
});

describe("soapwright docs", () => {
  it("writes a site, the same each time", () => {
    expect(run("docs", "old.xsd", "--out", "site").status).toBe(0);
    const first = readFileSync(join(folder, "site/index.html"), "utf8");
    expect(first).toContain("element/Order.html");
    expect(run("docs", "old.xsd", "--out", "site").status).toBe(0);
    expect(readFileSync(join(folder, "site/index.html"), "utf8")).toBe(first);
  });
  it("wants a folder", () => expect(run("docs", "old.xsd").status).toBe(2));
});
