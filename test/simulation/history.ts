/**
 * The history of an instance as its machine allows it.
 */
import { type Machine, step } from "soapwright/machine";
import type { TransitionRecord } from "soapwright/stores";

/** Throws unless each transition begins where the one before has ended, and is one of the machine's table. */
export function expectPath<State extends string, Command extends string>(
  machine: Pick<Machine<State, Command>, "initial" | "states" | "commands" | "cells">,
  history: readonly TransitionRecord[],
): void {
  let state = machine.initial;
  for (const [index, { revision, from, command, to }] of history.entries()) {
    const given = machine.commands.find((each) => each === command);
    const moved = given && step(machine, state, given);
    if (revision !== index + 1 || from !== state || moved?.kind !== "moved" || moved.to !== to) {
      throw new Error(`transition ${revision}, "${from}" ${command} "${to}", does not follow from "${state}" at ${index}`);
    }
    state = moved.to;
  }
}
