/**
 * What operators do to what runs. Each act is in a log before it is done, and its outcome after; what cannot be noted is not done.
 */
import { randomUUID } from "node:crypto";
import { expiryOf, removes } from "../machine/expire.js";
import type { Machine } from "../machine/machine.js";

/** Expire or roll back an instance (by its id), send a message of the outbox again (by instance and key, a list in JSON), lock a buyer out or let one in (by its owner key). */
export const actNames = ["expire", "rollback", "replay", "disableBuyer", "enableBuyer"] as const;

export type ActName = (typeof actNames)[number];

/** "begun": the outcome was never noted, as when the server was killed. "unknown": there is no such thing. "outdated": it changed in the meantime. */
export type ActOutcome = "begun" | "done" | "refused" | "outdated" | "unknown" | "failed";

/** An act of an operator. */
export interface ActRecord {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
  /** Where the operator was; undefined: not known. */
  readonly address: string | undefined;
  readonly act: ActName;
  readonly target: string;
  readonly outcome: ActOutcome;
}

/** Keeps acts; nothing is ever removed from it. */
export interface ActLog {
  /** Resolves when the record is kept. A later record of the same id says how the act ended. */
  append(record: ActRecord): Promise<void>;
  /** The latest acts first, each with its last outcome. */
  latest(limit: number): Promise<readonly ActRecord[]>;
}

/** Does what operators ask for. */
export interface OperatorActs {
  /** What this server can do. */
  readonly possible: ReadonlySet<ActName>;
  readonly log: ActLog;
  /** `by` is for histories: "operator alice". */
  perform(act: ActName, target: string, by: string): Promise<Exclude<ActOutcome, "begun" | "failed">>;
}

/** Characters of a target. */
const longestTarget = 1024;

/** Reads what a page asks for; undefined for anything else. */
export function readAct(body: unknown): Pick<ActRecord, "act" | "target"> | undefined {
  if (typeof body !== "object" || body === null || !("act" in body) || !("target" in body)) return undefined;
  const act = actNames.find((name) => name === body.act);
  const { target } = body;
  if (act === undefined || typeof target !== "string" || target === "" || target.length > longestTarget) return undefined;
  return { act, target };
}

/** Does an act and notes it. Rejects, with nothing done, if it cannot be noted. */
export async function performNoted(acts: OperatorActs, asked: Omit<ActRecord, "id" | "at" | "outcome">, now: number): Promise<ActRecord> {
  const record: ActRecord = { id: randomUUID(), at: now, ...asked, outcome: "begun" };
  await acts.log.append(record);
  const outcome = await outcomeOf(acts, record);
  const ended = { ...record, outcome };
  // The act is done all the same, and that it was begun is noted.
  await acts.log.append(ended).catch(() => undefined);
  return ended;
}

async function outcomeOf(acts: OperatorActs, { act, target, by }: ActRecord): Promise<ActOutcome> {
  if (!acts.possible.has(act)) return "refused";
  try {
    return await acts.perform(act, target, `operator ${by}`);
  } catch {
    // The server's own log has the reason; the page is not told more.
    return "failed";
  }
}

/** What an operator may do to an instance in a state. */
export function instanceActs(machine: Machine, state: string): readonly ActName[] {
  const canExpire = expiryOf(machine, state) !== undefined;
  const canRollBack = removes(machine, state, "rollback");
  return [...(canExpire ? ["expire" as const] : []), ...(canRollBack ? ["rollback" as const] : [])];
}
