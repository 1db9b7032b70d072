/** Files in chunks: what they give, and that they are closed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { decodeEach, ValidationError } from "soapwright";
import { readFileChunks } from "soapwright/files";
import { complexType, element, xsInt } from "soapwright/runtime-v1";
import { afterAll, expect, test, vi } from "vitest";

const opened: FileHandle[] = [];

vi.mock(import("node:fs/promises"), async (original) => {
  const actual = await original();
  const openAndNote: typeof open = async (...args) => {
    const file = await actual.open(...args);
    opened.push(file);
    return file;
  };
  return { ...actual, open: openAndNote };
});

const folder = mkdtempSync(join(tmpdir(), "soapwright-chunks-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, "counts.xml");

const Item = complexType("{}Item", { no: ["no", () => xsInt] });
const Items = element("items", () => complexType("{}Items", { item: ["item", () => Item, "*"] }));

/** Three chunks and a bit. */
const count = 40_000;
const xml = `<items>${Array.from({ length: count }, (_, no) => `<item><no>${no}</no></item>\n`).join("")}</items>`;
writeFileSync(path, xml);

const isClosed = (): boolean => opened.at(-1)?.fd === -1;

test.each([path, pathToFileURL(path)])("gives a file, and closes it at its end", async (file) => {
  const parts: Buffer[] = [];
  for await (const chunk of readFileChunks(file)) parts.push(Buffer.from(chunk));
  expect(parts.length).toBeGreaterThan(3);
  expect(Buffer.concat(parts).toString()).toBe(xml);
  expect(isClosed()).toBe(true);
});

test("a document is decoded item by item", async () => {
  const items: unknown[] = [];
  for await (const item of decodeEach(Items, readFileChunks(path), Item)) items.push(item);
  expect(items).toEqual(Array.from({ length: count }, (_, no) => ({ no })));
});

test("a file is closed when the loop is left, and when the document is refused", async () => {
  for await (const _ of decodeEach(Items, readFileChunks(path), Item)) break;
  expect(isClosed()).toBe(true);
  const wrong = join(folder, "wrong.xml");
  writeFileSync(wrong, xml.replace("<no>0</no>", "<no>x</no>"));
  await expect(decodeEach(Items, readFileChunks(wrong), Item, { maxIssues: 1 }).next()).rejects.toThrow(ValidationError);
  expect(isClosed()).toBe(true);
});

test("fails with the platform's error", async () => {
  await expect(readFileChunks(join(folder, "none.xml")).next()).rejects.toThrow(expect.objectContaining({ code: "ENOENT" }));
});
