/**
 * What handlers do before their first request.
 */
import { createHandler, serve } from "soapwright/soap";
import { describe, expect, it, vi } from "vitest";
import { warmUp } from "../../../src/protocols/warm-up.js";
import type { HttpRequest } from "../../../src/service/exchange.js";
import type { BoundService } from "../../../src/service/serve.js";
import { type ParcelServer, ParcelSoap11, ParcelSoap12 } from "./soap/parcel-contract.js";

function parcels() {
  const called = vi.fn(() => Promise.reject(new Error("called")));
  const server: ParcelServer = { send: called, note: called, open: called, close: called, count: called };
  const services: readonly BoundService[] = [serve(ParcelSoap11, server), serve(ParcelSoap12, server)];
  return { called, services };
}

describe("warming up", () => {
  it("sends a message of each operation in the version of its binding", async () => {
    const { services } = parcels();
    const sent: string[] = [];
    await warmUp(services, async (request: HttpRequest) => {
      const text = new TextDecoder().decode(await request.readBody(10_000));
      sent.push(`${request.headers.get("content-type")} ${text.match(/Body[^>]*><[\w:]*?(\w+)[ /]/)?.[1]}`);
      return { status: 500 };
    });
    const names = ["Send", "Note", "Stamp", "Stamp"];
    expect(sent).toEqual(["text/xml", "application/soap+xml"].flatMap((type) => names.map((name) => `${type} ${name}`)));
  });

  it("calls no operation, hook or filter, and leaves the handler as it was", async () => {
    const { called, services } = parcels();
    const seen = vi.fn();
    const pass = (bytes: Uint8Array): Uint8Array => {
      seen();
      return bytes;
    };
    const handler = createHandler({
      services,
      filters: [{ send: pass, receive: pass }],
      onFault: seen,
      onDeviation: seen,
      validation: "report",
    });
    await handler.warmUp?.();
    expect(called).not.toHaveBeenCalled();
    expect(seen).not.toHaveBeenCalled();
    const body =
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><p:Count xmlns:p="urn:parcel"/></e:Body></e:Envelope>';
    const request = new Request("http://post.example/", { method: "POST", headers: { "content-type": "text/xml" }, body });
    expect((await handler(request)).status).toBe(500);
    expect(seen).toHaveBeenCalled();
  });
});
