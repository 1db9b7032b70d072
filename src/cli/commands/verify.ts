/**
 * `soapwright verify`: checks a backup, or a store while servers run.
 */
import { defineCommand } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { printLine } from "../report/print.js";
import { ProgressLine } from "../report/progress-line.js";
import { readSubject, storeFlags } from "../serve/backup-flags.js";

export const command = defineCommand({
  flags: storeFlags,
  operands: { usage: "[FILE]", atMost: 1 },
  examples: `  soapwright verify monday.backup
  soapwright verify --data /var/lib/soapwright`,
  async run(flags, [file]) {
    const { verify } = await import("../../server/backup.js");
    const progress = new ProgressLine();
    let count = 0;
    const onProgress = (entries: number): void => {
      count = entries;
      progress.update(`${entries} entries`);
    };
    const faults = await verify(file ?? readSubject(flags), onProgress).finally(() => progress.end());
    for (const fault of faults) printLine(process.stdout, fault);
    printLine(process.stdout, `${count} entries, ${faults.length} faults`);
    return faults.length > 0 ? ExitCode.findings : ExitCode.clean;
  },
});
