/**
 * What a catalogue holds, wherever it was read from.
 */
import type { CatalogueItem, ClassificationScheme, StockLevel } from "../../services/veloconnect/index.js";

/** An item, or a number that is not valid any more. */
export type CatalogueEntry =
  | { readonly kind: "item"; readonly item: CatalogueItem; readonly stock?: StockLevel }
  | { readonly kind: "replaced"; readonly number: string; readonly by: readonly [string, ...string[]] };

/** All entries, each number once. */
export interface CatalogueContent {
  readonly entries: readonly CatalogueEntry[];
  /** The schemes that items are sorted by; none: there is no classification. */
  readonly schemes: readonly ClassificationScheme[];
}

/** Something that is wrong in a file. Lines and columns count from 1. */
export interface CatalogueProblem {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** The number of an entry. */
export function numberOf(entry: CatalogueEntry): string {
  return entry.kind === "item" ? entry.item.number : entry.number;
}
