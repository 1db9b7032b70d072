/**
 * What the access log is told of requests, and what of them is kept.
 */
import { expect, it } from "vitest";
import { Audit } from "../../../../src/server/observe/audit.js";
import { Observer } from "../../../../src/server/observe/observer.js";
import { openTracing } from "../../../../src/server/observe/tracing.js";
import { fromRequest } from "../../../../src/service/fetch-adapter.js";

it("the access log is told of a request once, after which nothing of it is kept", async () => {
  const observer = new Observer(await openTracing(), new Audit({ login: () => undefined, transition: () => undefined }, () => 0));
  const request = fromRequest(new Request("http://127.0.0.1/veloconnect"));
  observer.answered(
    { operation: "GetStatus", request, responseCode: 420, buyersId: "B1", transactionId: undefined, statusCode: undefined },
    0.001,
  );
  observer.invalid("cvc-pattern-valid", request);
  expect(observer.describe(request)).toMatchObject({ operation: "GetStatus", code: 420, buyer: "B1", rule: "cvc-pattern-valid" });
  expect(observer.describe(request)).toEqual({ address: undefined });
});
