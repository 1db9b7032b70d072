/**
 * Builds a program of .NET, where its SDK and the packages can be had.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const hasDotnet = spawnSync("dotnet", ["--version"]).status === 0;

export const dotnetEnvironment = { ...process.env, DOTNET_CLI_TELEMETRY_OPTOUT: "1", DOTNET_NOLOGO: "1" };

/** Builds a project of test/interop/dotnet in a folder. Gives why it cannot be built; undefined: it was. */
export function buildDotnet(project: string, folder: string): string | undefined {
  cpSync(fileURLToPath(new URL(`dotnet/${project}`, import.meta.url)), folder, { recursive: true });
  try {
    execFileSync("dotnet", ["build", "-v", "q", "-o", "out"], { cwd: folder, env: dotnetEnvironment, stdio: "pipe", timeout: 240_000 });
    return undefined;
  } catch (error) {
    const said = error instanceof Error && "stdout" in error ? String(error.stdout) : String(error);
    // What does not compile is a fault of the test; only packages may be out of reach.
    if (/error CS\d+/.test(said)) throw error;
    return said.trim().split("\n").slice(-3).join(" ");
  }
}
