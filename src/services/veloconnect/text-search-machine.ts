/**
 * The transaction TextSearch as a table: start (1), hits can be fetched (2), closed (100). Refusals are names of ResponseCodes.
 */
import { defineMachine } from "../../machine/machine.js";

export const textSearchMachine = defineMachine({
  name: "TextSearch",
  initial: "start",
  commands: ["find", "findNothing", "fetch", "fetchLast", "rollback", "expire"],
  otherwise: "notApplicable",
  states: {
    start: {
      number: 1,
      description: "there is no instance",
      on: { find: { to: "found", basis: "CreateTextSearch" }, findNothing: { to: "closed", basis: "CreateTextSearch" } },
    },
    found: {
      number: 2,
      description: "hits can be fetched",
      deadline: { after: "idleTime", command: "expire" },
      on: {
        fetch: { to: "found", basis: "SearchResult" },
        fetchLast: { to: "closed", basis: "SearchResult" },
        rollback: { to: "start", effects: ["delete"], basis: "Rollback rule 3" },
        expire: { to: "start", effects: ["delete"], basis: "choice" },
      },
    },
    closed: {
      number: 100,
      description: "the last hit was fetched, or there was none",
      deadline: { after: "retention", command: "expire", since: "entry" },
      on: { expire: { to: "start", effects: ["delete"], basis: "choice" } },
    },
  },
});
