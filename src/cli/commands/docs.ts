/**
 * `soapwright docs`: a static site of a contract.
 */

import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { defineCommand } from "../command.js";
import { readingFlags } from "../contracts/find-contracts.js";
import { readContract } from "../contracts/read-contract.js";
import { ExitCode } from "../exit-code.js";
import { required, text } from "../flags.js";
import { printLine } from "../report/print.js";
import { ProgressLine } from "../report/progress-line.js";

export const command = defineCommand({
  flags: {
    out: required("folder", "folder for the site"),
    title: text("text", "heading of the site; the name of the first document if left out"),
    ...readingFlags,
  },
  operands: { usage: "document...", atLeast: 1, missing: "name a schema or WSDL" },
  examples: `  soapwright docs service.wsdl --out site
  soapwright docs order.xsd party.xsd --out site --title "Orders 1.2"
  open site/index.html                                  no server is needed`,
  async run({ out, title, ...reading }, entries) {
    const contract = await readContract(entries, reading);
    if (contract === undefined) return ExitCode.unreadable;
    const { Sampler } = await import("../../../codegen/tools/sample/sampler.js");
    const { renderSite } = await import("../../../codegen/tools/docs/site.js");
    const progress = new ProgressLine();
    const { schema, definitions, operations } = contract;
    const files = await renderSite({
      title: title ?? basename(entries[0] ?? "").replace(/\.(xsd|wsdl)$/i, ""),
      schema,
      definitions,
      operations,
      sampler: new Sampler(schema, contract.validate),
      onProgress: (done, all) => progress.update(`page ${done} of ${all}`),
    });
    progress.end();
    for (const [path, page] of files) {
      const file = join(out, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, page);
    }
    printLine(process.stdout, `${out}: ${files.size} files`);
    return ExitCode.clean;
  },
});
