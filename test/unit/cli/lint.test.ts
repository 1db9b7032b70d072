/**
 * `soapwright lint`: flags, formats and exit codes. The rules have tests of their own.
 */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatGithub, formatSarif } from "../../../src/cli/report/findings.js";
import { Workplace } from "./run-command.js";

const price = (type: string): string => `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop">
  <xs:element name="Price" type="${type}"/>
</xs:schema>
`;
const encoded = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:w"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:w">
  <message name="in"><part name="p" type="xs:string"/></message>
  <portType name="P"><operation name="Do"><input message="t:in"/></operation></portType>
  <binding name="B" type="t:P"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="Do"><input>
      <soap:body use="encoded" namespace="urn:w"/></input></operation></binding>
</definitions>
`;

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write("price.xsd", price("xs:double"));
  place.write("encoded.wsdl", encoded);
});
afterEach(() => place.remove());

describe("lint", () => {
  it("shows errors with a frame and exits with 1", async () => {
    const { status, stdout, stderr } = await place.run("lint", "encoded.wsdl");
    expect(status).toBe(1);
    expect(stdout).toMatch(/^encoded\.wsdl:7:\d+ error R2706: "use" is "encoded" in operation "Do", expected "literal"$/m);
    expect(stdout).toContain('> 7 |       <soap:body use="encoded" namespace="urn:w"/></input>');
    expect(stdout).not.toContain("\u001b");
    expect(stderr).toBe("1 error\n");
  });

  it("exits with 0 for warnings, and shows notes on demand", async () => {
    expect(await place.run("lint", "price.xsd")).toMatchObject({ status: 0, stderr: "1 warning\n" });
    const { stdout } = await place.run("lint", "encoded.wsdl", "--info");
    expect(stdout).toContain("info soapwright-no-documentation");
  });

  it("leaves out what is ignored", async () => {
    expect(await place.run("lint", "encoded.wsdl", "--ignore", "R2706")).toMatchObject({ status: 0, stdout: "" });
    const flags = ["--ignore", "soapwright-float-amount", "--ignore=R2706"];
    expect(await place.run("lint", "encoded.wsdl", "price.xsd", ...flags)).toMatchObject({ status: 0, stdout: "", stderr: "" });
  });

  it("writes JSON lines, SARIF and annotations", async () => {
    const json = await place.run("lint", "encoded.wsdl", "price.xsd", "--format", "json");
    expect(
      json.stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { id: "R2706", severity: "error", at: { uri: "encoded.wsdl", line: 7 } },
      { id: "soapwright-float-amount", severity: "warning", at: { uri: "price.xsd", line: 2 } },
    ]);
    const sarif = JSON.parse((await place.run("lint", "price.xsd", "--format", "sarif")).stdout);
    expect(sarif).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: { name: "soapwright", rules: [{ id: "soapwright-float-amount", shortDescription: { text: "amounts are decimals" } }] },
          },
          results: [
            {
              ruleId: "soapwright-float-amount",
              ruleIndex: 0,
              level: "warning",
              locations: [{ physicalLocation: { artifactLocation: { uri: "price.xsd" }, region: { startLine: 2, startColumn: 3 } } }],
            },
          ],
        },
      ],
    });
    const github = await place.run("lint", "encoded.wsdl", "--format", "github");
    expect(github.stdout).toMatch(/^::error file=encoded\.wsdl,line=7,col=\d+,title=R2706::"use" is "encoded"/);
  });

  it("lists its rules", async () => {
    const { status, stdout } = await place.run("lint", "--rules");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^R2706 +error +use is literal$/m);
  });

  it("exits with 3 for what cannot be read, with 2 for wrong flags", async () => {
    expect(await place.run("lint", "none.wsdl")).toMatchObject({ status: 3, stdout: expect.stringContaining("load-unreadable") });
    expect(await place.run("lint", "price.xsd", "--catalog", "none.json")).toMatchObject({ status: 3 });
    expect(await place.run("lint")).toMatchObject({ status: 2 });
    expect(await place.run("lint", "price.xsd", "--format", "xml")).toMatchObject({ status: 2 });
  });

  it("has examples", async () => expect((await place.run("lint", "--help")).stdout).toContain("soapwright lint service.wsdl"));
});

describe("text of a contract in what machines read", () => {
  const at = { uri: "a b,c%:d.wsdl", line: 3, column: 5, offset: 0 };
  const finding = { id: "R1", severity: "error", message: "50%\n::set-output name=x::y", at, related: [{ message: "there", at }] } as const;

  it("begins no annotation of its own", () => {
    expect(formatGithub([finding])).toBe("::error file=a b%2Cc%25%3Ad.wsdl,line=3,col=5,title=R1::50%25%0A::set-output name=x::y\n");
  });

  it("is a URI and JSON in SARIF", () => {
    const [result] = JSON.parse(formatSarif([finding], new Map())).runs[0].results;
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("a%20b,c%25:d.wsdl");
    expect(result.relatedLocations).toHaveLength(1);
    expect(result.message.text).toBe(finding.message);
  });
});
