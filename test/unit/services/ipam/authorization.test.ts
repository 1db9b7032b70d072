import { describe, expect, test } from "vitest";
import { accessRequirements, builtInRoles, type RbacOperationName, rbacOperations } from "../../../../src/services/ipam/access-table.js";
import {
  type AccessPolicy,
  type AccessScopeDirectory,
  type AuthorizationPolicy,
  computeAuthorization,
  decideAccess,
  isAllowed,
  roleHolds,
} from "../../../../src/services/ipam/authorization.js";
import type { AnyIpamOperationWithProgressParameters, IpamAdminOperationId } from "../../../../src/services/ipam/messages.js";
import { operationIds } from "../../../../src/services/ipam/operations.js";
import { resolverOf } from "../../../../src/services/ipam/parameter-values.js";
import { groupSids, noPolicy } from "../../../support/ipam-stage.js";

const userSid = "S-1-5-21-1-700";

describe("computeAuthorization", () => {
  const flags = [
    "isAdministrator",
    "isIpamUser",
    "isIpamAdministrator",
    "isIpamAsmAdministrator",
    "isIpamMsmAdministrator",
    "isIpamIPAuditAdministrator",
  ] as const;
  test.each([
    ["nobody", [], ""],
    ["a local administrator", ["S-1-5-32-544"], "isAdministrator"],
    ["a user", [groupSids.IpamUsers], "isIpamUser"],
    ["an ASM administrator", [groupSids.IpamAsmAdministrators], "isIpamUser isIpamAsmAdministrator"],
    ["an MSM administrator", [groupSids.IpamMsmAdministrators], "isIpamUser isIpamMsmAdministrator"],
    ["an audit administrator", [groupSids.IpamIPAuditAdministrators], "isIpamUser isIpamIPAuditAdministrator"],
    [
      "an IPAM administrator",
      [groupSids.IpamAdministrators],
      "isIpamUser isIpamAdministrator isIpamAsmAdministrator isIpamMsmAdministrator isIpamIPAuditAdministrator",
    ],
  ])("%s", (_name, sids, want) => {
    const data = computeAuthorization({ name: "ada", userSid, groupSids: sids }, noPolicy);
    expect(flags.filter((flag) => data[flag]).join(" ")).toBe(want);
    expect(data.mappingPolicyIds).toEqual([]);
  });

  test("policies of the user and of their groups; one makes a user", () => {
    const accessPolicies = [
      { id: 1n, sid: userSid, entries: [] },
      { id: 2n, sid: "S-1-5-21-1-701", entries: [] },
      { id: 3n, sid: "S-1-5-21-1-702", entries: [] },
    ];
    const data = computeAuthorization({ name: "ada", userSid, groupSids: ["S-1-5-21-1-702"] }, { ...noPolicy, accessPolicies });
    expect(data.mappingPolicyIds).toEqual([1n, 3n]);
    expect(data.isIpamUser).toBe(true);
  });

  test("a group that is not set up has no members", () => {
    const data = computeAuthorization({ name: "ada", userSid, groupSids: [groupSids.IpamAdministrators] }, { ...noPolicy, groups: {} });
    expect(data.isIpamAdministrator).toBe(false);
  });
});

/** Who suffices, and the RBAC operations and objects, as the protocol's mapping table has them (or the choice made where it has a hole). */
const mapping = `
EditDhcpServer Msm MsmDhcpEditServerProperties DhcpServer
ApplyServerConfigurationTemplate Msm MsmDhcpEditServerProperties DhcpServer
CreateDhcpScope Msm MsmDhcpCreateScope DhcpServer
EditDhcpScope Msm MsmDhcpEditScope DhcpScope
DeleteDhcpScope Msm MsmDhcpDeleteScope DhcpScope
ApplyScopeConfigurationTemplate Msm MsmDhcpEditScope DhcpScope
AddScopesToSuperscope Msm MsmDhcpEditSuperscope DhcpSuperscopeV4
RemoveScopesFromSuperscope Msm MsmDhcpEditSuperscope DhcpSuperscopeV4
RenameSuperscope Msm MsmDhcpEditSuperscope DhcpSuperscopeV4
DeleteSuperscopes Msm MsmDhcpDeleteSuperscope DhcpSuperscopeV4
SetSuperscopeActivationStatus Msm MsmDhcpEditSuperscope DhcpSuperscopeV4
CreateDhcpServerPolicy Msm MsmDhcpCreateServerPolicy DhcpServer
CreateDhcpScopePolicy Msm MsmDhcpCreateScopePolicy DhcpScope
UpdatePolicy Msm MsmDhcpEditScopePolicy/MsmDhcpEditServerPolicy policies
DeletePolicy Msm MsmDhcpDeleteScopePolicy/MsmDhcpDeleteServerPolicy policies
UpdatePolicyProperty Msm MsmDhcpEditScopePolicy/MsmDhcpEditServerPolicy policies
MovePolicyProcessingOrder Msm MsmDhcpEditScopePolicy/MsmDhcpEditServerPolicy policies
CreateDhcpReservation Asm+Msm MsmDhcpScopeCreateOrEditAddressReservation DhcpScope
DeleteDhcpReservation Asm+Msm MsmDhcpScopeDeleteAddressReservation DhcpScope
DeleteDhcpReservationCollection Asm+Msm MsmDhcpScopeDeleteAddressReservation DhcpScope
SetDhcpReservation Asm+Msm MsmDhcpScopeCreateOrEditAddressReservation DhcpScope
SetDhcpReservationCollection Asm+Msm MsmDhcpScopeCreateOrEditAddressReservation DhcpScope
CreateDhcpFailover Msm MsmDhcpCreateFailover DhcpServer
EditDhcpFailover Msm MsmDhcpEditFailover DhcpServer
AddDhcpFailoverScopes Msm MsmDhcpEditFailover DhcpServer
RemoveDhcpFailoverScopes Msm MsmDhcpEditFailover DhcpServer
DeleteDhcpFailover Msm MsmDhcpDeleteFailover DhcpServer
ResetConfigSyncStatus Msm MsmDhcpReplicateOperation agnostic
ReplicateScope Msm MsmDhcpReplicateOperation agnostic
ReplicateRelation Msm MsmDhcpReplicateOperation agnostic
ReplicateServer Msm MsmDhcpReplicateOperation agnostic
CreateDhcpFilters Msm MsmDhcpFilterOperation DhcpServer
UpdateDhcpFilter Msm MsmDhcpFilterOperation DhcpServer
UpdateDhcpFilters Msm MsmDhcpFilterOperation DhcpServer
DeleteDhcpFilters Msm MsmDhcpFilterOperation DhcpServer
CreateIpamIPAddress Asm CreateIPAddress IPRange
UpdateIpamIPAddress Asm UpdateIPAddress IPRange
CreateDnsResourceRecords Msm MsmDnsCreateResourceRecord DnsResourceRecord
UpdateDnsResourceRecord Msm MsmDnsCreateResourceRecord+MsmDnsDeleteResourceRecord DnsResourceRecord
UpdateDnsResourceRecords Msm MsmDnsCreateResourceRecord+MsmDnsDeleteResourceRecord DnsResourceRecord
DeleteDnsResourceRecords Msm MsmDnsDeleteResourceRecord DnsResourceRecord
CreateDnsZone Msm CreateDnsZone DnsServerZone
UpdateDnsZones Msm UpdateDnsZones DnsServerZone
DeleteDnsZones Msm DeleteDnsZones DnsServerZone
DnsZonesTransfer Msm DnsZonesTransfer DnsServerZone
ReloadDnsZones Msm ReloadDnsZones DnsServerZone
CreateDnsConditionalForwarders Msm CreateDnsConditionalForwarders DnsServer
UpdateDnsConditionalForwarders Msm UpdateDnsConditionalForwarders DnsServer
DeleteDnsConditionalForwarders Msm DeleteDnsConditionalForwarders DnsServer
`;

function describeRequirement(id: IpamAdminOperationId): string {
  const requirement = accessRequirements[id];
  const needs = requirement.kind === "policies" ? [...requirement.scopeNeeds, ...requirement.serverNeeds] : requirement.needs;
  const groups = new Set(needs.map((need) => rbacOperations[need].groups.join("+")));
  const object = requirement.kind === "objects" ? requirement.at.object : requirement.kind;
  return [id, ...groups, needs.join(requirement.kind === "policies" ? "/" : "+"), object].join(" ");
}

test("the mapping of the 49 operations", () => {
  expect(operationIds.map(describeRequirement)).toEqual(mapping.trim().split("\n"));
});

test("agnostic are the four replications, and no row is for administrators only or outside of roles", () => {
  const rows = Object.entries(rbacOperations);
  expect(rows.filter(([, row]) => row.accessScopeAgnostic).map(([name]) => name)).toEqual(["MsmDhcpReplicateOperation"]);
  expect(rows.some(([, row]) => row.adminRoleOnly || row.nonRbac)).toBe(false);
});

test.each([
  ["IPAM DHCP Administrator", "MsmDhcpEditServerProperties", true],
  ["IPAM DHCP Administrator", "CreateIPAddress", false],
  ["IPAM DHCP Scope Administrator", "MsmDhcpEditScope", true],
  ["IPAM DHCP Scope Administrator", "MsmDhcpCreateFailover", false],
  ["IPAM DHCP Reservations Administrator", "MsmDhcpScopeDeleteAddressReservation", true],
  ["IPAM DHCP Reservations Administrator", "MsmDhcpEditScope", false],
  ["IPAM DNS Administrator", "ReloadDnsZones", true],
  ["IPAM DNS Record Administrator", "MsmDnsCreateResourceRecord", true],
  ["IPAM DNS Record Administrator", "ReloadDnsZones", false],
  ["IP Address Record Administrator", "UpdateIPAddress", true],
  ["IPAM ASM Administrator", "MsmDhcpEditScope", false],
  ["IPAM Administrator", "MsmDhcpEditScope", true],
  ["nobody's", "MsmDhcpEditScope", false],
  ["constructor", "MsmDhcpEditScope", false],
] as const)("role %s holds %s: %j", (role, need, want) => {
  expect(roleHolds(role, need, noPolicy)).toBe(want);
});

test("a role of one's own, which may hide a built-in one", () => {
  const policy = { ...noPolicy, roles: { clerk: ["CreateIPAddress"], "IPAM DNS Administrator": [] } } as const;
  expect(roleHolds("clerk", "CreateIPAddress", policy)).toBe(true);
  expect(roleHolds("clerk", "UpdateIPAddress", policy)).toBe(false);
  expect(roleHolds("IPAM DNS Administrator", "ReloadDnsZones", policy)).toBe(false);
  expect(Object.keys(builtInRoles)).toHaveLength(9);
});

interface Given {
  readonly operationId: IpamAdminOperationId;
  readonly parameters: object;
  readonly groups?: readonly string[];
  readonly entries?: AccessPolicy["entries"];
  readonly scopes?: AccessScopeDirectory["accessScopeOf"];
}

async function decide({
  operationId,
  parameters,
  groups = [],
  entries,
  scopes = (_object, _named, recordId) => recordId / 10n,
}: Given): Promise<string> {
  const accessPolicies = entries === undefined ? [] : [{ id: 1n, sid: userSid, entries }];
  const policy: AuthorizationPolicy = { ...noPolicy, accessPolicies };
  const caller = computeAuthorization({ name: "ada", userSid, groupSids: groups }, policy);
  // Only the members that authorization looks at are written here.
  const value = { operationId, ...parameters } as unknown as AnyIpamOperationWithProgressParameters;
  const subject = { caller, policy, scopes: { accessScopeOf: scopes }, parameters: value, resolve: resolverOf(value) };
  const decision = await decideAccess(accessRequirements[operationId], subject);
  return decision.allowed ? "allowed" : decision.exceptionId;
}

const scopeAdministrator = (...ids: readonly bigint[]) =>
  ids.map((accessScopeId) => ({ role: "IPAM DHCP Scope Administrator", accessScopeId }));

describe("decideAccess", () => {
  const editScope = { operationId: "EditDhcpScope", parameters: { scope: { recordId: 21n } } } as const;
  const editScopes = { operationId: "ApplyScopeConfigurationTemplate", parameters: { scopeId: { long: [21n, 31n] } } } as const;
  const serverPolicy = { serverRecordId: 21n };
  const scopePolicy = { scopeRecordId: 31n, serverRecordId: 21n };
  test.each<[string, Given, string]>([
    ["a group that suffices", { ...editScope, groups: [groupSids.IpamMsmAdministrators] }, "allowed"],
    ["IPAM administrators", { ...editScope, groups: [groupSids.IpamAdministrators] }, "allowed"],
    ["another group", { ...editScope, groups: [groupSids.IpamAsmAdministrators] }, "IpamApiAccessDenied"],
    ["BUILTIN\\Administrators alone", { ...editScope, groups: ["S-1-5-32-544"] }, "IpamApiAccessDenied"],
    ["a policy with the role in the object's scope", { ...editScope, entries: scopeAdministrator(2n) }, "allowed"],
    ["a policy with the role in another scope", { ...editScope, entries: scopeAdministrator(3n) }, "IpamApiInsufficientPrivilege"],
    ["the global scope is not the parent of all", { ...editScope, entries: scopeAdministrator(1n) }, "IpamApiInsufficientPrivilege"],
    [
      "a policy with another role",
      { ...editScope, entries: [{ role: "IPAM DNS Administrator", accessScopeId: 2n }] },
      "IpamApiInsufficientPrivilege",
    ],
    ["a policy without entries", { ...editScope, entries: [] }, "IpamApiInsufficientPrivilege"],
    [
      "an object of unknown scope",
      { ...editScope, entries: scopeAdministrator(2n), scopes: () => undefined },
      "IpamApiInsufficientPrivilege",
    ],
    ["no object named", { ...editScope, parameters: {}, entries: scopeAdministrator(2n) }, "IpamApiInsufficientPrivilege"],
    [
      "an object without record id",
      { ...editScope, parameters: { scope: {} }, entries: scopeAdministrator(2n, 0n) },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "record id 0",
      { ...editScope, parameters: { scope: { recordId: 0n } }, entries: scopeAdministrator(0n) },
      "IpamApiInsufficientPrivilege",
    ],
    ["several objects, both in scope", { ...editScopes, entries: scopeAdministrator(2n, 3n) }, "allowed"],
    ["several objects, one out of scope", { ...editScopes, entries: scopeAdministrator(2n) }, "IpamApiInsufficientPrivilege"],
    [
      "agnostic: the role suffices",
      { operationId: "ReplicateServer", parameters: {}, entries: [{ role: "IPAM DHCP Administrator", accessScopeId: 9n }] },
      "allowed",
    ],
    [
      "agnostic: the role is needed",
      { operationId: "ReplicateServer", parameters: {}, entries: scopeAdministrator(9n) },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "a server policy needs the server operation",
      { operationId: "UpdatePolicy", parameters: { policy: serverPolicy }, entries: scopeAdministrator(2n, 3n) },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "a scope policy needs the scope operation",
      { operationId: "UpdatePolicy", parameters: { policy: scopePolicy }, entries: scopeAdministrator(3n) },
      "allowed",
    ],
    [
      "policies of both kinds need both",
      {
        operationId: "DeletePolicy",
        parameters: { policies: { dhcpPolicyV4: [scopePolicy, serverPolicy] } },
        entries: scopeAdministrator(3n),
      },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "both failover servers count",
      {
        operationId: "EditDhcpFailover",
        parameters: { failover: { server1RecordId: 21n } },
        entries: [{ role: "IPAM DHCP Administrator", accessScopeId: 2n }],
      },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "an object meant by reference",
      {
        operationId: "DeleteSuperscopes",
        parameters: { superscopes: { dhcpSuperscopeV4: [{ id: "i1", recordId: 21n }, { ref: "i1" }] } },
        entries: scopeAdministrator(2n),
      },
      "allowed",
    ],
    [
      "a reference to an object out of scope",
      {
        operationId: "DeleteSuperscopes",
        parameters: { superscopes: { dhcpSuperscopeV4: [{ ref: "i9" }] }, x: { id: "i9", recordId: 31n } },
        entries: scopeAdministrator(2n),
      },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "a reference to an object in scope",
      {
        operationId: "DeleteSuperscopes",
        parameters: { superscopes: { dhcpSuperscopeV4: [{ ref: "i9" }] }, x: { id: "i9", recordId: 31n } },
        entries: scopeAdministrator(3n),
      },
      "allowed",
    ],
    [
      "one of several objects without record id",
      {
        operationId: "DeleteSuperscopes",
        parameters: { superscopes: { dhcpSuperscopeV4: [{ recordId: 21n }, {}] } },
        entries: scopeAdministrator(2n),
      },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "one of several objects nil",
      {
        operationId: "DeleteSuperscopes",
        parameters: { superscopes: { dhcpSuperscopeV4: [{ recordId: 21n }, { $nil: true }] } },
        entries: scopeAdministrator(2n),
      },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "a list without items",
      { operationId: "DeleteSuperscopes", parameters: { superscopes: { dhcpSuperscopeV4: [] } }, entries: scopeAdministrator(2n) },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "an empty list",
      { operationId: "DeleteSuperscopes", parameters: { superscopes: {} }, entries: scopeAdministrator(2n) },
      "IpamApiInsufficientPrivilege",
    ],
    [
      "a record update needs both record operations",
      {
        operationId: "UpdateDnsResourceRecord",
        parameters: { resourceRecord: { recordId: 21n } },
        entries: [{ role: "IPAM DNS Record Administrator", accessScopeId: 2n }],
      },
      "allowed",
    ],
  ])("%s", async (_name, given, want) => {
    expect(await decide(given)).toBe(want);
  });

  test("the directory is asked with the kind of the identifier", async () => {
    const asked: string[] = [];
    const scopes: AccessScopeDirectory["accessScopeOf"] = (object, named, recordId) => {
      asked.push(`${object} of ${named} ${recordId}`);
      return 2n;
    };
    const entries = [{ role: "IPAM DHCP Administrator", accessScopeId: 2n }];
    await decide({ operationId: "RemoveScopesFromSuperscope", parameters: { scopeIds: { long: [7n, 7n, 8n] } }, entries, scopes });
    await decide({ operationId: "DeleteDhcpReservation", parameters: { reservationRecordId: 9n }, entries, scopes });
    expect(asked).toEqual(["DhcpSuperscopeV4 of DhcpScope 7", "DhcpSuperscopeV4 of DhcpScope 8", "DhcpScope of DhcpReservation 9"]);
  });
});

test.each([
  ["administrators only", { adminRoleOnly: true, nonRbac: false }],
  ["outside of roles", { adminRoleOnly: false, nonRbac: true }],
])("a row %s asks for the group alone", async (_name, flags) => {
  const need: RbacOperationName = "MsmDhcpEditScope";
  const row = { ...rbacOperations[need], ...flags };
  const demand = { need, object: "DhcpScope", named: "DhcpScope", recordId: 21n } as const;
  const policy = { ...noPolicy, accessPolicies: [{ id: 1n, sid: userSid, entries: scopeAdministrator(2n) }] };
  const ask = (groups: readonly string[]) => {
    const caller = computeAuthorization({ name: "ada", userSid, groupSids: groups }, policy);
    const subject = { caller, policy, scopes: { accessScopeOf: () => 2n }, parameters: {}, resolve: (value: unknown) => value };
    return isAllowed(row, demand, subject);
  };
  expect(await ask([])).toBe(false);
  expect(await ask([groupSids.IpamMsmAdministrators])).toBe(true);
});
