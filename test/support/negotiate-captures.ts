/** Captured handshakes of .NET's clients, and what is needed to play the server's side of them again. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Cryptography } from "../../src/negotiate/cryptography.js";
import type { SecurityContext } from "../../src/negotiate/mechanism.js";
import { DataFrameReader, type HandshakeMessage, readHandshake } from "../../src/negotiate/nns/frames.js";
import type { ServerHandshake } from "../../src/negotiate/nns/handshake.js";
import { OctetQueue } from "../../src/negotiate/nns/octet-queue.js";
import { ntlmAcceptor } from "../../src/negotiate/ntlm/acceptor.js";
import { ntHash } from "../../src/negotiate/ntlm/keys.js";
import { nodeCryptography } from "../../src/node/cryptography.js";
import { sharedFolder } from "./shared-folder.js";

const folder = join(sharedFolder() ?? "", "interop/negotiate");

export type Side = "C" | "S";

/** All octets of one direction of a capture. */
export function capturedOctets(name: string, side: Side): Buffer {
  const lines = readFileSync(join(folder, "captures", `${name}.hex`), "utf8").split("\n");
  return Buffer.from(
    lines
      .filter((line) => line.startsWith(`${side} `))
      .map((line) => line.slice(2))
      .join(""),
    "hex",
  );
}

export function capturedKeytab(): Uint8Array {
  return Buffer.from(readFileSync(join(folder, "krb5/server.keytab.hex"), "utf8").replace(/\s/g, ""), "hex");
}

/** One direction, taken apart. */
export interface CapturedSide {
  readonly handshake: readonly HandshakeMessage[];
  /** The tokens of data frames. */
  readonly tokens: readonly Uint8Array[];
}

/** Takes one direction apart; the preamble of net.tcp before the upgrade is left out. */
export function capturedSide(name: string, side: Side): CapturedSide {
  const octets = capturedOctets(name, side);
  const marks = [0x14, 0x15, 0x16].map((id) => octets.indexOf(Buffer.of(id, 1, 0))).filter((at) => at >= 0);
  const queue = new OctetQueue();
  queue.push(octets.subarray(Math.min(...marks)));
  const handshake: HandshakeMessage[] = [];
  while (queue.length > 5 && [0x14, 0x15, 0x16].includes(queue.peek(1)?.[0] ?? 0) && queue.peek(3)?.[1] === 1 && queue.peek(3)?.[2] === 0) {
    const message = readHandshake(queue);
    if (message === undefined) throw new Error("the capture is cut");
    handshake.push(message);
  }
  const reader = new DataFrameReader(queue);
  const tokens: Uint8Array[] = [];
  for (let token = reader.next(); token !== undefined; token = reader.next()) tokens.push(token);
  return { handshake, tokens };
}

/** Cryptography whose random octets are given. */
export function withRandom(...values: readonly Uint8Array[]): Cryptography {
  const queue = [...values];
  return {
    ...nodeCryptography,
    random: (length) => {
      const value = queue.shift();
      if (value === undefined || value.length !== length) throw new Error(`random octets: ${value?.length} in place of ${length}`);
      return value;
    },
  };
}

export const anna = { name: "TEST\\anna", otherNames: [], securityIds: ["S-1-5-21-1-2-3-1104"] };

/** The server of the captures, with the challenge and the time of one of them. */
export function ntlmOfCapture(challengeMessage: Uint8Array, password = "secret") {
  const message = Buffer.from(challengeMessage).subarray(Buffer.from(challengeMessage).indexOf("NTLMSSP"));
  return ntlmAcceptor({
    cryptography: withRandom(new Uint8Array(16), message.subarray(24, 32)),
    names: { domain: "WORKSTATION", computer: "VM", dnsComputer: "vm" },
    accountOf: (user, domain) => (`${domain}\\${user}` === anna.name ? { peer: anna, ntHash: ntHash(password) } : undefined),
    windowsTime: () => message.readBigUInt64LE(message.length - 12),
  });
}

/** What a server says to captured messages, and the context at the end. */
export function replay(handshake: ServerHandshake, messages: readonly HandshakeMessage[]) {
  const replies: Uint8Array[] = [];
  let context: SecurityContext | undefined;
  for (const message of messages) {
    const progress = handshake.receive(message);
    replies.push(progress.reply);
    context = progress.context;
  }
  return { replies, context };
}
