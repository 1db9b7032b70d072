/**
 * The examples as programs: each is started by its command and used from outside.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient } from "soapwright/soap";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { CurrencySoap } from "../../../examples/currency/generated/service.js";
import { RepairOrdersSoap } from "../../../examples/repair-order/generated/service.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "soapwright-examples-"));
const running: ChildProcess[] = [];

/** Starts an example; its first line says where it is. */
async function start(example: string): Promise<string> {
  const program = join(root, "build/examples", example, "main.js");
  const env = {
    ...process.env,
    PORT: "0",
    REPAIRS: join(folder, "repairs.sqlite"),
    TABLES: join(folder, "tables.sqlite"),
    DATA: join(folder, "data"),
  };
  const child = spawn(process.execPath, [program], { cwd: join(root, "examples", example), env, stdio: ["ignore", "pipe", "inherit"] });
  running.push(child);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return /(http|net\.tcp):\/\/[\w.:/]+/.exec(line.toString())?.[0] ?? "";
}

beforeAll(() => {
  if (!existsSync(join(root, "dist/src/index.js"))) execFileSync("npm", ["run", "build:code"], { cwd: root });
  execFileSync("npx", ["tsc", "-p", "examples/tsconfig.json"], { cwd: root });
}, 120_000);

afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([0, null]);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

it("repair-order: SOAP, and repairs that survive a restart", async () => {
  const url = await start("repair-order");
  const { repairId } = await createClient(RepairOrdersSoap, { url }).bringIn({ customer: "eva", bicycle: "blue", problem: "flat tyre" });
  running[0]?.kill("SIGTERM");
  if (running[0] !== undefined) await once(running[0], "exit");
  running.splice(0);
  const again = createClient(RepairOrdersSoap, { url: await start("repair-order") });
  expect(await again.getStatus({ customer: "eva", repairId })).toMatchObject({ statusCode: 10, bicycle: "blue" });
});

it("currency: a stateless service with its contract", async () => {
  const url = await start("currency");
  const client = createClient(CurrencySoap, { url });
  expect(await client.convert({ amount: "10.5", from: "EUR", to: "SEK" })).toEqual({ amount: "116.34" });
  expect(await client.convert({ amount: "-0.1", from: "SEK", to: "SEK" })).toEqual({ amount: "-0.10" });
  await expect(client.convert({ amount: "1", from: "EUR", to: "XXX" })).rejects.toMatchObject({
    declared: { name: "NoRate", detail: { currency: "XXX" } },
  });
  expect(await (await fetch(`${url}?wsdl`)).text()).toContain(`location="${url}"`);
});

it("export-with-progress: callbacks in order over net.tcp", async () => {
  const url = await start("export-with-progress");
  const client = join(root, "build/examples/export-with-progress/client.js");
  const output = execFileSync(process.execPath, [client, url], { encoding: "utf8", timeout: 60_000 });
  expect(output).toBe("0 %\n25 %\n50 %\n75 %\n100 %\nexported 100000 bytes\n");
});

it("the service with a machine has at most 150 handwritten lines", () => {
  const example = join(root, "examples/repair-order");
  const lines = readdirSync(example)
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => readFileSync(join(example, file), "utf8").trimEnd().split("\n"));
  expect(lines.length).toBeLessThanOrEqual(150);
});

it("a small wholesaler's tables stand behind veloconnect", async () => {
  const url = await start("merchandise-system");
  const ask = async (request: string): Promise<string> =>
    (await fetch(`${url}?BuyersID=demo&Password=bicycle&RequestName=${request}`)).text();
  const member = (text: string, name: string): string => new RegExp(`<\\w+:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? "";
  expect(member(await ask("CreateTextSearchRequest&SearchString=tyre"), "TotalCount")).toBe("2");
  expect(await ask("GetItemDetailsRequest&SellersItemIdentification=T-28")).toContain("reflective");
  const order = async (quantity: number): Promise<string> => {
    const id = member(await ask(`CreateOrderRequest&Quantity.B-1=${quantity}&quantityUnitCode.B-1=EA`), "TransactionID");
    return ask(`FinishOrderRequest&TransactionID=${id}`);
  };
  expect(member(await order(30), "OrderID")).toBe("2026-1");
  const refused = await order(2);
  expect([member(refused, "ResponseCode"), member(refused, "ResponseMessage")]).toEqual(["400", "there are not 2 of B-1"]);
  expect(member(await order(1), "OrderID")).toBe("2026-2");
}, 60_000);

it.each([
  ["own-service.md", "repair-order"],
  ["merchandise-system.md", "merchandise-system"],
])("docs/%s shows the code of the example", (name, exampleName) => {
  const dense = (text: string) => text.replaceAll(/\s+/g, " ");
  const example = join(root, "examples", exampleName);
  const files = readdirSync(example).filter((file) => file.endsWith(".ts"));
  const code = files.map((file) => dense(readFileSync(join(example, file), "utf8"))).join(" ");
  const page = readFileSync(join(root, "docs", name), "utf8");
  const blocks = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, block = ""]) => dense(block.trim()));
  expect(blocks.length).toBeGreaterThan(2);
  expect(blocks.filter((block) => !code.includes(block))).toEqual([]);
});
