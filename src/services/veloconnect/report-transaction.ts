/**
 * The transactions of reports: a buyer sends stock or sales, the merchandise system takes them, and the buyer fetches what came of each line.
 *
 * The report is saved with an outbox message in one write, so that it is taken once, whatever is killed in between. What differs between the four
 * kinds stands in `report-stock.ts` and `report-sales.ts`.
 */
import type { TransactionRequestType, TransactionResponseType } from "../../../generated/veloconnect/transaction-1-0.js";
import { jsonData } from "../../machine/data-format.js";
import { type MachineInstance, outbox } from "../../machine/effects.js";
import type { StateOf } from "../../machine/machine.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import type { RequestHead } from "./messages.js";
import { type Operation, refusedTransactionHead, transactionHeadOf } from "./operation.js";
import { clampPage, noPage, pageMembers, type WantedPage } from "./paging.js";
import { BackendUnavailable, type PartyNumber } from "./ports/backend-call.js";
import type { Report, ReportKind, Stock, TakenReport } from "./ports/stock.js";
import { type ReportMachine, reportMachine } from "./report-machine.js";
import { createKind, type KindDependencies, type TestedData } from "./transaction-kind.js";
import type { Transaction } from "./transactions.js";

/** A report without what the service adds. */
export type ReportContent = Report extends infer Each ? (Each extends Report ? Omit<Each, "key"> : never) : never;

/** What differs between the kinds of reports. */
export interface ReportDefinition<Request extends RequestHead, Line, Lines> {
  readonly kind: ReportKind;
  /** What the merchandise system is given. Throws a Refused for lines that are not a report. */
  readonly toReport: (request: Request) => ReportContent;
  /** What is answered of each line. */
  readonly resultsOf: (request: Request) => readonly Line[];
  /** Adds to a result if the seller has the item. */
  readonly withKnown?: (line: Line, known: boolean) => Line;
  /** The member of answers that has the results. */
  readonly toMember: (lines: readonly Line[]) => Lines;
}

/** A request for results. */
export type FetchRequest = TransactionRequestType & WantedPage & { readonly doNotClose?: boolean };

/** An answer with results. */
export type FetchResponse<Lines> = TransactionResponseType & Lines & ReturnType<typeof pageMembers>;

export interface ReportTransaction<Request extends RequestHead, Lines> {
  readonly transaction: Transaction;
  readonly start: Operation<Request, TransactionResponseType>;
  readonly fetch: Operation<FetchRequest, FetchResponse<Lines>>;
}

interface ReportContext<Line> extends TestedData {
  /** Until the merchandise system has taken it. */
  readonly report?: ReportContent;
  /** What is answered of each line; none once the transaction is closed. */
  readonly results: readonly Line[];
  readonly total: number;
}

type ReportInstance<Line> = MachineInstance<StateOf<ReportMachine>, ReportContext<Line>>;

/** Failures after which a report is given up. */
const mostAttempts = 10;

/** Makes the transaction of a kind of reports. `perAnswer`: results of one answer. */
export function createReportTransaction<Request extends RequestHead, Line, Lines>(
  definition: ReportDefinition<Request, Line, Lines>,
  stock: Stock,
  dependencies: KindDependencies,
  perAnswer: number,
): ReportTransaction<Request, Lines> {
  const kind = createKind(
    reportMachine(definition.kind),
    jsonData<ReportContext<Line>>(),
    { takeReport: takeReport(stock, definition) },
    dependencies,
  );
  return {
    transaction: kind.transaction,
    start: {
      perform: async (request, owner) => {
        const isTest = request.isTest ?? false;
        const report = definition.toReport(request);
        const results = definition.resultsOf(request);
        const context = { isTest, results, total: results.length, ...(!isTest && { report }) };
        const { id, number } = await kind.create(owner, isTest ? "reportTest" : "report", context);
        return transactionHeadOf(request, id, number);
      },
      refuse: refusedTransactionHead,
    },
    fetch: {
      perform: async (request, owner) => {
        const pageOf = ({ total }: ReportContext<Line>) => clampPage(request, total, perAnswer);
        let answered = { lines: [] as readonly Line[], page: noPage };
        const { instance } = await kind.command(owner, request.transactionID, {
          command: ({ state, data }) =>
            state === "imported" && pageOf(data).isLast && request.doNotClose !== true ? "fetchLast" : "fetch",
          isTest: request.isTest ?? false,
          decide: ({ state, data }) => {
            const page = state === "imported" ? pageOf(data) : { start: 0, count: 0, isLast: false };
            answered = { lines: data.results.slice(page.start, page.start + page.count), page: pageMembers(page, data.total) };
            return page.isLast && request.doNotClose !== true ? { ...data, results: [] } : data;
          },
        });
        const { lines, page } = answered;
        return {
          ...transactionHeadOf(request, instance.id, instance.number),
          ...page,
          ...definition.toMember(lines),
        };
      },
      refuse: (request, refusal) => ({ ...refusedTransactionHead(request, refusal), ...noPage, ...definition.toMember([]) }),
    },
  };
}

interface Payload {
  readonly report: Report;
  readonly buyer: PartyNumber;
}

/** Hands a report over. The TransactionID is the idempotency key. */
function takeReport<Request extends RequestHead, Line, Lines>(stock: Stock, { withKnown }: ReportDefinition<Request, Line, Lines>) {
  return outbox({
    key: ({ id }: ReportInstance<Line>) => id,
    payload: ({ id, owner, data }: ReportInstance<Line>): Payload => {
      if (data.report === undefined) throw new Error("internal: a report is taken once");
      return { report: { ...data.report, key: id }, buyer: buyerOf(owner) };
    },
    perform: ({ report, buyer }: Payload): Promise<TakenReport> => stock.take(report, callFor(buyer)),
    done: {
      command: "taken",
      decide: ({ data: { report, ...context } }, { known }: TakenReport) => ({
        ...context,
        results: context.results.map((line, index) => {
          const isKnown = known?.[index];
          return withKnown === undefined || isKnown === undefined ? line : withKnown(line, isKnown);
        }),
      }),
    },
    failed: {
      attempts: mostAttempts,
      unless: (error) => error instanceof BackendUnavailable,
      command: "notTaken",
      decide: ({ data: { report, ...context } }) => ({ ...context, results: [] }),
    },
  });
}
