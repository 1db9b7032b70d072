/**
 * Who may call, what answers hold, and how refusals are filled up.
 */
import { describe, expect, it } from "vitest";
import type { RequestHead } from "../../../../src/services/veloconnect/messages.js";
import { createMemoryStore } from "../../../../src/stores/memory.js";
import { createWorld, head, line, type World } from "../../../support/veloconnect-world.js";

async function status(
  world: World,
  change: Partial<RequestHead>,
  revision: "transaction10" | "transaction14" | "transaction16" = "transaction10",
) {
  return world.call(world.operations[revision].getStatus, { ...head, ...change });
}

async function create(world: World, change: Partial<RequestHead> = {}): Promise<string> {
  const request = { ...head, ...change, orderRequestLine: [line("tyre", "2")] };
  return (await world.call(world.operations.order11.createOrder, request)).transactionID;
}

describe("checks come in order", () => {
  const wrong = { credential: { password: "wrong" } };
  const foreignSeller = { sellersID: { $value: "S9" } };
  it.each<[string, Partial<RequestHead>, number]>([
    ["unknown buyer before everything", { buyersID: { $value: "B9" }, ...wrong, ...foreignSeller, transactionID: "x" }, 410],
    ["an empty BuyersID is unknown", { buyersID: { $value: "" } }, 410],
    ["content is compared exactly", { buyersID: { $value: "b1" } }, 410],
    ["and the scheme", { buyersID: { $value: "B1", identificationSchemeID: "EAN" } }, 410],
    ["password before seller", { ...wrong, ...foreignSeller, transactionID: "x" }, 411],
    ["an empty password is wrong", { credential: { password: "" } }, 411],
    ["white space counts", { credential: { password: "secret " } }, 411],
    ["seller before instance", { ...foreignSeller, transactionID: "x" }, 415],
    ["instance", { transactionID: "x" }, 420],
    ["an empty TransactionID was given and belongs to no buyer", { transactionID: "" }, 420],
    ["an empty seller counts as absent", { sellersID: { $value: "" } }, 200],
    ["the right seller", { sellersID: { $value: "S1" } }, 200],
    ["a buyer with a scheme", { buyersID: { $value: "B1", identificationSchemeID: "GLN" } }, 200],
  ])("%s", async (_, change, want) => {
    const world = createWorld({ sellersId: "S1" });
    expect((await status(world, change)).responseCode).toBe(want);
    expect((await world.call(world.operations.profile16.getProfile, { ...head, ...change })).responseCode).toBe(want === 420 ? 200 : want);
  });
});

describe("GetStatus", () => {
  it("rule 1: one status of the instance named, its id and status in the head too", async () => {
    const world = createWorld();
    const id = await create(world);
    await create(world);
    expect(await status(world, { transactionID: id })).toEqual({
      buyersID: { $value: "B1" },
      responseCode: 200,
      transactionID: id,
      statusCode: 2,
      transactionStatus: [{ transactionId: id, statusCode: 2, transaction: "Order" }],
    });
  });

  it("rule 1: 420 repeats the id and nothing else", async () => {
    const answer = await status(createWorld(), { transactionID: "no-such", isTest: true });
    expect(answer).toEqual({
      buyersID: { $value: "B1" },
      responseCode: 420,
      responseMessage: expect.any(String),
      transactionID: "no-such",
      isTest: true,
      transactionStatus: [],
    });
  });

  it("rule 2: all instances of the buyer, oldest first, finished ones too, tests too", async () => {
    const world = createWorld();
    const first = await create(world, { isTest: true });
    world.clock.time += 1000;
    const second = await create(world);
    await create(world, { buyersID: { $value: "B2" } });
    await create(world, { buyersID: { $value: "B1", identificationSchemeID: "GLN" } });
    await world.call(world.operations.order11.finishOrder, { ...head, transactionID: second });
    const answer = await status(world, { isTest: false });
    expect(answer).toEqual({
      buyersID: { $value: "B1" },
      responseCode: 200,
      isTest: false,
      transactionStatus: [
        { transactionId: first, statusCode: 2, transaction: "Order" },
        { transactionId: second, statusCode: 100, transaction: "Order" },
      ],
    });
  });

  it("rule 2: 200 also when there is none", async () => {
    expect(await status(createWorld(), {})).toEqual({ buyersID: { $value: "B1" }, responseCode: 200, transactionStatus: [] });
  });

  it("rule 2: the other reading leaves finished ones out", async () => {
    const world = createWorld({ listFinal: false });
    const id = await create(world);
    await world.call(world.operations.order11.finishOrder, { ...head, transactionID: id });
    expect((await status(world, {})).transactionStatus).toEqual([]);
    expect((await status(world, { transactionID: id })).responseCode).toBe(200);
  });

  it("of another buyer's instance is 420", async () => {
    const world = createWorld();
    const id = await create(world, { buyersID: { $value: "B2" } });
    expect((await status(world, { transactionID: id })).responseCode).toBe(420);
  });

  it("reads no data of instances, however large they are", async () => {
    const store = createMemoryStore();
    const id = await create(createWorld({ store }));
    const world = createWorld({ store: { ...store, get: () => Promise.reject(new Error("data were read")) } });
    expect((await status(world, {})).transactionStatus).toHaveLength(1);
    expect((await status(world, { transactionID: id })).transactionStatus).toHaveLength(1);
  });

  it("names transactions as far as its revision can", async () => {
    const world = createWorld();
    const base = { owner: '["B1",null]', data: "{}", stateName: undefined, createdAt: 1, usedAt: 1, deadline: undefined, revision: 1 };
    const insert = (id: string, machine: string, state: number) =>
      world.store.write({ instance: { kind: "insert", instance: { ...base, id, machine, state } } });
    await insert("stock", "B2BStock", 84);
    await insert("zsale", "B2XSale", 184);
    const names = async (revision: "transaction10" | "transaction14" | "transaction16"): Promise<(string | undefined)[]> =>
      ((await status(world, {}, revision)).transactionStatus ?? []).map(({ transaction }) => transaction);
    expect(await names("transaction10")).toEqual([undefined, undefined]);
    expect(await names("transaction14")).toEqual(["B2BStock", undefined]);
    expect(await names("transaction16")).toEqual(["B2BStock", "B2XSale"]);
  });
});

describe("refusals are filled up", () => {
  const refusal = { code: 405, message: "not valid", state: undefined } as const;
  const unreadable = { buyersID: { $value: "" }, responseCode: 405, responseMessage: "not valid" };
  const { operations } = createWorld();
  const inTransaction = { ...unreadable, transactionID: "", statusCode: 1 };
  const noLines = { orderResponseLine: [], requestReplacement: [], itemUnknown: [] };
  const emptyItem = { itemUnknown: { sellersItemIdentification: { id: { $value: "" } } } };
  it.each<[string, unknown, unknown]>([
    ["GetStatus", operations.transaction10.getStatus.refuse({}, refusal), { ...unreadable, transactionStatus: [] }],
    ["Rollback", operations.transaction10.rollback.refuse({}, refusal), inTransaction],
    ["GetProfile", operations.profile11.getProfile.refuse({}, refusal), { ...unreadable, veloconnectProfile: {} }],
    ["CreateOrder", operations.order11.createOrder.refuse({}, refusal), { ...inTransaction, ...noLines }],
    ["UpdateOrder", operations.order11.updateOrder.refuse({}, refusal), { ...inTransaction, ...noLines }],
    ["ViewOrder", operations.order11.viewOrder.refuse({}, refusal), { ...inTransaction, ...noLines }],
    [
      "FinishOrder",
      operations.order11.finishOrder.refuse({}, refusal),
      { ...inTransaction, orderHeader: { orderID: "", issueDate: { $value: "2026-02-01" } }, orderResponseLine: [] },
    ],
    ["GetItemDetails", operations.order11.getItemDetails.refuse({}, refusal), { ...unreadable, ...emptyItem }],
    ["GetItemDetailsList", operations.order11.getItemDetailsList.refuse({}, refusal), { ...unreadable, itemDetail: [emptyItem] }],
  ])("%s", (_, given, want) => expect(given).toEqual(want));
});

describe("GetItemDetails", () => {
  const ask = async (number: string, quantity?: string) => {
    const { call, operations } = createWorld();
    const entry = { sellersItemIdentification: { id: { $value: number } } };
    const wanted = quantity === undefined ? {} : { quantity: { $value: quantity, quantityUnitCode: "EA" } };
    return call(operations.order11.getItemDetails, { ...head, ...entry, ...wanted });
  };

  it("gives master data and the availability of the quantity", async () => {
    expect(await ask("spoke", "500")).toEqual({
      buyersID: { $value: "B1" },
      responseCode: 200,
      item: {
        description: { $value: "Spoke 263 mm" },
        packQuantity: { $value: "100", quantityUnitCode: "EA" },
        sellersItemIdentification: { id: { $value: "spoke" } },
        standardItemIdentification: { id: { $value: "4000000000013", identificationSchemeID: "EAN/UCC-13" } },
        basePrice: [{ priceAmount: { $value: "34.90", amountCurrencyID: "EUR" }, baseQuantity: { $value: "1", quantityUnitCode: "PK" } }],
      },
      availability: {
        code: "partially_available",
        availableQuantity: { $value: "3", quantityUnitCode: "PK" },
        expectedDeliveryDate: { $value: "2026-03-10" },
      },
    });
  });

  it.each<[string, string, string | undefined, object]>([
    ["without a quantity: is there any", "spoke", undefined, { availability: { code: "available" } }],
    ["in full", "tyre", "50", { availability: { code: "available" } }],
    ["replaced", "saddle", "1", { requestReplacement: { sellersItemIdentification: { id: { $value: "saddle" } } } }],
    ["unknown", "nothing", "1", { itemUnknown: { sellersItemIdentification: { id: { $value: "nothing" } } } }],
    ["prototype names are unknown items", "constructor", "1", { responseCode: 200 }],
    ["negative", "tyre", "-1", { responseCode: 400, itemUnknown: { sellersItemIdentification: { id: { $value: "tyre" } } } }],
  ])("%s", async (_, number, quantity, want) => expect(await ask(number, quantity)).toMatchObject(want));

  it("answers lists entry by entry, in order, repeated ones too", async () => {
    const { call, operations } = createWorld();
    const requestEntry = ["nothing", "tyre", "saddle", "tyre"].map((number) => ({ sellersItemIdentification: { id: { $value: number } } }));
    const answer = await call(operations.order11.getItemDetailsList, { ...head, requestEntry });
    expect(answer.itemDetail.map((detail) => Object.keys(detail)[0])).toEqual(["itemUnknown", "item", "requestReplacement", "item"]);
  });
});

describe("GetProfile", () => {
  it("lists each offer in each binding, and knows product data from 1.5 on", async () => {
    const { call, operations } = createWorld();
    const old = await call(operations.profile11.getProfile, head);
    const recent = await call(operations.profile15.getProfile, head);
    const names = (answer: { veloconnectProfile: { implements?: readonly object[] } }, binding: string): unknown[] =>
      (answer.veloconnectProfile.implements ?? []).flatMap((each) => {
        const { binding: own, transaction, operation } = { transaction: undefined, operation: undefined, binding: "", ...each };
        return own === binding ? [transaction ?? operation] : [];
      });
    const everywhere = ["GetStatus", "Rollback", "Order", "GetItemDetails", "GetItemDetailsList", "TextSearch", "GetClassificationScheme"];
    const receipts = ["Offer", "OrderConfirmation", "DeliveryNote", "InvoiceInformation"].flatMap((kind) => [
      `${kind}Query`,
      `${kind}Details`,
    ]);
    expect(names(old, "URL")).toEqual(everywhere);
    expect(names(old, "XML-POST")).toEqual(everywhere);
    expect(names(recent, "URL")).toEqual([...everywhere, ...receipts]);
    // Reports have lines that parameters cannot carry.
    expect(names(recent, "XML-POST")).toEqual([...everywhere, ...receipts, "StockTransmitB2B", "StockTransmitB2C"]);
    const latest = await call(operations.profile16.getProfile, head);
    expect(names(latest, "XML-POST").slice(-4)).toEqual(["StockTransmitB2B", "StockTransmitB2C", "SaleTransmitB2B", "SaleTransmitB2X"]);
    expect(latest.veloconnectProfile.unsupportedQuery).toEqual(["Invoice-DeliveryNoteID"]);
    expect(old.sellerName).toEqual({ $value: "Wheels" });
    const keys = (answer: typeof recent): string[] => (answer.veloconnectProfile.property ?? []).map(({ key }) => key);
    expect(keys(old)).not.toContain("Catalog.ItemInformation.ProductData");
    expect(keys(recent)).toContain("Catalog.ItemInformation.ProductData");
  });
});
