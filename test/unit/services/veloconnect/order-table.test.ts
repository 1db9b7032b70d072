/**
 * The table of orders drives: a service that is built with another cell does what that cell says.
 */
import { describe, expect, it } from "vitest";
import { type OrderMachine, type OrderState, orderMachine } from "../../../../src/services/veloconnect/order-machine.js";
import { createWorld, head, line, type World } from "../../../support/veloconnect-world.js";

type Row = OrderMachine["cells"][OrderState];

function changed(state: OrderState, row: Partial<Row>): OrderMachine {
  return { ...orderMachine, cells: { ...orderMachine.cells, [state]: { ...orderMachine.cells[state], ...row } } };
}

async function createOrder(world: World): Promise<string> {
  return (await world.call(world.operations.order11.createOrder, { ...head, orderRequestLine: [line("tyre", "2")] })).transactionID;
}

/** ResponseCode and StatusCode of each answer. */
async function runAll(world: World, transactionID: string): Promise<Record<string, string>> {
  const { order11, transaction10 } = world.operations;
  const request = { ...head, transactionID };
  const code = ({ responseCode, statusCode }: { responseCode: number; statusCode?: number }): string => `${responseCode} ${statusCode}`;
  return {
    view: code(await world.call(order11.viewOrder, request)),
    rollback: code(await world.call(transaction10.rollback, request)),
    finish: code(await world.call(order11.finishOrder, request)),
    status: code(await world.call(transaction10.getStatus, request)),
  };
}

describe("a changed cell", () => {
  it("rollback refused in `open`: Rollback is refused, and the order can still be finished", async () => {
    const world = createWorld({ orderMachine: changed("open", { rollback: { refuse: "notApplicable" } }) });
    const id = await createOrder(world);
    expect(await runAll(world, id)).toEqual({ view: "200 2", rollback: "430 2", finish: "200 100", status: "200 100" });
    expect(world.placed).toHaveLength(1);
  });

  it("a refusal by another name: the answer has its code", async () => {
    const world = createWorld({
      // Cells may name any ResponseCode; the type of this table knows those only that it has.
      orderMachine: changed("open", { rollback: { refuse: "notSupported" as "notApplicable" } }),
    });
    const id = await createOrder(world);
    expect((await runAll(world, id)).rollback).toBe("404 2");
  });

  it("finish without `placeOrder`: nothing is placed", async () => {
    const world = createWorld({ orderMachine: changed("open", { finish: { to: "finished" } }) });
    const id = await createOrder(world);
    const answer = await world.call(world.operations.order11.finishOrder, { ...head, transactionID: id });
    expect(answer).toMatchObject({ responseCode: 200, statusCode: 100, orderHeader: { orderID: "" } });
    expect(world.placed).toEqual([]);
  });

  it("the effect alone taken away: the order is never handed over, and stays on its way", async () => {
    const world = createWorld({ orderMachine: changed("open", { finish: { to: "placing" } }) });
    const id = await createOrder(world);
    const answer = await world.call(world.operations.order11.finishOrder, { ...head, transactionID: id });
    expect(answer).toMatchObject({ responseCode: 200, statusCode: 2, orderHeader: { orderID: "" } });
    await world.expire();
    expect(world.placed).toEqual([]);
  });

  it("update leads to `finished`: the order is finished by UpdateOrder", async () => {
    const world = createWorld({ orderMachine: changed("open", { update: { to: "finished" } }) });
    const id = await createOrder(world);
    const request = { ...head, transactionID: id, orderRequestLine: [line("tyre", "3")] };
    expect(await world.call(world.operations.order11.updateOrder, request)).toMatchObject({ responseCode: 200, statusCode: 100 });
    expect(await world.call(world.operations.order11.updateOrder, request)).toMatchObject({ responseCode: 430, statusCode: 100 });
  });

  it("rollback without `delete`: the instance stays, in the state that the cell names", async () => {
    const world = createWorld({ orderMachine: changed("open", { rollback: { to: "open" } }) });
    const id = await createOrder(world);
    expect(await runAll(world, id)).toEqual({ view: "200 2", rollback: "200 2", finish: "200 100", status: "200 100" });
  });

  it("other numbers: GetStatus answers them", async () => {
    const facts = { ...orderMachine.facts, open: { ...orderMachine.facts.open, number: 7 } };
    const world = createWorld({ orderMachine: { ...orderMachine, facts } });
    const id = await createOrder(world);
    expect((await runAll(world, id)).view).toBe("200 7");
  });

  it("no deadline: an order is never over", async () => {
    const facts = { ...orderMachine.facts, open: { number: 2 } };
    const world = createWorld({ orderMachine: { ...orderMachine, facts } });
    const id = await createOrder(world);
    world.clock.time += 1000 * 24 * 3600_000;
    expect(await world.expire()).toBe(0);
    expect((await runAll(world, id)).view).toBe("200 2");
  });
});

describe("the history of an order", () => {
  it("says who has done what, when and from where", async () => {
    const world = createWorld();
    const id = await createOrder(world);
    const owner = '["B1",null]';
    world.clock.time += 1000;
    await world.call(world.operations.order11.viewOrder, { ...head, transactionID: id });
    await world.call(world.operations.order11.finishOrder, { ...head, transactionID: id });
    await world.call(world.operations.transaction10.rollback, { ...head, transactionID: id });
    world.clock.time += 24 * 3600_000;
    await world.expire();
    const start = Date.UTC(2026, 1, 1, 12);
    const lines = (await world.transactions.history(owner, id, 10)).map(
      ({ revision, at, by, from, command, to }) => `${revision} ${at - start} ${by}: ${from} ${command} ${to}`,
    );
    expect(lines).toEqual([
      `1 0 ${owner}: start create open`,
      `2 1000 ${owner}: open view open`,
      `3 1000 ${owner}: open finish placing`,
      "4 1000 effect placeOrder: placing placed finished",
      "5 86401000 deadline: finished expire start",
    ]);
    expect(await world.transactions.history(owner, id, 2, 2)).toHaveLength(2);
    expect(await world.transactions.history('["B2",null]', id, 10)).toEqual([]);
    world.clock.time += 91 * 24 * 3600_000;
    await world.expire();
    expect(await world.transactions.history(owner, id, 10)).toEqual([]);
  });
});
