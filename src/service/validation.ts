/**
 * What is done about messages that do not conform to their contract.
 */
import type { Issue } from "../runtime/issues.js";

/**
 * A message that does not conform is refused ("strict"), read or written all the same and each deviation told ("report"), or the same without a
 * word ("off"). What is not well-formed is refused always.
 */
export type Validation = "strict" | "report" | "off";

/** A message with deviations. */
export interface DeviatingMessage {
  /** Inputs are what clients send and servers get, outputs are the answers; in sessions inputs are what either end calls the other with. */
  readonly direction: "input" | "output";
  /** The operation's name in the WSDL; undefined until it is known which one is meant. */
  readonly operation: string | undefined;
}

/** How much of a contract clients and handlers insist on. */
export interface ValidationOptions {
  /** For both directions or for each; "strict" when left out. */
  readonly validation?: Validation | { readonly input?: Validation; readonly output?: Validation };
  /** Gets each deviation of messages in "report" mode. Ids that begin with `soap-` are about the envelope and what carried it. */
  readonly onDeviation?: (issue: Issue, message: DeviatingMessage) => void;
}

/** Takes a deviation of the message that is being read or written. */
export type TakeDeviation = (issue: Issue) => void;

/** Makes what takes the deviations of one message, given how to ask for its operation. */
export type Tolerance = (operation: () => string | undefined) => TakeDeviation;

/** The tolerance towards the messages of one direction; undefined where they are refused instead. */
export function toleranceOf(
  { validation = "strict", onDeviation }: ValidationOptions,
  direction: "input" | "output",
): Tolerance | undefined {
  const mode = typeof validation === "string" ? validation : (validation[direction] ?? "strict");
  if (mode === "strict") return undefined;
  if (mode === "off" || onDeviation === undefined) return () => () => {};
  return (operation) => (issue) => onDeviation(issue, { direction, operation: operation() });
}
