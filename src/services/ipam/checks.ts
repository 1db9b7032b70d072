/**
 * Checks of an operation's parameters, as data, and their evaluation.
 *
 * In: the parameter object as decoded, the checks of its operation. Out: the first check that fails, or undefined. [MS-IPAMM2] 3.19.4.4.1
 * A check names a member of the parameter object; what only the stored data can decide goes to an `Inventory`.
 */
import type { AnyIpamOperationWithProgressParameters, IpamOperationWithProgressParametersTypes } from "./messages.js";
import { itemsOf, type ObjectResolver, valuesAt } from "./parameter-values.js";

/** Names of the parameter types. */
export type ParameterTypeName = Exclude<keyof IpamOperationWithProgressParametersTypes, "IpamOperationWithProgressParameters">;

/** Members of a parameter type. */
export type MemberOf<Name extends ParameterTypeName> = Exclude<
  keyof IpamOperationWithProgressParametersTypes[Name] & string,
  "operationId" | "id" | "ref"
>;

/** The kinds of stored objects that a check looks up. */
export type InventoryObject =
  | "DhcpServer"
  | "DhcpScope"
  | "DhcpPolicyV4"
  | "DnsResourceRecord"
  | "DnsServerZone"
  | "DnsConditionalForwarder";

/** The validation procedures that the specification names for objects. */
export type ObjectRule =
  | "ValidateDhcpServer"
  | "ValidateDhcpScope"
  | "ValidateDhcpPolicy"
  | "ValidateDhcpReservation"
  | "ValidateIpamIPAddress"
  | "ValidateDnsResourceRecord"
  | "ValidateBaseDnsServerZone"
  | "ValidateDnsConditionalForwarder";

/** One check on a member; `path` leads from the parameter object to record identifiers. */
export type Check<Member extends string = string> =
  | { readonly kind: "notNull"; readonly member: Member }
  | { readonly kind: "notEmpty"; readonly member: Member }
  | { readonly kind: "given"; readonly member: Member }
  | { readonly kind: "notNone"; readonly member: Member }
  | { readonly kind: "within"; readonly member: Member; readonly values: readonly string[] }
  | { readonly kind: "typeIn"; readonly member: Member; readonly types: readonly string[] }
  | { readonly kind: "passes"; readonly member: Member; readonly rule: ObjectRule; readonly path?: string }
  | {
      readonly kind: "exists";
      readonly member: Member;
      readonly object: InventoryObject;
      readonly path: string;
      readonly ifGiven?: boolean;
    }
  | { readonly kind: "isNew"; readonly member: Member; readonly object: InventoryObject }
  | { readonly kind: "noDuplicateAddress"; readonly member: Member; readonly unlessSameAs?: Member };

/** The member is present and not nil. */
export const notNull = <Member extends string>(member: Member): Check<Member> => ({ kind: "notNull", member });
/** The array member is present, not nil and has an item. */
export const notEmpty = <Member extends string>(member: Member): Check<Member> => ({ kind: "notEmpty", member });
/** The identifier is present and not 0, which is what an absent one means. */
export const given = <Member extends string>(member: Member): Check<Member> => ({ kind: "given", member });
/** The enumeration member is present and not None, which is what an absent one means. */
export const notNone = <Member extends string>(member: Member): Check<Member> => ({ kind: "notNone", member });
/** The object, or each item of the array, at the path passes a named procedure. */
export const passes = <Member extends string>(rule: ObjectRule, member: Member, path?: string): Check<Member> =>
  path === undefined ? { kind: "passes", member, rule } : { kind: "passes", member, rule, path };
/** Each record that the path leads to is stored. */
export const exists = <Member extends string>(object: InventoryObject, member: Member, path: string): Check<Member> => ({
  kind: "exists",
  member,
  object,
  path,
});

/** What the server's store knows; without one the checks that need it are left to the operation's runner. */
export interface Inventory {
  /** Tests if a record is stored. */
  exists(object: InventoryObject, recordId: bigint): boolean | Promise<boolean>;
  /** Tests if an object that is to be created is not stored yet, by its record identifier or its natural key. */
  isNew(object: InventoryObject, value: unknown): boolean | Promise<boolean>;
  /** The problem that a named procedure finds, or undefined. */
  problemOf(rule: ObjectRule, value: unknown): string | undefined | Promise<string | undefined>;
  /** Tests if another stored address has the same IP, ManagedBy and ManagedByEntity; `old` is the address before a change. */
  isDuplicateAddress(value: unknown, old: unknown): boolean | Promise<boolean>;
}

/** A check that failed. */
export interface CheckFailure {
  readonly check: Check;
  readonly message: string;
}

/** What the checks of one call look at. */
export interface CheckSubject {
  readonly parameters: AnyIpamOperationWithProgressParameters;
  readonly resolve: ObjectResolver;
  readonly inventory: Inventory | undefined;
}

/** Evaluates checks in order and gives the first failure. */
export async function findFailure(checks: readonly Check[], subject: CheckSubject): Promise<CheckFailure | undefined> {
  for (const check of checks) {
    const message = await problemOf(check, subject);
    if (message !== undefined) return { check, message };
  }
  return undefined;
}

function problemOf(check: Check, subject: CheckSubject): string | undefined | Promise<string | undefined> {
  const [value] = valuesAt(subject.parameters, check.member, subject.resolve);
  switch (check.kind) {
    case "notNull":
      return value === undefined ? `"${check.member}" is null` : undefined;
    case "notEmpty":
      return itemsOf(value).length === 0 ? `"${check.member}" is null or empty` : undefined;
    case "given":
      return value === undefined || value === 0n ? `"${check.member}" is not given` : undefined;
    case "notNone":
      return value === undefined || value === "None" ? `"${check.member}" is None` : undefined;
    case "within":
      return value === undefined || check.values.some((allowed) => allowed === value)
        ? undefined
        : `"${check.member}" is not one of ${check.values.join(", ")}`;
    case "typeIn":
      return check.types.some((name) => name === typeOf(value)) ? undefined : `"${check.member}" is not one of ${check.types.join(", ")}`;
    default:
      return subject.inventory === undefined ? undefined : storedProblemOf(check, subject, subject.inventory);
  }
}

type StoredCheck = Extract<Check, { readonly kind: "passes" | "exists" | "isNew" | "noDuplicateAddress" }>;

async function storedProblemOf(check: StoredCheck, subject: CheckSubject, inventory: Inventory): Promise<string | undefined> {
  const at = (path: string): readonly unknown[] => valuesAt(subject.parameters, path, subject.resolve);
  const [value] = at(check.member);
  switch (check.kind) {
    case "passes":
      for (const object of at(check.path ?? check.member)) {
        const problem = await inventory.problemOf(check.rule, object);
        if (problem !== undefined) return `"${check.member}": ${problem}`;
      }
      return undefined;
    case "exists":
      return missingOf(check, at(check.path), inventory);
    case "isNew":
      return (await inventory.isNew(check.object, value)) ? undefined : `the ${check.object} of "${check.member}" exists already`;
    case "noDuplicateAddress": {
      const [old] = check.unlessSameAs === undefined ? [] : at(check.unlessSameAs);
      return (await inventory.isDuplicateAddress(value, old)) ? `another address equals "${check.member}"` : undefined;
    }
  }
}

async function missingOf(
  check: Extract<Check, { readonly kind: "exists" }>,
  recordIds: readonly unknown[],
  inventory: Inventory,
): Promise<string | undefined> {
  const wanted = recordIds.filter((recordId) => typeof recordId === "bigint" && recordId !== 0n);
  if (wanted.length === 0 && check.ifGiven !== true) return `"${check.member}" names no ${check.object}`;
  for (const recordId of wanted) {
    if (typeof recordId === "bigint" && !(await inventory.exists(check.object, recordId))) {
      return `${check.object} ${recordId} of "${check.member}" does not exist`;
    }
  }
  return undefined;
}

function typeOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "$type" in value ? value.$type : undefined;
}
