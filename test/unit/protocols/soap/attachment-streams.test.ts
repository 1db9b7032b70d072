/**
 * Attachments that are read while they arrive: by operations of a server, and after a client's call.
 */
import {
  type Attachment,
  type Call,
  createClient,
  createHandler,
  type HandlerOptions,
  type IncomingAttachment,
  MultipartError,
  type Server,
  serve,
  TransportError,
} from "soapwright/soap";
import { describe, expect, it, vi } from "vitest";
import { type Photo, type PhotoOperations, Photos11 } from "./photo-contract.js";

type KeepCall = Call<PhotoOperations["keep"]>;

const url = "http://photo.example/";
const photo: Photo = { name: "cat", data: new Uint8Array([1, 2]) };
const streaming = { maxStreamedBytes: 1_000_000 };

function handlerOf(keep: (photo: Photo, call: KeepCall) => Promise<Photo>, options: Partial<HandlerOptions> = streaming) {
  const server: Server<PhotoOperations> = { keep };
  return createHandler({ services: [serve(Photos11, server)], ...options });
}

async function sizeOf({ bytes }: IncomingAttachment): Promise<number> {
  let size = 0;
  for await (const chunk of bytes) size += chunk.length;
  return size;
}

/** A gate that opens once. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

const note: Attachment = { id: "note@x", contentType: "text/plain", bytes: new TextEncoder().encode("hello") };

describe("an operation", () => {
  it.each(["mtom", "swa"] as const)("reads an attachment before the rest of the body has come: %s", async (packaging) => {
    const { opened, open } = gate();
    async function* chunks() {
      yield new Uint8Array(1000);
      // The operation has got the first chunk when the second one is made.
      await opened;
      yield new Uint8Array(500);
    }
    const handler = handlerOf(async (given, call) => {
      expect(call.attachments).toEqual([]);
      const sizes: number[] = [];
      for await (const { id, contentType, bytes } of call.attachmentStream) {
        expect([id, contentType]).toEqual(sizes.length === 0 ? ["big@x", "image/png"] : ["note@x", "text/plain"]);
        let size = 0;
        for await (const chunk of bytes) {
          size += chunk.length;
          open();
        }
        sizes.push(size);
      }
      return { ...given, name: String(sizes) };
    });
    const client = createClient(Photos11, { url, fetch: handler, packaging });
    const attachments = [{ id: "big@x", contentType: "image/png", bytes: chunks() }, note];
    expect(await client.keep(photo, { attachments })).toEqual({ ...photo, name: "1500,5" });
  });

  it("gets attachments of a handler that reads bodies whole in the same form", async () => {
    const handler = handlerOf(async (given, call) => {
      const sizes: number[] = [];
      for await (const each of call.attachmentStream) sizes.push(await sizeOf(each));
      return { ...given, name: String(sizes) };
    }, {});
    const client = createClient(Photos11, { url, fetch: handler });
    expect((await client.keep(photo, { attachments: [note, { ...note, id: "b@x", bytes: new Uint8Array(3) }] })).name).toBe("5,3");
  });

  it.each([
    ["reads nothing", async () => undefined],
    [
      "stops in the middle",
      async (call: KeepCall) => {
        for await (const { bytes } of call.attachmentStream) for await (const _ of bytes) return;
      },
    ],
    [
      "asks for the next attachment before the end of the last one",
      async (call: KeepCall) => {
        for await (const _ of call.attachmentStream);
      },
    ],
  ])("that %s is answered when all has come", async (_, work) => {
    const asked: number[] = [];
    async function* chunks() {
      for (let chunk = 1; chunk <= 50; chunk++) {
        asked.push(chunk);
        yield new Uint8Array(10_000);
      }
    }
    const handler = handlerOf(
      async (given, call) => {
        await work(call);
        return given;
      },
      // What is not read is not kept.
      { ...streaming, maxBodyBytes: 50_000 },
    );
    const client = createClient(Photos11, { url, fetch: handler });
    expect(await client.keep(photo, { attachments: [{ ...note, id: "big@x", bytes: chunks() }, note] })).toEqual(photo);
    expect(asked.length).toBe(50);
  });

  it("that throws is answered with its fault", async () => {
    const handler = handlerOf(async () => Promise.reject(new Error("no")));
    const client = createClient(Photos11, { url, fetch: handler });
    await expect(client.keep(photo, { attachments: [note] })).rejects.toThrow("internal error");
  });

  it("may answer with what arrives", async () => {
    const handler = handlerOf(async (given, call) => {
      for await (const part of call.attachmentStream) {
        call.replyAttachments.push(part);
        break;
      }
      return given;
    });
    const found: Attachment[] = [];
    const client = createClient(Photos11, { url, fetch: handler });
    const attachments = [{ ...note, bytes: streamOfChunks(3, 1000) }];
    await client.keep(photo, { attachments, onAttachments: (attachments) => found.push(...attachments) });
    expect(found.map(({ id, bytes }) => [id, bytes.length])).toEqual([["note@x", 3000]]);
  });
});

async function* streamOfChunks(count: number, size: number): AsyncGenerator<Uint8Array> {
  for (let chunk = 0; chunk < count; chunk++) yield new Uint8Array(size).fill(chunk);
}

const ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
const include = (id: string): string => `<i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:${id}"/>`;
const envelope = (data: string): string =>
  `<e:Envelope xmlns:e="${ns11}"><e:Body><p:Keep xmlns:p="urn:photo"><p:name>cat</p:name><p:data>${data}</p:data></p:Keep></e:Body></e:Envelope>`;
const rootHead = 'Content-Id: <root>\r\nContent-Type: application/xop+xml;charset=utf-8;type="text/xml"';
const rootPart = (data: string): string => `--b\r\n${rootHead}\r\n\r\n${envelope(data)}\r\n`;
const partOf = (id: string, content: string): string => `--b\r\nContent-Id: <${id}>\r\nContent-Type: image/png\r\n\r\n${content}\r\n`;

function post(body: BodyInit, headers: Readonly<Record<string, string>> = {}): Request {
  const type = 'multipart/related;start="<root>";type="application/xop+xml";boundary="b";start-info="text/xml"';
  const init = { method: "POST", headers: { "content-type": type, soapaction: '""', ...headers }, body, duplex: "half" };
  return new Request(url, init);
}

/** Answers with the sizes of what it reads, whatever happens meanwhile. */
const reading = handlerOf(async (given, call) => {
  const sizes: number[] = [];
  for await (const each of call.attachmentStream) sizes.push(await sizeOf(each));
  return { ...given, name: `read ${sizes}` };
});

describe("a message", () => {
  it.each([
    [
      "has its included attachment first",
      `${partOf("d@x", "\x01\x02")}${rootPart(include("d@x"))}${partOf("e@x", "123")}--b--`,
      "read 2,3",
    ],
    ["has its included attachment last", `${rootPart(include("d@x"))}${partOf("e@x", "123")}${partOf("d@x", "\x01\x02")}--b--`, "read 3,2"],
    ["has its root last", `${partOf("e@x", "123")}${partOf("d@x", "\x01\x02")}${rootPart(include("d@x"))}--b--`, "read 3,2"],
  ])("that %s is read", async (_, body, name) => {
    const response = await reading(post(body));
    const text = await response.text();
    expect(text).toContain(">AQI=</");
    expect(text).toContain(name);
    expect(response.status).toBe(200);
  });

  it.each([
    ["is cut off in an attachment", `${rootPart("AQI=")}${partOf("e@x", "123")}`, /no closing boundary, at byte \d+ of the body/],
    ["has no root", `${partOf("e@x", "123")}--b--`, /no part "&lt;root>"|no part "<root>"|no part "&lt;root&gt;"/],
    [
      "has two attachments of one Content-ID",
      `${rootPart("AQI=")}${partOf("e@x", "1")}${partOf("e@x", "2")}--b--`,
      /two parts have the Content-ID/,
    ],
    ["includes what does not come", `${rootPart(include("other"))}${partOf("e@x", "1")}--b--`, /there is no attachment/],
    ["is not XML", `--b\r\n${rootHead}\r\n\r\n<e:Envelope\r\n${partOf("e@x", "1")}--b--`, /xml-/],
  ])("that %s is refused, whether the operation reads it or not", async (_, body, problem) => {
    const faults: unknown[] = [];
    const skipping = handlerOf(async (given) => given, { ...streaming, onFault: (fault) => faults.push(fault) });
    for (const handler of [reading, skipping]) {
      const response = await handler(post(body));
      expect(await response.text()).toMatch(problem);
      expect(response.status).toBe(400);
    }
    expect(faults.length).toBe(1);
  });

  it("that an operation fails to read is refused, even if the operation does not mind", async () => {
    const careless = handlerOf(async (given, call) => {
      await call.attachmentStream[Symbol.asyncIterator]().next();
      for await (const each of call.attachmentStream) await sizeOf(each).catch(() => 0);
      return given;
    });
    const response = await careless(post(`${rootPart("AQI=")}${partOf("e@x", "123")}`));
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining("no closing boundary")]);
  });

  it.each([
    ["is longer than what may be streamed", { maxStreamedBytes: 5000 }, "x".repeat(6000), 413],
    ["has an envelope longer than what may be kept", { ...streaming, maxBodyBytes: 100 }, "x", 413],
  ])("that %s is refused", async (_, options, content, status) => {
    const handler = handlerOf(async (given, call) => {
      for await (const each of call.attachmentStream) await sizeOf(each);
      return given;
    }, options);
    expect((await handler(post(`${rootPart("AQI=")}${partOf("e@x", content)}--b--`))).status).toBe(status);
  });

  it("that is compressed is read while it arrives", async () => {
    const body = new Blob([`${rootPart("AQI=")}${partOf("e@x", "x".repeat(100_000))}--b--`]).stream();
    const response = await reading(post(body.pipeThrough(new CompressionStream("gzip")), { "content-encoding": "gzip" }));
    expect(await response.text()).toContain("read 100000");
    expect((await reading(post("not gzip", { "content-encoding": "gzip" }))).status).toBe(400);
    expect((await reading(post("x", { "content-encoding": "br" }))).status).toBe(415);
  });

  it("whose rest does not come is answered 408, and the operation's reading fails", async () => {
    const failed: unknown[] = [];
    const waiting = handlerOf(
      async (given, call) => {
        try {
          for await (const each of call.attachmentStream) await sizeOf(each);
        } catch (error) {
          failed.push(error);
        }
        return given;
      },
      { ...streaming, timeout: 50 },
    );
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    const writer = writable.getWriter();
    void writer.write(new TextEncoder().encode(`${rootPart("AQI=")}--b\r\n\r\n123`)).catch(() => undefined);
    expect((await waiting(post(readable))).status).toBe(408);
    await vi.waitFor(() => expect(failed.length).toBe(1));
    expect(failed).toEqual([expect.objectContaining({ name: "RequestBodyError", status: 408 })]);
  });
});

describe("a client", () => {
  const sending = handlerOf(async (given, call) => {
    call.replyAttachments.push({ id: "big@x", contentType: "image/png", bytes: streamOfChunks(10, 1000) }, note);
    return given;
  }, {});

  it("reads attachments after the call, while they arrive", async () => {
    const { opened, open } = gate();
    async function* chunks() {
      yield new Uint8Array(1000);
      await opened;
      yield new Uint8Array(500);
    }
    const handler = handlerOf(async (given, call) => {
      call.replyAttachments.push({ id: "big@x", contentType: "image/png", bytes: chunks() });
      return given;
    }, {});
    let stream: AsyncIterable<IncomingAttachment> | undefined;
    const client = createClient(Photos11, { url, fetch: handler, ...streaming });
    expect(
      await client.keep(photo, {
        onAttachmentStream: (attachments) => {
          stream = attachments;
        },
      }),
    ).toEqual(photo);
    open();
    const sizes: number[] = [];
    for await (const each of stream ?? []) sizes.push(await sizeOf(each));
    expect(sizes).toEqual([1500]);
  });

  it("gets whole attachments where it asks for them, and skips them where it does not ask", async () => {
    const found: Attachment[] = [];
    const client = createClient(Photos11, { url, fetch: sending, ...streaming });
    expect(await client.keep(photo)).toEqual(photo);
    await client.keep(photo, { onAttachments: (attachments) => found.push(...attachments) });
    expect(found.map(({ bytes }) => bytes.length)).toEqual([10_000, 5]);
  });

  it("gets attachments of whole answers in the same form", async () => {
    const sizes: Promise<number[]>[] = [];
    const client = createClient(Photos11, { url, fetch: sending });
    const sizesOf = async (attachments: AsyncIterable<IncomingAttachment>): Promise<number[]> => {
      const found: number[] = [];
      for await (const each of attachments) found.push(await sizeOf(each));
      return found;
    };
    await client.keep(photo, { onAttachmentStream: (attachments) => sizes.push(sizesOf(attachments)) });
    expect(await Promise.all(sizes)).toEqual([[10_000, 5]]);
  });

  const answerOf = (body: BodyInit) => async (): Promise<Response> =>
    new Response(body, { headers: { "content-type": 'multipart/related;type="application/xop+xml";boundary="b";start-info="text/xml"' } });
  const rootOfAnswer = rootPart("AQI=").replaceAll("Keep", "Kept");

  it("refuses an answer whose rest is not what its media type says", async () => {
    const client = createClient(Photos11, { url, fetch: answerOf(`${rootOfAnswer}${partOf("e@x", "1")}`), ...streaming });
    await expect(client.keep(photo)).rejects.toBeInstanceOf(TransportError);
    await expect(client.keep(photo, { onAttachments: () => undefined })).rejects.toThrow("no closing boundary");
    const streams: AsyncIterable<IncomingAttachment>[] = [];
    await client.keep(photo, { onAttachmentStream: (each) => streams.push(each) });
    const [stream] = streams;
    await expect(
      (async () => {
        for await (const each of stream ?? []) await sizeOf(each);
      })(),
    ).rejects.toBeInstanceOf(MultipartError);
  });

  it.each([
    ["the time of the call is up", 50, "TimeoutError"],
    ["the caller gives up", 60_000, "AbortError"],
  ])("stops reading when %s, and lets go of the answer", async (_, timeout, name) => {
    const caller = new AbortController();
    const cancelled = gate();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(`${rootOfAnswer}--b\r\n\r\n123`)),
      cancel: cancelled.open,
    });
    const client = createClient(Photos11, { url, fetch: answerOf(body), ...streaming, timeout });
    const streams: AsyncIterable<IncomingAttachment>[] = [];
    await client.keep(photo, { onAttachmentStream: (each) => streams.push(each), signal: caller.signal });
    if (name === "AbortError") setTimeout(() => caller.abort(), 10);
    const [stream] = streams;
    await expect(
      (async () => {
        for await (const each of stream ?? []) await sizeOf(each);
      })(),
    ).rejects.toMatchObject({ name });
    await cancelled.opened;
  });

  it("lets go of an answer that is no message of the contract", async () => {
    const cancelled = gate();
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(`${rootPart("AQI=")}--b\r\n\r\n123`)),
      cancel: cancelled.open,
    });
    const client = createClient(Photos11, { url, fetch: answerOf(body), ...streaming });
    await expect(client.keep(photo)).rejects.toThrow();
    await cancelled.opened;
  });
});
