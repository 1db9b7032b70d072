/**
 * `soapwright restore`: puts a backup back into a store. No server may run on it.
 */
import { defineCommand } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { toggle } from "../flags.js";
import { printLine } from "../report/print.js";
import { ProgressLine } from "../report/progress-line.js";
import { readSubject, storeFlags } from "../serve/backup-flags.js";

export const command = defineCommand({
  flags: { ...storeFlags, force: toggle("replace what the store has") },
  operands: { usage: "FILE", atLeast: 1, atMost: 1, missing: "name the backup" },
  examples: `  soapwright restore monday.backup --data /var/lib/soapwright
  soapwright restore monday.backup --database postgres://user@host/shop --orders /srv/orders --force`,
  async run(flags, [file = ""]) {
    const { restore } = await import("../../server/backup.js");
    const progress = new ProgressLine();
    const onProgress = (entries: number): void => progress.update(`${entries} entries`);
    const count = await restore(readSubject(flags), file, flags.force, onProgress).finally(() => progress.end());
    printLine(process.stdout, `${file}: ${count} entries restored`);
    return ExitCode.clean;
  },
});
