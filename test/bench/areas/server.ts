/**
 * Servers in turn, round after round: the processor time of each server's process per request, and how long requests take.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { run } from "../load.js";
import { median, ratioOf, rounds } from "../measuring.js";
import type { Report } from "../report.js";
import { type Candidate, candidates } from "../server-candidates.js";

const connections = 16;

interface Running extends Candidate {
  readonly process: ChildProcess;
  readonly port: number;
  /** Microseconds of CPU per request. */
  readonly costs: number[];
  /** The time within which 99 of a hundred requests of a round were answered. */
  readonly slowest: number[];
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
  const running = { ...candidate, process: child, port, costs: [], slowest: [] };
  await run({ ...running, count: 4 * candidate.count, connections });
  return running;
}

async function cpuOf({ process: child }: Running): Promise<number> {
  const answer = nextMessage(child);
  child.send("cpu");
  return (await answer).value;
}

async function sample(running: Running): Promise<void> {
  const before = await cpuOf(running);
  const times = await run({ ...running, connections });
  running.costs.push(((await cpuOf(running)) - before) / running.count);
  times.sort((one, other) => one - other);
  running.slowest.push(times[Math.floor(times.length * 0.99)] ?? Number.NaN);
}

/** Measures the servers of a group together. */
async function measureGroup(names: readonly string[]): Promise<(name: string) => Running> {
  const running: Running[] = [];
  try {
    for (const candidate of candidates) if (names.includes(candidate.name)) running.push(await start(candidate));
    for (let round = 0; round < rounds; round++) for (const one of running) await sample(one);
  } finally {
    for (const { process: child } of running) child.kill();
  }
  return (name) => {
    const found = running.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no server "${name}"`);
    return found;
  };
}

const cpu = "server, CPU a request, against node:http";
const p99 = "server, p99, against node:http";
const serve = "serve on SQLite, CPU a request, against node:http";

export async function measureServer(report: Report): Promise<void> {
  const small = await measureGroup(["node:http, 3 records", "soapwright, 3 records", "node-soap, 3 records"]);
  const base = small("node:http, 3 records").costs;
  report(cpu, "3 records", ratioOf(small("soapwright, 3 records").costs, base));
  report(nodeSoap, "3 records", ratioOf(small("node-soap, 3 records").costs, small("soapwright, 3 records").costs));
  report(p99, "3 records", ratioOf(small("soapwright, 3 records").slowest, small("node:http, 3 records").slowest));
  report("CPU microseconds a request", "node:http, 3 records", median(base));

  const large = await measureGroup(["node:http, 1,000 records", "soapwright, 1,000 records", "node-soap, 1,000 records"]);
  report(nodeSoap, "1,000 records", ratioOf(large("node-soap, 1,000 records").costs, large("soapwright, 1,000 records").costs));
  report(p99, "1,000 records", ratioOf(large("soapwright, 1,000 records").slowest, large("node:http, 1,000 records").slowest));

  const served = await measureGroup(["node:http, alive", "soapwright, /livez", "serve, URL", "serve, SOAP"]);
  const alive = served("node:http, alive").costs;
  report(cpu, "alive page", ratioOf(served("soapwright, /livez").costs, alive));
  report(serve, "GetStatus by URL", ratioOf(served("serve, URL").costs, alive));
  report(serve, "GetStatus by SOAP", ratioOf(served("serve, SOAP").costs, alive));
}

const nodeSoap = "server, requests a CPU second, against node-soap";
