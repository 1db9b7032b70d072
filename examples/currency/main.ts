/**
 * A plain stateless SOAP service with its contract at `?wsdl`: one function for one operation.
 */
import { readFileSync } from "node:fs";
import { listen } from "soapwright/node";
import { createHandler, declaredFault, serve } from "soapwright/soap";
import { type CurrencyOperations, type CurrencyServer, CurrencySoap } from "./generated/service.js";

/** What one euro buys, in millionths. */
const rates = new Map([
  ["EUR", 1_000_000n],
  ["CHF", 940_000n],
  ["SEK", 11_080_000n],
]);

const currency: CurrencyServer = {
  convert: async ({ amount, from, to }) => ({ amount: inCents((cents(amount) * rateOf(to)) / rateOf(from)) }),
};

function rateOf(currency: string): bigint {
  const rate = rates.get(currency);
  if (rate === undefined) throw declaredFault<CurrencyOperations["convert"]>({ name: "NoRate", detail: { currency } });
  return rate;
}

/** "1.5" is 150n: decimals arrive as text, so that no digit is lost. */
function cents(amount: string): bigint {
  const [whole = "", fraction = ""] = amount.split(".");
  return BigInt(whole + fraction.padEnd(2, "0"));
}

function inCents(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, "0");
  return `${amount < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const contract = { main: "currency.wsdl", documents: { "currency.wsdl": readFileSync("currency.wsdl", "utf8") } };
const server = await listen(createHandler({ services: [serve(CurrencySoap, currency)], contract }), {
  port: Number(process.env.PORT ?? 9002),
});
console.log(`currencies are converted at ${server.url}/currency, contract at ${server.url}/currency?wsdl`);
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close());
