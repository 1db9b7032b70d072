/**
 * The frame around the first token of a mechanism: which mechanism it is, then its octets. RFC 2743 §3.1
 */
import { applicationTag, der, derObjectId, readFirst, readObjectId, readOnly } from "./der.js";

/** A framed token. */
export interface FramedToken {
  readonly objectId: string;
  readonly inner: Uint8Array;
}

export function writeFramedToken(objectId: string, inner: Uint8Array): Uint8Array {
  return der(applicationTag(0), derObjectId(objectId), inner);
}

export function readFramedToken(token: Uint8Array): FramedToken {
  const { content } = readOnly(token, applicationTag(0));
  const { whole } = readFirst(content);
  return { objectId: readObjectId(whole), inner: content.subarray(whole.length) };
}
