/**
 * PEM: octets as text between lines. RFC 7468
 */
import { fromBase64 } from "../base64.js";

/** The octets of all blocks of a text with a label, such as "CERTIFICATE". Octets are what such a block holds already. */
export function readPem(source: string | Uint8Array, label: string): readonly Uint8Array<ArrayBuffer>[] {
  if (typeof source !== "string") return [new Uint8Array(source)];
  const begin = `-----BEGIN ${label}-----`;
  const blocks = source
    .split(begin)
    .slice(1)
    .map((rest) => fromBase64(rest.slice(0, rest.indexOf("-----END"))));
  if (blocks.length === 0) throw new TypeError(`there is no "${begin}" in the text`);
  return blocks;
}
