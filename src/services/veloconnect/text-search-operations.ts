/**
 * The operations of the transaction TextSearch. catalog-1.1, catalog-1.5: CreateTextSearch, SearchResult
 *
 * The context keeps the numbers of the hits as they were when the search was made. Prices and stock are looked up when hits are fetched.
 */
import type {
  CreateTextSearchRequest,
  CreateTextSearchResponse,
  SearchResultRequest,
  SearchResultResponse,
} from "../../../generated/veloconnect/catalog-1-5.js";
import { jsonData } from "../../machine/data-format.js";
import { callFor } from "./backend-time.js";
import { buyerOf } from "./buyers.js";
import { describeItem, identify } from "./item-answer.js";
import { toDetail } from "./item-operations.js";
import { type Operation, refusedTransactionHead, transactionHeadOf } from "./operation.js";
import { clampPage, noPage, pageMembers } from "./paging.js";
import type { BackendCall } from "./ports/backend-call.js";
import type { Catalogue } from "./ports/catalogue.js";
import { textSearchMachine } from "./text-search-machine.js";
import { createKind, type KindDependencies, type TestedData } from "./transaction-kind.js";
import type { Transaction } from "./transactions.js";

export interface TextSearchContext extends TestedData {
  /** Item numbers; none once the search is closed. */
  readonly hits: readonly string[];
}

export interface TextSearchOperations {
  readonly createTextSearch: Operation<CreateTextSearchRequest, CreateTextSearchResponse>;
  readonly searchResult: Operation<SearchResultRequest, SearchResultResponse>;
}

/** How many hits a search keeps, and an answer has, at most. */
export interface SearchLimits {
  readonly perSearch: number;
  readonly perAnswer: number;
}

/** A catalogue of 100,000 items can be downloaded. */
export const defaultSearchLimits: SearchLimits = { perSearch: 100_000, perAnswer: 5_000 };

/** The hits of an answer. */
type Hits = Partial<Pick<SearchResultResponse, "item" | "itemDetail" | "sellersItemIdentification">>;

/** Makes the transaction and its operations. */
export function createTextSearch(
  catalogue: Catalogue,
  dependencies: KindDependencies,
  limits: SearchLimits = defaultSearchLimits,
): { readonly transaction: Transaction; readonly operations: TextSearchOperations } {
  const kind = createKind(textSearchMachine, jsonData<TextSearchContext>(), {}, dependencies);
  const operations: TextSearchOperations = {
    createTextSearch: {
      perform: async (request, owner, caller) => {
        const query = request.searchString?.$value ?? "";
        const call = callFor(buyerOf(owner), caller);
        const { numbers: hits } = await catalogue.search(query, { limit: limits.perSearch }, call);
        const command = hits.length > 0 ? "find" : "findNothing";
        const { id, number } = await kind.create(owner, command, { isTest: request.isTest ?? false, hits });
        return { ...transactionHeadOf(request, id, number), totalCount: BigInt(hits.length) };
      },
      refuse: (request, refusal) => ({ ...refusedTransactionHead(request, refusal), totalCount: 0n }),
    },
    searchResult: {
      perform: async (request, owner, caller) => {
        const { transactionID, resultFormat } = request;
        const pageOf = ({ hits }: TextSearchContext) => clampPage(request, hits.length, limits.perAnswer);
        const closes = (context: TextSearchContext): boolean =>
          resultFormat !== "COUNT" && request.doNotClose !== true && pageOf(context).isLast;
        let answered: Pick<SearchResultResponse, "startIndex" | "count" | "totalCount"> & Hits = noPage;
        const { instance } = await kind.command(owner, transactionID, {
          command: ({ data }) => (closes(data) ? "fetchLast" : "fetch"),
          isTest: request.isTest ?? false,
          decide: async ({ data }) => {
            const page = pageOf(data);
            const numbers = data.hits.slice(page.start, page.start + page.count);
            const hits = await describeHits(catalogue, numbers, resultFormat, callFor(buyerOf(owner), caller));
            answered = { ...pageMembers(page, data.hits.length), ...hits };
            return closes(data) ? { ...data, hits: [] } : data;
          },
        });
        // The format decides which list of hits there is.
        return { ...transactionHeadOf(request, instance.id, instance.number), ...answered, resultFormat } as SearchResultResponse;
      },
      refuse: (request, refusal) => ({
        ...refusedTransactionHead(request, refusal),
        ...noPage,
        resultFormat: request.resultFormat ?? "COUNT",
      }),
    },
  };
  return { transaction: kind.transaction, operations };
}

/** Hits in a format. An item that is gone since the search has no more than its number. */
async function describeHits(
  catalogue: Catalogue,
  numbers: readonly string[],
  format: SearchResultRequest["resultFormat"],
  call: BackendCall,
): Promise<Hits> {
  if (format === "COUNT" || numbers.length === 0) return {};
  if (format === "ID_ONLY") return { sellersItemIdentification: numbers.map(identify) };
  const findings = await catalogue.findMany(numbers, call);
  const found = numbers.map((number, index) => ({ number, finding: findings[index] ?? ({ kind: "unknown" } as const) }));
  if (format === "ITEM_DETAIL") {
    return { itemDetail: found.map(({ number, finding }) => toDetail({ sellersItemIdentification: identify(number) }, finding)) };
  }
  return {
    item: found.map(({ number, finding }) =>
      finding.kind === "item" ? describeItem(finding.item) : { sellersItemIdentification: identify(number) },
    ),
  };
}
