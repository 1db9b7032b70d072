/**
 * The port to the items: what can be ordered, at what price, and what is there.
 */
import type { BackendCall } from "./backend-call.js";

/** An item that can be ordered. Decimals are text. */
export interface CatalogueItem {
  /** The seller's number. */
  readonly number: string;
  readonly description: string;
  /** The unit in which the item is ordered: EA, PR, PK, SET, MTR, ... */
  readonly unit: string;
  /** What a pack holds; an order of so many of the content's unit is turned into packs. */
  readonly pack?: { readonly quantity: string; readonly unit: string };
  /** Quantities are multiples of this; absent: any quantity. */
  readonly step?: string;
  /** A code of ISO 4217. */
  readonly currency: string;
  /** Net prices for one unit, from a quantity on; the first one from 0. Ascending. */
  readonly prices: readonly [CataloguePrice, ...CataloguePrice[]];
  /** Gross, for one unit. */
  readonly recommendedRetailPrice?: string;
  readonly ean?: string;
  readonly manufacturer?: { readonly number: string; readonly name: string };
  /** False: what is missing now is not delivered later. */
  readonly backlog?: boolean;
  readonly links?: readonly ItemLink[];
  /** Where the item belongs in the schemes of the port `Classification`. */
  readonly groups?: readonly ItemGroup[];
}

/** The net price for one unit, from a quantity on. */
export interface CataloguePrice {
  readonly from: string;
  readonly amount: string;
}

/** What a link of an item leads to. */
export type LinkKind =
  | "picture"
  | "detail_picture"
  | "exploded_drawing"
  | "technical_drawing"
  | "manual"
  | "manual_professional"
  | "manual_customer"
  | "tech_spec"
  | "product_data"
  | "general";

/** A link to further information on an item. */
export interface ItemLink {
  readonly uri: string;
  readonly kinds: readonly [LinkKind, ...LinkKind[]];
  readonly description?: string;
}

/** Membership of an item in a group of a classification scheme. */
export interface ItemGroup {
  readonly scheme: string;
  readonly group: string;
  /** False: another group of the scheme is the item's main one. */
  readonly isPrimary?: boolean;
}

/** What is known about an item number. */
export type Found =
  | { readonly kind: "item"; readonly item: CatalogueItem; readonly stock?: StockLevel }
  | { readonly kind: "replaced"; readonly by: readonly [string, ...string[]] }
  | { readonly kind: "unknown" };

/** What is there of an item, and when more comes. */
export interface StockLevel {
  readonly quantity: string;
  /** A date: YYYY-MM-DD. */
  readonly expectedOn?: string;
  /** Items that could be taken instead. */
  readonly replacements?: readonly string[];
}

/** The hits of a search. */
export interface SearchHits {
  /** The seller's numbers of the hits, as many as were asked for, in an order that searching again repeats. */
  readonly numbers: readonly string[];
  /** How many there are. */
  readonly total: number;
}

/** Knows the items. Prices and assortment may differ between buyers. */
export interface Catalogue {
  find(number: string, call: BackendCall): Promise<Found>;
  /** One finding for each number, in the same order. */
  findMany(numbers: readonly string[], call: BackendCall): Promise<readonly Found[]>;
  /** The items that match a search string; `matchesWords` of `search-rule.ts` is the rule. */
  search(query: string, options: { readonly limit: number }, call: BackendCall): Promise<SearchHits>;
}
