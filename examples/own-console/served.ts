/**
 * A service and its console as one server.
 */
import { readFileSync } from "node:fs";
import { console } from "soapwright/console";
import { serve } from "soapwright/server";
import { createHandler, serve as implement } from "soapwright/soap";
import { CurrencySoap } from "../currency/generated/service.js";

const contract = { main: "currency.wsdl", documents: { "currency.wsdl": readFileSync("../currency/currency.wsdl", "utf8") } };
const convert = async ({ amount }: { readonly amount: string }) => ({ amount });
const handler = createHandler({ services: [implement(CurrencySoap, { convert })], contract });
const services = [{ id: "currency", title: "Currency", path: "/currency", contract, handler }];

const server = await serve(console({ services }), { port: Number(process.env.PORT ?? 9003) });
process.stdout.write(`the exchange office and its console are open at ${server.url}/\n`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close());
