/**
 * Starts the examples that were compiled against the packed package, and uses them from outside.
 */
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

async function start(example) {
  const program = `${process.cwd()}/examples-dist/${example}/main.js`;
  const env = {
    ...process.env,
    PORT: "0",
    REPAIRS: `repairs-${process.version}.sqlite`,
    TABLES: `tables-${process.version}.sqlite`,
    DATA: `data-${process.version}`,
  };
  const child = spawn(process.execPath, [program], { cwd: `examples/${example}`, env, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  return { child, url: /(http|net\.tcp):\/\/[\w.:/]+/.exec(line.toString())[0] };
}

async function stop({ child }) {
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
}

async function post(url, body) {
  const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${body}</e:Body></e:Envelope>`;
  return (await fetch(url, { method: "POST", headers: { "content-type": "text/xml" }, body: envelope })).text();
}

const shop = await start("repair-order");
const repair = await post(
  shop.url,
  '<BringIn xmlns="urn:example:repair-order"><Customer>eva</Customer><Bicycle>blue</Bicycle><Problem>flat</Problem></BringIn>',
);
const id = /RepairId>([^<]+)</.exec(repair)[1];
assert.match(await (await fetch(`${shop.url}/status?Customer=eva&RepairId=${id}`)).text(), />10</);
await stop(shop);

const currency = await start("currency");
const convert = '<Convert xmlns="urn:example:currency"><Amount>1</Amount><From>EUR</From><To>CHF</To></Convert>';
assert.match(await post(currency.url, convert), />0\.94</);
await stop(currency);

const exports = await start("export-with-progress");
const output = execFileSync(process.execPath, ["examples-dist/export-with-progress/client.js", exports.url], { encoding: "utf8" });
assert.match(output, /100 %\nexported 100000 bytes/);
await stop(exports);

const wholesaler = await start("merchandise-system");
const ask = async (request) => (await fetch(`${wholesaler.url}?BuyersID=demo&Password=bicycle&RequestName=${request}`)).text();
assert.match(await ask("CreateTextSearchRequest&SearchString=tyre"), /TotalCount>2</);
const basket = /TransactionID>([^<]+)</.exec(await ask("CreateOrderRequest&Quantity.B-1=1&quantityUnitCode.B-1=EA"))[1];
assert.match(await ask(`FinishOrderRequest&TransactionID=${basket}`), /OrderID>2026-1</);
await stop(wholesaler);
