/**
 * State machines as tables: (state, command) -> next state with effects, or a refusal by name.
 *
 * A table is plain data: drivers, drawings, documentation and tests can enumerate every pair. `step` is pure: it performs no effect and keeps no
 * state. The driver of stored instances is `instances.ts`; a service that keeps its state in memory calls `step` itself.
 *
 *   const lamp = defineMachine({ name: "Lamp", initial: "off", commands: ["press", "smash"], otherwise: "notPossible",
 *     states: {
 *       off: { number: 1, on: { press: "lit", smash: "broken" } },
 *       lit: { number: 2, on: { press: "off", smash: { to: "broken", effects: ["bang"] } }, deadline: { after: "bedtime", command: "press" } },
 *       broken: { number: 100, on: {} },
 *     } });
 *   step(lamp, "lit", "smash")     // { kind: "moved", from: "lit", command: "smash", to: "broken", effects: ["bang"], ... }
 *   step(lamp, "broken", "press")  // { kind: "refused", state: "broken", command: "press", refusal: "notPossible", ... }
 */

/** A legal pair: the next state, and the effects to perform, in order. */
export interface Transition<State extends string = string, Effect extends string = string> {
  readonly to: State;
  /** Names of effects. The driver itself performs `delete`: it removes the instance. */
  readonly effects?: readonly Effect[];
  /** Where the rule comes from, for documentation. */
  readonly basis?: string;
}

/** An illegal pair, refused by name; the state stays. */
export interface Refusal<Name extends string = string> {
  /** The driver knows the name `wait`: the command waits until the instance has left the state. */
  readonly refuse: Name;
  /** Where the rule comes from, for documentation. */
  readonly basis?: string;
}

/** An entry of a table: a state name alone is a transition without effects. */
export type Cell<State extends string> = State | Transition<State> | Refusal;

/** A command that is given when time has passed. */
export interface Deadline<Command extends string = string, Duration extends string = string> {
  /** Milliseconds, or the name of a duration that the driver has. */
  readonly after: number | Duration;
  readonly command: Command;
  /** `entry`: counts from when the state was entered. By default each transition that stays in the state starts it again. */
  readonly since?: "entry";
}

/** The properties of a state beside its transitions. */
export interface StateFacts<Command extends string = string, Duration extends string = string> {
  /** The number of the state in stores and messages. States that look alike from outside may share one. */
  readonly number?: number;
  /** For drawings and documentation. */
  readonly description?: string;
  readonly deadline?: Deadline<Command, Duration>;
}

/** State names of a table; a number as key (`100: {...}`) is the name "100". */
type StateName<Table> = { [S in keyof Table]: S extends string ? S : S extends number ? `${S}` : never }[keyof Table];

type TransitionsOf<Row> = Row extends { readonly on: infer Transitions } ? Transitions : never;

/** Rejects keys that a state does not have, such as misspelled ones. */
type NoFurtherKeys<Row> = { readonly [Key in Exclude<keyof Row, keyof StateFacts | "on">]: never };

/** Rows of a table whose gaps are refused by the definition's `otherwise`. */
type Rows<Table, Command extends string> = {
  readonly [S in keyof Table]: StateFacts<Command> &
    NoFurtherKeys<Table[S]> & {
      readonly on: { readonly [C in keyof TransitionsOf<Table[S]>]: C extends Command ? Cell<StateName<Table>> : never };
    };
};

/** Rows of a table without gaps: every state decides every command. */
type CompleteRows<Table, Command extends string> = {
  readonly [S in keyof Table]: StateFacts<Command> &
    NoFurtherKeys<Table[S]> & {
      readonly on: { readonly [C in keyof TransitionsOf<Table[S]> | Command]: C extends Command ? Cell<StateName<Table>> : never };
    };
};

type CellsOf<Table> = { [S in keyof Table]: TransitionsOf<Table[S]>[keyof TransitionsOf<Table[S]>] }[keyof Table];
type EffectIn<Table> =
  CellsOf<Table> extends infer C ? (C extends { readonly effects: readonly (infer E extends string)[] } ? E : never) : never;
type RefusalIn<Table> = CellsOf<Table> extends infer C ? (C extends { readonly refuse: infer R extends string } ? R : never) : never;
type DurationIn<Table> = {
  [S in keyof Table]: Table[S] extends { readonly deadline: { readonly after: infer D extends string } } ? D : never;
}[keyof Table];

/** A complete table: every state holds a transition or a refusal for every command. */
export interface Machine<
  State extends string = string,
  Command extends string = string,
  Effect extends string = string,
  Name extends string = string,
  Duration extends string = string,
> {
  /** What stores and drawings call it. */
  readonly name: string;
  /** The state from which an instance is created. */
  readonly initial: State;
  /** In the order of the table. */
  readonly states: readonly State[];
  readonly commands: readonly Command[];
  readonly facts: Readonly<Record<State, StateFacts<Command, Duration>>>;
  readonly cells: Readonly<Record<State, Readonly<Record<Command, Transition<State, Effect> | Refusal<Name>>>>>;
}

/** The union of a machine's states. */
export type StateOf<M> = M extends { readonly states: readonly (infer State)[] } ? State : never;
/** The union of a machine's commands. */
export type CommandOf<M> = M extends { readonly commands: readonly (infer Command)[] } ? Command : never;
/** The union of the effects that a machine's transitions ask for. */
export type EffectOf<M> = M extends Machine<infer _State, infer _Command, infer Effect, infer _Name, infer _Duration> ? Effect : never;
/** The union of the names of a machine's refusals. */
export type RefusalOf<M> = M extends Machine<infer _State, infer _Command, infer _Effect, infer Name, infer _Duration> ? Name : never;

/** The outcome of one command in one state. */
export type Step<
  State extends string = string,
  Command extends string = string,
  Effect extends string = string,
  Name extends string = string,
> = Moved<State, Command, Effect> | Refused<State, Command, Name>;

/** The command is legal: the effects are performed in order, and the state is `to` then. */
export interface Moved<State extends string = string, Command extends string = string, Effect extends string = string> {
  readonly kind: "moved";
  readonly from: State;
  readonly command: Command;
  readonly to: State;
  readonly effects: readonly Effect[];
  readonly basis: string | undefined;
}

/** The command is not possible in this state, which stays. */
export interface Refused<State extends string = string, Command extends string = string, Name extends string = string> {
  readonly kind: "refused";
  readonly state: State;
  readonly command: Command;
  readonly refusal: Name;
  readonly basis: string | undefined;
}

/** A machine's definition; without `otherwise` every state has to decide every command. */
interface Definition<Table, Command extends string> {
  readonly name: string;
  readonly initial: StateName<Table>;
  readonly commands: readonly Command[];
  readonly states: Table;
}

/** What every definition is at run time. */
interface AnyDefinition {
  readonly name: string;
  readonly initial: string;
  readonly commands: readonly string[];
  readonly otherwise?: string;
  readonly states: Readonly<Record<string, StateFacts & { readonly on: Readonly<Record<string, Cell<string>>> }>>;
}

/** Defines a machine in which every state decides every command; a gap does not compile. */
export function defineMachine<const Command extends string, const Table extends CompleteRows<Table, Command>>(
  definition: Definition<Table, Command> & { readonly otherwise?: never },
): Machine<StateName<Table>, Command, EffectIn<Table>, RefusalIn<Table>, DurationIn<Table>>;
/** Defines a machine in which gaps are refused by the name given in `otherwise`. */
export function defineMachine<const Command extends string, const Table extends Rows<Table, Command>, const Otherwise extends string>(
  definition: Definition<Table, Command> & { readonly otherwise: Otherwise },
): Machine<StateName<Table>, Command, EffectIn<Table>, RefusalIn<Table> | Otherwise, DurationIn<Table>>;
export function defineMachine({ name, initial, commands, otherwise, states: table }: AnyDefinition): Machine {
  const states = Object.keys(table);
  const facts: Record<string, StateFacts> = {};
  const cells: Record<string, Record<string, Transition | Refusal>> = {};
  for (const [state, { on, ...rest }] of Object.entries(table)) {
    const row = Object.fromEntries(commands.map((command) => [command, completeCell(on[command], otherwise)]));
    checkFacts(`state "${state}" of the machine "${name}"`, rest, row);
    facts[state] = rest;
    cells[state] = row;
  }
  return { name, initial, states, commands, facts, cells };
}

function completeCell(cell: Cell<string> | undefined, otherwise: string | undefined): Transition | Refusal {
  if (typeof cell === "string") return { to: cell };
  if (cell !== undefined) return cell;
  if (otherwise === undefined) throw new Error('internal: a machine without "otherwise" has a gap in its table');
  return { refuse: otherwise };
}

/** Largest number of a state: that of a column of 32 bits. */
const maxNumber = 2 ** 31 - 1;

function checkFacts(state: string, { number, deadline }: StateFacts, row: Readonly<Record<string, Transition | Refusal>>): void {
  if (number !== undefined && !(Number.isInteger(number) && number >= 0 && number <= maxNumber)) {
    throw new RangeError(`${state}: ${number} is not a whole number from 0 to ${maxNumber}`);
  }
  if (deadline === undefined) return;
  const cell = row[deadline.command];
  if (cell === undefined || "refuse" in cell) throw new TypeError(`${state} refuses "${deadline.command}", the command of its deadline`);
}

/** Looks up what a command does in a state. Pure. */
export function step<State extends string, Command extends string, Effect extends string, Name extends string>(
  machine: Pick<Machine<State, Command, Effect, Name>, "cells">,
  state: State,
  command: Command,
): Step<State, Command, Effect, Name> {
  const cell = machine.cells[state][command];
  if ("refuse" in cell) return { kind: "refused", state, command, refusal: cell.refuse, basis: cell.basis };
  return { kind: "moved", from: state, command, to: cell.to, effects: cell.effects ?? [], basis: cell.basis };
}

/** Every pair of the machine with its outcome, states in table order, commands in definition order. */
export function enumerate<State extends string, Command extends string, Effect extends string, Name extends string>(
  machine: Pick<Machine<State, Command, Effect, Name>, "states" | "commands" | "cells">,
): readonly Step<State, Command, Effect, Name>[] {
  return machine.states.flatMap((state) => machine.commands.map((command) => step(machine, state, command)));
}

/** Tests if a transition removes the instance. */
export function deletes({ effects }: { readonly effects?: readonly string[] }): boolean {
  return effects?.includes("delete") ?? false;
}

/** Tests if a state is the end: every command that it allows stays in it or removes the instance. */
export function isTerminal<State extends string>(machine: Pick<Machine<State>, "commands" | "cells">, state: State): boolean {
  const cells: readonly (Transition | Refusal)[] = Object.values(machine.cells[state]);
  return cells.every((cell) => "refuse" in cell || cell.to === state || deletes(cell));
}
