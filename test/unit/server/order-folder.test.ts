import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openOrderFolder } from "../../../src/server/order-folder.js";

const root = mkdtempSync(join(tmpdir(), "soapwright-orders-"));
afterAll(() => rmSync(root, { recursive: true }));

const line = { number: "4711", quantity: "2", unit: "EA", unitPrice: "1.50", currency: "EUR" };
const order = (transactionId: string) => ({ transactionId, buyer: { $value: "B1" }, lines: [line] });

it("makes one file for an order, however often and from however many sides it is placed", async () => {
  const folder = join(root, "deep/orders");
  const systems = [await openOrderFolder(folder), await openOrderFolder(folder)];
  const numbers = await Promise.all(Array.from({ length: 10 }, (_, index) => systems[index % 2]?.place(order("t-1"))));
  expect(new Set(numbers).size).toBe(1);
  expect(await systems[0]?.place({ ...order("t-1"), lines: [] })).toBe(numbers[0]);
  expect(readdirSync(folder)).toEqual(["t-1.json"]);
  expect(JSON.parse(readFileSync(join(folder, "t-1.json"), "utf8"))).toEqual({ orderId: numbers[0], ...order("t-1") });
  expect(await systems[0]?.place(order("t-2"))).not.toBe(numbers[0]);
});

it("gives the number that the file has", async () => {
  const folder = join(root, "given");
  const system = await openOrderFolder(folder);
  writeFileSync(join(folder, "t-1.json"), '{"orderId":"A-4711"}');
  expect(await system.place(order("t-1"))).toBe("A-4711");
  writeFileSync(join(folder, "t-2.json"), "{}");
  await expect(system.place(order("t-2"))).rejects.toThrow("has no orderId");
});
