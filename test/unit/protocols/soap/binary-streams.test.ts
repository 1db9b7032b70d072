/**
 * Values of xs:base64Binary as streams, sent and received in attachments: what arrives before it is read, and what is wrong with it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ByteStream, byteStream } from "soapwright";
import { loadContract, type UnknownOperations } from "soapwright/schema";
import {
  type Attachment,
  type CallOptions,
  type ClientOptions,
  createClient,
  createHandler,
  type HandlerOptions,
  type IncomingAttachment,
  recordEnvelopes,
  type SoapBinding,
  serve,
} from "soapwright/soap";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { streamOf } from "../../../../src/service/byte-stream.js";

const wsdl = `<wsdl:definitions targetNamespace="urn:film" xmlns:t="urn:film" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/"
  xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
<wsdl:types><schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:film" elementFormDefault="qualified">
  <simpleType name="Short"><restriction base="xsd:base64Binary"><maxLength value="3"/></restriction></simpleType>
  <complexType name="Typed"><simpleContent><extension base="xsd:base64Binary"><attribute name="kind" type="xsd:string"/></extension></simpleContent></complexType>
  <complexType name="Film"><sequence>
    <element name="reel" type="xsd:base64Binary" minOccurs="0" maxOccurs="unbounded" nillable="true"/>
    <element name="short" type="t:Short" minOccurs="0"/>
    <element name="typed" type="t:Typed" minOccurs="0"/>
    <element name="fixed" type="xsd:base64Binary" fixed="YWJj" minOccurs="0"/>
    <element name="usual" type="xsd:base64Binary" default="YWJj" minOccurs="0"/>
    <element name="keyed" minOccurs="0"><complexType><sequence>
      <element name="id" type="xsd:base64Binary" maxOccurs="unbounded"/><element name="beside" type="xsd:base64Binary" minOccurs="0"/>
    </sequence></complexType><unique name="u"><selector xpath="t:id"/><field xpath="."/></unique></element>
    <any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>
  </sequence></complexType>
  <element name="Keep" type="t:Film"/><element name="Kept" type="t:Film"/>
</schema></wsdl:types>
<wsdl:message name="Keep"><wsdl:part name="film" element="t:Keep"/></wsdl:message>
<wsdl:message name="Kept"><wsdl:part name="film" element="t:Kept"/></wsdl:message>
<wsdl:portType name="FilmPort"><wsdl:operation name="keep"><wsdl:input message="t:Keep"/><wsdl:output message="t:Kept"/></wsdl:operation></wsdl:portType>
<wsdl:binding name="FilmBinding" type="t:FilmPort"><soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
  <wsdl:operation name="keep"><soap:operation soapAction=""/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output></wsdl:operation>
</wsdl:binding>
</wsdl:definitions>`;

/** What operations of the contract take and give: the test's own reading of it, since a loaded contract has no types. */
interface Film {
  readonly reel?: readonly (ByteStream | null)[];
  readonly short?: ByteStream;
  readonly typed?: { readonly $value: ByteStream; readonly kind?: string };
  readonly fixed?: ByteStream;
  readonly usual?: ByteStream;
  readonly keyed?: { readonly id: readonly ByteStream[]; readonly beside?: ByteStream };
  readonly $any?: readonly { readonly children: readonly unknown[] }[];
}

const folder = mkdtempSync(join(tmpdir(), "soapwright-film-"));
let binding: SoapBinding<UnknownOperations>;
/** The same with bytes. */
let plainBinding: SoapBinding<UnknownOperations>;

async function load(file: string, binary: "bytes" | "stream"): Promise<SoapBinding<UnknownOperations>> {
  const [found] = Object.values((await loadContract({ entries: [file], mapping: { binary } })).bindings);
  if (found?.kind !== "soap") throw new Error("the contract has no binding");
  return found;
}

beforeAll(async () => {
  const file = join(folder, "film.wsdl");
  writeFileSync(file, wsdl);
  binding = await load(file, "stream");
  plainBinding = await load(file, "bytes");
});
afterAll(() => rmSync(folder, { recursive: true }));

const url = "http://film.example/";
const streamed = { maxStreamedBytes: 10_000_000 };
const mtom = { packaging: "mtom" } as const;

interface FilmCall {
  readonly attachments: readonly Attachment[];
  readonly attachmentStream: AsyncIterable<IncomingAttachment>;
}

function handlerOf(keep: (film: Film, call: FilmCall) => Promise<Film>, options: Partial<HandlerOptions> = streamed) {
  return createHandler({ services: [serve(binding, { keep: (input, call) => keep(input as Film, call) })], ...options });
}

function clientOf(fetch: ClientOptions["fetch"] & {}, options: Partial<ClientOptions> = {}) {
  const client = createClient(binding, { url, fetch, ...mtom, ...options });
  return async (film: Film, call?: CallOptions<unknown>): Promise<Film> => (await client.keep?.(film, call)) as Film;
}

/** A stream of chunks, each of which is made when it is asked for. */
function contentOf(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>, type = "video/x"): ByteStream {
  return { type, stream: () => streamOf(each(chunks)) };
}

async function* each(chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}

async function textOf({ stream }: ByteStream): Promise<string> {
  // The platform's types ask for an ArrayBuffer, and any buffer will do.
  return new Response(stream() as ReadableStream<Uint8Array<ArrayBuffer>>).text();
}

const readReels = async ({ reel = [] }: Film): Promise<string> =>
  (await Promise.all(reel.map(async (each) => (each === null ? "nil" : textOf(each))))).join();
const said = (text: string): Film => ({ typed: { $value: byteStream(new Uint8Array()), kind: text } });
const told = (film: Film): string => film.typed?.kind ?? "";

describe.each<[string, Partial<HandlerOptions>, Partial<ClientOptions>]>([
  ["streamed by both", streamed, streamed],
  ["streamed by the server", streamed, {}],
  ["streamed by the client", {}, streamed],
  ["whole", {}, {}],
])("streams in messages that are %s", (_, server, client) => {
  it("go there and back", async () => {
    const keep = clientOf(
      handlerOf(async (film) => film, server),
      client,
    );
    const bytes = byteStream(new Uint8Array([0x61]));
    const back = await keep({ reel: [new Blob(["one"]), null, new Blob([""]), bytes], typed: { $value: new Blob(["typed"]), kind: "k" } });
    const texts: string[] = [];
    for (const each of [...(back.reel ?? []), back.typed?.$value ?? null]) texts.push(each === null ? "nil" : await textOf(each));
    expect([texts, back.typed?.kind]).toEqual([["one", "nil", "", "a", "typed"], "k"]);
  });

  it("arrive whole, each with its type", async () => {
    const handler = handlerOf(async (film) => {
      const [first, , last] = film.reel ?? [];
      const read = await readReels(film);
      return said(`${read} ${first?.type} ${last?.type}`);
    }, server);
    const reel = [new Blob(["one"], { type: "video/x" }), null, new Blob(["two"])];
    expect(told(await clientOf(handler, client)({ reel }))).toBe("one,nil,two video/x application/octet-stream");
  });

  it("come with an answer", async () => {
    const handler = handlerOf(async () => ({ reel: [contentOf([new Uint8Array(70_000).fill(0x61)]), new Blob(["b"])] }), server);
    const { reel = [] } = await clientOf(handler, client)({});
    const texts: string[] = [];
    for (const each of reel) texts.push(each === null ? "nil" : await textOf(each));
    expect(texts).toEqual(["a".repeat(70_000), "b"]);
  });

  it("are compared whole where the schema compares them", async () => {
    const blob = (text: string): Blob => new Blob([text]);
    const handler = handlerOf(
      async ({ keyed, usual }) =>
        said(`${keyed?.id.map((id) => id.content?.length)} ${usual?.content?.length} ${keyed?.beside && (await textOf(keyed.beside))}`),
      server,
    );
    const keep = clientOf(handler, { ...client, xopThreshold: 0 });
    const bytes = (text: string): ByteStream => byteStream(new TextEncoder().encode(text));
    expect(told(await keep({ keyed: { id: [bytes("a"), bytes("bc")], beside: blob("x") } }))).toBe("1,2 undefined x");
    expect(told(await keep({ keyed: { id: [blob("")] } }))).toBe("0 undefined undefined");
    await expect(keep({ keyed: { id: [bytes("a"), bytes("a")] } })).rejects.toThrow(/unique|cvc-identity/);
  });
});

describe("an operation", () => {
  it("begins before a stream has been sent, and slows its sender down", async () => {
    let begun = false;
    let made = 0;
    async function* chunks() {
      for (; made < 100; made++) yield new Uint8Array(10_000);
    }
    const handler = handlerOf(async ({ reel: [reel] = [] }) => {
      begun = made < 50;
      let size = 0;
      for await (const chunk of reel?.stream() ?? []) size += chunk.length;
      return said(`${size}`);
    });
    expect(told(await clientOf(handler)({ reel: [contentOf(chunks())] }))).toBe("1000000");
    expect(begun).toBe(true);
  });

  it("need not read, nor read to the end", async () => {
    const reel = (): ByteStream => contentOf([new Uint8Array(100_000), new Uint8Array(100_000)]);
    const handler = handlerOf(async ({ reel: [, second] = [] }) => {
      for await (const chunk of second?.stream() ?? []) return said(String(chunk.length > 0));
      return said("nothing");
    });
    expect(told(await clientOf(handler)({ reel: [reel(), reel()] }))).toBe("true");
    expect(told(await clientOf(handlerOf(async () => said("x")))({ reel: [reel()] }))).toBe("x");
  });

  it("reads a stream once, and no more after its answer", async () => {
    let kept: ByteStream | undefined;
    const handler = handlerOf(async ({ reel: [reel] = [] }) => {
      if (reel === undefined || reel === null) return {};
      kept ??= reel;
      await textOf(reel);
      return said(await textOf(reel).catch(String));
    });
    const film = { reel: [contentOf([new Uint8Array(10)])] };
    expect(told(await clientOf(handler)(film))).toContain("is read once");
    await expect(kept && textOf(kept)).rejects.toThrow(/read once/);
  });

  it("reads those that come later first, within what may be kept", async () => {
    const handler = (maxBodyBytes: number) =>
      handlerOf(
        async ({ reel: [first, second] = [] }) => said(`${second && (await textOf(second))}${first && (await textOf(first)).length}`),
        { ...streamed, maxBodyBytes },
      );
    const film = { reel: [contentOf([new Uint8Array(50_000)]), new Blob(["x"])] };
    expect(told(await clientOf(handler(100_000))(film))).toBe("x50000");
    await expect(clientOf(handler(20_000))(film)).rejects.toMatchObject({ status: 413 });
  });

  it("sends what arrives back while it arrives", async () => {
    const handler = handlerOf(async ({ reel = [] }) => ({ reel }));
    const parts = Array.from({ length: 50 }, (_, index) => new Uint8Array(5_000).fill(65 + (index % 26)));
    const { reel: [back] = [] } = await clientOf(handler, streamed)({ reel: [contentOf(parts)] });
    expect(back && (await textOf(back))).toBe(new TextDecoder().decode(Buffer.concat(parts)));
  });
});

/** A message of MTOM as its sender writes it. */
function message(body: string, parts: readonly (readonly [id: string, content: string])[], end = "--b--\r\n"): string {
  const envelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:x="http://www.w3.org/2004/08/xop/include"><s:Body>${body}</s:Body></s:Envelope>`;
  const written = parts.map(([id, content]) => `--b\r\ncontent-id: <${id}>\r\ncontent-type: image/png\r\n\r\n${content}\r\n`);
  return `--b\r\ncontent-type: application/xop+xml; type="text/xml"\r\n\r\n${envelope}\r\n${written.join("")}${end}`;
}
const keepOf = (content: string): string => `<Keep xmlns="urn:film">${content}</Keep>`;
const reelOf = (id: string): string => `<reel><x:Include href="cid:${id}"/></reel>`;

function requestOf(body: string | Iterable<Uint8Array>): Request {
  const headers = {
    "content-type": 'multipart/related; type="application/xop+xml"; start-info="text/xml"; boundary="b"',
    soapaction: '""',
  };
  const stream = typeof body === "string" ? body : (streamOf(each(body)) as ReadableStream<Uint8Array<ArrayBuffer>>);
  // undici's types do not know `duplex`, which streams need.
  return new Request(url, { method: "POST", headers, body: stream, duplex: "half" } as RequestInit);
}

const reader = (options?: Partial<HandlerOptions>) => handlerOf(async (film) => said(await readReels(film)), options);

describe("a sender", () => {
  it.each<[string, string, RegExp, number]>([
    ["whose part is missing", message(keepOf(reelOf("a")), []), /no attachment "a"/, 400],
    ["who breaks off", message(keepOf(reelOf("a")), [["a", "x".repeat(100)]], ""), /no closing boundary/, 400],
    ["who includes a part twice", message(keepOf(reelOf("a") + reelOf("a")), [["a", "x"]]), /included twice/, 400],
    ["who names no part", message(keepOf('<reel><x:Include href="http://a/"/></reel>'), [["a", "x"]]), /no attachment/, 400],
    ["who writes text beside an Include", message(keepOf('<reel>YQ==<x:Include href="cid:a"/></reel>'), [["a", "x"]]), /not all/, 400],
    [
      "who includes a part in a part that is no element of the contract",
      message(keepOf(`<other>${reelOf("a")}</other>`), [["a", "x"]]),
      /other/,
      500,
    ],
    ["who sends more than is allowed", message(keepOf(reelOf("a")), [["a", "x".repeat(300_000)]]), /^$/, 413],
    ["whose fixed value is another", message(keepOf('<fixed><x:Include href="cid:a"/></fixed>'), [["a", "abd"]]), /fixed/, 500],
  ])("%s is refused", async (_, body, reason, status) => {
    const answer = await reader({ maxStreamedBytes: 200_000 })(requestOf(body));
    expect([answer.status, await answer.text()]).toEqual([status, expect.stringMatching(reason)]);
  });

  it("may include parts in what the contract leaves open, which are read at once", async () => {
    const handler = handlerOf(async (film) => said(`${await readReels(film)} ${film.$any?.map(({ children }) => children).join()}`));
    const body = message(keepOf(`${reelOf("a")}<o:open xmlns:o="urn:o"><x:Include href="cid:b"/></o:open>`), [
      ["a", "first"],
      ["b", "hello"],
    ]);
    const answer = await (await handler(requestOf(body))).text();
    expect(answer).toContain('kind="first aGVsbG8="');
  });

  it("is read in different ways by versions of SOAP with contracts of their own", async () => {
    const plain: SoapBinding<UnknownOperations> = { ...plainBinding, version: "1.2" };
    const sizes: unknown[] = [];
    const keep = async (film: unknown): Promise<unknown> => {
      const [reel] = (film as { reel: readonly unknown[] }).reel;
      sizes.push(reel instanceof Uint8Array ? reel.length : (reel as ByteStream).content?.length);
      return {};
    };
    const handler = createHandler({ ...streamed, services: [serve(binding, { keep }), serve(plain, { keep })] });
    for (const each of [binding, plain])
      await createClient(each, { url, fetch: handler, ...mtom, xopThreshold: 1 }).keep?.({
        reel: [each === plain ? new Uint8Array(3) : byteStream(new Uint8Array(5))],
      });
    expect(sizes).toEqual([5, 3]);
  });

  it("may send a fixed value and an empty one in a part", async () => {
    const include = (name: string, id: string): string => `<${name}><x:Include href="cid:${id}"/></${name}>`;
    const handler = handlerOf(async ({ fixed, usual }) => said(`${fixed?.content?.length} ${usual?.content?.length}`));
    const body = message(keepOf(include("fixed", "a") + include("usual", "b")), [
      ["a", "abc"],
      ["b", "x"],
    ]);
    expect(await (await handler(requestOf(body))).text()).toContain('kind="3 1"');
  });

  it.each([
    ["ab", 200],
    ["aa", 500],
  ])("may send values in parts that are compared: %s", async ([first = "", second = ""], status) => {
    const ids = "ab".replaceAll(/./g, '<id><x:Include href="cid:$&"/></id>');
    const body = message(keepOf(`<keyed>${ids}</keyed>`), [
      ["a", first],
      ["b", second],
    ]);
    expect((await handlerOf(async () => ({}))(requestOf(body))).status).toBe(status);
  });

  it("may cut the body into any chunks", async () => {
    const handler = handlerOf(async (film) => said(JSON.stringify(await readReels(film)).replaceAll('"', "")));
    const content = "\r\n--\r\n-b--\r\n--bx\r";
    const bytes = new TextEncoder().encode(
      message(keepOf(reelOf("a") + reelOf("b")), [
        ["b", "second"],
        ["a", content],
      ]),
    );
    for (let size = 1; size < 60; size += size < 12 ? 1 : 7) {
      const chunks: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
      const answer = await (await handler(requestOf(chunks))).text();
      expect(answer).toContain("second");
      expect(answer).toContain("-b--");
    }
  });
});

describe("a stream cannot be sent", () => {
  const film = (): Film => ({ reel: [new Blob(["x"])] });

  it.each<[string, Partial<ClientOptions>]>([
    ["without MTOM", { packaging: "swa" }],
    ["with filters", { filters: [recordEnvelopes(() => undefined)] }],
    ["however tolerant the client is", { packaging: "swa", validation: "report" }],
  ])("%s", async (_, options) => {
    let sent = 0;
    const fetch = async (): Promise<Response> => {
      sent++;
      return new Response();
    };
    await expect(clientOf(fetch, options)(film())).rejects.toThrow(/stream/);
    expect(sent).toBe(0);
  });

  it("to a caller who does not speak MTOM", async () => {
    const faults: unknown[] = [];
    const handler = handlerOf(async () => film(), { onFault: ({ cause }) => faults.push(String(cause)) });
    await expect(clientOf(handler, { packaging: "swa" })({})).rejects.toThrow();
    expect(faults).toEqual([expect.stringContaining('packaging: "mtom"')]);
  });
});

describe("a client", () => {
  const answering = (film: Film) => handlerOf(async () => film);
  const long = (): ByteStream => contentOf(Array.from({ length: 40 }, () => new Uint8Array(50_000)));

  it("fails to read an answer that breaks off", async () => {
    const handler = answering({ reel: [new Blob(["x".repeat(1000)])] });
    const cut = async (request: Request): Promise<Response> => {
      const answer = await handler(request);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      return new Response(bytes.slice(0, -500), {
        status: answer.status,
        headers: { "content-type": answer.headers.get("content-type") ?? "" },
      });
    };
    const { reel: [reel] = [] } = await clientOf(cut, streamed)({});
    await expect(reel && textOf(reel)).rejects.toThrow(/no closing boundary/);
  });

  it("closes an answer that it leaves", async () => {
    let isCancelled = false;
    async function* chunks() {
      try {
        for (let count = 0; count < 1000; count++) yield new Uint8Array(50_000);
      } finally {
        isCancelled = true;
      }
    }
    const handler = handlerOf(async () => ({ reel: [contentOf(chunks())] }), { ...streamed, timeout: 1_000_000 });
    const options = { maxStreamedBytes: 100_000_000, timeout: 1_000_000 };
    const { reel: [reel] = [] } = await clientOf(handler, options)({});
    for await (const _ of reel?.stream() ?? []) break;
    await expect.poll(() => isCancelled).toBe(true);
  });

  it("reads the rest of an answer when it has read all streams", async () => {
    const note = { id: "note@x", contentType: "text/plain", bytes: new Uint8Array(500_000) };
    const handler = createHandler({
      services: [
        serve(binding, {
          keep: async (_, call) => {
            call.replyAttachments.push(note);
            return { reel: [new Blob(["a"]), new Blob(["b"])] };
          },
        }),
      ],
    });
    let isRead = false;
    const noting = async (request: Request): Promise<Response> => {
      const answer = await handler(request);
      const body = answer.body?.pipeThrough(
        new TransformStream({
          flush() {
            isRead = true;
          },
        }),
      );
      return new Response(body ?? null, { status: answer.status, headers: { "content-type": answer.headers.get("content-type") ?? "" } });
    };
    const { reel: [first, second] = [] } = await clientOf(noting, { ...streamed, timeout: 1_000_000 })({});
    expect(first && (await textOf(first))).toBe("a");
    expect(isRead).toBe(false);
    expect(second && (await textOf(second))).toBe("b");
    expect(isRead).toBe(true);
  });

  it("may read attachments beside streams", async () => {
    const handler = createHandler({
      ...streamed,
      services: [
        serve(binding, {
          keep: async (_, call) => {
            call.replyAttachments.push({ id: "note@x", contentType: "text/plain", bytes: new Uint8Array(3) });
            return { reel: [long()] };
          },
        }),
      ],
    });
    const streams: AsyncIterable<IncomingAttachment>[] = [];
    const { reel: [reel] = [] } = await clientOf(handler, streamed)({}, { onAttachmentStream: (stream) => streams.push(stream) });
    expect(reel && (await textOf(reel)).length).toBe(2_000_000);
    const [stream] = streams;
    const ids: (string | undefined)[] = [];
    for await (const { id, bytes } of stream ?? []) {
      ids.push(id);
      if (id === "note@x") for await (const chunk of bytes) expect(chunk).toHaveLength(3);
    }
    expect(ids.at(-1)).toBe("note@x");
  });

  it("has the content in memory where it asks for all attachments", async () => {
    const { reel: [reel] = [] } = await clientOf(answering({ reel: [new Blob(["x"])] }), streamed)({}, { onAttachments: () => undefined });
    expect(reel?.content).toEqual(new Uint8Array([0x78]));
  });
});
