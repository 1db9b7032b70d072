/**
 * The four transactions of reports through their operations: every row of their state table, what reaches the merchandise system, and results.
 */
import { describe, expect, it } from "vitest";
import type { SaleTransmitB2XLine } from "../../../../generated/veloconnect/sale-b2x-1-6.js";
import { BackendUnavailable } from "../../../../src/services/veloconnect/ports/backend-call.js";
import type { Report, Stock } from "../../../../src/services/veloconnect/ports/stock.js";
import { createWorld, head, rememberReports, type World } from "../../../support/veloconnect-world.js";

const day = 24 * 3600_000;
const id = (number: string) => ({ id: { $value: number } });
const createDate = { $value: "2026-02-01T10:40:42Z" };

const stockRequest = (numbers: readonly string[]) => ({
  ...head,
  createDate,
  frequence: "Complete" as const,
  stockTransmitB2BLine: numbers.map((number) => ({ sellersItemIdentification: id(number), availability: "Available" as const })),
});

async function report(world: World, numbers: readonly string[] = ["tyre", "bell"], isTest?: boolean): Promise<string> {
  const request = { ...stockRequest(numbers), ...(isTest !== undefined && { isTest }) };
  const answer = await world.call(world.operations.stockB2B14.stockTransmitB2B, request);
  expect(answer).toMatchObject({ responseCode: 200, statusCode: isTest ? 85 : 84 });
  return answer.transactionID;
}

interface Wanted {
  readonly startIndex?: bigint;
  readonly count?: bigint;
  readonly doNotClose?: boolean;
  readonly isTest?: boolean;
}

function fetch(world: World, transactionID: string, wanted: Wanted = {}) {
  return world.call(world.operations.stockB2B14.getItemStatusStockTransmitB2B, {
    ...head,
    startIndex: 0n,
    count: 100n,
    ...wanted,
    transactionID,
  });
}

async function statusOf(world: World, transactionID: string): Promise<string> {
  const { responseCode, statusCode } = await world.call(world.operations.transaction10.getStatus, { ...head, transactionID });
  return `${responseCode} ${statusCode}`;
}

/** A merchandise system that takes reports when it is told to. */
function slowStock(): { stock: Stock; finish: () => void; fail: (error: Error) => void } {
  let finish = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const { accepts, take } = rememberReports([]);
  const stock: Stock = {
    accepts,
    take: (taken, call) =>
      new Promise((resolve, reject) => {
        finish = () => resolve(take(taken, call));
        fail = reject;
      }),
  };
  return { stock, finish: () => finish(), fail: (error) => fail(error) };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe("the state table", () => {
  type State = "none" | "importing" | "imported" | "closed" | "expired";
  it.each<[State, "fetch" | "fetchSome" | "keep" | "rollback", string, number, string]>([
    // state, command, ResponseCode and StatusCode, results, GetStatus afterwards
    ["none", "fetch", "420 1", 0, "420 undefined"],
    ["none", "rollback", "420 1", 0, "420 undefined"],
    ["importing", "fetch", "200 84", 0, "200 84"],
    ["importing", "rollback", "430 84", 0, "200 84"],
    ["imported", "fetch", "200 184", 2, "200 184"],
    ["imported", "fetchSome", "200 85", 1, "200 85"],
    ["imported", "keep", "200 85", 2, "200 85"],
    ["imported", "rollback", "430 85", 0, "200 85"],
    ["closed", "fetch", "200 184", 0, "200 184"],
    ["closed", "keep", "200 184", 0, "200 184"],
    ["closed", "rollback", "430 184", 0, "200 184"],
    ["expired", "fetch", "420 1", 0, "420 undefined"],
    ["expired", "rollback", "420 1", 0, "420 undefined"],
  ])("%s, %s: %s", async (state, command, want, results, after) => {
    const { stock, finish } = slowStock();
    const world = createWorld({ ports: { stock } });
    const transactionID = state === "none" ? "never-there" : await report(world);
    if (state !== "none" && state !== "importing") {
      finish();
      await settled();
    }
    if (state === "closed") await fetch(world, transactionID);
    if (state === "expired") world.clock.time += day;
    const answer = await {
      fetch: () => fetch(world, transactionID),
      fetchSome: () => fetch(world, transactionID, { count: 1n }),
      keep: () => fetch(world, transactionID, { doNotClose: true }),
      rollback: () => world.call(world.operations.transaction10.rollback, { ...head, transactionID }),
    }[command]();
    expect(`${answer.responseCode} ${answer.statusCode}`).toBe(want);
    if ("stockTransmitB2BResponseLine" in answer) expect(answer.stockTransmitB2BResponseLine).toHaveLength(results);
    if ("count" in answer) expect(answer.count).toBe(BigInt(results));
    expect(await statusOf(world, transactionID)).toBe(after);
    expect(world.errors).toEqual([]);
  });

  it("has no deadline while the import runs", async () => {
    const { stock, finish } = slowStock();
    const world = createWorld({ ports: { stock }, merchandiseTimeout: 60_000 });
    const transactionID = await report(world);
    world.clock.time += 10 * day;
    expect(await statusOf(world, transactionID)).toBe("200 84");
    finish();
    await settled();
    expect(await statusOf(world, transactionID)).toBe("200 85");
  });

  it("is named where the revision has a name", async () => {
    const world = createWorld();
    await report(world);
    await settled();
    const { transaction10, transaction14, transaction16 } = world.operations;
    const names = [];
    for (const getStatus of [transaction10.getStatus, transaction14.getStatus, transaction16.getStatus]) {
      const { transactionStatus = [] } = await world.call(getStatus, head);
      names.push(...transactionStatus.map(({ statusCode, transaction }) => `${statusCode} ${transaction}`));
    }
    expect(names).toEqual(["85 undefined", "85 B2BStock", "85 B2BStock"]);
  });
});

describe("an import", () => {
  it("says which items the seller has, line by line", async () => {
    const world = createWorld();
    const transactionID = await report(world, ["tyre", "bell", "spoke"]);
    await settled();
    const first = await fetch(world, transactionID, { count: 2n });
    expect(first).toMatchObject({ startIndex: 0n, count: 2n, totalCount: 3n, statusCode: 85 });
    expect(first.stockTransmitB2BResponseLine?.map(({ available }) => available)).toEqual([true, false]);
    const last = await fetch(world, transactionID, { startIndex: 2n });
    expect(last).toMatchObject({ startIndex: 2n, count: 1n, statusCode: 184 });
    expect(last.stockTransmitB2BResponseLine).toEqual([{ sellersItemIdentification: id("spoke"), available: true }]);
  });

  it("reaches the merchandise system once, with a key", async () => {
    const world = createWorld();
    const transactionID = await report(world, ["tyre"]);
    await settled();
    expect(world.reports).toEqual<Report[]>([
      {
        key: transactionID,
        kind: "B2BStock",
        createdAt: "2026-02-01T10:40:42Z",
        isComplete: true,
        lines: [{ sellersNumber: "tyre", availability: "Available" }],
      },
    ]);
    await world.expire();
    expect(world.reports).toHaveLength(1);
  });

  it("is brought to its end by another process after a kill", async () => {
    const world = createWorld({ ports: { stock: { ...rememberReports([]), take: () => new Promise(() => undefined) } } });
    const transactionID = await report(world);
    const restarted = createWorld({ store: world.store });
    await restarted.expire();
    expect(await statusOf(restarted, transactionID)).toBe("200 85");
    expect(restarted.reports).toHaveLength(1);
  });

  it("is tried again while the merchandise system is out of reach, however long", async () => {
    const { stock, fail } = slowStock();
    const world = createWorld({ ports: { stock } });
    const transactionID = await report(world);
    for (let attempt = 0; attempt < 15; attempt++) {
      fail(new BackendUnavailable("ECONNREFUSED"));
      await settled();
      world.clock.time += 3600_000;
      void world.expire();
      await settled();
    }
    expect(await statusOf(world, transactionID)).toBe("200 84");
  });

  it("that fails again and again is closed without results", async () => {
    const take: Stock["take"] = () => Promise.reject(new Error("no such column"));
    const world = createWorld({ ports: { stock: { ...rememberReports([]), take } } });
    const transactionID = await report(world);
    for (let attempt = 0; attempt < 10; attempt++) {
      await settled();
      world.clock.time += 3600_000;
      await world.expire();
    }
    expect(await fetch(world, transactionID)).toMatchObject({ responseCode: 200, statusCode: 184, count: 0n });
  });

  it("of a test reaches nobody, and has results at once", async () => {
    const world = createWorld();
    const transactionID = await report(world, ["tyre"], true);
    expect(await fetch(world, transactionID)).toMatchObject({ responseCode: 435, statusCode: 85 });
    const answer = await fetch(world, transactionID, { isTest: true });
    expect(answer).toMatchObject({ responseCode: 200, statusCode: 184, isTest: true });
    expect(answer.stockTransmitB2BResponseLine).toEqual([{ sellersItemIdentification: id("tyre") }]);
    expect(world.reports).toEqual([]);
  });
});

describe("lines", () => {
  it("of shops", async () => {
    const world = createWorld();
    const price = { priceAmount: { $value: "19.90", amountCurrencyID: "EUR" as const } };
    const line = {
      standardItemIdentification: { id: { $value: "4000000000020", identificationSchemeID: "EAN/UCC-13" } },
      manufacturersItemIdentification: { ...id("T-28"), issuerParty: { partyName: { name: [{ $value: "Rubber Works" }] } } },
      marketPlaceItemIdentification: id("m-1"),
      quantity: { $value: "3", quantityUnitCode: "EA" },
      availability: "LimitedAvailable" as const,
      basePrice: price,
      specialPrice: price,
      specialPriceName: { $value: "spring" },
      specialPriceStart: { $value: "2026-03-01" },
      shipping: price,
      taxCategory: { id: { $value: "S" }, percent: { $value: "19" }, taxScheme: {} },
      orderable: true,
      url: "https://shop.example/1",
      deliveryMin: 1n,
      deliveryMax: 3n,
      assembly: "AC20" as const,
      condition: "CO10" as const,
    };
    const { stockTransmitB2C, getItemStatusStockTransmitB2C } = world.operations.stockB2C14;
    const request = { ...head, createDate, frequence: "Incremental" as const, stockTransmitB2CLine: [line, {}] };
    const { transactionID } = await world.call(stockTransmitB2C, request);
    await settled();
    expect(world.reports).toMatchObject([
      {
        kind: "B2CStock",
        isComplete: false,
        lines: [
          {
            standardNumber: { number: "4000000000020", scheme: "EAN/UCC-13" },
            manufacturersNumber: { number: "T-28", issuer: "Rubber Works" },
            marketPlaceNumber: "m-1",
            quantity: { amount: "3", unit: "EA" },
            availability: "LimitedAvailable",
            price: { amount: "19.90", currency: "EUR" },
            special: { price: { amount: "19.90" }, name: "spring", start: "2026-03-01" },
            taxPercent: "19",
            isOrderable: true,
            delivery: { min: "1", max: "3" },
            assembly: "AC20",
            condition: "CO10",
          },
          {},
        ],
      },
    ]);
    const answer = await world.call(getItemStatusStockTransmitB2C, { ...head, transactionID, startIndex: 0n, count: 9n });
    expect(answer.stockTransmitB2CResponseLine?.[0]).toMatchObject({ marketPlaceItemIdentification: id("m-1") });
    expect(answer).toMatchObject({ count: 2n, statusCode: 184 });
  });

  it("of dealers' sales", async () => {
    const world = createWorld();
    const line = {
      id: "s-1",
      sellersItemIdentification: id("tyre"),
      quantityFraction: "0.1250",
      saleDate: { $value: "2026-01-31T18:00:00+01:00" },
      salesPriceGross: { $value: "24.95", amountCurrencyID: "EUR" as const },
      serialNumbers: { serialID: [{ $value: "W-1", kind: "FrameNumber" as const }] },
      salesChannel: "RETAIL" as const,
    };
    const { saleTransmitB2B, getStatusSaleTransmitB2B } = world.operations.saleB2B16;
    const { transactionID } = await world.call(saleTransmitB2B, { ...head, createDate, saleTransmitB2BLine: [line] });
    await settled();
    expect(world.reports).toMatchObject([
      {
        kind: "B2BSale",
        lines: [
          {
            id: "s-1",
            sellersNumber: "tyre",
            quantity: "0.1250",
            gross: { amount: "24.95", currency: "EUR" },
            serials: [{ number: "W-1", kind: "FrameNumber" }],
            channel: "RETAIL",
          },
        ],
      },
    ]);
    const answer = await world.call(getStatusSaleTransmitB2B, { ...head, transactionID, startIndex: 0n, count: 9n });
    expect(answer.saleTransmitB2BResponseLine).toEqual([
      { id: "s-1", sellersItemIdentification: id("tyre"), quantityFraction: "0.1250", saleDate: line.saleDate },
    ]);
  });

  const sale = { id: "s-1", saleDate: { $value: "2026-01-31T18:00:00Z" } };
  const quantity = [{ $value: "1", quantityUnitCode: "EA" }];
  const commodityClassification = { commodityCode: { $value: "repair" } };
  const salesPriceNet = { $value: "20", amountCurrencyID: "EUR" as const };
  it.each<[string, SaleTransmitB2XLine, number]>([
    ["goods with an EAN", { ...sale, quantity, standardItemIdentification: id("4000000000020") }, 200],
    ["goods with a manufacturer's number", { ...sale, quantity, manufacturersItemIdentification: id("T-28") }, 200],
    ["services", { ...sale, commodityClassification, description: { $value: "Repair" }, salesPriceNet }, 200],
    ["goods without a number", { ...sale, quantity, buyersItemIdentification: id("1") }, 400],
    ["goods without a quantity", { ...sale, standardItemIdentification: id("1") }, 400],
    ["services without a price", { ...sale, commodityClassification, description: { $value: "Repair" } }, 400],
  ])("of sales to others: %s", async (_, line, want) => {
    const world = createWorld();
    const { saleTransmitB2X, getStatusSaleTransmitB2X } = world.operations.saleB2X16;
    const answer = await world.call(saleTransmitB2X, { ...head, createDate, saleTransmitB2XLine: [line] });
    expect(answer.responseCode).toBe(want);
    await settled();
    expect(world.reports).toHaveLength(want === 200 ? 1 : 0);
    if (want !== 200) return;
    const results = await world.call(getStatusSaleTransmitB2X, { ...head, transactionID: answer.transactionID, startIndex: 0n, count: 9n });
    expect(results).toMatchObject({ responseCode: 200, statusCode: 184, saleTransmitB2XResponseLine: [{ id: "s-1" }] });
  });
});

describe("what the seller does not accept", () => {
  it("is answered with 404 in the answer of its own operation, to buyers only", async () => {
    const world = createWorld({ ports: { stock: { ...rememberReports([]), accepts: ["B2BSale"] } } });
    const { stockTransmitB2B } = world.operations.stockB2B14;
    expect(await world.call(stockTransmitB2B, stockRequest(["tyre"]))).toMatchObject({
      responseCode: 404,
      statusCode: 1,
      transactionID: "",
    });
    expect(await fetch(world, "t")).toMatchObject({ responseCode: 404, count: 0n });
    const stranger = { ...stockRequest(["tyre"]), credential: { password: "wrong" } };
    expect(await world.call(stockTransmitB2B, stranger)).toMatchObject({ responseCode: 411 });
    const { veloconnectProfile } = await world.call(world.operations.profile16.getProfile, head);
    const names = veloconnectProfile.implements?.flatMap(({ transaction }) => transaction ?? []);
    expect(names).toContain("SaleTransmitB2B");
    expect(names).not.toContain("StockTransmitB2B");
  });

  it("is everything where there is no such system", async () => {
    const world = createWorld({ ports: { stock: undefined, receipts: undefined, classification: undefined } });
    const { stockB2B14, receipt13, catalog15, profile16 } = world.operations;
    expect(await world.call(stockB2B14.stockTransmitB2B, stockRequest(["tyre"]))).toMatchObject({ responseCode: 404 });
    expect(await world.call(receipt13.offerQuery, head)).toMatchObject({ responseCode: 404 });
    expect(await world.call(receipt13.invoiceInformationDetails, { ...head, invoiceID: ["1"] })).toMatchObject({ responseCode: 404 });
    expect(await world.call(catalog15.getClassificationScheme, head)).toMatchObject({ responseCode: 404 });
    const { veloconnectProfile } = await world.call(profile16.getProfile, head);
    expect(new Set(veloconnectProfile.implements?.map(({ transaction, operation }) => transaction ?? operation))).toEqual(
      new Set(["GetStatus", "Rollback", "Order", "GetItemDetails", "GetItemDetailsList", "TextSearch"]),
    );
    expect(world.errors).toEqual([]);
  });
});
