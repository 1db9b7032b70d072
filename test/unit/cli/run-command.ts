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
  /** Waits until the text occurs, behind the place where the last call found its own. */
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

  start(...args: string[]): Running {
    const child = spawn(process.execPath, [command, ...args], { cwd: this.folder, env: { ...process.env, NO_COLOR: "1" } });
    let stdout = "";
    let stderr = "";
    let all = "";
    let from = 0;
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk;
      all += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
      all += chunk;
    });
    child.stdin.end();
    const ended = new Promise<Outcome>((resolve) => child.on("close", (status) => resolve({ status, stdout, stderr })));
    const until = async (text: string): Promise<void> => {
      for (let found = all.indexOf(text, from); ; found = all.indexOf(text, from)) {
        if (found >= 0) {
          from = found + text.length;
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    return { process: child, output: () => all, until, ended };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
