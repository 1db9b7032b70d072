/**
 * The four transactions of reports as one table: start (1), being imported (84), results can be fetched (85), closed (184). Refusals are names of
 * ResponseCodes.
 *
 * A report that is a test is imported at once, since nobody may see it.
 */
import { defineMachine, type Machine } from "../../machine/machine.js";
import type { ReportKind } from "./ports/stock.js";

const table = defineMachine({
  name: "Report",
  initial: "start",
  commands: ["report", "reportTest", "taken", "notTaken", "fetch", "fetchLast", "rollback", "expire"],
  otherwise: "notApplicable",
  states: {
    start: {
      number: 1,
      description: "there is no instance",
      on: {
        report: { to: "importing", effects: ["takeReport"], basis: "StockTransmit, SaleTransmit" },
        reportTest: { to: "imported", basis: "test operation rule 3" },
      },
    },
    importing: {
      number: 84,
      description: "the report is being imported",
      on: {
        fetch: { to: "importing", basis: "choice" },
        taken: { to: "imported", basis: "GetItemStatus" },
        notTaken: { to: "closed", basis: "choice" },
      },
    },
    imported: {
      number: 85,
      description: "results can be fetched",
      deadline: { after: "idleTime", command: "expire" },
      on: {
        fetch: { to: "imported", basis: "GetItemStatus" },
        fetchLast: { to: "closed", basis: "GetItemStatus" },
        expire: { to: "start", effects: ["delete"], basis: "choice" },
      },
    },
    closed: {
      number: 184,
      description: "results cannot be fetched any more",
      deadline: { after: "retention", command: "expire", since: "entry" },
      on: {
        fetch: { to: "closed", basis: "choice" },
        expire: { to: "start", effects: ["delete"], basis: "choice" },
      },
    },
  },
});

/** The table of one kind of report. */
export type ReportMachine = typeof table;

/** The table under the name of a transaction. */
export function reportMachine(name: ReportKind): ReportMachine {
  return { ...table, name } satisfies Machine;
}
