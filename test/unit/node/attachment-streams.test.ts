/**
 * Attachments that are read while they arrive over real connections: slow readers, readers that stop, senders that stop.
 */
import { connect, type Socket } from "node:net";
import { type Call, createClient, createHandler, type IncomingAttachment, serve } from "soapwright/soap";
import { describe, expect, it, vi } from "vitest";
import { type Listening, listen } from "../../../src/node/http-server.js";
import { type Text, type TextOperations, Texts } from "../../support/text-contract.js";

type SendCall = Call<TextOperations["send"]>;

const megabyte = 2 ** 20;
const maxStreamedBytes = 100 * megabyte;

async function withServer(send: (text: Text, call: SendCall) => Promise<Text>, test: (server: Listening) => Promise<void>): Promise<void> {
  const handler = createHandler({ services: [serve(Texts, { send })], maxStreamedBytes, maxBodyBytes: megabyte });
  const server = await listen(handler, { port: 0 });
  try {
    await test(server);
  } finally {
    await server.close(0);
  }
}

async function sizeOf({ bytes }: IncomingAttachment): Promise<number> {
  let size = 0;
  for await (const chunk of bytes) size += chunk.length;
  return size;
}

/** An attachment of so many chunks of a megabyte; `made` counts those that were made. */
function attachmentOf(count: number): {
  readonly made: () => number;
  readonly attachment: { id: string; contentType: string; bytes: AsyncIterable<Uint8Array> };
} {
  let made = 0;
  async function* chunks() {
    for (; made < count; made++) yield new Uint8Array(megabyte).fill(made);
  }
  return { made: () => made, attachment: { id: "big@x", contentType: "image/png", bytes: chunks() } };
}

/** Waits until nothing more is made. */
async function untilSteady(made: () => number): Promise<void> {
  await vi.waitFor(
    async () => {
      const before = made();
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(made()).toBe(before);
    },
    { timeout: 60_000 },
  );
}

const beginning =
  '--b\r\nContent-Type: text/xml\r\n\r\n<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>' +
  '<t:Send xmlns:t="urn:text"><t:text>x</t:text></t:Send></e:Body></e:Envelope>\r\n--b\r\nContent-Id: <a>\r\n\r\n';

/** Sends the beginning of a message, and some of an attachment. */
function begin({ port }: Listening): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  const head = `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/related; boundary=b\r\ncontent-length: 100000\r\n\r\n`;
  socket.write(`${head}${beginning}123`);
  return socket;
}

describe("a server", () => {
  it("slows a sender down whose attachment it reads slowly", async () => {
    const { made, attachment } = attachmentOf(60);
    const before: number[] = [];
    await withServer(
      async ({ text }, call) => {
        for await (const part of call.attachmentStream) {
          // The socket's buffers fill, and then nothing more is made.
          await untilSteady(made);
          before.push(made());
          expect(await sizeOf(part)).toBe(60 * megabyte);
        }
        return { text };
      },
      async ({ url }) => {
        expect(await createClient(Texts, { url }).send({ text: "x" }, { attachments: [attachment] })).toEqual({ text: "x" });
      },
    );
    expect(before.length).toBe(1);
    expect(before[0]).toBeLessThan(40);
  });

  it("takes the next message on the connection of one whose attachment it has not read", async () => {
    await withServer(
      async ({ text }, call) => {
        for await (const { bytes } of call.attachmentStream) for await (const _ of bytes) break;
        return { text };
      },
      async ({ url }) => {
        const client = createClient(Texts, { url });
        for (const text of ["a", "b", "c"]) {
          expect(await client.send({ text }, { attachments: [attachmentOf(3).attachment] })).toEqual({ text });
        }
      },
    );
  });

  it("fails the reading of an attachment whose sender has gone, and leaves nothing open", async () => {
    const errors: unknown[] = [];
    const chunks: number[] = [];
    await withServer(
      async ({ text }, call) => {
        try {
          for await (const { bytes } of call.attachmentStream) for await (const chunk of bytes) chunks.push(chunk.length);
        } catch (error) {
          errors.push(error);
        }
        return { text };
      },
      async (server) => {
        const socket = begin(server);
        await vi.waitFor(() => expect(chunks).toEqual([3]));
        socket.destroy();
        await vi.waitFor(() => expect(errors).toEqual([expect.objectContaining({ name: "RequestBodyError", status: 408 })]));
      },
    );
  });

  it("refuses an attachment that is too long, while it arrives", async () => {
    await withServer(
      async ({ text }, call) => {
        for await (const part of call.attachmentStream) await sizeOf(part);
        return { text };
      },
      async ({ url }) => {
        const { attachment } = attachmentOf(110);
        // Some systems reset a connection whose data nobody reads, before the answer is seen.
        await expect(createClient(Texts, { url }).send({ text: "x" }, { attachments: [attachment] })).rejects.toThrow();
      },
    );
  });
});

describe("a client", () => {
  it("slows a server down whose attachment it reads slowly, and may stop in the middle", async () => {
    const { made, attachment } = attachmentOf(60);
    await withServer(
      async ({ text }, call) => {
        call.replyAttachments.push(attachment);
        return { text };
      },
      async ({ url }) => {
        const streams: AsyncIterable<IncomingAttachment>[] = [];
        const client = createClient(Texts, { url, maxStreamedBytes });
        await client.send({ text: "x" }, { onAttachmentStream: (stream) => streams.push(stream) });
        await untilSteady(made);
        for await (const { bytes } of streams[0] ?? []) {
          for await (const _ of bytes) break;
          break;
        }
        // The server's connection is closed, and it stops.
        await untilSteady(made);
      },
    );
    expect(made()).toBeLessThan(40);
  });

  it("fails the reading of an attachment whose server has gone", async () => {
    let isBroken = false;
    async function* broken() {
      yield new Uint8Array(10);
      await vi.waitFor(() => expect(isBroken).toBe(true), { timeout: 60_000 });
      throw new Error("the disk is gone");
    }
    await withServer(
      async ({ text }, call) => {
        call.replyAttachments.push({ id: "a", contentType: "image/png", bytes: broken() });
        return { text };
      },
      async ({ url }) => {
        const streams: AsyncIterable<IncomingAttachment>[] = [];
        await createClient(Texts, { url, maxStreamedBytes }).send({ text: "x" }, { onAttachmentStream: (stream) => streams.push(stream) });
        isBroken = true;
        const reading = async (): Promise<void> => {
          for await (const part of streams[0] ?? []) await sizeOf(part);
        };
        await expect(reading()).rejects.toThrow();
      },
    );
  });
});
