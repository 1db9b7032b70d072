/**
 * Rules for element declarations and substitution groups. XSD 1.0 Part 1 §3.3.6.
 */

import { isTypeDerivedOk } from "../schema/queries.js";
import { typeName } from "./breach.js";
import type { CheckContext } from "./context.js";
import { elementValueFault, isIdType, simpleContentOf } from "./value-constraints.js";

/**
 * Default and fixed values of elements are possible content, and an ID has none. XSD 1.0 Part 1 §3.3.6 (e-props-correct.2, .5; cos-valid-default)
 */
export function checkElementValues({ schema, report }: CheckContext): void {
  for (const { name, type, valueConstraint } of schema.elementDeclarations) {
    if (valueConstraint === undefined) continue;
    const { at, kind } = valueConstraint;
    const fault = elementValueFault(valueConstraint, type);
    if (fault !== undefined) {
      const message = `the ${kind} value of "${name.clark}" is wrong: ${fault.message}`;
      report({ id: fault.id, message, at, harmless: fault.harmless === true });
    }
    const simple = simpleContentOf(type);
    if (simple === undefined || !isIdType(simple)) continue;
    report({ id: "e-props-correct.5", message: `"${name.clark}" is an ID, which cannot have a ${kind} value`, at });
  }
}

/**
 * The type of a member of a substitution group derives from the head's, by methods that the head has not ruled out.
 * XSD 1.0 Part 1 §3.3.6 (e-props-correct.4)
 */
export function checkSubstitutionGroups({ schema, report }: CheckContext): void {
  for (const { name, type, substitutionGroup: head, at } of schema.elementDeclarations) {
    if (head === undefined || isTypeDerivedOk(type, head.type, head.substitutionGroupExclusions)) continue;
    report({
      id: "e-props-correct.4",
      message: `"${name.clark}" cannot substitute "${head.name.clark}": ${typeName(type)} is not validly derived from ${typeName(head.type)}`,
      at,
      related: [{ message: "the head", at: head.at }],
    });
  }
}
