/**
 * A conversation of each transaction, played with the server in documents: every answer is valid by the official schemas.
 */
import { join } from "node:path";
import { type LoadedSchema, loadSchema } from "soapwright/schema";
import { beforeAll, describe, expect, it } from "vitest";
import type { ElementCodec } from "../../../src/runtime/codec.js";
import { encode } from "../../../src/runtime/encode.js";
import { listOperations } from "../../../src/services/veloconnect/bindings.js";
import { documentStyle } from "../../../src/services/veloconnect/document-style.js";
import { ResponseCode } from "../../../src/services/veloconnect/response-code.js";
import { sharedFolder } from "../../support/shared-folder.js";
import { type Served, serve } from "../../support/veloconnect-server.js";

const shared = sharedFolder();
const components = "urn:oasis:names:specification:ubl:schema:xsd:Common";
const declarations = `xmlns:vct="urn:veloconnect:transaction-1.0" xmlns:cac="${components}AggregateComponents-1.0" xmlns:cbc="${components}BasicComponents-1.0"`;

/** A step: the request, and ResponseCode and StatusCode of the answer. */
interface Step {
  readonly module: string;
  readonly request: string;
  readonly content?: string;
  /** Is it about the instance of the conversation? */
  readonly inTransaction?: boolean;
  readonly isTest?: boolean;
  readonly want: string;
}

const page = (start: number, count: number): string => `<m:StartIndex>${start}</m:StartIndex><m:Count>${count}</m:Count>`;
const itemId = (number: string): string => `<cac:SellersItemIdentification><cac:ID>${number}</cac:ID></cac:SellersItemIdentification>`;
const orderLine = (number: string, quantity: string): string =>
  `<m:OrderRequestLine>${itemId(number)}<cbc:Quantity quantityUnitCode="EA">${quantity}</cbc:Quantity></m:OrderRequestLine>`;
const date = "<m:CreateDate>2026-02-01T10:40:42Z</m:CreateDate>";

const order = (want: string, request: string, content?: string): Step => ({
  module: "order-1.1",
  request,
  inTransaction: request !== "CreateOrderRequest",
  ...(content !== undefined && { content }),
  want,
});
const status = (want: string, revision = "1.0"): Step => ({
  module: `transaction-${revision}`,
  request: "GetStatusRequest",
  inTransaction: true,
  want,
});
const statusOfAll = (want: string, revision: string): Step => ({ module: `transaction-${revision}`, request: "GetStatusRequest", want });
const rollback = (want: string): Step => ({ module: "transaction-1.0", request: "RollbackRequest", inTransaction: true, want });
const profile = (revision: string): Step => ({ module: `profile-${revision}`, request: "GetProfileRequest", want: "200" });
const reported = (module: string, start: string, fetch: string, lines: string, more = ""): readonly Step[] => [
  { module, request: `${start}Request`, content: `${date}${more}${lines}`, want: "200 84" },
  status("200 85", module.endsWith("1.4") ? "1.4" : "1.6"),
  { module, request: `${fetch}Request`, content: page(0, 1), inTransaction: true, want: "200 85" },
  rollback("430 85"),
  { module, request: `${fetch}Request`, content: `${page(1, 9)}<m:DoNotClose>true</m:DoNotClose>`, inTransaction: true, want: "200 85" },
  { module, request: `${fetch}Request`, content: page(1, 9), inTransaction: true, want: "200 184" },
  { module, request: `${fetch}Request`, content: page(0, 9), inTransaction: true, want: "200 184" },
  statusOfAll("200", "1.6"),
];
const receipt = (request: string, content: string, want = "200"): Step => ({ module: "receipt-1.3", request, content, want });
const searchResult = (format: string, want: string, more = ""): Step => ({
  module: "catalog-1.5",
  request: "SearchResultRequest",
  content: `${page(0, 9)}<m:ResultFormat>${format}</m:ResultFormat>${more}`,
  inTransaction: true,
  want,
});
const keep = "<m:DoNotClose>true</m:DoNotClose>";

const conversations: Readonly<Record<string, readonly Step[]>> = {
  Order: [
    profile("1.1"),
    order("200 2", "CreateOrderRequest", orderLine("tyre", "2") + orderLine("saddle", "1") + orderLine("nothing", "1")),
    order("200 2", "UpdateOrderRequest", orderLine("spoke", "500") + orderLine("tyre", "0")),
    order("200 2", "ViewOrderRequest"),
    status("200 2"),
    order("200 100", "FinishOrderRequest"),
    order("430 100", "FinishOrderRequest"),
    order("200 100", "ViewOrderRequest"),
    rollback("430 100"),
    statusOfAll("200", "1.0"),
  ],
  "Order, given up": [
    order("200 2", "CreateOrderRequest", orderLine("tyre", "2")),
    rollback("200 1"),
    order("420 1", "ViewOrderRequest"),
    status("420"),
  ],
  OrderInOnlineShop: [
    { ...order("200 1", "ViewOrderRequest") },
    { ...order("200 2", "CreateOrderRequest", orderLine("tyre", "2")), inTransaction: true },
    order("200 2", "UpdateOrderRequest", orderLine("tyre", "3")),
    statusOfAll("200", "1.4"),
    order("200 100", "FinishOrderRequest"),
    status("200 1"),
    rollback("200 1"),
  ],
  TextSearch: [
    {
      module: "catalog-1.5",
      request: "CreateTextSearchRequest",
      content: '<m:SearchString languageID="de"> </m:SearchString>',
      want: "200 2",
    },
    searchResult("COUNT", "200 2"),
    searchResult("ID_ONLY", "200 2", keep),
    searchResult("ITEM_TYPE", "200 2", keep),
    searchResult("ITEM_DETAIL", "200 100"),
    searchResult("ITEM_DETAIL", "430 100"),
    rollback("430 100"),
    { module: "catalog-1.5", request: "GetClassificationSchemeRequest", want: "200" },
  ],
  "TextSearch without hits": [
    { module: "catalog-1.5", request: "CreateTextSearchRequest", content: "<m:SearchString>x y</m:SearchString>", want: "200 100" },
  ],
  B2BStock: reported(
    "stock-B2B-1.4",
    "StockTransmitB2B",
    "GetItemStatusStockTransmitB2B",
    ["tyre", "bell"]
      .map((number) => `<m:StockTransmitB2BLine>${itemId(number)}<m:Availability>Available</m:Availability></m:StockTransmitB2BLine>`)
      .join(""),
    "<m:Frequence>Complete</m:Frequence>",
  ),
  B2CStock: reported(
    "stock-B2C-1.4",
    "StockTransmitB2C",
    "GetItemStatusStockTransmitB2C",
    "<m:StockTransmitB2CLine><m:MarketPlaceItemIdentification><cac:ID>1</cac:ID></m:MarketPlaceItemIdentification></m:StockTransmitB2CLine><m:StockTransmitB2CLine/>",
    "<m:Frequence>Incremental</m:Frequence>",
  ),
  B2BSale: reported(
    "sale-B2B-1.6",
    "SaleTransmitB2B",
    "GetStatusSaleTransmitB2B",
    ["1", "2"]
      .map(
        (id) =>
          `<m:SaleTransmitB2BLine><m:ID>${id}</m:ID>${itemId("tyre")}<m:QuantityFraction>0.5</m:QuantityFraction><m:SaleDate>2026-01-31T18:00:00Z</m:SaleDate></m:SaleTransmitB2BLine>`,
      )
      .join(""),
  ),
  B2XSale: reported(
    "sale-B2X-1.6",
    "SaleTransmitB2X",
    "GetStatusSaleTransmitB2X",
    ["1", "2"]
      .map(
        (id) =>
          `<m:SaleTransmitB2XLine><m:ID>${id}</m:ID><cac:StandardItemIdentification><cac:ID>4000000000020</cac:ID></cac:StandardItemIdentification><m:SaleDate>2026-01-31T18:00:00Z</m:SaleDate><m:Quantity quantityUnitCode="EA">1</m:Quantity></m:SaleTransmitB2XLine>`,
      )
      .join(""),
  ),
  "stand-alone operations": [
    ...["1.1", "1.4", "1.5", "1.6"].map(profile),
    { module: "order-1.1", request: "GetItemDetailsRequest", content: itemId("tyre"), want: "200" },
    {
      module: "order-1.1",
      request: "GetItemDetailsListRequest",
      content: ["tyre", "saddle", "nothing"].map((number) => `<m:RequestEntry>${itemId(number)}</m:RequestEntry>`).join(""),
      want: "200",
    },
    receipt("OfferQueryRequest", "<m:RequestReference>R-7</m:RequestReference>"),
    receipt("OfferDetailsRequest", "<m:OfferID>F-1</m:OfferID><m:OfferID>X</m:OfferID>"),
    receipt("OrderConfirmationQueryRequest", "<m:DateRange><m:FromDate>2026-01-01</m:FromDate></m:DateRange><m:OrderID>O-1</m:OrderID>"),
    receipt("OrderConfirmationDetailsRequest", "<m:OrderConfirmationID>C-1</m:OrderConfirmationID>"),
    receipt("DeliveryNoteQueryRequest", "<m:OrderConfirmationID>C-1</m:OrderConfirmationID>"),
    receipt("DeliveryNoteDetailsRequest", "<m:DeliveryNoteID>D-1</m:DeliveryNoteID>"),
    receipt("InvoiceInformationQueryRequest", "<m:OrderID>O-1</m:OrderID>"),
    receipt("InvoiceInformationQueryRequest", "<m:DeliveryNoteID>D-1</m:DeliveryNoteID>", "404"),
    receipt("InvoiceInformationDetailsRequest", "<m:InvoiceID>I-1</m:InvoiceID>"),
  ],
};

const shopId = "online-basket";

function documentOf({ module, request, content = "", inTransaction = false }: Step, id: string): string {
  const transaction = inTransaction ? `<vct:TransactionID>${id}</vct:TransactionID>` : "";
  const head = `<vct:BuyersID>B1</vct:BuyersID><vct:Credential><vct:Password>secret</vct:Password></vct:Credential>${transaction}`;
  return `<m:${request} xmlns:m="urn:veloconnect:${module}" ${declarations}>${head}${content}</m:${request}>`;
}

async function post(served: Served, body: string, isSoap: boolean): Promise<string> {
  const url = "http://seller.example/veloconnect";
  const envelope = `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;
  const [handler, sent, type] = isSoap ? [served.soap, envelope, "application/soap+xml"] : [served.handle, body, "application/xml"];
  const response = await handler(new Request(url, { method: "POST", body: sent, headers: { "content-type": type } }));
  expect(response.status).toBe(200);
  return response.text();
}

const textAt = (answer: string, name: string): string | undefined =>
  new RegExp(`<(?:\\w+:)?${name}(?:\\s[^>]*)?>([^<]*)<`).exec(answer)?.[1];

describe.skipIf(shared === undefined)("conversations", () => {
  let official: LoadedSchema;
  const problemsOf = (document: string): readonly string[] =>
    official.validate(document).map(({ id, path, message }) => `${id} ${path} ${message}`);
  beforeAll(async () => {
    official = await loadSchema({ entries: [join(shared ?? "", "corpus/veloconnect/xsd/veloconnect-all.xsd")] });
  });

  it.each(Object.entries(conversations))("%s", async (name, steps) => {
    const served = serve({ shopId });
    let id = name === "OrderInOnlineShop" ? shopId : "";
    for (const step of steps) {
      const request = documentOf(step, id);
      expect([step.request, problemsOf(request)]).toEqual([step.request, []]);
      const answer = await post(served, request, false);
      expect([step.request, problemsOf(answer)]).toEqual([step.request, []]);
      expect(new RegExp(`^<\\?xml[^>]*\\?>\\s*<(\\w+):\\w+Response [^>]*xmlns:\\1="urn:veloconnect:${step.module}"`).test(answer)).toBe(
        true,
      );
      const codes = [textAt(answer, "ResponseCode"), textAt(answer, "StatusCode")];
      expect([step.request, codes.slice(0, step.want.split(" ").length).join(" ")]).toEqual([step.request, step.want]);
      if (step.inTransaction !== true && textAt(answer, "TransactionID") !== undefined) id = textAt(answer, "TransactionID") ?? "";
      // What runs in the background has time to end.
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(served.errors).toEqual([]);
  });

  it.each(Object.entries(conversations))("%s, in SOAP", async (name, steps) => {
    const served = serve({ shopId });
    let id = name === "OrderInOnlineShop" ? shopId : "";
    for (const step of steps) {
      const answer = await post(served, documentOf(step, id), true);
      const codes = [textAt(answer, "ResponseCode"), textAt(answer, "StatusCode")];
      expect([step.request, codes.slice(0, step.want.split(" ").length).join(" ")]).toEqual([step.request, step.want]);
      if (step.inTransaction !== true && textAt(answer, "TransactionID") !== undefined) id = textAt(answer, "TransactionID") ?? "";
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
  });

  const { modules } = serve();
  const ours = listOperations(modules).filter(({ portType }) => !portType.endsWith("CatalogV1_1"));
  it.each(ours.map((served) => [`${served.portType} ${served.property}`, served] as const))(
    "%s: refusals with every code",
    (_, { table, operation }) => {
      // The operation's own response.
      const codec = table.output?.() as ElementCodec<unknown> | undefined;
      if (codec === undefined) throw new Error("no response");
      for (const code of Object.values(ResponseCode)) {
        const answer = operation.refuse({}, { code, message: "no", state: undefined });
        expect([code, problemsOf(new TextDecoder().decode(encode(codec, answer, documentStyle(codec.name))))]).toEqual([code, []]);
      }
    },
  );
});

describe.skipIf(shared === undefined)("what is not offered", () => {
  it.each([true, false])("is 404 in the answer of its own operation, after the login, in SOAP: %s", async (isSoap) => {
    const served = serve({ ports: { stock: undefined, receipts: undefined, classification: undefined } });
    for (const [name, steps] of Object.entries(conversations)) {
      if (!/^B2/.test(name)) continue;
      for (const step of steps.filter(({ module }) => /^(stock|sale)/.test(module))) {
        const answer = await post(served, documentOf(step, "t"), isSoap);
        expect([step.request, textAt(answer, "ResponseCode")]).toEqual([step.request, "404"]);
        expect(answer).toMatch(new RegExp(`[<:]${step.request.replace(/Request$/, "Response")}[\\s>]`));
        const stranger = documentOf(step, "t").replace("secret", "wrong");
        expect(textAt(await post(served, stranger, isSoap), "ResponseCode")).toBe("411");
      }
    }
    const answer = await post(served, documentOf({ module: "receipt-1.3", request: "OfferQueryRequest", want: "" }, ""), isSoap);
    expect(textAt(answer, "ResponseCode")).toBe("404");
  });
});
