/**
 * Which content models are ambiguous. Lenient reading lets them pass (cos-nonambig); their elements are matched first come, first served.
 */
import type { ComplexTypeDefinition, Schema } from "../schema/components.js";
import { SubstitutionGroups } from "./particle-content.js";
import { findSharedNames } from "./shared-names.js";
import { findConflicts } from "./unique-attribution.js";

/** Makes a test of whether two particles of a type can take one element. What it needs of the schema is looked up on first use. */
export function ambiguityIn(schema: Schema): (type: ComplexTypeDefinition) => boolean {
  const groups = new SubstitutionGroups(schema);
  let sharing: ReadonlySet<ComplexTypeDefinition> | undefined;
  return (type) => {
    sharing ??= findSharedNames(schema, groups).any;
    return sharing.has(type) && "particle" in type.contentType && findConflicts(type.contentType.particle, groups).length > 0;
  };
}
