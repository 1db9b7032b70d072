/**
 * `soapwright docs`: a static site of a contract.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { defineCommand } from "citty";
import { contractReadingFlags, ProgressLine, positionalsBeside, readContractFor } from "../contract-commands.js";
import { UsageError } from "../exit-code.js";
import { printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright docs service.wsdl --out site
  soapwright docs order.xsd party.xsd --out site --title "Orders 1.2"
  open site/index.html                                  no server is needed`;

export const docsCommand = defineCommand({
  meta: { name: "docs", description: "write a static HTML site of a contract: operations, elements, types, samples, search" },
  args: {
    out: { type: "string", description: "folder for the site", valueHint: "folder" },
    title: { type: "string", description: "heading of the site; the name of the first document when absent", valueHint: "text" },
    ...contractReadingFlags,
  },
  async run({ args, rawArgs }) {
    const entries = positionalsBeside(rawArgs, args._, ["out", "title", "catalog"]);
    const [first] = entries;
    if (first === undefined) throw new UsageError("name a schema or WSDL: soapwright docs service.wsdl --out site");
    if (args.out === undefined) throw new UsageError("say where the site goes: --out site");
    const contract = await readContractFor({ entries, catalog: args.catalog, lenient: args.lenient });
    if (contract === undefined) return;
    const { Sampler } = await import("../../../codegen/tools/sample/sampler.js");
    const { renderSite } = await import("../../../codegen/tools/docs/site.js");
    const progress = new ProgressLine();
    const { schema, definitions, operations } = contract;
    const files = await renderSite({
      title: args.title ?? basename(first).replace(/\.(xsd|wsdl)$/i, ""),
      schema,
      definitions,
      operations,
      sampler: new Sampler(schema, contract.validate),
      onProgress: (done, all) => progress.update(`page ${done} of ${all}`),
    });
    progress.end();
    for (const [path, text] of files) {
      const file = join(args.out, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    printLine(process.stdout, `${args.out}: ${files.size} files`);
  },
});
