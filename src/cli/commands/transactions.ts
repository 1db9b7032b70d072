/**
 * `soapwright transactions`: the transactions in a store, while servers run.
 */
import { defineCommand } from "../command.js";
import { choice, number, text } from "../flags.js";
import { storeFlags } from "../serve/backup-flags.js";

export const command = defineCommand({
  flags: {
    ...storeFlags,
    buyer: text("number", "list those of one BuyersID only"),
    transaction: text("name", "list those of one kind only: Order, ..."),
    status: number("code", "list those in one state only", { min: 1, max: 199, initial: undefined }),
    limit: number("number", "transactions that a list shows", { min: 1, initial: 1000 }),
    format: choice(["text", "json"], "lines to read, or JSON"),
  },
  operands: { usage: "list | show ID... | expire ID...", atLeast: 1, missing: "say what to do" },
  examples: `  soapwright transactions list --data /var/lib/soapwright --buyer 4711 --status 2
  soapwright transactions show 3q2-7wAAAAAAAAAAAAAAAAAA          with its history
  soapwright transactions expire 3q2-7wAAAAAAAAAAAAAAAAAA        now, and not when its time is over`,
  async run(flags, [action = "", ...ids]) {
    const { runTransactionsAction } = await import("../operators/transactions.js");
    return runTransactionsAction(action, ids, flags);
  },
});
