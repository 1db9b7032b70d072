/**
 * The export of a configuration file -> what is wrong with it. A misspelled member is an error, not a default.
 */

import type { ContractConfig } from "../../../codegen/index.js";
import { didYouMean } from "../../nearest-name.js";

const isText = (value: unknown): boolean => typeof value === "string";
const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);

interface SettingCheck {
  readonly isRight: (value: unknown) => boolean;
  readonly expected: string;
  readonly required?: true;
}

const list: SettingCheck = { isRight: isList, expected: "a list of names" };
const toggle: SettingCheck = { isRight: (value) => typeof value === "boolean", expected: "true or false" };

const contractMembers: { readonly [Key in keyof ContractConfig]-?: SettingCheck } = {
  entries: { isRight: isList, expected: "a list of paths", required: true },
  out: { isRight: isText, expected: "a path", required: true },
  catalog: { isRight: isText, expected: "a path" },
  lenient: toggle,
  places: toggle,
  importExtension: oneOf<ContractConfig["importExtension"]>(".js", ".ts", "none"),
  mapping: { isRight: isRecord, expected: "an object" },
  naming: { isRight: isRecord, expected: "an object" },
  operations: list,
  elements: list,
  tablesOnly: toggle,
  readersOnly: toggle,
  sharedCode: toggle,
};

type Mapping = NonNullable<ContractConfig["mapping"]>;

const mappingMembers: { readonly [Key in keyof Mapping]-?: SettingCheck } = {
  long: oneOf<Mapping["long"]>("bigint", "number", "string"),
  decimal: oneOf<Mapping["decimal"]>("string", "number"),
  dateTime: oneOf<Mapping["dateTime"]>("string", "Date"),
  date: oneOf<Mapping["date"]>("string", "Date"),
  binary: oneOf<Mapping["binary"]>("bytes", "stream"),
  types: {
    isRight: (value) => isRecord(value) && Object.values(value).every((type) => isRecord(type) && isText(type.module) && isText(type.name)),
    expected: 'an object of { module: "./decimals.js", name: "decimals" } by type',
  },
};

type Naming = NonNullable<ContractConfig["naming"]>;

const ownNames: SettingCheck = {
  isRight: (value) => typeof value === "function" || (isRecord(value) && Object.values(value).every(isText)),
  expected: "an object of names by path, or a function",
};

const namingMembers: { readonly [Key in keyof Naming]-?: SettingCheck } = {
  preserve: toggle,
  files: ownNames,
  namespaces: ownNames,
  types: ownNames,
  properties: ownNames,
};

/** The first mistake in a configuration; undefined if it has no mistakes. */
export function findConfigFault(config: unknown): string | undefined {
  if (!isRecord(config) || !Array.isArray(config.contracts)) {
    return 'it must export defineConfig({ contracts: [{ entries: [...], out: "..." }] })';
  }
  for (const [index, contract] of config.contracts.entries()) {
    const path = `contracts[${index}]`;
    if (!isRecord(contract)) return `${path} is not an object`;
    const fault =
      findFault(contract, contractMembers, path) ??
      findMemberFault(contract.mapping, mappingMembers, `${path}.mapping`) ??
      findMemberFault(contract.naming, namingMembers, `${path}.naming`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findMemberFault(value: unknown, members: Readonly<Record<string, SettingCheck>>, path: string): string | undefined {
  return isRecord(value) ? findFault(value, members, path) : undefined;
}

function findFault(
  value: Readonly<Record<string, unknown>>,
  members: Readonly<Record<string, SettingCheck>>,
  path: string,
): string | undefined {
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(members, key))
      return `there is no "${path}.${key}"; there are ${Object.keys(members).join(", ")}${didYouMean(key, Object.keys(members))}`;
  }
  for (const [key, { isRight, expected, required }] of Object.entries(members)) {
    const member = value[key];
    if (member === undefined ? required === true : !isRight(member)) return `"${path}.${key}" must be ${expected}`;
  }
  return undefined;
}

function oneOf<Choice extends string | undefined>(...choices: readonly NonNullable<Choice>[]): SettingCheck {
  return { isRight: (value) => choices.some((choice) => choice === value), expected: choices.map((choice) => `"${choice}"`).join(" or ") };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
