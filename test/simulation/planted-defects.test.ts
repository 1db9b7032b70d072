/**
 * The simulator finds what it is for: defects that only show when things happen in an unlucky order.
 */
import { createMemoryStore, type InstanceStore } from "soapwright/stores";
import { findFailure, type Simulation, simulate } from "soapwright/testing";
import { expect, test } from "vitest";
import { repairShop } from "../../examples/repair-order/test/simulation.js";
import { createMerchandise, type Merchandise, simulateOrders } from "./orders.js";

/** Seeds within which each is found. */
const seeds = 200;

const orders = simulateOrders();

/** A store whose compare-and-set compares nothing. */
function createCarelessStore(): InstanceStore {
  const store = createMemoryStore();
  return {
    ...store,
    write: async (change) => {
      const { instance } = change;
      if (instance?.kind !== "update") return store.write(change);
      const revision = ((await store.get(instance.instance.id))?.revision ?? 0) + 1;
      return store.write({ ...change, instance: { ...instance, instance: { ...instance.instance, revision } } });
    },
  };
}

/** A store that forgets what is to be sent. */
function createForgetfulStore(): InstanceStore {
  const store = createMemoryStore();
  return { ...store, dueMessages: async () => [] };
}

/** A merchandise system that places an order as often as it is asked. */
function createHastyMerchandise(): Merchandise {
  const { placed } = createMerchandise();
  const all = [...placed];
  return { placed: all, place: async (order) => `A-${all.push(order)}` };
}

/** Services that do first what they should do once the state is written. */
const placesBeforeItWrites: typeof orders = {
  ...orders,
  start: async (process, world) => {
    const service = await orders.start(process, world);
    const system = process.connect("merchandise", world.merchandise);
    const buyer = { $value: "B1" };
    const lines = [{ number: "tyre", quantity: "1", unit: "EA", unitPrice: "1", currency: "EUR" }];
    return { ...service, finish: async (id) => system.place({ transactionId: id, buyer, lines }).then(() => service.finish(id)) };
  },
};
const sendsBeforeItWrites: typeof repairShop = {
  ...repairShop,
  start: async (process, world) => {
    const shop = await repairShop.start(process, { ...world, letters: new Map() });
    return {
      ...shop,
      finish: async (request) => {
        world.letters.set(process.makeId(), request.customer);
        return shop.finish(request);
      },
    };
  },
};

function finds<Service extends object, World>(name: string, simulation: Simulation<Service, World>, broken: RegExp): void {
  test(`${name} is found`, { timeout: 120_000 }, async () => {
    const failure = await findFailure(simulation, { seeds });
    expect(failure?.broken).toMatch(broken);
    const again = await simulate(simulation, failure?.seed ?? 0);
    expect(again.failure?.trace).toEqual(failure?.trace);
    expect(again.failure?.message).toContain(`simulate(${simulation.name}, ${failure?.seed})`);
  });
}

finds("a store that ignores the revision", { ...orders, createStore: createCarelessStore }, /./);
finds("an outbox that is not read after a kill", { ...orders, createStore: createForgetfulStore }, /placed/);
finds("a merchandise system that is not idempotent", simulateOrders(createHastyMerchandise), /placed twice/);
finds("an order that is placed before it is written", placesBeforeItWrites, /placed/);
finds("a letter that is sent before the state is written", sendsBeforeItWrites, /letter/);
