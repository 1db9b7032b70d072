/**
 * Servers behind a round robin, which are killed, started, stopped for a while, and cut off from their database.
 */
import type { ChildProcess } from "node:child_process";
import { cpuSecondsOf, type ServerProcess, startProcess } from "../support/server-process.js";

/** The flags of each server. */
export type FlagsOf = (index: number) => readonly string[];

/** The servers by their numbers. */
export class Fleet {
  readonly #flagsOf: FlagsOf;
  readonly #servers: (ServerProcess | undefined)[];
  readonly #processes: ChildProcess[] = [];
  #turn = 0;
  /** Seconds of CPU of those that were killed. */
  #spent = 0;

  constructor(flagsOf: FlagsOf, size: number) {
    this.#flagsOf = flagsOf;
    this.#servers = Array.from({ length: size }, () => undefined);
  }

  async startAll(): Promise<void> {
    await Promise.all(this.#servers.map((_, index) => this.start(index)));
  }

  async start(index: number): Promise<void> {
    this.#servers[index] = await startProcess(this.#processes, ...this.#flagsOf(index));
  }

  /** The address of the next server that was started, whatever has become of it. */
  next(): string {
    for (;;) {
      const server = this.#servers[this.#turn++ % this.#servers.length];
      if (server !== undefined) return server.url;
    }
  }

  /** Ends a server in the middle of its work. */
  async kill(index: number): Promise<void> {
    const server = this.#serverAt(index);
    this.#spent += cpuSecondsOf(server);
    server.process.kill("SIGKILL");
    await server.ended;
  }

  /** Stops a server, with all that it was about to do, or lets it go on. */
  signal(index: number, signal: "SIGSTOP" | "SIGCONT"): void {
    this.#serverAt(index).process.kill(signal);
  }

  /** Seconds of CPU that all have used. */
  cpuSeconds(): number {
    return this.#spent + this.#servers.reduce((sum, server) => sum + (server === undefined ? 0 : cpuSecondsOf(server)), 0);
  }

  /** The servers that have ended by themselves, with the last of their logs. */
  ended(): readonly string[] {
    return this.#servers.flatMap((server, index) =>
      server === undefined || server.process.exitCode === null ? [] : [`${index}: ${server.log.slice(-5).join("\n")}`],
    );
  }

  /** Ends all as their operator does, and returns their exit codes. */
  endAll(): Promise<readonly (number | null)[]> {
    const servers = this.#servers.filter((server) => server !== undefined);
    for (const { process } of servers) process.kill("SIGTERM");
    return Promise.all(servers.map(({ ended }) => ended));
  }

  /** Leaves nothing behind, whatever has happened. */
  remove(): void {
    for (const process of this.#processes) process.kill("SIGKILL");
  }

  #serverAt(index: number): ServerProcess {
    const server = this.#servers[index];
    if (server === undefined) throw new Error(`there is no server ${index}`);
    return server;
  }
}
