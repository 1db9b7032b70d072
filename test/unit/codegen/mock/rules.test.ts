/**
 * Rules of a mock: which answer a request gets, how scenarios go on, and what is wrong with rules.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memoryHost } from "../../../../codegen/load/host.js";
import { Answers } from "../../../../codegen/mock/answers.js";
import { createMockHandler } from "../../../../codegen/mock/mock.js";
import { readMockContract } from "../../../../codegen/mock/mock-contract.js";
import { readRules } from "../../../../codegen/mock/read-rules.js";
import { Rules } from "../../../../codegen/mock/rules.js";
import type { SeenRequest } from "../../../../codegen/mock/seen-request.js";
import { toFetchHandler } from "../../../../src/service/fetch-adapter.js";

const wsdl = fileURLToPath(new URL("../../../../examples/repair-order/repair-order.wsdl", import.meta.url));
const { contract } = readMockContract({ entries: [wsdl] });
if (contract === undefined) throw new Error("the contract does not conform");
const answers = new Answers(contract, []);

const repair = (code: number): string => `<Repair xmlns="urn:example:repair-order">
<RepairId>R-1</RepairId><StatusCode>${code}</StatusCode><Bicycle>Pegasus</Bicycle><Problem>chain</Problem></Repair>`;
const files = {
  "answers/ready.xml": repair(100),
  "answers/waiting.xml": repair(1),
  "unknown.xml": '<Unknown xmlns="urn:example:repair-order"><RepairId>R-9</RepairId></Unknown>',
  "wrong.xml": '<Repair xmlns="urn:example:repair-order">\n  <Nope/></Repair>',
};

function read(rules: string) {
  const text = `<rules xmlns="urn:soapwright:mock-rules" xmlns:r="urn:example:repair-order">\n${rules}\n</rules>`;
  if (contract === undefined) throw new Error("the contract does not conform");
  return readRules("mock/rules.xml", contract, answers, memoryHost({ ...prefixed(files), "mock/rules.xml": text }));
}

const prefixed = (given: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(given).map(([name, text]) => [`mock/${name}`, text]));

function start(text: string) {
  const { rules, diagnostics } = read(text);
  expect(diagnostics).toEqual([]);
  if (contract === undefined) throw new Error("the contract does not conform");
  const seen: SeenRequest[] = [];
  const onRequest = (request: SeenRequest): number => seen.push(request);
  const options = { contract, answers, rules: new Rules(rules), seed: 1, latency: 0, faults: 0, cuts: 0, onRequest };
  const fetch = toFetchHandler(createMockHandler(options));
  const getStatus = async (repairId: string, headers: Readonly<Record<string, string>> = {}): Promise<string> => {
    const body = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><s:GetStatus xmlns:s="urn:example:repair-order">
<s:Customer>4711</s:Customer><s:RepairId>${repairId}</s:RepairId></s:GetStatus></e:Body></e:Envelope>`;
    const init = { method: "POST", headers: { "content-type": "text/xml", ...headers }, body };
    const answer = await fetch(new Request("http://mock.example/repairs", init));
    return `${answer.status} ${await answer.text()}`;
  };
  const reset = (): Promise<Response> => fetch(new Request("http://mock.example/mock/reset", { method: "POST" }));
  return { fetch, getStatus, reset, seen };
}

describe("a rule fits by", () => {
  it.each([
    ["an element's value", '<when path="RepairId" equals="R-1"/>', true],
    ["another value", '<when path="RepairId" equals="R-2"/>', false],
    ["a name with a prefix", '<when path="r:RepairId" equals="R-1"/>', true],
    ["a prefix of another namespace", '<when path="x:RepairId" xmlns:x="urn:x" equals="R-1"/>', false],
    ["any name", '<when path="*" equals="R-1"/>', true],
    ["a position", '<when path="*[2]" equals="R-1"/>', true],
    ["another position", '<when path="*[1]" equals="R-1"/>', false],
    ["presence", '<when path="Customer"/>', true],
    ["absence", '<when path="Customer" present="false"/>', false],
    ["absence of what is absent", '<when path="Price" present=" 0 "/>', true],
    ["a pattern for the whole value", '<when path="Customer" matches="[0-9]{4}"/>', true],
    ["a pattern for a part of the value", '<when path="Customer" matches="[0-9]{3}"/>', false],
    ["a header", '<when header="X-Tenant" equals="north"/>', true],
    ["an absent header", '<when header="X-Other" present="true"/>', false],
    ["all conditions", '<when path="RepairId" equals="R-1"/><when path="Customer" equals="4712"/>', false],
  ])("%s", async (_, conditions, fits) => {
    const { getStatus } = start(`<rule operation="GetStatus">${conditions}<answer file="answers/ready.xml"/></rule>
<rule operation="GetStatus"><fault code="Sender" reason="no rule fits"/></rule>`);
    expect(await getStatus("R-1", { "x-tenant": "north" })).toMatch(fits ? /<StatusCode>100</ : /no rule fits/);
  });

  it("patterns without backtracking", async () => {
    const { getStatus } = start('<rule operation="GetStatus"><when path="RepairId" matches="(a|a)*b"/><cut/></rule>');
    expect(await getStatus("a".repeat(60))).toMatch(/^200 /);
  });

  it("parameters of a URL", async () => {
    const { fetch } = start('<rule operation="Status"><when path="RepairId" equals="R-7"/><fault/></rule>');
    const [other, own] = await Promise.all(
      ["R-1", "R-7"].map((id) => fetch(new Request(`http://mock.example/repairs/status?Customer=4711&RepairId=${id}`))),
    );
    expect([other?.status, own?.ok]).toEqual([200, false]);
  });
});

describe("a rule", () => {
  it("answers with a fault that the operation declares, its detail from a file or made up", async () => {
    const { getStatus, seen } =
      start(`<rule operation="GetStatus"><when path="RepairId" equals="R-9"/><fault name="Unknown" file="unknown.xml"/></rule>
<rule operation="GetStatus"><fault name="Unknown"/></rule>`);
    expect(await getStatus("R-9")).toMatch(/^500 .*<Unknown [^>]*><RepairId>R-9</s);
    expect(await getStatus("R-1")).toMatch(/^500 .*<Unknown /s);
    expect(seen.map(({ verdict, measures }) => [verdict, ...measures])).toEqual([
      ["ok", "rules.xml:2", "fault Unknown"],
      ["ok", "rules.xml:3", "fault Unknown"],
    ]);
  });

  it("cuts connections", async () => {
    const { getStatus, seen } = start('<rule operation="GetStatus" latency="1"><cut/></rule>');
    await expect(getStatus("R-1")).rejects.toThrow(TypeError);
    expect(seen).toMatchObject([{ verdict: "ok", measures: ["rules.xml:2", "cut"] }]);
  });

  it("without an outcome answers as if it were not there", async () => {
    const { getStatus } = start('<rule operation="GetStatus"/>');
    expect(await getStatus("R-1")).toMatch(/^200 .*<Repair /s);
  });
});

describe("a scenario", () => {
  const scenario = `<rule operation="GetStatus" scenario="repair" state="Started" next="done"><answer file="answers/waiting.xml"/></rule>
<rule operation="GetStatus" scenario="repair" state="done"><answer file="answers/ready.xml"/></rule>`;
  const stateIn = (answer: string): string | undefined => /<StatusCode>(\w+)/.exec(answer)?.[1];

  it("goes on with each request, and begins anew when it is told to", async () => {
    const { getStatus, reset, seen } = start(scenario);
    const states = [];
    for (let call = 0; call < 3; call++) states.push(stateIn(await getStatus("R-1")));
    expect((await reset()).status).toBe(204);
    states.push(stateIn(await getStatus("R-1")));
    expect(states).toEqual(["1", "100", "100", "1"]);
    expect(seen.map(({ measures }) => measures)).toEqual([
      ["rules.xml:2, repair is done"],
      ["rules.xml:3"],
      ["rules.xml:3"],
      ["rules.xml:2, repair is done"],
    ]);
  });
});

describe("mistakes have a place", () => {
  it.each([
    ["no XML", "<rule", /^mock\/rules\.xml:\d+:\d+ xml-/],
    ["another element", "<rool/>", /^mock\/rules\.xml:2:1 cvc-complex-type\.2\.4\.a: .*rool/],
    ["no operation", "<rule/>", /^mock\/rules\.xml:2:1 cvc-complex-type\.4: /],
    [
      "an unknown operation",
      '<rule operation="GetStatsu"/>',
      'mock/rules.xml:2:7 mock-operation: there is no operation "GetStatsu"; did you mean "GetStatus"?',
    ],
    [
      "a condition on nothing",
      '<rule operation="GetStatus"><when equals="1"/></rule>',
      'mock/rules.xml:2:29 mock-condition: a condition needs a "path" or a "header"',
    ],
    [
      "two tests",
      '<rule operation="GetStatus"><when path="." equals="1" matches="1"/></rule>',
      'mock/rules.xml:2:55 mock-condition: "equals" and "matches" exclude each other',
    ],
    [
      "an unknown name",
      '<rule operation="GetStatus"><when path="RepairID"/></rule>',
      'mock/rules.xml:2:35 mock-path: the contract has no "RepairID"; did you mean "RepairId"?',
    ],
    [
      "a path that is none",
      '<rule operation="GetStatus"><when path="a[0]"/></rule>',
      /^mock\/rules\.xml:2:35 mock-path: "a\[0\]" is not a step of a path/,
    ],
    [
      "a prefix that is not bound",
      '<rule operation="GetStatus"><when path="q:RepairId"/></rule>',
      'mock/rules.xml:2:35 mock-path: the prefix "q" is not bound',
    ],
    [
      "a step below an attribute",
      '<rule operation="GetStatus"><when path="@a/b"/></rule>',
      'mock/rules.xml:2:35 mock-path: "@a" is an attribute, which has nothing below it',
    ],
    [
      "a pattern that is none",
      '<rule operation="GetStatus"><when path="." matches="("/></rule>',
      'mock/rules.xml:2:44 mock-pattern: "(" is not closed, at character 1',
    ],
    [
      "a file that is not there",
      '<rule operation="GetStatus"><answer file="gone.xml"/></rule>',
      'mock/rules.xml:2:37 mock-missing: "mock/gone.xml" cannot be read: it is not there',
    ],
    [
      "an answer that does not conform",
      '<rule operation="GetStatus"><answer file="wrong.xml"/></rule>',
      /^mock\/wrong\.xml:2:3 cvc-complex-type\.2\.4\.a: /,
    ],
    [
      "an unknown fault",
      '<rule operation="GetStatus"><fault name="Unknwn"/></rule>',
      'mock/rules.xml:2:36 mock-fault: the operation declares no fault "Unknwn"; did you mean "Unknown"?',
    ],
    [
      "a detail of no fault",
      '<rule operation="GetStatus"><fault file="unknown.xml"/></rule>',
      /^mock\/rules\.xml:2:36 mock-fault: the detail of a fault needs the "name"/,
    ],
    ["a state without scenario", '<rule operation="GetStatus" next="a"/>', 'mock/rules.xml:2:29 mock-state: "next" needs a "scenario"'],
    [
      "a state that nothing leads to",
      '<rule operation="GetStatus" scenario="s" state="Startd"/>',
      'mock/rules.xml:2:42 mock-state: no rule of scenario "s" leads to "Startd"; did you mean "Started"?',
    ],
    ["a latency that is none", '<rule operation="GetStatus" latency="-1"/>', /^mock\/rules\.xml:2:\d+ cvc-minInclusive-valid: /],
  ])("%s", (_, rules, told) => {
    const { rules: none, diagnostics } = read(rules);
    const [first] = diagnostics.map(({ id, at, message }) => `${at?.uri}:${at?.line}:${at?.column} ${id}: ${message}`);
    if (typeof told === "string") expect(first).toBe(told);
    else expect(first).toMatch(told);
    expect(none).toEqual([]);
  });
});
