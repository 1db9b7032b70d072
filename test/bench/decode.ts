/**
 * `npm run bench:decode [a b c d]`: decoding by straight-line code and by tables, next to JSON.parse of the same data, in turn.
 *
 * Each document is read in a large and in a small form. That both ways give the same value is checked first.
 */
import { isDeepStrictEqual } from "node:util";
import { codecOf, compare, decode, forDocuments } from "./both-codecs.js";

await forDocuments(async (document) => {
  const fast = await codecOf(document, false);
  const tables = await codecOf(document, true);
  for (const records of [document.records, 10]) {
    const bytes = new TextEncoder().encode(document.xml(records));
    const value = decode(tables, bytes);
    if (!isDeepStrictEqual(decode(fast, bytes), value)) throw new Error(`(${document.name}) the values differ`);
    const json = JSON.stringify(value);
    // Small documents many times, so that a sample is long enough to be measured.
    const times = Math.max(1, Math.round(500_000 / bytes.length));
    const repeat = (work: () => unknown) => (): void => {
      for (let count = 0; count < times; count++) work();
    };
    compare(`(${document.name}) ${document.what}, ${bytes.length} bytes${times === 1 ? "" : `, ${times} times`}`, {
      "straight-line code": repeat(() => decode(fast, bytes)),
      tables: repeat(() => decode(tables, bytes)),
      "JSON.parse": repeat(() => JSON.parse(json)),
    });
  }
});
