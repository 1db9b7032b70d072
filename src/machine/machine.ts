/**
 * State machines as tables: (state, command) -> next state with effects, or a refusal by name.
 *
 * A table is plain data, so documentation and tests can enumerate every pair. `step` is pure: it executes no effect and keeps no state;
 * the service loads a state, steps, performs the effects, saves and answers. Used by the veloconnect and the IPAM service.
 *
 *   const lamp = defineMachine({ initial: "off", commands: ["press", "smash"], otherwise: "notPossible",
 *     states: { off: { press: "on", smash: "broken" }, on: { press: "off", smash: { to: "broken", effects: ["bang"] } }, broken: {} } });
 *   step(lamp, "on", "smash")      // { kind: "moved", from: "on", command: "smash", to: "broken", effects: ["bang"], ... }
 *   step(lamp, "broken", "press")  // { kind: "refused", state: "broken", command: "press", refusal: "notPossible", ... }
 *   move(lamp, "broken", "press")  // does not compile
 */

/** A legal pair: where it leads and what the service has to do, in order. */
export interface Transition<State extends string = string, Effect extends string = string> {
  readonly to: State;
  readonly effects?: readonly Effect[];
  /** Where the rule comes from, for documentation. */
  readonly basis?: string;
}

/** An illegal pair, refused by name; the state stays. */
export interface Refusal<Name extends string = string> {
  readonly refuse: Name;
  /** Where the rule comes from, for documentation. */
  readonly basis?: string;
}

/** What a table holds for a pair; a bare state name is a transition without effects. */
export type Cell<State extends string> = State | Transition<State> | Refusal;

/** State names of a table; a number as key (`100: {...}`) is the name "100". */
type StateName<Table> = { [S in keyof Table]: S extends string ? S : S extends number ? `${S}` : never }[keyof Table];

/** The row of a state name. */
type RowOf<Table, S> = S extends keyof Table
  ? Table[S]
  : S extends `${infer N extends number}`
    ? N extends keyof Table
      ? Table[N]
      : never
    : never;

/** Rows of a table whose gaps are refused by the definition's `otherwise`. */
type Rows<Table, Command extends string> = {
  readonly [S in keyof Table]: { readonly [C in keyof Table[S]]: C extends Command ? Cell<StateName<Table>> : never };
};

/** Rows of a table without gaps: every state decides every command. */
type CompleteRows<Table, Command extends string> = {
  readonly [S in keyof Table]: { readonly [C in keyof Table[S] | Command]: C extends Command ? Cell<StateName<Table>> : never };
};

type CellsOf<Table> = { [S in keyof Table]: Table[S][keyof Table[S]] }[keyof Table];
type EffectIn<Table> =
  CellsOf<Table> extends infer C ? (C extends { readonly effects: readonly (infer E extends string)[] } ? E : never) : never;
type RefusalIn<Table> = CellsOf<Table> extends infer C ? (C extends { readonly refuse: infer R extends string } ? R : never) : never;

/** The commands that a table lets through in a state. */
export type LegalCommand<Table, S> = {
  [C in keyof RowOf<Table, S>]: RowOf<Table, S>[C] extends Refusal ? never : C;
}[keyof RowOf<Table, S>] &
  string;

/** The state that a legal command leads to. */
export type Target<Table, S, C> = C extends keyof RowOf<Table, S>
  ? RowOf<Table, S>[C] extends string
    ? RowOf<Table, S>[C]
    : RowOf<Table, S>[C] extends { readonly to: infer To }
      ? To
      : never
  : never;

/** A complete table: every state holds a transition or a refusal for every command. */
export interface Machine<
  State extends string = string,
  Command extends string = string,
  Effect extends string = string,
  Name extends string = string,
  Table = unknown,
> {
  readonly initial: State;
  readonly states: readonly State[];
  readonly commands: readonly Command[];
  readonly cells: Readonly<Record<State, Readonly<Record<Command, Transition<State, Effect> | Refusal<Name>>>>>;
  /** Carries the literal table to `move`; has no value. */
  readonly "~table"?: Table;
}

/** The union of a machine's states. */
export type StateOf<M> = M extends { readonly states: readonly (infer State)[] } ? State : never;
/** The union of a machine's commands. */
export type CommandOf<M> = M extends { readonly commands: readonly (infer Command)[] } ? Command : never;
/** The union of the effects that a machine's transitions ask for. */
export type EffectOf<M> = M extends Machine<infer _State, infer _Command, infer Effect, infer _Name, infer _Table> ? Effect : never;
/** The union of the names of a machine's refusals. */
export type RefusalOf<M> = M extends Machine<infer _State, infer _Command, infer _Effect, infer Name, infer _Table> ? Name : never;

/** The outcome of one command in one state. */
export type Step<
  State extends string = string,
  Command extends string = string,
  Effect extends string = string,
  Name extends string = string,
> = Moved<State, Command, Effect> | Refused<State, Command, Name>;

/** The command is legal: the service performs the effects in order and is in state `to` then. */
export interface Moved<State extends string, Command extends string, Effect extends string> {
  readonly kind: "moved";
  readonly from: State;
  readonly command: Command;
  readonly to: State;
  readonly effects: readonly Effect[];
  readonly basis: string | undefined;
}

/** The command is not possible in this state, which stays. */
export interface Refused<State extends string, Command extends string, Name extends string> {
  readonly kind: "refused";
  readonly state: State;
  readonly command: Command;
  readonly refusal: Name;
  readonly basis: string | undefined;
}

/** A machine's definition; without `otherwise` every state has to decide every command. */
interface Definition<Table, Command extends string> {
  readonly initial: StateName<Table>;
  readonly commands: readonly Command[];
  readonly states: Table;
}

/** Defines a machine in which every state decides every command; a gap does not compile. */
export function defineMachine<const Command extends string, const Table extends CompleteRows<Table, Command>>(
  definition: Definition<Table, Command> & { readonly otherwise?: never },
): Machine<StateName<Table>, Command, EffectIn<Table>, RefusalIn<Table>, Table>;
/** Defines a machine in which gaps are refused by the name given in `otherwise`. */
export function defineMachine<const Command extends string, const Table extends Rows<Table, Command>, const Otherwise extends string>(
  definition: Definition<Table, Command> & { readonly otherwise: Otherwise },
): Machine<StateName<Table>, Command, EffectIn<Table>, RefusalIn<Table> | Otherwise, Table>;
export function defineMachine(
  definition: Definition<Readonly<Record<string, Readonly<Record<string, Cell<string>>>>>, string> & { readonly otherwise?: string },
): Machine {
  const states = Object.keys(definition.states);
  const cells: Record<string, Record<string, Transition | Refusal>> = {};
  for (const state of states) {
    const row: Record<string, Transition | Refusal> = {};
    for (const command of definition.commands) row[command] = completeCell(definition.states[state]?.[command], definition.otherwise);
    cells[state] = row;
  }
  return { initial: definition.initial, states, commands: definition.commands, cells };
}

function completeCell(cell: Cell<string> | undefined, otherwise: string | undefined): Transition | Refusal {
  if (typeof cell === "string") return { to: cell };
  if (cell !== undefined) return cell;
  if (otherwise === undefined) throw new Error('internal: a machine without "otherwise" has a gap in its table');
  return { refuse: otherwise };
}

/** Looks up what a command does in a state. Pure; the names are compared with the table's, so a stored state is checked with `isState` first. */
export function step<State extends string, Command extends string, Effect extends string, Name extends string>(
  machine: Machine<State, Command, Effect, Name, unknown>,
  state: State,
  command: Command,
): Step<State, Command, Effect, Name> {
  const cell = machine.cells[state][command];
  if ("refuse" in cell) return { kind: "refused", state, command, refusal: cell.refuse, basis: cell.basis };
  return { kind: "moved", from: state, command, to: cell.to, effects: cell.effects ?? [], basis: cell.basis };
}

/** The next state of a pair that the compiler knows to be legal; an illegal pair does not compile. */
export function move<State extends string, Command extends string, Table, S extends State, C extends LegalCommand<Table, S> & Command>(
  machine: Machine<State, Command, string, string, Table>,
  state: S,
  command: C,
): Target<Table, S, C> {
  const cell = machine.cells[state][command];
  if ("refuse" in cell) throw new Error(`internal: "${command}" is refused in state "${state}"`);
  // The table is the type's own value, so the target has the type that the table states.
  return cell.to as Target<Table, S, C>;
}

/** Tests if a text, from a store for instance, names a state of the machine. */
export function isState<State extends string>(machine: Machine<State, string, string, string, unknown>, text: string): text is State {
  return machine.states.some((state) => state === text);
}

/** Every pair of the machine with its outcome, states in table order, commands in definition order. */
export function enumerate<State extends string, Command extends string, Effect extends string, Name extends string>(
  machine: Machine<State, Command, Effect, Name, unknown>,
): readonly Step<State, Command, Effect, Name>[] {
  return machine.states.flatMap((state) => machine.commands.map((command) => step(machine, state, command)));
}
