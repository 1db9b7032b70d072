/**
 * The machines of all transactions: what stored instances may belong to.
 */
import type { Machine } from "../../machine/machine.js";
import { onlineShopMachine } from "./online-shop-machine.js";
import { orderMachine } from "./order-machine.js";
import type { ReportKind } from "./ports/stock.js";
import { reportMachine } from "./report-machine.js";
import { textSearchMachine } from "./text-search-machine.js";

const reports: readonly ReportKind[] = ["B2BStock", "B2CStock", "B2BSale", "B2XSale"];

export const transactionMachines: readonly Machine[] = [orderMachine, onlineShopMachine, textSearchMachine, ...reports.map(reportMachine)];
