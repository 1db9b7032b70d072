/**
 * The transaction TextSearch through its operations: every row of its state table, what is moved into bounds, formats, and the frozen list of hits.
 */
import { describe, expect, it } from "vitest";
import type { SearchResultRequest } from "../../../../generated/veloconnect/catalog-1-5.js";
import { BackendUnavailable } from "../../../../src/services/veloconnect/ports/backend-call.js";
import { catalogue, createWorld, head, type World } from "../../../support/veloconnect-world.js";

const day = 24 * 3600_000;

async function search(world: World, searchString?: string): Promise<{ id: string; code: number; state: number; total: bigint }> {
  const request = { ...head, ...(searchString !== undefined && { searchString: { $value: searchString } }) };
  const answer = await world.call(world.operations.catalog15.createTextSearch, request);
  return { id: answer.transactionID, code: answer.responseCode, state: answer.statusCode, total: answer.totalCount };
}

type Wanted = Partial<Omit<SearchResultRequest, "transactionID">>;

async function fetch(world: World, transactionID: string, wanted: Wanted = {}) {
  const request = { ...head, startIndex: 0n, count: 100n, resultFormat: "ID_ONLY" as const, ...wanted, transactionID };
  return world.call(world.operations.catalog15.searchResult, request);
}

async function statusOf(world: World, id: string): Promise<string> {
  const { responseCode, statusCode } = await world.call(world.operations.transaction10.getStatus, { ...head, transactionID: id });
  return `${responseCode} ${statusCode}`;
}

describe("the state table", () => {
  type State = "none" | "found" | "closed" | "rolledBack" | "expired";
  const reach = async (world: World, state: State): Promise<string> => {
    if (state === "none") return "never-there";
    const { id } = await search(world, state === "closed" ? "NOTHING" : "");
    if (state === "rolledBack") await world.call(world.operations.transaction10.rollback, { ...head, transactionID: id });
    if (state === "expired") world.clock.time += day;
    return id;
  };
  it.each<[State, "fetch" | "fetchSome" | "keep" | "rollback" | "status", string, string]>([
    // state, command, ResponseCode and StatusCode of the answer, those of GetStatus afterwards
    ["none", "fetch", "420 1", "420 undefined"],
    ["none", "rollback", "420 1", "420 undefined"],
    ["none", "status", "420 undefined", "420 undefined"],
    ["found", "fetch", "200 100", "200 100"],
    ["found", "fetchSome", "200 2", "200 2"],
    ["found", "keep", "200 2", "200 2"],
    ["found", "rollback", "200 1", "420 undefined"],
    ["found", "status", "200 2", "200 2"],
    ["closed", "fetch", "430 100", "200 100"],
    ["closed", "keep", "430 100", "200 100"],
    ["closed", "rollback", "430 100", "200 100"],
    ["closed", "status", "200 100", "200 100"],
    ["rolledBack", "fetch", "420 1", "420 undefined"],
    ["rolledBack", "rollback", "420 1", "420 undefined"],
    ["expired", "fetch", "420 1", "420 undefined"],
    ["expired", "rollback", "420 1", "420 undefined"],
  ])("%s, %s: %s", async (state, command, want, after) => {
    const world = createWorld();
    const id = await reach(world, state);
    const { getStatus, rollback } = world.operations.transaction10;
    const answer = await {
      fetch: () => fetch(world, id),
      fetchSome: () => fetch(world, id, { count: 1n }),
      keep: () => fetch(world, id, { doNotClose: true }),
      rollback: () => world.call(rollback, { ...head, transactionID: id }),
      status: () => world.call(getStatus, { ...head, transactionID: id }),
    }[command]();
    expect(`${answer.responseCode} ${answer.statusCode}`).toBe(want);
    expect(await statusOf(world, id)).toBe(after);
    expect(world.errors).toEqual([]);
  });

  it("starts in 2 with hits and in 100 without, with a new instance each time", async () => {
    const world = createWorld();
    const first = await search(world, "tyre");
    expect(first).toMatchObject({ code: 200, state: 2, total: 1n });
    expect(await search(world, "NOTHING")).toMatchObject({ code: 200, state: 100, total: 0n });
    const request = { ...head, transactionID: first.id, searchString: { $value: "" } };
    const again = await world.call(world.operations.catalog15.createTextSearch, request);
    expect(again).toMatchObject({ responseCode: 200, statusCode: 2, totalCount: 3n });
    expect(again.transactionID).not.toBe(first.id);
  });

  it("is listed with its name", async () => {
    const world = createWorld();
    const { id } = await search(world);
    const { transactionStatus } = await world.call(world.operations.transaction10.getStatus, head);
    expect(transactionStatus).toEqual([{ transactionId: id, statusCode: 2, transaction: "TextSearch" }]);
  });
});

describe("what is asked for", () => {
  it.each<[bigint, bigint, number, number, number]>([
    // StartIndex, Count -> StartIndex, Count, StatusCode, of 3 hits
    [0n, 3n, 0, 3, 100],
    [0n, 2n, 0, 2, 2],
    [1n, 2n, 1, 2, 100],
    [-5n, 1n, 0, 1, 2],
    [-5n, -1n, 0, 0, 2],
    [3n, 1n, 2, 1, 100],
    [10n ** 30n, 10n ** 30n, 2, 1, 100],
    [-(10n ** 30n), 10n ** 30n, 0, 3, 100],
    [2n, 0n, 2, 0, 2],
    [1n, 99n, 1, 2, 100],
  ])("%s and %s", async (startIndex, count, start, given, state) => {
    const world = createWorld();
    const { id } = await search(world);
    const answer = await fetch(world, id, { startIndex, count });
    expect(answer).toMatchObject({ startIndex: BigInt(start), count: BigInt(given), totalCount: 3n, statusCode: state });
    expect(answer.sellersItemIdentification ?? []).toHaveLength(given);
  });

  it("is limited by the server, and the search stays open until the last hit", async () => {
    const world = createWorld({ searchLimits: { perSearch: 100, perAnswer: 2 } });
    const { id } = await search(world);
    expect(await fetch(world, id)).toMatchObject({ startIndex: 0n, count: 2n, totalCount: 3n, statusCode: 2 });
    expect(await fetch(world, id, { startIndex: 2n })).toMatchObject({ count: 1n, statusCode: 100 });
  });

  it("counts the hits that a search keeps", async () => {
    const world = createWorld({ searchLimits: { perSearch: 2, perAnswer: 10 } });
    expect(await search(world)).toMatchObject({ total: 2n });
  });
});

describe("hits", () => {
  it.each<[SearchResultRequest["resultFormat"], string | undefined]>([
    ["COUNT", undefined],
    ["ID_ONLY", "sellersItemIdentification"],
    ["ITEM_TYPE", "item"],
    ["ITEM_DETAIL", "itemDetail"],
  ])("as %s", async (resultFormat, member) => {
    const world = createWorld();
    const { id } = await search(world);
    const answer = await fetch(world, id, { resultFormat });
    expect(answer).toMatchObject({ responseCode: 200, count: 3n, resultFormat, statusCode: member === undefined ? 2 : 100 });
    const lists = ["item", "itemDetail", "sellersItemIdentification"].filter((name) => name in answer);
    expect(lists).toEqual(member === undefined ? [] : [member]);
  });

  it("are those of when the search was made", async () => {
    let numbers = ["tyre", "gone"];
    const world = createWorld({ ports: { catalogue: { ...catalogue, search: async () => ({ numbers, total: numbers.length }) } } });
    const { id } = await search(world);
    numbers = ["spoke"];
    const ids = await fetch(world, id, { doNotClose: true });
    expect(ids.sellersItemIdentification?.map((each) => each.id.$value)).toEqual(["tyre", "gone"]);
    const details = await fetch(world, id, { resultFormat: "ITEM_DETAIL", doNotClose: true });
    expect(details.itemDetail?.map((detail) => Object.keys(detail)[0])).toEqual(["item", "itemUnknown"]);
    const items = await fetch(world, id, { resultFormat: "ITEM_TYPE", doNotClose: true });
    expect(items.item?.map((item) => item.sellersItemIdentification?.id.$value)).toEqual(["tyre", "gone"]);
  });

  it("have the availability", async () => {
    const world = createWorld();
    const { id } = await search(world, "28 INCH");
    const { itemDetail } = await fetch(world, id, { resultFormat: "ITEM_DETAIL" });
    expect(itemDetail).toMatchObject([
      { item: { sellersItemIdentification: { id: { $value: "tyre" } } }, availability: { code: "available" } },
    ]);
  });

  it("are not lost when the merchandise system fails", async () => {
    let fails = true;
    const findMany: typeof catalogue.findMany = async (...asked) => {
      if (fails) throw new BackendUnavailable("ECONNREFUSED");
      return catalogue.findMany(...asked);
    };
    const world = createWorld({ ports: { catalogue: { ...catalogue, findMany } } });
    const { id } = await search(world);
    expect(await fetch(world, id, { resultFormat: "ITEM_DETAIL" })).toMatchObject({ responseCode: 500, statusCode: 2, count: 0n });
    fails = false;
    expect(await fetch(world, id, { resultFormat: "ITEM_DETAIL" })).toMatchObject({ responseCode: 200, statusCode: 100, count: 3n });
  });
});

describe("time and tests", () => {
  it("keep a search open for as long as it is used, and its end for a day", async () => {
    const world = createWorld();
    const { id } = await search(world);
    world.clock.time += day - 1;
    await fetch(world, id, { count: 1n });
    world.clock.time += day - 1;
    expect(await statusOf(world, id)).toBe("200 2");
    await fetch(world, id);
    world.clock.time += day - 1;
    expect(await statusOf(world, id)).toBe("200 100");
    world.clock.time += 1;
    expect(await statusOf(world, id)).toBe("420 undefined");
    expect(await world.expire()).toBe(1);
    expect(await world.store.get(id)).toBeUndefined();
  });

  it("must not be mixed", async () => {
    const world = createWorld();
    const { id } = await search(world);
    expect(await fetch(world, id, { isTest: true })).toMatchObject({ responseCode: 435, statusCode: 2, isTest: true });
  });

  it("are bounded for each buyer", async () => {
    const world = createWorld({ rules: { perBuyer: 1 } });
    await search(world);
    expect(await search(world)).toMatchObject({ code: 421, state: 1 });
  });

  it("keep no hits once a search is closed", async () => {
    const world = createWorld();
    const { id } = await search(world);
    await fetch(world, id);
    expect((await world.store.get(id))?.data).toBe('{"isTest":false,"hits":[]}');
  });
});

describe("classification", () => {
  it("lists all schemes", async () => {
    const world = createWorld();
    const { getClassificationScheme } = world.operations.catalog11;
    expect(await world.call(getClassificationScheme, head)).toMatchObject({
      responseCode: 200,
      classificationScheme: [
        {
          classificationSchemeID: { $value: "wheels" },
          singleMapping: true,
          classificationSchemeGroup: [
            { id: { $value: "1" } },
            { id: { $value: "2" }, parentID: { $value: "1" }, description: { $value: "Tyres" } },
          ],
        },
        { classificationSchemeID: { $value: "eclass" }, singleMapping: false, classificationSchemeURI: "https://eclass.example/" },
      ],
    });
    const refused = await world.call(getClassificationScheme, { ...head, credential: { password: "wrong" } });
    expect(refused).toMatchObject({ responseCode: 411, classificationScheme: [{ classificationSchemeURI: "" }] });
  });
});
