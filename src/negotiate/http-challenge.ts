/**
 * Tokens in HTTP's headers: `WWW-Authenticate: Negotiate TOKEN` and `Authorization: Negotiate TOKEN`, in base64. RFC 4559 §4, MS-NTHT §2.2
 */

/** Negotiate is SPNEGO, NTLM the bare mechanism. */
export const httpSchemes = ["Negotiate", "NTLM"] as const;
export type HttpScheme = (typeof httpSchemes)[number];

/** One challenge or credentials; the token is empty if the header has only a scheme. */
export interface HttpToken {
  readonly scheme: HttpScheme;
  readonly token: Uint8Array;
}

export function writeHttpToken({ scheme, token }: HttpToken): string {
  return token.length === 0 ? scheme : `${scheme} ${btoa(Array.from(token, (octet) => String.fromCharCode(octet)).join(""))}`;
}

/** The tokens of a header's value, those of other schemes left out. */
export function readHttpTokens(value: string): readonly HttpToken[] {
  return value.split(",").flatMap((part) => {
    const [, name = "", base64 = ""] = /^\s*([\w-]+)(?:\s+([A-Za-z0-9+/]*={0,2}))?\s*$/.exec(part) ?? [];
    const scheme = httpSchemes.find((known) => known.toLowerCase() === name.toLowerCase());
    const token = octetsOfBase64(base64);
    return scheme === undefined || token === undefined ? [] : [{ scheme, token }];
  });
}

function octetsOfBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
