/**
 * Random sequences of operations against a model that a reader can check by eye, on instances of two buyers.
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { OrderResponse } from "../../../../generated/veloconnect/order-1-1.js";
import type { RequestHead } from "../../../../src/services/veloconnect/messages.js";
import { createWorld, line, type World } from "../../../support/veloconnect-world.js";

interface ModelOrder {
  readonly buyer: string;
  readonly isTest: boolean;
  state: "open" | "finished" | "gone";
  lines: Map<string, number>;
  usedAt: number;
}

const hour = 3600_000;
const lineArbitrary = fc.record({ number: fc.constantFrom("tyre", "cable", "nothing"), quantity: fc.nat({ max: 3 }) });
const linesArbitrary = fc.array(lineArbitrary, { minLength: 1, maxLength: 4 });
const commandArbitrary = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("create"), isTest: fc.boolean(), buyer: fc.constantFrom("B1", "B2"), lines: linesArbitrary }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("update", "view", "finish", "rollback", "status"),
      target: fc.nat({ max: 5 }),
      isTest: fc.boolean(),
      buyer: fc.constantFrom("B1", "B2"),
      lines: linesArbitrary,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait"), hours: fc.integer({ min: 1, max: 23 }) }) },
);
type ArbitraryCommand = typeof commandArbitrary extends fc.Arbitrary<infer Command> ? Command : never;

it("agrees with the model", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(commandArbitrary, { maxLength: 40 }), async (commands) => {
      const world = createWorld();
      const model = new Map<string, ModelOrder>();
      for (const command of commands) await compare(world, model, command);
      expect(world.errors).toEqual([]);
      const finished = [...model.values()].filter(({ state, isTest }) => state === "finished" && !isTest);
      expect(world.placed.length).toBeGreaterThanOrEqual(finished.length);
      expect(new Set(world.placed.map(({ transactionId }) => transactionId)).size).toBe(world.placed.length);
    }),
    { numRuns: 150 },
  );
});

async function compare(world: World, model: Map<string, ModelOrder>, command: ArbitraryCommand): Promise<void> {
  if ("hours" in command) {
    world.clock.time += command.hours * hour;
    return;
  }
  const now = world.clock.time;
  for (const order of model.values()) if (order.state !== "gone" && now - order.usedAt >= 24 * hour) order.state = "gone";
  const head: RequestHead = { buyersID: { $value: command.buyer }, credential: { password: "secret" }, isTest: command.isTest };
  const orderRequestLine = command.lines.map(({ number, quantity }) => line(number, String(quantity), number === "cable" ? "MTR" : "EA"));
  const { order11, transaction10 } = world.operations;
  if (!("target" in command)) {
    const { transactionID, responseCode } = await world.call(order11.createOrder, { ...head, orderRequestLine });
    expect(responseCode).toBe(200);
    model.set(transactionID, {
      buyer: command.buyer,
      isTest: command.isTest,
      state: "open",
      lines: changed(new Map(), command.lines),
      usedAt: now,
    });
    return;
  }
  const id = [...model.keys()][command.target] ?? "no-such";
  const order = model.get(id);
  const request = { ...head, transactionID: id, orderRequestLine };
  const want = expected(order, command.kind, command);
  switch (command.kind) {
    case "status":
      return void expect((await world.call(transaction10.getStatus, request)).responseCode).toBe(want);
    case "rollback":
      return void expect((await world.call(transaction10.rollback, request)).responseCode).toBe(
        step(order, want, () => moveTo(order, "gone"), now),
      );
    case "finish": {
      const answer = await world.call(order11.finishOrder, request);
      expect(answer.responseCode).toBe(step(order, want, () => moveTo(order, "finished"), now));
      if (want === 200) expect(linesOf(answer)).toEqual(order?.lines);
      return;
    }
    case "view":
    case "update": {
      const answer = await world.call(command.kind === "view" ? order11.viewOrder : order11.updateOrder, request);
      const change = (): void => {
        if (order && command.kind === "update") order.lines = changed(order.lines, command.lines);
      };
      expect(answer.responseCode).toBe(order?.state === "finished" ? want : step(order, want, change, now));
      if (want === 200) expect(linesOf(answer)).toEqual(order?.lines);
    }
  }
}

function moveTo(order: ModelOrder | undefined, state: ModelOrder["state"]): void {
  if (order !== undefined) order.state = state;
}

function expected(order: ModelOrder | undefined, kind: string, { buyer, isTest }: { buyer: string; isTest: boolean }): number {
  if (order === undefined || order.buyer !== buyer || order.state === "gone") return 420;
  if (kind === "status") return 200;
  if (kind !== "rollback" && order.isTest !== isTest) return 435;
  if (order.state === "finished") return kind === "view" ? 200 : 430;
  return kind === "finish" && order.lines.size === 0 ? 400 : 200;
}

/** Changes the model when the operation is to succeed. */
function step(order: ModelOrder | undefined, want: number, change: () => void, now: number): number {
  if (want === 200 && order !== undefined) {
    change();
    order.usedAt = now;
  }
  return want;
}

function changed(lines: ReadonlyMap<string, number>, requested: readonly { number: string; quantity: number }[]): Map<string, number> {
  const next = new Map(lines);
  for (const { number, quantity } of requested) {
    if (quantity === 0) next.delete(number);
    else if (number !== "nothing") next.set(number, quantity);
  }
  return next;
}

function linesOf({ orderResponseLine = [] }: Pick<OrderResponse, "orderResponseLine">): Map<string, number> {
  return new Map(orderResponseLine.map(({ quantity, item }) => [item.sellersItemIdentification?.id.$value ?? "", Number(quantity.$value)]));
}
