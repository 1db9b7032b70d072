/**
 * A transition of an instance -> one change of the store: state, data, messages and the record of the transition. Pure.
 */
import type { Change, InstanceHead, OutboxMessage, OwnerLimit } from "../stores/store.js";
import type { DataFormat } from "./data-format.js";
import type { EffectHandler, MachineInstance } from "./effects.js";
import { deletes, type Machine, type Moved } from "./machine.js";
import { storedNumber } from "./stored-state.js";

/** A machine, the handlers of its effects, and limits. */
export interface TransitionRules<State extends string, Command extends string, Data> {
  readonly machine: Pick<Machine<State, Command>, "name" | "facts">;
  readonly effects: ReadonlyMap<string, EffectHandler<State, Command, Data>>;
  /** Milliseconds of the durations that the table names. */
  readonly durations: Readonly<Record<string, number>>;
  readonly data: DataFormat<Data>;
  readonly limit: OwnerLimit | undefined;
  /** Milliseconds for which a message belongs to the process that wrote it. */
  readonly lease: number;
}

/** A command that the table allows. */
export interface AllowedCommand<State extends string, Command extends string, Data> {
  /** Revision 0: the instance is new. */
  readonly before: MachineInstance<State, Data>;
  readonly moved: Moved<State, Command>;
  readonly data: Data;
  readonly by: string;
  readonly now: number;
}

/** The change, and the instance that it leads to. */
export interface PlannedTransition<State extends string, Data> {
  readonly instance: MachineInstance<State, Data>;
  readonly messages: readonly OutboxMessage[];
  readonly change: Change;
}

/** Plans a transition. */
export function planTransition<State extends string, Command extends string, Data>(
  rules: TransitionRules<State, Command, Data>,
  { before, moved, data, by, now }: AllowedCommand<State, Command, Data>,
): PlannedTransition<State, Data> {
  const { machine, effects, lease } = rules;
  const messages: OutboxMessage[] = [];
  let instance: MachineInstance<State, Data> = {
    ...before,
    state: moved.to,
    number: storedNumber(machine, moved.to),
    data,
    usedAt: now,
    deadline: deadlineAfter(rules, before, moved, now),
    revision: before.revision + 1,
  };
  for (const name of moved.effects) {
    if (name === "delete") continue;
    const effect = effects.get(name);
    if (effect === undefined) throw new Error(`internal: nothing performs the effect "${name}" of the machine "${machine.name}"`);
    if (typeof effect === "function") {
      instance = { ...instance, ...effect(instance, now) };
    } else {
      const { id: instanceId, revision } = instance;
      const base = { instanceId, machine: machine.name, effect: name, revision, createdAt: now, dueAt: now + lease, attempts: 1 };
      messages.push({ ...base, key: effect.keyOf(instance, name), payload: effect.payloadOf(instance) });
    }
  }
  const { id: instanceId, owner, revision } = instance;
  const { from, command, to } = moved;
  const transition = { instanceId, revision, owner, machine: machine.name, at: now, by, from, command, to };
  return { instance, messages, change: { instance: changeOf(rules, before, moved, instance), transition, messages } };
}

function changeOf<State extends string, Command extends string, Data>(
  rules: TransitionRules<State, Command, Data>,
  before: MachineInstance<State, Data>,
  moved: Moved<State, Command>,
  { number, data, state, ...head }: MachineInstance<State, Data>,
): NonNullable<Change["instance"]> {
  if (deletes(moved)) return { kind: "remove", id: before.id, revision: before.revision };
  const instance = { ...head, state: number, stateName: state, data: rules.data.format(data) };
  if (before.revision === 0) return { kind: "insert", instance, limit: rules.limit };
  // What an instance becomes on its way through the table is never too large: only its editing is limited.
  return { kind: "update", instance, ...(moved.from === moved.to && { limit: rules.limit }) };
}

/** Computes the deadline that an instance has after a transition, in milliseconds since 1970. */
function deadlineAfter<State extends string, Command extends string, Data>(
  { machine, durations }: TransitionRules<State, Command, Data>,
  before: Pick<InstanceHead, "deadline">,
  { from, to }: Moved<State, Command>,
  now: number,
): number | undefined {
  const deadline = machine.facts[to].deadline;
  if (deadline === undefined) return undefined;
  if (deadline.since === "entry" && from === to && before.deadline !== undefined) return before.deadline;
  const time = typeof deadline.after === "number" ? deadline.after : durations[deadline.after];
  if (time === undefined) throw new Error(`internal: the machine "${machine.name}" has no duration "${deadline.after}"`);
  return now + time;
}
