/**
 * A Security header with a UsernameToken, for the calls of a client.
 */
import type { XmlElement } from "../runtime/shapes.js";
import type { HeaderContext } from "../service/client-options.js";
import { toBase64 } from "./base64.js";
import { base64Encoding, Name, PasswordType, securityNamespaces } from "./names.js";
import { passwordDigest } from "./username-token.js";

export interface UsernameTokenOptions {
  readonly username: string;
  readonly password: string;
  /** "digest" sends no password, but asks the server to know it in clear text; "text" is for TLS. "text" when left out. */
  readonly passwordType?: "text" | "digest";
  /** Seconds for which a message is good: it gets a Timestamp. 300 when left out; 0: none. */
  readonly lifetime?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** Makes what adds the header to each call: `createClient(binding, { url, headerBlocks: usernameToken({ username, password }) })`. */
export function usernameToken(options: UsernameTokenOptions): (context: HeaderContext) => Promise<readonly XmlElement[]> {
  return async ({ mustUnderstand }) => {
    const { lifetime = 300, now = Date.now } = options;
    const created = now();
    const timestamp = lifetime === 0 ? [] : [timestampOf(created, lifetime)];
    const token = await tokenOf(options, new Date(created).toISOString());
    return [elementOf(Name.security, [...timestamp, token], { [mustUnderstand]: "1" })];
  };
}

function timestampOf(created: number, lifetime: number): XmlElement {
  const time = (milliseconds: number): string => new Date(milliseconds).toISOString();
  return elementOf(Name.timestamp, [elementOf(Name.created, [time(created)]), elementOf(Name.expires, [time(created + lifetime * 1000)])]);
}

async function tokenOf({ username, password, passwordType = "text" }: UsernameTokenOptions, created: string): Promise<XmlElement> {
  const name = elementOf(Name.username, [username]);
  if (passwordType === "text") {
    return elementOf(Name.usernameToken, [name, elementOf(Name.password, [password], { Type: PasswordType.text })]);
  }
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  return elementOf(Name.usernameToken, [
    name,
    elementOf(Name.password, [await passwordDigest(nonce, created, password)], { Type: PasswordType.digest }),
    elementOf(Name.nonce, [toBase64(nonce)], { EncodingType: base64Encoding }),
    elementOf(Name.created, [created]),
  ]);
}

function elementOf(name: string, children: XmlElement["children"], attributes: Readonly<Record<string, string>> = {}): XmlElement {
  return { name, attributes, namespaces: securityNamespaces, children };
}
