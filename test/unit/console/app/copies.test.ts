/**
 * Copies of a request say what the page would send: curl is run, the HTTP file is sent, the call of the generated client is compiled and run.
 */
import { execFile, execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type DescribedContract, describeContract } from "../../../../codegen/describe-contract.js";
import { type Additions, withAdditions } from "../../../../src/console/app/authentication.js";
import { readParameterValues } from "../../../../src/console/app/call-values.js";
import type { BoundDescription } from "../../../../src/console/app/contract.js";
import { asCurl, asHttpFile, asTypeScript } from "../../../../src/console/app/copies.js";
import { destinationsOf, firstMessage, type OutgoingRequest, requestFor } from "../../../../src/console/app/message.js";
import { createValidator } from "../../../../src/console/app/validator.js";

const root = fileURLToPath(new URL("../../../..", import.meta.url));
const run = promisify(execFile);

let server: Server;
let origin: string;
let seen: {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
      const answer = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><Converted xmlns="urn:example:currency"><Amount>1.00</Amount></Converted></e:Body></e:Envelope>`;
      response.writeHead(200, { "content-type": "text/xml", connection: "close" }).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  seen = [];
});

const nobody: Additions = { scheme: "none", user: "", password: "", headers: "" };
const requests: readonly (readonly [string, OutgoingRequest])[] = [
  [
    "an envelope with what shells and lines make much of",
    {
      method: "POST",
      url: "/a",
      way: "here",
      headers: { "content-type": "text/xml; charset=utf-8", soapaction: `"it's $HOME"` },
      body: `<a b='$(id)\`id\`!'>\n  "\\n" ü €\n</a>`,
    },
  ],
  ["parameters of a URL", { method: "GET", url: "/a?x=1&y=%27%26", way: "here", headers: {}, body: undefined }],
  [
    "a form with who asks",
    withAdditions(
      { method: "POST", url: "/a", way: "here", headers: { "content-type": "application/x-www-form-urlencoded" }, body: "a=1&b=%27" },
      { scheme: "basic", user: "eva", password: "o'k:ü", headers: "X-Key: it's\nnothing" },
    ),
  ],
];

const hasCurl = spawnSync("curl", ["--version"]).status === 0;
if (!hasCurl) console.warn("copies: there is no curl");

describe.skipIf(!hasCurl)("curl and the HTTP file send the same", () => {
  it.each(requests)("%s", async (_, request) => {
    await run("bash", ["-c", asCurl(request, origin)]);
    await sendFile(asHttpFile(request, origin));
    expect(seen).toHaveLength(2);
    for (const { method, url, headers, body } of seen) {
      expect({ method, url, body }).toEqual({ method: request.method, url: request.url, body: request.body ?? "" });
      expect(headers).toMatchObject(request.headers);
    }
  });
});

/** Sends what a file for editors says: the request line, headers, an empty line, the body. RFC 9110, as such editors read it */
async function sendFile(text: string): Promise<void> {
  const end = text.indexOf("\n\n");
  const [head, body] = end < 0 ? [text, ""] : [text.slice(0, end), text.slice(end + 2)];
  const [first = "", ...headers] = head.split("\n");
  const [method, url = ""] = first.split(" ");
  const { pathname, search, host, port } = new URL(url);
  const lines = [`${method} ${pathname}${search} HTTP/1.1`, `host: ${host}`, `content-length: ${Buffer.byteLength(body)}`, ...headers];
  const socket = connect(Number(port), "127.0.0.1");
  socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  for await (const _ of socket);
}

describe("the call of the generated client", () => {
  let described: DescribedContract;
  let folder: string;
  beforeAll(() => {
    const wsdl = readFileSync(join(root, "examples/currency/currency.wsdl"), "utf8");
    described = describeContract("currency.wsdl", { "currency.wsdl": wsdl });
    folder = mkdtempSync(join(tmpdir(), "soapwright-copies-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/soapwright"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    symlinkSync(join(root, "examples/currency/generated"), join(folder, "generated"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("compiles, and sends the message", async () => {
    const { description, tables } = described;
    const [operation] = description.operations;
    const [bound] = operation?.bindings ?? [];
    if (operation === undefined || bound === undefined) throw new Error("no operation");
    const service = { id: "c", title: "c", path: "/currency" };
    const [destination] = destinationsOf(description, bound, service, undefined);
    if (destination === undefined) throw new Error("no address");
    const message = firstMessage(description, bound, service, "full");
    expect(requestFor(description, bound, destination, message).url).toBe("/currency");
    const body = /<Convert [\s\S]*<\/Convert>/.exec(message)?.[0] ?? "";
    const input = createValidator(tables).read("{urn:example:currency}Convert", body);
    const options = [
      "--strict",
      "--module",
      "nodenext",
      "--target",
      "es2022",
      "--skipLibCheck",
      "--types",
      "",
      "--preserveSymlinks",
      "--outDir",
      "out",
    ];
    const compile = (name: string, text: string): void => {
      writeFileSync(join(folder, name), text);
      execFileSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), ...options, name], { cwd: folder, stdio: "pipe" });
    };
    compile("declared.ts", asTypeScript(description, operation, bound, `${origin}/currency`, { input: undefined, headers: {} }));
    compile("call.ts", asTypeScript(description, operation, bound, `${origin}/currency`, { input, headers: {} }));
    writeFileSync(join(folder, "out/package.json"), '{ "type": "module" }');
    const { stdout } = await run(process.execPath, ["--preserve-symlinks", "out/call.js"], { cwd: folder });
    expect(stdout).toContain("amount: '1.00'");
    expect(seen[0]?.body.replace(/\s|c:/g, "")).toContain(/<Amount>.*<\/To>/.exec(body.replace(/\s/g, ""))?.[0]);
  }, 120_000);
});

describe("values of a call", () => {
  const wsdl = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:http="http://schemas.xmlsoap.org/wsdl/http/" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:f" targetNamespace="urn:f">
<types><xs:schema targetNamespace="urn:f"><xs:element name="Session" type="xs:int"/><xs:element name="Done" type="xs:string"/>
<xs:simpleType name="Size"><xs:restriction base="xs:integer"><xs:maxInclusive value="9"/></xs:restriction></xs:simpleType></xs:schema></types>
<message name="In"><part name="Name" type="xs:string"/><part name="Count" type="xs:int"/><part name="Size" type="tns:Size"/><part name="Due" type="xs:date"/></message>
<message name="Body"><part name="body" element="tns:Done"/></message><message name="Head"><part name="head" element="tns:Session"/></message>
<portType name="Forms"><operation name="Save"><input message="tns:In"/></operation></portType>
<portType name="Calls"><operation name="Call"><input message="tns:Body"/></operation></portType>
<binding name="FormsPost" type="tns:Forms"><http:binding verb="POST"/><operation name="Save"><http:operation location="/save"/><input><mime:content type="application/x-www-form-urlencoded"/></input></operation></binding>
<binding name="CallsSoap" type="tns:Calls"><soap:binding transport="http://schemas.xmlsoap.org/soap/http"/><operation name="Call"><soap:operation soapAction=""/><input><soap:header message="tns:Head" part="head" use="literal"/><soap:body use="literal"/></input></operation></binding></definitions>`;
  const { description, tables } = describeContract("f.wsdl", { "f.wsdl": wsdl });
  const validate = createValidator(tables);
  const boundOf = (name: string): BoundDescription => {
    const bound = description.operations.find((operation) => operation.name === name)?.bindings[0];
    if (bound === undefined) throw new Error("no binding");
    return bound;
  };

  it.each<[string, readonly (readonly [string, string])[], unknown]>([
    [
      "have the types of generated code",
      [
        ["Name", "a=b"],
        ["count", "7"],
        ["Size", "9"],
        ["Due", "2026-01-31"],
      ],
      { name: "a=b", count: 7, size: 9n, due: "2026-01-31" },
    ],
    [
      "are none where one is not valid",
      [
        ["Name", "a"],
        ["Count", "7"],
        ["Size", "10"],
        ["Due", "2026-01-31"],
      ],
      undefined,
    ],
    ["are none where one is missing", [["Name", "a"]], undefined],
  ])("%s", (_, pairs, want) => {
    expect(readParameterValues(description, boundOf("Save"), pairs, validate)).toEqual(want);
  });

  it("stand in the call, header blocks too", () => {
    const call = description.operations.find(({ name }) => name === "Call");
    const bound = boundOf("Call");
    expect(bound.input?.headers.map(({ property }) => property)).toEqual(["session"]);
    if (call === undefined) throw new Error("no operation");
    const text = asTypeScript(description, call, bound, "http://127.0.0.1/", { input: "x", headers: { session: 5 } });
    expect(text).toContain('const input = "x" as const;\nconst headers = {\n  session: 5,\n} as const;\n');
    expect(text).toContain("await client.call(input, { headers });");
  });
});

describe("who asks", () => {
  const envelope = (header: string): string =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">${header}<s:Body/></s:Envelope>`;
  const send = (body: string, scheme: Additions["scheme"]): OutgoingRequest =>
    withAdditions({ method: "POST", url: "/", way: "here", headers: {}, body }, { ...nobody, scheme, user: "<eva>", password: "a&b" });

  it.each([
    ["no header", ""],
    ["a header", "<s:Header><a/></s:Header>"],
    ["an empty one", '<s:Header a="/>"/>'],
    ["one behind a comment", "<!-- <s:Header> --> <s:Header>x</s:Header>"],
  ])("stands in the header of an envelope that has %s", (_, header) => {
    const { body = "" } = send(envelope(header), "token");
    expect(body).toMatch(/<wsse:Username>&lt;eva&gt;<\/wsse:Username>.*>a&amp;b<\/wsse:Password>/);
    expect(body.match(/<s:Header/g)).toHaveLength(header.includes("<!--") ? 2 : 1);
    expect(
      body
        .replace(/<wsse:Security.*<\/wsse:Security>/, "")
        .replace("<s:Header></s:Header>", "")
        .replace('"></s:Header>', '"/>'),
    ).toBe(envelope(header));
  });

  it("stands in no other text, and in a header of HTTP", () => {
    expect(send("<Envelope", "token").body).toBe("<Envelope");
    expect(send("x", "basic").headers).toEqual({ authorization: `Basic ${Buffer.from("<eva>:a&b").toString("base64")}` });
  });
});
