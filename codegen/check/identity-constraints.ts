/**
 * Rules for key, keyref and unique. XSD 1.0 Part 1 §3.11.6.
 */
import { parseField, parseSelector } from "../../src/runtime/identity/xpath.js";
import type { Report } from "../diagnostics.js";
import type { Schema } from "../schema/components.js";
import { reportFinding } from "./finding.js";

/**
 * A keyref has as many fields as the key that it refers to. XSD 1.0 Part 1 §3.11.6 (c-props-correct.2)
 */
export function checkReferencedKeys(schema: Schema, report: Report): void {
  for (const { name, fields, referencedKey: key, at } of schema.identityConstraints.values()) {
    if (key === undefined || key.fields.length === fields.length) continue;
    const message = `"${name.clark}" has ${fields.length} fields, the key "${key.name.clark}" has ${key.fields.length}`;
    reportFinding(report, { id: "c-props-correct.2", message, at, related: [{ message: "the key", at: key.at }] });
  }
}

/**
 * Selectors and fields are paths of the XPath subset. XSD 1.0 Part 1 §3.11.6 (c-selector-xpath, c-fields-xpaths)
 */
export function checkPaths(schema: Schema, report: Report): void {
  for (const { selector, fields, namespaces, at } of schema.identityConstraints.values()) {
    const path = parseSelector(selector, namespaces);
    if ("error" in path) reportFinding(report, { id: "c-selector-xpath", message: `wrong selector: ${path.error}`, at });
    for (const field of fields) {
      const parsed = parseField(field, namespaces);
      if ("error" in parsed) reportFinding(report, { id: "c-fields-xpaths", message: `wrong field: ${parsed.error}`, at });
    }
  }
}
