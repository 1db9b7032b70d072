/**
 * Rules for key, keyref and unique. XSD 1.0 Part 1 §3.11.6.
 */

import { parseField, parseSelector } from "../../src/runtime/identity/xpath.js";
import type { CheckContext } from "./context.js";

/**
 * A keyref has as many fields as the key that it refers to. XSD 1.0 Part 1 §3.11.6 (c-props-correct.2)
 */
export function checkReferencedKeys({ schema, report }: CheckContext): void {
  for (const { name, fields, referencedKey: key, at } of schema.identityConstraints.values()) {
    if (key === undefined || key.fields.length === fields.length) continue;
    const message = `"${name.clark}" has ${fields.length} fields, the key "${key.name.clark}" has ${key.fields.length}`;
    report({ id: "c-props-correct.2", message, at, related: [{ message: "the key", at: key.at }] });
  }
}

/**
 * Selectors and fields are paths of the XPath subset. XSD 1.0 Part 1 §3.11.6 (c-selector-xpath, c-fields-xpaths)
 */
export function checkPaths({ schema, report }: CheckContext): void {
  for (const { selector, fields, namespaces, at } of schema.identityConstraints.values()) {
    const path = parseSelector(selector, namespaces);
    if ("error" in path) report({ id: "c-selector-xpath", message: `wrong selector: ${path.error}`, at });
    for (const field of fields) {
      const parsed = parseField(field, namespaces);
      if ("error" in parsed) report({ id: "c-fields-xpaths", message: `wrong field: ${parsed.error}`, at });
    }
  }
}
