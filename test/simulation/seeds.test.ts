/**
 * Our own simulations, a few hundred seeds each. SIMULATION_SEEDS says how many in all, SIMULATION_SEED runs a single one and prints its trace.
 */
import { findFailure, type Simulation, simulate } from "soapwright/testing";
import { describe, expect, test } from "vitest";
import { repairShop } from "../../examples/repair-order/test/simulation.js";
import { ipamSessions } from "./ipam-sessions.js";
import { simulateOrders } from "./orders.js";

const seeds = Number(process.env.SIMULATION_SEEDS ?? 300);
const single = process.env.SIMULATION_SEED;

function simulationTest<Service extends object, World>(simulation: Simulation<Service, World>, share: number): void {
  test(simulation.name, { timeout: 600_000 }, async () => {
    if (single !== undefined) {
      const { trace, failure } = await simulate(simulation, Number(single));
      console.log(trace.join("\n"));
      expect(failure).toBeUndefined();
    } else {
      expect(await findFailure(simulation, { seeds: Math.ceil(seeds * share) })).toBeUndefined();
    }
  });
}

describe("what was promised holds under every seed", () => {
  simulationTest(simulateOrders(), 0.4);
  simulationTest(repairShop, 0.5);
  simulationTest(ipamSessions, 0.1);
});

describe("a seed gives the same run again", () => {
  const repeats = <Service extends object, World>(simulation: Simulation<Service, World>): void =>
    test(simulation.name, async () => {
      for (const seed of [1, 2, 3, 5, 8, 13]) {
        const { trace } = await simulate(simulation, seed);
        expect((await simulate(simulation, seed)).trace).toEqual(trace);
        expect(trace.length).toBeGreaterThan(50);
      }
    });
  repeats(simulateOrders());
  repeats(repairShop);
  repeats(ipamSessions);
});
