/**
 * Requests as forms, as the programs of dealers send them: made and read without a contract.
 */
import { post } from "./connection.js";
import { type Answered, item, type Message, password } from "./messages.js";

/** Asks a server. Its parameters are in the body: what changes something is no GET, which clients may repeat. */
export async function askByUrl(url: string, message: Message): Promise<Answered> {
  const form = new URLSearchParams(parametersOf(message));
  const type = "application/x-www-form-urlencoded";
  const { status, body } = await post(`${url}/veloconnect`, { "content-type": type }, Buffer.from(String(form)));
  if (status !== 200) throw new Error(`${message.operation} was answered with ${status}: ${body}`);
  return readAnswer(String(body));
}

function parametersOf(message: Message): Record<string, string> {
  const { operation, buyer, isTest } = message;
  return {
    RequestName: `${operation.slice(0, 1).toUpperCase()}${operation.slice(1)}Request`,
    BuyersID: buyer,
    Password: password,
    IsTest: String(isTest),
    ...("transactionId" in message && { TransactionID: message.transactionId }),
    ...("quantity" in message && { [`Quantity.${item}`]: String(message.quantity), [`quantityUnitCode.${item}`]: "EA" }),
    ...("searchString" in message && { SearchString: message.searchString }),
    ...("keepsOpen" in message && { StartIndex: "0", Count: "100", ResultFormat: "ID_ONLY", DoNotClose: String(message.keepsOpen) }),
  };
}

function readAnswer(text: string): Answered {
  const member = (name: string): string | undefined => new RegExp(`[<:]${name}(?: [^>]*)?>([^<]*)<`).exec(text)?.[1];
  const numberOf = (name: string): number | undefined => {
    const found = member(name);
    return found === undefined || found === "" ? undefined : Number(found);
  };
  return {
    code: numberOf("ResponseCode") ?? 0,
    status: numberOf("StatusCode"),
    value: numberOf("TotalCount") ?? numberOf("Quantity"),
    orderId: member("OrderID"),
    id: member("TransactionID") ?? "",
  };
}
