/** Both ends of Windows authentication in one process, without a network. */
import type { Handshake, InitiatingMechanism, InitiatorHandshake, SecurityContext } from "../../src/negotiate/mechanism.js";
import { type NtlmAcceptorOptions, ntlmAcceptor } from "../../src/negotiate/ntlm/acceptor.js";
import { type NtlmInitiatorOptions, ntlmInitiator } from "../../src/negotiate/ntlm/initiator.js";
import { ntHash } from "../../src/negotiate/ntlm/keys.js";
import { negotiateWith } from "../../src/negotiate/spnego/initiator.js";
import { windowsTimeOf } from "../../src/negotiate/windows-time.js";
import { nodeCryptography } from "../../src/node/cryptography.js";

const time = Date.UTC(2026, 10, 29);
const windowsTime = (): bigint => windowsTimeOf(time);

/** For an end whose other end is a program with the system's clock, which refuses a time that is more than a day and a half off. */
export const systemTime = { windowsTime: (): bigint => windowsTimeOf(Date.now()) };

export const anna = { name: "TEST\\anna", otherNames: [], securityIds: ["S-1-5-21-1-2-3-1104"] };

/** A server that knows anna and her password. */
export function ntlmServer(options: Partial<NtlmAcceptorOptions> = {}) {
  return ntlmAcceptor({
    cryptography: nodeCryptography,
    names: { domain: "TEST", computer: "SERVER", dnsComputer: "server.test" },
    accountOf: (user, domain) =>
      `${domain}\\${user}`.toLowerCase() === "test\\anna" ? { peer: anna, ntHash: ntHash("secret") } : undefined,
    windowsTime,
    ...options,
  });
}

export function ntlmClient(user = "anna", password = "secret", options: Partial<NtlmInitiatorOptions> = {}): InitiatingMechanism {
  const credentials = { user, domain: "TEST", ntHash: ntHash(password) };
  return ntlmInitiator({ cryptography: nodeCryptography, credentials, windowsTime, ...options });
}

/** A negotiation that offers the mechanisms for a service. */
export function negotiationOf(...mechanisms: readonly InitiatingMechanism[]): Promise<InitiatorHandshake> {
  return negotiateWith("host/server", mechanisms);
}

export interface Agreed {
  readonly initiator: SecurityContext;
  readonly acceptor: SecurityContext;
  /** All tokens, in turn. */
  readonly tokens: readonly Uint8Array[];
}

/** Passes tokens until both ends are done. `change` may change one on the way. */
export function handshake(
  initiator: InitiatorHandshake,
  acceptor: Handshake,
  change: (token: Uint8Array, index: number) => Uint8Array = (token) => token,
): Agreed {
  const tokens: Uint8Array[] = [];
  let [initiated, accepted]: (SecurityContext | undefined)[] = [];
  let token: Uint8Array | undefined = initiator.begin();
  for (let turn = 0; token !== undefined; turn++) {
    tokens.push(token);
    const end = turn % 2 === 0 ? acceptor : initiator;
    const step = end.step(change(token, turn));
    if (step.kind === "done" && end === acceptor) accepted = step.context;
    if (step.kind === "done" && end === initiator) initiated = step.context;
    token = step.token;
  }
  if (initiated === undefined || accepted === undefined) throw new Error("one end is not done");
  return { initiator: initiated, acceptor: accepted, tokens };
}

/** Sends messages both ways and compares them. */
export function converse({ initiator, acceptor }: Agreed): void {
  for (const text of ["", "a", "x".repeat(300), "the end"]) {
    const message = new TextEncoder().encode(text);
    for (const [from, to] of [
      [initiator, acceptor],
      [acceptor, initiator],
    ] as const) {
      const opened = new TextDecoder().decode(to.unwrap(from.wrap(message)));
      if (opened !== text) throw new Error(`"${text}" arrived as "${opened}"`);
    }
  }
}
