/**
 * The order of texts by code points, in which canonical XML sorts. Canonical XML 1.0 §2.2
 */

/** Compares as `Array.sort` wants it. Strings compare by UTF-16 units otherwise, which puts U+FF01 behind U+10000. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = weight(a.charCodeAt(index)) - weight(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** Surrogates, which belong to the highest code points, weigh more than all other units. */
function weight(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}
