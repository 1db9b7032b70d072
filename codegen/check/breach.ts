/**
 * A breach of a rule, and how messages speak of types.
 */
import type { RelatedPlace, Span } from "../diagnostics.js";
import type { TypeDefinition } from "../schema/components.js";

/** A breach of a rule: an error. */
export interface Breach {
  readonly id: string;
  readonly message: string;
  readonly at: Span;
  readonly related?: readonly RelatedPlace[];
  readonly harmless?: boolean;
}

/** A type as messages call it. */
export function typeName(type: TypeDefinition): string {
  return type.name === undefined ? "the anonymous type" : `the type "${type.name.clark}"`;
}
