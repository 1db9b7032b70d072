/**
 * Requests shaped as clients in the field send them, for the whole way of a dealer: credentials, profile, search, details, order, finish. What they
 * read is looked for by the paths by which they read it.
 */
import { describe, expect, it } from "vitest";
import { readTree, type TreeElement } from "../../../contracts/xml-tree.js";
import { type Served, serve } from "../../../support/veloconnect-server.js";

const namespaces: Readonly<Record<string, string>> = {
  vct: "urn:veloconnect:transaction-1.0",
  vcp: "urn:veloconnect:profile-1.1",
  vco: "urn:veloconnect:order-1.1",
  vcc: "urn:veloconnect:catalog-1.1",
  cac: "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-1.0",
  cbc: "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-1.0",
};
const url = "http://seller.example/veloconnect";

const isElement = (part: unknown): part is TreeElement => typeof part === "object" && part !== null && "local" in part;
const childrenOf = (element: TreeElement): readonly TreeElement[] => element.children.filter(isElement);
const matches = (element: TreeElement, step: string): boolean => {
  const [prefix = "", local] = step.split(":");
  return element.local === local && element.namespace === namespaces[prefix];
};
const descendants = (element: TreeElement): readonly TreeElement[] => [element, ...childrenOf(element).flatMap(descendants)];

/** The texts at a path like `/vcp:GetProfileResponse/vcp:VeloconnectProfile` or `//cac:SellersItemIdentification/cac:ID`. */
function select(root: TreeElement, path: string): readonly TreeElement[] {
  const [first = "", ...steps] = path.replace(/^\/\/?/, "").split("/");
  const start = path.startsWith("//") ? descendants(root) : [root];
  return steps.reduce<readonly TreeElement[]>(
    (found, step) => found.flatMap((element) => childrenOf(element).filter((child) => matches(child, step))),
    start.filter((element) => matches(element, first)),
  );
}

const textOf = (element: TreeElement | undefined): string => element?.children.filter((part) => typeof part === "string").join("") ?? "";
const texts = (root: TreeElement, path: string): readonly string[] => select(root, path).map(textOf);

async function answerOf(served: Served, request: Request): Promise<TreeElement> {
  const response = await served.handle(request);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text.startsWith("<?xml")).toBe(true);
  return readTree(new TextEncoder().encode(text));
}

describe("a Python client of the URL binding", () => {
  const ask = (served: Served, name: string, more: Readonly<Record<string, string>> = {}): Promise<TreeElement> =>
    answerOf(
      served,
      new Request(`${url}?${new URLSearchParams({ BuyersID: "B1", Password: "secret", RequestName: name, IsTest: "False", ...more })}`),
    );

  it("comes from its credentials to an order", async () => {
    const served = serve();
    // It checks its credentials by a search without a hit.
    const nothing = await ask(served, "CreateTextSearchRequest", { SearchString: "NOTHING" });
    expect(texts(nothing, "//vct:ResponseCode")).toEqual(["200"]);
    expect(texts(nothing, "//vct:StatusCode")).toEqual(["100"]);

    const profile = await ask(served, "GetProfileRequest");
    const implemented = select(profile, "/vcp:GetProfileResponse/vcp:VeloconnectProfile/vcp:Implements");
    const offers = implemented.map((each) => {
      const name = childrenOf(each).find(({ local }) => local === "Transaction" || local === "Operation");
      return `${textOf(name)} ${textOf(childrenOf(each).find(({ local }) => local === "Binding"))}`;
    });
    for (const name of ["TextSearch", "Order", "GetItemDetails", "GetItemDetailsList", "GetClassificationScheme"]) {
      expect(offers).toContain(`${name} URL`);
      expect(offers).toContain(`${name} XML-POST`);
    }

    const search = await ask(served, "CreateTextSearchRequest", { SearchString: "tyre 28" });
    expect(texts(search, "//vcc:TotalCount")).toEqual(["1"]);
    const [id = ""] = texts(search, "//vct:TransactionID");
    const hits = { TransactionID: id, StartIndex: "0", Count: "1" };
    const ids = await ask(served, "SearchResultRequest", { ...hits, ResultFormat: "ID_ONLY", DoNotClose: "True" });
    expect(texts(ids, "//cac:SellersItemIdentification/cac:ID")).toEqual(["tyre"]);
    const details = await ask(served, "SearchResultRequest", { ...hits, ResultFormat: "ITEM_DETAIL" });
    expect(select(details, "/vcc:SearchResultResponse/vco:ItemDetail")).toHaveLength(1);
    expect(texts(details, "//cac:SellersItemIdentification/cac:ID")).toEqual(["tyre"]);
    // It rolls back what closed by itself, and raises unless that is refused by the rules.
    expect(texts(await ask(served, "RollbackRequest", { TransactionID: id }), "//vct:ResponseCode")).toEqual(["430"]);

    const item = await ask(served, "GetItemDetailsRequest", { SellersItemIdentification: "tyre", Quantity: "2", quantityUnitCode: "EA" });
    expect(texts(item, "/vco:GetItemDetailsResponse/vco:Availability/vco:Code")).toEqual(["available"]);
    const order = await ask(served, "CreateOrderRequest", { "Quantity.tyre": "2", "quantityUnitCode.tyre": "EA" });
    const [orderId = ""] = texts(order, "/vco:OrderResponse/vct:TransactionID");
    const final = await ask(served, "FinishOrderRequest", { TransactionID: orderId });
    expect(texts(final, "/vco:FinalOrderResponse/vco:OrderHeader/vco:OrderID")).toEqual(["A-1"]);
    expect(served.errors).toEqual([]);
  });

  it("may test", async () => {
    const served = serve();
    const order = await ask(served, "CreateOrderRequest", { "Quantity.tyre": "2", "quantityUnitCode.tyre": "EA", IsTest: "True" });
    expect(texts(order, "//vct:IsTest")).toEqual(["true"]);
    const [id = ""] = texts(order, "//vct:TransactionID");
    const final = await ask(served, "FinishOrderRequest", { TransactionID: id, IsTest: "True" });
    expect(texts(final, "//vco:OrderID")[0]).toMatch(/^TEST-/);
    expect(served.placed).toEqual([]);
  });

  it.each(["maybe", "TRUE ", "yes", "2"])("is told that IsTest=%s is no boolean", async (IsTest) => {
    const code = IsTest.trim() === "TRUE" ? "200" : "405";
    expect(texts(await ask(serve(), "GetStatusRequest", { IsTest }), "//vct:ResponseCode")).toEqual([code]);
  });
});

describe("a Python client of the XML-POST binding", () => {
  const post = (
    served: Served,
    name: string,
    module: string,
    content = "",
    id: string | undefined = undefined,
    password = "secret",
  ): Promise<TreeElement> => {
    const head = `<vct:BuyersID>B1</vct:BuyersID><vct:Credential><vct:Password>${password}</vct:Password></vct:Credential>`;
    const transaction = id === undefined ? "" : `<vct:TransactionID>${id}</vct:TransactionID>`;
    const declarations = `xmlns="${namespaces[module]}" xmlns:vct="${namespaces.vct}" xmlns:cac="${namespaces.cac}" xmlns:cbc="${namespaces.cbc}"`;
    const body = `<?xml version="1.0"?><${name} ${declarations}>${head}${transaction}<vct:IsTest>0</vct:IsTest>${content}</${name}>`;
    return answerOf(served, new Request(url, { method: "POST", body, headers: { "content-type": "application/xml" } }));
  };

  it("comes from its credentials to an order, searching in catalog-1.1", async () => {
    const served = serve();
    // It checks its credentials by a search without a hit; wrong ones have another code.
    const nothing = await post(served, "CreateTextSearchRequest", "vcc", "<SearchString>NOTHING</SearchString>");
    expect(texts(nothing, "//vct:ResponseCode")).toEqual(["200"]);
    expect(texts(nothing, "/vcc:CreateTextSearchResponse/vcc:TotalCount")).toEqual(["0"]);
    expect(texts(nothing, "//vct:StatusCode")).toEqual(["100"]);
    const wrong = await post(served, "CreateTextSearchRequest", "vcc", "<SearchString>NOTHING</SearchString>", undefined, "wrong");
    expect(texts(wrong, "/vcc:CreateTextSearchResponse/vct:ResponseCode")).toEqual(["411"]);

    // It asks for the profile by GET, and sends documents to what is listed for XML-POST: to its URI, or to the default URL.
    const query = new URLSearchParams({ BuyersID: "B1", Password: "secret", RequestName: "GetProfileRequest", IsTest: "False" });
    const profile = await answerOf(served, new Request(`${url}?${query}`));
    const offered = select(profile, "/vcp:GetProfileResponse/vcp:VeloconnectProfile/vcp:Implements")
      .map((each) => Object.fromEntries(childrenOf(each).map((child) => [child.local, textOf(child)])))
      .filter(({ Binding }) => Binding === "XML-POST");
    expect(offered.map(({ Transaction, Operation }) => Transaction ?? Operation)).toEqual(
      expect.arrayContaining(["TextSearch", "Order", "GetItemDetails", "GetItemDetailsList", "GetClassificationScheme"]),
    );
    expect(offered.flatMap(({ URI }) => (URI === undefined ? [] : [URI]))).toEqual([]);

    const search = await post(served, "CreateTextSearchRequest", "vcc", "<SearchString>4000000000013</SearchString>");
    expect(texts(search, "/vcc:CreateTextSearchResponse/vcc:TotalCount")).toEqual(["1"]);
    const [id] = texts(search, "//vct:TransactionID");
    const page = "<StartIndex>0</StartIndex><Count>1</Count>";
    const ids = await post(
      served,
      "SearchResultRequest",
      "vcc",
      `${page}<ResultFormat>ID_ONLY</ResultFormat><DoNotClose>true</DoNotClose>`,
      id,
    );
    expect(texts(ids, "//cac:SellersItemIdentification/cac:ID")).toEqual(["spoke"]);
    const details = await post(served, "SearchResultRequest", "vcc", `${page}<ResultFormat>ITEM_DETAIL</ResultFormat>`, id);
    expect(select(details, "/vcc:SearchResultResponse/vco:ItemDetail")).toHaveLength(1);
    const schemes = await post(served, "GetClassificationSchemeRequest", "vcc");
    expect(select(schemes, "/vcc:GetClassificationSchemeResponse/vcc:ClassificationScheme")).toHaveLength(2);
    const number = "<cac:SellersItemIdentification><cac:ID>spoke</cac:ID></cac:SellersItemIdentification>";
    const quantity = `<cbc:Quantity quantityUnitCode="EA">500</cbc:Quantity>`;
    const item = await post(served, "GetItemDetailsRequest", "vco", `${number}${quantity}`);
    expect(texts(item, "/vco:GetItemDetailsResponse/cac:Item/cac:SellersItemIdentification/cac:ID")).toEqual(["spoke"]);
    expect(select(item, "/vco:GetItemDetailsResponse/vco:Availability/vco:Code")).toHaveLength(1);
    const entries = `<RequestEntry>${number}</RequestEntry><RequestEntry>${number}${quantity}</RequestEntry>`;
    const items = await post(served, "GetItemDetailsListRequest", "vco", entries);
    expect(select(items, "/vco:GetItemDetailsListResponse/vco:ItemDetail")).toHaveLength(2);
    const line = `<OrderRequestLine><cac:SellersItemIdentification><cac:ID>spoke</cac:ID></cac:SellersItemIdentification><cbc:Quantity quantityUnitCode="EA">500</cbc:Quantity></OrderRequestLine>`;
    const order = await post(served, "CreateOrderRequest", "vco", line);
    const [orderId] = texts(order, "//vct:TransactionID");
    const final = await post(served, "FinishOrderRequest", "vco", "", orderId);
    expect(texts(final, "/vco:FinalOrderResponse/vco:OrderHeader/vco:OrderID")).toEqual(["A-1"]);
    expect(texts(final, "//vct:StatusCode")).toEqual(["100"]);
    expect(served.placed).toHaveLength(1);
  });

  it("of an older module is understood where the server is tolerant, and answered in the release's revision", async () => {
    const answer = (tolerant: boolean): Promise<TreeElement> =>
      answerOf(
        serve({ tolerant }),
        new Request(url, {
          method: "POST",
          body: `<CreateTextSearchRequest xmlns="urn:veloconnect:catalog-1.0"><BuyersID>B1</BuyersID><Credential><Password>secret</Password></Credential><SearchString>tyre</SearchString></CreateTextSearchRequest>`,
          headers: { "content-type": "text/xml" },
        }),
      );
    expect(texts(await answer(false), "//vct:ResponseCode")).toEqual(["405"]);
    expect(texts(await answer(true), "/vcc:CreateTextSearchResponse/vcc:TotalCount")).toEqual(["1"]);
  });
});

describe("a PHP client, whose forms are not encoded", () => {
  const post = (served: Served, body: string | Uint8Array): Promise<TreeElement> =>
    answerOf(
      served,
      new Request(url, { method: "POST", body: body as BodyInit, headers: { "content-type": "application/x-www-form-urlencoded" } }),
    );
  const head = "BuyersID=B1&Password=secret";
  const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

  it("searches with blanks, and fetches everything at once", async () => {
    const served = serve();
    const search = await post(served, `${head}&SearchString=inch tyre&RequestName=CreateTextSearchRequest`);
    const [total] = texts(search, "//vcc:TotalCount");
    const [id] = texts(search, "//vct:TransactionID");
    const fetch = `${head}&TransactionID=${id}&StartIndex=0&Count=${total}&ResultFormat=ITEM_DETAIL&RequestName=SearchResultRequest`;
    const hits = await post(served, fetch);
    expect(select(hits, "/vcc:SearchResultResponse/vco:ItemDetail")).toHaveLength(1);
  });

  it.each([
    ["&StartIndex=&Count=", "3"],
    ["", "3"],
    ["&StartIndex=1&Count=", "2"],
  ])("may leave out where to begin and how many: %j", async (page, want) => {
    const served = serve();
    const search = await post(served, `${head}&SearchString=&TransactionID=&RequestName=CreateTextSearchRequest`);
    const [id] = texts(search, "//vct:TransactionID");
    const hits = await post(served, `${head}&TransactionID=${id}${page}&ResultFormat=ID_ONLY&RequestName=SearchResultRequest`);
    expect(texts(hits, "//vcc:Count")).toEqual([want]);
  });

  it("may leave out the TransactionID, which nobody has", async () => {
    const hits = await post(serve(), `${head}&TransactionID=&ResultFormat=ID_ONLY&RequestName=SearchResultRequest`);
    expect(texts(hits, "//vct:ResponseCode")).toEqual(["420"]);
  });

  it.each<[string, string | Uint8Array]>([
    ["ISO-8859-1", latin1(`${head}&SearchString=Größe&RequestName=CreateTextSearchRequest`)],
    ["ISO-8859-1, percent-encoded", `${head}&SearchString=Gr%F6%DFe&RequestName=CreateTextSearchRequest`],
    ["a percent sign", `${head}&SearchString=100%&RequestName=CreateTextSearchRequest`],
  ])("that sends %s is understood where the server is tolerant", async (_, body) => {
    expect(texts(await post(serve(), body), "//vct:ResponseCode")).toEqual(["405"]);
    const queries: string[] = [];
    const served = serve({
      tolerant: true,
      ports: {
        catalogue: {
          find: async () => ({ kind: "unknown" }),
          findMany: async () => [],
          search: async (query) => {
            queries.push(query);
            return { numbers: [], total: 0 };
          },
        },
      },
    });
    expect(texts(await post(served, body), "//vct:ResponseCode")).toEqual(["200"]);
    expect(queries).toEqual([typeof body === "string" && body.includes("100%") ? "100%" : "Größe"]);
  });

  it("that sends UTF-8 is understood anyway", async () => {
    expect(texts(await post(serve(), `${head}&SearchString=Größe&RequestName=CreateTextSearchRequest`), "//vct:ResponseCode")).toEqual([
      "200",
    ]);
  });
});
