/**
 * Removes an instance before its time: gives it the command of its deadline now, or another command that removes it.
 */
import type { InstanceHead, InstanceStore } from "../stores/store.js";
import { deletes, type Machine, type Moved, step } from "./machine.js";
import { stateOf } from "./stored-state.js";

/** The outcome. `refused`: the table does not let the command remove the instance. `outdated`: the instance has changed, or is gone. */
export type Removal = "removed" | "refused" | "outdated";

/** The command of a state's deadline if it removes the instance; undefined otherwise. */
export function expiryOf(machine: Machine, state: string): string | undefined {
  const command = machine.facts[state]?.deadline?.command;
  return command !== undefined && removes(machine, state, command) ? command : undefined;
}

/** Tests if a command that is given in a state removes the instance. */
export function removes(machine: Machine, state: string, command: string): boolean {
  return removalBy(machine, state, command) !== undefined;
}

function removalBy(machine: Machine, state: string, command: string): Moved | undefined {
  if (!machine.states.includes(state) || !machine.commands.includes(command)) return undefined;
  const moved = step(machine, state, command);
  return moved.kind === "moved" && deletes(moved) ? moved : undefined;
}

/** Expires a stored instance of the machine. `by`: who wants it, for the history. Refused where the state has no deadline that removes instances. */
export async function expireInstance(
  store: Pick<InstanceStore, "write">,
  machine: Machine,
  head: InstanceHead,
  by: string,
  now: number,
): Promise<Removal> {
  const command = expiryOf(machine, stateOf(machine, head));
  return command === undefined ? "refused" : removeInstance(store, machine, head, command, by, now);
}

/** Gives a stored instance of the machine a command that removes it. */
export async function removeInstance(
  store: Pick<InstanceStore, "write">,
  machine: Machine,
  { id, owner, revision, ...head }: InstanceHead,
  command: string,
  by: string,
  now: number,
): Promise<Removal> {
  const from = stateOf(machine, { id, ...head });
  const moved = removalBy(machine, from, command);
  if (moved === undefined) return "refused";
  const transition = { instanceId: id, revision: revision + 1, owner, machine: machine.name, at: now, by, from, command, to: moved.to };
  const result = await store.write({ instance: { kind: "remove", id, revision }, transition });
  return result === "written" ? "removed" : "outdated";
}
