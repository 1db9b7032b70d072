/**
 * Header blocks that no contract declares, and filters of whole envelopes: our client against our handler.
 */

import { readElement, toElement, type XmlElement } from "soapwright";
import { element, xsString } from "soapwright/runtime-v1";
import {
  type Call,
  createClient,
  createHandler,
  type EnvelopeFilter,
  type HandlerOptions,
  type RecordedEnvelope,
  recordEnvelopes,
  SoapFault,
  serve,
} from "soapwright/soap";
import { beforeEach, describe, expect, it } from "vitest";
import { type ParcelOperations, type ParcelServer, ParcelSoap11, ParcelSoap12, type Sender } from "./parcel-contract.js";

const Session = element<string>("{urn:session}Session", () => xsString);
const input = { to: "Anna", weight: "1" };

let seen: readonly XmlElement[];
beforeEach(() => {
  seen = [];
});

const server: ParcelServer = {
  async send({ to }, call: Call<ParcelOperations["send"]>) {
    seen = call.headerBlocks;
    const [session] = call.headerBlocks;
    if (session !== undefined) call.replyHeaderBlocks.push(toElement(Session, `${readElement(Session, session)}!`));
    if (to === "nobody") throw new SoapFault("Sender", "no such place");
    return { number: to.length };
  },
  note: async () => undefined,
  open: async () => 1,
  close: async () => 2,
  count: async () => 3,
};

const bindings = [
  ["SOAP 1.1", ParcelSoap11, "{http://schemas.xmlsoap.org/soap/envelope/}mustUnderstand"],
  ["SOAP 1.2", ParcelSoap12, "{http://www.w3.org/2003/05/soap-envelope}mustUnderstand"],
] as const;

describe.each(bindings)("%s", (_, binding, mustUnderstand) => {
  const clientOf = (options: Partial<HandlerOptions> = {}, filters: readonly EnvelopeFilter[] = []) =>
    createClient(binding, {
      url: "http://post.example/",
      fetch: createHandler({ services: [serve(binding, server)], ...options }),
      filters,
    });
  const session = { ...toElement(Session, "s1"), attributes: { [mustUnderstand]: "1" } };

  it("blocks go there and back, beside declared ones", async () => {
    const blocks: XmlElement[] = [];
    const client = clientOf({ understands: ["{urn:session}Session"] });
    const sender: Sender = { name: "Bert" };
    const receipt = await client.send(input, {
      headers: { sender },
      headerBlocks: [session],
      onHeaderBlocks: (found) => blocks.push(...found),
    });
    expect(receipt).toEqual({ number: 4 });
    expect(seen.map((block) => readElement(Session, block))).toEqual(["s1"]);
    expect(blocks.map((block) => readElement(Session, block))).toEqual(["s1!"]);
  });

  it("blocks that must be understood, and are not, are refused", async () => {
    await expect(clientOf().send(input, { headerBlocks: [session] })).rejects.toMatchObject({ code: "MustUnderstand" });
    expect(await clientOf().send(input, { headerBlocks: [toElement(Session, "s1")] })).toEqual({ number: 4 });
    expect(seen).toEqual([]);
  });

  it("filters see what is on the wire, in turn, and may change it", async () => {
    const seenBy: string[] = [];
    const replace = (name: string, from: string, to: string): EnvelopeFilter => ({
      send: (bytes) => {
        seenBy.push(`${name} sends`);
        return new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(from, to));
      },
      receive: async (bytes) => {
        seenBy.push(`${name} receives`);
        return new TextEncoder().encode(new TextDecoder().decode(bytes).replaceAll(to, from));
      },
    });
    const wire: RecordedEnvelope[] = [];
    const ofServer = { filters: [replace("s", "urn:parcel", "urn:secret")] };
    const client = clientOf(ofServer, [
      replace("a", "urn:parcel", "urn:mid"),
      replace("b", "urn:mid", "urn:secret"),
      recordEnvelopes((each) => wire.push(each)),
    ]);
    expect(await client.send(input)).toEqual({ number: 4 });
    expect(seenBy).toEqual(["a sends", "b sends", "s receives", "s sends", "b receives", "a receives"]);
    expect(wire.map(({ way, text }) => [way, text.includes("urn:secret"), text.includes("urn:parcel")])).toEqual([
      ["sent", true, false],
      ["received", true, false],
    ]);
    expect(wire[0]?.exchange).toBe(wire[1]?.exchange);
  });

  it("faults go through the filters too", async () => {
    const wire: RecordedEnvelope[] = [];
    const client = clientOf({ filters: [recordEnvelopes((each) => wire.push(each))] });
    await expect(client.send({ ...input, to: "nobody" })).rejects.toMatchObject({ message: "no such place" });
    expect(wire.map(({ way }) => way)).toEqual(["received", "sent"]);
    expect(wire[1]?.text).toContain("no such place");
  });

  it.each([
    ["a fault", new SoapFault("Sender", "not signed"), { code: "Sender", message: "not signed" }],
    ["an error", new Error("a secret"), { code: "Receiver", message: "internal error" }],
  ])("a filter of the server that throws %s is answered with a fault", async (_name, error, want) => {
    const faults: SoapFault[] = [];
    const throwing = (): never => {
      throw error;
    };
    const onFault = (fault: SoapFault): void => void faults.push(fault);
    await expect(clientOf({ onFault, filters: [{ receive: throwing }] }).send(input)).rejects.toMatchObject(want);
    await expect(clientOf({ onFault, filters: [{ send: throwing }] }).send(input)).rejects.toMatchObject(want);
    expect(faults.map(({ message }) => message)).toEqual([want.message, want.message]);
  });

  it("a filter of the client that throws makes the call fail", async () => {
    const throwing = (): never => {
      throw new Error("not signed");
    };
    await expect(clientOf({}, [{ send: throwing }]).send(input)).rejects.toThrow("not signed");
    await expect(clientOf({}, [{ receive: throwing }]).send(input)).rejects.toThrow("not signed");
  });
});
