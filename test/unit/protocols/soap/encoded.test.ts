/**
 * Messages in the SOAP encoding: written with the types of all values, read however a sender arranges them, refused when they are wrong.
 */
import type { UnknownOperations } from "soapwright/schema";
import type { Call } from "soapwright/soap";
import { createClient, createHandler, declaredFault, serve } from "soapwright/soap";
import { beforeAll, describe, expect, it } from "vitest";
import { echoNames, loadEncoded } from "./encoded-contract.js";
import { envelope, namespaces, postBody } from "./encoded-posts.js";

type Binding = Awaited<ReturnType<typeof loadEncoded>>;

const url = "http://echo.example/";
const echo = async (input: unknown) => ({ result: (input as { value?: unknown }).value });
const implementation = Object.fromEntries(echoNames.map((name) => [name, echo]));

let bindings: Readonly<Record<"1.1" | "1.2", Binding>>;
beforeAll(async () => {
  bindings = { "1.1": await loadEncoded("1.1"), "1.2": await loadEncoded("1.2") };
});

const ann = { name: "Ann", age: 30, friend: null };
const grid = (...rows: readonly unknown[][]) => ({ item: rows.map((item) => ({ item })) });
const values: readonly [string, unknown][] = [
  ["echoString", "hello <&>"],
  ["echoPerson", { name: "Bob", age: 31, friend: ann }],
  ["echoPerson", { $type: "Employee", name: "Eve", age: 40, friend: null, salary: "10.50" }],
  ["echoStrings", { item: ["a", null, ""] }],
  ["echoStrings", {}],
  ["echoPeople", { item: [ann, { $type: "Employee", ...ann, salary: "1" }] }],
  ["echoMatrix", { item: [{ item: [1, 2] }, {}, { item: [3] }] }],
  ["echoGrid", grid([1, 2, 3], [4, 5, 6])],
  ["echoGrid", grid([1, null], [null, 4])],
  ["echoGrid", {}],
  ["echoCubes", { item: [{ item: [grid(["a", "b"]), grid(["c", "d"])] }, null] }],
];

describe.each(["1.1", "1.2"] as const)("SOAP %s", (version) => {
  it.each(values)("%s goes there and back: %j", async (operation, value) => {
    const sent: string[] = [];
    const handler = createHandler({ services: [serve(bindings[version], implementation)] });
    const client = createClient(bindings[version], {
      url,
      fetch: async (request) => {
        sent.push(await request.clone().text());
        return handler(request);
      },
    });
    expect(await client[operation]?.({ value })).toEqual({ result: value });
    expect(sent[0]).toContain("encodingStyle=");
    expect(sent[0]).toContain("xsi:type=");
  });
});

describe("messages that do not conform are written and read all the same, if that is wanted", () => {
  const halfAPerson = { name: "Ann", shoeSize: 38 };
  const call = (validation: "strict" | "report", deviations: string[]) => {
    const onDeviation = ({ id }: { readonly id: string }, { direction }: { readonly direction: string }) =>
      void deviations.push(`${direction} ${id}`);
    const handler = createHandler({ services: [serve(bindings["1.1"], implementation)], validation, onDeviation });
    const client = createClient(bindings["1.1"], { url, validation, onDeviation, fetch: handler });
    return client.echoPerson?.({ value: halfAPerson });
  };

  it("by a client and a server", async () => {
    const deviations: string[] = [];
    expect(await call("report", deviations)).toEqual({ result: { name: "Ann", friend: null } });
    expect(deviations.filter((each) => each.startsWith("input "))).not.toEqual([]);
    expect(deviations.filter((each) => each.startsWith("output "))).not.toEqual([]);
  });

  it("and refused otherwise", async () => {
    await expect(call("strict", [])).rejects.toMatchObject({ name: "ValidationError" });
  });
});

it("writes arrays with the type and number of their items", async () => {
  const sent: string[] = [];
  const fetch = async (request: Request) => {
    sent.push(await request.text());
    return new Response("", { status: 500 });
  };
  for (const version of ["1.1", "1.2"] as const) {
    const client = createClient(bindings[version], { url, fetch });
    await client.echoMatrix?.({ value: { item: [{ item: [1, 2] }] } }).catch(() => undefined);
  }
  expect(sent[0]).toContain(
    '<value xsi:type="enc:Array" enc:arrayType="xsd:int[][1]"><item xsi:type="enc:Array" enc:arrayType="xsd:int[2]">',
  );
  expect(sent[0]).toContain('<item xsi:type="xsd:int">1</item>');
  // An itemType is a QName, and the type of an inner array has none: the inner array says it itself. SOAP 1.2 Part 2 §3.1.4.1, §3.1.6
  expect(sent[1]).toContain(
    '<value xsi:type="enc:Array" enc:arraySize="1"><item xsi:type="enc:Array" enc:itemType="xsd:int" enc:arraySize="2">',
  );
});

it("writes the items of several dimensions one after another", async () => {
  const sent: string[] = [];
  const fetch = async (request: Request) => {
    sent.push(await request.text());
    return new Response("", { status: 500 });
  };
  for (const version of ["1.1", "1.2"] as const) {
    const client = createClient(bindings[version], { url, fetch });
    await client.echoGrid?.({ value: grid([1, 2, 3], [4, 5, 6]) }).catch(() => undefined);
    await client.echoCubes?.({ value: { item: [{ item: [grid(["a", "b"])] }] } }).catch(() => undefined);
  }
  const items = ["1", "2", "3", "4", "5", "6"].map((value) => `<item xsi:type="xsd:int">${value}</item>`).join("");
  expect(sent[0]).toContain(`<value xsi:type="enc:Array" enc:arrayType="xsd:int[2,3]">${items}</value>`);
  expect(sent[1]).toContain('enc:arrayType="xsd:string[,,][1]"><item xsi:type="enc:Array" enc:arrayType="xsd:string[1,1,2]">');
  expect(sent[2]).toContain(`enc:itemType="xsd:int" enc:arraySize="2 3">${items}</value>`);
});

it("writes no array of several dimensions with rows of different lengths", async () => {
  const client = createClient(bindings["1.1"], { url, fetch: async () => new Response("") });
  await expect(client.echoGrid?.({ value: grid([1, 2], [3]) })).rejects.toThrow("the rows of an array have different lengths");
});

const post = (body: string) => postBody(bindings["1.1"], body);

const person = '<t:echoPerson><value href="#p"/></t:echoPerson>';
const ofAnn = '<name xsi:type="x:string">Ann</name><age xsi:type="x:int">30</age><friend xsi:nil="1"/>';

const arrangements: readonly [string, string, unknown][] = [
  ["a reference to a later value", `${person}<multiRef id="p" e:root="0" xsi:type="t:Person">${ofAnn}</multiRef>`, ann],
  ["a reference to an earlier value", `<multiRef id="p" e:root="0" xsi:type="t:Person">${ofAnn}</multiRef>${person}`, ann],
  [
    "a reference to simple values",
    `<t:echoPerson><value><name href="#n"/><age href="#a"/></value></t:echoPerson><m id="a" xsi:type="e:int">30</m><m id="n">Ann</m>`,
    ann,
  ],
  ["a reference to a reference", `${person}<m id="p" href="#q"/><m id="q">${ofAnn}</m>`, ann],
  [
    "a value within another that is referred to twice",
    `<t:echoPerson><value><friend id="f">${ofAnn}</friend><age>1</age><name>Bob</name></value></t:echoPerson>`,
    { name: "Bob", age: 1, friend: ann },
  ],
  ["members in any order, and one that is not there", "<t:echoPerson><value><age>30</age><name>Ann</name></value></t:echoPerson>", ann],
  ["members with a namespace", "<t:echoPerson><t:value><t:name>Ann</t:name><t:age>30</t:age></t:value></t:echoPerson>", ann],
  [
    "members in the default namespace, and types in it",
    `<echoPerson xmlns="urn:encoded"><value xsi:type="Employee">${ofAnn}<salary>5</salary></value></echoPerson>`,
    { $type: "Employee", ...ann, salary: "5" },
  ],
  [
    "types of another name for simple values",
    '<t:echoPerson><value><name xsi:type="e:string">Ann</name><age xsi:type="x:long">30</age></value></t:echoPerson>',
    ann,
  ],
  [
    "a derived type",
    `<t:echoPerson><value xsi:type="t:Employee">${ofAnn}<salary>5</salary></value></t:echoPerson>`,
    { $type: "Employee", ...ann, salary: "5" },
  ],
];

describe("a server reads", () => {
  it.each(arrangements)("%s", async (_, body, value) => {
    expect(await post(body)).toEqual({ input: { value } });
  });

  const gridOf = (operation: string, attributes: string, items: string) =>
    `<t:${operation}><value xsi:type="e:Array" ${attributes}>${items}</value></t:${operation}>`;
  const six = "<i>1</i><i>2</i><i>3</i><i>4</i><i>5</i><i>6</i>";
  it.each([
    ["with all items", "echoGrid", 'e:arrayType="x:int[2,3]"', six, grid([1, 2, 3], [4, 5, 6])],
    ["of three rows", "echoGrid", 'e:arrayType="x:int[3,2]"', six, grid([1, 2], [3, 4], [5, 6])],
    ["whose number of rows is open", "echoGrid", 'e:arrayType="x:int[,3]"', six, grid([1, 2, 3], [4, 5, 6])],
    ["that begins later", "echoGrid", 'e:arrayType="x:int[2,2]" e:offset="[1,0]"', "<i>3</i><i>4</i>", grid([null, null], [3, 4])],
    ["with gaps", "echoGrid", 'e:arrayType="x:int[2,2]"', '<i e:position="[1,0]">3</i>', grid([null, null], [3, null])],
    [
      "as arrays of arrays",
      "echoGrid",
      'e:arrayType="x:int[][2]"',
      '<i e:arrayType="x:int[1]"><j>1</j></i><i e:arrayType="x:int[1]"><j>2</j></i>',
      grid([1], [2]),
    ],
    ["for arrays of arrays", "echoMatrix", 'e:arrayType="x:int[2,1]"', "<i>1</i><i>2</i>", grid([1], [2])],
    ["without items", "echoGrid", 'e:arrayType="x:int[0,0]"', "", {}],
    ["of empty rows", "echoGrid", 'e:arrayType="x:int[2,0]"', "", { item: [{}, {}] }],
  ])("an array of two dimensions %s", async (_, operation, attributes, items, value) => {
    expect(await post(gridOf(operation, attributes, items))).toEqual({ input: { value } });
  });

  const strings = (attributes: string, items: string) =>
    `<t:echoStrings><value xsi:type="e:Array" e:arrayType="x:string[9]" ${attributes}>${items}</value></t:echoStrings>`;
  it.each([
    ["items of any name", strings("", "<x:string>a</x:string><item>b</item><Any/>"), ["a", "b", ""]],
    ["a part of an array", strings('e:offset="[2]"', "<i>c</i><i>d</i>"), [null, null, "c", "d"]],
    ["an array with gaps", strings("", '<i e:position="[1]">b</i><i e:position="[3]">d</i><i>e</i>'), [null, "b", null, "d", "e"]],
    ["items that are references", `${strings("", '<i href="#s"/><i href="#s"/>')}<m id="s" xsi:type="x:string">x</m>`, ["x", "x"]],
    [
      "an array that is a reference",
      '<t:echoStrings><value href="#a"/></t:echoStrings><e:Array id="a" e:arrayType="x:string[1]"><i>a</i></e:Array>',
      ["a"],
    ],
  ])("%s", async (_, body, item) => {
    expect(await post(body)).toEqual({ input: { value: { item } } });
  });

  it("an array of arrays", async () => {
    const row = (numbers: string) => `<i xsi:type="e:Array" e:arrayType="x:int[]">${numbers}</i>`;
    const body = `<t:echoMatrix><value e:arrayType="x:int[][2]">${row("<i>1</i><i>2</i>")}${row("<i>3</i>")}</value></t:echoMatrix>`;
    expect(await post(body)).toEqual({ input: { value: { item: [{ item: [1, 2] }, { item: [3] }] } } });
  });

  it("any type, with what it refers to", async () => {
    const { input } = await post('<t:echoAny><value xsi:type="t:Person"><name href="#n"/></value></t:echoAny><m id="n">Ann</m>');
    expect(input).toMatchObject({ value: { children: [{ name: "name", children: ["Ann"] }] } });
  });
});

describe("a server refuses", () => {
  const gridOf = (sizes: string, items: string) =>
    `<t:echoGrid><value xsi:type="e:Array" e:arrayType="x:int[${sizes}]">${items}</value></t:echoGrid>`;
  const bomb = Array.from(
    { length: 30 },
    (_, index) => `<m id="p${index}"><friend href="#p${index + 1}"/><friend href="#p${index + 1}"/></m>`,
  ).join("");
  it.each([
    ["a value that contains itself", `${person}<m id="p"><name>Ann</name><age>1</age><friend href="#p"/></m>`, "contains itself"],
    ["a circle of two", `${person}<m id="p"><friend href="#q"/></m><m id="q"><friend href="#p"/></m>`, "contains itself"],
    ["a circle of references", `${person}<m id="p" href="#q"/><m id="q" href="#p"/>`, "contains itself"],
    ["a reference to nothing", person, 'no value with the id "p"'],
    ["a reference to elsewhere", '<t:echoPerson><value href="http://x.example/"/></t:echoPerson>', "leads out of the message"],
    ["an id that stands twice", `${person}<m id="p"/><m id="p"/>`, 'the id "p" stands twice'],
    ["a value of the wrong type", "<t:echoPerson><value><name>Ann</name><age>old</age></value></t:echoPerson>", "cvc-datatype-valid"],
    [
      "members that the type does not have",
      "<t:echoPerson><value><name>Ann</name><age>1</age><size>1</size></value></t:echoPerson>",
      "cvc-complex-type.2.4",
    ],
    ["a required member that may not be nil", "<t:echoPerson><value><name>Ann</name></value></t:echoPerson>", "cvc-complex-type.2.4"],
    [
      "references that grow without end",
      `<t:echoPerson><value href="#p0"/></t:echoPerson>${bomb}<m id="p30"/>`,
      "references make more than",
    ],
    ["an item far away", '<t:echoStrings><value><i e:position="[999999999]">x</i></value></t:echoStrings>', "references make more than"],
    ["a huge array of empty rows", gridOf("999999999,0", ""), "references make more than"],
    ["a huge array without items", gridOf("999999,999999", ""), "references make more than"],
    ["more items than an array has", gridOf("1,2", "<i>1</i><i>2</i><i>3</i>"), "more items than its size says"],
    ["an item outside of the array", gridOf("2,2", '<i e:position="[0,2]">1</i>'), 'the index "[0,2]" is outside'],
    ["an index of too few dimensions", gridOf("2,2", '<i e:position="[1]">1</i>'), "is not the index of an item"],
    ["an array of several dimensions without sizes", gridOf(",", "<i>1</i>"), "does not say their sizes"],
    ["a size that is none", gridOf("two,2", "<i>1</i>"), '"two" is not the size of an array'],
    ["more dimensions than are declared", gridOf("1,1,1", "<i>1</i>"), "an array of 3 dimensions stands where one of 2 is declared"],
    ["an index that is none", '<t:echoStrings><value e:offset="[1,2]"><i>x</i></value></t:echoStrings>', "is not the index of an item"],
  ])("%s", async (_, body, reason) => {
    const { fault } = await post(body);
    expect(fault).toContain(reason);
  });

  it("values that are nested too deep", async () => {
    const chain = Array.from({ length: 300 }, (_, index) => `<m id="p${index}"><friend href="#p${index + 1}"/></m>`).join("");
    const { fault } = await post(`<t:echoPerson><value href="#p0"/></t:echoPerson>${chain}<m id="p300"/>`);
    expect(fault).toContain("nested deeper");
  });
});

interface BookFaults {
  readonly faults: { readonly Full: unknown; readonly Late: unknown };
}

describe.each(["1.1", "1.2"] as const)("header blocks and details in SOAP %s", (version) => {
  const headers: Record<string, unknown>[] = [];
  const book = async (input: unknown, call: Call<UnknownOperations[string]>) => {
    headers.push(call.headers);
    const { value } = input as { readonly value: string };
    if (value === "full") throw declaredFault<BookFaults>({ name: "Full", detail: { free: 0, waiting: { item: [ann, null] } } });
    if (value === "late") throw declaredFault<BookFaults>({ name: "Late", detail: { days: 3 } });
    Object.assign(call.replyHeaders, { session: { name: "Bob", age: 1, friend: ann } });
    return { result: value };
  };
  const handled = () => createHandler({ services: [serve(bindings[version], { ...implementation, book })] });
  const caller = (sent: string[] = []) =>
    createClient(bindings[version], {
      url,
      fetch: async (request) => {
        sent.push(await request.clone().text());
        const response = await handled()(request);
        sent.push(await response.clone().text());
        return response;
      },
    });

  it("header blocks go there and back", async () => {
    const sent: string[] = [];
    const found: unknown[] = [];
    const call = { headers: { session: ann }, onHeaders: (each: unknown) => found.push(each) };
    expect(await caller(sent).book?.({ value: "x" }, call)).toEqual({ result: "x" });
    expect(headers.at(-1)).toEqual({ session: ann });
    expect(found).toEqual([{ session: { name: "Bob", age: 1, friend: ann } }]);
    expect(sent[0]).toMatch(/<\w+:session [^>]*encodingStyle=[^>]*>.*<name xsi:type="xsd:string">Ann</s);
  });

  it.each([
    ["full", "Full", { free: 0, waiting: { item: [ann, null] } }],
    ["late", "Late", { days: 3 }],
  ])("the detail of a fault is of its declared type: %s", async (value, name, detail) => {
    const fault = await caller()
      .book?.({ value })
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ declared: { name, detail } });
  });
});

describe("a server reads header blocks", () => {
  it.each([
    ["that refer to each other's values", '<t:session><name>Bob</name><age>1</age><friend href="#a"/></t:session>'],
    ["that stand in the body", '<t:session href="#b"/>'],
  ])("%s", async (_, block) => {
    const found: unknown[] = [];
    const book = async (_: unknown, call: Call<UnknownOperations[string]>) => {
      found.push(call.headers);
      return { result: "" };
    };
    const handler = createHandler({ services: [serve(bindings["1.1"], { ...implementation, book })] });
    const values = `<m id="b"><friend href="#a"/><name>Bob</name><age>1</age></m><m id="a">${ofAnn}</m>`;
    const body = `<s:Envelope ${namespaces("1.1")}><s:Header>${block}</s:Header><s:Body><t:book><value>x</value></t:book>${values}</s:Body></s:Envelope>`;
    const response = await handler(new Request(url, { method: "POST", headers: { "content-type": "text/xml" }, body }));
    expect(response.status).toBe(200);
    expect(found).toEqual([{ session: { name: "Bob", age: 1, friend: ann } }]);
  });
});

describe("a client reads the detail of a fault", () => {
  const late = { declared: { name: "Late", detail: { days: 3 } } };
  it.each([
    ["named like its part", '<fault xsi:type="t:Late"><days>3</days></fault>', late],
    ["named like its part, of no type", "<t:fault><days>3</days></t:fault>", late],
    ["named like a class", '<com.example.Late xsi:type="t:Late"><days>3</days></com.example.Late>', late],
    ["that stands beside the fault", '<t:fault href="#d"/>', late],
    ["behind others", '<hostname>h</hostname><x xsi:type="t:Late"><days>3</days></x>', late],
    ["of no declared type", '<x xsi:type="t:Person"><days>3</days></x>', { declared: undefined }],
    ["that does not conform", '<fault xsi:type="t:Late"><days>three</days></fault>', { declared: undefined }],
    ["that refers to nothing", '<fault href="#none"/>', { declared: undefined }],
  ])("%s", async (_, entries, want) => {
    const fault = `<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring><detail>${entries}</detail></s:Fault>`;
    const body = envelope("1.1", `${fault}<m id="d" xsi:type="t:Late"><days href="#n"/></m><m id="n">3</m>`);
    const fetch = async () => new Response(body, { status: 500, headers: { "content-type": "text/xml" } });
    const client = createClient(bindings["1.1"], { url, fetch });
    await expect(client.book?.({ value: "x" })).rejects.toMatchObject({ message: "no", ...want });
  });
});

it("a client reads an answer whatever it and its result are called", async () => {
  const body = '<m id="r">hello</m><t:answer><return href="#r"/></t:answer>';
  const fetch = async () => new Response(envelope("1.1", body), { headers: { "content-type": "text/xml" } });
  expect(await createClient(bindings["1.1"], { url, fetch }).echoString?.({ value: "x" })).toEqual({ result: "hello" });
});
