/**
 * What goes wrong in a simulation, and how often.
 */
import type { Random } from "./random.js";

/** How often each thing goes wrong, as probabilities. */
export interface Faults {
  /** At each step: a process is killed, and started again later; it has lost everything but the store. */
  readonly kills: number;
  /** At each step: the clock of a process jumps, up to five minutes forward or back. */
  readonly clockJumps: number;
  /** At each step: every call of the store fails for a while, up to two minutes. */
  readonly storeOutages: number;
  /** At each call of the store: it fails and does nothing. */
  readonly storeFailures: number;
  /** At each call of the store: it takes effect, but the caller sees a failure. */
  readonly storeLostAnswers: number;
  /** At each call over the network: the request does not arrive. */
  readonly lostRequests: number;
  /** At each call over the network: the request arrives twice. */
  readonly doubledRequests: number;
  /** At each call over the network: the answer does not arrive. */
  readonly lostAnswers: number;
  /** At each message: it takes up to two minutes, or 20 seconds to or from the store, so that others overtake it. */
  readonly lateMessages: number;
}

/** The most that a run has of each fault, unless a simulation says otherwise. */
export const defaultFaults: Faults = {
  kills: 0.02,
  clockJumps: 0.01,
  storeOutages: 0.005,
  storeFailures: 0.05,
  storeLostAnswers: 0.05,
  lostRequests: 0.1,
  doubledRequests: 0.1,
  lostAnswers: 0.1,
  lateMessages: 0.05,
};

/** Nothing goes wrong. */
export const noFaults: Faults = eachFault(defaultFaults, () => 0);

/**
 * The faults of one run: about half of the kinds, each as often as the seed says. Runs with few kinds reach states that runs with all of them
 * never live to see.
 */
export function drawFaults(most: Faults, random: Random): Faults {
  return eachFault(most, (probability) => (random.chance(0.5) ? probability * random.fraction() : 0));
}

function eachFault(faults: Faults, change: (probability: number) => number): Faults {
  return {
    kills: change(faults.kills),
    clockJumps: change(faults.clockJumps),
    storeOutages: change(faults.storeOutages),
    storeFailures: change(faults.storeFailures),
    storeLostAnswers: change(faults.storeLostAnswers),
    lostRequests: change(faults.lostRequests),
    doubledRequests: change(faults.doubledRequests),
    lostAnswers: change(faults.lostAnswers),
    lateMessages: change(faults.lateMessages),
  };
}

/** What a call of the store or over the network rejects with when the simulator made it fail: it may have taken effect. */
export class SimulatedFault extends Error {
  override readonly name = "SimulatedFault";
}
