/**
 * buyers and transactions, as an operator runs them beside a server.
 */
import type { ChildProcess } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyPassword } from "../../../src/server/passwords.js";
import { buildCommand, type ServerProcess, startProcess } from "../../support/server-process.js";
import { Workplace } from "./run-command.js";

const workplace = new Workplace();
const processes: ChildProcess[] = [];
beforeAll(buildCommand, 120_000);
afterAll(() => {
  for (const each of processes) each.kill("SIGKILL");
  workplace.remove();
});

describe("buyers", () => {
  const hashOf = (index: number): string => JSON.parse(workplace.read("buyers.json"))[index].passwordHash;

  it("adds, lists, disables and changes passwords", async () => {
    expect(await workplace.runWith("secret\n", "buyers", "add", "4711")).toMatchObject({ status: 0, stdout: "" });
    expect(await workplace.runWith("other\n", "buyers", "add", "4711", "--scheme", "GLN")).toMatchObject({ status: 0 });
    expect(statSync(join(workplace.folder, "buyers.json")).mode & 0o777).toBe(0o600);
    expect(await verifyPassword("secret", hashOf(0))).toBe(true);
    expect(await workplace.run("buyers", "disable", "4711")).toMatchObject({ status: 0 });
    const { stdout } = await workplace.run("buyers", "list");
    expect(stdout.split("\n").map((line) => line.trim())).toEqual(["4711  disabled", "4711  scheme GLN", ""]);
    expect(await workplace.run("buyers", "enable", "4711")).toMatchObject({ status: 0 });
    expect(await workplace.runWith("new\n", "buyers", "password", "4711")).toMatchObject({ status: 0 });
    expect(await verifyPassword("new", hashOf(0))).toBe(true);
    expect(await verifyPassword("other", hashOf(1))).toBe(true);
    expect((await workplace.run("buyers", "list", "--format", "json")).stdout).toBe(
      '{"buyersId":"4711","disabled":false}\n{"buyersId":"4711","schemeId":"GLN","disabled":false}\n',
    );
  }, 60_000);

  it.each<[string, readonly string[], string, string]>([
    ["one who is there", ["add", "4711"], "x\n", 'the buyer "4711" is in "buyers.json" already'],
    ["one who is not there", ["disable", "1"], "", 'the buyer "1" is not in "buyers.json"'],
    ["no password", ["add", "2"], "", "no password was given"],
    ["no number", ["add"], "", "name the buyer"],
    ["another action", ["remove", "4711"], "", "soapwright buyers takes list, add, password, disable, enable"],
    ["a file that is missing", ["list", "--buyers", "none.json"], "", '"none.json" cannot be used'],
    ["a number that is too long", ["add", "9".repeat(300)], "x\n", "more than 255 characters"],
  ])("refuses %s", async (_, args, input, message) => {
    const before = workplace.read("buyers.json");
    const outcome = await workplace.runWith(input, "buyers", ...args);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain(message);
    expect(workplace.read("buyers.json")).toBe(before);
  });
});

describe("transactions", () => {
  let server: ServerProcess;
  const ids: string[] = [];
  const ask = async (request: string): Promise<string> =>
    (await fetch(`${server.url}/veloconnect?RequestName=${request}&BuyersID=demo&Password=bicycle`)).text();
  beforeAll(async () => {
    server = await startProcess(processes, "--no-ipam", "--data", join(workplace.folder, "data"));
    for (let number = 0; number < 3; number++) {
      const text = await ask("CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
      ids.push(/TransactionID>([^<]+)</.exec(text)?.[1] ?? "");
    }
    await ask(`FinishOrderRequest&TransactionID=${ids[0]}`);
  }, 60_000);

  it("lists them, while the server runs", async () => {
    const { status, stdout } = await workplace.run("transactions", "list", "--format", "json");
    expect(status).toBe(0);
    const listed = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(listed.map(({ id }) => id).sort()).toEqual([...ids].sort());
    expect(listed.find(({ id }) => id === ids[0])).toMatchObject({ transaction: "Order", buyer: "demo", status: 100, state: "finished" });
    const open = await workplace.run("transactions", "list", "--status", "2", "--buyer", "demo", "--transaction", "Order");
    expect(open.stdout.trimEnd().split("\n")).toHaveLength(2);
    expect((await workplace.run("transactions", "list", "--buyer", "other")).stdout).toBe("");
    const first = await workplace.run("transactions", "list", "--limit", "1");
    expect(first.stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(first.stderr).toContain("there are more than 1");
  });

  it("shows one with its history", async () => {
    const { stdout } = await workplace.run("transactions", "show", ids[0] ?? "");
    expect(stdout).toContain(`${ids[0]}  Order  100 finished  demo  created 20`);
    const steps = stdout.split("\n").filter((line) => line.includes("-->"));
    expect(steps.map((line) => line.trim().split("  ").slice(1).join("  "))).toEqual([
      "start --create--> open  by buyer demo",
      "open --finish--> placing  by buyer demo",
      "placing --placed--> finished  by effect placeOrder",
    ]);
    expect(stdout).toContain('"lines": [');
    expect(await workplace.run("transactions", "show", "nobody")).toMatchObject({ status: 1, stderr: "nobody: unknown\n" });
  });

  it("expires some: the server knows them no more, their history stays", async () => {
    const [finished = "", open = ""] = ids;
    expect(await workplace.run("transactions", "expire", finished, open)).toMatchObject({ status: 0 });
    for (const id of [finished, open]) expect(await ask(`GetStatusRequest&TransactionID=${id}`)).toContain("420");
    const { stdout } = await workplace.run("transactions", "show", open);
    expect(stdout).toContain(`${open}  gone`);
    expect(stdout).toContain("open --expire--> start  by operator");
    expect(await workplace.run("transactions", "expire", open)).toMatchObject({ status: 1, stderr: `${open}: unknown\n` });
    expect(await ask(`ViewOrderRequest&TransactionID=${ids[2]}`)).toContain(">200<");
  });

  it.each<[readonly string[], string]>([
    [["erase"], "soapwright transactions takes list, show, expire"],
    [["toString"], "soapwright transactions takes list, show, expire"],
    [["show"], "name the transaction"],
    [["list", "x"], "list takes flags only"],
    [["list", "--data", "nothing"], "the store cannot be opened"],
  ])("refuses %j", async (args, message) => {
    const outcome = await workplace.run("transactions", ...args);
    expect(outcome.status).toBe(2);
    expect(outcome.stderr).toContain(message);
  });
});
