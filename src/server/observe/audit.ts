/**
 * The audit log: who logged in from where, who was refused, and each transition of a transaction, one JSON object a line.
 *
 * In a folder each day has a file of its own, `audit-2026-11-29.jsonl`, in UTC, which only its owner may read; files are removed when their time is over.
 * Without a folder logins go to the server's log; transitions do not, since their TransactionIDs are nobody else's business: the store has them.
 */
import { appendFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { printableJson } from "../../json-text.js";
import { buyerOf, type Login } from "../../services/veloconnect/index.js";
import type { TransitionRecord } from "../../stores/store.js";
import type { Log } from "../log.js";
import { makePrivateFolder } from "../private-files.js";

/** Where the audit log is kept, and for how long. */
export interface AuditOptions {
  readonly folder: string;
  /** Milliseconds that a file is kept. */
  readonly keep: number;
}

/** Milliseconds in which a buyer's further logins from one address are not noted: every request is one. */
const quietTime = 3_600_000;
/** Pairs of buyer and address that are remembered. */
const maxSeen = 10_000;
/** Characters of a BuyersID that nobody has checked. */
const maxShown = 255;
const day = 24 * quietTime;

/** Opens the audit log. Makes the folder where it is missing. */
export async function openAudit(options: AuditOptions | undefined, log: Log, now: () => number = Date.now): Promise<Audit> {
  if (options === undefined) return new Audit({ login: (fields) => log.info(fields, "login"), transition: () => undefined }, now);
  await makePrivateFolder(options.folder, log);
  const { write } = new DailyFiles(options, log, now);
  return new Audit({ login: write, transition: write }, now);
}

/** Where lines go. */
interface AuditSinks {
  readonly login: (fields: object) => void;
  readonly transition: (fields: object) => void;
}

/** Takes lines of the audit log. */
export class Audit {
  readonly #sinks: AuditSinks;
  readonly #now: () => number;
  /** When a buyer's login from an address was noted; the oldest first. */
  readonly #noted = new Map<string, number>();

  constructor(sinks: AuditSinks, now: () => number) {
    this.#sinks = sinks;
    this.#now = now;
  }

  /** Notes a refused login always, an accepted one at most once an hour for each buyer and address. A password that was not checked is not a login. */
  login({ buyer, result, address }: Login): void {
    if (result === "unchecked" || (result === "accepted" && this.#isNoted(`${JSON.stringify(buyer)} ${address}`))) return;
    const scheme = buyer.identificationSchemeID?.slice(0, maxShown);
    this.#sinks.login({ audit: "login", result, buyer: buyer.$value.slice(0, maxShown), ...(scheme !== undefined && { scheme }), address });
  }

  transition({ instanceId, revision, owner, machine, by, from, command, to }: TransitionRecord): void {
    const { $value: buyer, identificationSchemeID: scheme } = buyerOf(owner);
    const actor = by === owner ? "buyer" : by;
    const named = { buyer, ...(scheme !== undefined && { scheme }) };
    this.#sinks.transition({ audit: "transition", id: instanceId, revision, ...named, machine, by: actor, from, command, to });
  }

  #isNoted(key: string): boolean {
    const now = this.#now();
    if (now - (this.#noted.get(key) ?? Number.NEGATIVE_INFINITY) < quietTime) return true;
    this.#noted.delete(key);
    this.#noted.set(key, now);
    const [oldest] = this.#noted.keys();
    if (this.#noted.size > maxSeen && oldest !== undefined) this.#noted.delete(oldest);
    return false;
  }
}

/** Files of days. Lines are written in their order, several at once where they come fast. */
class DailyFiles {
  readonly #options: AuditOptions;
  readonly #log: Log;
  readonly #now: () => number;
  #lines: { readonly date: string; readonly text: string }[] = [];
  #isWriting = false;
  #tidied = "";

  constructor(options: AuditOptions, log: Log, now: () => number) {
    this.#options = options;
    this.#log = log;
    this.#now = now;
  }

  readonly write = (fields: object): void => {
    const time = new Date(this.#now()).toISOString();
    this.#lines.push({ date: time.slice(0, 10), text: `${printableJson(JSON.stringify({ time, ...fields }))}\n` });
    if (!this.#isWriting) void this.#flush();
  };

  async #flush(): Promise<void> {
    this.#isWriting = true;
    for (let [first] = this.#lines; first !== undefined; [first] = this.#lines) {
      const { date } = first;
      const ofDay = this.#lines.filter((line) => line.date === date);
      this.#lines = this.#lines.filter((line) => line.date !== date);
      try {
        await appendFile(join(this.#options.folder, `audit-${date}.jsonl`), ofDay.map(({ text }) => text).join(""), { mode: 0o600 });
        if (date !== this.#tidied) await this.#tidy();
        this.#tidied = date;
      } catch (error) {
        this.#log.error({ err: error, lines: ofDay.length }, "lines of the audit log were lost");
      }
    }
    this.#isWriting = false;
  }

  async #tidy(): Promise<void> {
    const { folder, keep } = this.#options;
    for (const name of await readdir(folder)) {
      const [, date] = /^audit-(\d{4}-\d\d-\d\d)\.jsonl$/.exec(name) ?? [];
      if (date !== undefined && Date.parse(date) + day + keep <= this.#now()) await rm(join(folder, name), { force: true });
    }
  }
}
