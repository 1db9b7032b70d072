/**
 * Parts of a body that arrives: whatever its chunks are, the same parts; what is passed over, broken off, cut off or too much.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseContentType } from "../../../src/service/content-type.js";
import { type IncomingAttachment, IncomingParts } from "../../../src/service/incoming-parts.js";
import { RequestBodyError } from "../../../src/service/limits.js";
import { MultipartError, readMultipart, writeMultipart } from "../../../src/service/multipart.js";

const encoder = new TextEncoder();
const type = parseContentType('multipart/related; boundary="b"');
const typeWithStart = parseContentType('multipart/related; boundary="b"; start="<r>"');
if (type === undefined || typeWithStart === undefined) throw new Error("no media type");

/** The chunks of a body; `asked` counts those that were asked for, and `isReturned` says that no more will be. */
class Chunks implements AsyncIterable<Uint8Array> {
  asked = 0;
  isReturned = false;
  readonly #chunks: readonly Uint8Array[];

  constructor(chunks: readonly (string | Uint8Array)[]) {
    this.#chunks = chunks.map((chunk) => (typeof chunk === "string" ? encoder.encode(chunk) : chunk));
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (const chunk of this.#chunks) {
        this.asked++;
        yield chunk;
      }
    } finally {
      this.isReturned = true;
    }
  }
}

const open = (chunks: readonly (string | Uint8Array)[], maxKept = 1000, contentType = type) =>
  IncomingParts.open(new Chunks(chunks), contentType, maxKept);

async function read({ bytes }: IncomingAttachment): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks));
}

async function readAll(parts: IncomingParts): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const part of parts) found.push(`${part.id}=${await read(part)}`);
  return found;
}

/** A part as it stands in a body. */
const part = (id: string, content: string, headers = ""): string => `--b\r\ncontent-id: <${id}>\r\n${headers}\r\n${content}\r\n`;

/** Cuts bytes into chunks of the given sizes, in turn. */
function cut(bytes: Uint8Array, sizes: readonly number[]): readonly Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.slice(at, at + size));
    at += size;
  }
  return chunks;
}

describe("chunks of any size", () => {
  it("give the parts of the whole body", async () => {
    const content = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom("\r\n--uuid:", "\r\n", "\r", "\n--", "-", "--").map((text) => encoder.encode(text)),
    );
    const contents = fc.array(content, { maxLength: 4 });
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(content, contents, sizes, async (envelope, given, turns) => {
        const attachments = given.map((bytes, index) => ({ id: `${index}@x`, contentType: "image/png", bytes }));
        const { contentType, body } = writeMultipart("mtom", "text/xml", envelope, attachments);
        const parsed = parseContentType(contentType);
        if (parsed === undefined || !(body instanceof Uint8Array)) throw new Error("a stream");
        const { root, parts } = await IncomingParts.open(new Chunks(cut(body, turns)), parsed, 10_000);
        await parts.loadAll();
        expect({ root, attachments: parts.whole }).toEqual(readMultipart(body, parsed));
      }),
    );
  });

  it.each([
    ["no closing boundary", part("r", "root"), /no closing boundary, at byte 30 of the body/],
    ["a boundary that is cut off", `${part("r", "root")}--b-`, /no closing boundary/],
    [
      "two parts of one Content-ID",
      `${part("r", "root")}${part("a", "x")}${part("a", "y")}--b--`,
      /two parts have the Content-ID "a", at byte \d+/,
    ],
    ["headers that do not end", `--b\r\n${"x".repeat(9000)}`, /do not end within 8192 bytes, at byte 5/],
    ["headers that end at a boundary", "--b\r\nx: y\r\n--b\r\n\r\nroot\r\n--b--", /do not end before a boundary/],
    ["too many parts", `${"--b\r\n\r\nx\r\n".repeat(1002)}--b--`, /more than 1000 parts/],
    ["wrong base64", `${part("r", "YQ==YQ==", "content-transfer-encoding: base64\r\n")}--b--`, /not in base64/],
    ["blanks behind a boundary", `--b${" ".repeat(2000)}\r\n`, /more than 1000 blanks/],
    ["nothing", "", /no closing boundary/],
  ])("refuse %s as the whole body does", async (_, body, problem) => {
    const bytes = encoder.encode(body);
    expect(() => readMultipart(bytes, type)).toThrow(problem);
    for (const size of [1, 7, 1000]) {
      const reading = open(cut(bytes, [size]), 100_000).then(({ parts }) => parts.loadAll());
      await expect(reading, `in chunks of ${size} bytes`).rejects.toThrow(problem);
    }
  });

  it("give base64 as bytes", async () => {
    const body = `${part("r", "root")}${part("a", `${btoa("hello")}\r\n${btoa("")}`, "content-transfer-encoding: base64\r\n")}--b--`;
    for (const size of [1, 2, 3, 50]) {
      const { parts } = await open(cut(encoder.encode(body), [size]));
      expect(await readAll(parts)).toEqual(["a=hello"]);
    }
  });
});

describe("parts that arrive", () => {
  it("are read chunk by chunk, no sooner than they are asked for", async () => {
    const chunks = new Chunks([part("r", "root"), "--b\r\ncontent-id: <a>\r\n\r\n1", "2", "3", "\r\n--b--"]);
    const { root, parts } = await IncomingParts.open(chunks, type, 1000);
    expect([new TextDecoder().decode(root.bytes), chunks.asked]).toEqual(["root", 2]);
    const asked: number[] = [];
    for await (const { bytes } of parts) for await (const _ of bytes) asked.push(chunks.asked);
    expect(asked).toEqual([2, 3, 4]);
    expect(chunks.asked).toBe(5);
  });

  it("may come before the root that the media type names, and are kept", async () => {
    const { root, parts } = await open([part("a", "one"), part("r", "root"), part("b", "two"), "--b--"], 1000, typeWithStart);
    expect(new TextDecoder().decode(root.bytes)).toBe("root");
    expect(parts.whole.map(({ id }) => id)).toEqual(["a"]);
    expect(await readAll(parts)).toEqual(["a=one", "b=two"]);
  });

  it("are dropped when the next one is asked for", async () => {
    const { parts } = await open([part("r", "root"), part("a", "x".repeat(900)), part("b", "y".repeat(900)), part("c", "z"), "--b--"]);
    const kept: IncomingAttachment[] = [];
    for await (const each of parts) kept.push(each);
    expect(kept.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    await expect(Promise.all(kept.map(read))).rejects.toThrow("the attachment was passed over before its end");
  });

  it("that the document refers to are kept when they are passed over, within the limit", async () => {
    const chunks = [part("r", "root"), part("a", "x".repeat(900)), part("b", "y".repeat(900)), "--b--"];
    const { parts } = await open(chunks);
    const claimed = parts.claim("a");
    const passed: (string | undefined)[] = [];
    for await (const { id } of parts) passed.push(id);
    expect(passed).toEqual(["a", "b"]);
    expect(await read({ id: "a", contentType: "", bytes: claimed })).toBe("x".repeat(900));
    const { parts: tooLong } = await open(chunks, 800);
    await expect(read({ id: "b", contentType: "", bytes: tooLong.claim("b") })).rejects.toBeInstanceOf(RequestBodyError);
  });

  it("may come in chunks that are longer than what is kept", async () => {
    const { parts } = await open([part("r", "root"), part("a", "x".repeat(900)), "--b--"], 100);
    expect(await readAll(parts)).toEqual([`a=${"x".repeat(900)}`]);
  });

  it("that are read at the same time wait for each other's bytes", async () => {
    const { parts } = await open([part("r", "root"), part("a", "one"), part("b", "two"), "--b--"]);
    const both = ["b", "a"].map((id) => read({ id, contentType: "", bytes: parts.claim(id) }));
    expect(await Promise.all(both)).toEqual(["two", "one"]);
  });

  it("that do not come are missing for their reader, and at the end", async () => {
    const { parts } = await open([part("r", "root"), part("a", "one"), "--b--"]);
    const claimed = parts.claim("x");
    await expect(read({ id: "x", contentType: "", bytes: claimed })).rejects.toThrow('there is no attachment "x" for an Include');
    await expect(parts.skipRest()).rejects.toThrow('there is no attachment "x" for an Include');
  });

  it("may be left in the middle; the rest is dropped", async () => {
    const { parts } = await open([part("r", "root"), "--b\r\n\r\n1", "2", "3".repeat(2000), `\r\n${part("b", "two")}`, "--b--"], 500);
    const found: (string | undefined)[] = [];
    for await (const { id, bytes } of parts) {
      found.push(id);
      for await (const _ of bytes) break;
    }
    expect(found).toEqual([undefined, "b"]);
  });

  it("are read once", async () => {
    const { parts } = await open([part("r", "root"), part("a", "one"), "--b--"]);
    for await (const each of parts) {
      expect(await read(each)).toBe("one");
      await expect(read(each)).rejects.toThrow("read once");
    }
  });

  it("that nobody reads are skipped, to the end of the body and what is behind it", async () => {
    const chunks = new Chunks([part("r", "root"), part("a", "x".repeat(5000)), "--b--\r\n", "and more"]);
    const { parts } = await IncomingParts.open(chunks, type, 100);
    await parts.skipRest();
    expect([chunks.asked, chunks.isReturned]).toEqual([4, true]);
    expect(await readAll(parts).catch(String)).toContain("passed over");
  });

  it("end with the body that is cut off, for all who read", async () => {
    const { parts } = await open([part("r", "root"), "--b\r\ncontent-id: <a>\r\n\r\nx"]);
    await expect(readAll(parts)).rejects.toThrow("no closing boundary");
    await expect(readAll(parts)).rejects.toThrow("no closing boundary");
    await expect(parts.skipRest()).rejects.toBeInstanceOf(MultipartError);
    expect(parts.failure?.error).toBeInstanceOf(MultipartError);
  });

  it("are let go of when reading is given up", async () => {
    const chunks = new Chunks([part("r", "root"), part("a", "x"), "--b--"]);
    const { parts } = await IncomingParts.open(chunks, type, 100);
    await parts.cancel();
    expect(chunks.isReturned).toBe(true);
    await expect(readAll(parts)).rejects.toThrow("the rest of the body is not read");
  });

  it("without a root let go of the body", async () => {
    const chunks = new Chunks([part("a", "x"), "--b--", "more"]);
    await expect(IncomingParts.open(chunks, typeWithStart, 100)).rejects.toThrow('no part "<r>"');
    expect(chunks.isReturned).toBe(true);
  });
});
