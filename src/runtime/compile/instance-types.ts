/**
 * The types of xsi:type, xsi:nil, xsi:schemaLocation and xsi:noNamespaceSchemaLocation. XSD 1.0 Part 1 §3.2.7
 */
import { booleans, qualifiedNames, uris } from "../../datatypes/built-in-families.js";
import { builtInOf } from "../../datatypes/built-in-registry.js";
import type { Datatype } from "../../datatypes/datatype.js";
import { listOf } from "../../datatypes/derive.js";
import type { Name } from "../../xml/names.js";
import { xsiNames } from "../xsi-names.js";

const anyUri = /*@__PURE__*/ builtInOf("anyURI", [uris]);

/** The types by the names of the attributes. */
export const instanceTypes: ReadonlyMap<Name, Datatype> = /*@__PURE__*/ new Map([
  [xsiNames.type, /*@__PURE__*/ builtInOf("QName", [qualifiedNames])],
  [xsiNames.nil, /*@__PURE__*/ builtInOf("boolean", [booleans])],
  [xsiNames.schemaLocation, /*@__PURE__*/ listOf(anyUri, undefined)],
  [xsiNames.noNamespaceSchemaLocation, anyUri],
]);
