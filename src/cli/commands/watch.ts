/**
 * `soapwright watch`: generates, and again whenever a document of a contract, its catalogue or the configuration changes.
 */
import { defineCommand } from "citty";
import type { ContractConfig } from "../../../codegen/index.js";
import type { Host } from "../../../codegen/load/host.js";
import { readFormat } from "../arguments.js";
import { compileContract, printDiagnostics } from "../compile-contract.js";
import { type ContractArguments, configFileFor, contractFlags, findContracts, readContractArguments } from "../contracts.js";
import { UsageError } from "../exit-code.js";
import { writeFiles } from "../output-files.js";
import { recordingHost } from "../recording-host.js";
import { printJson, printLine } from "../report/print.js";
import { watchFiles } from "../watch-files.js";

/** Shown behind the usage. */
export const examples = `  soapwright watch                         all contracts of soapwright.config.ts
  soapwright watch service.wsdl --out src/generated/service`;

type Format = "text" | "json";

export const watchCommand = defineCommand({
  meta: {
    name: "watch",
    description: "generate whenever a contract changes; on errors the files stay as they were; ends with Ctrl-C",
  },
  args: contractFlags,
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, ["text", "json"]);
    const given = readContractArguments(args, rawArgs);
    // The first time, wrong flags end the command; later, a configuration that is being edited does not.
    await findContracts(given);
    const ended = untilInterrupted();
    const watcher = watchFiles();
    try {
      do {
        const files = new Map<string, string>();
        await generateAll(given, files, format);
        printLine(process.stderr, `watching ${files.size} file${files.size === 1 ? "" : "s"}`);
        watcher.watch(files);
      } while (await Promise.race([watcher.changed(), ended]));
    } finally {
      watcher.close();
    }
  },
});

/** Resolves with false at SIGINT or SIGTERM. */
function untilInterrupted(): Promise<false> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(false));
  });
}

/** Adds to `files` whatever was read or looked for. A wrong configuration is said and waited out: somebody is editing it. */
async function generateAll(given: ContractArguments, files: Map<string, string>, format: Format): Promise<void> {
  const host = recordingHost(files);
  const configFile = configFileFor(given);
  if (configFile !== undefined) host.readDocument(configFile);
  try {
    for (const contract of await findContracts(given)) await generateOne(contract, host, format);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    printLine(process.stderr, `soapwright: ${error.message}`);
  }
}

async function generateOne(contract: ContractConfig, host: Host, format: Format): Promise<void> {
  const start = performance.now();
  const compiled = await compileContract(contract, host);
  printDiagnostics(compiled.diagnostics);
  const changed = compiled.files === undefined ? [] : await writeFiles(contract.out, compiled.files);
  const ms = Math.round(performance.now() - start);
  if (format === "json") {
    const { diagnostics } = compiled;
    printJson({ out: contract.out, ok: compiled.files !== undefined, files: compiled.files?.size ?? 0, changed, diagnostics });
  } else if (compiled.files === undefined) printLine(process.stdout, `${contract.out}: errors; the files stay as they were (${ms} ms)`);
  else printLine(process.stdout, `${contract.out}: ${compiled.files.size} files, ${changed.length} changed (${ms} ms)`);
}
