/**
 * What one document needs, in a process of its own with --expose-gc. Prints a number or two, as JSON.
 *
 *   memory-process.js stream FILE        all items of a file of (a): CPU seconds, and megabytes of memory at most
 *   memory-process.js record NAME COUNT  decoding a document of so many records: CPU microseconds for each
 *   memory-process.js heap NAME          a decoded document: bytes of heap for each byte that was read
 */
import { documentOf } from "./documents.js";
import { codecOf, decode, decodeEach, exportedCodec, readFileChunks } from "./generated-code.js";
import { cpuSeconds, median } from "./measuring.js";

async function stream(path: string): Promise<readonly number[]> {
  const document = documentOf("a");
  const codec = await codecOf(document, false);
  const item = await exportedCodec(document.schema, "transaction-1-0", "TransactionStatusType");
  const start = cpuSeconds();
  let items = 0;
  for await (const _ of decodeEach(codec, readFileChunks(path), item)) items++;
  if (items === 0) throw new Error(`${path} has no items`);
  return [cpuSeconds() - start, process.resourceUsage().maxRSS / 1024];
}

async function record(name: string, count: number): Promise<number> {
  const document = documentOf(name);
  const codec = await codecOf(document, false);
  const bytes = new TextEncoder().encode(document.xml(count));
  const samples: number[] = [];
  // The first ones warm up. Small documents are read many times in a sample.
  const repeats = Math.max(1, Math.round(20_000 / count));
  for (let sample = 0; sample < 8; sample++) {
    const start = cpuSeconds();
    for (let repeat = 0; repeat < repeats; repeat++) decode(codec, bytes);
    samples.push(((cpuSeconds() - start) / repeats / count) * 1e6);
  }
  return median(samples.slice(3));
}

/** In a function of its own, whose text is garbage when it returns: a frame that goes on would keep it, and it would count as freed later. */
function bytesOf(document: ReturnType<typeof documentOf>): Uint8Array {
  return new TextEncoder().encode(document.xml(document.records));
}

async function heap(name: string): Promise<number> {
  const document = documentOf(name);
  const codec = await codecOf(document, false);
  const bytes = bytesOf(document);
  decode(codec, bytes);
  const before = liveHeap();
  const values = [decode(codec, bytes), decode(codec, bytes), decode(codec, bytes)];
  return (liveHeap() - before) / bytes.length / values.length;
}

function liveHeap(): number {
  if (globalThis.gc === undefined) throw new Error("run node with --expose-gc");
  for (let pass = 0; pass < 3; pass++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [kind, given = "", count = "0"] = process.argv.slice(2);
const found = kind === "stream" ? await stream(given) : kind === "record" ? await record(given, Number(count)) : await heap(given);
console.log(JSON.stringify(found));
