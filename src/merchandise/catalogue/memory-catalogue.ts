/**
 * A catalogue in memory, the same for all buyers.
 */
import type { Catalogue, CatalogueItem, Classification, Found } from "../../services/veloconnect/index.js";
import type { CatalogueContent } from "./content.js";
import { SearchIndex } from "./search-index.js";

/** What a content gives: the port to the items, and to the schemes if it has some. */
export interface MemoryCatalogue {
  readonly catalogue: Catalogue;
  readonly classification: Classification | undefined;
  /** Tests if there is an item of a number. */
  has(number: string): boolean;
  readonly count: number;
}

/** Makes a catalogue of a content. */
export function createCatalogue({ entries, schemes }: CatalogueContent): MemoryCatalogue {
  const found = new Map<string, Found>();
  const items: CatalogueItem[] = [];
  for (const entry of entries) {
    if (entry.kind === "replaced") found.set(entry.number, { kind: "replaced", by: entry.by });
    else {
      found.set(entry.item.number, entry);
      items.push(entry.item);
    }
  }
  const find = (number: string): Found => found.get(number) ?? { kind: "unknown" };
  const index = new SearchIndex(items);
  return {
    catalogue: {
      find: async (number) => find(number),
      findMany: async (numbers) => numbers.map(find),
      search: async (query, { limit }) => {
        const { positions, total } = index.search(query, limit);
        return { numbers: positions.flatMap((position) => items[position]?.number ?? []), total };
      },
    },
    classification: schemes.length === 0 ? undefined : { schemes: async () => schemes },
    has: (number) => find(number).kind === "item",
    count: items.length,
  };
}
