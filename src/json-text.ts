/**
 * JSON that can be shown on a terminal: characters that could steer it are escaped.
 */

/** Control and format characters, and separators of lines and paragraphs. */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** The same JSON, with escapes for the characters that JSON itself would allow. Line feeds stay: they stand between values only. */
export function printableJson(json: string): string {
  return json.replace(unprintable, (found) => (found === "\n" ? found : escapeUnits(found)));
}

/** "\u009b" for U+009B; two escapes for a character beyond U+FFFF. */
function escapeUnits(character: string): string {
  return character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
