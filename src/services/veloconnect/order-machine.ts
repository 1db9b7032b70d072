/**
 * The transaction Order as a table: start (1), open (2), finished (100).
 *
 * Refusals are named for what the caller is told: "unknown" is ResponseCode 420, "notApplicable" is 430. An instance in state `start` is none at
 * all: rollback leads there by deleting it. veloconnect order-1.1, transaction Order
 */
import { type CommandOf, defineMachine, type StateOf } from "../../machine/machine.js";

export const orderMachine = defineMachine({
  name: "Order",
  initial: "start",
  commands: ["create", "update", "view", "finish", "rollback"],
  states: {
    start: {
      number: 1,
      on: {
        create: "open",
        update: { refuse: "unknown" },
        view: { refuse: "unknown" },
        finish: { refuse: "unknown" },
        rollback: { refuse: "unknown" },
      },
    },
    open: {
      number: 2,
      on: {
        // CreateOrder that names an instance; one without a TransactionID starts another instance.
        create: { refuse: "notApplicable" },
        update: "open",
        view: "open",
        finish: { to: "finished", effects: ["placeOrder"] },
        rollback: { to: "start", effects: ["delete"] },
      },
    },
    finished: {
      number: 100,
      on: {
        create: { refuse: "notApplicable" },
        update: { refuse: "notApplicable" },
        view: "finished",
        finish: { refuse: "notApplicable" },
        rollback: { refuse: "notApplicable" },
      },
    },
  },
});

export type OrderState = StateOf<typeof orderMachine>;
export type OrderCommand = CommandOf<typeof orderMachine>;

/** The StatusCode of each state. */
export const orderStatusCodes: Readonly<Record<OrderState, number>> = { start: 1, open: 2, finished: 100 };

/** The state that a stored StatusCode stands for. */
export function orderStateOf(statusCode: number): OrderState {
  const state = orderMachine.states.find((each) => orderStatusCodes[each] === statusCode);
  if (state === undefined) throw new Error(`internal: no state of an order has the StatusCode ${statusCode}`);
  return state;
}
