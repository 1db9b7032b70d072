/**
 * The rules of the repair shop: the generated interfaces, implemented on the machine. Knows neither XML nor SOAP nor HTTP.
 */
import { type CommandOf, createInstances, jsonData, type MachineInstance, outbox, type Platform, type StateOf } from "soapwright/machine";
import { declaredFault } from "soapwright/soap";
import type { InstanceStore } from "soapwright/stores";
import type { RepairType } from "./generated/repair-order.js";
import type { RepairOrdersOperations, RepairOrdersServer, RepairStatusServer } from "./generated/service.js";
import { repairMachine } from "./machine.js";

/** What is known of a repair beside its state. */
export type Repair = Pick<RepairType, "bicycle" | "problem" | "price">;
type State = StateOf<typeof repairMachine>;
type Instance = MachineInstance<State, Repair>;

export interface ShopOptions {
  readonly store: InstanceStore;
  /** Milliseconds that a customer has for accepting a price. */
  readonly answerTime: number;
  /** Tells a customer that the bicycle is ready. Called again with the same key after a failure or a kill. */
  readonly tell: (customer: string, text: string, key: string) => Promise<void>;
  /** Time and ids; the platform's when left out. */
  readonly platform?: Platform;
}

/** Makes the service. */
export function createShop({ store, answerTime, tell, platform = {} }: ShopOptions) {
  const repairs = createInstances(repairMachine, jsonData<Repair>(), {
    ...platform,
    store,
    durations: { answerTime },
    effects: {
      tellCustomer: outbox({
        payload: ({ owner, data }) => ({ customer: owner, text: `your ${data.bicycle} is ready` }),
        perform: ({ customer, text }, { key }) => tell(customer, text, key),
      }),
    },
  });

  async function give(command: CommandOf<typeof repairMachine>, customer: string, repairId: string, change: Partial<Repair> = {}) {
    const outcome = await repairs.command({ owner: customer, id: repairId, command, decide: ({ data }) => ({ ...data, ...change }) });
    if (outcome.kind === "absent") throw unknown(repairId);
    if (outcome.kind === "refused") {
      const { number } = outcome.instance;
      throw declaredFault<RepairOrdersOperations["accept"]>({ name: "NotPossible", detail: { statusCode: number } });
    }
    return toRepair(outcome.instance);
  }

  async function look(customer: string, repairId: string): Promise<RepairType> {
    const repair = await repairs.read(customer, repairId);
    if (repair === undefined) throw unknown(repairId);
    return toRepair(repair);
  }

  const orders = {
    bringIn: async ({ customer, bicycle, problem }) => {
      const outcome = await repairs.create({ owner: customer, command: "bringIn", data: { bicycle, problem } });
      if (outcome.kind !== "moved") throw new Error("a repair can always be brought in");
      return toRepair(outcome.instance);
    },
    quote: ({ customer, repairId, price }) => give("quote", customer, repairId, { price }),
    accept: ({ customer, repairId }) => give("accept", customer, repairId),
    finish: ({ customer, repairId }) => give("finish", customer, repairId),
    pickUp: ({ customer, repairId }) => give("pickUp", customer, repairId),
    getStatus: ({ customer, repairId }) => look(customer, repairId),
  } satisfies RepairOrdersServer;
  const status: RepairStatusServer = { status: ({ customer, repairId }) => look(customer, repairId) };
  return { repairs, orders, status };
}

function unknown(repairId: string) {
  return declaredFault<RepairOrdersOperations["accept"]>({ name: "Unknown", detail: { repairId } });
}

function toRepair({ id, number, data: { bicycle, problem, price } }: Instance): RepairType {
  return { repairId: id, statusCode: number, bicycle, problem, ...(price !== undefined && { price }) };
}
