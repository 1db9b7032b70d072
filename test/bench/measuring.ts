/**
 * Medians, and the CPU time of this process and of commands, all threads, so that garbage collection counts.
 */
import { spawnSync } from "node:child_process";

/** How many rounds; on a busy machine more give steadier medians. */
export const rounds = Number(process.env.BENCH_ROUNDS ?? "9");

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Samples of one round belong together: the ratio of each round, and the median of the ratios. */
export function ratioOf(own: readonly number[], other: readonly number[]): number {
  return median(own.map((sample, round) => sample / (other[round] ?? Number.NaN)));
}

/** CPU seconds of this process. */
export function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** CPU seconds of a whole command with its children; bash says them. Throws for a command that fails. */
export function cpuOfCommand(command: string, args: readonly string[]): { readonly seconds: number; readonly output: string } {
  const script = `TIMEFORMAT='cpu %U %S'; time "$0" "$@"`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", script, command, ...args], { encoding: "utf8", maxBuffer: 1e8 });
  const [, user, system] = /cpu ([\d.]+) ([\d.]+)\s*$/.exec(stderr) ?? [];
  if (status !== 0 || user === undefined) throw new Error(`${command} ${args.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  return { seconds: Number(user) + Number(system), output: stdout };
}

/** Tests if a command can be started. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ["--version"], { stdio: "ignore" }).error === undefined;
}
