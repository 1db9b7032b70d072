/**
 * Removes an instance before its time: gives it the command of its deadline now.
 */
import type { InstanceHead, InstanceStore } from "../stores/store.js";
import { deletes, type Machine, step } from "./machine.js";
import { stateOf } from "./stored-state.js";

/** The outcome. `refused`: the state has no deadline that removes instances. `outdated`: the instance has changed, or is gone. */
export type Expiry = "expired" | "refused" | "outdated";

/** Expires a stored instance of the machine. `by`: who wants it, for the history. */
export async function expireInstance(
  store: Pick<InstanceStore, "write">,
  machine: Machine,
  head: InstanceHead,
  by: string,
  now: number,
): Promise<Expiry> {
  const state = stateOf(machine, head);
  const command = machine.facts[state]?.deadline?.command;
  const moved = command === undefined ? undefined : step(machine, state, command);
  if (moved?.kind !== "moved" || !deletes(moved)) return "refused";
  const { id, owner, revision } = head;
  const { from, to } = moved;
  const transition = {
    instanceId: id,
    revision: revision + 1,
    owner,
    machine: machine.name,
    at: now,
    by,
    from,
    command: moved.command,
    to,
  };
  const result = await store.write({ instance: { kind: "remove", id, revision }, transition });
  return result === "written" ? "expired" : "outdated";
}
