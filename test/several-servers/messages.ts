/**
 * Small requests as buyers send them, by URL or in a SOAP envelope, and what answers say.
 */
import { Agent, request as sendRequest } from "node:http";
import type { Answer } from "./recording.js";

const namespaces = {
  t: "urn:veloconnect:transaction-1.0",
  o: "urn:veloconnect:order-1.1",
  c: "urn:veloconnect:catalog-1.1",
  cac: "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-1.0",
  cbc: "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-1.0",
};
const declarations = Object.entries(namespaces)
  .map(([prefix, name]) => ` xmlns:${prefix}="${name}"`)
  .join("");

/** The item that everybody orders, of the demonstration catalogue. */
const item = "20020";

/** A request, whatever its binding. */
export interface Message {
  /** Prefix and name of its element. */
  readonly name: `${keyof typeof namespaces}:${string}`;
  readonly buyer: string;
  readonly transactionId?: string | undefined;
  readonly isTest: boolean;
  /** The quantity of an order's line. */
  readonly quantity?: number | undefined;
  /** Further members, which have the same names in both bindings. */
  readonly members?: Readonly<Record<string, string>>;
}

/** The path, media type and body of a request. */
export interface Packet {
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** The password of every buyer. */
export const password = "secret";

/** As a form. Its parameters are in the body: what changes something is no GET, which clients may repeat. */
export function byUrl({ name, buyer, transactionId, isTest, quantity, members }: Message): Packet {
  const body = new URLSearchParams({
    RequestName: name.slice(name.indexOf(":") + 1),
    BuyersID: buyer,
    Password: password,
    ...(transactionId !== undefined && { TransactionID: transactionId }),
    IsTest: String(isTest),
    ...(quantity !== undefined && { [`Quantity.${item}`]: String(quantity), [`quantityUnitCode.${item}`]: "EA" }),
    ...members,
  });
  return { path: "/veloconnect", type: "application/x-www-form-urlencoded", body: String(body) };
}

/** In an envelope of SOAP 1.1. */
export function bySoap({ name, buyer, transactionId, isTest, quantity, members = {} }: Message): Packet {
  const id = transactionId === undefined ? "" : `<t:TransactionID>${transactionId}</t:TransactionID>`;
  const head = `<t:BuyersID>${buyer}</t:BuyersID><t:Credential><t:Password>${password}</t:Password></t:Credential>${id}<t:IsTest>${isTest}</t:IsTest>`;
  const line =
    quantity === undefined
      ? ""
      : `<o:OrderRequestLine><cac:SellersItemIdentification><cac:ID>${item}</cac:ID></cac:SellersItemIdentification><cbc:Quantity quantityUnitCode="EA">${quantity}</cbc:Quantity></o:OrderRequestLine>`;
  const more = Object.entries(members).map(([member, value]) => `<c:${member}>${value}</c:${member}>`);
  const document = `<${name}${declarations}>${head}${line}${more.join("")}</${name}>`;
  const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${document}</s:Body></s:Envelope>`;
  return { path: "/soap/veloconnect", type: "text/xml; charset=utf-8", body };
}

const agent = new Agent({ keepAlive: true });
/** Longer than a server takes for any answer. */
const patience = 60_000;

/** Sends a request once. Rejects where no answer comes. */
export function send(url: string, { path, type, body }: Packet): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": type, "content-length": Buffer.byteLength(body) };
    const sent = sendRequest(`${url}${path}`, { agent, method: "POST", headers, timeout: patience }, (response) => {
      const parts: Buffer[] = [];
      response.on("data", (part: Buffer) => parts.push(part));
      response.on("error", reject);
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }));
    });
    sent.on("error", reject);
    sent.on("timeout", () => sent.destroy(new Error("there was no answer")));
    sent.end(body);
  });
}

/** The id of a new transaction, and what an answer says. */
export function readAnswer(text: string): Answer & { readonly id: string } {
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
