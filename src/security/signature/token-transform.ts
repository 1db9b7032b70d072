/**
 * What the digest of a token is of, where a signature is over the token by way of a reference to it: STR-Transform. SOAP Message Security 1.1 §8.3
 */

/** A token that stands for its reference declares a default namespace: `xmlns=""` where it has none. */
export function withDefaultNamespace(token: Uint8Array): Uint8Array<ArrayBuffer> {
  const text = new TextDecoder().decode(token);
  const tag = /^<([^\s>]+)([^>]*)/.exec(text);
  const name = tag?.[1] ?? "";
  return new TextEncoder().encode(tag?.[2]?.includes(' xmlns="') === true ? text : `<${name} xmlns=""${text.slice(1 + name.length)}`);
}
