/**
 * Attachments and values of 200 MB over real connections, in both directions: memory holds a small part of them.
 */
import { type ByteStream, complexType, element, xsBase64BinaryAsStream } from "soapwright/runtime-v1";
import { createClient, createHandler, type IncomingAttachment, type SoapBinding, serve } from "soapwright/soap";
import { expect, it } from "vitest";
import { listen } from "../../../src/node/http-server.js";
import { streamOf } from "../../../src/service/byte-stream.js";
import { Texts } from "../../support/text-contract.js";

const megabyte = 2 ** 20;
const size = 200 * megabyte;
const maxStreamedBytes = size + megabyte;

/** Bytes that were made and not read yet, now and at most. */
class InFlight {
  now = 0;
  most = 0;

  async *make(): AsyncGenerator<Uint8Array> {
    for (let made = 0; made < size; made += 65_536) {
      this.now += 65_536;
      this.most = Math.max(this.most, this.now);
      yield new Uint8Array(65_536).fill(made / 65_536);
    }
  }

  async read(attachments: AsyncIterable<IncomingAttachment>): Promise<number> {
    let read = 0;
    for await (const { bytes } of attachments) read += await this.readBytes(bytes);
    return read;
  }

  async readBytes(bytes: AsyncIterable<Uint8Array>): Promise<number> {
    let read = 0;
    for await (const chunk of bytes) {
      // Each 64 KiB have a value of their own.
      if (chunk[0] !== Math.floor(read / 65_536) % 256) throw new Error(`another byte is expected at ${read}`);
      read += chunk.length;
      this.now -= chunk.length;
    }
    return read;
  }
}

function oneOf<T>([only]: readonly T[]): T {
  if (only === undefined) throw new Error("nothing was given");
  return only;
}

it("go through without being held", async () => {
  const [there, back] = [new InFlight(), new InFlight()];
  const handler = createHandler({
    maxStreamedBytes,
    maxBodyBytes: megabyte,
    timeout: 300_000,
    services: [
      serve(Texts, {
        async send(_, call) {
          const read = await there.read(call.attachmentStream);
          call.replyAttachments.push({ id: "back@x", contentType: "image/png", bytes: back.make() });
          return { text: String(read) };
        },
      }),
    ],
  });
  const server = await listen(handler, { port: 0, requestTimeout: 300_000 });
  try {
    const client = createClient(Texts, { url: server.url, maxStreamedBytes, maxBodyBytes: megabyte, timeout: 300_000 });
    const streams: AsyncIterable<IncomingAttachment>[] = [];
    const attachments = [{ id: "there@x", contentType: "image/png", bytes: there.make() }];
    const { text } = await client.send({ text: "x" }, { attachments, onAttachmentStream: (stream) => streams.push(stream) });
    expect(text).toBe(String(size));
    expect(await back.read(oneOf(streams))).toBe(size);
  } finally {
    await server.close(0);
  }
  // What sockets and platforms hold; the bodies are many times that.
  expect(there.most).toBeLessThan(40 * megabyte);
  expect(back.most).toBeLessThan(40 * megabyte);
});

interface File {
  content: ByteStream;
}
const FileType = complexType<File>("{urn:text}File", { content: ["content", () => xsBase64BinaryAsStream] });
const Put = element<File>("{urn:text}Put", () => FileType);
const Got = element<File>("{urn:text}Got", () => FileType);
interface FileOperations {
  readonly put: { readonly input: File; readonly output: File };
}
const Files: SoapBinding<FileOperations> = {
  kind: "soap",
  name: "Files",
  version: "1.1",
  transport: "http://schemas.xmlsoap.org/soap/http",
  portType: {
    name: "{urn:text}Files",
    operations: { put: { name: "Put", pattern: "request-response", input: () => Put, output: () => Got } },
  },
  actions: { put: "" },
};

it("go through as values", async () => {
  const [there, back] = [new InFlight(), new InFlight()];
  const contentOf = (flight: InFlight): ByteStream => ({ type: "image/png", stream: () => streamOf(flight.make()) });
  const read = ({ content }: File, flight: InFlight): Promise<number> => flight.readBytes(content.stream());
  let received = 0;
  const handler = createHandler({
    maxStreamedBytes,
    maxBodyBytes: megabyte,
    timeout: 300_000,
    services: [
      serve(Files, {
        async put(file) {
          received = await read(file, there);
          return { content: contentOf(back) };
        },
      }),
    ],
  });
  const server = await listen(handler, { port: 0, requestTimeout: 300_000 });
  try {
    const client = createClient(Files, { url: server.url, packaging: "mtom", maxStreamedBytes, maxBodyBytes: megabyte, timeout: 300_000 });
    const answer = await client.put({ content: contentOf(there) });
    expect(received).toBe(size);
    expect(await read(answer, back)).toBe(size);
  } finally {
    await server.close(0);
  }
  expect(there.most).toBeLessThan(40 * megabyte);
  expect(back.most).toBeLessThan(40 * megabyte);
});
