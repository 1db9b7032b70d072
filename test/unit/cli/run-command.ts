/**
 * The command as a person runs it, in a folder of its own.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Another build than the checkout's can be tested: an installed one, for instance. */
export const command = process.env.SOAPWRIGHT_COMMAND ?? fileURLToPath(new URL("../../../dist/src/cli/main.js", import.meta.url));

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs on, as `watch` does. */
export interface Running {
  readonly process: ChildProcessWithoutNullStreams;
  /** Everything that was written so far. */
  readonly output: () => string;
  /** Waits until the text occurs in a stream, behind the place where the last call found its own there. */
  readonly until: (text: string) => Promise<void>;
  readonly ended: Promise<Outcome>;
}

/** A folder to run commands in. */
export class Workplace {
  readonly folder = mkdtempSync(join(tmpdir(), "soapwright-cli-"));

  write(file: string, text: string | Uint8Array): void {
    mkdirSync(dirname(join(this.folder, file)), { recursive: true });
    writeFileSync(join(this.folder, file), text);
  }

  read(file: string): string {
    return readFileSync(join(this.folder, file), "utf8");
  }

  /** Does not block this process: servers of a test run in it. */
  run(...args: string[]): Promise<Outcome> {
    return this.start(...args).ended;
  }

  /** The same, with a text on stdin. */
  runWith(input: string, ...args: string[]): Promise<Outcome> {
    return this.#start(input, args).ended;
  }

  start(...args: string[]): Running {
    return this.#start("", args);
  }

  #start(input: string, args: readonly string[]): Running {
    const child = spawn(process.execPath, [command, ...args], { cwd: this.folder, env: { ...process.env, NO_COLOR: "1" } });
    // The two streams arrive in no order: each is searched on its own.
    const streams = { stdout: { text: "", from: 0 }, stderr: { text: "", from: 0 } };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].on("data", (chunk: Buffer) => {
        streams[name].text += chunk;
      });
    }
    child.stdin.end(input);
    const ended = new Promise<Outcome>((resolve) =>
      child.on("close", (status) => resolve({ status, stdout: streams.stdout.text, stderr: streams.stderr.text })),
    );
    const isThere = (text: string): boolean =>
      Object.values(streams).some((stream) => {
        const found = stream.text.indexOf(text, stream.from);
        if (found >= 0) stream.from = found + text.length;
        return found >= 0;
      });
    const until = async (text: string): Promise<void> => {
      while (!isThere(text)) await new Promise((resolve) => setTimeout(resolve, 20));
    };
    return { process: child, output: () => streams.stdout.text + streams.stderr.text, until, ended };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
