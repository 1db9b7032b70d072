/**
 * Which content models are ambiguous. Lenient reading lets them pass (cos-nonambig); their elements are matched first come, first served.
 */
import type { ComplexTypeDefinition } from "../schema/components.js";
import type { CheckContext } from "./context.js";
import { findConflicts } from "./unique-attribution.js";

/** Tests if two particles of a type can take one element. */
export function isAmbiguous(type: ComplexTypeDefinition, { substitution, sharedNames }: CheckContext): boolean {
  const { contentType } = type;
  return sharedNames.any.has(type) && "particle" in contentType && findConflicts(contentType.particle, substitution).length > 0;
}
