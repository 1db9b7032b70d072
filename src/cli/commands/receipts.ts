/**
 * `soapwright receipts`: documents for buyers.
 */
import { defineCommand } from "../command.js";
import { text } from "../flags.js";

export const command = defineCommand({
  flags: {
    receipts: text("folder", "folder of documents, as serve has it"),
    merchandise: text("postgres://...", "PostgreSQL database, as serve has it"),
  },
  operands: { usage: "import FILE...", atLeast: 2, missing: "say what to do, and name a file" },
  examples: `  soapwright receipts import invoices.json --receipts /var/lib/soapwright/receipts
  soapwright receipts import november/*.json --merchandise postgres://user@host/shop`,
  async run(flags, [action = "", ...files]) {
    const { runReceiptsAction } = await import("../operators/receipts.js");
    return runReceiptsAction(action, files, flags);
  },
});
