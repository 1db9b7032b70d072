/**
 * The statement that searches items, so that an index finds them whatever the words are.
 *
 * `LIKE` says which items match. An index of trigrams finds those that have a word of three letters or digits. Other words, such as "xl" and "a-b", have no
 * trigram: for them, and where the extension is missing, there is an index of all characters and pairs of characters.
 */

/** A statement, and the values of its parameters. It gives one row: the first numbers, null if there are none, and how many there are. */
export interface SearchQuery {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Makes the statement for words of `searchWords`. */
export function searchQuery(words: readonly string[], limit: number, hasTrigrams: boolean): SearchQuery {
  const conditions = ["true", ...words.map((_, index) => `folded LIKE $${index + 2}`)];
  const values: unknown[] = [limit, ...words.map((word) => `%${word.replaceAll(/[\\%_]/g, "\\$&")}%`)];
  // One index at a time: PostgreSQL would test again, by the slow function of the index, what it has found by both.
  if (words.length > 0 && !(hasTrigrams && words.some((word) => trigram.test(word)))) {
    values.push(words.flatMap(shortWordsOf));
    conditions.push(`soapwright_short_words(folded) @> $${values.length}::text[]`);
  }
  // A long list is read twice as fast from JSON as from an array.
  const text = `SELECT to_json((array_agg(number ORDER BY position))[1:$1]) AS numbers, count(*) AS total
    FROM soapwright_item_text WHERE ${conditions.join(" AND ")}`;
  return { text, values };
}

/** What has a trigram whatever the locale of the database is. */
const trigram = /[a-z0-9]{3}/;

/** A word of one or two characters, or the pairs of a longer one. */
function shortWordsOf(word: string): readonly string[] {
  const characters = [...word];
  if (characters.length <= 2) return [word];
  return characters.slice(1).map((character, index) => `${characters[index]}${character}`);
}
