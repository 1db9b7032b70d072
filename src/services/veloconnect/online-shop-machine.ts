/**
 * The transaction OrderInOnlineShop as a table: the buyer's basket is empty (1) or filled (2). Each buyer has one instance, which is always there.
 *
 * Finishing empties the basket: the answer says 100, and the next request finds 1. Refusals are names of ResponseCodes.
 */
import { defineMachine } from "../../machine/machine.js";

export const onlineShopMachine = defineMachine({
  name: "OrderInOnlineShop",
  initial: "empty",
  commands: ["create", "update", "emptied", "view", "finish", "finishTest", "placed", "notPlaced", "rollback"],
  otherwise: "notApplicable",
  states: {
    empty: {
      number: 1,
      description: "the basket is empty",
      on: {
        create: { to: "filled", basis: "CreateOrder" },
        view: { to: "empty", basis: "choice" },
        rollback: { to: "empty", basis: "Rollback rule 3" },
      },
    },
    filled: {
      number: 2,
      description: "the basket has lines",
      on: {
        update: { to: "filled", basis: "UpdateOrder" },
        emptied: { to: "empty", basis: "OrderInOnlineShop rule 2" },
        view: { to: "filled", basis: "ViewOrder" },
        finish: { to: "placing", effects: ["placeOrder"], basis: "FinishOrder" },
        finishTest: { to: "empty", effects: ["numberTestOrder"], basis: "FinishOrder, test operation rule 3" },
        rollback: { to: "empty", basis: "choice" },
      },
    },
    // Looks like `filled` from outside: it is not known yet if the merchandise system takes the order.
    placing: {
      number: 2,
      description: "the merchandise system is taking the order",
      on: {
        create: { refuse: "wait", basis: "choice" },
        update: { refuse: "wait", basis: "choice" },
        view: { refuse: "wait", basis: "choice" },
        finish: { to: "placing", effects: ["placeOrder"], basis: "FinishOrder, choice" },
        rollback: { refuse: "wait", basis: "choice" },
        placed: { to: "empty", basis: "OrderInOnlineShop rule 4" },
        notPlaced: { to: "filled", basis: "choice" },
      },
    },
  },
});
