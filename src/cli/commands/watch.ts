/**
 * `soapwright watch`: generates, and again whenever a document of a contract, its catalogue or the configuration changes.
 */

import type { ContractConfig } from "../../../codegen/index.js";
import type { Host } from "../../../codegen/load/host.js";
import { ToolError } from "../../../codegen/tools/tool-error.js";
import { defineCommand } from "../command.js";
import { compileContract } from "../contracts/compile-contract.js";
import { findConfig } from "../contracts/configuration.js";
import { type ContractFlags, contractFlags, findContracts, writingFlags } from "../contracts/find-contracts.js";
import { writeFiles } from "../contracts/output-files.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";
import { recordingHost } from "../watch/recording-host.js";
import { watchFiles } from "../watch/watch-files.js";

export const command = defineCommand({
  flags: { ...contractFlags, ...writingFlags },
  operands: { usage: "[document...]" },
  examples: `  soapwright watch                         all contracts of soapwright.config.ts
  soapwright watch service.wsdl --out src/generated/service`,
  async run(flags, entries) {
    // The first time, wrong flags end the command; later on, a configuration that is being edited does not.
    await findContracts(entries, flags);
    const ended = untilInterrupted();
    const watcher = watchFiles();
    try {
      do {
        const files = new Map<string, string>();
        await generateAll({ entries, flags }, files);
        printLine(process.stderr, `watching ${files.size} file${files.size === 1 ? "" : "s"}`);
        watcher.watch(files);
      } while (await Promise.race([watcher.changed(), ended]));
    } finally {
      watcher.close();
    }
    return ExitCode.clean;
  },
});

interface WatchTask {
  readonly entries: readonly string[];
  readonly flags: ContractFlags & { readonly format: "text" | "json"; readonly force: boolean };
}

/** Resolves with false at SIGINT or SIGTERM. */
function untilInterrupted(): Promise<false> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(false));
  });
}

/** Adds to `files` everything that was read or looked for. A configuration that is wrong is reported, and watched like the rest. */
async function generateAll({ entries, flags }: WatchTask, files: Map<string, string>): Promise<void> {
  const host = recordingHost(files);
  const configFile = entries.length > 0 ? undefined : await findConfig(flags.config);
  if (configFile !== undefined) host.readDocument(configFile);
  try {
    for (const contract of await findContracts(entries, flags)) await generateOne(contract, host, flags);
  } catch (error) {
    if (!(error instanceof UsageError) && !(error instanceof ToolError)) throw error;
    printLine(process.stderr, `soapwright: ${error.message}`);
  }
}

async function generateOne(contract: ContractConfig, host: Host, { format, force }: WatchTask["flags"]): Promise<void> {
  const start = performance.now();
  const { files, diagnostics } = await compileContract(contract, host);
  const { out } = contract;
  const changed = files === undefined ? [] : await writeFiles(out, files, force);
  const ms = Math.round(performance.now() - start);
  if (format === "json") printJson({ out, ok: files !== undefined, files: files?.size ?? 0, changed, diagnostics });
  else if (files === undefined) printLine(process.stdout, `${out}: errors; the files stay as they were (${ms} ms)`);
  else printLine(process.stdout, `${out}: ${files.size} files, ${changed.length} changed (${ms} ms)`);
}
