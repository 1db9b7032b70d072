/**
 * Looks for what cannot have happened if the servers keep their promises.
 *
 * Each transaction is one object that all servers share. Its answers are possible if there is one sequence of the attempts that keeps the order of
 * time and in which each answer is the one that the table gives: linearizability. (Herlihy and Wing, 1990)
 */
import type { TransitionRecord } from "soapwright/stores";
import { orderMachine } from "../../src/services/veloconnect/order-machine.js";
import { textSearchMachine } from "../../src/services/veloconnect/text-search-machine.js";
import { expectPath } from "../simulation/history.js";
import type { Answer, Attempt, AttemptKind, PlacedRecord, RecordedTransaction, Recording } from "./recording.js";

/** A transaction as its clients see it. */
interface Seen {
  readonly phase: "open" | "closed" | "gone";
  readonly value: number | undefined;
}

const closedStatus = 100;

/** Describes everything impossible; nothing where all is well. */
export function findImpossible({ transactions, stored, history, placed }: Recording): readonly string[] {
  const placedOf = groupBy(placed, ({ transactionId }) => transactionId);
  const problems = transactions.flatMap((transaction) => {
    const { id } = transaction;
    const orders = placedOf.get(id) ?? [];
    const end = { status: stored.get(id), orders };
    const found = [
      ...checkAnswers(transaction, end),
      ...checkHistory(transaction, end.status, history.get(id) ?? []),
      ...checkOrders(transaction, end.status, orders),
    ];
    return found.map((problem) => `${transaction.machine} ${id}: ${problem}`);
  });
  return [...problems, ...checkPlaced(transactions, placed)];
}

/** All answers, and what is there at the end, come from one sequence. */
function checkAnswers(
  { attempts, created }: RecordedTransaction,
  { status, orders }: { readonly status: number | undefined; readonly orders: readonly PlacedRecord[] },
): readonly string[] {
  const end = { begun: Number.MAX_SAFE_INTEGER - 1, ended: Number.MAX_SAFE_INTEGER };
  const code = status === undefined ? 420 : 200;
  const left: Attempt = { ...end, kind: "status", answer: { code, status, value: undefined, orderId: undefined } };
  const handedOver = orders.map(
    ({ quantity }): Attempt => ({ ...end, kind: "view", answer: { code: 200, status: closedStatus, value: quantity, orderId: undefined } }),
  );
  const start: Seen = { phase: created.status === closedStatus ? "closed" : "open", value: created.value };
  if (isPossible([...attempts, left, ...handedOver], start)) return [];
  const said = attempts.map(({ kind, value, begun, ended, answer }) => {
    const text = answer === undefined ? "?" : `${answer.code}, ${answer.status}, ${answer.value}`;
    return `${kind}${value === undefined ? "" : ` ${value}`} (${begun} to ${ended}): ${text}`;
  });
  const handed = orders.map(({ quantity }) => ` and ${quantity} handed over`).join("");
  return [`no sequence explains ${start.phase} ${start.value}; ${said.join("; ")}; at the end ${status}${handed}`];
}

/** Looks for a sequence. Attempts are few for each transaction; what was looked at before is remembered. */
function isPossible(attempts: readonly Attempt[], start: Seen): boolean {
  const failed = new Set<string>();
  const canFollow = (left: readonly Attempt[], seen: Seen): boolean => {
    const firstEnd = Math.min(...left.map(({ ended }) => ended));
    if (firstEnd === Number.POSITIVE_INFINITY) return true;
    const key = `${left.map((attempt) => attempts.indexOf(attempt))} ${seen.phase} ${seen.value}`;
    if (failed.has(key)) return false;
    const follows = left.some((attempt) => {
      if (attempt.begun > firstEnd) return false;
      const { answer, next } = perform(seen, attempt);
      if (attempt.answer !== undefined && !agrees(attempt.answer, answer)) return false;
      return canFollow(
        left.filter((each) => each !== attempt),
        next,
      );
    });
    if (!follows) failed.add(key);
    return follows;
  };
  return canFollow(attempts, start);
}

type Expected = Pick<Answer, "code" | "status" | "value">;

/** What the sheet's tables say of an operation in a state. */
function perform(seen: Seen, { kind, value }: Attempt): { readonly answer: Expected; readonly next: Seen } {
  const answer = (code: number, status: number | undefined, said?: number): Expected => ({ code, status, value: said });
  if (seen.phase === "gone") return { answer: answer(420, undefined), next: seen };
  const status = seen.phase === "open" ? 2 : closedStatus;
  if (kind === "status") return { answer: answer(200, status), next: seen };
  if (kind === "view") return { answer: answer(200, status, seen.value), next: seen };
  if (seen.phase === "closed") return { answer: answer(430, closedStatus), next: seen };
  switch (kind) {
    case "update":
      return { answer: answer(200, 2, value), next: { phase: "open", value } };
    case "fetch":
      return { answer: answer(200, 2, seen.value), next: seen };
    case "finish":
    case "fetchLast":
      return { answer: answer(200, closedStatus, seen.value), next: { phase: "closed", value: seen.value } };
    case "rollback":
      return { answer: answer(200, 1), next: { phase: "gone", value: undefined } };
  }
}

/** An answer that something is unknown has no state of it, and not all answers have a value. */
function agrees(given: Answer, want: Expected): boolean {
  if (given.code !== want.code) return false;
  if (given.code === 420) return true;
  return given.status === want.status && (given.value === undefined || want.value === undefined || given.value === want.value);
}

/** The command that each acknowledged attempt has left in the history. */
function commandOf(kind: AttemptKind, isTest: boolean): string | undefined {
  if (kind === "status") return undefined;
  return kind === "finish" && isTest ? "finishTest" : kind;
}

/** The recorded transitions are a path of the table, end where the instance is, and have all that was acknowledged and nothing that nobody asked for. */
function checkHistory(
  { machine, isTest, attempts }: RecordedTransaction,
  status: number | undefined,
  history: readonly TransitionRecord[],
): readonly string[] {
  const problems: string[] = [];
  try {
    if (machine === "Order") expectPath(orderMachine, history);
    else expectPath(textSearchMachine, history);
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  const end = numberOf(machine, history.at(-1)?.to);
  if (end !== (status ?? 1)) problems.push(`the history ends in ${end}, and the instance is in ${status}`);
  const commands = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    const command = commandOf(attempt.kind, isTest);
    if (command !== undefined) commands.set(command, [...(commands.get(command) ?? []), attempt]);
  }
  for (const [command, given] of commands) {
    const done = history.filter((each) => each.command === command).length;
    const acknowledged = given.filter(({ answer }) => answer?.code === 200).length;
    // Who asks for the end of an order that is being placed places it again.
    const most = command === "finish" ? given.length : given.filter(({ answer }) => answer === undefined || answer.code === 200).length;
    if (done < acknowledged || done > most) {
      problems.push(`${command} was acknowledged ${acknowledged} times, asked for ${most} times, and is recorded ${done} times`);
    }
  }
  const placed = history.filter(({ command }) => command === "placed").length;
  if (placed > 1) problems.push(`it was placed ${placed} times`);
  return problems;
}

/** The StatusCode of a state by its name. */
function numberOf(machine: RecordedTransaction["machine"], name: string | undefined): number | undefined {
  const { facts }: { readonly facts: Readonly<Record<string, { readonly number?: number | undefined }>> } =
    machine === "Order" ? orderMachine : textSearchMachine;
  return name === undefined ? undefined : facts[name]?.number;
}

/** A finished order is handed over once under the number that its buyer knows; nothing else is. */
function checkOrders(
  { machine, isTest, attempts }: RecordedTransaction,
  status: number | undefined,
  orders: readonly PlacedRecord[],
): readonly string[] {
  const want = machine === "Order" && status === closedStatus && !isTest ? 1 : 0;
  if (orders.length !== want) return [`was handed over ${orders.length} times instead of ${want}`];
  const told = attempts.flatMap(({ kind, answer }) => (kind === "finish" && answer?.code === 200 ? [answer.orderId] : []));
  const wrong = want === 1 ? told.filter((orderId) => orderId !== orders[0]?.orderId) : [];
  return wrong.map((orderId) => `its buyer was told ${orderId}, and it is ${orders[0]?.orderId}`);
}

/** No two orders have one number, and each belongs to a transaction that its buyer has finished. */
function checkPlaced(transactions: readonly RecordedTransaction[], placed: readonly PlacedRecord[]): readonly string[] {
  const known = new Set(transactions.map(({ id }) => id));
  const strangers = placed.filter(({ transactionId }) => !known.has(transactionId));
  const doubled = [...groupBy(placed, ({ orderId }) => orderId)].filter(([, orders]) => orders.length > 1);
  return [
    ...strangers.map(({ transactionId, orderId }) => `the order ${orderId} is of ${transactionId}, which nobody has`),
    ...doubled.map(([orderId, orders]) => `${orders.length} orders are ${orderId}`),
  ];
}

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value));
    if (group === undefined) groups.set(keyOf(value), [value]);
    else group.push(value);
  }
  return groups;
}
