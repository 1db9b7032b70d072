/**
 * Comparison of values with default and fixed values of the schema. XSD 1.0 Part 1 §3.2.1, §3.3.1
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import { equalValues } from "../../datatypes/value.js";
import type { NamespaceLookup } from "../../xml/names.js";
import type { ValueConstraint } from "./attribute-use.js";

/** Tests if a text has the value of a fixed constraint. Both are compared as values of the type: 1.0 equals 1. */
export function equalsFixed(constraint: ValueConstraint, datatype: Datatype, text: string, namespaces: NamespaceLookup): boolean {
  const fixed = datatype.valueOf(constraint.text, constraint.namespaces);
  const found = datatype.valueOf(text, namespaces);
  return !isFault(fixed) && !isFault(found) && equalValues(fixed, found);
}
