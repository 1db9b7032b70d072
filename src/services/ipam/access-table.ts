/**
 * Role based access as data: RBAC operations, what each of the 49 operations asks for, and the built-in roles.
 * [MS-IPAMM2] 3.19.6.1 (mapping), 3.1.1.1.36.1 (operation table), 3.1.1.1.39.1 (roles)
 *
 * 16 of the 49 operations map to names that the specification's operation table lacks, and two to the delete policy operations, most
 * likely by a copying error. Rows marked `basis: "choice"` are ours: the nearest relatives of the table, and for zones and conditional
 * forwarders, which have none, an operation of the mapping's own name that DNS administrators hold.
 */
import type { IpamAdminOperationId } from "./messages.js";

/** Groups whose members may do things without a policy. */
export type AdministratorGroup = "Msm" | "Asm";

/** The groups of operations that built-in roles are made of. */
export type OperationGroup =
  | "DhcpServer"
  | "DhcpScope"
  | "DhcpReservation"
  | "DhcpFailover"
  | "DhcpSuperscope"
  | "Address"
  | "DnsZone"
  | "DnsRecord"
  | "DnsServer";

/** A row of the RBAC operation table. */
export interface RbacOperation {
  readonly adminRoleOnly: boolean;
  readonly nonRbac: boolean;
  readonly accessScopeAgnostic: boolean;
  readonly groups: readonly AdministratorGroup[];
  readonly operationGroup: OperationGroup;
  readonly basis: "3.1.1.1.36.1" | "choice";
}

function rbac(operationGroup: OperationGroup, groups: readonly AdministratorGroup[], accessScopeAgnostic = false): RbacOperation {
  return { adminRoleOnly: false, nonRbac: false, accessScopeAgnostic, groups, operationGroup, basis: "3.1.1.1.36.1" };
}

function chosen(operationGroup: OperationGroup): RbacOperation {
  return { ...rbac(operationGroup, ["Msm"]), basis: "choice" };
}

/** The RBAC operations that the 49 operations need. */
export const rbacOperations = {
  MsmDhcpEditServerProperties: rbac("DhcpServer", ["Msm"]),
  MsmDhcpCreateScope: rbac("DhcpScope", ["Msm"]),
  MsmDhcpEditScope: rbac("DhcpScope", ["Msm"]),
  MsmDhcpDeleteScope: rbac("DhcpScope", ["Msm"]),
  MsmDhcpEditSuperscope: rbac("DhcpSuperscope", ["Msm"]),
  MsmDhcpDeleteSuperscope: rbac("DhcpSuperscope", ["Msm"]),
  MsmDhcpCreateServerPolicy: rbac("DhcpServer", ["Msm"]),
  MsmDhcpEditServerPolicy: rbac("DhcpServer", ["Msm"]),
  MsmDhcpDeleteServerPolicy: rbac("DhcpServer", ["Msm"]),
  MsmDhcpCreateScopePolicy: rbac("DhcpScope", ["Msm"]),
  MsmDhcpEditScopePolicy: rbac("DhcpScope", ["Msm"]),
  MsmDhcpDeleteScopePolicy: rbac("DhcpScope", ["Msm"]),
  MsmDhcpScopeCreateOrEditAddressReservation: rbac("DhcpReservation", ["Asm", "Msm"]),
  MsmDhcpScopeDeleteAddressReservation: rbac("DhcpReservation", ["Asm", "Msm"]),
  MsmDhcpCreateFailover: rbac("DhcpFailover", ["Msm"]),
  MsmDhcpEditFailover: rbac("DhcpFailover", ["Msm"]),
  MsmDhcpDeleteFailover: rbac("DhcpFailover", ["Msm"]),
  MsmDhcpReplicateOperation: rbac("DhcpFailover", ["Msm"], true),
  CreateIPAddress: rbac("Address", ["Asm"]),
  UpdateIPAddress: rbac("Address", ["Asm"]),
  MsmDhcpFilterOperation: chosen("DhcpServer"),
  MsmDnsCreateResourceRecord: chosen("DnsRecord"),
  MsmDnsDeleteResourceRecord: chosen("DnsRecord"),
  CreateDnsZone: chosen("DnsZone"),
  UpdateDnsZones: chosen("DnsZone"),
  DeleteDnsZones: chosen("DnsZone"),
  DnsZonesTransfer: chosen("DnsZone"),
  ReloadDnsZones: chosen("DnsZone"),
  CreateDnsConditionalForwarders: chosen("DnsServer"),
  UpdateDnsConditionalForwarders: chosen("DnsServer"),
  DeleteDnsConditionalForwarders: chosen("DnsServer"),
} as const satisfies Readonly<Record<string, RbacOperation>>;

/** Names of the RBAC operations. */
export type RbacOperationName = keyof typeof rbacOperations;

/** The kinds of objects whose access scope counts. */
export type ScopedObject =
  | "DhcpServer"
  | "DhcpScope"
  | "DhcpSuperscopeV4"
  | "IPRange"
  | "DnsResourceRecord"
  | "DnsServerZone"
  | "DnsServer";

/** The kinds of records that parameters name when the object that counts must be found through another one. */
export type NamedObject = ScopedObject | "DhcpReservation";

/** Where the parameters name the objects; `named` is what the identifiers at the paths identify. */
export interface ObjectsAt {
  readonly object: ScopedObject;
  readonly named: NamedObject;
  readonly paths: readonly string[];
}

/** What an operation needs: every RBAC operation, on every object. */
export type AccessRequirement =
  | { readonly kind: "agnostic"; readonly needs: readonly RbacOperationName[] }
  | { readonly kind: "objects"; readonly needs: readonly RbacOperationName[]; readonly at: ObjectsAt }
  | {
      /** The policy's kind decides: one with a scope is a scope policy, else it is a server policy. */
      readonly kind: "policies";
      readonly path: string;
      readonly scopeNeeds: readonly RbacOperationName[];
      readonly serverNeeds: readonly RbacOperationName[];
    };

function on(object: ScopedObject, need: RbacOperationName | readonly RbacOperationName[], ...paths: readonly string[]): AccessRequirement {
  return { kind: "objects", needs: typeof need === "string" ? [need] : need, at: { object, named: object, paths } };
}

function via(named: NamedObject, requirement: AccessRequirement): AccessRequirement {
  return requirement.kind === "objects" ? { ...requirement, at: { ...requirement.at, named } } : requirement;
}

function onPolicies(action: "Edit" | "Delete", path: string): AccessRequirement {
  return { kind: "policies", path, scopeNeeds: [`MsmDhcp${action}ScopePolicy`], serverNeeds: [`MsmDhcp${action}ServerPolicy`] };
}

const replicate: AccessRequirement = { kind: "agnostic", needs: ["MsmDhcpReplicateOperation"] };
const superscopes = "superscopes.dhcpSuperscopeV4.*.recordId";
const failoverServers = ["failover.server1RecordId", "failover.server2RecordId"] as const;
const editRecord = ["MsmDnsCreateResourceRecord", "MsmDnsDeleteResourceRecord"] as const;
const records = "resourceRecords.dnsResourceRecord.*.recordId";
const forwarderServers = "conditionalForwarders.dnsConditionalForwarder.*.dnsServerId";

/** What each of the 49 operations asks for. */
export const accessRequirements: Readonly<Record<IpamAdminOperationId, AccessRequirement>> = {
  EditDhcpServer: on("DhcpServer", "MsmDhcpEditServerProperties", "server.recordId"),
  ApplyServerConfigurationTemplate: on("DhcpServer", "MsmDhcpEditServerProperties", "serverIds.long.*"),
  CreateDhcpScope: on("DhcpServer", "MsmDhcpCreateScope", "scope.parentDhcpServerRecordId"),
  EditDhcpScope: on("DhcpScope", "MsmDhcpEditScope", "scope.recordId"),
  DeleteDhcpScope: on("DhcpScope", "MsmDhcpDeleteScope", "scope.recordId"),
  ApplyScopeConfigurationTemplate: on("DhcpScope", "MsmDhcpEditScope", "scopeId.long.*"),
  AddScopesToSuperscope: on("DhcpSuperscopeV4", "MsmDhcpEditSuperscope", "superscope.recordId"),
  RemoveScopesFromSuperscope: via("DhcpScope", on("DhcpSuperscopeV4", "MsmDhcpEditSuperscope", "scopeIds.long.*")),
  RenameSuperscope: on("DhcpSuperscopeV4", "MsmDhcpEditSuperscope", "superscope.recordId"),
  DeleteSuperscopes: on("DhcpSuperscopeV4", "MsmDhcpDeleteSuperscope", superscopes),
  SetSuperscopeActivationStatus: on("DhcpSuperscopeV4", "MsmDhcpEditSuperscope", superscopes),
  CreateDhcpServerPolicy: on("DhcpServer", "MsmDhcpCreateServerPolicy", "serverList.dhcpServerV4.*.recordId"),
  CreateDhcpScopePolicy: on("DhcpScope", "MsmDhcpCreateScopePolicy", "scopeList.long.*"),
  UpdatePolicy: onPolicies("Edit", "policy"),
  DeletePolicy: onPolicies("Delete", "policies.dhcpPolicyV4.*"),
  UpdatePolicyProperty: onPolicies("Edit", "policies.dhcpPolicyV4.*"),
  MovePolicyProcessingOrder: onPolicies("Edit", "policy"),
  CreateDhcpReservation: on("DhcpScope", "MsmDhcpScopeCreateOrEditAddressReservation", "scopeRecordId"),
  DeleteDhcpReservation: via("DhcpReservation", on("DhcpScope", "MsmDhcpScopeDeleteAddressReservation", "reservationRecordId")),
  DeleteDhcpReservationCollection: via(
    "DhcpReservation",
    on("DhcpScope", "MsmDhcpScopeDeleteAddressReservation", "reservationRecordIds.long.*"),
  ),
  SetDhcpReservation: on("DhcpScope", "MsmDhcpScopeCreateOrEditAddressReservation", "scopeRecordId"),
  SetDhcpReservationCollection: via(
    "DhcpReservation",
    on("DhcpScope", "MsmDhcpScopeCreateOrEditAddressReservation", "reservationRecordIds.long.*"),
  ),
  CreateDhcpFailover: on("DhcpServer", "MsmDhcpCreateFailover", ...failoverServers),
  EditDhcpFailover: on("DhcpServer", "MsmDhcpEditFailover", ...failoverServers),
  AddDhcpFailoverScopes: on("DhcpServer", "MsmDhcpEditFailover", ...failoverServers),
  RemoveDhcpFailoverScopes: via("DhcpScope", on("DhcpServer", "MsmDhcpEditFailover", "scopeIds.long.*")),
  DeleteDhcpFailover: on("DhcpServer", "MsmDhcpDeleteFailover", ...failoverServers),
  ResetConfigSyncStatus: replicate,
  ReplicateScope: replicate,
  ReplicateRelation: replicate,
  ReplicateServer: replicate,
  CreateDhcpFilters: on("DhcpServer", "MsmDhcpFilterOperation", "dhcpServerIds.long.*"),
  UpdateDhcpFilter: on("DhcpServer", "MsmDhcpFilterOperation", "filter.serverRecordId"),
  UpdateDhcpFilters: on("DhcpServer", "MsmDhcpFilterOperation", "filters.dhcpFilter.*.serverRecordId"),
  DeleteDhcpFilters: on("DhcpServer", "MsmDhcpFilterOperation", "filters.dhcpFilter.*.serverRecordId"),
  CreateIpamIPAddress: on("IPRange", "CreateIPAddress", "address.parentIPRangeRecordId"),
  UpdateIpamIPAddress: on("IPRange", "UpdateIPAddress", "oldAddress.parentIPRangeRecordId", "address.parentIPRangeRecordId"),
  CreateDnsResourceRecords: via("DnsServerZone", on("DnsResourceRecord", "MsmDnsCreateResourceRecord", "serverZoneId")),
  UpdateDnsResourceRecord: on("DnsResourceRecord", editRecord, "resourceRecord.recordId"),
  UpdateDnsResourceRecords: on("DnsResourceRecord", editRecord, records),
  DeleteDnsResourceRecords: on("DnsResourceRecord", "MsmDnsDeleteResourceRecord", records),
  CreateDnsZone: via("DnsServer", on("DnsServerZone", "CreateDnsZone", "serverId")),
  UpdateDnsZones: on("DnsServerZone", "UpdateDnsZones", "serverZonesTuple.tupleOfBaseDnsServerZonelong2zwQHvQz.*.m_Item1.recordId"),
  DeleteDnsZones: on("DnsServerZone", "DeleteDnsZones", "serverZoneIds.long.*"),
  DnsZonesTransfer: on("DnsServerZone", "DnsZonesTransfer", "serverZoneIds.long.*"),
  ReloadDnsZones: on("DnsServerZone", "ReloadDnsZones", "serverZoneIds.long.*"),
  CreateDnsConditionalForwarders: on("DnsServer", "CreateDnsConditionalForwarders", forwarderServers),
  UpdateDnsConditionalForwarders: on("DnsServer", "UpdateDnsConditionalForwarders", forwarderServers),
  DeleteDnsConditionalForwarders: on("DnsServer", "DeleteDnsConditionalForwarders", forwarderServers),
};

const dhcpGroups = ["DhcpServer", "DhcpScope", "DhcpReservation", "DhcpFailover", "DhcpSuperscope"] as const;
const dnsGroups = ["DnsZone", "DnsRecord", "DnsServer"] as const;

/** The built-in roles and the groups of operations that they hold. [MS-IPAMM2] 3.1.1.1.39.1 */
export const builtInRoles: Readonly<Record<string, readonly OperationGroup[]>> = {
  "IPAM DHCP Administrator": dhcpGroups,
  "IPAM DHCP Scope Administrator": ["DhcpScope", "DhcpReservation", "DhcpSuperscope"],
  "IPAM DHCP Reservations Administrator": ["DhcpReservation"],
  "IPAM DNS Administrator": dnsGroups,
  "IPAM DNS Record Administrator": ["DnsRecord"],
  "IP Address Record Administrator": ["Address"],
  "IPAM ASM Administrator": ["Address"],
  "IPAM MSM Administrator": [...dhcpGroups, ...dnsGroups],
  "IPAM Administrator": [...dhcpGroups, ...dnsGroups, "Address"],
};
