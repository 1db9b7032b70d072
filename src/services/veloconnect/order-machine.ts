/**
 * The transaction Order as a table: start (1), open (2), finished (100), and the time in between, in which the merchandise system takes the order.
 *
 * The table drives: what it refuses is refused, what it asks for is done. Refusals are names of ResponseCodes. `basis` names the rule of order-1.1,
 * or says "choice" where the standard leaves it open.
 */
import { type CommandOf, defineMachine, type EffectOf, type Machine, type RefusalOf, type StateOf } from "../../machine/machine.js";

export const orderMachine = defineMachine({
  name: "Order",
  initial: "start",
  commands: ["create", "update", "view", "finish", "finishTest", "placed", "notPlaced", "rollback", "expire"],
  otherwise: "notApplicable",
  states: {
    start: {
      number: 1,
      description: "there is no instance",
      on: { create: { to: "open", basis: "CreateOrder" } },
    },
    open: {
      number: 2,
      description: "the buyer may change the order",
      deadline: { after: "idleTime", command: "expire" },
      on: {
        update: { to: "open", basis: "UpdateOrder" },
        view: { to: "open", basis: "ViewOrder" },
        finish: { to: "placing", effects: ["placeOrder"], basis: "FinishOrder" },
        finishTest: { to: "finished", effects: ["numberTestOrder"], basis: "FinishOrder, test operation rule 3" },
        rollback: { to: "start", effects: ["delete"], basis: "Rollback rule 3" },
        expire: { to: "start", effects: ["delete"], basis: "choice" },
      },
    },
    // Looks like `open` from outside: it is not known yet if the merchandise system takes the order.
    placing: {
      number: 2,
      description: "the merchandise system is taking the order",
      on: {
        create: { refuse: "wait", basis: "choice" },
        update: { refuse: "wait", basis: "choice" },
        view: { refuse: "wait", basis: "choice" },
        // Waits as well while somebody is placing the order, and places it again after a kill.
        finish: { to: "placing", effects: ["placeOrder"], basis: "FinishOrder, choice" },
        rollback: { refuse: "wait", basis: "choice" },
        placed: { to: "finished", basis: "FinishOrder" },
        notPlaced: { to: "open", basis: "choice" },
      },
    },
    finished: {
      number: 100,
      description: "the merchandise system has the order",
      deadline: { after: "retention", command: "expire", since: "entry" },
      on: {
        view: { to: "finished", basis: "ViewOrder" },
        expire: { to: "start", effects: ["delete"], basis: "choice" },
      },
    },
  },
});

export type OrderState = StateOf<typeof orderMachine>;
export type OrderCommand = CommandOf<typeof orderMachine>;
export type OrderRefusal = RefusalOf<typeof orderMachine>;

/** A machine for orders: this one, or one with other cells. */
export type OrderMachine = Machine<OrderState, OrderCommand, EffectOf<typeof orderMachine>, OrderRefusal, "idleTime" | "retention">;
