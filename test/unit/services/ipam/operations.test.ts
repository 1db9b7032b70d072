import { describe, expect, test } from "vitest";
import type { CheckSubject, Inventory } from "../../../../src/services/ipam/checks.js";
import { findFailure } from "../../../../src/services/ipam/checks.js";
import type { AnyIpamOperationWithProgressParameters, IpamAdminOperationId } from "../../../../src/services/ipam/messages.js";
import { isOperationId, operationIds, operations } from "../../../../src/services/ipam/operations.js";
import { resolverOf } from "../../../../src/services/ipam/parameter-values.js";
import { Stage } from "../../../support/ipam-stage.js";

type Members = Readonly<Record<string, unknown>>;

const object = { recordId: 5n };
const longs = { long: [1n, 2n] };
const tuple = { tupleOfBaseDnsServerZonelong2zwQHvQz: [{ m_Item1: { recordId: 3n }, m_Item2: 4n }] };
const zone = { serverZoneId: 3n, zoneType: "DNSForwardLookupZone" };
const zones = { serverZoneIds: longs, zoneType: "DNSReverseLookupZone" };
const records = { resourceRecords: { dnsResourceRecord: [object] } };
const forwarders = { conditionalForwarders: { dnsConditionalForwarder: [object] } };
const policies = { policies: { dhcpPolicyV4: [{ policyId: 5n }] } };
const superscopes = { superscopes: { dhcpSuperscopeV4: [object] } };
const filters = { filters: { dhcpFilter: [object] } };

/** For each operation: parameters that pass, and members that may each not be missing. Written from the protocol's list of checks. */
const cases: Readonly<Record<IpamAdminOperationId, { readonly passes: Members; readonly needs: readonly string[] }>> = {
  EditDhcpServer: { passes: { server: object }, needs: ["server"] },
  ApplyServerConfigurationTemplate: { passes: { serverIds: longs, serverTemplate: {} }, needs: ["serverIds", "serverTemplate"] },
  CreateDhcpScope: { passes: { scope: object }, needs: ["scope"] },
  EditDhcpScope: { passes: { scope: object }, needs: ["scope"] },
  DeleteDhcpScope: { passes: { scope: { $type: "DhcpScopeV4", ...object } }, needs: ["scope"] },
  ApplyScopeConfigurationTemplate: { passes: { scopeId: longs, scopeTemplate: {} }, needs: ["scopeId", "scopeTemplate"] },
  AddScopesToSuperscope: { passes: { scopeIds: {} }, needs: ["scopeIds"] },
  RemoveScopesFromSuperscope: { passes: { scopeIds: {} }, needs: ["scopeIds"] },
  RenameSuperscope: { passes: { superscope: object, newName: "" }, needs: ["superscope", "newName"] },
  DeleteSuperscopes: { passes: superscopes, needs: ["superscopes"] },
  SetSuperscopeActivationStatus: { passes: { superscopes: {} }, needs: ["superscopes"] },
  CreateDhcpServerPolicy: { passes: { policy: {}, serverList: { dhcpServerV4: [object] } }, needs: ["policy", "serverList"] },
  CreateDhcpScopePolicy: { passes: { policy: {}, scopeList: longs }, needs: ["policy", "scopeList"] },
  UpdatePolicy: { passes: { policy: { policyId: 5n } }, needs: ["policy"] },
  DeletePolicy: { passes: policies, needs: ["policies"] },
  UpdatePolicyProperty: { passes: policies, needs: ["policies"] },
  MovePolicyProcessingOrder: { passes: { policy: {} }, needs: ["policy"] },
  CreateDhcpReservation: { passes: { reservation: {} }, needs: ["reservation"] },
  DeleteDhcpReservation: { passes: { reservationRecordId: 5n }, needs: ["reservationRecordId"] },
  DeleteDhcpReservationCollection: { passes: { reservationRecordIds: longs }, needs: ["reservationRecordIds"] },
  SetDhcpReservation: { passes: { reservation: {}, scopeRecordId: 5n }, needs: ["reservation", "scopeRecordId"] },
  SetDhcpReservationCollection: { passes: { reservationRecordIds: longs }, needs: ["reservationRecordIds"] },
  CreateDhcpFailover: { passes: { failover: {}, scopeIds: longs }, needs: ["failover", "scopeIds"] },
  EditDhcpFailover: { passes: { failover: {} }, needs: ["failover"] },
  AddDhcpFailoverScopes: { passes: { failover: {}, scopeIds: longs }, needs: ["failover", "scopeIds"] },
  RemoveDhcpFailoverScopes: { passes: { scopeIds: longs }, needs: ["scopeIds"] },
  DeleteDhcpFailover: { passes: { failover: {} }, needs: ["failover"] },
  ResetConfigSyncStatus: { passes: { scopes: {} }, needs: ["scopes"] },
  ReplicateScope: { passes: { scopes: { dhcpScope: [object] } }, needs: ["scopes"] },
  ReplicateRelation: { passes: { failoverRelation: {} }, needs: ["failoverRelation"] },
  ReplicateServer: { passes: { server: {} }, needs: ["server"] },
  CreateDhcpFilters: { passes: { ...filters, dhcpServerIds: longs }, needs: ["filters", "dhcpServerIds"] },
  UpdateDhcpFilter: { passes: { filter: {} }, needs: ["filter"] },
  UpdateDhcpFilters: { passes: filters, needs: ["filters"] },
  DeleteDhcpFilters: { passes: filters, needs: ["filters"] },
  CreateIpamIPAddress: { passes: { address: {} }, needs: ["address"] },
  UpdateIpamIPAddress: { passes: { address: {}, oldAddress: {} }, needs: ["address", "oldAddress"] },
  CreateDnsResourceRecords: { passes: { ...records, ...zone }, needs: ["resourceRecords", "serverZoneId", "zoneType"] },
  UpdateDnsResourceRecord: { passes: { resourceRecord: object, ...zone }, needs: ["resourceRecord", "serverZoneId", "zoneType"] },
  UpdateDnsResourceRecords: { passes: { ...records, ...zone }, needs: ["resourceRecords", "serverZoneId", "zoneType"] },
  DeleteDnsResourceRecords: { passes: { ...records, ...zone }, needs: ["resourceRecords", "serverZoneId", "zoneType"] },
  CreateDnsZone: { passes: { serverZone: {}, serverId: 5n }, needs: ["serverZone", "serverId"] },
  UpdateDnsZones: { passes: { serverZonesTuple: tuple }, needs: ["serverZonesTuple"] },
  DeleteDnsZones: { passes: zones, needs: ["serverZoneIds", "zoneType"] },
  DnsZonesTransfer: { passes: zones, needs: ["serverZoneIds", "zoneType"] },
  ReloadDnsZones: { passes: zones, needs: ["serverZoneIds", "zoneType"] },
  CreateDnsConditionalForwarders: { passes: forwarders, needs: ["conditionalForwarders"] },
  UpdateDnsConditionalForwarders: { passes: forwarders, needs: ["conditionalForwarders"] },
  DeleteDnsConditionalForwarders: { passes: forwarders, needs: ["conditionalForwarders"] },
};

/** Operations whose array members must have an item, as against those that only must not be null. */
const emptyAllowed = new Set([
  "AddScopesToSuperscope",
  "RemoveScopesFromSuperscope",
  "DeleteSuperscopes",
  "SetSuperscopeActivationStatus",
  "ResetConfigSyncStatus",
]);

function parametersFor(operationId: IpamAdminOperationId, members: Members): AnyIpamOperationWithProgressParameters {
  // The table pairs operation and type; the members are written by hand for it.
  return { $type: operations[operationId].parameters, operationId, ...members } as unknown as AnyIpamOperationWithProgressParameters;
}

function write(value: unknown): string {
  return value === undefined ? "absent" : JSON.stringify(value, (_key, item: unknown) => (typeof item === "bigint" ? `${item}n` : item));
}

function subjectOf(parameters: AnyIpamOperationWithProgressParameters, inventory?: Inventory): CheckSubject {
  return { parameters, resolve: resolverOf(parameters), inventory };
}

const everything: Inventory = {
  exists: () => true,
  isNew: () => true,
  problemOf: () => undefined,
  isDuplicateAddress: () => false,
};

describe("the operations", () => {
  test("49 operations, numbered from 1, with 46 parameter types", () => {
    expect(operationIds.map((id) => operations[id].number)).toEqual(Array.from({ length: 49 }, (_, index) => index + 1));
    expect(new Set(operationIds.map((id) => operations[id].parameters)).size).toBe(46);
  });

  test.each([
    ["EditDhcpServer", true],
    ["editDhcpServer", false],
    ["constructor", false],
    ["__proto__", false],
    ["", false],
    [undefined, false],
    [3, false],
  ])("%j is an operation: %j", (text, want) => {
    expect(isOperationId(text)).toBe(want);
  });

  test.each(operationIds)("%s: parameters that pass", async (id) => {
    const parameters = parametersFor(id, cases[id].passes);
    expect(await findFailure(operations[id].checks, subjectOf(parameters))).toBeUndefined();
    expect(await findFailure(operations[id].checks, subjectOf(parameters, everything))).toBeUndefined();
  });

  const withouts = operationIds.flatMap((id) =>
    cases[id].needs.flatMap((member) => {
      const value = cases[id].passes[member];
      const wrong: readonly unknown[] =
        typeof value === "bigint" ? [undefined, 0n] : member === "zoneType" ? [undefined, "None"] : [undefined, null, { $nil: true }];
      const isArray = typeof value === "object" && value !== null && Object.values(value).some((item) => Array.isArray(item));
      const empties = isArray && !emptyAllowed.has(id) ? [{}, { long: [] }] : [];
      return [...wrong, ...empties].map((bad) => [id, member, write(bad), bad] as const);
    }),
  );
  test.each(withouts)("%s: %s = %s is refused", async (id, member, _text, bad) => {
    const { [member]: _left, ...rest } = cases[id].passes;
    const parameters = parametersFor(id, bad === undefined ? rest : { ...rest, [member]: bad });
    expect((await findFailure(operations[id].checks, subjectOf(parameters)))?.check.member).toBe(member);
  });

  test.each([
    ["DeleteDhcpScope", { scope: { $type: "DhcpScope" } }],
    ["DeleteDhcpScope", { scope: {} }],
    ["DeleteDhcpReservationCollection", { reservationRecordIds: longs, flag: "Everything" }],
  ] as const)("%s: a wrong type or value is refused", async (id, members) => {
    expect(await findFailure(operations[id].checks, subjectOf(parametersFor(id, members)))).toBeDefined();
  });

  test("an object that is only referred to is not null, a dangling reference is", async () => {
    const checks = operations.RenameSuperscope.checks;
    const shared = parametersFor("RenameSuperscope", {
      superscope: { id: "i2", server: { id: "i3" } },
      newName: "a",
      other: { ref: "i2" },
    });
    expect(await findFailure(checks, subjectOf(shared))).toBeUndefined();
    const referring = parametersFor("RenameSuperscope", { superscope: { ref: "i2" }, newName: "a", first: { id: "i2" } });
    expect(await findFailure(checks, subjectOf(referring))).toBeUndefined();
    const dangling = parametersFor("RenameSuperscope", { superscope: { ref: "i9" }, newName: "a" });
    expect((await findFailure(checks, subjectOf(dangling)))?.check.member).toBe("superscope");
  });
});

describe("checks against the inventory", () => {
  const none: Inventory = { exists: () => false, isNew: () => false, problemOf: () => undefined, isDuplicateAddress: () => true };
  const strict: Inventory = { ...everything, problemOf: (rule) => `broken rule of ${rule}` };
  test.each([
    ["CreateDhcpScope", { scope: { recordId: 5n, parentDhcpServerRecordId: 11n } }, none, 'DhcpServer 11 of "scope" does not exist'],
    ["CreateDhcpScope", { scope: object }, none, 'the DhcpScope of "scope" exists already'],
    ["EditDhcpScope", { scope: object }, none, 'DhcpScope 5 of "scope" does not exist'],
    ["EditDhcpScope", { scope: {} }, everything, '"scope" names no DhcpScope'],
    ["CreateIpamIPAddress", { address: {} }, none, 'another address equals "address"'],
    ["UpdateIpamIPAddress", { address: {}, oldAddress: {} }, none, 'another address equals "address"'],
    ["DeleteDnsZones", zones, none, 'DnsServerZone 1 of "serverZoneIds" does not exist'],
    ["UpdateDnsZones", { serverZonesTuple: tuple }, none, 'DnsServerZone 3 of "serverZonesTuple" does not exist'],
    ["UpdateDnsConditionalForwarders", forwarders, none, 'DnsConditionalForwarder 5 of "conditionalForwarders" does not exist'],
    ["EditDhcpServer", { server: {} }, strict, '"server": broken rule of ValidateDhcpServer'],
    ["DeleteDnsResourceRecords", { ...records, ...zone }, strict, '"resourceRecords": broken rule of ValidateDnsResourceRecord'],
    ["UpdateDnsZones", { serverZonesTuple: tuple }, strict, '"serverZonesTuple": broken rule of ValidateBaseDnsServerZone'],
  ] as const)("%s", async (id, members, inventory, want) => {
    const failure = await findFailure(operations[id].checks, subjectOf(parametersFor(id, members), inventory));
    expect(failure?.message).toBe(want);
  });

  test("the operations that name a procedure", () => {
    const named = operationIds.flatMap((id) =>
      operations[id].checks.flatMap((check) => ("rule" in check ? [`${operations[id].number} ${check.rule}`] : [])),
    );
    expect(named.join(", ")).toBe(
      "1 ValidateDhcpServer, 3 ValidateDhcpScope, 4 ValidateDhcpScope, 12 ValidateDhcpPolicy, 13 ValidateDhcpPolicy, 14 ValidateDhcpPolicy, " +
        "18 ValidateDhcpReservation, 21 ValidateDhcpReservation, 36 ValidateIpamIPAddress, 37 ValidateIpamIPAddress, 38 ValidateDnsResourceRecord, " +
        "39 ValidateDnsResourceRecord, 40 ValidateDnsResourceRecord, 41 ValidateDnsResourceRecord, 42 ValidateBaseDnsServerZone, " +
        "43 ValidateBaseDnsServerZone, 47 ValidateDnsConditionalForwarder, 48 ValidateDnsConditionalForwarder, 49 ValidateDnsConditionalForwarder",
    );
  });
});

describe("every operation through the service", () => {
  test.each(operationIds)("%s: accepted, started, completed", async (id) => {
    const stage = new Stage();
    await stage.initialize(parametersFor(id, cases[id].passes));
    await stage.start();
    await stage.runner.succeed();
    expect(stage.channel.take()).toEqual([
      "reply",
      "StartProgressCallback(false)",
      "reply",
      "SetCompletionPercentage(100)",
      "SetOverallStatus(CompletedWithSuccess)",
      "close",
    ]);
  });

  test.each(operationIds)("%s: bad parameters end the started operation", async (id) => {
    const stage = new Stage();
    await stage.initialize(parametersFor(id, {}));
    await stage.start();
    expect(stage.channel.take()).toEqual([
      "reply",
      "StartProgressCallback(false)",
      "reply",
      "SetOverallStatus(CompletedWithFailure)",
      "close",
    ]);
    expect(stage.runner.state).toBe("waiting");
    expect((await stage.store.runs())[0]).toMatchObject({ state: "failed", failure: { exceptionId: "IpamApiInvalidParameter" } });
  });

  test("a missing DHCP row has an identifier of its own", async () => {
    const stage = new Stage({ inventory: { ...everything, exists: () => false } });
    await stage.initialize(parametersFor("EditDhcpScope", { scope: object }));
    await stage.start();
    expect((await stage.store.runs())[0]).toMatchObject({ failure: { exceptionId: "IpamApiDhcpFailedToRetrieveDataFromIpamDatabase" } });
  });
});
