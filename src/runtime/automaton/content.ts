/**
 * Content models as input of the automaton: groups and leaves with bounds. The type of leaves is a parameter.
 *
 * Terms are those of XSD 1.0 Part 1 §3.8 and §3.9. The caller defines which element names each leaf accepts.
 */
import type { Name } from "../../xml/names.js";

/** A particle tree. `max` is `Infinity` for "unbounded". */
export type Content<Leaf> = LeafContent<Leaf> | GroupContent<Leaf>;

/** A particle whose term is an element declaration or a wildcard. */
export interface LeafContent<Leaf> {
  readonly kind: "leaf";
  readonly leaf: Leaf;
  readonly min: number;
  readonly max: number;
}

/** A particle whose term is a model group. */
export interface GroupContent<Leaf> {
  readonly kind: "sequence" | "choice" | "all";
  readonly children: readonly Content<Leaf>[];
  readonly min: number;
  readonly max: number;
}

/** What a leaf accepts: certain names (several for a substitution group), or the names that match a wildcard. */
export type LeafTest =
  | { readonly kind: "element"; readonly names: readonly Name[] }
  | { readonly kind: "wildcard"; readonly accepts: (name: Name) => boolean };
