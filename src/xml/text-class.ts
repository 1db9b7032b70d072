/**
 * Classes of bytes in text. Classes from `stop` on end a scan loop; a loop combines the others with "or" as it goes.
 * For `import * as TextClass`, as byte.ts.
 */
/** Space, tab, line feed. */
export const blank = 0;
export const other = 1;
/** Part of a character beyond ASCII. */
export const high = 2;
export const carriageReturn = 4;
export const rightBracket = 8;
export const ampersand = 16;
/** Tab and line feed in attribute values, where they become spaces. */
export const lineBlank = 32;
export const stop = 64;
