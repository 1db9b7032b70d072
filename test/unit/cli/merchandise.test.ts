/**
 * catalogue and receipts, as an operator runs them.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildCommand } from "../../support/server-process.js";
import { documents } from "../merchandise/receipts.js";
import { Workplace } from "./run-command.js";

const workplace = new Workplace();
beforeAll(() => {
  buildCommand();
  workplace.write("right.csv", "number;description;unit;currency;price\n1;One;EA;EUR;1,20\n");
  workplace.write("wrong.csv", "number;description;unit;currency;price\n1;One;EA;EUR;x\n2;Two;EA;EUR;1\n");
  workplace.write("broken.json", '{"items":[{}]}');
  workplace.write("receipts.json", JSON.stringify([documents.invoice, documents.note]));
  workplace.write("wrong.json", JSON.stringify({ ...documents.note, number: "" }));
}, 120_000);
afterAll(() => workplace.remove());

it.each<[readonly string[], { status: number; stdout: string; stderr: string }]>([
  [["check", "right.csv"], { status: 0, stdout: "", stderr: "right.csv: 1 items, 0 replaced numbers, 0 wrong lines\n" }],
  [
    ["check", "wrong.csv"],
    {
      status: 1,
      stdout: 'wrong.csv:2:14: price: "x" is not a decimal number\n',
      stderr: "wrong.csv: 1 items, 0 replaced numbers, 1 wrong lines\n",
    },
  ],
  [["check", "broken.json"], { status: 1, stdout: 'broken.json: entry 1 of "items" of the catalogue needs a list "prices"\n', stderr: "" }],
  [
    ["check", "nothing.csv"],
    { status: 2, stdout: "", stderr: expect.stringContaining('"nothing.csv" cannot be read') as unknown as string },
  ],
  [
    ["import", "right.csv"],
    { status: 2, stdout: "", stderr: expect.stringContaining("name the database: --merchandise") as unknown as string },
  ],
])("catalogue %j", async (args, want) => expect(await workplace.run("catalogue", ...args)).toEqual(want));

it("catalogue check writes JSON for programs", async () => {
  const { stdout } = await workplace.run("catalogue", "check", "wrong.csv", "--format", "json");
  expect(JSON.parse(stdout)).toEqual({ file: "wrong.csv", line: 2, column: 14, message: 'price: "x" is not a decimal number' });
});

it("receipts import puts documents into a folder, all or none", async () => {
  const wrong = await workplace.run("receipts", "import", "receipts.json", "wrong.json", "--receipts", "documents");
  expect(wrong).toMatchObject({ status: 1, stdout: 'wrong.json: document 1 needs the text "number"\n' });
  expect(() => readdirSync(join(workplace.folder, "documents"))).toThrow("ENOENT");
  const right = await workplace.run("receipts", "import", "receipts.json", "--receipts", "documents");
  expect(right).toEqual({ status: 0, stdout: "", stderr: "2 documents imported\n" });
  expect(readdirSync(join(workplace.folder, "documents"))).toHaveLength(2);
  expect(await workplace.run("receipts", "import", "receipts.json")).toMatchObject({ status: 2 });
});
