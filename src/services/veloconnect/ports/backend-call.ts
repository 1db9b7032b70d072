/**
 * What every call of a port carries, and how a port says that its system is out of reach.
 *
 * The ports are the seam to the systems of the operator: plain types of the trade, no XML and no types of the contract. Whatever a port rejects
 * with is answered with ResponseCode 500; so is a call that takes too long.
 */

/** The number of a party, with the scheme that it is from, such as GLN. */
export interface PartyNumber {
  readonly $value: string;
  readonly identificationSchemeID?: string;
}

/** For whom a port is called, and until when. */
export interface BackendCall {
  readonly buyer: PartyNumber;
  /** Aborted when nobody waits for the result any more. */
  readonly signal: AbortSignal;
}

/** A system cannot be reached, or does not answer in time: it is not known what it has done. The message is for the log. */
export class BackendUnavailable extends Error {
  override readonly name = "BackendUnavailable";
}

/** A price or a sum. */
export interface Money {
  /** A decimal number. */
  readonly amount: string;
  /** A code of ISO 4217. */
  readonly currency: string;
}

/** So many of a unit: EA, PR, PK, SET, MTR, ... */
export interface Measured {
  /** A decimal number. */
  readonly amount: string;
  readonly unit: string;
}
