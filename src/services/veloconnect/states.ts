/**
 * The states of veloconnect's transactions: numbers from 1 to 199, whose range tells what Rollback may do.
 */

/** How far an instance is. */
export type StateKind =
  /** 1: no instance, or one that holds nothing. */
  | "start"
  /** 2 to 49: can be given up. */
  | "open"
  /** 50 to 99: runs, and cannot be given up any more. */
  | "committed"
  /** 100 to 199: over. */
  | "final";

/** From here on nothing changes any more. */
export const firstFinalState = 100;

/** The kind of a state. Throws for numbers that no state has. */
export function stateKind(state: number): StateKind {
  if (!Number.isInteger(state) || state < 1 || state > 199) throw new Error(`internal: ${state} is no state`);
  if (state === 1) return "start";
  if (state < 50) return "open";
  return state < firstFinalState ? "committed" : "final";
}

/** Tests if Rollback is allowed: in states 1 to 49. */
export function canRollBack(state: number): boolean {
  const kind = stateKind(state);
  return kind === "start" || kind === "open";
}
