/**
 * A server as a process whose log is read and whose memory is measured.
 */
import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type ServerProcess, startNode } from "../support/server-process.js";

/** The server tells its memory when it gets the signal, after a full collection. */
const onSignal = `process.on("SIGUSR2", () => {
  gc(); gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ msg: "memory", live: heapUsed + external }));
})`;

/** Starts `soapwright serve` with flags. The process is added to `processes`; the caller kills it. */
export async function startWatched(processes: ChildProcess[], ...flags: readonly string[]): Promise<WatchedServer> {
  const nodeFlags = ["--expose-gc", "--import", `data:text/javascript,${encodeURIComponent(onSignal)}`];
  const server = await startNode(processes, nodeFlags, ...flags);
  return { server, log: new LogReader(server) };
}

export interface WatchedServer {
  readonly server: ServerProcess;
  readonly log: LogReader;
}

/** Lines of the log, read and dropped: half an hour of them would be much. */
export class LogReader {
  readonly #server: ServerProcess;
  readonly problems: string[] = [];
  #live: number | undefined;
  listening: Record<string, unknown> = {};

  constructor(server: ServerProcess) {
    this.#server = server;
    this.read();
  }

  /** Throws when the server has ended. */
  read(): void {
    const { exitCode, signalCode } = this.#server.process;
    if (exitCode !== null || signalCode !== null) throw new Error(`the server has ended: ${this.#server.log.slice(-20).join("\n")}`);
    for (const line of this.#server.log.splice(0)) {
      // What it says to a person when it starts.
      if (!line.startsWith("{")) continue;
      const entry = JSON.parse(line);
      if (entry.msg === "listening") this.listening = entry;
      else if (entry.msg === "memory") this.#live = entry.live;
      else if (entry.level >= 50) this.problems.push(line);
    }
  }

  /** Bytes that are live when nothing is under way: the least of several measurements, since connections take some time to go. */
  async measureLive(): Promise<number> {
    let least = Number.POSITIVE_INFINITY;
    for (let times = 0; times < 5; times++) {
      await pause(1000);
      this.#live = undefined;
      this.#server.process.kill("SIGUSR2");
      while (this.#live === undefined) {
        await pause(50);
        this.read();
      }
      least = Math.min(least, this.#live);
    }
    return least;
  }

  /** Bytes of the system's memory. proc_pid_status(5) */
  residentNow(): number {
    const status = readFileSync(`/proc/${this.#server.process.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
  }
}
