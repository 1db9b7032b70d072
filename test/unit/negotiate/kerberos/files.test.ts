/** Key tables and credential caches, made by hand. */
import { describe, expect, test } from "vitest";
import { readCredentialCache } from "../../../../src/negotiate/kerberos/credential-cache.js";
import { describeKeytab, readKeytab } from "../../../../src/negotiate/kerberos/keytab.js";

const u16 = (value: number): Buffer => Buffer.of(value >>> 8, value & 0xff);
const u32 = (value: number): Buffer => Buffer.concat([u16(value >>> 16), u16(value & 0xffff)]);
const short = (text: string | Uint8Array): Buffer => Buffer.concat([u16(text.length), Buffer.from(text)]);
const long = (text: string | Uint8Array): Buffer => Buffer.concat([u32(text.length), Buffer.from(text)]);

function entry(parts: readonly string[], version: number, type: number, longVersion?: number): Buffer {
  const key = Buffer.alloc(16, version);
  const head = [u16(parts.length), short("TEST"), ...parts.map(short), u32(1), u32(0), Buffer.of(version & 0xff), u16(type), short(key)];
  const body = Buffer.concat([...head, ...(longVersion === undefined ? [] : [u32(longVersion)])]);
  return Buffer.concat([u32(body.length), body]);
}

describe("key tables", () => {
  test("entries, holes, and versions of 8 and 32 bits", () => {
    const hole = Buffer.concat([u32(0xfffffffb), Buffer.alloc(5)]);
    const table = Buffer.concat([
      Buffer.of(5, 2),
      entry(["host", "a"], 3, 17),
      hole,
      entry(["host", "a"], 44, 18, 300),
      entry(["b"], 7, 23, 0),
    ]);
    expect(describeKeytab(readKeytab(table))).toBe(
      "host/a@TEST version 3 type 17, host/a@TEST version 300 type 18, b@TEST version 7 type 23",
    );
    expect(describeKeytab(readKeytab(Buffer.of(5, 2)))).toBe("no keys");
  });

  test("cut anywhere", () => {
    const table = Buffer.concat([Buffer.of(5, 2), entry(["host", "a"], 3, 17)]);
    for (let length = 0; length < table.length; length++) {
      if (length !== 2) expect(() => readKeytab(table.subarray(0, length))).toThrow(/end too early/);
    }
    expect(() => readKeytab(Buffer.of(5, 1))).toThrow("not a key table of version 2");
  });
});

const principal = (realm: string, ...parts: readonly string[]): Buffer =>
  Buffer.concat([u32(1), u32(parts.length), long(realm), ...parts.map(long)]);

function credential(service: Buffer, isOld = false): Buffer {
  const type = u16(18);
  const key = Buffer.concat([type, ...(isOld ? [type] : []), long(Buffer.alloc(32, 1))]);
  const times = [1, 2, 1_800_000_000, 4].map(u32);
  const addresses = Buffer.concat([u32(1), u16(2), long(Buffer.of(127, 0, 0, 1))]);
  return Buffer.concat([principal("TEST", "anna"), service, key, ...times, Buffer.alloc(5), addresses, u32(0), long("ticket"), long("")]);
}

describe("credential caches", () => {
  const settings = credential(principal("X-CACHECONF:", "krb5_ccache_conf_data", "pa_type"));
  const granting = principal("TEST", "krbtgt", "TEST");

  test.each([
    {
      version: 4,
      file: Buffer.concat([Buffer.of(5, 4), short(Buffer.alloc(12)), principal("TEST", "anna"), settings, credential(granting)]),
    },
    { version: 3, file: Buffer.concat([Buffer.of(5, 3), principal("TEST", "anna"), credential(granting, true)]) },
  ])("version $version", ({ file }) => {
    const { client, credentials } = readCredentialCache(file);
    expect([client.realm, client.name.parts]).toEqual(["TEST", ["anna"]]);
    expect(credentials.map(({ service, endTime, key }) => [service.name.parts, endTime, key.type, key.octets.length])).toEqual([
      [["krbtgt", "TEST"], 1_800_000_000_000, 18, 32],
    ]);
    expect(Buffer.from(credentials[0]?.ticket ?? []).toString()).toBe("ticket");
  });

  test("cut anywhere, and counts that cannot be", () => {
    const file = Buffer.concat([Buffer.of(5, 4), u16(0), principal("TEST", "anna"), credential(granting)]);
    const whole = 4 + principal("TEST", "anna").length;
    for (let length = 0; length < file.length; length++) {
      if (length !== whole) expect(() => readCredentialCache(file.subarray(0, length))).toThrow(/end too early|too many/);
    }
    const many = Buffer.concat([Buffer.of(5, 4), u16(0), u32(1), u32(0x7fffffff), long("TEST")]);
    expect(() => readCredentialCache(many)).toThrow("too many parts");
    expect(() => readCredentialCache(Buffer.of(5, 1))).toThrow("not a credential cache");
  });
});
