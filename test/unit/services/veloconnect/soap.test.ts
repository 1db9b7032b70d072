/**
 * The SOAP bindings: the same answers as the other bindings, by a client made from the same contract.
 */
import { describe, expect, it } from "vitest";
import * as service from "../../../../generated/veloconnect/service.js";
import { createClient, SoapFault } from "../../../../src/protocols/index.js";
import { serve } from "../../../support/veloconnect-server.js";
import { head, line } from "../../../support/veloconnect-world.js";

const versions = [
  ["1.1", service.OrderV11Soap11, service.TransactionV16Soap11, service.ProfileV15Soap11],
  ["1.2", service.OrderV11Soap12, service.TransactionV16Soap12, service.ProfileV15Soap12],
] as const;

describe.each(versions)("SOAP %s", (_, orderBinding, transactionBinding, profileBinding) => {
  const served = serve();
  const options = { url: "http://seller.example/soap/veloconnect", fetch: served.soap };
  const orders = createClient(orderBinding, options);
  const transactions = createClient(transactionBinding, options);
  const profiles = createClient(profileBinding, options);

  it("creates, shows and finishes an order", async () => {
    const created = await orders.createOrder({ ...head, orderRequestLine: [line("tyre", "2"), line("saddle", "1"), line("?", "1")] });
    expect(created).toMatchObject({ responseCode: 200, statusCode: 2 });
    expect(created.requestReplacement).toHaveLength(1);
    expect(created.itemUnknown).toHaveLength(1);
    const transactionID = created.transactionID ?? "";
    const status = await transactions.getStatus({ ...head, transactionID });
    expect(status.transactionStatus).toEqual([{ transactionId: transactionID, statusCode: 2, transaction: "Order" }]);
    const finished = await orders.finishOrder({ ...head, transactionID });
    expect(finished).toMatchObject({ responseCode: 200, statusCode: 100 });
    expect((await orders.viewOrder({ ...head, transactionID })).orderResponseLine).toHaveLength(1);
  });

  it("answers errors of the application in the response, not as faults", async () => {
    const refused = await orders.finishOrder({ ...head, transactionID: "nobody's" });
    expect(refused).toMatchObject({ responseCode: 420, statusCode: 1, transactionID: "nobody's" });
    const wrong = await profiles.getProfile({ ...head, credential: { password: "wrong" } });
    expect(wrong).toMatchObject({ responseCode: 411, veloconnectProfile: {} });
    expect((await profiles.getProfile(head)).veloconnectProfile.implements).toHaveLength(32);
  });

  it("answers with a fault to a body that is not a request", async () => {
    const broken = createClient(orderBinding, {
      ...options,
      fetch: async (request) => {
        const text = (await request.text()).replace("TransactionID", "TransactionId").replace("TransactionID", "TransactionId");
        return served.soap(new Request(request.url, { method: "POST", headers: request.headers, body: text }));
      },
    });
    const caught: unknown = await broken.viewOrder({ ...head, transactionID: "x" }).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(SoapFault);
    expect(caught).toMatchObject({ code: "Sender", message: expect.stringContaining("TransactionId") });
  });
});
