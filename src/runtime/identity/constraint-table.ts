/**
 * Identity constraints as tables have them.
 */

/** Identity constraint definition. XSD 1.0 Part 1 §3.11 */
export interface IdentityConstraintTable {
  /** Clark name. */
  readonly name: string;
  readonly category: "key" | "keyref" | "unique";
  readonly selector: string;
  readonly fields: readonly string[];
  /** Clark name of the key that a keyref refers to. */
  readonly refer?: string;
  /** Namespaces by prefix, for the paths. */
  readonly namespaces?: Readonly<Record<string, string>>;
}
