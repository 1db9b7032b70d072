/**
 * The transaction Order as a table: 1 start, 2 open, 100 finished.
 *
 * Refusals are named for what the caller is told: "unknown" is ResponseCode 420, "notApplicable" is 430. An instance in state 1 is none at all:
 * rollback leads there by deleting it.
 */
import { type CommandOf, defineMachine, type StateOf } from "../machine.js";

export const orderMachine = defineMachine({
  initial: "1",
  commands: ["create", "update", "view", "finish", "rollback"],
  states: {
    1: {
      create: "2",
      update: { refuse: "unknown" },
      view: { refuse: "unknown" },
      finish: { refuse: "unknown" },
      rollback: { refuse: "unknown" },
    },
    2: { create: { refuse: "notApplicable" }, update: "2", view: "2", finish: { to: "100", effects: ["placeOrder"] }, rollback: "1" },
    100: {
      create: { refuse: "notApplicable" },
      update: { refuse: "notApplicable" },
      view: "100",
      finish: { refuse: "notApplicable" },
      rollback: { refuse: "notApplicable" },
    },
  },
});

export type OrderState = StateOf<typeof orderMachine>;
export type OrderCommand = CommandOf<typeof orderMachine>;
