/**
 * The messages of IIpamOperationWithProgress as TypeScript values, in the shapes that the generator gives for the contract.
 *
 * One file for the whole service, so that the shapes come from one place. Members of parameter objects that neither a check nor the
 * authorization looks at are not declared here; a decoded value carries them all the same. [MS-IPAMM2] 2.2.4, 3.19.4, 3.20.4
 */

/** A nil element whose type has attributes. */
export type Nil<Attributes> = { readonly $nil: true } & Attributes;

/** Identity of an object within one message: `id` where it stands in full, `ref` where it is meant again. */
export interface IpamObject {
  id?: string;
  ref?: string;
}

/** Any object of the model; `$type` names the run-time type where it is not the declared one. */
export interface AnyIpamObject extends IpamObject {
  $type?: string;
}

type Nillable<T> = T | Nil<IpamObject>;

/** One element kept as it stands on the wire, for content that the contract leaves open. Names are Clark names. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly children: readonly (string | XmlElement)[];
}

/** A serialized .NET exception: unqualified elements that the contract leaves open. [MS-IPAMM2] 2.2.4.247 */
export interface IpamException {
  $any?: readonly XmlElement[];
  factoryType?: string;
}

/** The part of the 838 names that the service itself uses. [MS-IPAMM2] 2.2.5.64 */
export type IpamExceptionId =
  | "IpamApiInvalidParameter"
  | "IpamApiAccessDenied"
  | "IpamApiInsufficientPrivilege"
  | "IpamApiCallsAreNotAllowedUntilProvisioningIsDone"
  | "IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone"
  | "IpamApiOperationNotAllowed"
  | "IpamApiDhcpFailedToRetrieveDataFromIpamDatabase"
  | "IpamApiGenericErrorOccurred";

/** Status of a subtask. */
export type SubTaskStatus =
  | "NotStarted"
  | "InProgress"
  | "CompletedWithError"
  | "CompletedWithWarning"
  | "CompletedWithSuccess"
  | "NotApplicable"
  | "NotRun";

/** Status of the whole operation; there is none for "completed with warnings". */
export type OverallProgressStatus = "NotStarted" | "InProgress" | "CompletedWithSuccess" | "CompletedWithFailure";

/** One step of an operation, as shown to the administrator. */
export interface SubTaskInstance extends IpamObject {
  failedCompletionStatus?: IpamException | Nil<{ factoryType?: string }>;
  isNonDeterministicProgress?: boolean;
  progressStatusDescriptions?: string | null;
  subTaskInstanceDetails?: Nillable<AnyIpamObject>;
  subTaskInstanceId?: number;
  subTaskName?: string | null;
  subTaskStatus?: SubTaskStatus;
  subTaskUniqueId?: number;
}

/** What was done to one stored object. */
export interface EntityStatus {
  isSuccessful?: boolean;
  objectType?: string;
  operationType?: "Unknown" | "Add" | "Update" | "Delete";
  recordId?: bigint;
}

/** What was done to which object. */
export interface EntityStatusCollection extends IpamObject {
  entityStatusList?: { entityStatus?: readonly (EntityStatus | null)[] } | null;
}

/** Completion details of an operation. */
export interface DhcpMsmOverallCompletionStatus extends IpamObject {
  entityStatusCollectionObject?: Nillable<AnyIpamObject>;
  errorInfo?: IpamException | Nil<{ factoryType?: string }>;
  hasIpamUpdateError?: boolean;
  returnObject?: Nillable<AnyIpamObject>;
}

/** Request: which operation to run, with which data. The member is spelled so in the contract. */
export interface InitializeOperationParameters {
  paramters?: AnyIpamOperationWithProgressParameters | Nil<IpamObject>;
}
/** Request: run it. */
export type StartOperationWithCallback = Record<never, never>;
/** Callback: the operation begins. */
export interface StartProgressCallback {
  isNonDeterministic?: boolean;
}
/** Callback: a new subtask. */
export interface AddSubTask {
  subTaskInstance?: SubTaskInstance | Nil<IpamObject>;
}
/** Callback: a subtask progressed or ended. */
export interface SetSubTaskStatus {
  subTaskInstance?: SubTaskInstance | Nil<IpamObject>;
  status?: SubTaskStatus;
  percentComplete?: string;
  completionStatus?: IpamException | Nil<{ factoryType?: string }>;
}
/** Callback: the operation as a whole progressed. */
export interface SetCompletionPercentage {
  completionPercentage?: string;
}
/** Callback: the operation ended; always the last one. */
export interface SetOverallStatus {
  overallStatus?: OverallProgressStatus;
  completionStatus?: Nillable<AnyIpamObject>;
}

type ArrayOflong = { long?: readonly bigint[] };
type AddressFamily = string;
type ZoneLookupType = "None" | "DNSForwardLookupZone" | "DNSReverseLookupZone";
type DhcpReservationDeletionFlag =
  | "Default"
  | "DeleteReservationRecord"
  | "DeleteIPAddressRecord"
  | "DeleteDnsRecord"
  | "DeleteIPAddressAndDnsRecord";
type PolicyProcessingOrderDirection = string;
type DnsResourceRecordMultiEditFields = readonly string[];
type DhcpFilterMultiEditFields = "AllowOrDeny" | "Description" | "Both";
type DhcpPolicyPropertyUpdate = "EnablePolicy" | "DisablePolicy";

interface StoredObject extends AnyIpamObject {
  recordId?: bigint;
}
interface DhcpServer extends StoredObject {
  accessScopeId?: bigint;
}
type DhcpServerV4 = DhcpServer;
interface DhcpScope extends StoredObject {
  parentDhcpServerRecordId?: bigint;
}
type DhcpSuperscopeV4 = StoredObject;
interface DhcpPolicyV4 extends AnyIpamObject {
  policyId?: bigint;
  scopeRecordId?: bigint;
  serverRecordId?: bigint;
}
interface DhcpFailover extends StoredObject {
  server1RecordId?: bigint;
  server2RecordId?: bigint;
}
interface DhcpFilter extends StoredObject {
  serverRecordId?: bigint;
}
type DhcpReservation = StoredObject;
type DhcpReservationTemplateConfiguration = AnyIpamObject;
type DhcpScopeTemplateConfiguration = AnyIpamObject;
type DhcpServerTemplateConfiguration = AnyIpamObject;
interface DnsResourceRecord extends StoredObject {
  zoneRecordId?: bigint;
}
type BaseDnsServerZone = StoredObject;
interface DnsConditionalForwarder extends StoredObject {
  dnsServerId?: bigint;
}
interface IpamIPAddress extends AnyIpamObject {
  recordId?: bigint | null;
  parentIPRangeRecordId?: bigint | null;
}
type ArrayOfDhcpFilter = { dhcpFilter?: readonly Nillable<DhcpFilter>[] };
type ArrayOfDhcpPolicyV4 = { dhcpPolicyV4?: readonly Nillable<DhcpPolicyV4>[] };
type ArrayOfDhcpScope = { dhcpScope?: readonly Nillable<DhcpScope>[] };
type ArrayOfDhcpServerV4 = { dhcpServerV4?: readonly Nillable<DhcpServerV4>[] };
type ArrayOfDhcpSuperscopeV4 = { dhcpSuperscopeV4?: readonly Nillable<DhcpSuperscopeV4>[] };
type ArrayOfDnsConditionalForwarder = { dnsConditionalForwarder?: readonly Nillable<DnsConditionalForwarder>[] };
type ArrayOfDnsResourceRecord = { dnsResourceRecord?: readonly Nillable<DnsResourceRecord>[] };
type ArrayOfTupleOfBaseDnsServerZonelong2zwQHvQz = {
  tupleOfBaseDnsServerZonelong2zwQHvQz?: readonly ({ m_Item1: Nillable<BaseDnsServerZone>; m_Item2: bigint } | null)[];
};

/** Base of the parameter objects. */
export interface IpamOperationWithProgressParameters extends IpamObject {
  operationId?: IpamAdminOperationId;
}
type ParametersWith<Members> = IpamOperationWithProgressParameters & Members;

/** The 46 parameter types by the name that `$type` carries, and their base. */
export interface IpamOperationWithProgressParametersTypes {
  IpamOperationWithProgressParameters: IpamOperationWithProgressParameters;
  AddScopesToSuperscopeParameters: ParametersWith<{ scopeIds?: ArrayOflong | null; superscope?: Nillable<DhcpSuperscopeV4> }>;
  ApplyDhcpScopeConfigurationparameters: ParametersWith<{
    scopeAddressFamily?: AddressFamily;
    scopeId?: ArrayOflong | null;
    scopeTemplate?: Nillable<DhcpScopeTemplateConfiguration>;
  }>;
  ApplyDhcpServerConfigurationParameters: ParametersWith<{
    serverAddressFamily?: AddressFamily;
    serverIds?: ArrayOflong | null;
    serverTemplate?: Nillable<DhcpServerTemplateConfiguration>;
  }>;
  CreateDhcpFiltersParameters: ParametersWith<{ dhcpServerIds?: ArrayOflong | null; filters?: ArrayOfDhcpFilter | null }>;
  CreateDhcpReservationParameters: ParametersWith<{ reservation?: Nillable<DhcpReservation>; scopeRecordId?: bigint }>;
  CreateDhcpScopeParameters: ParametersWith<{ scope?: Nillable<DhcpScope> }>;
  CreateDhcpScopePolicyParameters: ParametersWith<{ policy?: Nillable<DhcpPolicyV4>; scopeList?: ArrayOflong | null }>;
  CreateDhcpServerPolicyParameters: ParametersWith<{ policy?: Nillable<DhcpPolicyV4>; serverList?: ArrayOfDhcpServerV4 | null }>;
  CreateDnsResourceRecordsParameters: ParametersWith<{
    resourceRecords?: ArrayOfDnsResourceRecord | null;
    serverZoneId?: bigint;
    zoneType?: ZoneLookupType;
  }>;
  CreateDnsZoneParameters: ParametersWith<{ serverId?: bigint; serverZone?: Nillable<BaseDnsServerZone> }>;
  CreateIpamIPAddressParameters: ParametersWith<{
    address?: Nillable<IpamIPAddress>;
    createDhcpReservation?: boolean;
    createDnsRecord?: boolean;
    overrideMBEAndSI?: boolean;
  }>;
  DeleteDhcpFiltersParameters: ParametersWith<{ filters?: ArrayOfDhcpFilter | null }>;
  DeleteDhcpReservationCollectionParameters: ParametersWith<{
    family?: AddressFamily;
    flag?: DhcpReservationDeletionFlag;
    reservationRecordIds?: ArrayOflong | null;
  }>;
  DeleteDhcpReservationParameters: ParametersWith<{
    family?: AddressFamily;
    flag?: DhcpReservationDeletionFlag;
    reservationRecordId?: bigint;
  }>;
  DeleteDhcpScopeParameters: ParametersWith<{ scope?: Nillable<DhcpScope> }>;
  DeleteDnsResourceRecordsParameters: ParametersWith<{
    resourceRecords?: ArrayOfDnsResourceRecord | null;
    serverZoneId?: bigint;
    zoneType?: ZoneLookupType;
  }>;
  DeleteDnsZonesParameters: ParametersWith<{ serverZoneIds?: ArrayOflong | null; zoneType?: ZoneLookupType }>;
  DeletePolicyParameters: ParametersWith<{ policies?: ArrayOfDhcpPolicyV4 | null }>;
  DeleteSuperscopesParameters: ParametersWith<{ superscopes?: ArrayOfDhcpSuperscopeV4 | null }>;
  DhcpFailoverDeleteParameters: ParametersWith<{ failover?: Nillable<DhcpFailover>; force?: boolean }>;
  DhcpFailoverParameters: ParametersWith<{ failover?: Nillable<DhcpFailover> }>;
  DhcpFailoverRemoveScopesParameters: ParametersWith<{ force?: boolean; scopeIds?: ArrayOflong | null }>;
  DhcpFailoverWithScopesParameters: ParametersWith<{ failover?: Nillable<DhcpFailover>; scopeIds?: ArrayOflong | null }>;
  DnsConditionalForwardersParameters: ParametersWith<{ conditionalForwarders?: ArrayOfDnsConditionalForwarder | null }>;
  DnsZonesTransferParameters: ParametersWith<{ fullTransfer?: boolean; serverZoneIds?: ArrayOflong | null; zoneType?: ZoneLookupType }>;
  MovePolicyProcessingOrderParameters: ParametersWith<{ direction?: PolicyProcessingOrderDirection; policy?: Nillable<DhcpPolicyV4> }>;
  MultiUpdateDnsResourceRecordParameters: ParametersWith<{
    modifiedFields?: DnsResourceRecordMultiEditFields;
    resourceRecords?: ArrayOfDnsResourceRecord | null;
    serverZoneId?: bigint;
    ttl?: string;
    zoneType?: ZoneLookupType;
  }>;
  ReloadDnsZonesParameters: ParametersWith<{ serverZoneIds?: ArrayOflong | null; zoneType?: ZoneLookupType }>;
  RemoveScopesFromSuperscopeParameters: ParametersWith<{ scopeIds?: ArrayOflong | null }>;
  RenameSuperscopeParameters: ParametersWith<{ newName?: string | null; superscope?: Nillable<DhcpSuperscopeV4> }>;
  ReplicateRelationParameters: ParametersWith<{ failoverRelation?: Nillable<DhcpFailover> }>;
  ReplicateScopeParameters: ParametersWith<{ scopes?: ArrayOfDhcpScope | null }>;
  ReplicateServerParameters: ParametersWith<{ server?: Nillable<DhcpServerV4> }>;
  ResetConfigSyncStatusParameters: ParametersWith<{ scopes?: ArrayOfDhcpScope | null }>;
  SetDhcpReservationCollectionParameters: ParametersWith<{
    configuration?: Nillable<DhcpReservationTemplateConfiguration>;
    family?: AddressFamily;
    reservationRecordIds?: ArrayOflong | null;
  }>;
  SetDhcpReservationParameters: ParametersWith<{ reservation?: Nillable<DhcpReservation>; scopeRecordId?: bigint }>;
  SetSuperscopeActivationStatusParameters: ParametersWith<{ activationStatus?: boolean; superscopes?: ArrayOfDhcpSuperscopeV4 | null }>;
  UpdateDhcpFilterParameters: ParametersWith<{ filter?: Nillable<DhcpFilter> }>;
  UpdateDhcpFiltersParameters: ParametersWith<{
    description?: string | null;
    editFields?: DhcpFilterMultiEditFields;
    filters?: ArrayOfDhcpFilter | null;
    isAllow?: boolean;
  }>;
  UpdateDhcpScopeParameters: ParametersWith<{ scope?: Nillable<DhcpScope> }>;
  UpdateDhcpServerParameters: ParametersWith<{ server?: Nillable<DhcpServer> }>;
  UpdateDnsResourceRecordParameters: ParametersWith<{
    resourceRecord?: Nillable<DnsResourceRecord>;
    serverZoneId?: bigint;
    zoneType?: ZoneLookupType;
  }>;
  UpdateDnsZonesParameters: ParametersWith<{ serverZonesTuple?: ArrayOfTupleOfBaseDnsServerZonelong2zwQHvQz | null }>;
  UpdateIpamIPAddressParameters: ParametersWith<{
    address?: Nillable<IpamIPAddress>;
    createDhcpReservation?: boolean;
    createDnsRecord?: boolean;
    oldAddress?: Nillable<IpamIPAddress>;
    overrideMBEAndSI?: boolean;
  }>;
  UpdatePolicyParameters: ParametersWith<{ policy?: Nillable<DhcpPolicyV4> }>;
  UpdatePolicyPropertiesParameters: ParametersWith<{ policies?: ArrayOfDhcpPolicyV4 | null; update?: DhcpPolicyPropertyUpdate }>;
}

/** A parameter object: `$type` names its run-time type, absent for the base. */
export type AnyIpamOperationWithProgressParameters = {
  [Name in keyof IpamOperationWithProgressParametersTypes]: IpamOperationWithProgressParametersTypes[Name] &
    (Name extends "IpamOperationWithProgressParameters" ? { $type?: Name } : { $type: Name });
}[keyof IpamOperationWithProgressParametersTypes];

/** The 49 operations, in the order of the contract's enumeration. [MS-IPAMM2] 2.2.5.63 */
export type IpamAdminOperationId =
  | "EditDhcpServer"
  | "ApplyServerConfigurationTemplate"
  | "CreateDhcpScope"
  | "EditDhcpScope"
  | "DeleteDhcpScope"
  | "ApplyScopeConfigurationTemplate"
  | "AddScopesToSuperscope"
  | "RemoveScopesFromSuperscope"
  | "RenameSuperscope"
  | "DeleteSuperscopes"
  | "SetSuperscopeActivationStatus"
  | "CreateDhcpServerPolicy"
  | "CreateDhcpScopePolicy"
  | "UpdatePolicy"
  | "DeletePolicy"
  | "UpdatePolicyProperty"
  | "MovePolicyProcessingOrder"
  | "CreateDhcpReservation"
  | "DeleteDhcpReservation"
  | "DeleteDhcpReservationCollection"
  | "SetDhcpReservation"
  | "SetDhcpReservationCollection"
  | "CreateDhcpFailover"
  | "EditDhcpFailover"
  | "AddDhcpFailoverScopes"
  | "RemoveDhcpFailoverScopes"
  | "DeleteDhcpFailover"
  | "ResetConfigSyncStatus"
  | "ReplicateScope"
  | "ReplicateRelation"
  | "ReplicateServer"
  | "CreateDhcpFilters"
  | "UpdateDhcpFilter"
  | "UpdateDhcpFilters"
  | "DeleteDhcpFilters"
  | "CreateIpamIPAddress"
  | "UpdateIpamIPAddress"
  | "CreateDnsResourceRecords"
  | "DeleteDnsResourceRecords"
  | "UpdateDnsResourceRecords"
  | "UpdateDnsResourceRecord"
  | "CreateDnsZone"
  | "DeleteDnsZones"
  | "UpdateDnsZones"
  | "DnsZonesTransfer"
  | "ReloadDnsZones"
  | "CreateDnsConditionalForwarders"
  | "UpdateDnsConditionalForwarders"
  | "DeleteDnsConditionalForwarders";
