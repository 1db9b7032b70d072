/**
 * UsernameToken: a name and a password, in clear text or as a digest that is good once. UsernameToken Profile 1.1 §3.1
 */
import type { XmlElement } from "../runtime/shapes.js";
import { toBase64 } from "./base64.js";
import { Name, PasswordType } from "./names.js";
import { securityFault } from "./security-fault.js";

/** A token as it came. */
export interface UsernameToken {
  readonly username: string;
  /** In clear text, or the digest in base64; undefined: the token has none. */
  readonly password: string | undefined;
  readonly isDigest: boolean;
  /** In base64, as it was sent. */
  readonly nonce: string | undefined;
  /** As it was sent: the digest covers these very characters. */
  readonly created: string | undefined;
}

/** Characters of each text in a token, at most. */
const longestText = 4096;

/** Reads a token. Throws a SoapFault. */
export function readUsernameToken(element: XmlElement): UsernameToken {
  const text = (name: string): string | undefined => onlyText(onlyChild(element, name));
  const username = text(Name.username);
  if (username === undefined || username === "") throw securityFault("InvalidSecurityToken", "the UsernameToken has no Username");
  const type = onlyChild(element, Name.password)?.attributes.Type ?? PasswordType.text;
  if (type !== PasswordType.text && type !== PasswordType.digest) {
    throw securityFault("UnsupportedSecurityToken", `passwords of the type "${type.slice(0, 200)}" are not known`);
  }
  return {
    username,
    password: text(Name.password),
    isDigest: type === PasswordType.digest,
    nonce: text(Name.nonce)?.trim(),
    created: text(Name.created),
  };
}

/** An element whose children are of a kind. */
export interface Parent<Child extends XmlElement> extends XmlElement {
  readonly children: readonly (string | Child)[];
}

/** The child with a name. Throws a SoapFault if there are several, of which an attacker could have added one. */
export function onlyChild<Child extends XmlElement>({ children, name: parent }: Parent<Child>, name: string): Child | undefined {
  const found = children.filter((child) => typeof child !== "string" && child.name === name);
  if (found.length > 1) throw securityFault("InvalidSecurity", `${localName(parent)} has several ${localName(name)}`);
  const [only] = found;
  return typeof only === "string" ? undefined : only;
}

/** The local name in a Clark name. */
export function localName(name: string): string {
  return name.slice(name.indexOf("}") + 1);
}

/** The text of an element that holds nothing else. */
export function onlyText(element: XmlElement | undefined): string | undefined {
  if (element === undefined) return undefined;
  const text = element.children.join("");
  if (element.children.some((child) => typeof child !== "string") || text.length > longestText) {
    throw securityFault("InvalidSecurityToken", `${localName(element.name)} is not text, or is too long`);
  }
  return text;
}

/** The digest of a password, in base64: of the nonce's octets, the time as it is written, and the password, one behind another. */
export async function passwordDigest(nonce: Uint8Array, created: string, password: string): Promise<string> {
  const rest = new TextEncoder().encode(created + password);
  const octets = new Uint8Array(nonce.length + rest.length);
  octets.set(nonce);
  octets.set(rest, nonce.length);
  return toBase64(new Uint8Array(await crypto.subtle.digest("SHA-1", octets)));
}
