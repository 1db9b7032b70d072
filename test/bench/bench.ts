/**
 * `npm run bench [a b c d]`: candidates in turn, round after round, so that the machine's moods hit all of them alike.
 *
 * Prints CPU time ratios: how many times the work of each candidate soapwright does in the same CPU time, beside what the project wants. Medians.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type Candidate, candidates } from "./candidates.js";
import { type BenchDocument, documents } from "./documents.js";

const rounds = Number(process.env.BENCH_ROUNDS ?? "9");
const jdk = "JDK, javax.xml.validation";
const worker = fileURLToPath(new URL("./worker.js", import.meta.url));

interface Running {
  readonly name: string;
  readonly does: string;
  readonly process: ChildProcess;
  /** Bytes in a second of CPU time. */
  readonly sample: () => Promise<number>;
  readonly samples: number[];
}

/** What the project wants: soapwright's speed by candidate and document. Those for libxml2 are wanted of the native one. */
const wishes: Readonly<Record<string, Readonly<Record<string, { readonly floor: number; readonly goal: number }>>>> = {
  "JSON.parse, same data": {
    a: { floor: 0.9, goal: 1.5 },
    d: { floor: 0.6, goal: 0.8 },
    b: { floor: 0.9, goal: 1.5 },
    c: { floor: 0.6, goal: 1 },
  },
  "libxml2-wasm": { a: { floor: 2.5, goal: 5 }, d: { floor: 2, goal: 2.3 }, b: { floor: 2.3, goal: 3 }, c: { floor: 0.6, goal: 1.5 } },
  [jdk]: { a: { floor: 3.5, goal: 7 }, d: { floor: 1.6, goal: 2 }, b: { floor: 1.8, goal: 2.5 }, c: { floor: 0.6, goal: 1 } },
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

async function start({ name, does }: Candidate, document: string): Promise<Running | undefined> {
  const child = fork(worker, [name, document]);
  const { kind } = await nextMessage(child);
  if (kind !== "ready") return undefined;
  const sample = async (): Promise<number> => {
    const answer = nextMessage(child);
    child.send("sample");
    return (await answer).bytesPerSecond ?? Number.NaN;
  };
  return { name, does, process: child, sample, samples: [] };
}

/** The JDK's validator, where there is a JDK. */
async function startJdk({ name, schema, xml, records }: BenchDocument): Promise<Running | undefined> {
  const path = resolve(`build/bench/${name}.xml`);
  writeFileSync(path, xml(records));
  const child = spawn("java", ["test/bench/JdkValidator.java", schema, path], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const isThere = await Promise.race([once(child, "error").then(() => false), lines.next().then(({ value }) => value === "ready")]);
  if (!isThere) return undefined;
  const sample = async (): Promise<number> => {
    child.stdin.write("sample\n");
    return Number((await lines.next()).value);
  };
  return { name: jdk, does: "V", process: child, sample, samples: [] };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function compare(document: BenchDocument): Promise<Running[]> {
  const running: Running[] = [];
  try {
    for (const candidate of candidates) {
      const one = await start(candidate, document.name);
      if (one !== undefined) running.push(one);
    }
    const java = await startJdk(document);
    if (java !== undefined) running.push(java);
    for (let round = 0; round < rounds; round++) {
      for (const { sample, samples } of running) samples.push(await sample());
    }
  } finally {
    for (const { process: child } of running) child.kill();
  }
  return running;
}

const wanted = process.argv.slice(2);
for (const document of documents) {
  const { name, what, xml, records } = document;
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const bytes = new TextEncoder().encode(xml(records)).length;
  console.log(`\n(${name}) ${what}, ${(bytes / 1e6).toFixed(1)} MB, ${rounds} rounds, median of CPU time`);
  const results = await compare(document);
  const own = median(results.find((one) => one.name === "soapwright")?.samples ?? []);
  for (const { name: candidate, does, samples } of results) {
    const speed = median(samples);
    const wish = wishes[candidate]?.[name];
    const verdict = wish === undefined ? "" : `  floor ${wish.floor}, goal ${wish.goal}`;
    const words = `${(speed / 1e6).toFixed(1).padStart(7)} MB/s  soapwright is ${(own / speed).toFixed(2)} times as fast`;
    console.log(`  ${candidate.padEnd(26)} ${does.padEnd(4)} ${words}${verdict}`);
  }
}
