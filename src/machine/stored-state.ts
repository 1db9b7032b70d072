/**
 * Number and name of a state in the store -> state of the table.
 */
import type { InstanceHead } from "../stores/store.js";
import type { Machine } from "./machine.js";

/**
 * Finds the state of a stored instance by its name. If name and number disagree, a process of version 0.1 has moved the instance, which writes
 * numbers only: then it is the first state with the number.
 */
export function stateOf<State extends string>(
  machine: Pick<Machine<State>, "name" | "states" | "facts">,
  head: Pick<InstanceHead, "id" | "state" | "stateName">,
): State {
  const named = machine.states.find((state) => state === head.stateName);
  if (named !== undefined && storedNumber(machine, named) === head.state) return named;
  const state = machine.states.find((each) => machine.facts[each].number === head.state) ?? named;
  if (state !== undefined) return state;
  throw new Error(`the machine "${machine.name}" has no state ${head.state} (${head.stateName}), which instance "${head.id}" is in`);
}

/** The number that a state has in the store: 0 where the table has none. */
export function storedNumber<State extends string>(machine: Pick<Machine<State>, "facts">, state: State): number {
  return machine.facts[state].number ?? 0;
}
