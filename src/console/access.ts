/**
 * Who sees what runs, and who may act on it: requests from this machine, accounts that log in, and whom a trusted proxy names.
 *
 * A session is a cookie that scripts cannot read and that other sites' pages do not send. What changes something must also come from a page of this
 * origin (Origin, Sec-Fetch-Site) and have a token that only such a page can read.
 */
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { HttpRequest } from "../service/exchange.js";
import type { Account, Accounts, LoginAttempt, Role } from "./accounts.js";
import { longestTime, Sessions } from "./sessions.js";

/** A proxy that authenticates whom it lets through. */
export interface TrustedProxy {
  /** Its network address: a header from elsewhere is not believed. */
  readonly address: string;
  /** The header with the name, which the proxy sets on each request: `x-forwarded-user`. */
  readonly header: string;
}

/** Who sees what runs, and who may act. */
export interface ConsoleAccess {
  /** Requests from this machine see what runs without a login. Not behind a proxy on the same machine. */
  readonly isOpenHere: boolean;
  /** Those who may log in. They also say which role a name has that the proxy gives; other names are viewers. */
  readonly accounts?: Accounts | undefined;
  readonly proxy?: TrustedProxy | undefined;
}

/** Who has sent a request. */
export interface Viewer {
  /** Undefined: somebody at this machine. */
  readonly name: string | undefined;
  readonly role: Role;
  /** What a request that changes something must repeat; undefined: this one may change nothing. */
  readonly token: string | undefined;
  /** The session to end when logging out. */
  readonly session: string | undefined;
}

/** The header with the token. */
export const tokenHeader = "x-console-token";

const cookieName = "soapwright-console";
const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Tests if a request comes from this machine by its name: not through a proxy, nor from a page of another site whose name leads here.
 */
export function isFromHere({ origin, headers, peer, connectedFrom }: HttpRequest): boolean {
  if (!URL.canParse(origin) || !loopbackNames.has(new URL(origin).hostname)) return false;
  const isLocal = (address: string): boolean => /^(127\.|::1$|0:0:0:0::\/64$)/.test(address);
  if ((peer !== undefined && !isLocal(peer)) || (connectedFrom !== undefined && !isLocal(connectedFrom))) return false;
  if (["forwarded", "x-forwarded-for", "via", "x-real-ip"].some((name) => headers.get(name) !== null)) return false;
  const site = headers.get("sec-fetch-site");
  return site === null || site === "same-origin" || site === "none";
}

/** Decides who a request is from. */
export class AccessControl {
  readonly #access: ConsoleAccess;
  readonly #sessions: Sessions;
  readonly #key = randomBytes(32);

  /** `now` gives milliseconds. */
  constructor(access: ConsoleAccess, now: () => number = Date.now) {
    this.#access = access;
    this.#sessions = new Sessions(access.accounts ?? { find: () => undefined }, now);
  }

  /** May anybody log in? */
  get hasLogin(): boolean {
    return this.#access.accounts !== undefined;
  }

  /** Undefined: a stranger. */
  viewerOf(request: HttpRequest): Viewer | undefined {
    const { isOpenHere, accounts, proxy } = this.#access;
    const named = proxy && nameFromProxy(request, proxy);
    if (named !== undefined) {
      return { name: named, role: accounts?.find(named)?.role ?? "viewer", token: this.#tokenOf(`proxy ${named}`), session: undefined };
    }
    const session = cookiesOf(request).get(cookieNameFor(request));
    const account = session === undefined ? undefined : this.#sessions.use(session);
    if (account !== undefined) return { name: account.name, role: account.role, token: this.#tokenOf(`session ${session}`), session };
    const isSeenHere = isOpenHere && proxy === undefined && isFromHere(request);
    return isSeenHere ? { name: undefined, role: "viewer", token: undefined, session: undefined } : undefined;
  }

  /** Tests if a request that changes something comes from a page of this origin. */
  isFromOwnPage({ origin, headers }: HttpRequest): boolean {
    const site = headers.get("sec-fetch-site");
    return headers.get("origin") === origin && (site === null || site === "same-origin");
  }

  /** Tests if a request that changes something has the token of its viewer. */
  hasToken({ headers }: HttpRequest, { token }: Viewer): boolean {
    return token !== undefined && isEqual(headers.get(tokenHeader) ?? "", token);
  }

  async logIn(attempt: LoginAttempt): Promise<Account | "wrong" | "busy"> {
    return (await this.#access.accounts?.logIn(attempt)) ?? "wrong";
  }

  /** Begins a session: the value of Set-Cookie. */
  beginSession(account: Account, request: HttpRequest): string {
    return cookieFor(request, this.#sessions.begin(account), longestTime / 1000);
  }

  /** Ends a session: the value of Set-Cookie. */
  endSession({ session }: Viewer, request: HttpRequest): string {
    if (session !== undefined) this.#sessions.end(session);
    return cookieFor(request, "", 0);
  }

  #tokenOf(text: string): string {
    return createHmac("sha256", this.#key).update(text).digest("base64url");
  }
}

/** The name that a proxy gives. What is a list, or longer than names are, was not written by the proxy alone. */
function nameFromProxy({ headers, connectedFrom }: HttpRequest, { address, header }: TrustedProxy): string | undefined {
  if (connectedFrom === undefined || connectedFrom !== address) return undefined;
  const name = headers.get(header)?.trim() ?? "";
  return /^[^\p{C},;]{1,255}$/u.test(name) ? name : undefined;
}

function cookiesOf({ headers }: HttpRequest): ReadonlyMap<string, string> {
  const pairs = (headers.get("cookie") ?? "").split(";").map((pair) => pair.trim().split("="));
  return new Map(pairs.map(([name = "", value = ""]) => [name, value]));
}

/** A name with this prefix is set by this host alone, over TLS. RFC 6265bis §4.1.3.2 */
function cookieNameFor({ origin }: HttpRequest): string {
  return origin.startsWith("https:") ? `__Host-${cookieName}` : cookieName;
}

function cookieFor(request: HttpRequest, value: string, seconds: number): string {
  const secure = request.origin.startsWith("https:") ? "; Secure" : "";
  return `${cookieNameFor(request)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}
