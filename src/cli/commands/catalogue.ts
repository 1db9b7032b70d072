/**
 * `soapwright catalogue`: files of items.
 */
import { defineCommand } from "../command.js";
import { choice, text } from "../flags.js";

export const command = defineCommand({
  flags: {
    merchandise: text("postgres://...", "PostgreSQL database that import fills"),
    format: choice(["text", "json"], "file:line:column: what is wrong, or a JSON object a line"),
  },
  operands: { usage: "check FILE... | import FILE", atLeast: 2, missing: "say what to do, and name a file" },
  examples: `  soapwright catalogue check items.csv
  soapwright catalogue import items.csv --merchandise postgres://user@host/shop    replaces all items at once`,
  async run(flags, [action = "", ...files]) {
    const { runCatalogueAction } = await import("../operators/catalogue.js");
    return runCatalogueAction(action, files, flags);
  },
});
