/**
 * Orders in PostgreSQL, each once: its TransactionID is the key.
 */
import type { Orders } from "../../services/veloconnect/index.js";
import { buyerKey } from "../receipts/stored-receipt.js";
import { type Database, reaching } from "./database.js";

/** A number is taken from the sequence only for an order that is new. */
const placeQuery = `
  INSERT INTO soapwright_order (transaction_id, order_id, buyer, placed)
  SELECT $1, 'SO-' || nextval('soapwright_order_number'), $2, $3
  WHERE NOT EXISTS (SELECT 1 FROM soapwright_order WHERE transaction_id = $1)
  ON CONFLICT (transaction_id) DO NOTHING`;

/** The port that takes orders. */
export function ordersIn({ pool }: Database): Orders {
  return {
    place: (order) =>
      reaching(async () => {
        await pool.query(placeQuery, [order.transactionId, buyerKey(order.buyer), JSON.stringify(order)]);
        const query = "SELECT order_id FROM soapwright_order WHERE transaction_id = $1";
        const { rows } = await pool.query<{ order_id: string }>(query, [order.transactionId]);
        const orderId = rows[0]?.order_id;
        if (orderId === undefined) throw new Error(`the order ${order.transactionId} is not there after it was placed`);
        return orderId;
      }),
  };
}
