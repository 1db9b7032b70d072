/**
 * Who asks, and other headers: what is added to a request when it goes out, so that it stands in no message and no history.
 */
import { signal } from "@preact/signals";
import type { OutgoingRequest } from "./message.js";

/** "basic": HTTP Basic, RFC 7617; "token": a UsernameToken of WS-Security with the password as text. */
export type Scheme = "none" | "basic" | "token";

export interface Additions {
  readonly scheme: Scheme;
  readonly user: string;
  readonly password: string;
  /** Lines "Name: value". */
  readonly headers: string;
}

/** For all operations, until the page is closed: nothing of it is stored. */
export const additions = signal<Additions>({ scheme: "none", user: "", password: "", headers: "" });

const wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const passwordText = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";

/** The request with what is added to it. */
export function withAdditions(request: OutgoingRequest, { scheme, user, password, headers }: Additions): OutgoingRequest {
  const added = { ...request.headers, ...readHeaders(headers) };
  if (scheme === "basic") added.authorization = `Basic ${base64(`${user}:${password}`)}`;
  const body = scheme === "token" && request.body !== undefined ? withToken(request.body, user, password) : request.body;
  return { ...request, headers: added, body };
}

/** Lines without a colon are nothing. */
function readHeaders(text: string): Record<string, string> {
  const pairs = text
    .split("\n")
    .filter((line) => line.includes(":"))
    .map((line) => [line.slice(0, line.indexOf(":")).trim().toLowerCase(), line.slice(line.indexOf(":") + 1).trim()] as const);
  return Object.fromEntries(pairs.filter(([name]) => name !== ""));
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

const attributes = `(?:[^>"'/]|"[^"]*"|'[^']*'|/(?!>))*`;

/** Puts the token first into the header of an envelope; other texts stay as they are. */
function withToken(text: string, user: string, password: string): string {
  const envelope = new RegExp(`<([\\w.-]+:)?Envelope${attributes}>`).exec(text);
  if (envelope === null) return text;
  const [start, prefix = ""] = envelope;
  const end = envelope.index + start.length;
  const token = `<wsse:Security xmlns:wsse="${wsse}" ${prefix}mustUnderstand="1"><wsse:UsernameToken><wsse:Username>${escapeText(user)}</wsse:Username><wsse:Password Type="${passwordText}">${escapeText(password)}</wsse:Password></wsse:UsernameToken></wsse:Security>`;
  const header = new RegExp(`^(?:\\s|<!--[\\s\\S]*?-->)*<${prefix}Header${attributes}(/?)>`).exec(text.slice(end));
  if (header === null) return `${text.slice(0, end)}<${prefix}Header>${token}</${prefix}Header>${text.slice(end)}`;
  const [whole, isEmpty] = header;
  const opened = isEmpty === "/" ? `${whole.slice(0, -2)}>${token}</${prefix}Header>` : whole + token;
  return text.slice(0, end) + opened + text.slice(end + whole.length);
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
