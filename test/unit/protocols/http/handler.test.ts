/**
 * WSDL's HTTP binding: what the server answers, and the client against it.
 */
import {
  asDeclared,
  createClient,
  createHandler,
  declaredFault,
  type HandlerOptions,
  type HttpRefusal,
  type Server,
  SoapFault,
  serve,
  TransportError,
} from "soapwright/soap";
import { beforeEach, describe, expect, it } from "vitest";
import {
  BookElement,
  DeskGet,
  type DeskOperations,
  DeskPost,
  type StockOperations,
  StockPost,
  StockSoap11,
  StockSoap12,
} from "./library-contract.js";

let rings: number[];
let faults: SoapFault[];
beforeEach(() => {
  rings = [];
  faults = [];
});

const desk: Server<DeskOperations> = {
  async find({ title, year, tag = [] }) {
    if (title === "nothing") throw declaredFault<DeskOperations["find"]>({ name: "missing", detail: title });
    if (title === "busy") throw new SoapFault("Receiver", "try again", { status: 503 });
    if (title === "crash") throw new Error("a secret of the server");
    return { title: [title, ...tag].join(" "), ...(year !== undefined && { year }) };
  },
  lend: async ({ title, until }) => ({ title: `${title} until ${until}` }),
  giveBack: async ({ title }) => ({ title: `${title} is back` }),
  shelf: async ({ shelf, place }) => ({ title: shelf, year: place }),
  count: async () => 3,
  ring: async ({ times }) => void rings.push(times),
};
const stock: Server<StockOperations> = { add: async ({ year = 0 }) => year + 1, remove: async ({ year = 0 }) => year - 1 };

const services = [serve(DeskGet, desk), serve(DeskPost, desk), serve(StockPost, stock)];

function handlerOf(options: Partial<HandlerOptions> = {}) {
  return createHandler({ services, onFault: (fault) => faults.push(fault), ...options });
}

const url = "http://library.example/base";
const form = { "content-type": "application/x-www-form-urlencoded" };
const xml = { "content-type": "text/xml" };

async function ask(path: string, init: RequestInit = {}, handler = handlerOf()): Promise<string> {
  const response = await handler(new Request(url + path, init));
  return `${response.status} ${(await response.text()).replace(/^<\?xml[^>]*\?>\s*/, "")}`;
}

const book = (title: string, year = ""): string =>
  `200 <ns1:Book xmlns:ns1="urn:library"><ns1:Title>${title}</ns1:Title>${year && `<ns1:Year>${year}</ns1:Year>`}</ns1:Book>`;

describe("a request", () => {
  it.each<[string, string, string]>([
    ["has its input in the query", "/find?title=A%20b&YEAR=1999&Tag=x&Tag=y", book("A b x y", "1999")],
    ["has its input in the location", "/shelves/A%2Fb/7.xml", book("A/b", "7")],
    ["has no input", "/count", '200 <ns1:Count xmlns:ns1="urn:library">3</ns1:Count>'],
    ["is identified by a parameter", "/desk?Action=Return&Title=B", book("B is back")],
    ["is identified by the same parameter of another operation", "/desk?Until=2026-01-31&Title=B&Action=Lend", book("B until 2026-01-31")],
  ])("that %s", async (_, path, want) => expect(await ask(path)).toBe(want));

  it("has its input in a form, of either notation", async () => {
    expect(await ask("/desk", { method: "POST", headers: form, body: "Action=GiveBack&Title=B+c" })).toBe(book("B c is back"));
    expect(await ask("/desk", { method: "POST", headers: form, body: "Action=Lend&Title=B&Until=2026-01-31" })).toBe(
      book("B until 2026-01-31"),
    );
  });

  it.each(["text/xml", "application/xml; charset=utf-8"])("has its input in a document, identified by its root: %s", async (type) => {
    const send = (root: string): Promise<string> =>
      ask("/stock", {
        method: "POST",
        headers: { "content-type": type },
        body: `<l:${root} xmlns:l="urn:library"><l:Title>B</l:Title><l:Year>5</l:Year></l:${root}>`,
      });
    expect(await send("Add")).toContain(">6<");
    expect(await send("Remove")).toContain(">4<");
  });

  it("one way is answered with 202", async () => {
    expect(await ask("/ring", { method: "POST", headers: form, body: "Times=2" })).toBe("202 ");
    expect(rings).toEqual([2]);
  });
});

describe("a request that no operation answers", () => {
  it.each<[string, string, RequestInit, string]>([
    ["another path", "/nowhere", {}, '404 there is no operation at "/base/nowhere"\n'],
    ["a path that goes on", "/find/x?Title=B", {}, '404 there is no operation at "/base/find/x"\n'],
    ["a part with a slash in it", "/shelves/a/b/7.xml", {}, '404 there is no operation at "/base/shelves/a/b/7.xml"\n'],
    ["another method", "/find", { method: "PUT", body: "x" }, "405 "],
    ["another media type", "/stock", { method: "POST", headers: { "content-type": "text/plain" }, body: "x" }, "415 "],
    ["the media type of another location", "/stock", { method: "POST", headers: form, body: "x" }, "415 "],
    ["an unknown content coding", "/stock", { method: "POST", headers: { ...xml, "content-encoding": "br" }, body: "x" }, "415 "],
    ["an unknown root", "/stock", { method: "POST", headers: xml, body: "<a/>" }, '400 no operation takes the document "a"\n'],
    ["no document", "/stock", { method: "POST", headers: xml, body: "hello" }, "400 1:1 "],
    [
      "a document that is not valid",
      "/stock",
      { method: "POST", headers: xml, body: '<l:Add xmlns:l="urn:library"><l:Year>x</l:Year></l:Add>' },
      "400 /Add",
    ],
    ["a document that does not end", "/stock", { method: "POST", headers: xml, body: '<Add xmlns="urn:library">' }, "400 /"],
    [
      "something behind the document",
      "/stock",
      { method: "POST", headers: xml, body: '<Add xmlns="urn:library"><Title/></Add><x/>' },
      "400 /",
    ],
    ["no parameter that identifies the operation", "/desk?Title=B", {}, '400 the parameter "Action" is missing\n'],
    ["two of them", "/desk?action=Lend&Action=Lend", {}, '400 the parameter "Action" comes twice\n'],
    ["another value", "/desk?Action=Steal", {}, '400 no operation has the parameter "Action" with the value "Steal"\n'],
    ["a missing parameter", "/find", {}, '400 the parameter "Title" is missing\n'],
    [
      "wrong parameters",
      "/find?Year=x&Title=a&Title=b",
      {},
      '400 the parameter "Year" is not valid: "x" is not an integer\nthe parameter "Title" comes twice\n',
    ],
    ["a part of the location that is not valid", "/shelves/a/b.xml", {}, '400 the parameter "Place" is not valid: "b" is not an integer\n'],
    ["what is not percent-encoded UTF-8", "/find?Title=%E4", {}, "400 the parameters are not percent-encoded UTF-8\n"],
    ["the same in a form", "/desk", { method: "POST", headers: form, body: new Uint8Array([0xe4]) }, "400 the parameters are not"],
    ["the same in the location", "/shelves/%E4/7.xml", {}, "400 the parameters are not percent-encoded UTF-8\n"],
    ["too many parameters", `/find?${"a&".repeat(20_000)}`, {}, "400 there are too many parameters\n"],
  ])("%s", async (_, path, init, want) => {
    const answer = await ask(path, init);
    expect(answer.startsWith(want), answer).toBe(true);
    expect(faults).toEqual([]);
  });

  it("of another method or type is answered with those that are allowed", async () => {
    const handler = handlerOf();
    const put = await handler(new Request(`${url}/find`, { method: "PUT", body: "x" }));
    expect(put.headers.get("allow")).toBe("GET, POST");
    const post = await handler(new Request(`${url}/stock`, { method: "POST", headers: form, body: "x" }));
    expect(post.headers.get("accept-post")).toBe("application/xml, text/xml");
  });

  it("is answered in a service's own form where it has one", async () => {
    const refusals: HttpRefusal[] = [];
    const refuse = (refusal: HttpRefusal) => {
      refusals.push(refusal);
      return refusal.problem.kind === "location" ? undefined : { codec: BookElement, value: { title: refusal.problem.kind } };
    };
    const handler = handlerOf({ http: { refuse, headers: { "cache-control": "no-store" } } });
    expect(await ask("/find?Year=x&Title=B", {}, handler)).toBe(book("invalid"));
    expect(await ask("/desk?Title=B&x=y", {}, handler)).toBe(book("selector"));
    expect(await ask("/find?Title=crash", {}, handler)).toBe(book("failed"));
    expect(await ask("/nowhere", {}, handler)).toMatch(/^404 /);
    expect(refusals[1]?.parameters).toEqual([
      ["Title", "B"],
      ["x", "y"],
    ]);
    const response = await handler(new Request(`${url}/count`));
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

describe("an operation that fails", () => {
  it.each<[string, string, string, string]>([
    [
      "with a declared fault answers with its document",
      "nothing",
      '400 <ns1:Missing xmlns:ns1="urn:library">nothing</ns1:Missing>',
      "Sender",
    ],
    ["with another fault answers with its reason", "busy", "503 try again\n", "Receiver"],
    ["otherwise says nothing of why", "crash", "500 internal error\n", "Receiver"],
  ])("%s", async (_, title, want, code) => {
    expect(await ask(`/find?Title=${title}`)).toBe(want);
    expect(faults.map((fault) => fault.code)).toEqual([code]);
  });
});

describe("one endpoint with SOAP 1.1, SOAP 1.2 and HTTP", () => {
  const handler = handlerOf({ services: [serve(StockSoap11, stock), serve(StockSoap12, stock), ...services] });
  const ns11 = "http://schemas.xmlsoap.org/soap/envelope/";
  const ns12 = "http://www.w3.org/2003/05/soap-envelope";
  const add = '<l:Add xmlns:l="urn:library"><l:Title>B</l:Title><l:Year>5</l:Year></l:Add>';
  const envelope = (namespace: string): string => `<e:Envelope xmlns:e="${namespace}"><e:Body>${add}</e:Body></e:Envelope>`;

  it.each<[string, string, string, RegExp]>([
    ["SOAP 1.1", "text/xml", envelope(ns11), /^200 <soap:Envelope.*>6</],
    ["SOAP 1.2", "application/soap+xml", envelope(ns12), /^200 <soap:Envelope.*>6</],
    ["a document", "text/xml", add, /^200 <ns1:Count.*>6</],
    ["a document of another media type", "application/xml", add, /^200 <ns1:Count.*>6</],
    ["neither", "text/xml", "<a/>", /^500 <soap:Envelope.*not a SOAP envelope/],
    ["no XML", "text/xml", "hello", /^400 <soap:Envelope/],
  ])("%s", async (_, type, body, want) => {
    expect(await ask("/stock", { method: "POST", headers: { "content-type": type }, body }, handler)).toMatch(want);
  });

  it("answers GET by HTTP", async () => expect(await ask("/count", {}, handler)).toContain(">3<"));

  it("names all methods and media types", async () => {
    const put = await handler(new Request(url, { method: "PUT", body: "x" }));
    const post = await handler(new Request(url, { method: "POST", headers: { "content-type": "image/png" }, body: "x" }));
    expect([put.headers.get("allow"), post.headers.get("accept-post")]).toEqual([
      "GET, POST",
      "text/xml, application/soap+xml, multipart/related, application/x-www-form-urlencoded, application/xml",
    ]);
  });
});

describe("hooks", () => {
  const envelope =
    '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><l:Add xmlns:l="urn:library"><l:Title>B</l:Title></l:Add></e:Body></e:Envelope>';
  const bySoap = { method: "POST", headers: xml, body: envelope };

  it("run around the operations of every protocol", async () => {
    const seen: unknown[] = [];
    const handler = handlerOf({
      services: [serve(StockSoap11, stock), ...services],
      before: ({ portType, name, input, call }) => void seen.push([portType, name, input, call.request?.method]),
      after: ({ name }, output) => void seen.push([name, output]),
    });
    await ask("/stock", bySoap, handler);
    await ask("/count", {}, handler);
    expect(seen).toEqual([
      ["{urn:library}Stock", "Add", { title: "B" }, "POST"],
      ["Add", 1],
      ["{urn:library}Desk", "Count", undefined, "GET"],
      ["Count", 3],
    ]);
  });

  it("refuse calls in the form of the protocol", async () => {
    const handler = handlerOf({
      services: [serve(StockSoap11, stock), ...services],
      before: async ({ call }) => {
        if (call.request?.headers.get("authorization") === null) throw new SoapFault("Sender", "who are you?", { status: 401 });
      },
    });
    expect(await ask("/stock", bySoap, handler)).toMatch(/^401 <soap:Envelope.*who are you\?/);
    expect(await ask("/count", {}, handler)).toBe("401 who are you?\n");
    expect(await ask("/count", { headers: { authorization: "Basic eDp5" } }, handler)).toContain(">3<");
    expect(faults).toHaveLength(2);
  });
});

describe("the client", () => {
  const fetch = handlerOf();
  const get = createClient(DeskGet, { url, fetch });
  const post = createClient(DeskPost, { url: `${url}/`, fetch });
  const documents = createClient(StockPost, { url, fetch });

  it("writes queries, locations, forms and documents", async () => {
    expect(await get.find({ title: "A&b+c ä", year: 7, tag: ["x", "y"] })).toEqual({ title: "A&b+c ä x y", year: 7 });
    expect(await get.shelf({ shelf: "a/(b) %", place: 3 })).toEqual({ title: "a/(b) %", year: 3 });
    expect(await get.count()).toBe(3);
    expect(await post.lend({ action: "Lend", title: "B", until: "2026-01-31" })).toEqual({ title: "B until 2026-01-31" });
    expect(await post.ring({ times: 4 })).toBeUndefined();
    expect(await documents.remove({ title: "B", year: 4 })).toBe(3);
  });

  it("gets declared faults as the contract states them", async () => {
    const caught: unknown = await get.find({ title: "nothing" }).catch((error: unknown) => error);
    expect(asDeclared<DeskOperations["find"]>(caught)).toEqual({ name: "missing", detail: "nothing" });
    expect(caught).toMatchObject({ code: "Sender", status: 400 });
  });

  it("gets everything else as a transport error with the text of the answer", async () => {
    const caught: unknown = await get.find({ title: "busy" }).catch((error: unknown) => error);
    expect(caught).toBeInstanceOf(TransportError);
    expect(caught).toMatchObject({ status: 503, message: "HTTP 503: try again" });
  });

  it("refuses an input that is not valid before it is sent", async () => {
    await expect(post.lend({ action: "Lend", title: "B", until: "tomorrow" })).rejects.toThrow(/"Until" is not valid/);
    await expect(documents.add({ title: "\0" })).rejects.toThrow();
  });

  it.each<[string, string, ResponseInit, RegExp]>([
    ["another media type", "<html>", { headers: { "content-type": "text/html" } }, /HTTP 200 with media type "text\/html"/],
    ["another document", "<a/>", { headers: xml }, /"a"/],
    ["an error without text", "", { status: 502 }, /HTTP 502 with media type "text\/plain"/],
  ])("refuses an answer with %s", async (_, body, init, message) => {
    const client = createClient(DeskGet, { url, fetch: async () => new Response(body, init) });
    await expect(client.count()).rejects.toThrow(message);
  });
});
