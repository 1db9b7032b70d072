/**
 * The reports that buyers send: all kinds with their operations.
 */

import type { ReportKind, Stock } from "./ports/stock.js";
import { dealerSales, marketSales } from "./report-sales.js";
import { dealerStock, shopStock } from "./report-stock.js";
import { createReportTransaction } from "./report-transaction.js";
import type { KindDependencies } from "./transaction-kind.js";

/** Results of one answer, at most. */
const resultsPerAnswer = 5_000;

/** Makes the transactions. */
export function createReports(stock: Stock, kinds: KindDependencies) {
  return {
    B2BStock: createReportTransaction(dealerStock, stock, kinds, resultsPerAnswer),
    B2CStock: createReportTransaction(shopStock, stock, kinds, resultsPerAnswer),
    B2BSale: createReportTransaction(dealerSales, stock, kinds, resultsPerAnswer),
    B2XSale: createReportTransaction(marketSales, stock, kinds, resultsPerAnswer),
  } satisfies Readonly<Record<ReportKind, unknown>>;
}

export type ReportOperations = ReturnType<typeof createReports>;
