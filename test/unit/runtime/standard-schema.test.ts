/**
 * Codecs as Standard Schema: two libraries that take any such schema validate values with them. https://standardschema.dev
 */
import { sValidator } from "@hono/standard-validator";
import type { StandardSchemaV1 } from "@standard-schema/spec";
import { Hono } from "hono";
import { up } from "up-fetch";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type TransactionStatusType as Status, TransactionStatusType } from "../../../generated/veloconnect/transaction-1-0.js";

const valid: Status = { transactionId: "T-1", statusCode: 199, transaction: "Order" };

describe("Standard Schema", () => {
  it("has the interface of its specification", () => {
    const schema: StandardSchemaV1<unknown, Status> = TransactionStatusType;
    expectTypeOf<StandardSchemaV1.InferOutput<typeof TransactionStatusType>>().toEqualTypeOf<Status>();
    expect(schema["~standard"]).toMatchObject({ version: 1, vendor: "soapwright" });
  });

  it("serves up-fetch for answers", async () => {
    const answer = (body: unknown) => up(async (_input: string | URL | Request, _init?: RequestInit) => Response.json(body));
    await expect(answer(valid)("http://localhost/", { schema: TransactionStatusType })).resolves.toEqual(valid);
    const wrong = answer({ ...valid, statusCode: 200 })("http://localhost/", { schema: TransactionStatusType });
    await expect(wrong).rejects.toMatchObject({ issues: [{ path: ["statusCode"] }] });
  });

  it("serves hono for requests", async () => {
    const app = new Hono().post("/", sValidator("json", TransactionStatusType), (context) => {
      expectTypeOf(context.req.valid("json")).toEqualTypeOf<Status>();
      return context.json(context.req.valid("json").statusCode);
    });
    const post = (body: unknown) =>
      app.request("/", { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
    expect(await (await post(valid)).json()).toBe(199);
    expect((await post({ ...valid, transaction: "Gift" })).status).toBe(400);
    expect((await post({ transactionId: "T-1" })).status).toBe(400);
  });
});
