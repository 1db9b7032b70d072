/**
 * Clients that do nothing wrong, of whose answers each is checked.
 */
import { connectNetTcp } from "../../src/node/net-tcp-client.js";
import { runOperation } from "../../src/services/ipam/index.js";
import { describeOutcome, rename } from "../support/net-tcp-world.js";
import type { Target } from "./target.js";

const credentials = "<t:BuyersID>demo</t:BuyersID><t:Credential><t:Password>bicycle</t:Password></t:Credential>";
/** A request that changes nothing, as XML-POST and as SOAP. */
export const validDocument = `<t:GetStatusRequest xmlns:t="urn:veloconnect:transaction-1.0">${credentials}</t:GetStatusRequest>`;
export const validEnvelope = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header/><s:Body>${validDocument}</s:Body></s:Envelope>`;

/** Milliseconds between two rounds of a client. What a buyer may store is bounded, and half an hour is long. */
const betweenRounds = 150;

/** Throws unless all of it is in the answer. */
async function expectAnswer(response: Response, ...wanted: readonly (string | RegExp)[]): Promise<string> {
  const text = await response.text();
  for (const each of wanted) {
    const isThere = typeof each === "string" ? text.includes(each) : each.test(text);
    if (response.status !== 200 || !isThere) throw new Error(`${response.status} in place of 200 and ${each}: ${text.slice(0, 1000)}`);
  }
  return text;
}

/** A transaction to its end, over the URL binding. */
async function order({ url }: Target, round: number): Promise<void> {
  const ask = (query: string): Promise<Response> => fetch(`${url}/veloconnect?${query}&BuyersID=demo&Password=bicycle`);
  const lines = "Quantity.20020=1&quantityUnitCode.20020=EA";
  const created = await expectAnswer(await ask(`RequestName=CreateOrderRequest&${lines}`), /ResponseCode>200</, /StatusCode>2</);
  const [, id = ""] = /TransactionID>([^<]+)</.exec(created) ?? [];
  const status = (code: number): RegExp => new RegExp(`StatusCode>${code}<`);
  await expectAnswer(await ask(`RequestName=GetStatusRequest&TransactionID=${id}`), /ResponseCode>200</, status(2));
  if (round % 10 === 0) {
    await expectAnswer(await ask(`RequestName=FinishOrderRequest&TransactionID=${id}`), /ResponseCode>200</, status(100), /OrderID>SO-/);
    await expectAnswer(await ask(`RequestName=GetStatusRequest&TransactionID=${id}`), /ResponseCode>200</, status(100));
  } else {
    await expectAnswer(await ask(`RequestName=RollbackRequest&TransactionID=${id}`), /ResponseCode>200</);
    await expectAnswer(await ask(`RequestName=GetStatusRequest&TransactionID=${id}`), /ResponseCode>420</);
  }
}

async function readOnly({ url }: Target): Promise<void> {
  const post = (path: string, type: string, body: string): Promise<Response> =>
    fetch(`${url}${path}`, { method: "POST", body, headers: { "content-type": type } });
  await expectAnswer(await post("/veloconnect", "application/xml", validDocument), /ResponseCode>200</, /GetStatusResponse/);
  await expectAnswer(await post("/soap/veloconnect", "text/xml", validEnvelope), /ResponseCode>200</, /:Envelope/);
  await expectAnswer(await fetch(`${url}/soap/veloconnect?wsdl`), `${url}/soap/veloconnect`);
  await expectAnswer(await fetch(`${url}/readyz`), "ready");
}

async function operate({ ipamUrl }: Target): Promise<void> {
  const outcome = await runOperation({
    open: (accept) => connectNetTcp({ endpoint: ipamUrl }, accept),
    parameters: rename,
    onBreach: (problem) => {
      throw new Error(`IPAM: ${problem}`);
    },
  });
  if (outcome.kind !== "completed" || outcome.progress.overallStatus !== "CompletedWithSuccess")
    throw new Error(`IPAM: ${describeOutcome(outcome)}`);
}

/** Clients until they are told to end. */
export class ValidTraffic {
  /** How many rounds were answered right. */
  rounds = 0;
  /** What was not. */
  readonly failures: string[] = [];
  #isOver = false;
  readonly #clients: Promise<unknown>;

  constructor(target: Target) {
    const clients = [order, order, order, readOnly, operate];
    this.#clients = Promise.all(clients.map((client) => this.#work(client, target)));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#clients;
  }

  async #work(client: (target: Target, round: number) => Promise<void>, target: Target): Promise<void> {
    for (let round = 0; !this.#isOver; round++) {
      try {
        await client(target, round);
        this.rounds++;
      } catch (error) {
        this.failures.push(`${client.name}: ${error instanceof Error ? `${error.message} ${error.cause ?? ""}` : String(error)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, betweenRounds));
    }
  }
}
