/**
 * `npm run bench:encode [a b c d]`: encoding by straight-line code and by tables, next to JSON.stringify and a raw copy, in turn.
 *
 * That all candidates give the same bytes is checked first.
 */
import { codecOf, compare, decode, encode, forDocuments } from "./both-codecs.js";

await forDocuments(async (document) => {
  const fast = await codecOf(document, false);
  const tables = await codecOf(document, true);
  const decoded = decode(fast, new TextEncoder().encode(document.xml(document.records)));
  const plain: never = JSON.parse(JSON.stringify(decoded)) as never;
  const text = Buffer.from(encode(fast, plain)).toString("utf8");
  if (Buffer.from(encode(tables, plain)).toString("utf8") !== text) throw new Error(`(${document.name}) the bytes differ`);
  compare(`(${document.name}) ${document.what}, ${(text.length / 1e6).toFixed(1)} MB`, {
    "straight-line code": () => encode(fast, plain),
    tables: () => encode(tables, plain),
    "JSON.stringify": () => Buffer.from(JSON.stringify(plain)),
    "raw copy": () => Buffer.from(text),
  });
});
