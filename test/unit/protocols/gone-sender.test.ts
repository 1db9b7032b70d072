/**
 * Requests whose sender goes before they are answered.
 */
import { createHandler, type SoapFault, serve } from "soapwright/soap";
import { expect, it } from "vitest";
import { type ParcelServer, ParcelSoap11 } from "./soap/parcel-contract.js";

const message =
  '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><p:Send xmlns:p="urn:parcel"><p:To>Anna</p:To><p:Weight>1.50</p:Weight></p:Send></e:Body></e:Envelope>';

/** Sends a request and goes while the operation works, which then fails. Returns the faults that the hook was called with. */
async function faultsAfter(failure: (signal: AbortSignal) => unknown): Promise<readonly SoapFault[]> {
  const faults: SoapFault[] = [];
  const sender = new AbortController();
  const unused = (): Promise<never> => Promise.reject(new Error("not called"));
  const server: ParcelServer = {
    send: async (_, { signal }) => {
      sender.abort();
      throw failure(signal);
    },
    note: unused,
    open: unused,
    close: unused,
    count: unused,
  };
  const handler = createHandler({ services: [serve(ParcelSoap11, server)], onFault: (fault) => faults.push(fault) });
  const headers = { "content-type": "text/xml", soapaction: '"urn:parcel#Send"' };
  await handler(new Request("http://post.example/parcels", { method: "POST", headers, body: message, signal: sender.signal }));
  return faults;
}

it("what fails because they have gone is no fault", async () => {
  expect(await faultsAfter((signal) => signal.reason)).toEqual([]);
  expect(await faultsAfter((signal) => new Error("the database was not asked", { cause: signal.reason }))).toEqual([]);
});

it("what fails for another reason is one, though nobody is sent it", async () => {
  const [fault, ...others] = await faultsAfter(() => new Error("disk full"));
  expect(fault?.cause).toMatchObject({ message: "disk full" });
  expect(others).toEqual([]);
});
