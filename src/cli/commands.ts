/**
 * All commands, in the order of the help text. To add one, write a file in commands/ that exports `command`, and add its line here.
 *
 * A command is loaded when it runs: the help text needs none of them.
 */
import type { Command } from "./command.js";

export interface CommandEntry {
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

export const commands: Readonly<Record<string, CommandEntry>> = {
  init: { summary: "write a soapwright.config.ts, from flags or, on a terminal, by asking", load: () => import("./commands/init.js") },
  generate: { summary: "generate types, codecs and services from WSDL and XML Schema", load: () => import("./commands/generate.js") },
  check: {
    summary: "list generated files that are missing, stale or no longer generated; exit 1 if there are any",
    load: () => import("./commands/check.js"),
  },
  watch: {
    summary: "generate whenever a contract changes; on errors the files stay as they were; ends with Ctrl-C",
    load: () => import("./commands/watch.js"),
  },
  fetch: {
    summary: "copy a contract with all its imports into a folder, with a lock file of hashes and a catalogue",
    load: () => import("./commands/fetch.js"),
  },
  validate: { summary: "check documents against schemas, or for well-formedness alone", load: () => import("./commands/validate.js") },
  diff: {
    summary: "compare two versions of a contract: breaking, compatible, unknown; exit 1 if something breaks",
    load: () => import("./commands/diff.js"),
  },
  docs: {
    summary: "write a static HTML site of a contract: operations, elements, types, samples, search",
    load: () => import("./commands/docs.js"),
  },
  inspect: { summary: "print the elements, types and operations of a contract as JSON", load: () => import("./commands/inspect.js") },
  sample: { summary: "make valid documents from a schema or WSDL, the same for the same seed", load: () => import("./commands/sample.js") },
  mock: {
    summary: "serve any WSDL with valid answers by seed, and log what breaks the contract; exit 1 if something did",
    load: () => import("./commands/mock.js"),
  },
  explore: {
    summary: "open the console on any WSDL: look at operations and types, write messages, try services",
    load: () => import("./commands/explore.js"),
  },
  lint: {
    summary: "check contracts by WS-I Basic Profile 1.1 and our own rules; exit 1 for findings that are errors",
    load: () => import("./commands/lint.js"),
  },
  scaffold: {
    summary: "write or extend a service file with the operations that it lacks; exit 1 if it has some that the contract lacks",
    load: () => import("./commands/scaffold.js"),
  },
  machine: { summary: "draw a state machine of the services from its table, or list them", load: () => import("./commands/machine.js") },
  serve: { summary: "run the veloconnect server, and IPAM on net.tcp", load: () => import("./commands/serve.js") },
  buyers: { summary: "list the buyers of a server, add one, lock one out, change a password", load: () => import("./commands/buyers.js") },
  transactions: {
    summary: "list the transactions in a server's store, show one with its history, expire some",
    load: () => import("./commands/transactions.js"),
  },
  catalogue: { summary: "check files of items, or put one into a database", load: () => import("./commands/catalogue.js") },
  receipts: {
    summary: "put offers, order confirmations, delivery notes and invoices into a folder or database",
    load: () => import("./commands/receipts.js"),
  },
  backup: { summary: "copy a server's store and placed orders into a file, while it runs", load: () => import("./commands/backup.js") },
  restore: { summary: "put a backup back into a store", load: () => import("./commands/restore.js") },
  verify: {
    summary: "check a backup, or a server's store; exit 1 if something is wrong with it",
    load: () => import("./commands/verify.js"),
  },
  ipam: {
    summary: "run an IPAM operation at a server and show its progress, or list the operations",
    load: () => import("./commands/ipam.js"),
  },
};
