/**
 * The example of docs/mock.md: a test of a program that calls a service.
 */
import { createMock } from "soapwright/mock";
import { createClient, SoapFault } from "soapwright/soap";
import { beforeEach, expect, test } from "vitest";
import { RepairOrdersSoap } from "../../../../examples/repair-order/generated/service.js";

const mock = createMock({ entries: ["examples/repair-order/repair-order.wsdl"] });
const client = createClient(RepairOrdersSoap, { url: "http://mock.example/repairs", fetch: mock });

beforeEach(() => mock.reset());

test("a repair that is ready", async () => {
  mock.use(RepairOrdersSoap, "getStatus", {
    when: ({ repairId }) => repairId === "R-1",
    answer: { repairId: "R-1", statusCode: 100, bicycle: "Pegasus", problem: "chain" },
  });
  const { statusCode } = await client.getStatus({ customer: "Ada", repairId: "R-1" });
  expect(statusCode).toBe(100);
  expect(mock.inputs(RepairOrdersSoap, "getStatus")).toEqual([{ customer: "Ada", repairId: "R-1" }]);
  expect(mock.problems()).toEqual([]);
});

test("a repair that nobody knows", async () => {
  mock.use(RepairOrdersSoap, "getStatus", { fault: { name: "Unknown", detail: { repairId: "R-9" } } });
  await expect(client.getStatus({ customer: "Ada", repairId: "R-9" })).rejects.toThrow(SoapFault);
});
