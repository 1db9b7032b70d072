/**
 * A page of one's own with the console as an element, beside the service that it shows.
 */
import { readFileSync } from "node:fs";
import { console as createConsole } from "soapwright/console";
import { listen } from "soapwright/node";
import { createHandler, type HttpAnswer, serve, toFetchHandler } from "soapwright/soap";
import { CurrencySoap } from "../currency/generated/service.js";

const contract = { main: "currency.wsdl", documents: { "currency.wsdl": readFileSync("../currency/currency.wsdl", "utf8") } };
const convert = async ({ amount }: { readonly amount: string }) => ({ amount });
const currency = createHandler({ services: [serve(CurrencySoap, { convert })], contract });
const shown = createConsole({ services: [{ id: "currency", title: "Currency", path: "/currency", contract }] });

const page: HttpAnswer = {
  status: 200,
  headers: { "content-type": "text/html; charset=utf-8", "content-security-policy": "default-src 'self'; img-src data:" },
  body: `<!doctype html>
<html lang="en">
<title>Exchange office</title>
<link rel="icon" href="data:,">
<script type="module" src="/console/element.js"></script>
<h1>Exchange office</h1>
<soapwright-console src="/console"></soapwright-console>
</html>
`,
};

const handler = toFetchHandler(async (request) => {
  if (request.path === "/") return page;
  return (request.path.startsWith("/console/") ? shown : currency).exchange(request);
});
const server = await listen(handler, { port: Number(process.env.PORT ?? 9002) });
console.log(`the exchange office is open at ${server.url}/`);

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close());
