/** Certificates of privileges, made by hand after MS-PAC and signed with a key of the test. */
import { describe, expect, test } from "vitest";
import { der, derField, derInteger, Tag } from "../../../../src/negotiate/der.js";
import { EncryptionKey } from "../../../../src/negotiate/kerberos/etypes.js";
import { KeyUsage } from "../../../../src/negotiate/kerberos/messages.js";
import { findPac, readPac } from "../../../../src/negotiate/kerberos/pac.js";
import { nodeCryptography } from "../../../../src/node/cryptography.js";

const key = new EncryptionKey(nodeCryptography, 18, new Uint8Array(32).fill(3));

const u16 = (value: number): Buffer => Buffer.of(value & 0xff, value >>> 8);
const u32 = (value: number): Buffer => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
const align = (octets: Buffer, size = 4): Buffer => Buffer.concat([octets, Buffer.alloc((size - (octets.length % size)) % size)]);
const stringHead = (text: string): Buffer => Buffer.concat([u16(text.length * 2), u16(text.length * 2), u32(text === "" ? 0 : 0x20004)]);
const stringBody = (text: string): Buffer =>
  text === "" ? Buffer.alloc(0) : align(Buffer.concat([u32(text.length), u32(0), u32(text.length), Buffer.from(text, "utf16le")]));
const sidBody = (...parts: readonly number[]): Buffer =>
  Buffer.concat([u32(parts.length), Buffer.of(1, parts.length, 0, 0, 0, 0, 0, 5), ...parts.map(u32)]);

interface Group {
  readonly id: number;
  readonly attributes?: number;
}
const groupBody = (groups: readonly Group[]): Buffer =>
  Buffer.concat([u32(groups.length), ...groups.flatMap(({ id, attributes = 7 }) => [u32(id), u32(attributes)])]);

interface Made {
  readonly groups?: readonly Group[];
  readonly extra?: readonly (readonly number[])[];
  readonly resources?: readonly Group[];
}

/** KERB_VALIDATION_INFO of CONTOSO\anna, 1104. */
function logonInfo({ groups = [{ id: 513 }], extra = [], resources = [] }: Made = {}): Buffer {
  const names = ["anna", "Anna Example", "", "", "", ""];
  const pointer = (isThere: boolean): Buffer => u32(isThere ? 0x20008 : 0);
  const structure = Buffer.concat([
    ...[Buffer.alloc(48), ...names.map(stringHead), u32(0), u32(1104), u32(513), u32(groups.length), pointer(true), Buffer.alloc(20)],
    ...[stringHead("DC1"), stringHead("CONTOSO"), pointer(true), Buffer.alloc(40), u32(extra.length), pointer(extra.length > 0)],
    ...[pointer(resources.length > 0), u32(resources.length), pointer(resources.length > 0)],
  ]);
  const extraBody = [u32(extra.length), ...extra.flatMap(() => [u32(0x2000c), u32(7)]), ...extra.map((parts) => sidBody(...parts))];
  const deferred = [
    ...names.map(stringBody),
    groupBody(groups),
    stringBody("DC1"),
    stringBody("CONTOSO"),
    sidBody(21, 1, 2, 3),
    ...(extra.length > 0 ? extraBody : []),
    ...(resources.length > 0 ? [sidBody(21, 7, 8, 9), groupBody(resources)] : []),
  ];
  return Buffer.concat([Buffer.from("01100800cccccccc0000000000000000", "hex"), u32(0x20000), structure, ...deferred]);
}

/** A certificate with these parts; the signature of the server is made last. */
function pacOf(info: Buffer | undefined, signer = key): Buffer {
  const signature = Buffer.concat([u32(signer.checksumType), Buffer.alloc(signer.checksumLength)]);
  const parts = [...(info === undefined ? [] : [{ type: 1, data: info }]), { type: 6, data: signature }, { type: 7, data: signature }];
  let offset = 8 + parts.length * 16;
  const heads: Buffer[] = [];
  const bodies: Buffer[] = [];
  const places: number[] = [];
  for (const { type, data } of parts) {
    heads.push(u32(type), u32(data.length), u32(offset), u32(0));
    places.push(offset);
    bodies.push(align(data, 8));
    offset += align(data, 8).length;
  }
  const pac = Buffer.concat([u32(parts.length), u32(0), ...heads, ...bodies]);
  pac.set(signer.checksum(KeyUsage.pacSignature, pac), (places.at(-2) ?? 0) + 4);
  // The center's own signature is not for this server.
  pac.fill(0xee, (places.at(-1) ?? 0) + 4, (places.at(-1) ?? 0) + 4 + signer.checksumLength);
  return pac;
}

describe("who is named", () => {
  test.each([
    { what: "the primary group", made: {}, want: ["S-1-5-21-1-2-3-1104", "S-1-5-21-1-2-3-513"] },
    {
      what: "groups; those for denying alone and those that are off do not count",
      made: { groups: [{ id: 513 }, { id: 2001 }, { id: 2002, attributes: 0x10 | 4 }, { id: 2003, attributes: 1 }] },
      want: ["S-1-5-21-1-2-3-1104", "S-1-5-21-1-2-3-513", "S-1-5-21-1-2-3-2001"],
    },
    {
      what: "identifiers of other domains, and groups of the resource's domain",
      made: {
        extra: [
          [18, 1],
          [21, 4, 5, 6, 1200],
        ],
        resources: [{ id: 1107 }],
      },
      want: ["S-1-5-21-1-2-3-1104", "S-1-5-21-1-2-3-513", "S-1-5-18-1", "S-1-5-21-4-5-6-1200", "S-1-5-21-7-8-9-1107"],
    },
  ])("$what", ({ made, want }) => {
    expect(readPac(pacOf(logonInfo(made)), key)).toEqual({ user: "anna", domain: "CONTOSO", securityIds: want });
  });

  test("nobody: a certificate with signatures alone", () => {
    expect(readPac(pacOf(undefined), key)).toBeUndefined();
  });
});

describe("what is refused", () => {
  test("a signature with another key, and none", () => {
    const other = new EncryptionKey(nodeCryptography, 18, new Uint8Array(32).fill(4));
    expect(() => readPac(pacOf(logonInfo(), other), key)).toThrow("the signature for this server is wrong");
    const weaker = new EncryptionKey(nodeCryptography, 17, new Uint8Array(16));
    expect(() => readPac(pacOf(logonInfo(), weaker), key)).toThrow("a signature of another type");
    expect(() => readPac(Buffer.concat([u32(0), u32(0)]), key)).toThrow("no signature for this server");
  });

  test("every changed octet but those of the other signature", () => {
    const pac = pacOf(logonInfo());
    const free: number[] = [];
    for (const at of pac.keys()) {
      const changed = Buffer.from(pac);
      changed[at] = (changed[at] ?? 0) ^ 1;
      try {
        readPac(changed, key);
        free.push(at);
      } catch (error) {
        expect(error).toMatchObject({ name: "NegotiateError" });
      }
    }
    const start = pac.indexOf(Buffer.alloc(12, 0xee));
    expect(free).toEqual(Array.from({ length: 12 }, (_, index) => start + index));
  });

  test("logon information that is cut anywhere, or counts more than it has", () => {
    const info = logonInfo({ extra: [[18, 1]], resources: [{ id: 1107 }] });
    for (let length = 0; length < info.length; length++) {
      expect(() => readPac(pacOf(info.subarray(0, length)), key)).toThrow(/PAC|the octets end too early|no security identifier/);
    }
    const many = Buffer.from(info);
    many.writeUInt32LE(0x7fffffff, info.indexOf(u32(513)) + 4);
    expect(() => readPac(pacOf(many), key)).toThrow("an array of another length");
  });
});

test("the certificate within authorization data", () => {
  const element = (type: number, data: Uint8Array) =>
    der(Tag.sequence, derField(0, derInteger(type)), derField(1, der(Tag.octetString, data)));
  const inner = der(Tag.sequence, element(141, Uint8Array.of(9)), element(128, Uint8Array.of(1, 2, 3)));
  expect(findPac(der(Tag.sequence, element(64, Uint8Array.of(4)), element(1, inner)))).toEqual(Uint8Array.of(1, 2, 3));
  expect(findPac(der(Tag.sequence, element(128, Uint8Array.of(1))))).toBeUndefined();
});
