/**
 * Requests of generated clients over SOAP 1.1: requests and answers are typed, and checked against the contract.
 */
import { createClient } from "soapwright/soap";
import type { OrderRequestLine, OrderResponseLine } from "../../generated/veloconnect/order-1-1.js";
import { CatalogV11Soap11, OrderV11Soap11, TransactionV10Soap11 } from "../../generated/veloconnect/service.js";
import type { ResponseType } from "../../generated/veloconnect/transaction-1-0.js";
import { post } from "./connection.js";
import { type Answered, item, type Message, password } from "./messages.js";

/** A request is given up by its connection; what the client itself gives up would be an error of the test. */
const timeout = 600_000;

/** Asks a server. */
export async function askBySoap(url: string, message: Message): Promise<Answered> {
  const options = { url: `${url}/soap/veloconnect`, fetch: fetchOnce, timeout };
  const order = createClient(OrderV11Soap11, options);
  const catalog = createClient(CatalogV11Soap11, options);
  const transaction = createClient(TransactionV10Soap11, options);
  const head = { buyersID: { $value: message.buyer }, credential: { password }, isTest: message.isTest };
  switch (message.operation) {
    case "createOrder":
      return orderAnswer(await order.createOrder({ ...head, orderRequestLine: [line(message.quantity)] }));
    case "createTextSearch":
      return searchAnswer(await catalog.createTextSearch({ ...head, searchString: { $value: message.searchString } }));
  }
  const request = { ...head, transactionID: message.transactionId };
  switch (message.operation) {
    case "updateOrder":
      return orderAnswer(await order.updateOrder({ ...request, orderRequestLine: [line(message.quantity)] }));
    case "viewOrder":
      return orderAnswer(await order.viewOrder(request));
    case "finishOrder": {
      const answer = await order.finishOrder(request);
      return { ...orderAnswer(answer), orderId: answer.orderHeader.orderID };
    }
    case "searchResult": {
      const page = { startIndex: 0n, count: 100n, resultFormat: "ID_ONLY", doNotClose: message.keepsOpen } as const;
      return searchAnswer(await catalog.searchResult({ ...request, ...page }));
    }
    case "rollback":
      return headAnswer(await transaction.rollback(request));
    case "getStatus": {
      const answer = await transaction.getStatus(request);
      const status = answer.statusCode ?? answer.transactionStatus?.[0]?.statusCode;
      return headAnswer({ ...answer, ...(status !== undefined && { statusCode: status }) });
    }
  }
}

function line(quantity: number): OrderRequestLine {
  return { sellersItemIdentification: { id: { $value: item } }, quantity: { $value: String(quantity), quantityUnitCode: "EA" } };
}

function headAnswer({ responseCode, statusCode, transactionID = "" }: ResponseType): Answered {
  const status = statusCode === undefined ? undefined : Number(statusCode);
  return { code: Number(responseCode), status, value: undefined, orderId: undefined, id: transactionID };
}

function orderAnswer(answer: ResponseType & { readonly orderResponseLine?: readonly OrderResponseLine[] }): Answered {
  const quantity = answer.orderResponseLine?.[0]?.quantity.$value;
  return { ...headAnswer(answer), value: quantity === undefined ? undefined : Number(quantity) };
}

function searchAnswer(answer: ResponseType & { readonly totalCount: bigint }): Answered {
  return { ...headAnswer(answer), value: Number(answer.totalCount) };
}

/** The connections of the other binding, too. */
async function fetchOnce(request: Request): Promise<Response> {
  const sent = new Uint8Array(await request.arrayBuffer());
  const { status, type, body } = await post(request.url, Object.fromEntries(request.headers), sent);
  return new Response(body, { status, headers: { "content-type": type } });
}
