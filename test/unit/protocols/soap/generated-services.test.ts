/**
 * Services as they are generated, client against handler: document/literal with headers and faults, rpc/literal, one-way, overloaded, encoded.
 */
import { afterEach, describe, expect, it } from "vitest";
import { createClient } from "../../../../src/protocols/client.js";
import { createHandler } from "../../../../src/protocols/handler.js";
import { asDeclared, declaredFault, SoapFault } from "../../../../src/service/fault.js";
import { serve } from "../../../../src/service/serve.js";
import { ShopBinding, type ShopOperations, type ShopServer, ShopSoap12 } from "../../../golden/services-document/expected/service.js";
import {
  type CalculatorOperations,
  type CalculatorServer,
  CalculatorSoap,
  LegacySoap,
} from "../../../golden/services-rpc/expected/service.js";

const url = "http://localhost/";
let forgotten: string[] = [];
afterEach(() => {
  forgotten = [];
});

const shop: ShopServer = {
  async placeOrder({ sku }, call) {
    if (sku === "late") throw declaredFault<ShopOperations["placeOrder"]>({ name: "Late", detail: "2026-12-01" });
    if (sku === "lost") throw declaredFault<ShopOperations["placeOrder"]>({ name: "Lost", detail: { reason: "fell off" } }, "it is lost");
    if (sku === "broken") throw new Error("password of the database: secret");
    if (call.headers.session !== undefined) call.replyHeaders.quota = call.headers.session.length;
    return { number: 7 };
  },
  async ping() {},
  async forget({ sku }) {
    forgotten.push(sku);
  },
};

const bindings = [
  ["SOAP 1.1", ShopBinding],
  ["SOAP 1.2", ShopSoap12],
] as const;

describe.each(bindings)("document/literal over %s", (_, binding) => {
  const faults: SoapFault[] = [];
  const handler = createHandler({ services: [serve(binding, shop)], onFault: (fault) => faults.push(fault) });
  const client = createClient(binding, { url, fetch: handler });

  it("calls, with headers both ways", async () => {
    let quota: number | undefined;
    const answer = await client.placeOrder(
      { sku: "A" },
      {
        headers: { session: "abc" },
        onHeaders: (headers) => {
          quota = headers.quota;
        },
      },
    );
    expect({ answer, quota }).toEqual({ answer: { number: 7 }, quota: 3 });
  });

  it("gives declared faults as a union", async () => {
    const late = asDeclared<ShopOperations["placeOrder"]>(await client.placeOrder({ sku: "late" }).catch((error: unknown) => error));
    expect(late).toEqual({ name: "Late", detail: "2026-12-01" });
    const lost = await client.placeOrder({ sku: "lost" }).catch((error: unknown) => error);
    expect(lost).toMatchObject({ code: "Sender", message: "it is lost" });
    expect(asDeclared<ShopOperations["placeOrder"]>(lost)).toEqual({ name: "Lost", detail: { reason: "fell off" } });
  });

  it("reports the cause of an internal error to the log only", async () => {
    const error = await client.placeOrder({ sku: "broken" }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(SoapFault);
    expect(error).toMatchObject({ code: "Receiver", message: "internal error", declared: undefined });
    expect(String(faults.at(-1)?.cause)).toContain("secret");
  });

  it("has empty bodies and one-way messages", async () => {
    expect(await client.ping()).toBeUndefined();
    expect(await client.forget({ sku: "gone" })).toBeUndefined();
    expect(forgotten).toEqual(["gone"]);
  });

  it("refuses to send what does not conform", async () => {
    await expect(client.placeOrder({ sku: "a  b" })).rejects.toMatchObject({ name: "ValidationError" });
  });

  it("keeps a thousand calls apart", async () => {
    const answers = await Promise.all(
      Array.from({ length: 1000 }, (_, index) => {
        let quota: number | undefined;
        const session = "x".repeat(1 + (index % 50));
        const onHeaders = (headers: { quota?: number }): void => {
          quota = headers.quota;
        };
        return client.placeOrder({ sku: "A" }, { headers: { session }, onHeaders }).then(() => quota === session.length);
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });
});

describe("rpc/literal", () => {
  const calculator: CalculatorServer = {
    async add({ a, b }) {
      if (a.denominator === 0) throw declaredFault<CalculatorOperations["add"]>({ name: "zero", detail: a });
      if (b > 1000) throw declaredFault<CalculatorOperations["add"]>({ name: "overflow", detail: "too much" });
      return { result: { numerator: a.numerator + b * a.denominator, denominator: a.denominator } };
    },
    add2: async ({ result }) => ({ result: { numerator: result.numerator + 1, denominator: result.denominator } }),
  };
  const handler = createHandler({ services: [serve(CalculatorSoap, calculator)] });
  const client = createClient(CalculatorSoap, { url, fetch: handler });

  it("wraps the parts in an element named for the operation", async () => {
    let sent = "";
    const spy = createClient(CalculatorSoap, {
      url,
      fetch: async (request) => {
        sent = await request.clone().text();
        return handler(request);
      },
    });
    expect(await spy.add({ b: 2, a: { denominator: 3, numerator: 1 } })).toEqual({ result: { numerator: 7, denominator: 3 } });
    expect(sent).toMatch(
      /<(\w+):Add xmlns:\1="urn:calculator"><a><numerator>1<\/numerator><denominator>3<\/denominator><\/a><b>2<\/b><\/\1:Add>/,
    );
  });

  it("distinguishes overloaded operations", async () => {
    expect(await client.add2({ result: { numerator: 1, denominator: 2 } })).toEqual({ result: { numerator: 2, denominator: 2 } });
  });

  it("has faults by element and by type", async () => {
    const zero = await client.add({ a: { numerator: 1, denominator: 0 }, b: 1 }).catch((error: unknown) => error);
    expect(asDeclared<CalculatorOperations["add"]>(zero)).toEqual({ name: "zero", detail: { numerator: 1, denominator: 0 } });
    const overflow = await client.add({ a: { numerator: 1, denominator: 1 }, b: 1001 }).catch((error: unknown) => error);
    expect(asDeclared<CalculatorOperations["add"]>(overflow)).toEqual({ name: "overflow", detail: "too much" });
  });

  it("calls rpc/encoded operations, whose parts may be nil", async () => {
    const inputs: unknown[] = [];
    const take = async (input: unknown) => {
      inputs.push(input);
      return { result: null };
    };
    const encoded = createHandler({ services: [serve(LegacySoap, { old: take })] });
    const legacy = createClient(LegacySoap, { url, fetch: encoded });
    await legacy.old({ a: { numerator: 1, denominator: 1 }, b: 1 });
    await legacy.old({ a: null, b: null });
    expect(inputs).toEqual([
      { a: { numerator: 1, denominator: 1 }, b: 1 },
      { a: null, b: null },
    ]);
  });
});
