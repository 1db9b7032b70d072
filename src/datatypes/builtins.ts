/**
 * All built-in simple types by name, for schemas: anySimpleType, 19 primitive and 25 derived datatypes. XSD 1.0 Part 2 §3
 */
import { xsdNamespace } from "../xml/names.js";
import { allFamilies } from "./built-in-families.js";
import { builtInInUse, builtInOf, useFamilies } from "./built-in-registry.js";
import type { Datatype } from "./datatype.js";

/** The built-in type of a local name in the namespace of XML Schema, if there is one. */
export function findBuiltin(local: string): Datatype | undefined {
  useFamilies(allFamilies);
  return builtInInUse(local);
}

/** The built-in type with a local name. Throws if XML Schema has no such type. */
export function builtin(local: string): Datatype {
  return builtInOf(local, allFamilies);
}

/** Tests if a type is a built-in one or derives from it. */
export function isFromBuiltin(type: Datatype, local: string): boolean {
  const wanted = builtin(local);
  for (let current: Datatype | undefined = type; current !== undefined; current = current.base) if (current === wanted) return true;
  return false;
}

/** The local names of the built-in types that a type is or derives from, nearest first. */
export function builtinAncestors(type: Datatype): readonly string[] {
  const names: string[] = [];
  const prefix = `{${xsdNamespace}}`;
  for (let current: Datatype | undefined = type; current !== undefined; current = current.base) {
    if (current.name?.startsWith(prefix)) names.push(current.name.slice(prefix.length));
  }
  return names;
}
