/**
 * Generated clients: each begins one transaction after the other, and works on it by one operation or two at once, each at the next server.
 */
import { Random } from "../../src/testing/random.js";
import { bySoap, byUrl, type Message, readAnswer, send } from "./messages.js";
import type { Answer, Attempt, AttemptKind, RecordedTransaction } from "./recording.js";

/** What clients work with. */
export interface Counter {
  /** The address of the next server. */
  readonly next: () => string;
  readonly buyers: readonly string[];
  /** Acknowledged transactions; clients end when there are `wanted`. */
  readonly transactions: RecordedTransaction[];
  readonly wanted: number;
}

/** How a client asks for what it attempts. */
const requests = {
  update: "o:UpdateOrderRequest",
  view: "o:ViewOrderRequest",
  finish: "o:FinishOrderRequest",
  fetch: "c:SearchResultRequest",
  fetchLast: "c:SearchResultRequest",
  rollback: "t:RollbackRequest",
  status: "t:GetStatusRequest",
} as const;

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
  const created = await give(random, counter, { name: "o:CreateOrderRequest", buyer, isTest, quantity: random.below(1000) + 1 });
  if (created === undefined) return;
  await work(random, counter, buyer, { machine: "Order", isTest, created, id: created.id, kinds: orderKinds });
}

async function search(random: Random, counter: Counter, buyer: string): Promise<void> {
  const members = { SearchString: `2002${random.below(10)}` };
  const created = await give(random, counter, { name: "c:CreateTextSearchRequest", buyer, isTest: false, members });
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
  const page = { StartIndex: "0", Count: "100", ResultFormat: "ID_ONLY", DoNotClose: String(kind === "fetch") };
  const isFetch = kind === "fetch" || kind === "fetchLast";
  const asked = { kind, ...(value !== undefined && { value }), begun: moment++ };
  const message = { name: requests[kind], buyer, transactionId: id, isTest, quantity: value, members: isFetch ? page : {} };
  const answer = await give(random, counter, message);
  attempts.push({ ...asked, ended: answer === undefined ? Number.POSITIVE_INFINITY : moment++, answer });
}

/** Undefined: it is not known what was done. */
async function give(random: Random, counter: Counter, message: Message): Promise<(Answer & { readonly id: string }) | undefined> {
  const packet = random.chance(0.5) ? byUrl(message) : bySoap(message);
  const answered = await send(counter.next(), packet).catch(() => undefined);
  if (answered?.status === 200) {
    const answer = readAnswer(answered.text);
    if ([200, 420, 430].includes(answer.code)) return answer;
    if (answer.code !== 500) throw new Error(`${message.name} was answered ${answered.text}`);
  } else if (answered !== undefined && answered.status !== 503) {
    throw new Error(`${message.name} was answered with ${answered.status}: ${answered.text}`);
  }
  await new Promise((resolve) => setTimeout(resolve, pauseAfterFailure));
  return undefined;
}
