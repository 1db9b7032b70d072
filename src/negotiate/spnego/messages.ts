/**
 * The messages of SPNEGO. RFC 4178 §4.2
 *
 *   NegTokenInit ::= SEQUENCE { mechTypes [0], reqFlags [1] OPTIONAL, mechToken [2] OPTIONAL, mechListMIC [3] OPTIONAL }
 *   NegTokenResp ::= SEQUENCE { negState [0], supportedMech [1], responseToken [2], mechListMIC [3] }, all OPTIONAL
 */
import { contextTag, DerFields, der, derField, derObjectId, readAll, readInteger, readObjectId, readOnly, Tag } from "../der.js";
import { readFramedToken, writeFramedToken } from "../initial-token.js";
import { NegotiateError } from "../negotiate-error.js";

export const spnegoObjectId = "1.3.6.1.5.5.2";

export const NegotiationState = { completed: 0, incomplete: 1, rejected: 2, requestMic: 3 } as const;

/** The initiator's first message. */
export interface NegotiationStart {
  readonly mechanisms: readonly string[];
  /** The list as it was encoded, which the checksums are made of. */
  readonly encodedMechanisms: Uint8Array;
  /** For the first mechanism of the list. */
  readonly token: Uint8Array | undefined;
}

/** Every other message. */
export interface NegotiationAnswer {
  readonly state?: number | undefined;
  readonly mechanism?: string | undefined;
  readonly token?: Uint8Array | undefined;
  readonly mic?: Uint8Array | undefined;
}

/** Mechanisms that an initiator may list. Known ones list five. */
const longestList = 32;

export function encodeMechanisms(mechanisms: readonly string[]): Uint8Array {
  return der(Tag.sequence, ...mechanisms.map(derObjectId));
}

export function writeStart({ encodedMechanisms, token }: NegotiationStart): Uint8Array {
  const fields = [derField(0, encodedMechanisms)];
  if (token !== undefined) fields.push(derField(2, der(Tag.octetString, token)));
  return writeFramedToken(spnegoObjectId, der(contextTag(0), der(Tag.sequence, ...fields)));
}

export function readStart(message: Uint8Array): NegotiationStart {
  const { objectId, inner } = readFramedToken(message);
  if (objectId !== spnegoObjectId) throw new NegotiateError("negotiate-malformed", `a token of ${objectId} in place of SPNEGO's`);
  const fields = new DerFields(readOnly(inner, contextTag(0)).content);
  const encodedMechanisms = fields.required(0);
  const listed = readAll(readOnly(encodedMechanisms, Tag.sequence).content);
  if (listed.length > longestList) throw new NegotiateError("negotiate-malformed", "too many mechanisms");
  const token = fields.optional(2);
  return {
    mechanisms: listed.map(({ whole }) => readObjectId(whole)),
    encodedMechanisms,
    token: token === undefined ? undefined : readOnly(token, Tag.octetString).content,
  };
}

export function writeAnswer({ state, mechanism, token, mic }: NegotiationAnswer): Uint8Array {
  const fields: Uint8Array[] = [];
  if (state !== undefined) fields.push(derField(0, der(Tag.enumerated, Uint8Array.of(state))));
  if (mechanism !== undefined) fields.push(derField(1, derObjectId(mechanism)));
  if (token !== undefined) fields.push(derField(2, der(Tag.octetString, token)));
  if (mic !== undefined) fields.push(derField(3, der(Tag.octetString, mic)));
  return der(contextTag(1), der(Tag.sequence, ...fields));
}

export function readAnswer(message: Uint8Array): NegotiationAnswer {
  const fields = new DerFields(readOnly(message, contextTag(1)).content);
  const state = fields.optional(0);
  const mechanism = fields.optional(1);
  return {
    state: state === undefined ? undefined : readInteger(state),
    mechanism: mechanism === undefined ? undefined : readObjectId(mechanism),
    token: fields.optional(2) === undefined ? undefined : fields.octetString(2),
    mic: fields.optional(3) === undefined ? undefined : fields.octetString(3),
  };
}
