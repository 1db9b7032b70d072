/**
 * Authorization: the caller's data, computed once for a session, and the decision whether an operation may start.
 *
 * In: the caller's token (security identifiers), the server's policy, the stored parameters. Out: allowed, or denied with the exception
 * that says why. [MS-IPAMM2] 3.1.4.3, 3.19.6.1
 */
import {
  type AccessRequirement,
  type AdministratorGroup,
  builtInRoles,
  type NamedObject,
  type RbacOperation,
  type RbacOperationName,
  rbacOperations,
  type ScopedObject,
} from "./access-table.js";
import { type CallerIdentity, createCallerTest } from "./caller.js";
import type { AnyIpamOperationWithProgressParameters, IpamExceptionId } from "./messages.js";
import { membersAt, type ObjectResolver } from "./parameter-values.js";

/** The security groups of an IPAM server. */
export type IpamGroup =
  | "IpamUsers"
  | "IpamAdministrators"
  | "IpamAsmAdministrators"
  | "IpamMsmAdministrators"
  | "IpamIPAuditAdministrators";

/** A policy binds a user or group to roles, each within one access scope. */
export interface AccessPolicy {
  readonly id: bigint;
  /** A security identifier of a user or group, or a user's name: `DOMAIN\user`, `user@REALM`. */
  readonly sid: string;
  readonly entries: readonly { readonly role: string; readonly accessScopeId: bigint }[];
}

/** What the server's administrator has configured: groups, additional roles, and policies. */
export interface AuthorizationPolicy {
  /** A member, or several: security identifiers of users and groups, or names of users. */
  readonly groups: Readonly<Partial<Record<IpamGroup, string | readonly string[]>>>;
  /** Roles besides the built-in ones. */
  readonly roles: Readonly<Record<string, readonly RbacOperationName[]>>;
  readonly accessPolicies: readonly AccessPolicy[];
}

/** Finds the access scope of an object; undefined if the object or its scope is not known. */
export interface AccessScopeDirectory {
  /** `named` is the kind of the record that the parameters name; the scope wanted is that of the `object` it belongs to. */
  accessScopeOf(object: ScopedObject, named: NamedObject, recordId: bigint): bigint | undefined | Promise<bigint | undefined>;
}

/** ADM_UserAuthorizationData. [MS-IPAMM2] 3.1.4.3 */
export interface UserAuthorizationData {
  readonly isAdministrator: boolean;
  readonly isIpamUser: boolean;
  readonly isIpamAdministrator: boolean;
  readonly isIpamAsmAdministrator: boolean;
  readonly isIpamMsmAdministrator: boolean;
  readonly isIpamIPAuditAdministrator: boolean;
  readonly mappingPolicyIds: readonly bigint[];
}

/** BUILTIN\Administrators. */
const administratorsSid = "S-1-5-32-544";

/** Computes a caller's data from the token. IPAM administrators hold the special roles, and every special role makes a user. */
export function computeAuthorization(caller: CallerIdentity, policy: AuthorizationPolicy): UserAuthorizationData {
  const isCaller = createCallerTest(caller);
  const holds = (group: IpamGroup): boolean => isCaller([policy.groups[group] ?? []].flat());
  const isIpamAdministrator = holds("IpamAdministrators");
  const isIpamAsmAdministrator = isIpamAdministrator || holds("IpamAsmAdministrators");
  const isIpamMsmAdministrator = isIpamAdministrator || holds("IpamMsmAdministrators");
  const isIpamIPAuditAdministrator = isIpamAdministrator || holds("IpamIPAuditAdministrators");
  const mappingPolicyIds = policy.accessPolicies.filter(({ sid }) => isCaller([sid])).map(({ id }) => id);
  const isSpecial = isIpamAsmAdministrator || isIpamMsmAdministrator || isIpamIPAuditAdministrator;
  return {
    isAdministrator: isCaller([administratorsSid]),
    isIpamUser: holds("IpamUsers") || isSpecial || mappingPolicyIds.length > 0,
    isIpamAdministrator,
    isIpamAsmAdministrator,
    isIpamMsmAdministrator,
    isIpamIPAuditAdministrator,
    mappingPolicyIds,
  };
}

/** Allowed, or why not. */
export type AccessDecision =
  | { readonly allowed: true }
  | { readonly allowed: false; readonly exceptionId: IpamExceptionId; readonly message: string };

/** What a decision looks at. */
export interface AccessSubject {
  readonly caller: UserAuthorizationData;
  readonly policy: AuthorizationPolicy;
  readonly scopes: AccessScopeDirectory;
  readonly parameters: AnyIpamOperationWithProgressParameters;
  readonly resolve: ObjectResolver;
}

/** One RBAC operation on one object; `recordId` undefined: the parameters name no object, so no scope can be found. */
interface Demand {
  readonly need: RbacOperationName;
  readonly object: ScopedObject | undefined;
  readonly named: NamedObject | undefined;
  readonly recordId: bigint | undefined;
}

/** Decides whether the caller may start an operation: every RBAC operation that it needs, on every object that it names. */
export async function decideAccess(requirement: AccessRequirement, subject: AccessSubject): Promise<AccessDecision> {
  for (const demand of demandsOf(requirement, subject)) {
    const row = rbacOperations[demand.need];
    if (!(await isAllowed(row, demand, subject))) return denial(demand.need, subject.caller);
  }
  return { allowed: true };
}

function denial(need: RbacOperationName, caller: UserAuthorizationData): AccessDecision {
  return caller.mappingPolicyIds.length === 0
    ? { allowed: false, exceptionId: "IpamApiAccessDenied", message: `access denied: "${need}" needs a group or an access policy` }
    : { allowed: false, exceptionId: "IpamApiInsufficientPrivilege", message: `no role of the caller holds "${need}" for the object` };
}

/** Decides one demand by the rule's steps. [MS-IPAMM2] 3.19.6.1 */
export async function isAllowed(row: RbacOperation, demand: Demand, subject: AccessSubject): Promise<boolean> {
  const inGroup = row.groups.some((group) => isInGroup(group, subject.caller));
  if (row.adminRoleOnly || row.nonRbac) return inGroup;
  if (inGroup) return true;
  if (row.accessScopeAgnostic) return entriesOf(subject).some(({ role }) => roleHolds(role, demand.need, subject.policy));
  const entries = entriesOf(subject).filter(({ role }) => roleHolds(role, demand.need, subject.policy));
  if (entries.length === 0 || demand.object === undefined || demand.named === undefined || demand.recordId === undefined) return false;
  const accessScopeId = await subject.scopes.accessScopeOf(demand.object, demand.named, demand.recordId);
  // Scopes form a tree, but the rule compares for equality: objects store the scope that they inherit.
  return accessScopeId !== undefined && entries.some((entry) => entry.accessScopeId === accessScopeId);
}

function isInGroup(group: AdministratorGroup, caller: UserAuthorizationData): boolean {
  return group === "Msm" ? caller.isIpamMsmAdministrator : caller.isIpamAsmAdministrator;
}

function entriesOf(subject: AccessSubject): AccessPolicy["entries"] {
  const ids = new Set(subject.caller.mappingPolicyIds);
  return subject.policy.accessPolicies.filter(({ id }) => ids.has(id)).flatMap(({ entries }) => entries);
}

/** Tests if a role holds an RBAC operation; a role of the administrator's own hides a built-in one of its name. */
export function roleHolds(role: string, need: RbacOperationName, policy: AuthorizationPolicy): boolean {
  if (Object.hasOwn(policy.roles, role)) return policy.roles[role]?.includes(need) ?? false;
  return Object.hasOwn(builtInRoles, role) && (builtInRoles[role]?.includes(rbacOperations[need].operationGroup) ?? false);
}

function demandsOf(requirement: AccessRequirement, subject: AccessSubject): readonly Demand[] {
  switch (requirement.kind) {
    case "agnostic":
      return requirement.needs.map((need) => ({ need, object: undefined, named: undefined, recordId: undefined }));
    case "objects": {
      const { object, named, paths } = requirement.at;
      const recordIds = new Set(paths.flatMap((path) => membersAt(subject.parameters, path, subject.resolve).map(recordIdOf)));
      return requirement.needs.flatMap((need) => [...recordIds].map((recordId) => ({ need, object, named, recordId })));
    }
    case "policies":
      return membersAt(subject.parameters, requirement.path, subject.resolve).flatMap((policy) =>
        demandsOfPolicy(requirement, policy, subject),
      );
  }
}

/** A missing object counts as one of unknown scope: an operation must not be allowed because its parameters name nothing. */
function recordIdOf(value: unknown): bigint | undefined {
  return typeof value === "bigint" && value !== 0n ? value : undefined;
}

function demandsOfPolicy(
  requirement: Extract<AccessRequirement, { readonly kind: "policies" }>,
  policy: unknown,
  subject: AccessSubject,
): readonly Demand[] {
  const scopeId = recordIdOf(membersAt(policy, "scopeRecordId", subject.resolve)[0]);
  const serverId = recordIdOf(membersAt(policy, "serverRecordId", subject.resolve)[0]);
  return scopeId !== undefined
    ? requirement.scopeNeeds.map((need) => ({ need, object: "DhcpScope", named: "DhcpScope", recordId: scopeId }))
    : requirement.serverNeeds.map((need) => ({ need, object: "DhcpServer", named: "DhcpServer", recordId: serverId }));
}
