/**
 * A catalogue that follows its file.
 */
import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { type CatalogueEvents, followCatalogue, readCatalogueFile } from "../../../../src/merchandise/file/catalogue-file.js";
import { follow } from "../../../../src/merchandise/file/follow-file.js";
import { callFor } from "../../../../src/services/veloconnect/backend-time.js";

const folder = mkdtempSync(join(tmpdir(), "soapwright-catalogue-"));
afterAll(() => rmSync(folder, { recursive: true }));

const call = callFor({ $value: "B1" });
const csv = (...numbers: readonly string[]): string =>
  ["number;description;unit;currency;price", ...numbers.map((number) => `${number};Item;EA;EUR;1`)].join("\n");

describe("a file that changes", () => {
  it("is read again; until then, and after a wrong one, the old items are there", async () => {
    const file = join(folder, "items.csv");
    const seen: string[] = [];
    const events: CatalogueEvents = {
      onRead: (items, problems) => seen.push(`${items} items, ${problems.length} problems`),
      onFailure: (error) => seen.push(String(error)),
    };
    writeFileSync(file, csv("1"));
    const { catalogue, has, close } = await followCatalogue(file, events, 10);
    const draft = join(folder, "draft");
    writeFileSync(draft, `${csv("1", "2")}\n3;wrong`);
    renameSync(draft, file);
    // Every answer is from one content or the other.
    while (seen.length < 2) {
      const { numbers, total } = await catalogue.search("item", { limit: 10 }, call);
      expect([1, 2]).toContain(total);
      expect(numbers).toEqual(["1", "2"].slice(0, total));
      expect(has("1")).toBe(true);
      await new Promise((resolve) => setImmediate(resolve));
    }
    writeFileSync(file, "number\n");
    await expect.poll(() => seen.length).toBe(3);
    rmSync(file);
    await expect.poll(() => seen.length).toBe(4);
    expect((await catalogue.find("2", call)).kind).toBe("item");
    writeFileSync(file, csv("4"));
    await expect.poll(() => seen.length).toBe(5);
    expect(await catalogue.findMany(["2", "4"], call)).toMatchObject([{ kind: "unknown" }, { kind: "item" }]);
    close();
    expect(seen).toEqual([
      "1 items, 0 problems",
      "2 items, 1 problems",
      expect.stringContaining('the column "description" is missing'),
      expect.stringContaining("ENOENT"),
      "1 items, 0 problems",
    ]);
  });

  it("is not read while it is written", async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    let version = 1;
    const read: number[] = [];
    const close = follow(
      "1",
      async () => String(version),
      async () => void read.push(version),
      40,
    );
    for (version = 2; version < 12; version++) await vi.advanceTimersByTimeAsync(40);
    // A change counts once two looks have seen the same.
    expect(read).toEqual([]);
    version = 11;
    await vi.advanceTimersByTimeAsync(400);
    expect(read).toEqual([11]);
    close();
  });
});

it.each<[string, Uint8Array | string, string]>([
  ["not UTF-8", Uint8Array.of(0xe4, 0x3b), "encoded"],
  [
    "without a right line",
    csv().concat("\n1;x;EA;EUR;free"),
    'no line is right; the first problem: 2:12: price: "free" is not a decimal number',
  ],
])("a file that is %s is refused", async (_, content, message) => {
  const file = join(folder, "wrong.csv");
  writeFileSync(file, content);
  await expect(readCatalogueFile(file)).rejects.toThrow(message);
});
