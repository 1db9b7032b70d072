/**
 * `soapwright backup`: copies a store and its placed orders into a file, while servers run.
 */
import { defineCommand } from "../command.js";
import { ExitCode } from "../exit-code.js";
import { printLine } from "../report/print.js";
import { ProgressLine } from "../report/progress-line.js";
import { readSubject, storeFlags } from "../serve/backup-flags.js";

export const command = defineCommand({
  flags: storeFlags,
  operands: { usage: "FILE", atLeast: 1, atMost: 1, missing: "name the file to write" },
  examples: `  soapwright backup monday.backup --data /var/lib/soapwright
  soapwright backup monday.backup --database postgres://user@host/shop --orders /srv/orders`,
  async run(flags, [file = ""]) {
    const { backUp } = await import("../../server/backup.js");
    const progress = new ProgressLine();
    const count = await backUp(readSubject(flags), file, (entries) => progress.update(`${entries} entries`)).finally(() => progress.end());
    printLine(process.stdout, `${file}: ${count} entries`);
    return ExitCode.clean;
  },
});
