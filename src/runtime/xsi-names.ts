/**
 * The names of the xsi: attributes. XSD 1.0 Part 1 §2.6
 */
import { internName, xsiNamespace } from "../xml/names.js";

/** The names, interned: compare them by identity. */
export const xsiNames = {
  type: internName(xsiNamespace, "type"),
  nil: internName(xsiNamespace, "nil"),
  schemaLocation: internName(xsiNamespace, "schemaLocation"),
  noNamespaceSchemaLocation: internName(xsiNamespace, "noNamespaceSchemaLocation"),
} as const;
