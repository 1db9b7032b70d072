/**
 * Contracts at run time: their bindings are those that would be printed, and serve and call as these do.
 */
import { fileURLToPath } from "node:url";
import { ValidationError } from "soapwright";
import { type LoadedContract, loadContract, type UnknownOperations } from "soapwright/schema";
import { createClient, createHandler, type HttpBinding, type Server, type SoapBinding, SoapFault, serve } from "soapwright/soap";
import { beforeAll, describe, expect, test } from "vitest";
import * as service from "../../../generated/veloconnect/service.js";
import type { GetStatusResponse } from "../../../generated/veloconnect/transaction-1-0.js";
import * as search from "../../golden/services-http/expected/service.js";
import { describeTable } from "../../support/describe-table.js";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test.each([
  ["veloconnect", "schemas/veloconnect/veloconnect.wsdl", "generated/veloconnect/service.ts"],
  ["ipam", "schemas/ipam/operation-with-progress.wsdl", "generated/ipam/service.ts"],
  ["documents", "test/golden/services-document/shop.wsdl", "test/golden/services-document/expected/service.ts"],
  ["HTTP", "test/golden/services-http/search.wsdl", "test/golden/services-http/expected/service.ts"],
  ["rpc", "test/golden/services-rpc/calculator.wsdl", "test/golden/services-rpc/expected/service.ts"],
])("the services in memory are the printed ones: %s", async (_, entry, file) => {
  const { diagnostics, portTypes, bindings, ports } = await loadContract({ entries: [root + entry] });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const printed = await import(/* @vite-ignore */ root + file);
  expect(Object.keys({ ...portTypes, ...bindings }).length).toBeGreaterThan(1);
  for (const [name, table] of Object.entries({ ...portTypes, ...bindings, ports }))
    expect(describeTable(table)).toEqual(describeTable(printed[name]));
});

describe("a loaded binding", () => {
  const request = { buyersID: { $value: "4711" }, credential: { password: "secret" } };
  const answer: GetStatusResponse = {
    buyersID: { $value: "4711" },
    responseCode: 200,
    transactionStatus: [{ transactionId: "T1", statusCode: 2 }],
  };
  let loaded: SoapBinding<UnknownOperations>;
  let given: unknown;
  const server: Server<UnknownOperations> = {
    getStatus: async (input) => {
      given = input;
      return answer;
    },
    rollback: async () => ({ ...answer, responseCode: "two hundred" }),
  };

  beforeAll(async () => {
    const { bindings } = await loadContract({ entries: [`${root}schemas/veloconnect/veloconnect.wsdl`] });
    loaded = soapBinding(bindings, "TransactionV10Soap11");
  });

  const options = () => ({ url: "http://seller.example/soap", fetch: createHandler({ services: [serve(loaded, server)] }) });

  test("answers a generated client", async () => {
    const client = createClient(service.TransactionV10Soap11, options());
    expect(await client.getStatus(request)).toEqual(answer);
    expect(given).toEqual(request);
  });

  test("makes a client of a generated server", async () => {
    const generated = serve(service.TransactionV10Soap11, {
      getStatus: async () => answer,
      rollback: async () => {
        throw new Error("not called");
      },
    });
    const client = createClient(loaded, { url: "http://seller.example/soap", fetch: createHandler({ services: [generated] }) });
    expect(await client.getStatus?.(request)).toEqual(answer);
  });

  test("refuses bad values, with typed issues", async () => {
    const client = createClient(loaded, options());
    const caught: unknown = await client.getStatus?.({ buyersID: { $value: 5 } }).catch((error: unknown) => error);
    if (!(caught instanceof ValidationError)) throw caught;
    expect(caught.issues.map(({ id, path }) => `${id} ${path}`)).toEqual([
      "cvc-datatype-valid.1.2.1 /GetStatusRequest/BuyersID",
      "cvc-complex-type.2.4.b /GetStatusRequest",
    ]);
    await expect(client.rollback?.({ ...request, transactionID: "T1" })).rejects.toThrow(SoapFault);
  });
});

describe("a loaded HTTP binding", () => {
  const query = { text: "bell", page: 2, site: ["urn:a", "urn:b"], weight: [{ key: "sku", value: "1.5" }] };
  const hits = { hit: ["urn:bell"] };
  const server: Server<UnknownOperations> = { search: async () => hits };
  const url = "http://seller.example";
  let bindings: LoadedContract["bindings"];
  beforeAll(async () => {
    ({ bindings } = await loadContract({ entries: [`${root}test/golden/services-http/search.wsdl`] }));
  });

  test.each([
    ["SearchGet", search.SearchGet, query],
    ["SearchForm", search.SearchForm, query],
    ["SearchPost", search.SearchPost, { text: "bell" }],
  ] as const)("%s serves and calls as the generated one does", async (name, generated, input) => {
    const loaded = bindings[name];
    if (loaded === undefined) throw new Error(`there is no binding "${name}"`);
    const printed = generated as unknown as HttpBinding<UnknownOperations>;
    for (const [served, called] of [
      [loaded, printed],
      [printed, loaded],
    ] as const) {
      const inputs: unknown[] = [];
      const search = async (given: unknown) => {
        inputs.push(given);
        return hits;
      };
      const client = createClient(called, { url, fetch: createHandler({ services: [serve(served, { search })] }) });
      expect(await client.search?.(input)).toEqual(hits);
      expect(inputs).toEqual([input]);
    }
  });

  test("refuses bad values, with typed issues", async () => {
    const binding = bindings.SearchGet;
    if (binding === undefined) throw new Error("there is no binding");
    const client = createClient(binding, { url, fetch: createHandler({ services: [serve(binding, server)] }) });
    const caught: unknown = await client.search?.({ ...query, page: "two" }).catch((error: unknown) => error);
    if (!(caught instanceof ValidationError)) throw caught;
    expect(caught.issues.map(({ id, path }) => `${id} ${path}`)).toEqual(["http-parameter /Page"]);
  });
});

function soapBinding(bindings: LoadedContract["bindings"], name: string): SoapBinding<UnknownOperations> {
  const binding = bindings[name];
  if (binding?.kind !== "soap") throw new Error(`there is no SOAP binding "${name}"`);
  return binding;
}

describe("a contract with errors", () => {
  test.each(["test/unit/codegen/none.wsdl"])("%s has no services", async (entry) => {
    const contract = await loadContract({ entries: [root + entry] });
    expect(contract).toMatchObject({ ok: false, portTypes: {}, bindings: {}, ports: [], documents: {} });
    expect(contract.validate("<a/>").map(({ id }) => id)).toEqual(["schema-not-usable"]);
  });

  test("a schema alone has none either", async () => {
    const contract = await loadContract({ entries: [`${root}schemas/ipam/ipam-addresses.xsd`] });
    expect(contract).toMatchObject({ ok: true, portTypes: {}, bindings: {}, ports: [] });
  });
});
