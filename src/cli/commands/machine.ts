/**
 * `soapwright machine`: draws the state machines of the services from their tables.
 */
import { existsSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { writeFolder } from "../../../codegen/tools/output/output-folder.js";
import { drawMachine } from "../../machine/draw.js";
import type { Machine } from "../../machine/machine.js";
import { nearestName } from "../../nearest-name.js";
import { callbackMachine } from "../../services/ipam/callback-machine.js";
import { sessionMachine } from "../../services/ipam/machine.js";
import { onlineShopMachine } from "../../services/veloconnect/online-shop-machine.js";
import { orderMachine } from "../../services/veloconnect/order-machine.js";
import { reportMachine } from "../../services/veloconnect/report-machine.js";
import { textSearchMachine } from "../../services/veloconnect/text-search-machine.js";
import { defineCommand, writeTable } from "../command.js";
import { writingFlags } from "../contracts/find-contracts.js";
import { ExitCode, UsageError } from "../exit-code.js";
import { choice, text } from "../flags.js";
import { printFormatted } from "../report/print.js";

const machines: ReadonlyMap<string, { readonly machine: Machine; readonly summary: string }> = new Map([
  ["order", { machine: orderMachine, summary: "veloconnect's transaction Order" }],
  ["online-shop", { machine: onlineShopMachine, summary: "veloconnect's transaction OrderInOnlineShop" }],
  ["text-search", { machine: textSearchMachine, summary: "veloconnect's transaction TextSearch" }],
  [
    "report",
    { machine: reportMachine("B2BStock"), summary: "veloconnect's reports of stock and sales: B2BStock, B2CStock, B2BSale, B2XSale" },
  ],
  ["ipam", { machine: sessionMachine, summary: "an IPAM session at the server" }],
  ["ipam-callbacks", { machine: callbackMachine, summary: "the callbacks of an IPAM session at its client" }],
]);

/** Pictures of earlier runs begin so; the source of a diagram may be anybody's. */
const beginningOfPicture = '<svg xmlns="http://www.w3.org/2000/svg" class="machine"';

export const command = defineCommand({
  flags: {
    format: choice(["svg", "mermaid"], "picture, or source of a Mermaid state diagram"),
    out: text("file", "where it goes; standard output if left out"),
    ...writingFlags,
  },
  operands: { usage: "[name]", atMost: 1 },
  examples: `  soapwright machine                               lists the machines
  soapwright machine order --out order.svg
  soapwright machine order --format mermaid`,
  async run({ format, out, force }, [name]) {
    if (name === undefined) {
      printFormatted(process.stdout, writeTable([...machines].map(([each, { summary }]) => [each, summary])));
      return ExitCode.clean;
    }
    const drawing = drawMachine(find(name), format);
    if (out === undefined) printFormatted(process.stdout, drawing);
    else await writeDrawing(out, drawing, force);
    return ExitCode.clean;
  },
});

async function writeDrawing(file: string, drawing: string, force: boolean): Promise<void> {
  const path = dirname(file);
  if (!existsSync(path)) throw new UsageError(`"${file}" cannot be written: there is no folder "${path}"; make it first`);
  if (existsSync(file) && statSync(file).isDirectory()) throw new UsageError(`"${file}" is a folder; name a file`);
  const isOurs = (_: string, text: string): boolean => text.startsWith(beginningOfPicture);
  await writeFolder({ path, files: new Map([[basename(file), drawing]]), isOurs, earlier: undefined }, force);
}

function find(name: string): Machine {
  const found = machines.get(name);
  if (found !== undefined) return found.machine;
  const near = nearestName(name, machines.keys());
  throw new UsageError(
    `there is no machine "${name}"; ${near === undefined ? `there are ${[...machines.keys()].join(", ")}` : `did you mean ${near}?`}`,
  );
}
