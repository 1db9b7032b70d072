/**
 * `npm run soak -- --minutes 30`: a server under valid and hostile traffic at once.
 *
 * Exits with 1 unless every valid request is answered right, the server logs no error and ends when it is told to, and its memory at the end is what it
 * was in the middle, within 5 percent: what is live after a full collection, and what the process holds of the system's memory, on average over a
 * quarter of the time. That average says something after a quarter of an hour; in a shorter run it may be a quarter more.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { buildCommand } from "../support/server-process.js";
import { HostileTraffic } from "./hostile-traffic.js";
import type { Target } from "./target.js";
import { ValidTraffic } from "./valid-traffic.js";
import { type LogReader, startWatched } from "./watched-server.js";

const { values } = parseArgs({ options: { minutes: { type: "string", default: "30" }, seed: { type: "string", default: "1" } } });
const milliseconds = Number(values.minutes) * 60_000;
const seed = Number(values.seed);
const attackers = 4;
/** How much more memory the end may take than the middle. */
const mostGrowth = 1.05;
/** The engine enlarges its heap for the first ten minutes, so resident memory is compared in longer runs only. */
const compared = Number(values.minutes) < 10 ? (["live"] as const) : (["live", "resident"] as const);
/** Bytes of resident memory on average, in runs of any length: half as much again as the 420 MB of half an hour. */
const mostResident = 640e6;

/** Bytes. */
interface Memory {
  readonly live: number;
  readonly resident: number;
}

/** Traffic for a time; its end is the end of all that was under way. */
async function runTraffic(
  target: Target,
  log: LogReader,
  time: number,
  part: number,
): Promise<{ failures: readonly string[]; memory: Memory }> {
  const resident: number[] = [];
  const valid = new ValidTraffic(target);
  const hostile = new HostileTraffic(target, attackers, seed + part * attackers);
  for (const end = performance.now() + time; performance.now() < end; ) {
    await pause(1000);
    log.read();
    resident.push(log.residentNow());
  }
  await Promise.all([valid.end(), hostile.end()]);
  const attacks = [...hostile.counts].map(([name, count]) => `${count} × ${name}`);
  console.log(`part ${part}: ${valid.rounds} rounds of valid requests, ${valid.failures.length} of them wrong; ${attacks.join(", ")}`);
  const average = resident.reduce((sum, each) => sum + each, 0) / resident.length;
  const memory = { live: await log.measureLive(), resident: average };
  console.log(`part ${part}: live ${(memory.live / 1e6).toFixed(1)} MB, resident ${(average / 1e6).toFixed(1)} MB on average`);
  return { failures: valid.failures, memory };
}

const parts = 4;
const processes: ChildProcess[] = [];
const folder = mkdtempSync(join(tmpdir(), "soapwright-soak-"));
buildCommand();
try {
  const { server, log } = await startWatched(processes, "--data", folder, "--ipam-port", "0");
  const ipamUrl = String(log.listening.ipam);
  const target = { url: server.url, port: Number(new URL(server.url).port), ipamUrl, ipamPort: Number(new URL(ipamUrl).port) };
  const memories: Memory[] = [];
  const failures: string[] = [];
  for (let part = 1; part <= parts; part++) {
    const result = await runTraffic(target, log, milliseconds / parts, part);
    failures.push(...result.failures);
    memories.push(result.memory);
  }
  server.process.kill("SIGTERM");
  const exitCode = await server.ended;
  const middle = memories[parts / 2 - 1];
  const end = memories[parts - 1];
  const growth = (name: keyof Memory): number => (end?.[name] ?? Number.NaN) / (middle?.[name] ?? Number.NaN);
  const problems = [...failures, ...log.problems];
  if (exitCode !== 0) problems.push(`the server ended with ${exitCode}`);
  for (const name of compared)
    if (!(growth(name) <= mostGrowth)) problems.push(`${name} has grown to ${growth(name).toFixed(3)} of what it was in the middle`);
  for (const { resident } of memories)
    if (resident > mostResident) problems.push(`${(resident / 1e6).toFixed(0)} MB are resident, more than ${mostResident / 1e6}`);
  for (const problem of problems.slice(0, 50)) console.log(problem);
  console.log(`end / middle: live ${growth("live").toFixed(3)}, resident ${growth("resident").toFixed(3)}; ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  for (const each of processes) each.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}
