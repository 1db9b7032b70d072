/**
 * Envelopes with attachments: MTOM and SOAP with attachments, between our client and our handler, and as other stacks send them.
 */
import { type Attachment, type Call, createClient, createHandler, type Server, serve } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { type Photo, type PhotoOperations, Photos11, Photos12 } from "./photo-contract.js";

let came: readonly Attachment[] = [];
const server: Server<PhotoOperations> = {
  async keep(photo, call: Call<PhotoOperations["keep"]>) {
    came = call.attachments;
    call.replyAttachments.push(...call.attachments.filter(({ contentType }) => contentType === "text/plain"));
    return photo;
  },
};
const handler = createHandler({ services: [serve(Photos11, server), serve(Photos12, server)] });
const photo: Photo = { name: "cat", data: new Uint8Array([0, 13, 10, 45, 45, 255]) };
const note: Attachment = { id: "note@example", contentType: "text/plain", bytes: new TextEncoder().encode("--\r\nhello") };

describe.each([
  ["SOAP 1.1", Photos11],
  ["SOAP 1.2", Photos12],
] as const)("%s", (_, binding) => {
  it.each(["mtom", "swa"] as const)("attachments go there and back: %s", async (packaging) => {
    const found: Attachment[] = [];
    const client = createClient(binding, { url: "http://photo.example/", fetch: handler, packaging });
    const kept = await client.keep(photo, { attachments: [note], onAttachments: (attachments) => found.push(...attachments) });
    expect(kept).toEqual(photo);
    expect(came).toEqual([note]);
    expect(found).toEqual([note]);
  });

  it.each(["mtom", "swa"] as const)("streams go there and back, chunk by chunk: %s", async (packaging) => {
    const asked: string[] = [];
    const sizes: (string | null)[] = [];
    async function* chunks(who: string, last = Number.POSITIVE_INFINITY) {
      for (let chunk = 0; chunk < Math.min(last, 100); chunk++) {
        asked.push(who);
        yield new Uint8Array(1000).fill(chunk);
      }
    }
    const answering: Server<PhotoOperations> = {
      async keep(given, call: Call<PhotoOperations["keep"]>) {
        came = call.attachments;
        call.replyAttachments.push(note, { id: "s@example", contentType: "image/png", bytes: chunks("server", 3) });
        return given;
      },
    };
    const streaming = createHandler({ services: [serve(binding, answering)] });
    const fetch = async (request: Request): Promise<Response> => {
      const response = await streaming(request);
      sizes.push(request.headers.get("content-length"), response.headers.get("content-length"));
      return response;
    };
    const found: Attachment[] = [];
    const client = createClient(binding, { url: "http://photo.example/", fetch, packaging });
    await client.keep(photo, {
      attachments: [{ id: "c@example", contentType: "image/png", bytes: chunks("client", 2) }, note],
      onAttachments: (attachments) => found.push(...attachments),
    });
    const filled = (...values: number[]) => Uint8Array.from(values.flatMap((value) => Array<number>(1000).fill(value)));
    expect(came).toEqual([{ id: "c@example", contentType: "image/png", bytes: filled(0, 1) }, note]);
    expect(found).toEqual([note, { id: "s@example", contentType: "image/png", bytes: filled(0, 1, 2) }]);
    expect(asked).toEqual(["client", "client", "server", "server", "server"]);
    expect(sizes).toEqual([null, null]);
  });

  it("a stream that fails fails the call", async () => {
    async function* failing() {
      yield new Uint8Array(10);
      throw new Error("the disk is gone");
    }
    const client = createClient(binding, { url: "http://photo.example/", fetch: handler });
    const attachments = [{ id: "c@example", contentType: "image/png", bytes: failing() }];
    await expect(client.keep(photo, { attachments })).rejects.toThrow();
  });

  it("a fetch of one's own gets a stream as well", async () => {
    async function* once() {
      yield note.bytes;
    }
    const fetch = (request: Request, init?: RequestInit) => handler(new Request(request.url, init));
    const client = createClient(binding, { url: "http://photo.example/", fetch });
    await client.keep(photo, { attachments: [{ ...note, bytes: once() }] });
    expect(came).toEqual([note]);
  });

  it("a message that came in MTOM without attachments is answered in MTOM", async () => {
    const types: (string | null)[] = [];
    const fetch = async (request: Request): Promise<Response> => {
      const response = await handler(request);
      types.push(request.headers.get("content-type"), response.headers.get("content-type"));
      return response;
    };
    expect(await createClient(binding, { url: "http://photo.example/", fetch, packaging: "mtom" }).keep(photo)).toEqual(photo);
    for (const type of types) expect(type).toMatch(/^multipart\/related; type="application\/xop\+xml"; start-info="/);
  });
});

const ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
const xop = "http://www.w3.org/2004/08/xop/include";
const include = (href: string): string => `<i:Include xmlns:i="${xop}" href="${href}"/>`;
const envelope = (data: string): string =>
  `<e:Envelope xmlns:e="${ns11}"><e:Body><p:Keep xmlns:p="urn:photo"><p:name>cat</p:name><p:data>${data}</p:data></p:Keep></e:Body></e:Envelope>`;

/** A message as JAX-WS and .NET send it: the photo's data in a part of its own. */
async function postMtom(
  data: string,
  parts = "--b\r\nContent-Id: <d@x>\r\nContent-Type: image/png\r\n\r\n\x01\x02\r\n",
): Promise<Response> {
  const body = `--b\r\nContent-Id: <root>\r\nContent-Type: application/xop+xml;charset=utf-8;type="text/xml"\r\n\r\n${envelope(data)}\r\n${parts}--b--`;
  const type = 'multipart/related;start="<root>";type="application/xop+xml";boundary="b";start-info="text/xml"';
  return handler(new Request("http://photo.example/", { method: "POST", headers: { "content-type": type, soapaction: '""' }, body }));
}

describe("a part of the content in an attachment", () => {
  it.each([
    ["alone", include("cid:d@x")],
    ["escaped", include("cid:d%40x")],
    ["with white space around", `\n ${include("cid:d@x")}\n `],
  ])("is read as the content: %s", async (_, data) => {
    const response = await postMtom(data);
    expect(await response.text()).toContain(">AQI=</");
    expect(response.status).toBe(200);
  });

  it.each([
    ["names no attachment", include("cid:other"), /there is no attachment &quot;other&quot;|there is no attachment "other"/],
    ["names something else", include("http://elsewhere/"), /there is no attachment/],
    ["has a percent sign alone", include("cid:%"), /there is no attachment/],
    ["has text beside it", `AQI=${include("cid:d@x")}`, /not all that its element holds/],
    ["comes twice", include("cid:d@x") + include("cid:d@x"), /not all that its element holds|included twice/],
    ["is another element", "<x/>", /cvc-/],
  ])("that %s is refused", async (_, data, problem) => {
    const response = await postMtom(data);
    expect(response.status).toBeGreaterThanOrEqual(400);
    expect(await response.text()).toMatch(problem);
  });

  it("of a body that is cut off is refused, in an envelope of the sender's version", async () => {
    const type = 'multipart/related;type="application/xop+xml";boundary="b";start-info="text/xml"';
    const response = await handler(
      new Request("http://photo.example/", { method: "POST", headers: { "content-type": type }, body: "--b\r\n" }),
    );
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(ns11);
  });
});
