/** The worked example of MS-NLMP §4.2 for NTLMv2, and the test vectors of RFC 1320 and RC4. */
import { expect, test } from "vitest";
import { ntHash, proofOf, responseKey, sessionKeys } from "../../../../src/negotiate/ntlm/keys.js";
import { md4 } from "../../../../src/negotiate/ntlm/md4.js";
import { Rc4 } from "../../../../src/negotiate/ntlm/rc4.js";
import { NtlmContext } from "../../../../src/negotiate/ntlm/sealing.js";
import { nodeCryptography } from "../../../../src/node/cryptography.js";

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");
const octets = (text: string): Uint8Array => Buffer.from(text, "hex");

test.each([
  { given: "", want: "31d6cfe0d16ae931b73c59d7e0c089c0" },
  { given: "abc", want: "a448017aaf21d8525fc10ae87aa6729d" },
  { given: "message digest", want: "d9130a8164549fe818874806e1c7014b" },
  { given: "1234567890".repeat(8), want: "e33b4ddc9c38f2199c3e7b164fcc0536" },
])("MD4 of $given", ({ given, want }) => {
  expect(hex(md4(Buffer.from(given)))).toBe(want);
});

test("RC4, in two steps", () => {
  const cipher = new Rc4(Buffer.from("Key"));
  expect(hex(cipher.apply(Buffer.from("Plain"))) + hex(cipher.apply(Buffer.from("text")))).toBe("bbf316e8d940af0ad3");
});

test("the example of the specification", () => {
  const hash = ntHash("Password");
  expect(hex(hash)).toBe("a4f49c406510bdcab6824ee7c30fd852");
  const key = responseKey(nodeCryptography, hash, "User", "Domain");
  expect(hex(key)).toBe("0c868a403bfd7a93a3001ef22ef02e3f");
  const blob = `0101000000000000${"00".repeat(8)}${"aa".repeat(8)}00000000${"02000c0044006f006d00610069006e0001000c005300650072007600650072000000000000000000"}`;
  const proof = proofOf(nodeCryptography, key, octets("0123456789abcdef"), octets(blob));
  expect(hex(proof)).toBe("68cd0ab851e51c96aabc927bebef6a1c");
  const baseKey = nodeCryptography.hmac("md5", key, proof);
  expect(hex(baseKey)).toBe("8de40ccadbc14a82f15cb0ad0de95ca3");
  expect(hex(new Rc4(baseKey).apply(octets("55".repeat(16))))).toBe("c5dad2544fc9799094ce1ce90bc9d03e");
  const { toServer, toClient } = sessionKeys(nodeCryptography, octets("55".repeat(16)));
  expect(hex(toServer.seal)).toBe("59f600973cc4960a25480a7c196e4c58");
  expect(hex(toServer.sign)).toBe("4788dc861b4782f35d43fd98fe1a2d39");
  const peer = { name: "Domain\\User", otherNames: [], securityIds: [] };
  const context = new NtlmContext(nodeCryptography, peer, { flags: 0xe2088233, outgoing: toServer, incoming: toClient });
  expect(hex(context.wrap(Buffer.from("Plaintext", "utf16le")))).toBe(
    "010000007fb38ec5c55d497600000000" + "54e50165bf1936dc996020c1811b0f06fb5f",
  );
});
