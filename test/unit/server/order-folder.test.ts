import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { openOrderFolder } from "../../../src/server/order-folder.js";
import { callFor } from "../../../src/services/veloconnect/backend-time.js";

const root = mkdtempSync(join(tmpdir(), "soapwright-orders-"));
afterAll(() => rmSync(root, { recursive: true }));

const line = { number: "4711", quantity: "2", unit: "EA", unitPrice: "1.50", currency: "EUR" };
const call = callFor({ $value: "B1" });
const order = (transactionId: string) => ({ transactionId, buyer: { $value: "B1" }, lines: [line] });

it("makes one file for an order, however often and from however many sides it is placed", async () => {
  const folder = join(root, "deep/orders");
  const systems = [await openOrderFolder(folder), await openOrderFolder(folder)];
  const numbers = await Promise.all(Array.from({ length: 10 }, (_, index) => systems[index % 2]?.place(order("t-1"), call)));
  expect(new Set(numbers).size).toBe(1);
  expect(await systems[0]?.place({ ...order("t-1"), lines: [] }, call)).toBe(numbers[0]);
  expect(readdirSync(folder)).toEqual(["t-1.json"]);
  expect(JSON.parse(readFileSync(join(folder, "t-1.json"), "utf8"))).toEqual({ orderId: numbers[0], ...order("t-1") });
  expect(await systems[0]?.place(order("t-2"), call)).not.toBe(numbers[0]);
});

it("gives the number that the file has", async () => {
  const folder = join(root, "given");
  const system = await openOrderFolder(folder);
  writeFileSync(join(folder, "t-1.json"), '{"orderId":"A-4711"}');
  expect(await system.place(order("t-1"), call)).toBe("A-4711");
  writeFileSync(join(folder, "t-2.json"), "{}");
  await expect(system.place(order("t-2"), call)).rejects.toThrow("has no orderId");
});

it("removes what killed processes left half written, and leaves what others may be writing", async () => {
  const folder = join(root, "drafts");
  mkdirSync(folder);
  const old = ".0123456789abcdef.draft";
  const fresh = ".fedcba9876543210.draft";
  for (const name of [old, fresh, "notes.draft", "t-1.json"]) writeFileSync(join(folder, name), "{");
  utimesSync(join(folder, old), 0, 0);
  await openOrderFolder(folder);
  expect(readdirSync(folder).sort()).toEqual([fresh, "notes.draft", "t-1.json"]);
  await openOrderFolder(folder, true);
  expect(readdirSync(folder).sort()).toEqual(["notes.draft", "t-1.json"]);
});

it("says that no order can be written where the folder is gone or takes no files, and leaves nothing behind", async () => {
  const folder = join(root, "ping");
  const orders = await openOrderFolder(folder);
  await orders.ping();
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
  await expect(orders.ping()).rejects.toThrow("ENOENT");
  writeFileSync(folder, "");
  await expect(orders.ping()).rejects.toThrow("ENOTDIR");
});

it.skipIf(process.platform === "win32").each([
  [0o755, 0o640],
  [0o750, 0o640],
  [0o700, 0o600],
])("in a folder of mode %o orders are as readable as that, and never by all", async (folderMode, mode) => {
  const folder = join(root, `mode-${folderMode}`);
  mkdirSync(folder);
  chmodSync(folder, folderMode);
  writeFileSync(join(folder, "earlier.json"), "{}");
  chmodSync(join(folder, "earlier.json"), 0o644);
  await (await openOrderFolder(folder)).place(order("t-1"), call);
  for (const name of ["earlier.json", "t-1.json"]) expect(statSync(join(folder, name)).mode & 0o777).toBe(mode);
  expect(statSync(folder).mode & 0o777).toBe(folderMode);
});
