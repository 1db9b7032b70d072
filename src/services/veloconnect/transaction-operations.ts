/**
 * The operations on transactions of any kind. transaction-1.0, -1.4, -1.6: GetStatus; transaction-1.0: Rollback
 */
import type { ResponseType, TransactionResponseType } from "../../../generated/veloconnect/transaction-1-0.js";
import { andThen } from "../../service/soon.js";
import type { RequestHead, TransactionRequest } from "./messages.js";
import { headOf, type Operation, refusedTransactionHead, transactionHeadOf } from "./operation.js";
import { ResponseCode } from "./response-code.js";
import { firstFinalState, type InstanceStatus, type Transactions } from "./transactions.js";

/** GetStatusResponse of a revision that can name these transactions. */
export interface GetStatusResponse<Name extends string> extends ResponseType {
  readonly transactionID?: string;
  readonly statusCode?: number;
  readonly transactionStatus: readonly TransactionStatus<Name>[];
}

export interface TransactionStatus<Name extends string> {
  /** Spelled so in the list alone. */
  readonly transactionId: string;
  readonly statusCode: number;
  readonly transaction?: Name;
}

/**
 * GetStatus. Rule 1: with a TransactionID the status of that instance, or 420. Rule 2: without one the status of all of the buyer's instances, and 200
 * even if the buyer has no instances. Changes nothing, not even the time that an instance has left.
 *
 * Transactions that the revision's schema has no name for are listed without one.
 *
 * `listFinal` false leaves finished instances out of the list: the standard's rule says all, the annotation in its schema says all still open.
 */
export function createGetStatus<Name extends string>(
  canName: (transaction: string) => transaction is Name,
  transactions: Transactions,
  listFinal: boolean,
): Operation<RequestHead, GetStatusResponse<Name>> {
  const statusOf = ({ id, transaction, statusCode }: InstanceStatus): TransactionStatus<Name> => ({
    transactionId: id,
    statusCode,
    ...(canName(transaction) && { transaction }),
  });
  return {
    perform: (request, owner) => {
      if (request.transactionID === undefined) {
        return andThen(transactions.list(owner), (all) => {
          const listed = all.filter(({ statusCode }) => listFinal || statusCode < firstFinalState);
          return { ...headOf(request), transactionStatus: listed.map(statusOf) };
        });
      }
      return andThen(transactions.find(owner, request.transactionID), (found) => ({
        ...headOf(request),
        transactionID: found.id,
        statusCode: found.statusCode,
        transactionStatus: [statusOf(found)],
      }));
    },
    refuse: (request, refusal) => {
      const repeatsId = refusal.code === ResponseCode.transactionUnknown && request.transactionID !== undefined;
      return { ...headOf(request, refusal), ...(repeatsId && { transactionID: request.transactionID }), transactionStatus: [] };
    },
  };
}

/** Rollback: gives an instance of any transaction up, where its table allows it. Its test flag does not matter. */
export function createRollback(transactions: Transactions): Operation<TransactionRequest, TransactionResponseType> {
  return {
    perform: async (request, owner) => {
      const statusCode = await transactions.rollback(owner, request.transactionID);
      return transactionHeadOf(request, request.transactionID, statusCode);
    },
    refuse: refusedTransactionHead,
  };
}
