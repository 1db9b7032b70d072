import { describe, expect, test } from "vitest";
import { computeAuthorization } from "../../../../src/services/ipam/authorization.js";
import { callerOfIdentity } from "../../../../src/services/ipam/caller.js";
import { readRoles } from "../../../../src/services/ipam/roles-file.js";

const identity = { name: "CONTOSO\\anna", otherNames: ["anna@CONTOSO.EXAMPLE"], securityIds: ["S-1-5-21-7-1104", "S-1-5-21-7-513"] };

test("the caller of an authenticated peer", () => {
  const { name, otherNames } = identity;
  expect(callerOfIdentity(identity)).toEqual({ name, otherNames, userSid: "S-1-5-21-7-1104", groupSids: ["S-1-5-21-7-513", "S-1-5-11"] });
  expect(callerOfIdentity({ name: "bob@TEST", securityIds: [] })).toEqual({
    name: "bob@TEST",
    userSid: "S-1-5-11",
    groupSids: ["S-1-5-11"],
  });
});

describe("who is named in a roles file", () => {
  test.each([
    { named: '"S-1-5-21-7-1104"', want: true },
    { named: '"S-1-5-21-7-513"', want: true },
    { named: '"contoso\\\\ANNA"', want: true },
    { named: '"Anna@contoso.example"', want: true },
    { named: '["S-1-5-21-7-9", "CONTOSO\\\\anna"]', want: true },
    { named: '"S-1-5-11"', want: true },
    { named: '"anna@CONTOSO"', want: false },
    { named: '"OTHER\\\\anna"', want: false },
    { named: "[]", want: false },
  ])("$named", ({ named, want }) => {
    const policy = `[{ "id": 7, "sid": ${/^\[/.test(named) ? '"S-1-5-21-7-9"' : named}, "entries": [] }]`;
    const result = readRoles(`{ "groups": { "IpamAsmAdministrators": ${named} }, "accessPolicies": ${policy} }`);
    if (!result.ok) throw new Error(result.problems.join());
    const data = computeAuthorization(callerOfIdentity(identity), result.roles.policy);
    expect(data.isIpamAsmAdministrator).toBe(want);
    if (!named.startsWith("[")) expect(data.mappingPolicyIds).toEqual(want ? [7n] : []);
  });

  test.each(["anna", "CONTOSO\\\\", "@CONTOSO", "a\\\\b\\\\c", "host/x@Y\\\\z"])('"%s" is nobody', (named) => {
    expect(readRoles(`{ "groups": { "IpamUsers": "${named}" } }`).ok).toBe(false);
  });
});
