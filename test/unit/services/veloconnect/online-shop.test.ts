/**
 * The transaction OrderInOnlineShop through its operations: every row of its state table, and what becomes of orders.
 */
import { describe, expect, it } from "vitest";
import { BackendUnavailable } from "../../../../src/services/veloconnect/ports/backend-call.js";
import { OrderRejected, type Orders } from "../../../../src/services/veloconnect/ports/orders.js";
import { createWorld, head, line, rememberOrders, type World } from "../../../support/veloconnect-world.js";

const shopId = "online-basket";
const request = { ...head, transactionID: shopId };

type Command = "create" | "createNothing" | "update" | "removeAll" | "view" | "finish" | "rollback" | "status";

async function run(world: World, command: Command, isTest?: boolean): Promise<string> {
  const { order11, transaction10 } = world.operations;
  const asked = { ...request, ...(isTest !== undefined && { isTest }) };
  const answer = await {
    create: () => world.call(order11.createOrder, { ...asked, orderRequestLine: [line("tyre", "2")] }),
    createNothing: () => world.call(order11.createOrder, { ...asked, orderRequestLine: [line("nothing", "2")] }),
    update: () => world.call(order11.updateOrder, { ...asked, orderRequestLine: [line("tyre", "3")] }),
    removeAll: () => world.call(order11.updateOrder, { ...asked, orderRequestLine: [line("tyre", "0")] }),
    view: () => world.call(order11.viewOrder, asked),
    finish: () => world.call(order11.finishOrder, asked),
    rollback: () => world.call(transaction10.rollback, asked),
    status: () => world.call(transaction10.getStatus, asked),
  }[command]();
  return `${answer.responseCode} ${answer.statusCode}`;
}

describe("the state table", () => {
  it.each<["empty" | "filled", Command, string, string]>([
    // state, command, ResponseCode and StatusCode, what the next request sees
    ["empty", "create", "200 2", "200 2"],
    ["empty", "createNothing", "200 2", "200 1"],
    ["empty", "update", "430 1", "200 1"],
    ["empty", "view", "200 1", "200 1"],
    ["empty", "finish", "430 1", "200 1"],
    ["empty", "rollback", "200 1", "200 1"],
    ["empty", "status", "200 1", "200 1"],
    ["filled", "create", "430 2", "200 2"],
    ["filled", "update", "200 2", "200 2"],
    ["filled", "removeAll", "200 2", "200 1"],
    ["filled", "view", "200 2", "200 2"],
    ["filled", "finish", "200 100", "200 1"],
    ["filled", "rollback", "200 1", "200 1"],
    ["filled", "status", "200 2", "200 2"],
  ])("%s, %s: %s", async (state, command, want, after) => {
    for (const isUsed of [false, true]) {
      const world = createWorld({ shopId });
      // A basket that was never touched is as empty as one that was emptied.
      if (isUsed) {
        await run(world, "create");
        await run(world, "finish");
      }
      if (state === "filled") await run(world, "create");
      expect(await run(world, command)).toBe(want);
      expect(await run(world, "status")).toBe(after);
      expect(world.errors).toEqual([]);
    }
  });

  it("is there for every buyer, and listed first, under its id alone", async () => {
    const world = createWorld({ shopId });
    await run(world, "create");
    const { getStatus } = world.operations.transaction10;
    const listed = { transactionId: shopId, transaction: "OrderInOnlineShop" };
    expect((await world.call(getStatus, head)).transactionStatus).toEqual([{ ...listed, statusCode: 2 }]);
    const other = { ...head, buyersID: { $value: "B2" } };
    expect((await world.call(getStatus, other)).transactionStatus).toEqual([{ ...listed, statusCode: 1 }]);
  });

  it("has its id in the profile", async () => {
    const world = createWorld({ shopId });
    const { veloconnectProfile } = await world.call(world.operations.profile11.getProfile, head);
    expect(veloconnectProfile.property).toContainEqual({ key: "OrderInOnlineShop.TransactionID", value: shopId });
    expect(veloconnectProfile.implements).toContainEqual({ transaction: "OrderInOnlineShop", binding: "URL" });
  });

  it("is not there where it is not offered", async () => {
    const world = createWorld();
    expect(await run(world, "create")).toBe("420 1");
    expect(await run(world, "view")).toBe("420 1");
    expect(await run(world, "status")).toBe("420 undefined");
  });
});

describe("orders", () => {
  it("follow each other under keys of their own", async () => {
    const world = createWorld({ shopId });
    const { finishOrder } = world.operations.order11;
    for (const want of ["A-1", "A-2"]) {
      await run(world, "create");
      const answer = await world.call(finishOrder, request);
      expect(answer).toMatchObject({ responseCode: 200, statusCode: 100, orderHeader: { orderID: want }, orderResponseLine: [{}] });
    }
    expect(new Set(world.placed.map(({ transactionId }) => transactionId)).size).toBe(2);
  });

  it("that are rejected stay in the basket", async () => {
    const orders: Orders = { place: () => Promise.reject(new OrderRejected("sold out")) };
    const world = createWorld({ shopId, orders });
    await run(world, "create");
    expect(await run(world, "finish")).toBe("400 2");
    expect(await run(world, "update")).toBe("200 2");
  });

  it("of which it is not known if they were placed are placed once, under the key of the first attempt", async () => {
    const remembered = rememberOrders([]);
    const keys: string[] = [];
    let fails = true;
    const place: Orders["place"] = async (order, call) => {
      keys.push(order.transactionId);
      const number = await remembered.place(order, call);
      if (fails) throw new BackendUnavailable("ECONNRESET");
      return number;
    };
    const world = createWorld({ shopId, orders: { place } });
    await run(world, "create");
    expect(await run(world, "finish")).toBe("500 2");
    fails = false;
    world.clock.time += 1000;
    expect(await run(world, "finish")).toBe("200 100");
    expect(new Set(keys).size).toBe(1);
    expect(await run(world, "status")).toBe("200 1");
  });

  it("may be tests, which are not mixed with others and reach nobody", async () => {
    const world = createWorld({ shopId });
    await run(world, "create", true);
    expect(await run(world, "finish")).toBe("435 2");
    const answer = await world.call(world.operations.order11.finishOrder, { ...request, isTest: true });
    expect(answer).toMatchObject({ responseCode: 200, statusCode: 100, isTest: true });
    expect(answer.orderHeader.orderID).toMatch(/^TEST-/);
    expect(world.placed).toEqual([]);
    expect(await run(world, "create")).toBe("200 2");
  });

  it("of two at once is one", async () => {
    const world = createWorld({ shopId });
    const codes = await Promise.all([run(world, "create"), run(world, "create"), run(world, "create")]);
    expect(codes.sort()).toEqual(["200 2", "430 2", "430 2"]);
    const finished = await Promise.all([run(world, "finish"), run(world, "finish")]);
    expect(finished.sort()).toEqual(["200 100", "430 1"]);
    expect(world.placed).toHaveLength(1);
  });
});
