/**
 * Values of fields -> texts that are equal where the values are. XSD 1.0 Part 1 §3.11.4
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import { keyOf } from "../../datatypes/value.js";
import type { NamespaceLookup } from "../../xml/names.js";

/** The text by which identity constraints compare a value; undefined if the value is invalid. */
export function keyText(datatype: Datatype, text: string, namespaces: NamespaceLookup): string | undefined {
  const value = datatype.valueOf(text, namespaces);
  return isFault(value) ? undefined : keyOf(value);
}
