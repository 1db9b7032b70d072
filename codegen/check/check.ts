/**
 * Schema -> breaches of the specification. XSD 1.0 Part 1 §3 and Part 2 §4.3, schema component constraints.
 */
import { checkAttributeGroups, checkAttributeUses, checkAttributeValues, checkNoXmlns, checkNoXsi } from "./attributes.js";
import { checkComplexTypeProperties, checkExtensions } from "./complex-types.js";
import type { CheckContext, SchemaRule } from "./context.js";
import { checkElementConsistency } from "./element-consistency.js";
import { checkElementValues, checkSubstitutionGroups } from "./elements.js";
import { checkPaths, checkReferencedKeys } from "./identity-constraints.js";
import { checkAllLimited } from "./model-groups.js";
import { checkRedefinitions } from "./redefinitions.js";
import { checkRestrictedAttributes, checkRestrictedContent, checkRestrictionFinal } from "./restriction.js";
import {
  checkFacetLegality,
  checkListItems,
  checkNotationUse,
  checkNotationValues,
  checkRestrictionBase,
  checkSimpleFinal,
  checkUnionMembers,
} from "./simple-types.js";
import { checkUniqueAttribution } from "./unique-attribution.js";

/**
 * From the parts to the whole, so that causes are reported before their consequences: a wrong facet before the default value that it
 * refuses, attributes before types, single types before those derived from them, and the content of types, which needs everything, last.
 */
const rules: readonly SchemaRule[] = [
  checkRestrictionBase,
  checkListItems,
  checkUnionMembers,
  checkSimpleFinal,
  checkFacetLegality,
  checkNotationValues,
  checkNotationUse,
  checkNoXmlns,
  checkNoXsi,
  checkAttributeValues,
  checkAttributeUses,
  checkAttributeGroups,
  checkElementValues,
  checkSubstitutionGroups,
  checkReferencedKeys,
  checkPaths,
  checkComplexTypeProperties,
  checkExtensions,
  checkRestrictionFinal,
  checkRestrictedAttributes,
  checkAllLimited,
  checkElementConsistency,
  checkUniqueAttribution,
  checkRestrictedContent,
  checkRedefinitions,
];

/** Checks every schema component constraint that reading and resolving have not checked already. */
export function checkSchema(context: CheckContext): void {
  for (const rule of rules) rule(context);
}
