/**
 * Reports of buyers in PostgreSQL, each once.
 */
import type { Report, Stock, TakenReport } from "../../services/veloconnect/index.js";
import { inTransaction } from "../../stores/postgres-connection.js";
import { buyerKey } from "../receipts/stored-receipt.js";
import { type Database, reaching } from "./database.js";

/** The port that takes reports. */
export function reportsIn({ pool }: Database): Stock {
  return {
    accepts: ["B2BStock", "B2CStock", "B2BSale", "B2XSale"],
    take: (report, { buyer }) =>
      reaching(() =>
        inTransaction(pool, async (client): Promise<TakenReport> => {
          const known = await client.query<{ number: string }>("SELECT number FROM soapwright_item_text WHERE number = ANY($1)", [
            numbersOf(report),
          ]);
          const taken = judge(report, new Set(known.rows.map(({ number }) => number)));
          await client.query(
            "INSERT INTO soapwright_report (key, kind, buyer, report, taken) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
            [report.key, report.kind, buyerKey(buyer), JSON.stringify(report), JSON.stringify(taken)],
          );
          // One that was taken before keeps its result.
          const { rows } = await client.query<{ taken: TakenReport }>("SELECT taken FROM soapwright_report WHERE key = $1", [report.key]);
          return rows[0]?.taken ?? taken;
        }),
      ),
  };
}

function numbersOf(report: Report): readonly string[] {
  return report.kind === "B2BStock" ? report.lines.map(({ sellersNumber }) => sellersNumber) : [];
}

function judge(report: Report, known: ReadonlySet<string>): TakenReport {
  return report.kind === "B2BStock" ? { known: numbersOf(report).map((number) => known.has(number)) } : {};
}
