/**
 * `soapwright sample`: valid documents of a contract.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defineCommand } from "citty";
import type { OpenContract } from "../../../codegen/open-contract.js";
import type { ElementDeclaration } from "../../../codegen/schema/components.js";
import { bodyElements } from "../../../codegen/wsdl/operations.js";
import { listArgument, readFormat } from "../arguments.js";
import { contractReadingFlags, ProgressLine, positionalsBeside, readContractFor, readCount } from "../contract-commands.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { printJson, printLine } from "../report/print.js";

/** Shown behind the usage. */
export const examples = `  soapwright sample order.xsd
  soapwright sample order.xsd --element "{urn:shop}Order" --count 5 --seed 42
  soapwright sample service.wsdl --out samples          one file a document
  soapwright sample order.xsd --element Order --full    everything that may stand in it
  soapwright sample order.xsd --format json             one object a document`;

/** How full documents are, one after the other, where nothing else is asked for. */
const fullnesses = [0.8, 0.4, 1, 0.6, 0.2];

interface Made {
  readonly element: string;
  readonly seed: number;
  readonly ok: boolean;
  readonly xml?: string;
  readonly reason?: string;
}

export const sampleCommand = defineCommand({
  meta: { name: "sample", description: "make valid documents from a schema or WSDL, the same for the same seed" },
  args: {
    element: { type: "string", description: "global element, {namespace}Name or Name; may be given more than once", valueHint: "name" },
    seed: { type: "string", description: "another number, other documents", default: "1", valueHint: "number" },
    count: { type: "string", description: "documents of each element", default: "1", valueHint: "number" },
    full: { type: "boolean", description: "everything that may stand in a document", default: false },
    minimal: { type: "boolean", description: "only what must stand in a document", default: false },
    out: { type: "string", description: "folder for the documents; standard output when absent", valueHint: "folder" },
    format: { type: "string", description: "text or json: one object a document", default: "text", valueHint: "text|json" },
    ...contractReadingFlags,
  },
  async run({ args, rawArgs }) {
    const format = readFormat(args.format, ["text", "json"]);
    const seed = readCount("seed", args.seed, 0);
    const count = readCount("count", args.count, 1);
    if (args.full && args.minimal) throw new UsageError("--full and --minimal exclude each other");
    const entries = positionalsBeside(rawArgs, args._, ["element", "seed", "count", "out", "format", "catalog"]);
    if (entries.length === 0) throw new UsageError('name a schema or WSDL: soapwright sample order.xsd [--element "{urn:shop}Order"]');
    const contract = await readContractFor({ entries, catalog: args.catalog, lenient: args.lenient });
    if (contract === undefined) return;
    const { Sampler } = await import("../../../codegen/tools/sample/sampler.js");
    const sampler = new Sampler(contract.schema, contract.validate);
    const elements = chooseElements(contract, listArgument(rawArgs, "element"), () => sampler.roots());
    const writer = new SampleWriter(format, args.out);
    const progress = new ProgressLine();
    for (const [position, element] of elements.entries()) {
      progress.update(`${position + 1} of ${elements.length}: ${element.name.local}`);
      for (let index = 0; index < count; index++) {
        const own = seed + index;
        const fullness = args.full ? 1 : args.minimal ? 0 : (fullnesses[index % fullnesses.length] ?? 1);
        const sample = sampler.sample(element, { seed: own, fullness, variety: index > 0 });
        await writer.write({ element: element.name.clark, seed: own, ...sample }, { local: element.name.local, number: index + 1 });
      }
    }
    progress.end();
  },
});

/** The elements that are named; else those of the operations' messages, or those that nothing refers to. */
function chooseElements(
  { schema, operations }: OpenContract,
  names: readonly string[],
  roots: () => readonly ElementDeclaration[],
): readonly ElementDeclaration[] {
  if (names.length > 0) return names.map((name) => findElement([...schema.elements.values()], name));
  const messages = operations.flatMap(({ input, output, faults }) => [
    ...(input === undefined ? [] : bodyElements(input)),
    ...(output === undefined ? [] : bodyElements(output)),
    ...faults.flatMap(({ element }) => element ?? []),
  ]);
  const found = messages.length > 0 ? [...new Set(messages)].filter(({ abstract }) => !abstract) : roots();
  if (found.length === 0) throw new UsageError("the contract declares no global element");
  return found;
}

function findElement(elements: readonly ElementDeclaration[], wanted: string): ElementDeclaration {
  const found = elements.filter(({ name }) => name.clark === wanted || name.local === wanted);
  const exact = found.find(({ name }) => name.clark === wanted) ?? (found.length === 1 ? found[0] : undefined);
  if (exact !== undefined) return exact;
  const names = (found.length > 0 ? found : elements).map(({ name }) => name.clark).slice(0, 10);
  const list =
    names.length === 0
      ? ""
      : `; there ${found.length > 0 ? "are several" : "are"}: ${names.join(", ")}${elements.length > 10 ? ", ..." : ""}`;
  throw new UsageError(found.length > 1 ? `"${wanted}" is not one element${list}` : `there is no global element "${wanted}"${list}`);
}

/** Writes documents to the standard output, separated by a line, or into files. */
class SampleWriter {
  readonly #format: "text" | "json";
  readonly #out: string | undefined;
  readonly #names = new Set<string>();

  constructor(format: "text" | "json", out: string | undefined) {
    this.#format = format;
    this.#out = out;
  }

  async write(made: Made, { local, number }: { readonly local: string; readonly number: number }): Promise<void> {
    if (!made.ok) {
      process.exitCode = ExitCode.findings;
      printLine(process.stderr, `soapwright: no valid document of "${made.element}" was found: ${made.reason}`);
    }
    if (this.#format === "json") printJson(made);
    if (made.xml === undefined) return;
    if (this.#out !== undefined) await this.#writeFile(this.#out, `${local}-${number}`, made.xml);
    else if (this.#format === "text") process.stdout.write(`${this.#names.size === 0 ? "" : "\n"}${withReferences(made.xml)}`);
    this.#names.add(`${made.element} ${number}`);
  }

  async #writeFile(folder: string, wanted: string, xml: string): Promise<void> {
    // Names of two namespaces, and names that differ by case only, must not meet in one file.
    let name = wanted;
    for (let again = 2; this.#names.has(name.toLowerCase()); again++) name = `${wanted}-${again}`;
    this.#names.add(name.toLowerCase());
    await mkdir(folder, { recursive: true });
    const file = join(folder, `${name}.xml`);
    await writeFile(file, xml);
    if (this.#format === "text") printLine(process.stdout, `${file}`);
  }
}

/** Writes characters that steer a terminal as references, which makes the same document: no name can have them. */
function withReferences(xml: string): string {
  return xml.replace(/[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `&#${character.charCodeAt(0)};`);
}
