/**
 * The machines of all transactions: what stored instances may belong to.
 */
import type { Machine } from "../../machine/machine.js";
import { orderMachine } from "./order-machine.js";

export const transactionMachines: readonly Machine[] = [orderMachine];
