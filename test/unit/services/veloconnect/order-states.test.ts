/**
 * Every row of the state table of the transaction Order, through the operations; the table itself; what time and failures do.
 */
import { describe, expect, it, vi } from "vitest";
import { jsonData } from "../../../../src/machine/data-format.js";
import { createInstances } from "../../../../src/machine/instances.js";
import { defineMachine, enumerate, isTerminal, step } from "../../../../src/machine/machine.js";
import type { RequestHead } from "../../../../src/services/veloconnect/messages.js";
import { orderMachine } from "../../../../src/services/veloconnect/order-machine.js";
import { transactionOf } from "../../../../src/services/veloconnect/transactions.js";
import { createWorld, head, line, rememberOrders, type World } from "../../../support/veloconnect-world.js";

type Command = "create" | "createOther" | "update" | "view" | "finish" | "rollback" | "status";
type State = "none" | "open" | "finished" | "rolledBack" | "expired";

async function createOrder(world: World, change: Partial<RequestHead> = {}): Promise<string> {
  const answer = await world.call(world.operations.order11.createOrder, { ...head, ...change, orderRequestLine: [line("tyre", "2")] });
  expect(answer.responseCode).toBe(200);
  return answer.transactionID;
}

async function reach(world: World, state: State): Promise<string> {
  if (state === "none") return "never-there";
  const transactionID = await createOrder(world);
  if (state === "finished") await world.call(world.operations.order11.finishOrder, { ...head, transactionID });
  if (state === "rolledBack") await world.call(world.operations.transaction10.rollback, { ...head, transactionID });
  if (state === "expired") world.clock.time += 24 * 3600_000;
  return transactionID;
}

/** ResponseCode and StatusCode of the answer. */
async function run(world: World, command: Command, transactionID: string): Promise<string> {
  const { order11, transaction10 } = world.operations;
  const request = { ...head, transactionID };
  const lines = { orderRequestLine: [line("tyre", "3")] };
  const answers = {
    create: () => world.call(order11.createOrder, { ...request, ...lines }),
    createOther: () => world.call(order11.createOrder, { ...head, ...lines }),
    update: () => world.call(order11.updateOrder, { ...request, ...lines }),
    view: () => world.call(order11.viewOrder, request),
    finish: () => world.call(order11.finishOrder, request),
    rollback: () => world.call(transaction10.rollback, request),
    status: () => world.call(transaction10.getStatus, request),
  };
  const { responseCode, statusCode } = await answers[command]();
  return statusCode === undefined ? String(responseCode) : `${responseCode} ${statusCode}`;
}

async function statusOf(world: World, id: string): Promise<number | undefined> {
  return (await world.call(world.operations.transaction10.getStatus, { ...head, transactionID: id })).statusCode;
}

const stateTable: [State, Command, string, number | undefined][] = [
  // state, command, ResponseCode and StatusCode answered, StatusCode of the instance afterwards
  ["none", "createOther", "200 2", undefined],
  ["none", "create", "420 1", undefined],
  ["none", "update", "420 1", undefined],
  ["none", "view", "420 1", undefined],
  ["none", "finish", "420 1", undefined],
  ["none", "rollback", "420 1", undefined],
  ["none", "status", "420", undefined],
  ["open", "create", "430 2", 2],
  ["open", "createOther", "200 2", 2],
  ["open", "update", "200 2", 2],
  ["open", "view", "200 2", 2],
  ["open", "finish", "200 100", 100],
  ["open", "rollback", "200 1", undefined],
  ["open", "status", "200 2", 2],
  ["finished", "create", "430 100", 100],
  ["finished", "createOther", "200 2", 100],
  ["finished", "update", "430 100", 100],
  ["finished", "view", "200 100", 100],
  ["finished", "finish", "430 100", 100],
  ["finished", "rollback", "430 100", 100],
  ["finished", "status", "200 100", 100],
  ["rolledBack", "create", "420 1", undefined],
  ["rolledBack", "update", "420 1", undefined],
  ["rolledBack", "view", "420 1", undefined],
  ["rolledBack", "finish", "420 1", undefined],
  ["rolledBack", "rollback", "420 1", undefined],
  ["rolledBack", "status", "420", undefined],
  ["expired", "create", "420 1", undefined],
  ["expired", "update", "420 1", undefined],
  ["expired", "view", "420 1", undefined],
  ["expired", "finish", "420 1", undefined],
  ["expired", "rollback", "420 1", undefined],
  ["expired", "status", "420", undefined],
];

describe("the state table", () => {
  it.each(stateTable)("%s, %s: %s", async (state, command, want, after) => {
    const world = createWorld();
    const id = await reach(world, state);
    expect(await run(world, command, id)).toBe(want);
    expect(await statusOf(world, id)).toBe(after);
    expect(world.errors).toEqual([]);
  });

  it("has every pair of state and command", () => {
    const pairs = enumerate(orderMachine).map((each) =>
      each.kind === "moved" ? `${each.from} ${each.command} > ${each.to}` : `${each.state} ${each.command} !${each.refusal}`,
    );
    expect(pairs).toHaveLength(36);
    expect(pairs.filter((pair) => !pair.endsWith("!notApplicable"))).toEqual([
      "start create > open",
      "open update > open",
      "open view > open",
      "open finish > placing",
      "open finishTest > finished",
      "open rollback > start",
      "open expire > start",
      "placing create !wait",
      "placing update !wait",
      "placing view !wait",
      "placing finish > placing",
      "placing placed > finished",
      "placing notPlaced > open",
      "placing rollback !wait",
      "finished view > finished",
      "finished expire > start",
    ]);
  });

  it("has the standard's numbers, and agrees with what they say of rollback and of the end", () => {
    expect(orderMachine.states.map((state) => orderMachine.facts[state].number)).toEqual([1, 2, 2, 100]);
    for (const state of orderMachine.states.filter((each) => each !== "start")) {
      const number = orderMachine.facts[state].number ?? 0;
      const rollback = step(orderMachine, state, "rollback");
      // Transaction-1.0: 2 to 49 can be rolled back, at once or when the order is known to be open; 50 to 199 cannot; 100 to 199 are final.
      expect(rollback.kind === "moved" || rollback.refusal === "wait").toBe(number < 50);
      expect(isTerminal(orderMachine, state)).toBe(number >= 100);
    }
  });

  it.each([
    [2, "200 1"],
    [49, "200 1"],
    [50, "430 50"],
    [84, "430 84"],
    [99, "430 99"],
    [100, "430 100"],
    [184, "430 184"],
    [199, "430 199"],
  ] as const)("rolls back an instance of any transaction in state %i: %s", async (number, want) => {
    const machine = defineMachine({
      name: "B2BStock",
      initial: "1",
      commands: ["rollback"],
      otherwise: "notApplicable",
      states: {
        1: { number: 1, on: {} },
        2: { number, on: { rollback: number < 50 ? { to: "1", effects: ["delete"] } : { refuse: "notApplicable" } } },
      },
    });
    const world = createWorld({
      otherTransactions: (store, now) => [
        transactionOf(createInstances(machine, jsonData<object>(), { store, now, effects: {}, durations: {} })),
      ],
    });
    const instance = {
      id: "t",
      owner: '["B1",null]',
      machine: "B2BStock",
      state: number,
      stateName: undefined,
      data: "{}",
      createdAt: 1,
      usedAt: 1,
      deadline: undefined,
      revision: 1,
    };
    await world.store.write({ instance: { kind: "insert", instance } });
    expect(await run(world, "view", "t")).toBe("420 1");
    expect(await run(world, "finish", "t")).toBe("420 1");
    expect(await run(world, "status", "t")).toBe(`200 ${number}`);
    expect(await run(world, "rollback", "t")).toBe(want);
    expect(await statusOf(world, "t")).toBe(want.startsWith("200") ? undefined : number);
  });

  it("an instance of a transaction that is not served can be asked for, and stays", async () => {
    const world = createWorld();
    const base = { id: "t", owner: '["B1",null]', machine: "Lottery", stateName: undefined, data: "{}", createdAt: 1, usedAt: 1 };
    await world.store.write({ instance: { kind: "insert", instance: { ...base, state: 2, deadline: undefined, revision: 1 } } });
    expect(await run(world, "status", "t")).toBe("200 2");
    expect(await run(world, "rollback", "t")).toBe("430 2");
  });
});

describe("tests", () => {
  it.each([
    [true, undefined, "update"],
    [undefined, true, "view"],
    [false, true, "finish"],
    [true, false, "create"],
  ] as const)("started with IsTest %s and continued with %s are refused with 435", async (first, then, command) => {
    const world = createWorld();
    const id = await createOrder(world, first === undefined ? {} : { isTest: first });
    const { order11 } = world.operations;
    const request = { ...head, transactionID: id, ...(then !== undefined && { isTest: then }), orderRequestLine: [line("tyre", "1")] };
    const operation = { update: order11.updateOrder, view: order11.viewOrder, finish: order11.finishOrder, create: order11.createOrder }[
      command
    ];
    const performed = (async () => operation.perform(request, '["B1",null]'))();
    const answer = await performed.catch((refused) => operation.refuse(request, refused));
    expect(answer).toMatchObject({ responseCode: 435, statusCode: 2, transactionID: id });
    expect(answer.isTest).toBe(then);
  });

  it("may be absent instead of false", async () => {
    const world = createWorld();
    const id = await createOrder(world);
    const answer = await world.call(world.operations.order11.viewOrder, { ...head, transactionID: id, isTest: false });
    expect(answer).toMatchObject({ responseCode: 200, isTest: false });
  });

  it("place no order, and have a number that says so", async () => {
    const world = createWorld();
    const id = await createOrder(world, { isTest: true });
    const answer = await world.call(world.operations.order11.finishOrder, { ...head, transactionID: id, isTest: true });
    expect(answer).toMatchObject({ responseCode: 200, statusCode: 100, isTest: true });
    expect(answer.orderHeader.orderID).toMatch(/^TEST-/);
    expect(world.placed).toEqual([]);
  });

  it("may be rolled back and asked for without the flag", async () => {
    const world = createWorld();
    const id = await createOrder(world, { isTest: true });
    expect(await run(world, "status", id)).toBe("200 2");
    expect(await run(world, "rollback", id)).toBe("200 1");
  });
});

describe("finishing", () => {
  it("hands the lines to the merchandise system, once", async () => {
    const world = createWorld();
    const id = await createOrder(world);
    const answer = await world.call(world.operations.order11.finishOrder, { ...head, transactionID: id });
    expect(answer.orderHeader).toEqual({ orderID: "A-1", issueDate: { $value: "2026-02-01" } });
    expect(answer.orderResponseLine).toHaveLength(1);
    expect(world.placed).toEqual([
      {
        transactionId: id,
        buyer: { $value: "B1" },
        lines: [{ number: "tyre", quantity: "2", unit: "EA", unitPrice: "12.50", currency: "EUR" }],
      },
    ]);
    expect(await run(world, "finish", id)).toBe("430 100");
    expect(world.placed).toHaveLength(1);
  });

  it("needs a line", async () => {
    const world = createWorld();
    const { order11 } = world.operations;
    const { transactionID } = await world.call(order11.createOrder, { ...head, orderRequestLine: [line("nothing", "1")] });
    expect(await run(world, "finish", transactionID)).toBe("400 2");
    expect(await statusOf(world, transactionID)).toBe(2);
  });

  it("fails with 500 and stays open while the merchandise system cannot be reached", async () => {
    let reachable = false;
    const remembered = rememberOrders([]);
    const place = (...placing: Parameters<typeof remembered.place>): Promise<string> =>
      reachable ? remembered.place(...placing) : Promise.reject(new Error("no connection"));
    const world = createWorld({ orders: { place } });
    const id = await createOrder(world);
    expect(await run(world, "finish", id)).toBe("500 2");
    expect(world.errors.map(String)).toEqual(["Error: no connection"]);
    expect(await run(world, "update", id)).toBe("200 2");
    reachable = true;
    expect(await run(world, "finish", id)).toBe("200 100");
  });

  it("of two at once is done by one", async () => {
    const world = createWorld();
    const id = await createOrder(world);
    const answers = await Promise.all([
      run(world, "finish", id),
      run(world, "update", id),
      run(world, "finish", id),
      run(world, "rollback", id),
    ]);
    expect(answers).toEqual(["200 100", "430 100", "430 100", "430 100"]);
    expect(world.placed).toHaveLength(1);
  });

  it("that a crash interrupted is brought to its end by time, when nobody asks", async () => {
    const remembered = rememberOrders([]);
    const world = createWorld({ orders: { place: () => new Promise(() => undefined) } });
    const id = await createOrder(world);
    void world.call(world.operations.order11.finishOrder, { ...head, transactionID: id });
    await vi.waitFor(async () => expect(await world.store.messagesOf(id)).toHaveLength(1), { timeout: 60_000 });
    const restarted = createWorld({ store: world.store, orders: remembered });
    await restarted.expire();
    expect(await statusOf(restarted, id)).toBe(100);
  });

  it.each<[Command, string, number]>([
    ["finish", "200 100", 1],
    ["view", "200 100", 1],
    ["update", "430 100", 1],
    ["rollback", "430 100", 1],
    ["create", "430 100", 1],
  ])("that a crash interrupted after placing is brought to its end by %s: %s", async (command, want, orders) => {
    const placed: Parameters<ReturnType<typeof rememberOrders>["place"]>[0][] = [];
    const remembered = rememberOrders(placed);
    let crash = true;
    const world = createWorld({
      orders: {
        async place(order, call) {
          const number = await remembered.place(order, call);
          // The process dies here: nothing after this line happens.
          return crash ? new Promise<string>(() => undefined) : number;
        },
      },
    });
    const id = await createOrder(world);
    void world.call(world.operations.order11.finishOrder, { ...head, transactionID: id });
    await new Promise((resolve) => setTimeout(resolve, 5));
    crash = false;
    const restarted = createWorld({ store: world.store, orders: remembered });
    restarted.clock.time = world.clock.time;
    expect(await statusOf(restarted, id)).toBe(2);
    expect(await run(restarted, command, id)).toBe(want);
    expect(await statusOf(restarted, id)).toBe(100);
    expect(placed).toHaveLength(orders);
  });
});

describe("time", () => {
  const day = 24 * 3600_000;

  it("is given again by every operation but GetStatus", async () => {
    const world = createWorld();
    const id = await createOrder(world);
    world.clock.time += day - 1;
    expect(await run(world, "view", id)).toBe("200 2");
    world.clock.time += day - 1;
    expect(await run(world, "status", id)).toBe("200 2");
    world.clock.time += 1;
    expect(await run(world, "status", id)).toBe("420");
  });

  it("of a finished instance runs from when it was finished", async () => {
    const world = createWorld();
    const id = await createOrder(world);
    await run(world, "finish", id);
    world.clock.time += day - 1;
    expect(await run(world, "view", id)).toBe("200 100");
    world.clock.time += 1;
    expect(await run(world, "view", id)).toBe("420 1");
    expect(await world.store.get(id)).toBeDefined();
    expect(await world.expire()).toBe(1);
    expect(await world.store.get(id)).toBeUndefined();
  });

  it("makes room for new instances", async () => {
    const world = createWorld({ rules: { perBuyer: 2 } });
    const first = await createOrder(world);
    await createOrder(world);
    expect(await run(world, "createOther", "")).toBe("421 1");
    await run(world, "finish", first);
    expect(await run(world, "createOther", "")).toBe("200 2");
    expect(await run(world, "createOther", "")).toBe("421 1");
    world.clock.time += day;
    expect(await run(world, "createOther", "")).toBe("200 2");
  });
});

describe("the size of orders", () => {
  const mebibyte = 1024 ** 2;
  const noted = (bytes: number) => ({ ...line("tyre", "1"), buyersItemIdentification: { id: { $value: "n".repeat(bytes) } } });

  it("is bounded by default: 100 orders with notes of 9.5 MB cannot be made", async () => {
    const world = createWorld();
    const { order11, transaction10 } = world.operations;
    for (let number = 0; number < 100; number++) {
      const answer = await world.call(order11.createOrder, { ...head, orderRequestLine: [noted(9.5 * mebibyte)] });
      expect(answer).toMatchObject({ responseCode: 421, statusCode: 1 });
    }
    expect((await world.call(transaction10.getStatus, head)).transactionStatus).toEqual([]);
  });

  it("of one buyer's orders together is bounded by default, and another buyer has room", async () => {
    const world = createWorld();
    const { order11 } = world.operations;
    const create = async (buyersId: string): Promise<number> => {
      const request = { ...head, buyersID: { $value: buyersId }, orderRequestLine: [noted(3.9 * mebibyte)] };
      return (await world.call(order11.createOrder, request)).responseCode;
    };
    const codes: number[] = [];
    for (let number = 0; number < 18; number++) codes.push(await create("B1"));
    expect(codes).toEqual([...Array.from({ length: 16 }, () => 200), 421, 421]);
    expect(await create("B2")).toBe(200);
  });

  it("bounds changes, and never what an order becomes: it is finished with what it has", async () => {
    const world = createWorld({ rules: { instanceBytes: 4000 } });
    const { order11 } = world.operations;
    const { transactionID } = await world.call(order11.createOrder, { ...head, orderRequestLine: [noted(1200)] });
    const { data = "" } = (await world.store.get(transactionID)) ?? {};
    const tight = createWorld({ store: world.store, rules: { instanceBytes: data.length } });
    const update = { ...head, transactionID, orderRequestLine: [noted(1300)] };
    expect(await tight.call(tight.operations.order11.updateOrder, update)).toMatchObject({ responseCode: 421, statusCode: 2 });
    expect(await tight.call(tight.operations.order11.viewOrder, { ...head, transactionID })).toMatchObject({ responseCode: 200 });
    const finish = { ...head, transactionID };
    expect(await tight.call(tight.operations.order11.finishOrder, finish)).toMatchObject({ responseCode: 200, statusCode: 100 });
  });
});
