/**
 * Documents in PostgreSQL.
 */
import type { Receipt, ReceiptHeader, ReceiptKind, Receipts } from "../../services/veloconnect/index.js";
import { inTransaction } from "../../stores/postgres-connection.js";
import { receiptKinds } from "../receipts/memory-receipts.js";
import { buyerKey, byAge, headerOf, isFound, type StoredReceipt } from "../receipts/stored-receipt.js";
import { type Database, reaching } from "./database.js";

/** The port to the documents. */
export function receiptsIn({ pool }: Database): Receipts {
  return {
    kinds: receiptKinds,
    unsupported: [],
    query: (kind, search, { buyer }) =>
      reaching(async () => {
        const { rows } = await pool.query<{ header: ReceiptHeader }>(
          "SELECT header FROM soapwright_receipt WHERE buyer = $1 AND kind = $2 AND issue_date BETWEEN $3 AND $4",
          [buyerKey(buyer), kind, search.issued?.from ?? "", search.issued?.thru ?? "9999-12-31"],
        );
        const headers = rows.map(({ header }) => header).filter((header) => isFound(header, search));
        return { headers: headers.sort(byAge) };
      }),
    details: <Kind extends ReceiptKind>(kind: Kind, numbers: readonly string[], { buyer }: { readonly buyer: StoredReceipt["buyer"] }) =>
      reaching(async () => {
        // The rows of a kind have documents of that kind.
        const { rows } = await pool.query<{ document: Extract<Receipt, { readonly kind: Kind }> }>(
          "SELECT document FROM soapwright_receipt WHERE buyer = $1 AND kind = $2 AND number = ANY($3)",
          [buyerKey(buyer), kind, numbers],
        );
        return rows.map(({ document }) => document);
      }),
  };
}

/** Stores documents, all or none; one that is there already is replaced. */
export function importReceipts({ pool }: Database, receipts: readonly StoredReceipt[]): Promise<void> {
  return inTransaction(pool, async (client) => {
    for (const { buyer, document } of receipts) {
      await client.query(
        `INSERT INTO soapwright_receipt (buyer, kind, number, issue_date, header, document) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (buyer, kind, number) DO UPDATE SET issue_date = excluded.issue_date, header = excluded.header, document = excluded.document`,
        [buyerKey(buyer), document.kind, document.number, document.issueDate, JSON.stringify(headerOf(document)), JSON.stringify(document)],
      );
    }
  });
}
