/**
 * What differs between WS-Addressing 1.0 and the submission of August 2004, which older services speak.
 * https://www.w3.org/TR/ws-addr-core/, https://www.w3.org/Submission/2004/SUBM-ws-addressing-20040810/
 */
import type { NameToWrite } from "../../xml/write/written-names.js";

export interface AddressingVersion {
  readonly namespace: string;
  /** The sender of a message, reached by the answer on its connection. */
  readonly anonymous: string;
  /** Messages addressed here are discarded; undefined: there is no such address. */
  readonly none: string | undefined;
  /** Tests if a relationship is that of a reply to its message. */
  readonly isReply: (relationship: string) => boolean;
  /** The action of faults for which no contract names one; `ofAddressing`: of those about the headers themselves. */
  readonly faultAction: (ofAddressing: boolean) => string;
  /** Names of the headers: the same objects for each message, so that the writer knows them again. */
  readonly names: {
    readonly action: NameToWrite;
    readonly relatesTo: NameToWrite;
    readonly messageId: NameToWrite;
    readonly replyTo: NameToWrite;
    readonly faultTo: NameToWrite;
    readonly address: NameToWrite;
    readonly to: NameToWrite;
  };
}

function namesIn(namespace: string): AddressingVersion["names"] {
  const named = (local: string): NameToWrite => ({ prefix: "a", namespace, local });
  return {
    action: named("Action"),
    relatesTo: named("RelatesTo"),
    messageId: named("MessageID"),
    replyTo: named("ReplyTo"),
    faultTo: named("FaultTo"),
    address: named("Address"),
    to: named("To"),
  };
}

const namespace10 = "http://www.w3.org/2005/08/addressing";
const namespace200408 = "http://schemas.xmlsoap.org/ws/2004/08/addressing";

export const addressing10: AddressingVersion = {
  namespace: namespace10,
  anonymous: `${namespace10}/anonymous`,
  none: `${namespace10}/none`,
  isReply: (relationship) => relationship === `${namespace10}/reply`,
  faultAction: (ofAddressing) => (ofAddressing ? `${namespace10}/fault` : `${namespace10}/soap/fault`),
  names: namesIn(namespace10),
};

export const addressing200408: AddressingVersion = {
  namespace: namespace200408,
  anonymous: `${namespace200408}/role/anonymous`,
  none: undefined,
  // A qualified name, whose prefix is nearly always the namespace's own.
  isReply: (relationship) => /^(?:[^:]*:)?Reply$/.test(relationship),
  faultAction: () => `${namespace200408}/fault`,
  names: namesIn(namespace200408),
};

/** The version whose headers have this namespace. */
export function addressingVersionOf(namespace: string): AddressingVersion | undefined {
  if (namespace === namespace10) return addressing10;
  return namespace === namespace200408 ? addressing200408 : undefined;
}
