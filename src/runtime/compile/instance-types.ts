/**
 * The types of xsi:type, xsi:nil, xsi:schemaLocation and xsi:noNamespaceSchemaLocation. XSD 1.0 Part 1 §3.2.7
 *
 * Lists come with the tables that need them, and xsi:schemaLocation may stand in any document. So its items are checked without a list type.
 */
import { booleans, qualifiedNames, uris } from "../../datatypes/built-in-families.js";
import { builtInOf } from "../../datatypes/built-in-registry.js";
import type { Datatype } from "../../datatypes/datatype.js";
import { type DatatypeFault, isFault } from "../../datatypes/fault.js";
import { collapse, splitItems } from "../../datatypes/white-space.js";
import type { Name, NamespaceLookup } from "../../xml/names.js";
import type { IdentityTracker } from "../identity/tracker.js";
import { xsiNames } from "../xsi-names.js";

const anyUri = /*@__PURE__*/ builtInOf("anyURI", [uris]);

/** The types by the names of the attributes; of xsi:schemaLocation, which is a list, that of its items. */
export const instanceTypes: ReadonlyMap<Name, Datatype> = /*@__PURE__*/ new Map([
  [xsiNames.type, /*@__PURE__*/ builtInOf("QName", [qualifiedNames])],
  [xsiNames.nil, /*@__PURE__*/ builtInOf("boolean", [booleans])],
  [xsiNames.schemaLocation, anyUri],
  [xsiNames.noNamespaceSchemaLocation, anyUri],
]);

/** Checks the value of an attribute by its type, which for xsi: attributes is that of `instanceTypes`. */
export function checkInstance(name: Name, datatype: Datatype, text: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
  if (name !== xsiNames.schemaLocation) return datatype.check(text, namespaces);
  return splitItems(collapse(text))
    .map((item) => datatype.check(item, namespaces))
    .find(isFault);
}

/** The type by whose values identity constraints compare an attribute. */
export function keyTypeOf(name: Name, datatype: Datatype, tracker: IdentityTracker | undefined): Datatype {
  return tracker !== undefined && name === xsiNames.schemaLocation ? tracker.listOf(datatype, undefined) : datatype;
}
