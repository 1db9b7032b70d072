/**
 * Octets as base64, and back. RFC 4648 §4
 */
import { securityFault } from "./security-fault.js";

/** Octets for each call of String.fromCharCode, which takes them as arguments. */
const pieceLength = 8192;

/** Octets as base64. */
export function toBase64(octets: Uint8Array): string {
  let characters = "";
  for (let at = 0; at < octets.length; at += pieceLength) characters += String.fromCharCode(...octets.subarray(at, at + pieceLength));
  return btoa(characters);
}

/** The octets of base64, in which there may be white space. Throws a SoapFault. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch (error) {
    throw securityFault("InvalidSecurityToken", "a value is not in base64", error);
  }
}
