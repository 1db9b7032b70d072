/**
 * Parts that a WSDL binds to attachments (mime:multipartRelated): properties of inputs and outputs, and parts of the body on the wire.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createMock } from "soapwright/mock";
import { loadContract } from "soapwright/schema";
import { type AttachedPart, createClient, createHandler, type SoapBinding, serve, TransportError } from "soapwright/soap";
import { afterAll, describe, expect, it } from "vitest";

const xsd = "http://www.w3.org/2001/XMLSchema";
const soapEnvelope = "http://schemas.xmlsoap.org/soap/envelope/";

/** An operation whose input and output have a text, a picture and a file. */
function contract(style: "document" | "rpc"): string {
  const text = style === "rpc" ? 'type="xs:string"' : 'element="t:text"';
  const parts = `<part name="text" ${text}/><part name="picture" type="xs:base64Binary"/><part name="my-file" type="xs:base64Binary"/>`;
  const side = `<m:multipartRelated><m:part><s:body parts="text" use="literal" namespace="urn:t"/></m:part>
    <m:part><m:content part="picture" type="image/*"/><m:content part="picture" type="application/pdf"/></m:part>
    <m:part><m:content part="my-file"/></m:part></m:multipartRelated>`;
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xs="${xsd}"
      xmlns:m="http://schemas.xmlsoap.org/wsdl/mime/" xmlns:t="urn:t" targetNamespace="urn:t">
    <types><xs:schema targetNamespace="urn:t"><xs:element name="text" type="xs:string"/></xs:schema></types>
    <message name="In">${parts}</message><message name="Out">${parts}</message>
    <portType name="Keeper"><operation name="keep"><input message="t:In"/><output message="t:Out"/></operation></portType>
    <binding name="KeeperSoap" type="t:Keeper"><s:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>
      <operation name="keep"><s:operation soapAction=""/><input>${side}</input><output>${side}</output></operation></binding>
    <service name="S"><port name="P" binding="t:KeeperSoap"><s:address location="http://keeper.example/"/></port></service></definitions>`;
}

const folder = mkdtempSync(join(tmpdir(), "soapwright-attached-"));
afterAll(() => rmSync(folder, { recursive: true }));

function wsdlFile(style: "document" | "rpc"): string {
  const file = join(folder, `${style}.wsdl`);
  writeFileSync(file, contract(style));
  return file;
}

interface Kept {
  readonly text: string;
  readonly picture: AttachedPart;
  readonly "my-file": AttachedPart;
}
interface KeeperOperations {
  readonly keep: { readonly input: Kept; readonly output: Kept };
}

async function bindingOf(style: "document" | "rpc"): Promise<SoapBinding<KeeperOperations>> {
  const { bindings } = await loadContract({ entries: [wsdlFile(style)] });
  // The contract above has these operations.
  return bindings.KeeperSoap as unknown as SoapBinding<KeeperOperations>;
}

const url = "http://keeper.example/";
const picture: AttachedPart = { contentType: "image/png", bytes: new Uint8Array([137, 80, 78, 71, 13, 10]) };
const file: AttachedPart = { contentType: "text/plain; charset=utf-8", bytes: new TextEncoder().encode("hello") };
const kept: Kept = { text: "a cat", picture, "my-file": file };

describe.each(["document", "rpc"] as const)("%s style", async (style) => {
  const binding = await bindingOf(style);
  const inputs: Kept[] = [];
  let output: unknown;
  const handler = createHandler({
    services: [
      serve(binding, {
        keep: async (input) => {
          inputs.push(input);
          // Rules without types may give anything.
          return (output ?? input) as Kept;
        },
      }),
    ],
  });

  it.each([undefined, "mtom"] as const)("attachments are properties there and back: packaging %s", async (packaging) => {
    output = undefined;
    const types: (string | null)[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      types.push(request.headers.get("content-type"));
      return await handler(request);
    };
    const client = createClient(binding, { url, fetch, ...(packaging !== undefined && { packaging }) });
    const other = { id: "other@example", contentType: "text/plain", bytes: new Uint8Array([1]) };
    const answer = await client.keep(kept, { attachments: [other] });
    expect(answer).toMatchObject({ text: "a cat", picture, "my-file": file });
    expect(inputs.at(-1)).toMatchObject({ text: "a cat", picture, "my-file": file });
    expect(types[0]).toMatch(/^multipart\/related/);
  });

  it("parts say in their Content-IDs which they are", async () => {
    let sent = "";
    const fetch = async (request: Request): Promise<Response> => {
      sent = await request.clone().text();
      return await handler(request);
    };
    await createClient(binding, { url, fetch }).keep(kept);
    expect(sent).toMatch(/content-id: <picture=[^@>]+@soapwright>/);
    expect(sent).toMatch(/content-id: <my-file=[^@>]+@soapwright>/);
    expect(sent).not.toMatch(/<picture[>/]|<my-file[>/]/);
  });

  it.each([
    [{ text: "a cat", picture }, 'the attachment "my-file" is missing'],
    [{ text: "a cat", picture: picture.bytes, "my-file": file }, 'the attachment "picture" is missing'],
    [
      { ...kept, picture: { ...picture, contentType: "text/html" } },
      'the attachment "picture" is "text/html", not image/* or application/pdf',
    ],
  ])("%j is no input", async (input, problem) => {
    const client = createClient(binding, { url, fetch: handler });
    // A caller without types.
    await expect(client.keep(input as Kept)).rejects.toThrow(problem);
  });

  it("an output without an attachment is our mistake", async () => {
    output = { text: "a cat", picture };
    await expect(createClient(binding, { url, fetch: handler }).keep(kept)).rejects.toThrow("internal error");
  });
});

/** Posts a message of another stack: the root's header and envelope, and parts of a header and one character. */
async function post(parts: readonly (readonly [header: string, content: string])[], validation?: "report", deviations: string[] = []) {
  const root = `<e:Envelope xmlns:e="${soapEnvelope}"><e:Body><t:text xmlns:t="urn:t">a cat</t:text></e:Body></e:Envelope>`;
  const type = 'multipart/related; type="text/xml"; boundary="b"';
  return await postMultipart(type, [["Content-Type: text/xml", root], ...parts], validation, deviations);
}

async function postMultipart(
  type: string,
  parts: readonly (readonly [header: string, content: string])[],
  validation?: "report",
  deviations: string[] = [],
) {
  const binding = await bindingOf("document");
  let input: unknown;
  const handler = createHandler({
    ...(validation && { validation, onDeviation: ({ message }) => deviations.push(message) }),
    services: [
      serve(binding, {
        keep: async (given) => {
          input = given;
          return kept;
        },
      }),
    ],
  });
  const body = parts.map(([header, content]) => `--b\r\n${header}\r\n\r\n${content}\r\n`).join("");
  const headers = { "content-type": type, soapaction: '""' };
  const response = await handler(new Request(url, { method: "POST", headers, body: `${body}--b--` }));
  return { status: response.status, text: await response.text(), input };
}

const png = "Content-Type: image/png";
const ofPart = (name: string, type = png): string => `Content-ID: <${name}=1@x>\r\n${type}`;

/** What the operation got, with texts in place of bytes. */
function texts(input: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(input as Record<string, string | AttachedPart>).map(([property, value]) => [
      property,
      typeof value === "string" ? value : new TextDecoder().decode(value.bytes),
    ]),
  );
}

describe("messages of other stacks", () => {
  it.each([
    [
      "in the contract's order, without names",
      [
        [png, "P"],
        [png, "F"],
      ],
    ],
    [
      "with Content-IDs that say nothing",
      [
        ["Content-ID: <1@x>\r\nContent-Type: image/png", "P"],
        ["Content-ID: <2@x>", "F"],
      ],
    ],
    [
      "named, in another order",
      [
        [ofPart("my-file"), "F"],
        [ofPart("picture"), "P"],
      ],
    ],
    [
      "named with escapes",
      [
        [ofPart("my%2Dfile"), "F"],
        [ofPart("p%69cture"), "P"],
      ],
    ],
    [
      "named, with others between",
      [
        ["Content-ID: <z=1@x>\r\nContent-Type: image/png", "?"],
        [ofPart("my-file"), "F"],
        [ofPart("picture"), "P"],
      ],
    ],
    [
      "with a type in another case and with parameters",
      [
        ["Content-Type: IMAGE/PNG; name=a", "P"],
        [png, "F"],
      ],
    ],
    [
      "and more than the contract has",
      [
        [png, "P"],
        [png, "F"],
        [png, "?"],
      ],
    ],
  ] as const)("parts are found: %s", async (_, parts) => {
    const { status, input } = await post(parts);
    expect(status).toBe(200);
    expect(texts(input)).toEqual({ text: "a cat", picture: "P", "my-file": "F" });
  });

  it.each([
    ["no part", [], 'the attachment "picture" is missing'],
    ["one part", [[png, "P"]], 'the attachment "my-file" is missing'],
    [
      "one named part",
      [
        [ofPart("my-file"), "F"],
        [png, "P"],
      ],
      'the attachment "picture" is missing',
    ],
    [
      "a part of another type",
      [
        ["Content-Type: text/html", "P"],
        [png, "F"],
      ],
      'is "text/html", not image/* or application/pdf',
    ],
    [
      "a part without a type",
      [
        ["Content-ID: <1@x>", "P"],
        [png, "F"],
      ],
      'is "application/octet-stream", not image/*',
    ],
    [
      "a type that is none",
      [
        ["Content-Type: image", "P"],
        [png, "F"],
      ],
      'is "image", not image/*',
    ],
    [
      "two parts of one name",
      [
        [ofPart("picture"), "P"],
        ["Content-ID: <picture=2@x>\r\nContent-Type: image/png", "Q"],
      ],
      'two attachments are the part "picture"',
    ],
    [
      "two parts of one name, one escaped",
      [
        [ofPart("picture"), "P"],
        ["Content-ID: <%70icture=2@x>\r\nContent-Type: image/png", "Q"],
      ],
      "two attachments are",
    ],
    [
      "escapes that are none",
      [
        [ofPart("%"), "P"],
        [ofPart("picture%zz"), "F"],
        [ofPart("picture"), "P"],
      ],
      'the attachment "my-file" is missing',
    ],
    [
      "a name that objects have",
      [
        [ofPart("__proto__"), "P"],
        [ofPart("constructor"), "F"],
      ],
      "",
    ],
  ] as const)("%s: refused or harmless", async (_, parts, problem) => {
    const { status, text } = await post(parts);
    if (problem !== "") expect(text.replaceAll("&quot;", '"')).toContain(problem);
    expect(status).toBe(problem === "" ? 200 : 500);
    expect({}).not.toHaveProperty("bytes");
  });

  it("deviations are told in tolerant mode", async () => {
    const deviations: string[] = [];
    const { status, input } = await post([["Content-Type: text/html", "P"]], "report", deviations);
    expect(status).toBe(200);
    expect(texts(input)).toEqual({ text: "a cat", picture: "P" });
    expect(deviations).toEqual([
      'the attachment "picture" is "text/html", not image/* or application/pdf',
      'the attachment "my-file" is missing',
    ]);
  });

  it("what an Include stands for is not one of the parts", async () => {
    const include = '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:text@x"/>';
    const root = `<e:Envelope xmlns:e="${soapEnvelope}"><e:Body><t:text xmlns:t="urn:t">${include}</t:text></e:Body></e:Envelope>`;
    const { status, input } = await postMultipart('multipart/related; type="application/xop+xml"; start-info="text/xml"; boundary="b"', [
      ['Content-Type: application/xop+xml; type="text/xml"', root],
      ["Content-ID: <text@x>\r\nContent-Type: image/png", "cat"],
      ["Content-ID: <1@x>\r\nContent-Type: image/png", "P"],
      ["Content-ID: <2@x>", "F"],
    ]);
    expect(status).toBe(200);
    expect(texts(input)).toEqual({ text: "Y2F0", picture: "P", "my-file": "F" });
  });

  it("a client refuses an answer without its attachments", async () => {
    const answer = `<e:Envelope xmlns:e="${soapEnvelope}"><e:Body><t:text xmlns:t="urn:t">a cat</t:text></e:Body></e:Envelope>`;
    const fetch = async (): Promise<Response> => new Response(answer, { headers: { "content-type": "text/xml" } });
    const call = createClient(await bindingOf("document"), { url, fetch }).keep(kept);
    await expect(call).rejects.toThrow(TransportError);
    await expect(call).rejects.toThrow('the attachment "picture" is missing');
  });
});

describe.each(["document", "rpc"] as const)("a mock, %s style", async (style) => {
  const binding = await bindingOf(style);
  const mock = createMock({ entries: [wsdlFile(style)] });
  const client = createClient(binding, { url, fetch: mock });

  it("makes attachments up, and remembers those that it got", async () => {
    const answer = await client.keep(kept);
    expect(Object.keys(answer)).toEqual(["text", "picture", "my-file"]);
    expect(answer.picture.contentType).toBe("image/octet-stream");
    expect(new TextDecoder().decode(answer["my-file"].bytes)).toBe('a sample of "my-file"');
    expect(mock.inputs(binding, "keep")).toMatchObject([kept]);
    expect(mock.problems()).toEqual([]);
  });

  it("answers with those of a rule", async () => {
    mock.use(binding, "keep", { when: ({ picture: { bytes } }) => bytes.length === 6, answer: { ...kept, text: "mine" } });
    expect(await client.keep(kept)).toMatchObject({ ...kept, text: "mine" });
    mock.use(binding, "keep", { answer: (input) => ({ ...input, text: "computed" }) });
    expect(await client.keep(kept)).toMatchObject({ ...kept, text: "computed" });
  });
});
