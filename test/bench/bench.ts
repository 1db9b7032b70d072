/**
 * `npm run bench [a b c d]`: candidates in turn, round after round, so that the machine's moods hit all of them alike.
 *
 * Prints CPU time ratios: how many times the work of each candidate soapwright does in the same CPU time. Medians.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { candidates } from "./candidates.js";
import { documents } from "./documents.js";

const rounds = Number(process.env.BENCH_ROUNDS ?? "9");
const worker = fileURLToPath(new URL("./worker.js", import.meta.url));

interface Running {
  readonly name: string;
  readonly process: ChildProcess;
  readonly samples: number[];
}

/** The floors that the project promises: soapwright's speed by candidate and document. */
const floors: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "fast-xml-parser": { a: 5, b: 3, c: 2, d: 5 },
  "libxml2-wasm": { a: 1, d: 1 },
};

function nextMessage(child: ChildProcess): Promise<{ kind: string; bytesPerSecond?: number }> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a worker ended with ${code}`));
    child.once("exit", onExit);
    child.once("message", (message: { kind: string; bytesPerSecond?: number }) => {
      child.off("exit", onExit);
      resolve(message);
    });
  });
}

async function start(name: string, document: string): Promise<Running | undefined> {
  const child = fork(worker, [name, document]);
  const { kind } = await nextMessage(child);
  if (kind !== "ready") return undefined;
  return { name, process: child, samples: [] };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function compare(document: string): Promise<Running[]> {
  const running: Running[] = [];
  try {
    for (const { name } of candidates) {
      const one = await start(name, document);
      if (one !== undefined) running.push(one);
    }
    for (let round = 0; round < rounds; round++) {
      for (const { process: child, samples } of running) {
        const answer = nextMessage(child);
        child.send("sample");
        samples.push((await answer).bytesPerSecond ?? Number.NaN);
      }
    }
  } finally {
    for (const { process: child } of running) child.kill();
  }
  return running;
}

let below = 0;
const wanted = process.argv.slice(2);
for (const { name: document, what, xml, records } of documents) {
  if (wanted.length > 0 && !wanted.includes(document)) continue;
  const bytes = new TextEncoder().encode(xml(records)).length;
  console.log(`\n(${document}) ${what}, ${(bytes / 1e6).toFixed(1)} MB, ${rounds} rounds, median of CPU time`);
  const results = await compare(document);
  const own = median(results.find(({ name }) => name === "soapwright")?.samples ?? []);
  for (const { name, samples } of results) {
    const ratio = own / median(samples);
    const floor = floors[name]?.[document];
    const verdict = floor === undefined ? "" : ratio >= floor ? `  (at least ${floor}: holds)` : `  (at least ${floor}: MISSED)`;
    if (floor !== undefined && ratio < floor) below++;
    const does = candidates.find((candidate) => candidate.name === name)?.does ?? "";
    console.log(`  ${name.padEnd(24)} ${does.padEnd(4)} soapwright is ${ratio.toFixed(2)} times as fast${verdict}`);
  }
}
process.exitCode = below === 0 ? 0 : 1;
