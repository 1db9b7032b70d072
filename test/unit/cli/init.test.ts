/**
 * `soapwright init`: flags, questions, and a configuration that is never overwritten.
 */
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { proposeOutput } from "../../../src/cli/contracts/propose-output.js";
import { writeConfigText } from "../../../src/cli/init/config-text.js";
import { askQuestions } from "../../../src/cli/init/questions.js";
import { Workplace } from "./run-command.js";

const schema = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:shop"><xs:element name="Order"/></xs:schema>\n';

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
  place.write("order.xsd", schema);
});
afterEach(() => place.remove());

describe("init", () => {
  it("writes a configuration that generate reads", async () => {
    expect(await place.run("init", "--entry", "order.xsd", "--out", "src/order")).toMatchObject({
      status: 0,
      stdout: "soapwright.config.ts written\n",
      stderr: expect.stringContaining("soapwright generate"),
    });
    expect(await place.run("generate")).toMatchObject({ status: 0, stdout: expect.stringContaining("src/order: ") });
    expect(await place.run("check")).toMatchObject({ status: 0 });
  });

  it("takes several documents, a catalogue and leniency", async () => {
    place.write("party.xsd", schema.replace("urn:shop", "urn:party"));
    place.write("catalog.json", "{}");
    const flags = ["--entry", "order.xsd", "--entry=party.xsd", "--catalog", "catalog.json", "--lenient", "--out", "o"];
    expect(await place.run("init", ...flags)).toMatchObject({ status: 0 });
    const text = place.read("soapwright.config.ts");
    expect(text).toContain('entries: ["order.xsd", "party.xsd"],');
    expect(text).toContain('catalog: "catalog.json",\n      lenient: true,');
    expect((await place.run("generate")).status).toBe(0);
  });

  it.each(["soapwright.config.ts", "soapwright.config.json"])("never overwrites %s", async (file) => {
    place.write(file, "mine\n");
    expect(await place.run("init", "--entry", "order.xsd")).toMatchObject({ status: 2, stdout: "", stderr: expect.stringContaining(file) });
    expect(place.read(file)).toBe("mine\n");
  });

  it("overwrites with --force", async () => {
    place.write("soapwright.config.ts", "mine\n");
    expect((await place.run("init", "--entry", "order.xsd", "--force")).status).toBe(0);
    expect(place.read("soapwright.config.ts")).toContain("defineConfig");
  });

  it.each([
    ["no flags and no terminal", [], "--entry FILE"],
    ["a document that is not there", ["--entry", "none.xsd"], "none.xsd"],
    ["a document on the network", ["--entry", "http://example.org/a?wsdl"], "soapwright fetch"],
  ])("exits with 2 for %s", async (_, flags, said) => {
    expect(await place.run("init", ...flags)).toMatchObject({ status: 2, stderr: expect.stringContaining(said) });
  });
});

describe("the questions", () => {
  /** Answers each question when it is put. */
  function answering(answers: readonly string[]) {
    const input = new PassThrough();
    const output = new PassThrough();
    const asked: string[] = [];
    output.on("data", (chunk: Buffer) => {
      if (!chunk.toString().endsWith(": ")) return;
      asked.push(chunk.toString());
      const answer = answers[asked.length - 1];
      if (answer === undefined) input.end();
      else input.write(`${answer}\n`);
    });
    return { input, output, asked };
  }

  it.each([
    ["what is proposed", ["", "", ""], { entries: ["a/Service.wsdl"], out: "src/generated/service", lenient: false }],
    ["answers", ["x.xsd y.xsd", "gen", "yes"], { entries: ["x.xsd", "y.xsd"], out: "gen", lenient: true }],
  ])("take %s", async (_, answers, want) => {
    const { input, output } = answering(answers);
    expect(await askQuestions({ input, output, found: ["a/Service.wsdl"] })).toEqual({ ...want, catalog: undefined });
  });

  it("ask again where there is no document", async () => {
    const { input, output, asked } = answering(["", "a.xsd", "", ""]);
    expect(await askQuestions({ input, output, found: [] })).toMatchObject({ entries: ["a.xsd"] });
    expect(asked).toHaveLength(4);
  });

  it("give up at the end of input", async () => {
    const { input, output } = answering(["a.xsd"]);
    await expect(askQuestions({ input, output, found: [] })).rejects.toThrow("given up");
  });
});

describe("the text", () => {
  it.each([
    ["contracts/Order-1.1.wsdl", "src/generated/order-1-1"],
    ["OrderService.wsdl", "src/generated/order-service"],
    ["c\\x.xsd", "src/generated/x"],
    ["http://example.org/svc.asmx?wsdl", "src/generated/svc-asmx"],
    [".wsdl", "src/generated/contract"],
  ])("%s goes to %s", (entry, want) => expect(proposeOutput([entry])).toBe(want));

  it.each([
    [".js", false],
    [".ts", true],
    ["none", true],
  ] as const)("names the extension %s of imports where it is not the usual one", (extension, named) => {
    const text = writeConfigText({ entries: ["a.xsd"], out: "o", catalog: undefined, lenient: false }, extension);
    expect(text.includes(`importExtension: "${extension}",`)).toBe(named);
  });

  it("quotes what would end a string", () => {
    const text = writeConfigText({ entries: ['a"b\n.xsd'], out: "o", catalog: undefined, lenient: false }, ".js");
    expect(text).toContain(String.raw`entries: ["a\"b\n.xsd"],`);
  });
});
