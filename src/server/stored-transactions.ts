/**
 * The transactions in a store, for its operator: lists them, shows one with its history, and expires some. Servers may be running.
 */
import { access } from "node:fs/promises";
import { join } from "node:path";
import { adviceText } from "../error-text.js";
import { expireInstance } from "../machine/expire.js";
import { buyerOf } from "../services/veloconnect/index.js";
import { transactionMachines } from "../services/veloconnect/machines.js";
import { openPostgresStore } from "../stores/postgres.js";
import { openSqliteStore } from "../stores/sqlite.js";
import type { InstanceHead, InstanceStore, OutboxMessage, TransitionRecord } from "../stores/store.js";
import { ConfigurationError } from "./configuration.js";
import { databaseName, type StoreOptions } from "./store.js";

/** A store that outlives its process. */
export type KeptStore = Exclude<StoreOptions, { readonly kind: "memory" }>;

/** A transaction as its operator sees it. Times are texts: 2026-11-29T20:15:00.000Z. */
export interface TransactionSummary {
  readonly id: string;
  readonly transaction: string;
  readonly buyer: string;
  readonly scheme: string | undefined;
  /** The StatusCode, and the name of the state in the table. */
  readonly status: number;
  readonly state: string | undefined;
  readonly created: string;
  readonly used: string;
  /** When it will expire; undefined: not by itself. */
  readonly expires: string | undefined;
}

/** What a list is limited to. */
export interface TransactionFilter {
  readonly buyer: string | undefined;
  readonly transaction: string | undefined;
  readonly status: number | undefined;
}

/** A transaction with everything that is stored of it. */
export interface TransactionDetails {
  /** Undefined: it is gone, and its history is left. */
  readonly summary: TransactionSummary | undefined;
  readonly data: unknown;
  /** What is still to be handed to the merchandise system. */
  readonly messages: readonly OutboxMessage[];
  readonly history: readonly TransitionRecord[];
}

/** Why a transaction was not expired. */
export type NotExpired = "unknown" | "refused" | "outdated";

const pageSize = 1000;

/** The transactions of a store. */
export class StoredTransactions {
  readonly #store: InstanceStore;
  readonly #now: () => number;

  constructor(store: InstanceStore, now: () => number = Date.now) {
    this.#store = store;
    this.#now = now;
  }

  async *list({ buyer, transaction, status }: TransactionFilter): AsyncGenerator<TransactionSummary, void> {
    for await (const head of scanAll(this.#store)) {
      if (!isTransaction(head)) continue;
      const summary = summarize(head);
      const isWanted = (value: unknown, wanted: unknown): boolean => wanted === undefined || value === wanted;
      if (isWanted(summary.buyer, buyer) && isWanted(summary.transaction, transaction) && isWanted(summary.status, status)) yield summary;
    }
  }

  /** Undefined: nothing is known of the id. */
  async show(id: string): Promise<TransactionDetails | undefined> {
    const instance = await this.#store.get(id);
    const isOurs = instance !== undefined && isTransaction(instance);
    const history: TransitionRecord[] = [];
    for (let page = await this.#store.history(id, pageSize); page.length > 0; ) {
      history.push(...page);
      page = page.length < pageSize ? [] : await this.#store.history(id, pageSize, page.at(-1)?.revision);
    }
    if (!isOurs && history.length === 0) return undefined;
    const summary = isOurs ? summarize(instance) : undefined;
    return { summary, data: isOurs ? JSON.parse(instance.data) : undefined, messages: await this.#store.messagesOf(id), history };
  }

  async expire(id: string): Promise<"expired" | NotExpired> {
    const head = await this.#store.find(id);
    const machine = transactionMachines.find(({ name }) => name === head?.machine);
    if (head === undefined || machine === undefined) return "unknown";
    const removal = await expireInstance(this.#store, machine, head, "operator", this.#now());
    return removal === "removed" ? "expired" : removal;
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

/** Opens the store. Throws a ConfigurationError if it is not there or cannot be used. */
export async function openTransactions(store: KeptStore): Promise<StoredTransactions> {
  try {
    if (store.kind === "postgres") return new StoredTransactions(await openPostgresStore(store.url));
    const database = join(store.folder, databaseName);
    // Opening would make it.
    await access(database);
    return new StoredTransactions(await openSqliteStore(database));
  } catch (error) {
    throw new ConfigurationError(`the store cannot be opened: ${adviceText(error)}`);
  }
}

async function* scanAll(store: InstanceStore): AsyncGenerator<InstanceHead, void> {
  for (let page = await store.scan(pageSize); page.length > 0; ) {
    yield* page;
    page = page.length < pageSize ? [] : await store.scan(pageSize, page.at(-1)?.id);
  }
}

/** Stores have other instances, too: runs of IPAM. */
function isTransaction({ machine }: InstanceHead): boolean {
  return transactionMachines.some(({ name }) => name === machine);
}

function summarize({ id, machine, owner, state, stateName, createdAt, usedAt, deadline }: InstanceHead): TransactionSummary {
  const { $value: buyer, identificationSchemeID: scheme } = buyerOf(owner);
  const [created = "", used = "", expires] = [createdAt, usedAt, deadline].map((time) =>
    time === undefined ? undefined : new Date(time).toISOString(),
  );
  return { id, transaction: machine, buyer, scheme, status: state, state: stateName, created, used, expires };
}
