/**
 * backup, restore and verify, as a person runs them beside a server.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCommand, type ServerProcess, startProcess } from "../../support/server-process.js";
import { Workplace } from "./run-command.js";

const workplace = new Workplace();
const processes: ChildProcess[] = [];
const statuses = new Map<string, number>();

async function ask({ url }: ServerProcess, request: string): Promise<{ readonly id: string; readonly status: number }> {
  const text = await (await fetch(`${url}/veloconnect?RequestName=${request}&BuyersID=demo&Password=bicycle`)).text();
  const member = (name: string): string => new RegExp(`<\\w+:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? "";
  return { id: member("TransactionID"), status: Number(member("StatusCode")) };
}

async function serve(...flags: readonly string[]): Promise<ServerProcess> {
  return startProcess(processes, "--no-ipam", ...flags);
}

async function expectOrders(server: ServerProcess): Promise<void> {
  for (const [id, status] of statuses) expect(await ask(server, `GetStatusRequest&TransactionID=${id}`)).toEqual({ id, status });
}

let server: ServerProcess;
beforeAll(async () => {
  buildCommand();
  server = await serve("--data", join(workplace.folder, "live"));
  for (let number = 0; number < 4; number++) {
    const { id } = await ask(server, "CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
    const { status } = number < 2 ? { status: 2 } : await ask(server, `FinishOrderRequest&TransactionID=${id}`);
    statuses.set(id, status);
  }
  expect([...statuses.values()]).toEqual([2, 2, 100, 100]);
  expect(await workplace.run("backup", "one.backup", "--data", "live")).toMatchObject({ status: 0, stderr: "" });
}, 120_000);
afterAll(() => {
  for (const each of processes) each.kill("SIGKILL");
  workplace.remove();
});

describe("backup", () => {
  it("is made while the server runs, for its owner alone, and is right", async () => {
    expect(await workplace.run("verify", "one.backup")).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\d+ entries, 0 faults\n$/),
    });
    expect(await workplace.run("verify", "--data", "live")).toMatchObject({ status: 0, stdout: expect.stringContaining(" 0 faults") });
    if (process.platform !== "win32") expect(statSync(join(workplace.folder, "one.backup")).mode & 0o777).toBe(0o600);
    await expectOrders(server);
  });

  it("replaces no file, and needs a store", async () => {
    const before = workplace.read("one.backup");
    expect(await workplace.run("backup", "one.backup", "--data", "live")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is there already"),
    });
    expect(workplace.read("one.backup")).toBe(before);
    expect(await workplace.run("backup", "other.backup", "--data", "nowhere")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is not there"),
    });
    expect(existsSync(join(workplace.folder, "other.backup"))).toBe(false);
  });

  it.each<[string, (text: string) => string, string]>([
    ["cut in its middle", (text) => text.slice(0, text.length / 2), "not JSON"],
    ["cut behind a line", (text) => text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1), "is not whole"],
    ["without one of its lines", (text) => text.replace(/\n\["instance".*/, ""), "was changed"],
    ["with another digit", (text) => text.replace('"state":2', '"state":3'), "was changed"],
    ["with more behind its end", (text) => `${text}{}\n`, "goes on behind its end"],
    ["of something else", () => "{}\n", "is not a backup"],
    ["of nothing", () => "", "is not whole"],
  ])(
    "%s ends verify and restore with 2 and changes nothing",
    async (name, change, message) => {
      const file = `${name}.backup`;
      workplace.write(file, change(workplace.read("one.backup")));
      expect(await workplace.run("verify", file)).toMatchObject({ status: 2, stderr: expect.stringContaining(message) });
      expect(await workplace.run("restore", file, "--data", "untouched")).toMatchObject({
        status: 2,
        stderr: expect.stringContaining(message),
      });
      expect(existsSync(join(workplace.folder, "untouched"))).toBe(false);
    },
    60_000,
  );
});

describe("restore", () => {
  it("into a new folder gives a server all that there was", async () => {
    expect(await workplace.run("restore", "one.backup", "--data", "new")).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(join(workplace.folder, "new/orders")).sort()).toEqual(readdirSync(join(workplace.folder, "live/orders")).sort());
    const restored = await serve("--data", join(workplace.folder, "new"));
    await expectOrders(restored);
    expect(restored.log.join("\n")).not.toContain("not in the database");
    restored.process.kill("SIGTERM");
    await restored.ended;
    expect(await workplace.run("restore", "one.backup", "--data", "new")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("--force"),
    });
    // A damaged database is what --force is for.
    workplace.write("new/soapwright.db", "\u00ff".repeat(10_000));
    expect(await workplace.run("verify", "--data", "new")).toMatchObject({ status: 2 });
    expect(await workplace.run("restore", "one.backup", "--data", "new", "--force")).toMatchObject({ status: 0 });
    expect(await workplace.run("verify", "--data", "new")).toMatchObject({ status: 0 });
  }, 60_000);

  it("is refused while a server runs", async () => {
    const outcome = await workplace.run("restore", "one.backup", "--data", "live", "--force");
    expect(outcome).toMatchObject({ status: 2, stderr: expect.stringContaining("another process works in the folder") });
    await expectOrders(server);
  }, 60_000);
});

it("verify lists rows that are wrong and ends with 1", async () => {
  expect(await workplace.run("restore", "one.backup", "--data", "wrong")).toMatchObject({ status: 0 });
  const database = new Database(join(workplace.folder, "wrong/soapwright.db"));
  const [first, second, third] = [...statuses.keys()];
  database.prepare("UPDATE instance SET data = '{' WHERE id = ?").run(first);
  database.prepare("UPDATE instance SET state = 77, state_name = 'lost' WHERE id = ?").run(second);
  database.prepare("UPDATE history SET revision = 99 WHERE instance_id = ? AND revision = 1").run(third);
  database.close();
  workplace.write(`wrong/orders/${third}.json`, "{}");
  const { status, stdout } = await workplace.run("verify", "--data", "wrong");
  expect(
    stdout
      .split("\n")
      .filter((line) => line.startsWith("instance"))
      .sort(),
  ).toEqual(
    [
      `instance ${first}: its content is not JSON`,
      `instance ${second}: the machine "Order" has no state 77 (lost), which instance "${second}" is in`,
    ].sort(),
  );
  expect(stdout).toContain(`history ${third} 99: revision 99 is after that of its instance`);
  expect(stdout).toContain(`order ${third}.json: it has no orderId`);
  expect(stdout).toContain(", 4 faults");
  expect(status).toBe(1);
});

const postgres = process.env.SOAPWRIGHT_POSTGRES;

describe.skipIf(postgres === undefined)("with PostgreSQL", () => {
  const schema = `backup_${crypto.randomUUID().replaceAll("-", "")}`;
  const url = new URL(postgres ?? "postgres://unused");
  url.searchParams.set("options", `-c search_path=${schema}`);
  const flags = ["--database", url.href, "--orders", "moved"];
  const serveMoved = (): Promise<ServerProcess> => serve("--database", url.href, "--orders", join(workplace.folder, "moved"));
  const admin = new pg.Client(postgres);
  beforeAll(async () => {
    await admin.connect();
    await admin.query(`CREATE SCHEMA ${schema}`);
  });
  afterAll(async () => {
    for (const each of processes.splice(1)) each.kill("SIGKILL");
    await admin.query(`DROP SCHEMA ${schema} CASCADE`);
    await admin.end();
  });

  const rowsOf = (file: string): readonly string[] =>
    workplace
      .read(file)
      .split("\n")
      .slice(0, -2)
      .map((line) => JSON.stringify(sorted(JSON.parse(line))))
      .sort();

  it("a backup of SQLite can be restored into PostgreSQL, whose backup has the same rows, and back into SQLite", async () => {
    expect(await workplace.run("restore", "one.backup", ...flags)).toMatchObject({ status: 0, stderr: "" });
    const moved = await serveMoved();
    await expectOrders(moved);
    expect(await workplace.run("backup", "two.backup", ...flags)).toMatchObject({ status: 0, stderr: "" });
    expect(rowsOf("two.backup")).toEqual(rowsOf("one.backup"));
    expect(await workplace.run("verify", ...flags)).toMatchObject({ status: 0 });

    expect(await workplace.run("restore", "two.backup", "--data", "back")).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(join(workplace.folder, "back/orders")).sort()).toEqual(readdirSync(join(workplace.folder, "live/orders")).sort());
    const back = await serve("--data", join(workplace.folder, "back"));
    await expectOrders(back);
    expect(await workplace.run("backup", "three.backup", "--data", "back")).toMatchObject({ status: 0, stderr: "" });
    expect(rowsOf("three.backup")).toEqual(rowsOf("one.backup"));
    for (const each of [moved, back]) {
      each.process.kill("SIGTERM");
      await each.ended;
    }
  }, 120_000);

  it("restore is refused while a server works in the database, however long that has had nothing to do, and however it ends", async () => {
    expect(await workplace.run("restore", "one.backup", ...flags)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("is not empty"),
    });
    const moved = await serveMoved();
    // Longer than connections stay open that nobody uses.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    expect(await workplace.run("restore", "one.backup", ...flags, "--force")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("a server works in the database"),
    });
    await expectOrders(moved);
    moved.process.kill("SIGKILL");
    await moved.ended;
    await expect.poll(async () => (await workplace.run("restore", "one.backup", ...flags, "--force")).status, { timeout: 20_000 }).toBe(0);
  }, 120_000);
});

/** The order of columns is not part of a row. */
function sorted(value: unknown): unknown {
  return Array.isArray(value) && typeof value[1] === "object" ? [value[0], Object.entries(value[1] ?? {}).sort()] : value;
}
