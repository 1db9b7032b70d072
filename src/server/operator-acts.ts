/**
 * What operators do at the console: on transactions, on messages that wait, and on buyers.
 */
import type { ActLog, ActName, OperatorActs, ShownBuyer, WaitingMessage } from "../console/index.js";
import { expireInstance, type Removal, removeInstance } from "../machine/expire.js";
import type { Machine } from "../machine/machine.js";
import { type Buyer, ownerOfBuyer } from "../services/veloconnect/buyers.js";
import { transactionMachines } from "../services/veloconnect/machines.js";
import type { InstanceHead, InstanceStore, OutboxMessage } from "../stores/store.js";
import { disableBuyer } from "./buyers-file.js";
import type { Log } from "./log.js";
import type { WatchedFile } from "./watched-file.js";

/** What acts need. */
export interface ActDependencies {
  readonly store: InstanceStore;
  /** Undefined: the demonstration buyer, who cannot be locked out. */
  readonly buyersFile: WatchedFile<readonly Buyer[]> | undefined;
  /** Does what is due now, such as sending a message. */
  readonly doDue: () => Promise<unknown>;
  readonly acts: ActLog;
  readonly log: Log;
}

type Performed = Awaited<ReturnType<OperatorActs["perform"]>>;

/** Messages of one machine that are shown. */
const shownMessages = 100;

/** Makes the acts of one server. */
export function createActs({ store, buyersFile, doDue, acts, log }: ActDependencies): OperatorActs {
  const remove = async (id: string, removing: (head: InstanceHead) => Promise<Removal>): Promise<Performed> => {
    const head = await store.find(id);
    if (head === undefined) return "unknown";
    const removal = await removing(head);
    return removal === "removed" ? "done" : removal;
  };
  const perform: Record<ActName, (target: string, by: string) => Promise<Performed>> = {
    expire: (id, by) =>
      remove(id, async (head) => {
        const machine = machineOf(head);
        return machine === undefined ? "refused" : expireInstance(store, machine, head, by, Date.now());
      }),
    rollback: (id, by) =>
      remove(id, async (head) => {
        const machine = machineOf(head);
        return machine === undefined ? "refused" : removeInstance(store, machine, head, "rollback", by, Date.now());
      }),
    replay: async (target) => {
      const [instanceId, key] = readTarget(target);
      const message = (await store.messagesOf(instanceId)).find((each) => each.key === key);
      if (message === undefined) return "unknown";
      if (!(await store.reschedule(message, message.attempts, Date.now()))) return "outdated";
      // The receiver may take its time; that the message is due again is what was asked for.
      doDue().catch((error) => log.error({ err: error }, "what is due could not be done"));
      return "done";
    },
    disableBuyer: (owner) => setDisabled(buyersFile, owner, true),
    enableBuyer: (owner) => setDisabled(buyersFile, owner, false),
  };
  const withoutBuyers: readonly ActName[] = ["expire", "rollback", "replay"];
  return {
    possible: new Set(buyersFile === undefined ? withoutBuyers : [...withoutBuyers, "disableBuyer", "enableBuyer"]),
    log: acts,
    perform: async (act, target, by) => {
      try {
        const outcome = await perform[act](target, by);
        log.info({ audit: "act", act, target, by, outcome }, "act of an operator");
        return outcome;
      } catch (error) {
        log.error({ err: error, act, target, by }, "act of an operator");
        throw error;
      }
    },
  };
}

/** Messages of all transactions that are still to be sent, those that are due first. */
export async function readOutbox(store: InstanceStore): Promise<readonly WaitingMessage[]> {
  const found: OutboxMessage[] = [];
  for (const { name } of transactionMachines) found.push(...(await store.dueMessages(name, Number.MAX_SAFE_INTEGER, shownMessages)));
  return found.map(({ payload, revision, ...message }) => message).sort((one, other) => one.dueAt - other.dueAt);
}

/** The buyers of the file. */
export function readBuyersOf(buyersFile: WatchedFile<readonly Buyer[]> | undefined): readonly ShownBuyer[] {
  return (buyersFile?.current() ?? []).map((buyer) => ({ owner: ownerOfBuyer(buyer), isDisabled: buyer.disabled === true }));
}

function machineOf({ machine }: InstanceHead): Machine | undefined {
  return transactionMachines.find(({ name }) => name === machine);
}

/** A message is named by its instance and its key, as a list in JSON. What is not such a list names none. */
function readTarget(target: string): readonly [string, string] {
  try {
    const parts: unknown = JSON.parse(target);
    if (Array.isArray(parts) && parts.length === 2) return [String(parts[0]), String(parts[1])];
  } catch {
    // Not JSON: the same as another list.
  }
  return ["", ""];
}

async function setDisabled(buyersFile: WatchedFile<readonly Buyer[]> | undefined, owner: string, isDisabled: boolean): Promise<Performed> {
  const buyer = buyersFile?.current().find((each) => ownerOfBuyer(each) === owner);
  if (buyersFile === undefined || buyer === undefined) return "unknown";
  await disableBuyer(buyersFile.file, buyer, isDisabled);
  await buyersFile.look();
  return "done";
}
