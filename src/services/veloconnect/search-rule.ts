/**
 * When an item matches a search string: every word of it occurs somewhere in the item's number, its description or its EAN. catalog-1.1: TextSearch
 *
 * White space separates words; upper and lower case are the same. An empty string matches every item.
 */
import type { CatalogueItem } from "./ports/catalogue.js";

/** A text as it is compared: without upper case, letters with accents in one form. An index folds its texts by this, too. */
export function foldText(text: string): string {
  return text.normalize("NFC").toLowerCase().normalize("NFC");
}

/** The words of a search string, as they are compared; each once. */
export function searchWords(query: string): readonly string[] {
  return [...new Set(foldText(query).split(/[ \t\r\n]+/))].filter((word) => word !== "");
}

/** The texts of an item in which words are looked for, as they are compared. */
export function searchedTexts({ number, description, ean }: Pick<CatalogueItem, "number" | "description" | "ean">): readonly string[] {
  return [number, description, ...(ean === undefined ? [] : [ean])].map(foldText);
}

/** Tests if every word occurs in one of the texts. */
export function matchesWords(texts: readonly string[], words: readonly string[]): boolean {
  return words.every((word) => texts.some((text) => text.includes(word)));
}
