/**
 * A mock within a test: rules in the types of generated code, its log, and what it refuses.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ValidationError } from "soapwright";
import { createMock, MockError, type MockRule } from "soapwright/mock";
import { listen } from "soapwright/node";
import { loadContract, type UnknownOperations } from "soapwright/schema";
import { createClient, SoapFault } from "soapwright/soap";
import { describe, expect, it } from "vitest";
import { type RepairOrdersOperations, RepairOrdersSoap } from "../../../../examples/repair-order/generated/service.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const entries = [`${root}examples/repair-order/repair-order.wsdl`];
const url = "http://mock.example/repairs";
const asked = { customer: "Ada", repairId: "R-1" };
const repair = { repairId: "R-1", statusCode: 7, bicycle: "Pegasus", problem: "chain" };

function start(options: Partial<Parameters<typeof createMock>[0]> = {}) {
  const mock = createMock({ entries, ...options });
  const client = createClient(RepairOrdersSoap, { url, fetch: mock });
  const use = (rule: MockRule<RepairOrdersOperations["getStatus"]>): void => mock.use(RepairOrdersSoap, "getStatus", rule);
  return { mock, client, use };
}

describe("a mock of a test", () => {
  it("makes up answers where no rule fits", async () => {
    const { mock, client, use } = start();
    use({ when: ({ repairId }) => repairId === "R-2", answer: repair });
    const made = await client.getStatus(asked);
    expect(made).not.toEqual(repair);
    expect(mock.requests).toMatchObject([{ operation: "GetStatus", verdict: "ok", measures: [] }]);
  });

  it("asks the rule that was added last first", async () => {
    const { client, use } = start();
    use({ answer: repair });
    use({ answer: async ({ repairId }) => ({ ...repair, repairId, statusCode: 8 }) });
    expect(await client.getStatus({ ...asked, repairId: "R-5" })).toEqual({ ...repair, repairId: "R-5", statusCode: 8 });
  });

  it("has scenarios", async () => {
    const { client, mock, use } = start();
    const later = { ...repair, statusCode: 100 };
    use({ scenario: "repair", state: "Started", next: "done", answer: repair });
    use({ scenario: "repair", state: "done", answer: later });
    expect([await client.getStatus(asked), await client.getStatus(asked)]).toEqual([repair, later]);
    mock.reset();
    expect(mock.requests).toEqual([]);
    expect(await client.getStatus(asked)).not.toEqual(repair);
  });

  it.each([
    [
      "a fault that the operation declares",
      { name: "Unknown", detail: { repairId: "R-1" } },
      { code: "Sender", declared: { name: "Unknown", detail: { repairId: "R-1" } } },
    ],
    ["another fault", new SoapFault("Receiver", "no"), { code: "Receiver", message: "no", declared: undefined }],
  ] as const)("answers with %s", async (_, fault, want) => {
    const { client, use } = start();
    use({ fault });
    await expect(client.getStatus(asked)).rejects.toMatchObject(want);
  });

  it("cuts connections, those of sockets too", async () => {
    const { client, mock, use } = start();
    use({ cut: true });
    await expect(client.getStatus(asked)).rejects.toThrow(TypeError);
    const server = await listen(mock, { port: 0 });
    try {
      const remote = createClient(RepairOrdersSoap, { url: `${server.url}/repairs` });
      await expect(remote.getStatus(asked)).rejects.toThrow(TypeError);
    } finally {
      await server.close(0);
    }
    expect(mock.requests.map(({ measures }) => measures)).toEqual([
      ["rule", "cut"],
      ["rule", "cut"],
    ]);
  });

  it("tells what broke the contract", async () => {
    const { mock } = start();
    const body =
      '<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><GetStatus xmlns="urn:example:repair-order"/></e:Body></e:Envelope>';
    await mock(new Request(url, { method: "POST", headers: { "content-type": "text/xml" }, body }));
    expect(mock.problems()).toEqual([expect.stringMatching(/^#1 GetStatus \/GetStatus 1:\d+ cvc-complex-type\.2\.4\.b: /)]);
    expect(mock.inputs(RepairOrdersSoap, "getStatus")).toEqual([]);
  });

  it("takes bindings that were loaded", async () => {
    const { bindings } = await loadContract({ entries });
    const binding = Object.values(bindings).find(({ kind }) => kind === "soap");
    if (binding === undefined) throw new Error("no binding");
    const { mock } = start();
    mock.use<UnknownOperations, "getStatus">(binding, "getStatus", { answer: repair });
    const client = createClient<UnknownOperations>(binding, { url, fetch: mock });
    expect(await client.getStatus?.(asked)).toEqual(repair);
  });

  it("reads files of rules", async () => {
    expect(() => start({ rules: `${root}gone.xml` })).toThrow(/mock-missing: ".*gone\.xml" cannot be read/);
  });
});

describe("refused are", () => {
  it("answers that do not conform", () => {
    const { use } = start();
    expect(() => use({ answer: { ...repair, statusCode: 1000 } })).toThrow(ValidationError);
  });

  it("computed answers that do not conform, when they are asked for", async () => {
    const { client, mock, use } = start();
    use({ answer: () => ({ ...repair, statusCode: 1000 }) });
    await expect(client.getStatus(asked)).rejects.toThrow(SoapFault);
    expect(mock.problems()).toEqual([expect.stringContaining("cvc-maxInclusive-valid: ")]);
  });

  it("details that do not conform", () => {
    const { use } = start();
    expect(() => use({ fault: { name: "Unknown", detail: { repairId: "" } } })).toThrow(ValidationError);
  });

  it("operations of another contract", () => {
    const mock = createMock({ entries: [`${root}examples/currency/currency.wsdl`] });
    expect(() => mock.use(RepairOrdersSoap, "getStatus", {})).toThrow(/^the contract has no operation "GetStatus"/);
  });

  it("contracts with errors", () => {
    expect(() => createMock({ entries: [`${root}gone.wsdl`] })).toThrow(MockError);
  });
});

it("the documentation has the example that is run", () => {
  const page = readFileSync(`${root}docs/mock.md`, "utf8");
  const file = readFileSync(new URL("./documented.test.ts", import.meta.url), "utf8");
  const example = file
    .slice(file.indexOf("*/\n") + 3)
    .trim()
    .replace("../../../../examples/repair-order/generated", "./generated")
    .replace("examples/repair-order/", "");
  expect(/```ts\n([\s\S]*?)\n```/.exec(page)?.[1]).toBe(example);
});
