/**
 * `soapwright sample`: valid documents of a contract.
 */

import { join } from "node:path";
import type { OpenContract } from "../../../codegen/open-contract.js";
import type { ElementDeclaration } from "../../../codegen/schema/components.js";
import { writeFolder } from "../../../codegen/tools/output/output-folder.js";
import { namesOf } from "../../../codegen/tools/select/selection.js";
import { bodyElements } from "../../../codegen/wsdl/operations.js";
import { didYouMean } from "../../nearest-name.js";
import { defineCommand } from "../command.js";
import { readingFlags, writingFlags } from "../contracts/find-contracts.js";
import { readContract } from "../contracts/read-contract.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { choice, list, number, text, toggle } from "../flags.js";
import { printJson, printLine } from "../report/print.js";
import { ProgressLine } from "../report/progress-line.js";

/** How full documents are, one after the other, unless a flag says so. */
const fullnesses = [0.8, 0.4, 1, 0.6, 0.2];

export const command = defineCommand({
  flags: {
    element: list("name", "global element, {namespace}Name or Name"),
    seed: number("number", "another number, other documents", { min: 0, max: Number.MAX_SAFE_INTEGER, initial: 1 }),
    count: number("number", "documents of each element", { min: 1, initial: 1 }),
    full: toggle("everything that may stand in a document"),
    minimal: toggle("only what must stand in a document"),
    out: text("folder", "folder for the documents; standard output if left out"),
    format: choice(["text", "json"], "text, or json: one object a document"),
    ...readingFlags,
    ...writingFlags,
  },
  operands: { usage: "document...", atLeast: 1, missing: "name a schema or WSDL" },
  examples: `  soapwright sample order.xsd
  soapwright sample order.xsd --element "{urn:shop}Order" --count 5 --seed 42
  soapwright sample service.wsdl --out samples          one file a document
  soapwright sample order.xsd --element Order --full    everything that may stand in it
  soapwright sample order.xsd --format json             one object a document`,
  async run({ element: names, seed, count, full, minimal, out, format, force, ...reading }, entries) {
    if (full && minimal) throw new UsageError("--full and --minimal exclude each other");
    const contract = await readContract(entries, reading);
    if (contract === undefined) return ExitCode.unreadable;
    const { Sampler } = await import("../../../codegen/tools/sample/sampler.js");
    const sampler = new Sampler(contract.schema, contract.validate);
    const elements = chooseElements(contract, names, () => sampler.roots());
    const writer = new SampleWriter(format, out, force);
    const progress = new ProgressLine();
    let exitCode: ExitCode = ExitCode.clean;
    for (const [position, element] of elements.entries()) {
      progress.update(`${position + 1} of ${elements.length}: ${element.name.local}`);
      for (let index = 0; index < count; index++) {
        const own = seed + index;
        const fullness = full ? 1 : minimal ? 0 : (fullnesses[index % fullnesses.length] ?? 1);
        const sample = sampler.sample(element, { seed: own, fullness, variety: index > 0 });
        if (!sample.ok) exitCode = ExitCode.findings;
        await writer.write({ element: element.name.clark, seed: own, ...sample }, `${element.name.local}-${index + 1}`);
      }
    }
    progress.end();
    return exitCode;
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
  const near = found.length > 0 ? "" : didYouMean(wanted, namesOf(elements, wanted));
  if (near !== "") throw new UsageError(`there is no global element "${wanted}"${near}`);
  throw new UsageError(found.length > 1 ? `"${wanted}" is not one element${list}` : `there is no global element "${wanted}"${list}`);
}

interface Sample {
  readonly element: string;
  readonly seed: number;
  readonly ok: boolean;
  readonly xml?: string;
  readonly reason?: string;
}

/** Writes documents to the standard output, separated by a line, or into files. */
class SampleWriter {
  readonly #format: "text" | "json";
  readonly #out: string | undefined;
  readonly #force: boolean;
  readonly #files = new Set<string>();
  #isFirst = true;

  constructor(format: "text" | "json", out: string | undefined, force: boolean) {
    this.#format = format;
    this.#out = out;
    this.#force = force;
  }

  async write(sample: Sample, name: string): Promise<void> {
    const { element, ok, xml, reason } = sample;
    if (!ok) printLine(process.stderr, `soapwright: no valid document of "${element}" was found: ${reason}`);
    if (this.#format === "json") printJson(sample);
    if (xml === undefined) return;
    if (this.#out !== undefined) await this.#writeFile(this.#out, name, xml);
    // A document keeps its tabs and line ends.
    else if (this.#format === "text") process.stdout.write(`${this.#isFirst ? "" : "\n"}${withReferences(xml)}`);
    this.#isFirst = false;
  }

  async #writeFile(folder: string, wanted: string, xml: string): Promise<void> {
    // Elements of two namespaces may have one name; file systems may ignore case.
    let name = wanted;
    for (let again = 2; this.#files.has(name.toLowerCase()); again++) name = `${wanted}-${again}`;
    this.#files.add(name.toLowerCase());
    const file = `${name}.xml`;
    await writeFolder({ path: folder, files: new Map([[file, xml]]), isOurs: () => false, earlier: undefined }, this.#force);
    if (this.#format === "text") printLine(process.stdout, join(folder, file));
  }
}

/** Writes characters that steer a terminal as references, which makes the same document: no name can have them. */
function withReferences(xml: string): string {
  return xml.replace(/[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, (character) => `&#${character.charCodeAt(0)};`);
}
