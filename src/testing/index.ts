/**
 * What `soapwright/testing` gives: a simulator that runs a service with its clients under one seed, with faults at every step.
 */
export type { Environment } from "./environment.js";
export { defaultFaults, type Faults, noFaults, SimulatedFault } from "./faults.js";
export type { Remote } from "./network.js";
export type { Random } from "./random.js";
export {
  defineSimulation,
  findFailure,
  type SeedRange,
  type Simulation,
  SimulationFailure,
  type SimulationResult,
  simulate,
} from "./simulation.js";
