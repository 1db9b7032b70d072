/**
 * Clients, whose requests over SOAP are made by the generated ones: each begins one transaction after the other, and works on it by one operation or two
 * at once, each at the next server.
 */
import { Random } from "../../src/testing/random.js";
import { askBySoap } from "./by-soap.js";
import { askByUrl } from "./by-url.js";
import { NoAnswer } from "./connection.js";
import type { Answered, Message } from "./messages.js";
import type { Attempt, AttemptKind, RecordedTransaction } from "./recording.js";

/** What clients work with. */
export interface Counter {
  /** The address of the next server. */
  readonly next: () => string;
  readonly buyers: readonly string[];
  /** Acknowledged transactions; clients end when there are `wanted`. */
  readonly transactions: RecordedTransaction[];
  readonly wanted: number;
}

const orderKinds: readonly AttemptKind[] = ["update", "update", "view", "status", "finish", "finish", "rollback"];
const searchKinds: readonly AttemptKind[] = ["fetch", "fetch", "status", "fetchLast", "rollback"];
/** An answer that says nothing was done, or that nobody knows, comes at once where a server is away. */
const pauseAfterFailure = 250;

/** The moments of a run. */
let moment = 0;

/** Runs a client until enough transactions are there. */
export async function runClient(seed: number, counter: Counter): Promise<void> {
  const random = new Random(seed);
  while (counter.transactions.length < counter.wanted) {
    const buyer = random.pick(counter.buyers);
    await (random.chance(0.75) ? order(random, counter, buyer) : search(random, counter, buyer));
  }
}

async function order(random: Random, counter: Counter, buyer: string): Promise<void> {
  const isTest = random.chance(0.1);
  const created = await give(random, counter, { operation: "createOrder", buyer, isTest, quantity: random.below(1000) + 1 });
  if (created === undefined) return;
  await work(random, counter, buyer, { machine: "Order", isTest, created, id: created.id, kinds: orderKinds });
}

async function search(random: Random, counter: Counter, buyer: string): Promise<void> {
  const searchString = `2002${random.below(10)}`;
  const created = await give(random, counter, { operation: "createTextSearch", buyer, isTest: false, searchString });
  if (created === undefined) return;
  await work(random, counter, buyer, { machine: "TextSearch", isTest: false, created, id: created.id, kinds: searchKinds });
}

/** A transaction, and what may be attempted with it. */
type Begun = Omit<RecordedTransaction, "attempts"> & { readonly kinds: readonly AttemptKind[] };

/** Records the transaction and all that is attempted. */
async function work(random: Random, counter: Counter, buyer: string, { kinds, ...begun }: Begun): Promise<void> {
  if (begun.created.code !== 200) throw new Error(`a new transaction was refused with ${begun.created.code}`);
  const attempts: Attempt[] = [];
  counter.transactions.push({ ...begun, attempts });
  for (let left = random.below(4); left > 0; left--) {
    const both = random.chance(0.3) ? [random.pick(kinds), random.pick(kinds)] : [random.pick(kinds)];
    await Promise.all(both.map((kind) => attempt(random, counter, buyer, begun, kind, attempts)));
  }
}

async function attempt(
  random: Random,
  counter: Counter,
  buyer: string,
  { id, isTest }: Omit<Begun, "kinds">,
  kind: AttemptKind,
  attempts: Attempt[],
): Promise<void> {
  const value = kind === "update" ? random.below(1000) + 1 : undefined;
  const asked = { kind, ...(value !== undefined && { value }), begun: moment++ };
  const message = messageOf(kind, { buyer, isTest, transactionId: id }, value);
  const answer = await give(random, counter, message);
  attempts.push({ ...asked, ended: answer === undefined ? Number.POSITIVE_INFINITY : moment++, answer });
}

function messageOf(
  kind: AttemptKind,
  head: { readonly buyer: string; readonly isTest: boolean; readonly transactionId: string },
  quantity = 1,
): Message {
  switch (kind) {
    case "update":
      return { ...head, operation: "updateOrder", quantity };
    case "view":
      return { ...head, operation: "viewOrder" };
    case "finish":
      return { ...head, operation: "finishOrder" };
    case "fetch":
    case "fetchLast":
      return { ...head, operation: "searchResult", keepsOpen: kind === "fetch" };
    case "rollback":
      return { ...head, operation: "rollback" };
    case "status":
      return { ...head, operation: "getStatus" };
  }
}

/** Undefined: it is not known what was done. */
async function give(random: Random, counter: Counter, message: Message): Promise<Answered | undefined> {
  const ask = random.chance(0.5) ? askByUrl : askBySoap;
  try {
    const answer = await ask(counter.next(), message);
    if ([200, 420, 430].includes(answer.code)) return answer;
    if (answer.code !== 500) throw new Error(`${message.operation} was answered with ${answer.code}`);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
  }
  await new Promise((resolve) => setTimeout(resolve, pauseAfterFailure));
  return undefined;
}
