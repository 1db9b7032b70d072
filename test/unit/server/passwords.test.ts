import { describe, expect, it } from "vitest";
import { decoyHash, hashPassword, isPasswordHash, verifyPassword } from "../../../src/server/passwords.js";
import { rememberVerified } from "../../../src/server/verified-passwords.js";

describe("hashes", () => {
  it("take their own password, in either normal form, and no other", async () => {
    const hash = await hashPassword("Sch\u00f6n 1");
    expect(await verifyPassword("Sch\u00f6n 1", hash)).toBe(true);
    expect(await verifyPassword("Scho\u0308n 1", hash)).toBe(true);
    for (const wrong of ["Schön 1 ", "schön 1", ""]) expect(await verifyPassword(wrong, hash)).toBe(false);
  });

  it("differ for one password", async () => expect(await hashPassword("x")).not.toBe(await hashPassword("x")));

  it.each([
    "",
    "x",
    "plain$1$1$1$a$b",
    "scrypt$16384$8$5$c2FsdA$",
    "scrypt$16384$8$5$c2FsdA",
    "scrypt$1000$8$5$c2FsdA$aGFzaA",
    "scrypt$1073741824$8$5$c2FsdA$aGFzaA",
    "scrypt$16384$8$1e9$c2FsdA$aGFzaA",
  ])("%j takes none", async (hash) => {
    expect(isPasswordHash(hash)).toBe(false);
    expect(await verifyPassword("x", hash)).toBe(false);
  });

  it("of a decoy look like others", async () => {
    expect([isPasswordHash(decoyHash()), isPasswordHash(await hashPassword("x"))]).toEqual([true, true]);
    expect(await verifyPassword("", decoyHash())).toBe(false);
  });
});

describe("verified passwords", () => {
  function counted(limit?: number) {
    let checks = 0;
    const verify = async (password: string, hash: string): Promise<boolean> => {
      checks++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return password === hash;
    };
    const verified = rememberVerified(verify, limit);
    const attempt = { buyer: "B1", address: undefined, signal: undefined };
    const remembered = async (password: string, hash: string, signal?: AbortSignal): Promise<boolean> =>
      verified(password, hash, { ...attempt, signal });
    return { remembered, checks: () => checks };
  }

  it("are checked once, wrong ones each time", async () => {
    const { remembered, checks } = counted();
    for (let i = 0; i < 3; i++) expect(await remembered("a", "a")).toBe(true);
    expect(checks()).toBe(1);
    for (let i = 0; i < 3; i++) expect(await remembered("b", "a")).toBe(false);
    expect(checks()).toBe(4);
  });

  it("asked for at once are checked once", async () => {
    const { remembered, checks } = counted();
    expect(await Promise.all([remembered("a", "a"), remembered("a", "a")])).toEqual([true, true]);
    expect(checks()).toBe(1);
  });

  it("are forgotten when there are too many, oldest first", async () => {
    const { remembered, checks } = counted(2);
    for (const each of ["a", "b", "c", "b", "c"]) await remembered(each, each);
    expect(checks()).toBe(3);
    await remembered("a", "a");
    expect(checks()).toBe(4);
  });

  it("keep password and hash apart", async () => {
    const { remembered } = counted();
    expect(await remembered("ab", "ab")).toBe(true);
    expect(await remembered("b", "aba")).toBe(false);
  });
});
