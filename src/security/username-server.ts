/**
 * A service whose callers say who they are by a UsernameToken.
 */

import type { XmlElement } from "../runtime/shapes.js";
import type { CalledOperation, Hooks } from "../service/call-operation.js";
import type { Call } from "../service/port-type.js";
import { fromBase64, toBase64 } from "./base64.js";
import { GateMemory } from "./gate-memory.js";
import { Name } from "./names.js";
import { NonceMemory } from "./nonce-memory.js";
import { authenticationFailed, securityFault } from "./security-fault.js";
import { type AcceptedTimes, checkCreated, checkTimestamp } from "./timestamp.js";
import { onlyChild, passwordDigest, readUsernameToken, type UsernameToken } from "./username-token.js";

export interface UsernameTokenPolicy {
  /**
   * The password of a user, for digests and, if there is no `verifyPassword`, for clear text; undefined: the user is not known, or his password is not
   * kept in clear text.
   */
  readonly passwordOf?: (username: string) => string | undefined | Promise<string | undefined>;
  /** Checks a password in clear text. */
  readonly verifyPassword?: (username: string, password: string) => boolean | Promise<boolean>;
  /** Seconds that a message may be old; 300 when left out. */
  readonly lifetime?: number;
  /** Seconds that clocks may differ; 60 when left out. */
  readonly skew?: number;
  /** Messages without a Timestamp are refused. */
  readonly requireTimestamp?: boolean;
  /** Nonces that are remembered at once; 100,000 when left out. */
  readonly maxNonces?: number;
  /** Milliseconds since 1970; the platform's clock when left out. */
  readonly now?: () => number;
}

/** What a handler needs: `createHandler({ services, understands: gate.understands, before: gate.before })`. */
export interface UsernameTokenGate {
  readonly understands: readonly string[];
  /** Lets a call through whose token is right. Throws a SoapFault for all others. */
  readonly before: NonNullable<Hooks["before"]>;
  /** The user of a call that was let through. Throws for another call. */
  readonly userOf: (call: Pick<Call, "headerBlocks">) => string;
}

/** Makes a gate. Handlers that share it share one memory of nonces; several processes have one each, so that each could be sent the same digest once. */
export function requireUsernameToken(policy: UsernameTokenPolicy): UsernameTokenGate {
  const gate = new Gate(policy);
  return {
    understands: [Name.security],
    before: (operation) => gate.admit(operation),
    userOf: (call) => gate.users.of(call),
  };
}

class Gate {
  readonly #policy: UsernameTokenPolicy;
  readonly #nonces: NonceMemory;
  readonly users = new GateMemory<string>();

  constructor(policy: UsernameTokenPolicy) {
    this.#policy = policy;
    this.#nonces = new NonceMemory(policy.maxNonces ?? 100_000);
  }

  async admit({ call }: CalledOperation): Promise<void> {
    const security = call.headerBlocks.find(({ name }) => name === Name.security);
    if (security === undefined) throw securityFault("InvalidSecurity", "the message has no Security header");
    checkKnown(security);
    const { lifetime = 300, skew = 60, now = Date.now, requireTimestamp = false } = this.#policy;
    const times: AcceptedTimes = { now: now(), skew: skew * 1000, lifetime: lifetime * 1000 };
    const timestamp = onlyChild(security, Name.timestamp);
    if (timestamp !== undefined) checkTimestamp(timestamp, times);
    else if (requireTimestamp) throw securityFault("InvalidSecurity", "the message has no Timestamp");
    const element = onlyChild(security, Name.usernameToken);
    if (element === undefined) throw securityFault("InvalidSecurity", "the message has no UsernameToken");
    const token = readUsernameToken(element);
    if (!(await this.#verify(token, times))) throw authenticationFailed();
    this.users.note(call, token.username);
  }

  async #verify({ username, password, isDigest, nonce, created }: UsernameToken, times: AcceptedTimes): Promise<boolean> {
    if (created !== undefined) checkCreated(created, times);
    if (password === undefined) return false;
    const { passwordOf, verifyPassword } = this.#policy;
    if (!isDigest) {
      if (verifyPassword !== undefined) return verifyPassword(username, password);
      return isSame(password, await passwordOf?.(username));
    }
    // Without both, a digest could be sent again.
    if (nonce === undefined || created === undefined || created !== created.trim()) {
      throw securityFault("InvalidSecurityToken", "a password digest needs Nonce and Created");
    }
    const octets = fromBase64(nonce);
    const known = await passwordOf?.(username);
    const digest = await passwordDigest(octets, created, known ?? "");
    if (known === undefined || !isSame(password, digest)) return false;
    const { now, skew, lifetime } = times;
    // The same octets have several texts in base64.
    return this.#nonces.take(username, toBase64(octets), now, now + lifetime + 2 * skew);
  }
}

/** What is signed or encrypted says more than this gate reads: it must not pass as if it were verified. */
function checkKnown({ children }: XmlElement): void {
  for (const child of children) {
    if (typeof child === "string" || child.name === Name.timestamp || child.name === Name.usernameToken) continue;
    throw securityFault("UnsupportedSecurityToken", `"${child.name}" is not supported in a Security header`);
  }
}

/** Compares in a time that does not tell how much is the same. */
function isSame(given: string, expected: string | undefined): boolean {
  const a = new TextEncoder().encode(given);
  const b = new TextEncoder().encode(expected ?? given);
  let difference = a.length ^ b.length;
  for (const [index, octet] of a.entries()) difference |= octet ^ (b[index % Math.max(1, b.length)] ?? 0);
  return difference === 0 && expected !== undefined;
}
