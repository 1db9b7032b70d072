import { describe, expect, test } from "vitest";
import { describeNtHash, parseAccounts } from "../../../src/server/ntlm-accounts.js";

const ntHash = describeNtHash("secret");
const file = (...accounts: readonly object[]): string => JSON.stringify({ accounts });

test("the hash of a password", () => {
  expect(ntHash).toBe("878d8014606cda29677a44efa1353fc7");
});

test("finds accounts, whatever the case of their names", () => {
  const find = parseAccounts(file({ name: "TEST\\anna", ntHash, securityIds: ["S-1-5-21-1-1104"] }, { name: "bob@test.example", ntHash }));
  expect(find("ANNA", "test")?.peer).toEqual({ name: "TEST\\anna", otherNames: [], securityIds: ["S-1-5-21-1-1104"] });
  expect(find("Bob@Test.example", "")?.peer.name).toBe("bob@test.example");
  expect(find("anna", "")).toBeUndefined();
  expect(find("anna", "OTHER")).toBeUndefined();
  expect(find("", "")).toBeUndefined();
});

describe("what is wrong is said", () => {
  test.each([
    { given: "[]", want: 'there is no list "accounts"' },
    { given: "{", want: "JSON" },
    { given: file({ name: "anna", ntHash }), want: 'account 1: "name" is DOMAIN\\user or user@domain, not "anna"' },
    { given: file({ name: "A\\anna", password: "x" }), want: 'account 1: unknown member "password"' },
    { given: file({ name: "A\\anna", ntHash: "secret" }), want: '"A\\anna": "ntHash" is not a hash' },
    { given: file({ name: "A\\anna", ntHash, securityIds: ["root"] }), want: '"securityIds" is not a list of security identifiers' },
    { given: file({ name: "A\\anna", ntHash }, { name: "a\\ANNA", ntHash }), want: '"a\\ANNA" comes twice' },
  ])("$want", ({ given, want }) => {
    expect(() => parseAccounts(given)).toThrow(want);
  });
});
