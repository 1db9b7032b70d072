/**
 * The server as a process of its own, as `npm run build` made it.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The command line program. */
export const command = join(root, "dist/src/cli/main.js");

/** Builds the program where it is missing. */
export function buildCommand(): void {
  if (!existsSync(command)) execFileSync("npx", ["tsc", "-p", "tsconfig.build.json"], { cwd: root });
}

export interface ServerProcess {
  readonly url: string;
  readonly process: ChildProcess;
  readonly log: string[];
  readonly ended: Promise<number | null>;
}

/** Starts `soapwright serve`. The process is added to `processes`; the caller kills it. */
export function startProcess(processes: ChildProcess[], ...flags: readonly string[]): Promise<ServerProcess> {
  return startNode(processes, [], ...flags);
}

/** The same, with flags for Node. */
export async function startNode(
  processes: ChildProcess[],
  nodeFlags: readonly string[],
  ...flags: readonly string[]
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [...nodeFlags, command, "serve", "--port", "0", ...flags], { stdio: ["ignore", "pipe", "pipe"] });
  processes.push(child);
  const log: string[] = [];
  const ended = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
  child.stderr.on("data", (data: Buffer) => log.push(String(data)));
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on("line", (line) => {
      log.push(line);
      const entry: { url?: string; msg?: string } = JSON.parse(line);
      if (entry.msg === "listening" && entry.url !== undefined) resolve(entry.url);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${log.join("\n")}`)));
  });
  return { url, process: child, log, ended };
}

/** Seconds of CPU that a process has used, all threads together; 0 where the system does not say. proc_pid_stat(5) */
export function cpuSecondsOf({ process: { pid } }: ServerProcess): number {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return 0;
  const fields = readFileSync(file, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
