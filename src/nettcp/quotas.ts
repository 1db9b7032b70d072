/**
 * Quotas of a session, as WCF has them by default; each can be set, and exceeding one is a typed error.
 *
 * Octets and characters are counted before memory is allocated for them, so these numbers bound what a peer can make this end hold.
 */

export interface Quotas {
  /** Octets of one message, its string table included (MaxReceivedMessageSize). Checked before a message is buffered. */
  readonly messageSize: number;
  /** Octets of a Via record. */
  readonly viaLength: number;
  /** Octets of a content type, an upgrade's name or a fault's URI. */
  readonly contentTypeLength: number;
  /** Octets of the string tables of a session in one direction, length prefixes included (MaxSessionSize). */
  readonly sessionSize: number;
  /** Elements open at the same time (MaxDepth). */
  readonly depth: number;
  /** Characters of one value (MaxStringContentLength). */
  readonly stringContentLength: number;
  /** Values of an array record, and octets of one binary value (MaxArrayLength). */
  readonly arrayLength: number;
  /** Octets of the attributes and declarations of one start tag (MaxBytesPerRead). */
  readonly bytesPerRead: number;
  /** Characters of the different names, prefixes and namespaces that a document itself contains (MaxNameTableCharCount). */
  readonly nameTableCharacters: number;
  /** Characters that references to dictionaries and repeated start tags of arrays may add to a message. WCF has no such quota. */
  readonly expansion: number;
}

export const defaultQuotas: Quotas = {
  messageSize: 65_536,
  viaLength: 2048,
  contentTypeLength: 256,
  sessionSize: 2048,
  depth: 32,
  stringContentLength: 8192,
  arrayLength: 16_384,
  bytesPerRead: 4096,
  nameTableCharacters: 16_384,
  // A reference of two octets can stand for 2 KB, and an array repeats its start tag: sixteen times the largest message is far beyond real ones.
  expansion: 1024 * 1024,
};

/** Puts quotas over the defaults. */
export function quotasOf(quotas: Partial<Quotas> | undefined): Quotas {
  return quotas === undefined ? defaultQuotas : { ...defaultQuotas, ...quotas };
}
