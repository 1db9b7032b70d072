/** The examples of RFC 3961 §A.1, RFC 3962 §B and RFC 8009 §A. */
import { describe, expect, test } from "vitest";
import { EncryptionKey, foldTo16, refuseUnsupported, supportedTypes } from "../../../../src/negotiate/kerberos/etypes.js";
import { nodeCryptography } from "../../../../src/node/cryptography.js";
import { withRandom } from "../../../support/negotiate-captures.js";

const hex = (octets: Uint8Array): string => Buffer.from(octets).toString("hex");
const octets = (text: string): Uint8Array => Buffer.from(text.replace(/ /g, ""), "hex");

test("folding to a block", () => {
  expect(hex(foldTo16(Buffer.from("kerberos")))).toBe("6b65726265726f737b9b5b2b93132b93");
});

// Key, use 2; the confounder, the message, and both encrypted.
const examples = [
  {
    type: 19,
    key: "3705d96080c17728a0e800eab6e0d23c",
    confounder: "7e5895eaf2672435bad817f545a37148",
    message: "",
    want: "ef85fb890bb8472f4dab20394dca781dad877eda39d50c870c0d5a0a8e48c718",
  },
  {
    type: 19,
    key: "3705d96080c17728a0e800eab6e0d23c",
    confounder: "7bca285e2fd4130fb55b1a5c83bc5b24",
    message: "000102030405",
    want: "84d7f30754ed987bab0bf3506beb09cfb55402cef7e6877ce99e247e52d16ed4421dfdf8976c",
  },
  {
    type: 20,
    key: "6d404d37faf79f9df0d33568d320669800eb4836472ea8a026d16b7182460c52",
    confounder: "f764e9fa15c276478b2c7d0c4e5f58e4",
    message: "",
    want: "41f53fa5bfe7026d91faf9be959195a058707273a96a40f0a01960621ac612748b9bbfbe7eb4ce3c",
  },
] as const;

test.each(examples)("type $type: $message", ({ type, key, confounder, message, want }) => {
  const sender = new EncryptionKey(withRandom(octets(confounder)), type, octets(key));
  expect(hex(sender.encrypt(2, octets(message)))).toBe(want);
  expect(hex(sender.decrypt(2, octets(want)))).toBe(message);
});

test("checksums of RFC 8009", () => {
  const message = octets("000102030405060708090a0b0c0d0e0f1011121314");
  const small = new EncryptionKey(nodeCryptography, 19, octets("3705d96080c17728a0e800eab6e0d23c"));
  expect(hex(small.checksum(2, message))).toBe("d78367186643d67b411cba9139fc1dee");
  const large = new EncryptionKey(nodeCryptography, 20, octets("6d404d37faf79f9df0d33568d320669800eb4836472ea8a026d16b7182460c52"));
  expect(hex(large.checksum(2, message))).toBe("45ee791567eefca37f4ac1e0222de80d43c3bfa06699672a");
});

describe.each(supportedTypes)("type %i", (type) => {
  const key = new EncryptionKey(nodeCryptography, type, new Uint8Array(type % 2 === 1 ? 16 : 32).fill(7));

  test("messages of all lengths around blocks", () => {
    for (let length = 0; length < 70; length++) {
      const message = Uint8Array.from({ length }, (_, index) => index);
      const encrypted = key.encrypt(24, message);
      expect(encrypted).toHaveLength(length + key.overhead);
      expect(hex(key.decrypt(24, encrypted))).toBe(hex(message));
    }
  });

  test("another use, a changed octet, and too few", () => {
    const encrypted = key.encrypt(24, Buffer.from("message"));
    expect(() => key.decrypt(22, encrypted)).toThrow("checksum");
    for (const at of encrypted.keys()) {
      const changed = new Uint8Array(encrypted);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => key.decrypt(24, changed)).toThrow("checksum");
    }
    expect(() => key.decrypt(24, encrypted.subarray(0, key.overhead - 1))).toThrow("too short");
  });

  test("a key of another length", () => {
    expect(() => new EncryptionKey(nodeCryptography, type, new Uint8Array(24))).toThrow("a key of 24 octets");
  });
});

test.each([
  { type: 23, name: "RC4" },
  { type: 3, name: "DES" },
  { type: 99, name: "encryption type 99" },
])("$name is refused by name", ({ type, name }) => {
  expect(() => refuseUnsupported(type, "the ticket")).toThrow(`the ticket uses ${name}; only AES is supported`);
});
