/**
 * Candidates in turn on a document, round after round, so that the machine's moods hit all of them alike. Each has a process of its own.
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { type BenchDocument, documentOf } from "./documents.js";
import { writeCode } from "./generated-code.js";
import { rounds } from "./measuring.js";

interface Running {
  readonly name: string;
  readonly process: ChildProcess;
  /** Bytes of the document in a second of CPU time. */
  readonly sample: () => Promise<number>;
  readonly samples: number[];
}

/** Programs that are not JavaScript: "ready", and then a number for each line in. */
const programs: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  ".NET": ["dotnet", "run", "test/bench/DotnetValidator.cs"],
  JDK: ["java", "test/bench/JdkValidator.java"],
  libxml2: ["python3", "test/bench/libxml2-validator.py"],
};

const coldRounds = 3;

interface Message {
  readonly kind: string;
  readonly bytesPerSecond?: number;
}

function nextMessage(child: ChildProcess): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null): void => reject(new Error(`a worker ended with ${code}`));
    child.once("exit", onExit);
    child.once("message", (message: Message) => {
      child.off("exit", onExit);
      resolve(message);
    });
  });
}

async function startWorker(name: string, document: BenchDocument): Promise<Running | undefined> {
  const child = fork(fileURLToPath(new URL("./worker.js", import.meta.url)), [name, document.name]);
  const { kind } = await nextMessage(child);
  if (kind !== "ready") return undefined;
  const sample = async (): Promise<number> => {
    const answer = nextMessage(child);
    child.send("sample");
    return (await answer).bytesPerSecond ?? Number.NaN;
  };
  return { name, process: child, sample, samples: [] };
}

/** Undefined where the program cannot be started, and says so. */
async function startProgram(name: string, { schema, xml, records }: BenchDocument): Promise<Running | undefined> {
  const [command = "", ...args] = programs[name] ?? [];
  const path = resolve("build/bench/document.xml");
  writeFileSync(path, xml(records));
  const child = spawn(command, [...args, schema, path], {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const isThere = await Promise.race([once(child, "error").then(() => false), lines.next().then(({ value }) => value === "ready")]);
  if (!isThere) {
    console.log(`${name} is left out: "${command} ${args.join(" ")}" does not run here`);
    return undefined;
  }
  const sample = async (): Promise<number> => {
    child.stdin.write("sample\n");
    return Number((await lines.next()).value);
  };
  return { name, process: child, sample, samples: [] };
}

/** The samples of candidates by their names; of those that can read the document and are installed. */
export async function compare(documentName: string, names: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
  const document = documentOf(documentName);
  await writeCode(document.schema);
  const running: Running[] = [];
  try {
    for (const name of names) {
      const one = await (name in programs ? startProgram(name, document) : startWorker(name, document));
      if (one !== undefined) running.push(one);
    }
    // The first samples after a pause cost several times what the next ones do.
    for (let round = 0; round < coldRounds; round++) for (const { sample } of running) await sample();
    for (let round = 0; round < rounds; round++) for (const { sample, samples } of running) samples.push(await sample());
  } finally {
    for (const { process: child } of running) child.kill();
  }
  return new Map(running.map(({ name, samples }) => [name, samples]));
}
