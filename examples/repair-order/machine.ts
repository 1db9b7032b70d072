/**
 * A repair as a state machine: what the workshop and its customers may do, and when.
 */
import { defineMachine } from "soapwright/machine";

export const repairMachine = defineMachine({
  name: "Repair",
  initial: "new",
  commands: ["bringIn", "quote", "accept", "finish", "pickUp", "expire"],
  otherwise: "notPossible",
  states: {
    new: { number: 1, description: "there is no repair", on: { bringIn: { to: "broughtIn" } } },
    broughtIn: { number: 10, description: "waits for a price", on: { quote: { to: "quoted" } } },
    quoted: {
      number: 20,
      description: "waits for the customer",
      deadline: { after: "answerTime", command: "expire" },
      on: { quote: { to: "quoted" }, accept: { to: "inRepair" }, expire: { to: "declined" } },
    },
    inRepair: { number: 60, description: "is being repaired", on: { finish: { to: "ready", effects: ["tellCustomer"] } } },
    ready: { number: 100, description: "waits to be picked up", on: { pickUp: { to: "pickedUp" } } },
    declined: { number: 150, description: "the customer did not answer in time", on: { pickUp: { to: "pickedUp" } } },
    pickedUp: { number: 199, description: "is back with the customer", on: {} },
  },
});
