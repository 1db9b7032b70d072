/**
 * The 49 operations: number, parameter type and checks. [MS-IPAMM2] 3.19.4.4.1, 2.2.5.63
 *
 * 46 parameter types serve 49 operations, so the type alone does not identify the operation; both are needed. Every operation first asks for
 * a parameter object of exactly its type; the checks listed here come after that. They run as the first step of the operation: a failure
 * is reported by SetOverallStatus, not by a fault. If the specification names a member that the type lacks (Failover of
 * DhcpFailoverRemoveScopesParameters, Superscope of RemoveScopesFromSuperscopeParameters), the check cannot be made and is left out.
 */
import { type Check, exists, given, type MemberOf, notEmpty, notNone, notNull, type ParameterTypeName, passes } from "./checks.js";
import type { IpamAdminOperationId } from "./messages.js";

/** What the service knows of an operation. */
export interface OperationDescription {
  /** Position in [MS-IPAMM2] 3.19.4.4.1, counted from 1. */
  readonly number: number;
  readonly parameters: ParameterTypeName;
  readonly checks: readonly Check[];
}

function operation<const Name extends ParameterTypeName>(
  number: number,
  parameters: Name,
  checks: readonly Check<NoInfer<MemberOf<Name>>>[],
): OperationDescription & { readonly parameters: Name } {
  return { number, parameters, checks };
}

const deletionFlags = ["Default", "DeleteReservationRecord", "DeleteIPAddressRecord", "DeleteDnsRecord", "DeleteIPAddressAndDnsRecord"];
const serverOfScope = {
  kind: "exists",
  member: "scope",
  object: "DhcpServer",
  path: "scope.parentDhcpServerRecordId",
  ifGiven: true,
} as const;
const eachRecord = passes("ValidateDnsResourceRecord", "resourceRecords", "resourceRecords.dnsResourceRecord.*");
const zoneOfTuple = "serverZonesTuple.tupleOfBaseDnsServerZonelong2zwQHvQz.*.m_Item1";
const eachZone = exists("DnsServerZone", "serverZoneIds", "serverZoneIds.long.*");
const forwarders = "conditionalForwarders.dnsConditionalForwarder.*";
const eachForwarder = passes("ValidateDnsConditionalForwarder", "conditionalForwarders", forwarders);
const eachForwarderStored = exists("DnsConditionalForwarder", "conditionalForwarders", `${forwarders}.recordId`);

/** The table, by operation identifier. */
export const operations = {
  EditDhcpServer: operation(1, "UpdateDhcpServerParameters", [notNull("server"), passes("ValidateDhcpServer", "server")]),
  ApplyServerConfigurationTemplate: operation(2, "ApplyDhcpServerConfigurationParameters", [
    notEmpty("serverIds"),
    notNull("serverTemplate"),
  ]),
  CreateDhcpScope: operation(3, "CreateDhcpScopeParameters", [
    notNull("scope"),
    serverOfScope,
    { kind: "isNew", member: "scope", object: "DhcpScope" },
    passes("ValidateDhcpScope", "scope"),
  ]),
  EditDhcpScope: operation(4, "UpdateDhcpScopeParameters", [
    notNull("scope"),
    serverOfScope,
    exists("DhcpScope", "scope", "scope.recordId"),
    passes("ValidateDhcpScope", "scope"),
  ]),
  DeleteDhcpScope: operation(5, "DeleteDhcpScopeParameters", [
    notNull("scope"),
    { kind: "typeIn", member: "scope", types: ["DhcpScopeV4", "DhcpScopeV6"] },
  ]),
  ApplyScopeConfigurationTemplate: operation(6, "ApplyDhcpScopeConfigurationparameters", [notEmpty("scopeId"), notNull("scopeTemplate")]),
  AddScopesToSuperscope: operation(7, "AddScopesToSuperscopeParameters", [notNull("scopeIds")]),
  RemoveScopesFromSuperscope: operation(8, "RemoveScopesFromSuperscopeParameters", [notNull("scopeIds")]),
  RenameSuperscope: operation(9, "RenameSuperscopeParameters", [notNull("superscope"), notNull("newName")]),
  DeleteSuperscopes: operation(10, "DeleteSuperscopesParameters", [notNull("superscopes")]),
  SetSuperscopeActivationStatus: operation(11, "SetSuperscopeActivationStatusParameters", [notNull("superscopes")]),
  CreateDhcpServerPolicy: operation(12, "CreateDhcpServerPolicyParameters", [
    notNull("policy"),
    notEmpty("serverList"),
    passes("ValidateDhcpPolicy", "policy"),
  ]),
  CreateDhcpScopePolicy: operation(13, "CreateDhcpScopePolicyParameters", [
    notNull("policy"),
    notEmpty("scopeList"),
    passes("ValidateDhcpPolicy", "policy"),
  ]),
  UpdatePolicy: operation(14, "UpdatePolicyParameters", [
    notNull("policy"),
    passes("ValidateDhcpPolicy", "policy"),
    exists("DhcpPolicyV4", "policy", "policy.policyId"),
  ]),
  DeletePolicy: operation(15, "DeletePolicyParameters", [notEmpty("policies")]),
  UpdatePolicyProperty: operation(16, "UpdatePolicyPropertiesParameters", [notEmpty("policies")]),
  MovePolicyProcessingOrder: operation(17, "MovePolicyProcessingOrderParameters", [notNull("policy")]),
  CreateDhcpReservation: operation(18, "CreateDhcpReservationParameters", [
    notNull("reservation"),
    passes("ValidateDhcpReservation", "reservation"),
  ]),
  DeleteDhcpReservation: operation(19, "DeleteDhcpReservationParameters", [given("reservationRecordId")]),
  DeleteDhcpReservationCollection: operation(20, "DeleteDhcpReservationCollectionParameters", [
    notEmpty("reservationRecordIds"),
    { kind: "within", member: "flag", values: deletionFlags },
  ]),
  SetDhcpReservation: operation(21, "SetDhcpReservationParameters", [
    notNull("reservation"),
    given("scopeRecordId"),
    passes("ValidateDhcpReservation", "reservation"),
  ]),
  SetDhcpReservationCollection: operation(22, "SetDhcpReservationCollectionParameters", [notEmpty("reservationRecordIds")]),
  CreateDhcpFailover: operation(23, "DhcpFailoverWithScopesParameters", [notNull("failover"), notEmpty("scopeIds")]),
  EditDhcpFailover: operation(24, "DhcpFailoverParameters", [notNull("failover")]),
  AddDhcpFailoverScopes: operation(25, "DhcpFailoverWithScopesParameters", [notNull("failover"), notEmpty("scopeIds")]),
  RemoveDhcpFailoverScopes: operation(26, "DhcpFailoverRemoveScopesParameters", [notEmpty("scopeIds")]),
  DeleteDhcpFailover: operation(27, "DhcpFailoverDeleteParameters", [notNull("failover")]),
  ResetConfigSyncStatus: operation(28, "ResetConfigSyncStatusParameters", [notNull("scopes")]),
  ReplicateScope: operation(29, "ReplicateScopeParameters", [notEmpty("scopes")]),
  ReplicateRelation: operation(30, "ReplicateRelationParameters", [notNull("failoverRelation")]),
  ReplicateServer: operation(31, "ReplicateServerParameters", [notNull("server")]),
  CreateDhcpFilters: operation(32, "CreateDhcpFiltersParameters", [notEmpty("filters"), notEmpty("dhcpServerIds")]),
  UpdateDhcpFilter: operation(33, "UpdateDhcpFilterParameters", [notNull("filter")]),
  UpdateDhcpFilters: operation(34, "UpdateDhcpFiltersParameters", [notEmpty("filters")]),
  DeleteDhcpFilters: operation(35, "DeleteDhcpFiltersParameters", [notEmpty("filters")]),
  CreateIpamIPAddress: operation(36, "CreateIpamIPAddressParameters", [
    notNull("address"),
    passes("ValidateIpamIPAddress", "address"),
    { kind: "noDuplicateAddress", member: "address" },
  ]),
  UpdateIpamIPAddress: operation(37, "UpdateIpamIPAddressParameters", [
    notNull("address"),
    notNull("oldAddress"),
    passes("ValidateIpamIPAddress", "address"),
    { kind: "noDuplicateAddress", member: "address", unlessSameAs: "oldAddress" },
  ]),
  CreateDnsResourceRecords: operation(38, "CreateDnsResourceRecordsParameters", [
    notEmpty("resourceRecords"),
    given("serverZoneId"),
    notNone("zoneType"),
    exists("DnsServerZone", "serverZoneId", "serverZoneId"),
    eachRecord,
  ]),
  UpdateDnsResourceRecord: operation(39, "UpdateDnsResourceRecordParameters", [
    notNull("resourceRecord"),
    given("serverZoneId"),
    notNone("zoneType"),
    passes("ValidateDnsResourceRecord", "resourceRecord"),
    exists("DnsResourceRecord", "resourceRecord", "resourceRecord.recordId"),
  ]),
  UpdateDnsResourceRecords: operation(40, "MultiUpdateDnsResourceRecordParameters", [
    notEmpty("resourceRecords"),
    given("serverZoneId"),
    notNone("zoneType"),
    eachRecord,
  ]),
  DeleteDnsResourceRecords: operation(41, "DeleteDnsResourceRecordsParameters", [
    notEmpty("resourceRecords"),
    given("serverZoneId"),
    notNone("zoneType"),
    eachRecord,
  ]),
  CreateDnsZone: operation(42, "CreateDnsZoneParameters", [
    notNull("serverZone"),
    given("serverId"),
    passes("ValidateBaseDnsServerZone", "serverZone"),
  ]),
  UpdateDnsZones: operation(43, "UpdateDnsZonesParameters", [
    notEmpty("serverZonesTuple"),
    passes("ValidateBaseDnsServerZone", "serverZonesTuple", zoneOfTuple),
    exists("DnsServerZone", "serverZonesTuple", `${zoneOfTuple}.recordId`),
  ]),
  DeleteDnsZones: operation(44, "DeleteDnsZonesParameters", [notEmpty("serverZoneIds"), notNone("zoneType"), eachZone]),
  DnsZonesTransfer: operation(45, "DnsZonesTransferParameters", [notEmpty("serverZoneIds"), notNone("zoneType"), eachZone]),
  ReloadDnsZones: operation(46, "ReloadDnsZonesParameters", [notEmpty("serverZoneIds"), notNone("zoneType"), eachZone]),
  CreateDnsConditionalForwarders: operation(47, "DnsConditionalForwardersParameters", [notEmpty("conditionalForwarders"), eachForwarder]),
  UpdateDnsConditionalForwarders: operation(48, "DnsConditionalForwardersParameters", [
    notEmpty("conditionalForwarders"),
    eachForwarder,
    eachForwarderStored,
  ]),
  DeleteDnsConditionalForwarders: operation(49, "DnsConditionalForwardersParameters", [
    notEmpty("conditionalForwarders"),
    eachForwarder,
    eachForwarderStored,
  ]),
} as const satisfies Readonly<Record<IpamAdminOperationId, OperationDescription>>;

/** The identifiers in the table's order. */
// Object.keys loses the key type that the table states.
export const operationIds: readonly IpamAdminOperationId[] = Object.keys(operations) as IpamAdminOperationId[];

/** Tests if a text names one of the 49 operations. */
export function isOperationId(text: unknown): text is IpamAdminOperationId {
  return typeof text === "string" && Object.hasOwn(operations, text);
}
