/**
 * multipart/related: what is put together is taken apart, whatever it holds; what other stacks send; what nobody should.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ContentType, parseContentType } from "../../../src/service/content-type.js";
import { type Attachment, MultipartError, readMultipart, writeMultipart } from "../../../src/service/multipart.js";

const encoder = new TextEncoder();

function typeOf(header: string): ContentType {
  const parsed = parseContentType(header);
  if (parsed === undefined) throw new Error(`no media type: ${header}`);
  return parsed;
}

const related = typeOf('multipart/related; boundary="b b"; start="<r>"');

function bytesOf(body: unknown): Uint8Array {
  if (!(body instanceof Uint8Array)) throw new Error("a stream");
  return body;
}

function text({ bytes }: Attachment): string {
  return new TextDecoder().decode(bytes);
}

describe("a body", () => {
  it("that is put together is taken apart", () => {
    const content = fc.oneof(
      fc.uint8Array(),
      fc.constantFrom("\r\n--b\r\n", "--", "\r\n", "\n--").map((each) => encoder.encode(each)),
    );
    const ids = fc.uniqueArray(fc.constantFrom("a@b", "x", "y@z", "<"));
    const attachments = ids.chain((each) =>
      fc.tuple(...each.map((id) => fc.record({ id: fc.constant(id), contentType: fc.constant("image/png"), bytes: content }))),
    );
    fc.assert(
      fc.property(content, attachments, fc.constantFrom("mtom" as const, "swa" as const), (envelope, given, packaging) => {
        const written = writeMultipart(packaging, "text/xml; charset=utf-8", envelope, given);
        const read = readMultipart(bytesOf(written.body), typeOf(written.contentType));
        expect(read.root.bytes).toEqual(envelope);
        expect(read.attachments).toEqual(given);
      }),
    );
  });

  it.each([
    [
      "a preamble, an epilogue, blanks behind boundaries",
      "hello\r\n--b b \r\ncontent-id: <r>\r\n\r\nroot\r\n--b b\t\r\n\r\none\r\n--b b--\r\nbye",
    ],
    ["bare line feeds", "--b b\ncontent-id: <r>\n\nroot\n--b b\n\none\n--b b--"],
    ["headers over several lines, in any case", "--b b\r\nContent-ID:\r\n <r>\r\nX: y\r\n\r\nroot\r\n--b b\r\n\r\none\r\n--b b--"],
    ["base64", `--b b\r\nContent-Id: <r>\r\ncontent-transfer-encoding: BASE64\r\n\r\n${btoa("root")}\r\n--b b\r\n\r\none\r\n--b b--`],
    ["another boundary that begins with this one", "--b b\r\ncontent-id: <r>\r\n\r\nroot\r\n--b b\r\n\r\none\r\n--b b--"],
  ])("with %s", (_, body) => {
    const { root, attachments } = readMultipart(encoder.encode(body), related);
    expect([text(root), attachments.map(text)]).toEqual(["root", ["one"]]);
  });

  it("may hold what looks like a longer boundary", () => {
    const { root } = readMultipart(encoder.encode("--b b\r\ncontent-id: <r>\r\n\r\nx\r\n--b bc\r\ny\r\n--b b--"), related);
    expect(text(root)).toBe("x\r\n--b bc\r\ny");
  });

  it.each<[string, string, string]>([
    ["no boundary in the media type", "", "multipart/related"],
    ["no closing boundary", "--b\r\n\r\nx\r\n", "multipart/related; boundary=b"],
    ["nothing", "", "multipart/related; boundary=b"],
    ["no parts", "--b--", "multipart/related; boundary=b"],
    ["no root", "--b\r\n\r\nx\r\n--b--", 'multipart/related; boundary=b; start="<r>"'],
    ["headers without an end", `--b\r\n${"x".repeat(9000)}\r\n\r\n\r\n--b--`, "multipart/related; boundary=b"],
    ["an unknown transfer encoding", "--b\r\ncontent-transfer-encoding: uuencode\r\n\r\nx\r\n--b--", "multipart/related; boundary=b"],
    ["wrong base64", "--b\r\ncontent-transfer-encoding: base64\r\n\r\n!\r\n--b--", "multipart/related; boundary=b"],
    [
      "two parts of one Content-ID",
      "--b\r\ncontent-id: <a>\r\n\r\nx\r\n--b\r\ncontent-id: a\r\n\r\ny\r\n--b--",
      "multipart/related; boundary=b",
    ],
    [
      "a part with the root's Content-ID",
      "--b\r\ncontent-id: <r>\r\n\r\nx\r\n--b\r\ncontent-id: <r>\r\n\r\ny\r\n--b--",
      'multipart/related; boundary=b; start="<r>"',
    ],
    ["an end that is cut off", "--b\r\n\r\nx\r\n--b-", "multipart/related; boundary=b"],
    ["an end within a line", "--b\r\n\r\nx--b--", "multipart/related; boundary=b"],
    [
      "a boundary that is too long",
      `--${"b".repeat(71)}\r\n\r\nx\r\n--${"b".repeat(71)}--`,
      `multipart/related; boundary=${"b".repeat(71)}`,
    ],
    ["headers that never end", "--b\r\nx: y\r\n--b--", "multipart/related; boundary=b"],
    ["too many parts", `${"--b\r\n\r\nx\r\n".repeat(1002)}--b--`, "multipart/related; boundary=b"],
  ])("with %s is refused", (_, body, type) => {
    expect(() => readMultipart(encoder.encode(body), typeOf(type))).toThrow(MultipartError);
  });
});
