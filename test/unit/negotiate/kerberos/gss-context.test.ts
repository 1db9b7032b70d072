/** Protected messages of RFC 4121, also in the forms that Windows sends: rotated, and with filler. */
import { describe, expect, test } from "vitest";
import { EncryptionKey } from "../../../../src/negotiate/kerberos/etypes.js";
import { GssContext } from "../../../../src/negotiate/kerberos/gss-context.js";
import { KeyUsage } from "../../../../src/negotiate/kerberos/messages.js";
import { nodeCryptography } from "../../../../src/node/cryptography.js";

const key = new EncryptionKey(nodeCryptography, 18, new Uint8Array(32).fill(5));
const peer = { name: "anna@TEST", otherNames: [], securityIds: [] };
const message = Buffer.from("a message");

function ends(isConfidential = true) {
  const terms = { peer, isConfidential, key, isAcceptorKey: true };
  const acceptor = new GssContext({ ...terms, role: "acceptor", sendNumber: 900, receiveNumber: 0xfffffffe });
  const initiator = new GssContext({ ...terms, role: "initiator", sendNumber: 0xfffffffe, receiveNumber: 900 });
  return { acceptor, initiator };
}

/** A token made by hand: with octets of filler, rotated to the right. */
function tokenOf({ extra = 0, rotation = 0, flags = 6, number = 0xfffffffe } = {}): Buffer {
  const header = Buffer.from(
    `0504${flags.toString(16).padStart(2, "0")}ff${extra.toString(16).padStart(4, "0")}0000${number.toString(16).padStart(16, "0")}`,
    "hex",
  );
  const body = Buffer.from(key.encrypt(KeyUsage.initiatorSeal, Buffer.concat([message, Buffer.alloc(extra, 0xaa), header])));
  const turn = rotation % body.length;
  const sent = Buffer.from(header);
  sent.writeUInt16BE(rotation, 6);
  return Buffer.concat([sent, body.subarray(body.length - turn), body.subarray(0, body.length - turn)]);
}

test("numbers go on beyond 32 bits", () => {
  const { acceptor, initiator } = ends();
  for (let count = 0; count < 5; count++) {
    expect(Buffer.from(acceptor.unwrap(initiator.wrap(message))).toString()).toBe("a message");
    expect(Buffer.from(initiator.unwrap(acceptor.wrap(message))).toString()).toBe("a message");
  }
  acceptor.verifyMic(message, initiator.makeMic(message));
  expect(initiator.wrap(message)).toHaveLength(message.length + initiator.overhead);
});

test.each([
  { extra: 0, rotation: 28 },
  { extra: 16, rotation: 28 },
  { extra: 3, rotation: 0 },
  { extra: 0, rotation: 5000 },
])("filler $extra, rotated by $rotation", (form) => {
  expect(Buffer.from(ends().acceptor.unwrap(tokenOf(form))).toString()).toBe("a message");
});

describe("what is refused", () => {
  test.each([
    { what: "a number that was skipped", token: tokenOf({ number: 0xffffffff }), want: "out of order" },
    { what: "one's own direction", token: tokenOf({ flags: 7 }), want: "another direction or key" },
    { what: "another key", token: tokenOf({ flags: 2 }), want: "another direction or key" },
    { what: "another token", token: Buffer.concat([Buffer.from("0404", "hex"), tokenOf().subarray(2)]), want: "token 404 in place of 504" },
    { what: "a rotation that was changed", token: Buffer.from(tokenOf().map((octet, at) => (at === 7 ? 1 : octet))), want: "checksum" },
    { what: "filler that was changed", token: Buffer.from(tokenOf().map((octet, at) => (at === 5 ? 1 : octet))), want: "another header" },
    { what: "nothing", token: Buffer.alloc(0), want: "end too early" },
    { what: "a header alone", token: tokenOf().subarray(0, 16), want: "too short" },
  ])("$what", ({ token, want }) => {
    expect(() => ends().acceptor.unwrap(token)).toThrow(want);
  });

  test("a message again, and one that is signed where all are sealed", () => {
    const { acceptor, initiator } = ends();
    const token = initiator.wrap(message);
    acceptor.unwrap(token);
    expect(() => acceptor.unwrap(token)).toThrow("out of order");
    const header = Buffer.from("050404ff0000000000000000fffffffe", "hex");
    const signed = Buffer.concat([header, message, key.checksum(KeyUsage.initiatorSign, Buffer.concat([message, header]))]);
    signed.writeUInt16BE(12, 4);
    expect(() => ends().acceptor.unwrap(signed)).toThrow("not encrypted");
    expect(Buffer.from(ends(false).acceptor.unwrap(signed)).toString()).toBe("a message");
    signed[20] = (signed[20] ?? 0) ^ 1;
    expect(() => ends(false).acceptor.unwrap(signed)).toThrow("does not fit");
  });

  test("a checksum of another message", () => {
    const { acceptor, initiator } = ends();
    const mic = initiator.makeMic(message);
    expect(() => acceptor.verifyMic(Buffer.from("another"), mic)).toThrow("does not fit");
  });
});
