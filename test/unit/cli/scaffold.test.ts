/**
 * `soapwright scaffold`: a person's file gets what is missing and keeps what is theirs; what comes out compiles and serves.
 */
import { execFile } from "node:child_process";
import { symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { extendServiceFile } from "../../../codegen/tools/scaffold/extend-service-file.js";
import { readServerInterfaces } from "../../../codegen/tools/scaffold/server-interfaces.js";
import { command, Workplace } from "./run-command.js";

const run = promisify(execFile);
const checkout = fileURLToPath(new URL("../../..", import.meta.url));

/** A WSDL with these operations; "Tell!" has no output. */
function wsdl(...names: readonly string[]): string {
  const isOneWay = (name: string): boolean => name.endsWith("!");
  const bare = (name: string): string => name.replace("!", "");
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:quote"
  xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:quote">
  <types><xs:schema targetNamespace="urn:quote" elementFormDefault="qualified">
    <xs:element name="Answer" type="xs:string"/>
    ${names.map((name) => `<xs:element name="${bare(name)}" type="xs:string"/>`).join("")}
  </xs:schema></types>
  <message name="Out"><part name="p" element="t:Answer"/></message>
  ${names.map((name) => `<message name="${bare(name)}In"><part name="p" element="t:${bare(name)}"/></message>`).join("\n  ")}
  <portType name="Quote">${names
    .map(
      (name) =>
        `<operation name="${bare(name)}"><documentation>Does ${bare(name)}.\nAnd more.</documentation><input message="t:${bare(name)}In"/>${isOneWay(name) ? "" : '<output message="t:Out"/>'}</operation>`,
    )
    .join("")}</portType>
  <binding name="QuoteSoap" type="t:Quote"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
    ${names
      .map(
        (name) =>
          `<operation name="${bare(name)}"><soap:operation soapAction="${bare(name)}"/><input><soap:body use="literal"/></input>${
            isOneWay(name) ? "" : '<output><soap:body use="literal"/></output>'
          }</operation>`,
      )
      .join("")}</binding>
</definitions>
`;
}

let place: Workplace;
beforeEach(() => {
  place = new Workplace();
});
afterEach(() => place.remove());

const scaffold = (...flags: readonly string[]) =>
  place.run("scaffold", "quote.wsdl", "--generated", "generated", "--out", "src/quote.ts", ...flags);

/** Compiles everything with the strictest flags; the package is the one that the command under test is of. */
async function compile(): Promise<string> {
  place.write("node_modules/.keep", "");
  symlinkSync(join(dirname(command), "../../.."), join(place.folder, "node_modules/soapwright"), "dir");
  place.write("package.json", '{ "type": "module" }');
  place.write(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        target: "es2022",
        lib: ["es2023", "dom"],
        types: [],
        module: "nodenext",
        moduleResolution: "nodenext",
        strict: true,
        noUnusedLocals: true,
        noUnusedParameters: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        verbatimModuleSyntax: true,
        skipLibCheck: true,
        rootDir: ".",
        outDir: "js",
      },
      include: ["src", "generated"],
    }),
  );
  const { stdout } = await run(join(checkout, "node_modules/.bin/tsc"), ["-p", place.folder]).catch(
    (error: { readonly stdout: string }) => error,
  );
  return stdout;
}

describe("a new file", () => {
  it.each(["object", "class"])("of the form %s compiles, serves, and stays as it is", async (form) => {
    place.write("quote.wsdl", wsdl("GetQuote", "Tell!", "get-it"));
    await place.run("generate", "quote.wsdl", "--out", "generated");
    expect(await scaffold("--form", form)).toMatchObject({ status: 0, stderr: "" });
    const text = place.read("src/quote.ts");
    expect(text).toContain("/**\n   * Does GetQuote.\n   * And more.\n   */\n  async getQuote(");
    expect(text.match(/from "soapwright\/soap"/g)).toHaveLength(1);
    expect(text.match(/throw new SoapFault\("Receiver", "operation \S+ is not implemented yet"\);/g)).toHaveLength(3);

    expect(await scaffold()).toMatchObject({ status: 0, stdout: "src/quote.ts: implements every operation\n" });
    expect(place.read("src/quote.ts")).toBe(text);

    const server = form === "class" ? "new quote.QuoteService()" : "quote.quoteServer";
    place.write(
      "src/main.ts",
      `import { bind, createHandler } from "soapwright/soap";
import { QuoteSoap } from "../generated/service.js";
import * as quote from "./quote.js";
const handle = createHandler({ services: [bind(QuoteSoap, ${server})] });
const body = '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><GetQuote xmlns="urn:quote">x</GetQuote></e:Body></e:Envelope>';
const response = await handle(new Request("http://localhost/", { method: "POST", body, headers: { "content-type": "text/xml" } }));
console.log(response.status, await response.text());
`,
    );
    expect(await compile()).toBe("");
    const { stdout } = await run(process.execPath, [join(place.folder, "js/src/main.js")]);
    expect(stdout).toMatch(/^500 .*<faultstring[^>]*>operation getQuote is not implemented yet<\/faultstring>/);
  });
});

describe("a file of theirs", () => {
  const theirs = `#!/usr/bin/env node
// Mine.
import type { QuoteServer } from '../generated/service.js'

// Kept as it is.
export function createQuote(prices: ReadonlyMap<string, string>): QuoteServer {
    return {
        async getQuote(input) { return   prices.get(input) ?? "none" }, // odd   spacing
        // The last comment.
    }
}
`;

  it("gets the operations that the contract has now, every line of theirs staying", async () => {
    place.write("quote.wsdl", wsdl("GetQuote", "SetQuote"));
    place.write("src/quote.ts", theirs);
    await place.run("generate", "quote.wsdl", "--out", "generated");
    expect(await scaffold()).toMatchObject({ status: 0, stdout: 'src/quote.ts: added operation "setQuote" of Quote\n' });
    const text = place.read("src/quote.ts");
    expect(text).toBe(
      theirs.replace("service.js'\n", "service.js'\nimport { SoapFault } from 'soapwright/soap'\n").replace(
        "        // The last comment.\n",
        `        // The last comment.

        /**
         * Does SetQuote.
         * And more.
         */
        async setQuote(_input, _call) {
            throw new SoapFault('Receiver', 'operation setQuote is not implemented yet')
        },
`,
      ),
    );
    expect(await compile()).toBe("");
  });

  it("is warned of operations that were removed, and keeps them", async () => {
    place.write("quote.wsdl", wsdl("GetQuotes"));
    place.write("src/quote.ts", theirs);
    const { status, stdout, stderr } = await scaffold();
    expect(status).toBe(1);
    expect(stdout.trim().split("\n")).toEqual([
      'src/quote.ts: added operation "getQuotes" of Quote',
      'src/quote.ts:8: "getQuote" is not an operation of Quote',
    ]);
    expect(stderr).toContain("soapwright generate");
    expect(place.read("src/quote.ts")).toContain("async getQuote(input) { return   prices");
    const again = await scaffold("--format", "json");
    expect(again.status).toBe(1);
    expect(JSON.parse(again.stdout)).toEqual({
      file: "src/quote.ts",
      changed: false,
      notes: [{ kind: "gone", message: '"getQuote" is not an operation of Quote', line: 9 }],
    });
  });
});

describe("the forms of implementations", () => {
  const generated = `export interface QuoteOperations {
  readonly get: { readonly input: string; readonly output: string };
  readonly "set-it": { readonly input: string };
  readonly told: { readonly output: string };
}
export interface QuoteServer extends Server<QuoteOperations> {}
export interface BackOperations {
  readonly told: { readonly output: string };
}
export interface BackServer extends Server<BackOperations> {}
`;
  const interfaces = readServerInterfaces(generated);
  const extend = (text: string | undefined, form: "object" | "class" = "object") =>
    extendServiceFile({ text, interfaces, module: "./generated/service.js", form });
  const head = 'import type { QuoteServer } from "./generated/service.js";\nimport { SoapFault } from "soapwright/soap";\n';
  const fault = (name: string): string => `throw new SoapFault("Receiver", "operation ${name} is not implemented yet");`;

  it("are asked for operations with an input only", () => {
    expect(interfaces.map(({ name, operations }) => [name, operations.map(({ property }) => property)])).toEqual([
      ["QuoteServer", ["get", "set-it"]],
    ]);
  });

  it.each([
    ["a typed object", `${head}const q: QuoteServer = {\n  get: async () => "",\n};\n`],
    ["an object without trailing comma", `${head}const q: QuoteServer = {\n  get: async () => ""\n};\n`],
    ["an object with a comment behind its last member", `${head}const q: QuoteServer = {\n  get: async () => "" // , here\n};\n`],
    ["an object on one line", `${head}const q: QuoteServer = { get: async () => "" };\n`],
    ["an object that satisfies", `${head}export const q = {\n  get: async () => "",\n} satisfies QuoteServer;\n`],
    ["a function that returns one", `${head}function make(): QuoteServer {\n  return {\n    get: async () => "",\n  };\n}\n`],
    ["an arrow that gives one", `${head}const make = (): QuoteServer => ({\n  get: async () => "",\n});\n`],
    ["a shorthand member", `${head}const get = async () => "";\nconst q: QuoteServer = { get };\n`],
    ["a class", `${head}class Q implements QuoteServer {\n  #x = 1;\n  async get() {\n    return String(this.#x);\n  }\n}\n`],
    ["a class with a field", `${head}export default class implements QuoteServer {\n\tget = async () => "";\n}\n`],
    ["an alias", `import type { QuoteServer as Q } from "./generated/service";\nconst q: Q = {\n  get: async () => "",\n};\n`],
    [
      "a namespace",
      `import type * as service from "./generated/service.js";\nconst q: service.QuoteServer = {\n  get: async () => "",\n};\n`,
    ],
    ["tabs and CRLF", `${head}const q: QuoteServer = {\n\tget: async () => "",\n};\n`.replaceAll("\n", "\r\n")],
    ["a mark of byte order", `\ufeff${head}const q: QuoteServer = {\n  get: async () => "",\n};\n`],
  ])("such as %s get what is missing, once", (_, text) => {
    const first = extend(text);
    expect(first.notes).toEqual([{ kind: "added", message: 'operation "set-it" of Quote', line: undefined }]);
    expect(first.text).toContain('async "set-it"(_input');
    expect(first.text.match(/import [^;]*SoapFault/g)).toHaveLength(1);
    if (text.includes("\r\n")) expect(first.text.replaceAll("\r\n", "")).not.toContain("\n");
    // Nothing of theirs is gone or changed: theirs is what is left when the insertions are taken out.
    let index = 0;
    for (const character of first.text) if (character === text[index]) index++;
    expect(index).toBe(text.length);
    expect(extend(first.text)).toEqual({ text: first.text, notes: [] });
  });

  it("such as an empty object and an empty class are filled", () => {
    expect(extend(`${head}const q: QuoteServer = {};\n`).text).toBe(
      `${head}const q: QuoteServer = {\n  async get(_input, _call) {\n    ${fault("get")}\n  },\n\n  async "set-it"(_input, _call) {\n    ${fault("set-it")}\n  },\n};\n`,
    );
    const { text } = extend(`${head}class Q implements QuoteServer {\n}\n`);
    expect(text).toContain('import { SoapFault, type Call } from "soapwright/soap";');
    expect(text).toContain('import type { QuoteServer, QuoteOperations } from "./generated/service.js";');
    expect(text).toContain(
      '  async "set-it"(_input: QuoteOperations["set-it"]["input"], _call: Call<QuoteOperations["set-it"]>): Promise<void> {',
    );
  });

  it("whose members may come from elsewhere are left alone, with a word", () => {
    for (const text of [`${head}const q: QuoteServer = { ...base };\n`, `${head}class Q extends Base implements QuoteServer {\n}\n`]) {
      expect(extend(text)).toEqual({
        text,
        notes: [
          { kind: "unknown", message: '"get", "set-it" of Quote may come from the base or the spread here; nothing was added', line: 3 },
        ],
      });
    }
  });

  it("may have members of their own in a class, except for operations that were removed", () => {
    const text = `${head}class Q implements QuoteServer {\n  get = async () => "";\n  "set-it" = async () => {};\n  helper() {}\n  async old(input: QuoteOperations["old"]["input"]) {}\n}\n`;
    expect(extend(text)).toEqual({ text, notes: [{ kind: "gone", message: '"old" is not an operation of Quote', line: 7 }] });
  });

  it("of port types that were removed are reported", () => {
    const text = `import type { OldServer, QuoteServer } from "./generated/service.js";\nexport const q: QuoteServer = { get: a, "set-it": b };\n`;
    expect(extend(text)).toEqual({ text, notes: [{ kind: "gone", message: 'the contract has no "OldServer" to implement', line: 1 }] });
  });

  it("that are missing are appended under a free name, behind a header", () => {
    const text = "// Licence.\n\nexport const quoteServer = 1;";
    const { text: extended } = extend(text);
    expect(
      extended.startsWith(
        '// Licence.\n\nimport type { QuoteServer } from "./generated/service.js";\nimport { SoapFault } from "soapwright/soap";\n\nexport',
      ),
    ).toBe(true);
    expect(extended).toContain(
      "\n\nexport const quoteServer = 1;\n\n/** Implements the port type Quote. */\nexport const quoteServer2: QuoteServer = {\n",
    );
    expect(extend(extended).text).toBe(extended);
  });

  it("in a file that cannot be parsed are not touched", () => {
    expect(() => extend("const q = {\n  a: ;\n")).toThrow("line 2 cannot be parsed");
  });
});

describe("flags", () => {
  it("take the folder from the configuration", async () => {
    place.write("quote.wsdl", wsdl("GetQuote"));
    place.write("other.wsdl", wsdl("Other"));
    place.write(
      "soapwright.config.ts",
      'export default { contracts: [{ entries: ["quote.wsdl"], out: "gen/quote" }, { entries: ["other.wsdl"], out: "gen/other" }] };\n',
    );
    expect((await place.run("scaffold", "./quote.wsdl", "--out", "src/a/quote.ts")).status).toBe(0);
    expect(place.read("src/a/quote.ts")).toContain('from "../../gen/quote/service.js"');
    expect(await place.run("scaffold", "none.wsdl", "--out", "x.ts")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--generated"),
    });
    expect(await place.run("scaffold", "--out", "x.ts")).toMatchObject({ status: 2, stderr: expect.stringContaining("several") });
  });

  it("are refused where they make no sense, and contracts where they are wrong", async () => {
    place.write("quote.wsdl", wsdl("GetQuote").replace('element="t:Answer"', 'element="t:Answr"'));
    place.write("order.xsd", '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>');
    expect((await scaffold()).status).toBe(1);
    expect((await place.run("scaffold", "none.wsdl", "--generated", "g", "--out", "x.ts")).status).toBe(3);
    expect(await place.run("scaffold", "order.xsd", "--generated", "g", "--out", "x.ts")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("no port type"),
    });
    expect((await place.run("scaffold", "quote.wsdl", "--out", "x.ts")).status).toBe(2);
    expect((await scaffold("--form", "function")).status).toBe(2);
    expect(() => place.read("src/quote.ts")).toThrow();
  });
});
