/**
 * WS-Addressing of both versions: what a client says, what a server answers with, and answers that go elsewhere.
 */
import { createClient, createHandler, type HandlerOptions, SoapFault, serve, TransportError } from "soapwright/soap";
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

  it("tells of an answer that does not arrive", async () => {
    const faults: string[] = [];
    const destinations = { allows: () => true, fetch: async () => new Response(null, { status: 500 }) };
    const { fetch } = serving({ destinations, onFault: (fault) => faults.push(fault.message) });
    await createClient(ParcelSoap11, { url, fetch, addressing }).send({ to: "Anna", weight: "1" }, { replyTo: elsewhere });
    expect(faults).toEqual([`the answer did not reach "${elsewhere}"`]);
  });
});
