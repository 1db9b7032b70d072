import { describe, expect, test } from "vitest";
import { readRoles } from "../../../../src/services/ipam/roles-file.js";

describe("roles file", () => {
  test("everything", async () => {
    const result = readRoles(`{
      "groups": { "IpamAdministrators": "S-1-5-21-1-1002" },
      "roles": { "Clerk": ["CreateIPAddress"], "__proto__": [] },
      "accessPolicies": [{ "id": "9223372036854775807", "sid": "S-1-5-21-1-700", "entries": [{ "role": "Clerk", "accessScopeId": 2 }, { "role": "IPAM DNS Administrator", "accessScopeId": 1 }] }],
      "accessScopes": [{ "object": "IPRange", "recordId": "31", "accessScopeId": "2" }],
      "defaultAccessScopeId": "1"
    }`);
    expect(result.ok).toBe(true);
    if (!result.ok) return;
    const { policy, scopes } = result.roles;
    expect(policy.groups).toEqual({ IpamAdministrators: "S-1-5-21-1-1002" });
    expect(Object.entries(policy.roles)).toEqual([
      ["Clerk", ["CreateIPAddress"]],
      ["__proto__", []],
    ]);
    expect(policy.accessPolicies).toEqual([
      {
        id: 9223372036854775807n,
        sid: "S-1-5-21-1-700",
        entries: [
          { role: "Clerk", accessScopeId: 2n },
          { role: "IPAM DNS Administrator", accessScopeId: 1n },
        ],
      },
    ]);
    expect(await scopes.accessScopeOf("IPRange", "IPRange", 31n)).toBe(2n);
    expect(await scopes.accessScopeOf("IPRange", "IPRange", 32n)).toBe(1n);
  });

  test("nothing: no caller may do anything, and no object has a scope", async () => {
    const result = readRoles("{}");
    expect(result).toMatchObject({ ok: true, roles: { policy: { groups: {}, roles: {}, accessPolicies: [] } } });
    if (result.ok) expect(await result.roles.scopes.accessScopeOf("IPRange", "IPRange", 31n)).toBeUndefined();
  });

  test.each([
    ["[]", ["the file is not an object"]],
    ['{"group":{}}', ['the file: unknown member "group"']],
    ['{"groups":{"Admins":"S-1-5-1"}}', ['"groups": unknown member "Admins"']],
    ['{"groups":{"IpamUsers":"ada"}}', ['"IpamUsers": "ada" is not a security identifier']],
    ['{"roles":{"Clerk":"CreateIPAddress"}}', ['role "Clerk" is not a list']],
    [
      '{"roles":{"Clerk":["constructor", 3]}}',
      ['role "Clerk": "constructor" is not an RBAC operation', 'role "Clerk": 3 is not an RBAC operation'],
    ],
    [
      '{"accessPolicies":[{"id":-1,"sid":"S-1-5-1","entries":[{"role":"Clerk","accessScopeId":1.5}]}]}',
      [
        'access policy 1: "Clerk" is not a role',
        'access policy 1, "accessScopeId": 1.5 is not an identifier',
        'access policy 1, "id": -1 is not an identifier',
      ],
    ],
    [
      '{"accessPolicies":[3]}',
      [
        "access policy 1 is not an object",
        'access policy 1, "id": undefined is not an identifier',
        "access policy 1: undefined is not a security identifier",
      ],
    ],
    [
      '{"accessScopes":[{"object":"Scope","recordId":"x","accessScopeId":"1"}]}',
      [
        'access scope 1: "Scope" is not one of DhcpServer, DhcpScope, DhcpSuperscopeV4, DhcpReservation, IPRange, DnsResourceRecord, DnsServerZone, DnsServer',
        'access scope 1, "recordId": "x" is not an identifier',
      ],
    ],
  ])("%s", (text, want) => {
    expect(readRoles(text)).toEqual({ ok: false, problems: want });
  });

  test("not JSON", () => {
    expect(readRoles("{")).toMatchObject({ ok: false, problems: [expect.stringMatching(/^not JSON: /)] });
  });
});
