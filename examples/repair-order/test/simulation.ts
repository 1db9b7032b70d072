/**
 * The repair shop on bad days: two processes on one store, customers who insist, a mail service on the network, and faults at every step.
 */
import { asDeclared } from "soapwright/soap";
import { defineSimulation } from "soapwright/testing";
import type { RepairType } from "../generated/repair-order.js";
import type { RepairOrdersOperations } from "../generated/service.js";
import { createShop } from "../service.js";

const day = 24 * 60 * 60 * 1000;

type Orders = ReturnType<typeof createShop>["orders"];

/** What outlives processes: letters by their keys, and the last state that each customer was told of. */
interface World {
  readonly letters: Map<string, string>;
  readonly seen: Map<string, RepairType>;
}

export const repairShop = defineSimulation<Orders, World>({
  name: "repairShop",
  createWorld: () => ({ letters: new Map(), seen: new Map() }),

  start: (process, { letters }) => {
    const mail = process.connect("mail", { send: (customer: string, key: string) => letters.set(key, customer) });
    const tell = async (customer: string, _text: string, key: string) => void (await mail.send(customer, key));
    const { now, makeId, schedule } = process;
    const shop = createShop({ store: process.store, answerTime: day, tell, platform: { now, makeId, schedule } });
    shop.repairs.run(10_000);
    return shop.orders;
  },

  client: async ({ name: customer, service, sleep }, { seen }) => {
    const { repairId } = await service.bringIn({ customer, bicycle: "tandem", problem: "flat tyre" });
    const insist = async (call: () => Promise<RepairType>) => {
      for (;;) {
        try {
          return void seen.set(customer, await call());
        } catch (error) {
          // The request was done before, and its answer lost.
          if (asDeclared<RepairOrdersOperations["accept"]>(error)?.name === "NotPossible") return;
          await sleep(10_000);
        }
      }
    };
    await insist(() => service.quote({ customer, repairId, price: "12.50" }));
    await insist(() => service.accept({ customer, repairId }));
    await insist(() => service.finish({ customer, repairId }));
  },

  invariants: {
    "nobody gets two letters": ({ letters }) => {
      const customers = [...letters.values()];
      if (new Set(customers).size < customers.length) throw new Error(`letters to ${customers.join(", ")}`);
    },
  },

  afterwards: {
    "nothing that a customer was told is undone": async ({ service }, { seen }) => {
      for (const [customer, { repairId, statusCode }] of seen) {
        const now = await service.getStatus({ customer, repairId });
        if (now.statusCode < statusCode) throw new Error(`${customer} was told ${statusCode}, and now it is ${now.statusCode}`);
      }
    },
    "customers get a letter when the bicycle is ready, and not before": async ({ service }, { seen, letters }) => {
      for (const [customer, { repairId }] of seen) {
        const { statusCode } = await service.getStatus({ customer, repairId });
        const hasLetter = [...letters.values()].includes(customer);
        if (hasLetter !== (statusCode === 100)) throw new Error(`${customer}: ${statusCode}, ${hasLetter ? "a" : "no"} letter`);
      }
    },
  },
});
