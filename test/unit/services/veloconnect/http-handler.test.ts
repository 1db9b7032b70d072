/**
 * The URL and XML-POST bindings: what HTTP says, what GetStatus rule 3 says, and orders from parameters to the merchandise system.
 */
import { describe, expect, it } from "vitest";
import { serve } from "../../../support/veloconnect-server.js";

const status = "RequestName=GetStatusRequest&BuyersID=B1&Password=secret";
const getStatusElement = "{urn:veloconnect:transaction-1.0}GetStatusResponse";
const url = "http://seller.example/veloconnect";

const statusDocument = (namespace = "urn:veloconnect:transaction-1.0"): string =>
  `<s:GetStatusRequest xmlns:s="${namespace}" xmlns:t="urn:veloconnect:transaction-1.0">` +
  "<t:BuyersID>B1</t:BuyersID><t:Credential><t:Password>secret</t:Password></t:Credential></s:GetStatusRequest>";

describe("HTTP", () => {
  it.each<[string, RequestInit, number]>([
    ["PUT", { method: "PUT", body: "x" }, 405],
    ["DELETE", { method: "DELETE" }, 405],
    ["HEAD", { method: "HEAD" }, 405],
    ["OPTIONS", { method: "OPTIONS" }, 405],
    ["no media type", { method: "POST", body: new Uint8Array([60]) }, 415],
    ["text/plain", { method: "POST", body: "x", headers: { "content-type": "text/plain" } }, 415],
    ["application/soap+xml", { method: "POST", body: "x", headers: { "content-type": "application/soap+xml" } }, 415],
    ["a broken media type", { method: "POST", body: "x", headers: { "content-type": "application/xml; charset" } }, 415],
    ["an unknown coding", { method: "POST", body: "x", headers: { "content-type": "text/xml", "content-encoding": "br" } }, 415],
    ["a body over the limit", { method: "POST", body: "x".repeat(100_001), headers: { "content-type": "text/xml" } }, 413],
    [
      "an announced body over the limit",
      { method: "POST", body: "x", headers: { "content-type": "text/xml", "content-length": "100001" } },
      413,
    ],
  ])("%s", async (_, init, want) => {
    const response = await serve().handle(new Request(url, init));
    expect(response.status).toBe(want);
    if (want === 405) expect(response.headers.get("allow")).toBe("GET, POST");
  });

  it("answers with XML that must not be cached", async () => {
    const response = await serve().handle(new Request(`${url}?${status}`));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/xml; charset=utf-8",
      "cache-control": "no-store",
    });
    const text = await response.text();
    expect(response.headers.get("content-length")).toBe(String(new TextEncoder().encode(text).length));
    expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>/);
  });

  it("gives up on a body that does not come", async () => {
    const body = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) });
    const request = new Request(url, { method: "POST", body, headers: { "content-type": "text/xml" }, duplex: "half" } as RequestInit);
    const aborted = new AbortController();
    const handled = serve().handle(new Request(request, { signal: aborted.signal }));
    aborted.abort();
    expect((await handled).status).toBe(408);
  });

  it("answers 500 with a body when the store fails", async () => {
    const served = serve();
    const { store } = served;
    const broken = serve({ store: { ...store, list: () => Promise.reject(new Error("disk full")) } });
    const { value } = await broken.get(status);
    expect(value).toMatchObject({ responseCode: 500, responseMessage: "internal error", buyersID: { $value: "B1" } });
    expect(broken.errors.map(String)).toEqual(["Error: disk full"]);
  });
});

describe("rule 3: a request that cannot be recognised", () => {
  it.each<[string, string, number]>([
    ["no parameters", "", 400],
    ["no RequestName", "BuyersID=B1&Password=secret", 400],
    ["an empty RequestName", `${status}`.replace("GetStatusRequest", ""), 400],
    ["an unknown one", "RequestName=GetStatus&BuyersID=B1", 400],
    ["a name of Object.prototype", "RequestName=constructorRequest", 400],
    ["two", `${status}&requestname=RollbackRequest`, 405],
    ["not UTF-8", "RequestName=GetStatusRequest&BuyersID=%E4", 405],
    ["not percent-encoded", "RequestName=%zz", 405],
  ])("%s", async (_, query, want) => {
    for (const answer of [await serve().get(query), await serve().postForm(query)]) {
      expect(answer).toMatchObject({ element: getStatusElement, value: { responseCode: want } });
    }
  });

  it.each<[string, string, number]>([
    ["nothing", "", 405],
    ["no XML", "hello", 405],
    ["cut off", statusDocument().slice(0, 50), 405],
    ["a document type declaration", `<!DOCTYPE x>${statusDocument()}`, 405],
    ["an unknown root", "<hello/>", 400],
    ["an unknown root in a known namespace", '<Hello xmlns="urn:veloconnect:transaction-1.0"/>', 400],
    ["a response", '<GetStatusResponse xmlns="urn:veloconnect:transaction-1.0"/>', 400],
    ["no namespace", "<GetStatusRequest/>", 405],
    ["a namespace that never was", statusDocument("urn:veloconnect:transaction-9.9"), 405],
    ["a retired revision", statusDocument("urn:veloconnect:profile-1.0").replaceAll("GetStatus", "GetProfile"), 406],
    ["an operation in a wrong namespace", '<SearchResultRequest xmlns="urn:veloconnect:order-1.1"/>', 405],
  ])("%s", async (_, body, want) => {
    expect(await serve().postXml(body)).toMatchObject({
      element: getStatusElement,
      value: { responseCode: want, buyersID: { $value: "" } },
    });
  });

  it("repeats the BuyersID of the parameters", async () => {
    expect((await serve().get("RequestName=Nothing&buyersid=B1")).value.buyersID).toEqual({ $value: "B1" });
    expect((await serve().get(`${status}&IsTest=maybe`)).value).toMatchObject({ responseCode: 405, buyersID: { $value: "B1" } });
  });
});

describe("many parameters", () => {
  const order = "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret";

  it("are an order of many lines", async () => {
    const lines = Array.from({ length: 9_000 }, (_, index) => `&Quantity.n${index}=1&quantityUnitCode.n${index}=EA`);
    const { value } = await serve({ maxBodyBytes: 1_000_000 }).postForm(order + lines.join(""));
    expect(value).toMatchObject({ responseCode: 200, itemUnknown: { length: 9_000 } });
  });

  it("beyond a bound are refused", async () => {
    const { value } = await serve({ maxBodyBytes: 1_000_000 }).postForm(order + "&a=".repeat(20_000));
    expect(value).toMatchObject({ responseCode: 405, responseMessage: "there are too many parameters" });
  });
});

describe("a tolerant server", () => {
  const head = "<BuyersID>B1</BuyersID><Credential><Password>secret</Password></Credential>";
  const line =
    '<OrderRequestLine><SellersItemIdentification><ID>tyre</ID></SellersItemIdentification><Quantity quantityUnitCode="EA">2</Quantity></OrderRequestLine>';
  const order = (namespace: string): string => `<CreateOrderRequest${namespace}>${head}${line}</CreateOrderRequest>`;

  it.each([
    ["without any namespace", order("")],
    ["all in one namespace", order(' xmlns="urn:veloconnect:order-1.1"')],
    ["of an older revision", order(' xmlns="urn:veloconnect:order-1.0"')],
    ["misspelled", `<o:CreateOrderRequest xmlns:o="urn:veloconnet:order">${head}${line}</o:CreateOrderRequest>`],
    ["right", statusDocument()],
  ])("takes a document %s", async (_, body) => {
    const { element, value } = await serve({ tolerant: true }).postXml(body);
    expect(value).toMatchObject({ responseCode: 200 });
    expect(element).toMatch(/OrderResponse|GetStatusResponse/);
  });

  it("answers a retired revision in that of its release", async () => {
    const profile = `<GetProfileRequest xmlns="urn:veloconnect:profile-1.0">${head}</GetProfileRequest>`;
    const answer = await serve({ tolerant: true, release: "1.4" }).postXml(profile);
    expect(answer).toMatchObject({ element: "{urn:veloconnect:profile-1.4}GetProfileResponse", value: { responseCode: 200 } });
  });

  it.each<[string, string, number]>([
    ["a document that is not valid otherwise", order("").replace(">2<", ">two<"), 405],
    ["an unknown request", "<Hello/>", 400],
    ["what is cut off", order("").slice(0, -10), 405],
    ["a document type declaration", `<!DOCTYPE a>${order("")}`, 405],
    ["a foreign member", order("").replace("<Quantity", '<x xmlns="urn:x"/><Quantity'), 405],
  ])("refuses %s", async (_, body, want) => {
    expect((await serve({ tolerant: true }).postXml(body)).value).toMatchObject({ responseCode: want });
  });

  it("says what is wrong with the corrected document", async () => {
    const { value } = await serve({ tolerant: true }).postXml(order("").replace(">2<", ">two<"));
    expect(value.responseMessage).toContain("/CreateOrderRequest/OrderRequestLine[1]/Quantity");
  });
});

describe("an operation that is recognised answers in its own element", () => {
  it.each<[string, string, string, number]>([
    ["a missing parameter", "RequestName=RollbackRequest&BuyersID=B1&Password=secret", "transaction-1.0}RollbackResponse", 405],
    ["two BuyersIDs", `${status}&BuyersID=B1`, "transaction-1.0}GetStatusResponse", 405],
    ["a control character", `${status}%00`, "transaction-1.0}GetStatusResponse", 405],
    ["an empty TransactionID that may be absent", `${status}&TransactionID=`, "transaction-1.0}GetStatusResponse", 200],
    ["unknown parameters", `${status}&version=9&Colour=blue`, "transaction-1.0}GetStatusResponse", 200],
    ["names in any case", "requestname=GetStatusRequest&BUYERSID=B1&password=secret", "transaction-1.0}GetStatusResponse", 200],
    ["a value in the wrong case", "RequestName=getstatusrequest&BuyersID=B1", "transaction-1.0}GetStatusResponse", 400],
    ["no lines", "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret", "order-1.1}OrderResponse", 405],
    ["a line without unit", "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret&Quantity.tyre=1", "order-1.1}OrderResponse", 405],
    [
      "a line without quantity",
      "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret&quantityUnitCode.tyre=EA",
      "order-1.1}OrderResponse",
      405,
    ],
    ["an invalid quantity", "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret&Quantity.tyre=1e3", "order-1.1}OrderResponse", 405],
    ["a quantity without a key", "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret&Quantity=1", "order-1.1}OrderResponse", 405],
    [
      "a key that no document can hold",
      "RequestName=CreateOrderRequest&BuyersID=B1&Password=secret&Quantity.%01=1",
      "order-1.1}OrderResponse",
      405,
    ],
    ["no item", "RequestName=GetItemDetailsRequest&BuyersID=B1&Password=secret", "order-1.1}GetItemDetailsResponse", 405],
    ["no items", "RequestName=GetItemDetailsListRequest&BuyersID=B1&Password=secret", "order-1.1}GetItemDetailsListResponse", 405],
    ["a finish without id", "RequestName=FinishOrderRequest&BuyersID=B1&Password=secret", "order-1.1}FinalOrderResponse", 405],
    ["a wrong password", "RequestName=GetProfileRequest&BuyersID=B1&Password=x", "profile-1.1}GetProfileResponse", 411],
  ])("%s", async (_, query, element, want) => {
    const answer = await serve().get(query);
    expect(answer).toMatchObject({ element: `{urn:veloconnect:${element}`, value: { responseCode: want } });
  });

  it.each([
    ["1.1", "1.0", "1.1"],
    ["1.4", "1.4", "1.4"],
    ["1.5", "1.4", "1.5"],
    ["1.6", "1.6", "1.6"],
  ] as const)("release %s: transaction-%s, profile-%s", async (release, transaction, profile) => {
    const served = serve({ release });
    expect((await served.get(status)).element).toBe(`{urn:veloconnect:transaction-${transaction}}GetStatusResponse`);
    const answer = await served.get(status.replace("GetStatus", "GetProfile"));
    expect(answer.element).toBe(`{urn:veloconnect:profile-${profile}}GetProfileResponse`);
  });

  it.each(["1.0", "1.4", "1.6"])("a document of transaction-%s in that namespace", async (revision) => {
    const answer = await serve().postXml(statusDocument(`urn:veloconnect:transaction-${revision}`));
    expect(answer).toMatchObject({ element: `{urn:veloconnect:transaction-${revision}}GetStatusResponse`, value: { responseCode: 200 } });
  });
});

describe("media types of documents", () => {
  it.each(["application/xml", "text/xml", "APPLICATION/XML; charset=utf-8", 'text/xml; charset="utf-8"'])("%s", async (type) => {
    expect((await serve().postXml(statusDocument(), type)).value.responseCode).toBe(200);
  });

  it("believes the charset of the media type before the declaration", async () => {
    const served = serve({ buyersIds: ["Händler"] });
    const text = `<?xml version="1.0" encoding="utf-8"?>${statusDocument().replace("B1", "Händler")}`;
    const answer = await served.postXml(
      Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
      "application/xml; charset=iso-8859-1",
    );
    expect(answer.value).toMatchObject({ responseCode: 200, buyersID: { $value: "Händler" } });
  });
});

describe("an order by parameters", () => {
  const buyer = "BuyersID=B1&Password=secret";

  it("goes from creation to the merchandise system", async () => {
    const served = serve();
    const created = await served.get(
      `RequestName=CreateOrderRequest&${buyer}&quantityUnitCode.spoke=EA&Quantity.tyre=2&quantityUnitCode.tyre=EA&Quantity.spoke=500` +
        "&BuyersItemIdentification.tyre=my-7&DeliveryDate.tyre=2026-03-01&BacklogIndicator.tyre=0",
    );
    expect(created.value).toMatchObject({ responseCode: 200, statusCode: 2 });
    const id = encodeURIComponent(String(created.value.transactionID));
    const updated = await served.postForm(
      `RequestName=UpdateOrderRequest&${buyer}&TransactionID=${id}&Quantity.tyre=3&quantityUnitCode.tyre=EA`,
    );
    expect(updated.value).toMatchObject({ responseCode: 200, statusCode: 2 });
    const finished = await served.get(`RequestName=FinishOrderRequest&${buyer}&TransactionId=${id}`);
    expect(finished.value).toMatchObject({ responseCode: 200, statusCode: 100, orderHeader: { orderID: "A-1" } });
    expect(served.placed[0]?.lines).toMatchObject([
      { number: "spoke", quantity: "5", unit: "PK", backlog: true },
      { number: "tyre", quantity: "3", unit: "EA", buyersNumber: "my-7" },
    ]);
  });

  it("splits item numbers at the first dot only", async () => {
    const { value } = await serve().get(`RequestName=CreateOrderRequest&${buyer}&Quantity.30.40-L=1&quantityUnitCode.30.40-L=EA`);
    expect(value.itemUnknown).toEqual([{ sellersItemIdentification: { id: { $value: "30.40-L" } } }]);
  });

  it("answers a list of items in the order of the parameters, with and without quantities", async () => {
    const { value } = await serve().get(
      `RequestName=GetItemDetailsListRequest&${buyer}&SellersItemIdentification=a&Quantity.tyre=99&SellersItemIdentification=b&quantityUnitCode.tyre=EA`,
    );
    expect(value.itemDetail).toMatchObject([
      { itemUnknown: { sellersItemIdentification: { id: { $value: "a" } } } },
      { availability: { code: "partially_available" } },
      { itemUnknown: { sellersItemIdentification: { id: { $value: "b" } } } },
    ]);
  });
});

describe("identifiers and passwords that are too long", () => {
  const long = "x".repeat(300);
  it.each<[string, string]>([
    ["a BuyersID", `RequestName=GetStatusRequest&BuyersID=${long}&Password=secret`],
    ["a BuyersID beside what is not valid", `RequestName=GetStatusRequest&BuyersID=${long}&IsTest=maybe&Password=secret`],
    ["a BuyersID without a RequestName", `BuyersID=${long}&Password=secret`],
    ["a Password", `RequestName=GetStatusRequest&BuyersID=B1&Password=${"x".repeat(1001)}`],
    ["a TransactionID of a stranger", `RequestName=RollbackRequest&BuyersID=B9&Password=secret&TransactionID=${long}`],
    ["an item of a stranger", `RequestName=GetItemDetailsRequest&BuyersID=B9&Password=secret&SellersItemIdentification=${long}`],
  ])("%s: not repeated", async (_, query) => {
    const { value } = await serve().postForm(query);
    expect(value.responseCode).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(value).length).toBeLessThan(400);
  });
});
