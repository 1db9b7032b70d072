/**
 * SOAP faults: what a handler throws, what a client catches, in the terms of SOAP 1.2.
 *
 * Codes are SOAP 1.2's; SOAP 1.1's four codes map onto them (`Client` is `Sender`, `Server` is `Receiver`).
 * SOAP 1.1 §4.4, SOAP 1.2 Part 1 §5.4
 */
import type { XmlElement } from "../runtime/shapes.js";
import type { DeclaredFault } from "./port-type.js";

export type FaultCode = "VersionMismatch" | "MustUnderstand" | "DataEncodingUnknown" | "Sender" | "Receiver";

export interface SoapFaultOptions {
  /** Clark names, outermost first. Of a fault of SOAP 1.1 that was received: its code, if it is not one of the standard's. */
  readonly subcodes?: readonly string[] | undefined;
  /** BCP 47; `en` when left out. */
  readonly language?: string | undefined;
  /** The declared fault that this is, by its name in the contract, with its typed detail. */
  readonly declared?: { readonly name: string; readonly detail: unknown } | undefined;
  /** Detail that no contract declares. */
  readonly detail?: readonly XmlElement[] | undefined;
  /** The text of a detail that holds no elements. */
  readonly detailText?: string | undefined;
  /** The URI of the node that failed. */
  readonly role?: string | undefined;
  /** Header blocks that were not understood, Clark names. */
  readonly notUnderstood?: readonly string[] | undefined;
  /** HTTP status, where the code's own does not fit. */
  readonly status?: number | undefined;
  /** Kept for the log, never sent. */
  readonly cause?: unknown;
}

/** A SOAP fault. Thrown by handlers to answer with it, and by clients that received one. */
export class SoapFault extends Error {
  override readonly name = "SoapFault";
  readonly code: FaultCode;
  readonly subcodes: readonly string[];
  readonly language: string;
  readonly declared: { readonly name: string; readonly detail: unknown } | undefined;
  readonly detail: readonly XmlElement[];
  readonly detailText: string | undefined;
  readonly role: string | undefined;
  readonly notUnderstood: readonly string[];
  readonly status: number | undefined;

  constructor(code: FaultCode, reason: string, options: SoapFaultOptions = {}) {
    super(reason, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.subcodes = options.subcodes ?? [];
    this.language = options.language ?? "en";
    this.declared = options.declared;
    this.detail = options.detail ?? [];
    this.detailText = options.detailText;
    this.role = options.role;
    this.notUnderstood = options.notUnderstood ?? [];
    this.status = options.status;
  }

  /**
   * Turns anything that was thrown into a fault. Rules: a fault stays what it is; everything else becomes a `Receiver` fault whose
   * reason reveals nothing about the cause, which is kept for the log.
   */
  static from(reason: unknown): SoapFault {
    return reason instanceof SoapFault ? reason : new SoapFault("Receiver", "internal error", { cause: reason });
  }
}

/** Makes a fault that the contract of an operation declares: `throw declaredFault<OrderOperations["finish"]>({ name: "Late", detail })`. */
export function declaredFault<Types>(fault: DeclaredFault<Types>, reason?: string): SoapFault;
export function declaredFault(fault: { readonly name: string; readonly detail: unknown }, reason: string = fault.name): SoapFault {
  return new SoapFault("Sender", reason, { declared: fault });
}

/** The declared fault in what a client caught, as the union that the contract states; undefined for anything else. */
export function asDeclared<Types>(caught: unknown): DeclaredFault<Types> | undefined {
  // The client decoded `declared` with the operation's own tables, so it is one of the union's members.
  return caught instanceof SoapFault ? (caught.declared as DeclaredFault<Types> | undefined) : undefined;
}
