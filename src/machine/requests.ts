/**
 * Commands to stored instances, and what comes of them.
 */
import type { MachineInstance } from "./effects.js";

/** A command to an instance. */
export interface CommandRequest<State extends string, Command extends string, Data> {
  readonly owner: string;
  readonly id: string;
  /** The command, or what finds it for the instance. What it throws is thrown, and nothing is changed. */
  readonly command: Command | ((instance: MachineInstance<State, Data>) => Command);
  /**
   * The data that the instance gets; left out: they stay. Asked once the table has allowed the command, and again when another writer was
   * faster. What it throws is thrown, and nothing is changed.
   */
  readonly decide?: (instance: MachineInstance<State, Data>) => Data | Promise<Data>;
  /** Who gives the command, for the history; the owner by default. */
  readonly by?: string;
  /** Waits until the outbox effects of the transition have come to an end, or failed for now. */
  readonly settle?: boolean;
}

/** A new instance. */
export interface CreationRequest<Command extends string, Data> {
  readonly owner: string;
  readonly command: Command;
  readonly data: Data;
  /** Who gives the command, for the history; the owner by default. */
  readonly by?: string;
  /** Waits until the outbox effects of the transition have come to an end, or failed for now. */
  readonly settle?: boolean;
}

/** The table has allowed the command, and all that it asks for is written. */
export interface Done<State extends string, Data> {
  readonly kind: "moved";
  readonly from: State;
  /** As the transition has left it, or the end of its effects where that was waited for; as it was last where it was removed. */
  readonly instance: MachineInstance<State, Data>;
  /** An outbox effect that was waited for and failed; undefined: none did. */
  readonly failed: { readonly failure: unknown } | undefined;
}

/** The table refuses the command. `wait`: the instance has not left a state that makes the command wait. */
export interface NotAllowed<State extends string, Name extends string, Data> {
  readonly kind: "refused";
  readonly refusal: Name | "wait";
  readonly instance: MachineInstance<State, Data>;
}

/** What came of a command; `absent`: the owner has no such instance. */
export type CommandOutcome<State extends string, Name extends string, Data> =
  | Done<State, Data>
  | NotAllowed<State, Name, Data>
  | { readonly kind: "absent" };

/** What came of creating an instance; `full`: the owner has as many as the limit allows. */
export type CreationOutcome<State extends string, Name extends string, Data> =
  | Done<State, Data>
  | NotAllowed<State, Name, Data>
  | { readonly kind: "full" };
