import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { accessRequirements } from "../../../../src/services/ipam/access-table.js";
import { operationIds, operations } from "../../../../src/services/ipam/operations.js";

/** Members of the contract's complex types, read with the plainest means, so that nothing of ours vouches for itself. */
interface Type {
  readonly base: string | undefined;
  readonly members: ReadonlyMap<string, { readonly type: string; readonly isArray: boolean }>;
}

const folder = new URL("../../../../schemas/ipam/", import.meta.url);

function readTypes(): ReadonlyMap<string, Type> {
  const types = new Map<string, Type>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".xsd"))) {
    const text = readFileSync(new URL(file, folder), "utf8");
    for (const [, name = "", body = ""] of text.matchAll(/<xs:complexType name="([^"]+)">([\s\S]*?)<\/xs:complexType>/g)) {
      const members = new Map<string, { readonly type: string; readonly isArray: boolean }>();
      for (const [, attributes = ""] of body.matchAll(/<xs:element ([^>]*?)\/?>/g)) {
        const at = (attribute: string) => new RegExp(`\\b${attribute}="([^"]+)"`).exec(attributes)?.[1];
        members.set(propertyName(at("name") ?? ""), { type: local(at("type")), isArray: at("maxOccurs") === "unbounded" });
      }
      types.set(name, { base: /<xs:extension base="([^"]+)"/.exec(body)?.[1]?.replace(/^.*:/, ""), members });
    }
  }
  return types;
}

function local(qname: string | undefined): string {
  return (qname ?? "").replace(/^.*:/, "");
}

/** The leading capital run lowered, but for the last capital before a small letter. */
function propertyName(name: string): string {
  const run = /^[A-Z]+/.exec(name)?.[0] ?? "";
  const isFollowedBySmall = /^[a-z]/.test(name.slice(run.length));
  const lowered = run.length > 1 && isFollowedBySmall ? run.length - 1 : run.length;
  return name.slice(0, lowered).toLowerCase() + name.slice(lowered);
}

const types = readTypes();

function memberOf(type: string, property: string): { readonly type: string; readonly isArray: boolean } | undefined {
  for (let each = types.get(type); each !== undefined; each = each.base === undefined ? undefined : types.get(each.base)) {
    const member = each.members.get(property);
    if (member !== undefined) return member;
  }
  return undefined;
}

/** The type at the end of a path, or where it leaves the contract. */
function follow(type: string, path: string): string {
  let at = { type, isArray: false };
  for (const segment of path.split(".")) {
    const next = segment === "*" ? (at.isArray ? { type: at.type, isArray: false } : undefined) : memberOf(at.type, segment);
    if (next === undefined) return `no "${segment}" in ${at.type}`;
    at = next;
  }
  return at.isArray ? `${at.type}[]` : at.type;
}

describe("paths into parameters follow the contract", () => {
  test("the contract is read", () => {
    expect(follow("CreateDhcpFiltersParameters", "filters.dhcpFilter.*.serverRecordId")).toBe("long");
    expect(follow("CreateDhcpFiltersParameters", "filters.dhcpFilter.*.serverId")).toBe('no "serverId" in DhcpFilter');
    expect([propertyName("TTL"), propertyName("IPAddress"), propertyName("m_Item1")]).toEqual(["ttl", "ipAddress", "m_Item1"]);
  });

  test.each(operationIds)("%s: its parameter type, its checks, its objects", (id) => {
    const { parameters, checks } = operations[id];
    expect(types.get(parameters)?.base).toBe("IpamOperationWithProgressParameters");
    for (const check of checks) {
      expect(follow(parameters, check.member)).not.toMatch(/^no /);
      if (check.kind === "exists") expect(follow(parameters, check.path)).toBe("long");
      if (check.kind === "passes" && check.path !== undefined) expect(follow(parameters, check.path)).not.toMatch(/^no |\[\]$/);
      if (check.kind === "notEmpty") expect(types.get(follow(parameters, check.member))?.members.size).toBe(1);
    }
    const requirement = accessRequirements[id];
    if (requirement.kind === "objects")
      expect(requirement.at.paths.map((path) => follow(parameters, path))).toEqual(requirement.at.paths.map(() => "long"));
    if (requirement.kind === "policies") expect(follow(parameters, requirement.path)).toBe("DhcpPolicyV4");
  });

  test("what identifies a policy", () => {
    expect([follow("DhcpPolicyV4", "scopeRecordId"), follow("DhcpPolicyV4", "serverRecordId")]).toEqual(["long", "long"]);
  });

  test("the operations are those of the contract", () => {
    const text = readFileSync(new URL("ipam1.xsd", folder), "utf8");
    const body = /<xs:simpleType name="IpamAdminOperationId">([\s\S]*?)<\/xs:simpleType>/.exec(text)?.[1] ?? "";
    const values = [...body.matchAll(/<xs:enumeration value="([^"]+)"/g)].map(([, value]) => value);
    expect(new Set(values)).toEqual(new Set(operationIds));
    expect(values).toHaveLength(49);
  });
});
