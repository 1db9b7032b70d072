/**
 * `npm run bench:server [words of names]`: servers in turn, round after round, so that the machine's moods hit all of them alike.
 *
 * Prints the processor time of each server process per request, and its ratio to node:http with the same answer, made before. Medians.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { run } from "./load.js";
import { type Candidate, candidates } from "./server-candidates.js";

const rounds = Number(process.env.BENCH_ROUNDS ?? "9");
const count = 3000;
const connections = 16;
const warmUp = 12_000;

/** What the project promises: at most so many times the processor time of node:http. */
const ceilings: Readonly<Record<string, number>> = { "soapwright, 3 records": 3, "soapwright, /livez": 1.3 };

interface Running extends Candidate {
  readonly process: ChildProcess;
  readonly port: number;
  /** Microseconds per request. */
  readonly samples: number[];
}

function nextMessage(child: ChildProcess): Promise<{ readonly value: number }> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a server ended with ${code}`));
    child.once("exit", onExit);
    child.once("message", (message: { readonly value: number }) => {
      child.off("exit", onExit);
      resolve(message);
    });
  });
}

async function start(candidate: Candidate): Promise<Running> {
  const child = fork(fileURLToPath(new URL("./server-process.js", import.meta.url)), [candidate.name]);
  const { value: port } = await nextMessage(child);
  const running = { ...candidate, process: child, port, samples: [] };
  await run({ ...running, count: warmUp, connections });
  return running;
}

async function cpuOf({ process: child }: Running): Promise<number> {
  const answer = nextMessage(child);
  child.send("cpu");
  return (await answer).value;
}

async function sample(running: Running): Promise<void> {
  const before = await cpuOf(running);
  await run({ ...running, count, connections });
  running.samples.push(((await cpuOf(running)) - before) / count);
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const wanted = process.argv.slice(2);
const chosen = candidates.filter(
  ({ name }) => wanted.length === 0 || name.startsWith("node:http") || wanted.some((word) => name.includes(word)),
);
const running: Running[] = [];
let above = 0;
try {
  for (const candidate of chosen) running.push(await start(candidate));
  for (let round = 0; round < rounds; round++) for (const one of running) await sample(one);
  console.log(`processor time per request, ${rounds} rounds of ${count} requests, medians`);
  for (const { name, baseline, samples } of running) {
    const base = running.find((one) => one.name === baseline)?.samples ?? [];
    // Samples of one round belong together: the ratio of each round, and the median of the ratios.
    const ratio = median(samples.map((time, round) => time / (base[round] ?? Number.NaN)));
    const ceiling = ceilings[name];
    const verdict = ceiling === undefined ? "" : ratio <= ceiling ? `  (at most ${ceiling}: holds)` : `  (at most ${ceiling}: MISSED)`;
    if (ceiling !== undefined && ratio > ceiling) above++;
    console.log(`${name.padEnd(28)} ${median(samples).toFixed(1).padStart(8)} us  ${ratio.toFixed(2).padStart(6)}x${verdict}`);
  }
} finally {
  for (const { process: child } of running) child.kill();
}
process.exitCode = above === 0 ? 0 : 1;
