/**
 * The roles file: who is in which group, roles of one's own, access policies, and the access scopes of objects, as JSON.
 *
 * In: the text of the file. Out: what authorization needs, or everything that is wrong with the text.
 *
 *   { "groups": { "IpamAdministrators": "S-1-5-21-1-1002" },
 *     "roles": { "Clerk": ["CreateIPAddress"] },
 *     "accessPolicies": [{ "id": "1", "sid": "S-1-5-21-1-700", "entries": [{ "role": "Clerk", "accessScopeId": "2" }] }],
 *     "accessScopes": [{ "object": "IPRange", "recordId": "31", "accessScopeId": "2" }],
 *     "defaultAccessScopeId": "1" }
 *
 * Who is meant is a security identifier of a user or group, or a user's name, "CONTOSO\\anna" or "anna@CONTOSO.EXAMPLE"; of a group there may
 * be several, as a list. Every member may be left out. Identifiers are 64-bit, so they may be written as strings. An object that is not listed
 * has the default access scope, and none without a default.
 */
import { errorText } from "../../error-text.js";
import { builtInRoles, type NamedObject, type RbacOperationName, rbacOperations } from "./access-table.js";
import type { AccessPolicy, AccessScopeDirectory, AuthorizationPolicy, IpamGroup } from "./authorization.js";

/** The content of a roles file. */
export interface Roles {
  readonly policy: AuthorizationPolicy;
  readonly scopes: AccessScopeDirectory;
}

/** Read, or everything that is wrong. */
export type RolesResult = { readonly ok: true; readonly roles: Roles } | { readonly ok: false; readonly problems: readonly string[] };

type Json = Readonly<Record<string, unknown>>;

const groups: readonly IpamGroup[] = [
  "IpamUsers",
  "IpamAdministrators",
  "IpamAsmAdministrators",
  "IpamMsmAdministrators",
  "IpamIPAuditAdministrators",
];

const objects: readonly NamedObject[] = [
  "DhcpServer",
  "DhcpScope",
  "DhcpSuperscopeV4",
  "DhcpReservation",
  "IPRange",
  "DnsResourceRecord",
  "DnsServerZone",
  "DnsServer",
];

/** Reads a roles file. */
export function readRoles(text: string): RolesResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    return { ok: false, problems: [`not JSON: ${errorText(cause)}`] };
  }
  const reader = new RolesReader();
  const roles = reader.read(json);
  return reader.problems.length === 0 ? { ok: true, roles } : { ok: false, problems: reader.problems };
}

class RolesReader {
  readonly problems: string[] = [];

  read(json: unknown): Roles {
    const file = this.#object(json, "the file");
    this.#known(file, "the file", ["groups", "roles", "accessPolicies", "accessScopes", "defaultAccessScopeId"]);
    const roles = this.#roles(file.roles);
    const policy = { groups: this.#groups(file.groups), roles, accessPolicies: this.#policies(file.accessPolicies, roles) };
    return { policy, scopes: this.#scopes(file.accessScopes, file.defaultAccessScopeId) };
  }

  #groups(value: unknown): AuthorizationPolicy["groups"] {
    const entries = this.#object(value ?? {}, '"groups"');
    this.#known(entries, '"groups"', groups);
    return Object.fromEntries(groups.flatMap((group) => (group in entries ? [[group, this.#members(entries[group], `"${group}"`)]] : [])));
  }

  #roles(value: unknown): AuthorizationPolicy["roles"] {
    const roles: Record<string, readonly RbacOperationName[]> = {};
    for (const [role, names] of Object.entries(this.#object(value ?? {}, '"roles"'))) {
      // A definition, not an assignment: a role may have any name.
      const operations = this.#list(names, `role "${role}"`).flatMap((name) => this.#operation(name, role));
      Object.defineProperty(roles, role, { value: operations, enumerable: true });
    }
    return roles;
  }

  #operation(name: unknown, role: string): readonly RbacOperationName[] {
    if (typeof name === "string" && isRbacOperation(name)) return [name];
    this.problems.push(`role "${role}": ${JSON.stringify(name)} is not an RBAC operation`);
    return [];
  }

  #policies(value: unknown, roles: AuthorizationPolicy["roles"]): readonly AccessPolicy[] {
    return this.#list(value ?? [], '"accessPolicies"').map((item, index) => {
      const at = `access policy ${index + 1}`;
      const policy = this.#object(item, at);
      this.#known(policy, at, ["id", "sid", "entries"]);
      const entries = this.#list(policy.entries ?? [], `${at}, "entries"`).map((each) => {
        const entry = this.#object(each, at);
        this.#known(entry, at, ["role", "accessScopeId"]);
        return { role: this.#role(entry.role, at, roles), accessScopeId: this.#id(entry.accessScopeId, `${at}, "accessScopeId"`) };
      });
      return { id: this.#id(policy.id, `${at}, "id"`), sid: this.#member(policy.sid, at), entries };
    });
  }

  #role(value: unknown, at: string, roles: AuthorizationPolicy["roles"]): string {
    if (typeof value === "string" && (Object.hasOwn(roles, value) || Object.hasOwn(builtInRoles, value))) return value;
    this.problems.push(`${at}: ${JSON.stringify(value)} is not a role`);
    return "";
  }

  #scopes(value: unknown, otherwise: unknown): AccessScopeDirectory {
    const accessScopes = new Map<string, bigint>();
    for (const [index, item] of this.#list(value ?? [], '"accessScopes"').entries()) {
      const at = `access scope ${index + 1}`;
      const entry = this.#object(item, at);
      this.#known(entry, at, ["object", "recordId", "accessScopeId"]);
      const object = objects.find((name) => name === entry.object);
      if (object === undefined) this.problems.push(`${at}: ${JSON.stringify(entry.object)} is not one of ${objects.join(", ")}`);
      accessScopes.set(
        `${object} ${this.#id(entry.recordId, `${at}, "recordId"`)}`,
        this.#id(entry.accessScopeId, `${at}, "accessScopeId"`),
      );
    }
    const defaultScope = otherwise === undefined ? undefined : this.#id(otherwise, '"defaultAccessScopeId"');
    return { accessScopeOf: (_object, named, recordId) => accessScopes.get(`${named} ${recordId}`) ?? defaultScope };
  }

  #object(value: unknown, at: string): Json {
    // What is neither null nor an array has string keys only, as it comes from JSON.
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
    this.problems.push(`${at} is not an object`);
    return {};
  }

  #list(value: unknown, at: string): readonly unknown[] {
    if (Array.isArray(value)) return value;
    this.problems.push(`${at} is not a list`);
    return [];
  }

  #known(value: Json, at: string, names: readonly string[]): void {
    for (const name of Object.keys(value)) if (!names.includes(name)) this.problems.push(`${at}: unknown member "${name}"`);
  }

  #members(value: unknown, at: string): string | readonly string[] {
    return Array.isArray(value) ? value.map((each) => this.#member(each, at)) : this.#member(value, at);
  }

  #member(value: unknown, at: string): string {
    if (typeof value === "string" && isMember(value)) return value;
    this.problems.push(`${at}: ${JSON.stringify(value)} is not a security identifier`);
    return "";
  }

  #id(value: unknown, at: string): bigint {
    if (typeof value === "string" && /^\d{1,19}$/.test(value)) return BigInt(value);
    if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
    this.problems.push(`${at}: ${JSON.stringify(value)} is not an identifier`);
    return 0n;
  }
}

/** Tests if a text is a security identifier, or a user's name with the domain before it or the realm behind it. */
function isMember(text: string): boolean {
  return /^(S-1-\d{1,14}(-\d{1,10}){1,15}|[^\\@/]+\\[^\\@/]+|[^\\@]+@[^\\@]+)$/.test(text);
}

function isRbacOperation(name: string): name is RbacOperationName {
  return Object.hasOwn(rbacOperations, name);
}
