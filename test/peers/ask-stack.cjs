/** Reads and writes a document with a stack that makes no types. Arguments: the package's folder, a WSDL document. Prints six verdicts. */
const [folder, wsdl] = process.argv.slice(1);
const loaded = require(folder);
const soap = loaded.soap ?? loaded;
const order =
  '<Number>9007199254740993</Number><Price>1.50</Price><Status>open</Status><Tag>a</Tag><Card>c</Card><Credit>1.00</Credit><Debit>2.00</Debit><Credit>3.00</Credit>';
const answer = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><PlaceOrderResponse xmlns="urn:probe" id="i1">${order}</PlaceOrderResponse></soap:Body></soap:Envelope>`;

const server = require("node:http").createServer((request, response) => {
  let body = "";
  request.on("data", (chunk) => {
    body += chunk;
  });
  request.on("end", () => {
    sent.push(body);
    response.setHeader("Content-Type", "text/xml; charset=utf-8");
    response.end(answer);
  });
});
const sent = [];

server.listen(0, "127.0.0.1", () => {
  const endpoint = `http://127.0.0.1:${server.address().port}/`;
  soap.createClient(wsdl, { endpoint }, (error, client) => {
    if (error) throw error;
    client.setEndpoint(endpoint);
    const send = (value) => new Promise((done) => client.PlaceOrder(value, (fault, result) => done({ fault, result })));
    run(send).then((verdicts) => {
      console.log(JSON.stringify(verdicts));
      process.exit(0);
    });
  });
});

async function run(send) {
  const { result } = await send({});
  await send(result);
  const again = sent.at(-1) ?? "";
  const refuses = async (change) => {
    const count = sent.length;
    let threw = false;
    try {
      const { fault } = await send({ ...result, ...change });
      threw = fault !== null && fault !== undefined && sent.length === count;
    } catch {
      threw = true;
    }
    return threw;
  };
  const order = [...again.matchAll(/<(?:\w+:)?(Credit|Debit)\b/g)].map(([, name]) => name).join();
  return [
    /\bid="i1"/.test(again),
    await refuses({ Number: undefined }),
    await refuses({ Status: "neither" }),
    await refuses({ Iban: "x" }),
    order === "Credit,Debit,Credit",
    again.includes(">9007199254740993<") && again.includes(">1.50<"),
  ];
}
