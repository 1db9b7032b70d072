/**
 * The binding of an authentication to the TLS channel that it runs over: a proof cannot be passed on through another one.
 *
 * What is hashed names the server's certificate by its hash ("tls-server-end-point"). RFC 5929 §4, RFC 2744 §3.11
 */
import type { Cryptography, HashName } from "./cryptography.js";
import { readAll, readObjectId, readOnly, Tag } from "./der.js";
import { concatOctets, noOctets, uint32 } from "./octets.js";

/** The hash of a signature, if it is stronger than SHA-256, which takes the place of weaker ones. RFC 5929 §4.1 */
const strongerHashes: Readonly<Record<string, HashName>> = {
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
};

/** The binding to a channel whose server has shown this certificate, in DER: 16 octets, as Kerberos and NTLM send them. */
export function channelBindingOf(cryptography: Cryptography, certificate: Uint8Array): Uint8Array {
  const hash = cryptography.hash(signatureHash(certificate), certificate);
  const name = concatOctets(new TextEncoder().encode("tls-server-end-point:"), hash);
  // Four numbers of zero: there are no addresses.
  return cryptography.hash("md5", concatOctets(new Uint8Array(16), uint32(name.length), name));
}

/** Certificate ::= SEQUENCE { what is signed, SEQUENCE { the algorithm's identifier, ... }, the signature } */
function signatureHash(certificate: Uint8Array): HashName {
  const [, algorithm] = readAll(readOnly(certificate, Tag.sequence).content);
  const [identifier] = readAll(readOnly(algorithm?.whole ?? noOctets, Tag.sequence).content);
  return strongerHashes[readObjectId(identifier?.whole ?? noOctets)] ?? "sha256";
}
