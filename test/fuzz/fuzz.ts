/**
 * `npm run fuzz -- --target reader --seconds 300`: coverage-guided fuzzing of one target, or of all of them in turn.
 *
 * --seed N      another run: the same seed tries the same inputs
 * --save        keeps inputs that reach new code in test/fuzz/corpus
 * --distil      drops inputs from there that reach no code which shorter ones do not reach, and ends
 *
 * Exits with 1 for findings, whose inputs are in build/fuzz/findings.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { readInput, shareInput } from "./current-input.js";
import type { Finding } from "./engine.js";
import { longest } from "./mutate.js";
import { targets } from "./targets/index.js";
import type { Message, Task } from "./worker.js";

/** An input that takes longer never ends. */
const secondsForOne = 30;

const { values } = parseArgs({
  options: {
    target: { type: "string", default: "all" },
    seconds: { type: "string", default: "60" },
    seed: { type: "string", default: "1" },
    save: { type: "boolean", default: false },
    distil: { type: "boolean", default: false },
  },
});
const names = values.target === "all" ? Object.keys(targets) : [values.target];
for (const name of names) {
  if (targets[name] === undefined) throw new Error(`there is no target "${name}"; there are ${Object.keys(targets).join(", ")}`);
}

const corpusOf = (name: string): string => join("test", "fuzz", "corpus", name);

function readCorpus(name: string): readonly Uint8Array[] {
  mkdirSync(corpusOf(name), { recursive: true });
  return readdirSync(corpusOf(name))
    .sort()
    .map((file) => readFileSync(join(corpusOf(name), file)));
}

function save(folder: string, input: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, createHash("sha256").update(input).digest("hex").slice(0, 12));
  writeFileSync(file, input);
  return file;
}

function reportFinding(name: string, { input, message }: Finding): void {
  const file = save(join("build", "fuzz", "findings", name), input);
  console.log(`FOUND ${name}: ${message}\n  ${file}: ${JSON.stringify(Buffer.from(input.subarray(0, 400)).toString("latin1"))}`);
  process.exitCode = 1;
}

function run(task: Task): Promise<Message> {
  const worker = new Worker(new URL("./worker.js", import.meta.url), { workerData: task });
  return new Promise((resolve, reject) => {
    let last = { ...readInput(task.current), since: Date.now() };
    const watchdog = setInterval(() => {
      const now = readInput(task.current);
      if (now.number !== last.number) last = { ...now, since: Date.now() };
      else if (now.number > 0 && Date.now() - last.since > secondsForOne * 1000) {
        reportFinding(task.target, { input: now.input, message: `no end within ${secondsForOne} seconds` });
        void worker.terminate();
      }
    }, 500);
    worker.on("message", (message: Message) => {
      if (message.kind !== "progress") resolve(message);
      else if (process.stdout.isTTY) process.stdout.write(`\r${describe(task.target, message)}  `);
    });
    worker.on("error", reject);
    worker.on("exit", () => {
      clearInterval(watchdog);
      reject(new Error(`the thread of ${task.target} ended early`));
    });
  });
}

function describe(name: string, { runs, corpus, coverage, findings }: Omit<Message & { kind: "progress" }, "kind">): string {
  return `${name}: ${runs} inputs, ${corpus} in the corpus, ${coverage} characters of code reached, ${findings} findings`;
}

for (const target of names) {
  const corpus = readCorpus(target);
  const seconds = Number(values.seconds) / names.length;
  const task = { target, corpus, seed: Number(values.seed), seconds, distil: values.distil, current: shareInput(longest) };
  try {
    const message = await run(task);
    if (message.kind === "distilled") {
      rmSync(corpusOf(target), { recursive: true });
      for (const input of message.corpus) save(corpusOf(target), input);
      console.log(`${target}: ${message.corpus.length} of ${corpus.length} inputs kept`);
    } else if (message.kind === "result") {
      console.log(`${process.stdout.isTTY ? "\r" : ""}${describe(target, message)}`);
      for (const finding of message.found) reportFinding(target, finding);
      if (values.save) for (const input of message.added) save(corpusOf(target), input);
    }
  } catch (error) {
    console.log(String(error));
    process.exitCode = 1;
  }
}
