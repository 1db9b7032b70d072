/**
 * What `soapwright transactions` does: each action by its name.
 */

import {
  openTransactions,
  type StoredTransactions,
  type TransactionDetails,
  type TransactionFilter,
  type TransactionSummary,
} from "../../server/stored-transactions.js";
import { buyerOf } from "../../services/veloconnect/index.js";
import { ExitCode, UsageError } from "../exit-code.js";
import type { FlagValues } from "../flags.js";
import { printJson, printLine } from "../report/print.js";
import { readSubject, type storeFlags } from "../serve/backup-flags.js";

/** The flags of the command. */
export interface TransactionsFlags extends FlagValues<typeof storeFlags>, TransactionFilter {
  readonly limit: number;
  readonly format: "text" | "json";
}

/** Does an action. Throws a UsageError for one that there is not. */
export async function runTransactionsAction(action: string, ids: readonly string[], flags: TransactionsFlags): Promise<ExitCode> {
  const perform = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (perform === undefined) throw new UsageError(`soapwright transactions takes ${Object.keys(actions).join(", ")}, not "${action}"`);
  if (action === "list" ? ids.length > 0 : ids.length === 0)
    throw new UsageError(action === "list" ? "list takes flags only" : `name the transaction: soapwright transactions ${action} ID`);
  const transactions = await openTransactions(readSubject(flags).store);
  try {
    return await perform(transactions, ids, flags);
  } finally {
    await transactions.close();
  }
}

type Action = (transactions: StoredTransactions, ids: readonly string[], flags: TransactionsFlags) => Promise<ExitCode>;

const actions: Readonly<Record<string, Action>> = { list, show, expire };

async function list(transactions: StoredTransactions, _: readonly string[], flags: TransactionsFlags): Promise<ExitCode> {
  let count = 0;
  for await (const summary of transactions.list(flags)) {
    if (++count > flags.limit) {
      printLine(process.stderr, `there are more than ${flags.limit}: --limit shows more`);
      break;
    }
    if (flags.format === "json") printJson(summary);
    else printLine(process.stdout, describe(summary));
  }
  return ExitCode.clean;
}

function describe({ id, transaction, buyer, scheme, status, state, created, expires }: TransactionSummary): string {
  const owner = scheme === undefined ? buyer : `${buyer} (${scheme})`;
  return `${id}  ${transaction}  ${status} ${state ?? ""}  ${owner}  created ${created}${expires === undefined ? "" : `  expires ${expires}`}`;
}

async function show(transactions: StoredTransactions, ids: readonly string[], { format }: TransactionsFlags): Promise<ExitCode> {
  let code: ExitCode = ExitCode.clean;
  for (const id of ids) {
    const details = await transactions.show(id);
    if (details === undefined) {
      printLine(process.stderr, `${id}: unknown`);
      code = ExitCode.findings;
    } else if (format === "json") printJson({ id, ...details }, 2);
    else printDetails(id, details);
  }
  return code;
}

function printDetails(id: string, { summary, data, messages, history }: TransactionDetails): void {
  printLine(process.stdout, summary === undefined ? `${id}  gone` : describe(summary));
  for (const { at, by, owner, from, command, to } of history) {
    const actor = by === owner ? `buyer ${buyerOf(owner).$value}` : by;
    printLine(process.stdout, `  ${new Date(at).toISOString()}  ${from} --${command}--> ${to}  by ${actor}`);
  }
  for (const { effect, key, attempts, dueAt } of messages) {
    printLine(process.stdout, `  waits: ${effect} (key ${key}), begun ${attempts} times, again at ${new Date(dueAt).toISOString()}`);
  }
  if (data !== undefined) printJson(data, 2);
}

const reasons = {
  unknown: "unknown",
  refused: "not possible in its state",
  outdated: "has changed at the same time: try again",
};

async function expire(transactions: StoredTransactions, ids: readonly string[]): Promise<ExitCode> {
  let code: ExitCode = ExitCode.clean;
  for (const id of ids) {
    const result = await transactions.expire(id);
    printLine(result === "expired" ? process.stdout : process.stderr, `${id}: ${result === "expired" ? "expired" : reasons[result]}`);
    if (result !== "expired") code = ExitCode.findings;
  }
  return code;
}
