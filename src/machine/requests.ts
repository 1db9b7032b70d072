/**
 * Commands to stored instances, and their outcomes.
 */
import type { MachineInstance } from "./effects.js";

/** A command to an instance. */
export interface CommandRequest<State extends string, Command extends string, Data> {
  readonly owner: string;
  readonly id: string;
  /** The command, or a function that chooses it for the instance. Its errors are thrown, and nothing changes. */
  readonly command: Command | ((instance: MachineInstance<State, Data>) => Command);
  /**
   * Computes the new data; by default they stay. It runs after the table has allowed the command, and again if another writer was faster. Its
   * errors are thrown, and nothing changes.
   */
  readonly decide?: (instance: MachineInstance<State, Data>) => Data | Promise<Data>;
  /** Who gives the command, as the history shows it; the owner by default. */
  readonly by?: string;
  /** Waits until the outbox effects of the transition have succeeded or failed once. */
  readonly settle?: boolean;
}

/** A new instance. */
export interface CreationRequest<Command extends string, Data> {
  /** The id; a new one by default. */
  readonly id?: string;
  readonly owner: string;
  readonly command: Command;
  readonly data: Data;
  /** Who gives the command, as the history shows it; the owner by default. */
  readonly by?: string;
  /** Waits until the outbox effects of the transition have succeeded or failed once. */
  readonly settle?: boolean;
}

/** The table has allowed the command, and the transition is saved. */
export interface Done<State extends string, Data> {
  readonly kind: "moved";
  readonly from: State;
  /** The instance after the transition, or after its effects if the command waited for them. If it was removed: its last state. */
  readonly instance: MachineInstance<State, Data>;
  /** The failure of an outbox effect that the command waited for. */
  readonly failed: { readonly failure: unknown } | undefined;
}

/**
 * The table refuses the command. `wait`: the command has waited in vain for the instance to leave its state. `tooLarge`: the instance would
 * exceed the limit, or all instances of the owner together would. `taken`: there is an instance of the id that was given for a new one.
 */
export interface NotAllowed<State extends string, Name extends string, Data> {
  readonly kind: "refused";
  readonly refusal: Name | "wait" | "tooLarge" | "taken";
  readonly instance: MachineInstance<State, Data>;
}

/** The outcome of a command. `absent`: the owner has no such instance. */
export type CommandOutcome<State extends string, Name extends string, Data> =
  | Done<State, Data>
  | NotAllowed<State, Name, Data>
  | { readonly kind: "absent" };

/** The outcome of creating an instance. `full`: the owner has as many as the limit allows. */
export type CreationOutcome<State extends string, Name extends string, Data> =
  | Done<State, Data>
  | NotAllowed<State, Name, Data>
  | { readonly kind: "full" };
