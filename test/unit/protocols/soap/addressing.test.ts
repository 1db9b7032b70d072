/**
 * WS-Addressing of both versions: what a client says, what a server answers with, and answers that go elsewhere.
 */
import { createClient, createHandler, type HandlerOptions, receiveReplies, SoapFault, serve, TransportError } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { type ParcelServer, ParcelSoap11, ParcelSoap12 } from "./parcel-contract.js";

const url = "http://post.example/";
const elsewhere = "http://answers.example/";
const server: ParcelServer = {
  send: async ({ to }) => {
    if (to === "nobody") throw new SoapFault("Sender", "who is that?");
    return { number: to.length };
  },
  note: async () => {
    throw new SoapFault("Receiver", "no paper");
  },
  open: async () => 1,
  close: async () => 2,
  count: async () => 3,
};

interface Sent {
  readonly url: string;
  readonly text: string;
}

function serving(options: Omit<HandlerOptions, "services"> = {}) {
  const handler = createHandler({ services: [serve(ParcelSoap11, server), serve(ParcelSoap12, server)], ...options });
  const exchanged: string[] = [];
  const fetch = async (request: Request) => {
    exchanged.push(await request.clone().text());
    const response = await handler(request);
    exchanged.push(await response.clone().text());
    return response;
  };
  return { fetch, exchanged };
}

/** The text of a header in an envelope. */
function header(envelope: string | undefined, local: string): string | undefined {
  return new RegExp(`:${local}(?: [^>]*)?>(?:<[^>]*Address>)?([^<]*)<`).exec(envelope ?? "")?.[1];
}

const versions = [
  ["1.0", "http://www.w3.org/2005/08/addressing", "http://www.w3.org/2005/08/addressing/anonymous"],
  ["2004/08", "http://schemas.xmlsoap.org/ws/2004/08/addressing", "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous"],
] as const;

describe.each(versions)("WS-Addressing %s", (addressing, namespace, anonymous) => {
  it.each([ParcelSoap11, ParcelSoap12])("there and back in $name", async (binding) => {
    const { fetch, exchanged } = serving();
    expect(await createClient(binding, { url, fetch, addressing }).send({ to: "Anna", weight: "1" })).toEqual({ number: 4 });
    const [request, answer] = exchanged;
    expect(request).toContain(`="${namespace}"`);
    expect(answer).toContain(`="${namespace}"`);
    expect([header(request, "Action"), header(request, "To"), header(request, "ReplyTo")]).toEqual(["urn:parcel#Send", url, anonymous]);
    expect(header(answer, "Action")).toBe("urn:parcel#SendResponse");
    expect(header(request, "MessageID")).toMatch(/^urn:uuid:/);
    expect(header(answer, "RelatesTo")).toBe(header(request, "MessageID"));
  });

  it("faults have the action of the version", async () => {
    const { fetch, exchanged } = serving();
    await expect(createClient(ParcelSoap11, { url, fetch, addressing }).send({ to: "nobody", weight: "1" })).rejects.toThrow(
      "who is that?",
    );
    expect(header(exchanged[1], "Action")).toBe(addressing === "1.0" ? `${namespace}/soap/fault` : `${namespace}/fault`);
  });

  it("refuses the answer to another message", async () => {
    const { fetch } = serving();
    const swapped = async (request: Request) => {
      const text = await (await fetch(request)).text();
      return new Response(text.replace(/(RelatesTo[^>]*>)[^<]*/, "$1urn:other"), { headers: { "content-type": "text/xml" } });
    };
    const caught = await createClient(ParcelSoap11, { url, fetch: swapped, addressing })
      .count()
      .catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(TransportError);
    expect(caught).toMatchObject({ message: 'the answer is that of another message, "urn:other"' });
  });

  it("sends answers and faults where they are asked to go, if that is allowed", async () => {
    const sent: Sent[] = [];
    const destinations = {
      allows: (address: string) => address.startsWith(elsewhere),
      fetch: async (request: Request) => {
        sent.push({ url: request.url, text: await request.text() });
        return new Response(null, { status: 202 });
      },
    };
    const { fetch, exchanged } = serving({ destinations });
    const client = createClient(ParcelSoap11, { url, fetch, addressing });
    expect(await client.send({ to: "Anna", weight: "1" }, { replyTo: `${elsewhere}a` })).toBeUndefined();
    expect(await client.send({ to: "nobody", weight: "1" }, { replyTo: `${elsewhere}a`, faultTo: `${elsewhere}f` })).toBeUndefined();
    expect(sent.map((each) => each.url)).toEqual([`${elsewhere}a`, `${elsewhere}f`]);
    expect(sent[0]?.text).toContain("SendResponse");
    expect(sent[1]?.text).toContain("who is that?");
    expect([header(sent[0]?.text, "RelatesTo"), header(sent[0]?.text, "To")]).toEqual([header(exchanged[0], "MessageID"), `${elsewhere}a`]);
  });

  it("sends the fault of a one-way operation where faults go", async () => {
    const sent: Sent[] = [];
    const destinations = {
      allows: () => true,
      fetch: async (request: Request) => {
        sent.push({ url: request.url, text: await request.text() });
        return new Response(null, { status: 202 });
      },
    };
    const { fetch } = serving({ destinations });
    await createClient(ParcelSoap11, { url, fetch, addressing }).note("x", { faultTo: `${elsewhere}f` });
    expect(sent.map((each) => each.url)).toEqual([`${elsewhere}f`]);
    expect(sent[0]?.text).toContain("no paper");
  });

  it("refuses addresses that are not allowed", async () => {
    const { fetch } = serving({ destinations: { allows: (address) => address === "http://known.example/" } });
    const client = createClient(ParcelSoap11, { url, fetch, addressing });
    for (const call of [{ replyTo: elsewhere }, { faultTo: elsewhere }]) {
      await expect(client.send({ to: "Anna", weight: "1" }, call)).rejects.toThrow("answers go back on the connection");
    }
    const { fetch: plain } = serving();
    await expect(
      createClient(ParcelSoap11, { url, fetch: plain, addressing }).send({ to: "Anna", weight: "1" }, { replyTo: elsewhere }),
    ).rejects.toThrow("answers go back on the connection");
  });

  it("gets answers and faults at an address of the client", async () => {
    const replies = receiveReplies({ address: `${elsewhere}mine` });
    const destinations = { allows: (address: string) => address === replies.address, fetch: replies };
    const { fetch, exchanged } = serving({ destinations });
    const client = createClient(ParcelSoap12, { url, fetch, addressing, replies });
    const calls = ["Anna", "Bo", "Cleo"].map((to) => client.send({ to, weight: "1" }));
    expect(await Promise.all(calls)).toEqual([{ number: 4 }, { number: 2 }, { number: 4 }]);
    expect(header(exchanged[0], "ReplyTo")).toBe(replies.address);
    await expect(client.send({ to: "nobody", weight: "1" })).rejects.toThrow("who is that?");
    expect(await client.send({ to: "Anna", weight: "1" }, { replyTo: replies.address })).toBeUndefined();
  });

  it("tells its own address of answers that nobody waits for, and refuses what is no envelope", async () => {
    const unexpected: (string | undefined)[] = [];
    const replies = receiveReplies({ address: elsewhere, onUnexpected: (relatesTo) => unexpected.push(relatesTo), maxBodyBytes: 2000 });
    const { fetch, exchanged } = serving({ destinations: { allows: () => true, fetch: replies } });
    await createClient(ParcelSoap11, { url, fetch, addressing, replies }).note("x", { replyTo: elsewhere });
    expect(unexpected).toEqual([header(exchanged[0], "MessageID")]);
    const post = async (body: string): Promise<number> => {
      const response = await replies(new Request(elsewhere, { method: "POST", headers: { "content-type": "text/xml" }, body }));
      return response.status;
    };
    expect([await post("<a"), await post("<a/>"), await post(`<a>${"b".repeat(2000)}</a>`)]).toEqual([400, 400, 413]);
    expect((await replies(new Request(elsewhere))).status).toBe(405);
  });

  it("gives a call up whose answer does not arrive", async () => {
    const replies = receiveReplies({ address: elsewhere });
    const { fetch } = serving({ destinations: { allows: () => true, fetch: async () => new Response(null, { status: 202 }) } });
    const client = createClient(ParcelSoap11, { url, fetch, addressing, replies, timeout: 50 });
    await expect(client.count()).rejects.toThrow("the time of the call is up");
    const reason = new Error("enough");
    const call = createClient(ParcelSoap11, { url, fetch, addressing, replies }).count(undefined, { signal: AbortSignal.abort(reason) });
    await expect(call).rejects.toThrow();
  });

  it("takes an answer on the connection all the same", async () => {
    const replies = receiveReplies({ address: elsewhere });
    const { fetch } = serving();
    const asAnonymous = async (request: Request): Promise<Response> =>
      fetch(
        new Request(request.url, { method: "POST", headers: request.headers, body: (await request.text()).replace(elsewhere, anonymous) }),
      );
    expect(await createClient(ParcelSoap11, { url, fetch: asAnonymous, addressing, replies }).count()).toBe(3);
  });

  it("tells of an answer that does not arrive", async () => {
    const faults: string[] = [];
    const destinations = { allows: () => true, fetch: async () => new Response(null, { status: 500 }) };
    const { fetch } = serving({ destinations, onFault: (fault) => faults.push(fault.message) });
    await createClient(ParcelSoap11, { url, fetch, addressing }).send({ to: "Anna", weight: "1" }, { replyTo: elsewhere });
    expect(faults).toEqual([`the answer did not reach "${elsewhere}"`]);
  });
});
