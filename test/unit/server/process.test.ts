/**
 * The server as a process: what a kill at any moment and a signal to end leave behind.
 *
 * Runs what `npm run build` made, and makes it where it is missing.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "libsql";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../../src/stores/sqlite.js";
import { hostileHeads } from "../../support/hostile-heads.js";
import { buildCommand, command, type ServerProcess, startNode, startProcess } from "../../support/server-process.js";

const buyer = "BuyersID=demo&Password=bicycle";

let folder: string;
const processes: ChildProcess[] = [];

beforeAll(buildCommand, 120_000);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "soapwright-serve-"));
});
afterEach(() => {
  for (const each of processes.splice(0)) each.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

function start(...flags: readonly string[]): Promise<ServerProcess> {
  return startProcess(processes, "--data", folder, ...flags);
}

/** ResponseCode, TransactionID and StatusCode of an answer. */
interface Answer {
  readonly code: number;
  readonly id: string;
  readonly status: number;
  readonly orderId: string;
}

async function ask({ url }: ServerProcess, query: string, buyersId?: string): Promise<Answer> {
  const response = await fetch(`${url}/veloconnect?${query}&${buyersId === undefined ? buyer : `BuyersID=${buyersId}`}`);
  const text = await response.text();
  const member = (name: string): string => new RegExp(`<\\w+:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? "";
  return {
    code: Number(member("ResponseCode")),
    id: member("TransactionID"),
    status: Number(member("StatusCode")),
    orderId: member("OrderID"),
  };
}

/** What a client knows of an instance: the state last acknowledged, and what an unanswered operation may have made of it. */
interface Known {
  acknowledged: number;
  possible: number | undefined;
  orderId: string | undefined;
}

const gone = 0;

/** One client: creates orders and works on them until the server is gone. */
async function work(running: ServerProcess, known: Map<string, Known>): Promise<void> {
  for (;;) {
    const { id } = await ask(running, "RequestName=CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
    const one: Known = { acknowledged: 2, possible: undefined, orderId: undefined };
    known.set(id, one);
    const steps: [string, number][] = [["UpdateOrderRequest&Quantity.20030=1&quantityUnitCode.20030=PK", 2]];
    const end = Math.random();
    if (end < 0.5) steps.push(["FinishOrderRequest", 100]);
    else if (end < 0.8) steps.push(["RollbackRequest", gone]);
    for (const [request, state] of steps) {
      one.possible = state;
      const answer = await ask(running, `RequestName=${request}&TransactionID=${id}`);
      expect(answer.code).toBe(200);
      one.possible = undefined;
      one.acknowledged = state;
      if (state === 100) one.orderId = answer.orderId;
    }
  }
}

/** Until some orders were finished, and a moment that nobody chose. */
async function someWork(known: ReadonlyMap<string, Known>): Promise<void> {
  const finished = (): number => [...known.values()].filter(({ acknowledged }) => acknowledged === 100).length;
  const wanted = finished() + 5;
  const late = Date.now() + 8000;
  while (finished() < wanted && Date.now() < late) await new Promise((resolve) => setTimeout(resolve, 10));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 100));
}

async function compare(running: ServerProcess, known: ReadonlyMap<string, Known>): Promise<void> {
  for (const [id, one] of known) {
    const { code, status } = await ask(running, `RequestName=GetStatusRequest&TransactionID=${id}`);
    const state = code === 420 ? gone : status;
    expect([one.acknowledged, one.possible]).toContain(state);
    one.acknowledged = state;
    one.possible = undefined;
  }
}

/** PostgreSQL takes part where SOAPWRIGHT_POSTGRES names a database. */
const postgres = process.env.SOAPWRIGHT_POSTGRES;
const stores: readonly (readonly [string, () => readonly string[]])[] = [
  ["SQLite", () => []],
  ...(postgres === undefined ? [] : [["PostgreSQL", () => ["--database", postgres, "--orders", join(folder, "orders")]] as const]),
];

describe.each(stores)("kill -9 under load, %s", (store, flags) => {
  it("loses no acknowledged transition and doubles no order", async () => {
    const known = new Map<string, Known>();
    for (let round = 0; round < 5; round++) {
      const running = await start(...flags());
      await compare(running, known);
      const clients = Promise.allSettled(Array.from({ length: 8 }, () => work(running, known)));
      await someWork(known);
      running.process.kill("SIGKILL");
      for (const client of await clients) {
        // Only the kill ends a client: an assertion that failed must not pass for it.
        if (client.status === "rejected" && !(client.reason instanceof TypeError)) throw client.reason;
      }
      await running.ended;
    }
    const last = await start(...flags());
    const before = new Map([...known].map(([id, one]) => [id, { ...one }]));
    await compare(last, known);
    const files = readdirSync(join(folder, "orders")).filter((file) => file.endsWith(".json"));
    const orders = new Map(files.map((file) => [file.slice(0, -5), JSON.parse(readFileSync(join(folder, "orders", file), "utf8"))]));
    const finished = [...known].filter(([, one]) => one.acknowledged === 100);
    expect(finished.length).toBeGreaterThan(5);
    for (const [id, one] of finished) {
      expect(orders.get(id)).toMatchObject({ transactionId: id });
      if (one.orderId !== undefined) expect(orders.get(id).orderId).toBe(one.orderId);
    }
    // What the folder has beyond that was being placed when the server was killed: it is brought to its end when it is next asked for. Where other
    // processes may use the store, that is a minute later.
    if (store === "PostgreSQL") return;
    for (const id of orders.keys()) {
      const one = before.get(id);
      if (one?.acknowledged === 100) continue;
      const { status } = await ask(last, `RequestName=ViewOrderRequest&TransactionID=${id}`);
      expect(status).toBe(100);
    }
  }, 60_000);
});

describe("GetStatus", () => {
  it("lists a thousand orders of 200 KB in a heap of 64 MB", async () => {
    const file = join(folder, "soapwright.db");
    await (await openSqliteStore(file)).close();
    const database = new Database(file);
    const insert = database.prepare(
      `INSERT INTO instance (id, owner, machine, state, state_name, data, size, created_at, used_at, deadline, revision)
       VALUES (?, '["demo",null]', 'Order', 2, 'open', ?, ?, ?, ?, ?, 1)`,
    );
    const data = JSON.stringify({ isTest: false, lines: [], note: "x".repeat(200_000) });
    const fill = database.transaction(() => {
      for (let number = 0; number < 1000; number++) {
        insert.run(`t-${number}`, data, data.length, number, number, 8_640_000_000_000_000);
      }
    });
    fill();
    database.close();
    const running = await startNode(processes, ["--max-old-space-size=64"], "--data", folder);
    for (let round = 0; round < 3; round++) {
      const response = await fetch(`${running.url}/veloconnect?RequestName=GetStatusRequest&${buyer}`);
      expect((await response.text()).match(/t-\d+</g)).toHaveLength(1000);
    }
    expect(await ask(running, "RequestName=GetStatusRequest&TransactionID=t-999")).toMatchObject({ code: 200, status: 2 });
  });
});

describe("SIGTERM", () => {
  it("finishes what runs, takes nothing more, and ends with 0", async () => {
    const running = await start();
    await ask(running, "RequestName=GetProfileRequest");
    const { id } = await ask(running, "RequestName=CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
    // A wrong password costs some hundredths of a second of scrypt: when the first is answered, the others are waiting or running.
    const slow = Array.from({ length: 8 }, (_, index) => ask(running, `RequestName=GetStatusRequest&Password=${index}`, "demo"));
    const answers = Promise.all(slow);
    await Promise.race(slow);
    running.process.kill("SIGTERM");
    expect((await answers).map(({ code }) => code)).toEqual(Array.from({ length: 8 }, () => 411));
    expect(await running.ended).toBe(0);
    await expect(fetch(`${running.url}/livez`)).rejects.toThrow(TypeError);
    const again = await start();
    expect((await ask(again, `RequestName=GetStatusRequest&TransactionID=${id}`)).status).toBe(2);
  });
});

describe("the file of buyers", () => {
  it("is read again when it has changed, and kept as it was when it is wrong", async () => {
    const hash = (password: string): string =>
      execFileSync(process.execPath, [command, "serve", "--hash-password"], { input: password, encoding: "utf8" }).trim();
    const file = join(folder, "buyers.json");
    const write = (...buyersIds: readonly string[]): void =>
      writeFileSync(file, JSON.stringify(buyersIds.map((buyersId) => ({ buyersId, passwordHash }))));
    const passwordHash = hash("secret");
    write("first");
    const running = await start("--buyers", file, "--no-hide-buyers");
    const codeOf = async (buyersId: string): Promise<number> =>
      (await ask(running, "RequestName=GetStatusRequest&Password=secret", buyersId)).code;
    expect([await codeOf("first"), await codeOf("second")]).toEqual([200, 410]);
    write("second");
    await expect.poll(() => codeOf("second"), { timeout: 10_000 }).toBe(200);
    expect(await codeOf("first")).toBe(410);
    writeFileSync(file, "[");
    await expect.poll(() => running.log.join("\n"), { timeout: 10_000 }).toContain("the buyers stay as they were");
    expect(await codeOf("second")).toBe(200);
  });
});

describe("the log", () => {
  it("has paths and times, and no password, query or TransactionID", async () => {
    const running = await start();
    const { id } = await ask(running, "RequestName=CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
    await fetch(`${running.url}/veloconnect`, {
      method: "POST",
      body: `RequestName=GetStatusRequest&BuyersID=demo&Password=another-secret`,
    });
    running.process.kill("SIGTERM");
    await running.ended;
    const log = running.log.filter((line) => line.startsWith("{")).join("\n");
    expect(log).toContain('"path":"/veloconnect"');
    for (const secret of ["bicycle", "another-secret", "RequestName", id]) expect(log).not.toContain(secret);
  });
});

describe("the log of hostile requests", () => {
  it("has no character that a terminal obeys, and keeps what they sent", async () => {
    const running = await start();
    const hostile = "\u009b31m\u202e\u0085";
    await fetch(`${running.url}/veloconnect?RequestName=GetStatusRequest&BuyersID=${encodeURIComponent(hostile)}&Password=x`);
    running.process.kill("SIGTERM");
    await running.ended;
    const log = running.log.join("\n");
    expect(log).not.toMatch(/[^\P{Cc}\n]|\p{Cf}/u);
    expect(log).toContain("\\u009b31m\\u202e\\u0085");
  });
});

describe("hostile addresses", () => {
  it("reach no other path, and no password of theirs reaches the log", async () => {
    const running = await start();
    const query = "RequestName=GetStatusRequest&BuyersID=demo&Password=bicycle";
    const port = Number(new URL(running.url).port);
    for (const head of hostileHeads(query, "bicycle")) {
      const text = await new Promise<string>((resolve) => {
        let received = "";
        const socket = connect(port, "127.0.0.1", () => socket.write(`${head}\r\nConnection: close\r\n\r\n`));
        socket.on("data", (data) => (received += String(data)));
        socket.on("error", () => undefined);
        socket.on("close", () => resolve(received));
      });
      expect(text).toMatch(/^HTTP\/1.1 \d+ /);
      expect(text).not.toContain("ResponseCode>200");
    }
    running.process.kill("SIGTERM");
    await running.ended;
    expect(running.log.filter((line) => line.startsWith("{")).join("\n")).not.toContain("bicycle");
  });

  it("are not what ?wsdl says where --public-url says another", async () => {
    const running = await start("--public-url", "https://shop.example");
    const text = await (await fetch(`${running.url}/soap/veloconnect?wsdl`)).text();
    expect(text).toContain('location="https://shop.example/');
    expect(text).not.toContain(running.url);
    await expect(start("--memory", "--public-url", "https://shop.example/path")).rejects.toThrow(/ended with 2: .*the public URL/s);
  });
});

/** A file system of 4 MB is mounted where the user may do that. */
describe.skipIf(process.getuid?.() !== 0 || process.platform !== "linux")("a full disk", () => {
  const small = join(tmpdir(), `soapwright-full-${process.pid}`);
  let isMounted = false;
  beforeAll(() => {
    mkdirSync(small, { recursive: true });
    isMounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", small]).status === 0;
  });
  afterAll(() => {
    if (isMounted) spawnSync("umount", ["-l", small]);
    rmSync(small, { recursive: true, force: true });
  });

  it.each([
    ["of the store", ["--data", join(small, "data")]],
    ["of the orders", ["--memory", "--orders", join(small, "orders")]],
  ])(
    "%s makes /readyz say 503, until there is room again",
    async (_, flags) => {
      if (!isMounted) return;
      const { url } = await startProcess(processes, "--no-ipam", ...flags);
      const ready = async (): Promise<number> => (await fetch(`${url}/readyz`)).status;
      expect(await ready()).toBe(200);
      const filler = openSync(join(small, "filler"), "w");
      for (let size = 65_536; size >= 1024; ) {
        try {
          writeSync(filler, Buffer.alloc(size));
        } catch {
          size /= 2;
        }
      }
      closeSync(filler);
      await expect.poll(ready, { timeout: 20_000 }).toBe(503);
      rmSync(join(small, "filler"));
      await expect.poll(ready, { timeout: 20_000 }).toBe(200);
    },
    60_000,
  );
});

describe("wrong use", () => {
  it.each<[string, string[], string]>([
    ["an invalid port", ["--port", "http"], "--port is a whole number"],
    ["an unknown release", ["--release", "2.0"], "--release is one of"],
    ["a file of buyers that is not there", ["--buyers", "/no/such/file.json"], "cannot be used"],
    ["an unsupported database", ["--database", "mysql://x"], "--database is a URL"],
    ["an unexpected word", ["production"], '"production" is not expected'],
    [
      "a port that is not to be had",
      ["--host", "192.0.2.1", "--port", "0", "--no-ipam", "--demo"],
      "cannot listen at 192.0.2.1:0: this machine has no such address; --host chooses another one\n",
    ],
    [
      "the demonstration buyer for all the world",
      ["--host", "0.0.0.0", "--port", "0"],
      "name your buyers with --buyers, or allow it with --demo",
    ],
    ["two stores", ["--memory", "--database", "postgres://x/y"], "exclude each other"],
  ])("%s ends with 2 and says so", async (_, flags, message) => {
    const child = spawn(process.execPath, [command, "serve", "--data", folder, ...flags]);
    processes.push(child);
    let text = "";
    child.stderr.on("data", (data: Buffer) => (text += String(data)));
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(2);
    expect(text).toContain(message);
  });

  it("a port that is taken ends with 2 and names the flag", async () => {
    const first = await start();
    const port = /http:\/\/[\d.]+:(\d+)/.exec(first.log.join("\n"))?.[1] ?? "";
    await expect(start("--memory", "--port", port)).rejects.toThrow(
      /ended with 2: .*:\d+: the port is taken; --port chooses another one\n/s,
    );
  });

  it("a port of IPAM that is taken ends with 2, though HTTP was served already", async () => {
    const first = await start("--ipam-port", "0");
    const port = /net\.tcp:\/\/[\d.]+:(\d+)/.exec(first.log.join("\n"))?.[1] ?? "";
    await expect(start("--memory", "--ipam-port", port)).rejects.toThrow(
      /ended with 2: .*cannot listen at 127.0.0.1:\d+: the port is taken; --ipam-port chooses another one\n/s,
    );
  });

  it("a file that is not a store ends it with 2, and is named", async () => {
    writeFileSync(join(folder, "soapwright.db"), "this is not a database, whatever its name says".repeat(100));
    await expect(start()).rejects.toThrow(/ended with 2: .*soapwright.db" cannot be used/s);
  });

  it("buyers with passwords in place of hashes end with 2", async () => {
    writeFileSync(join(folder, "buyers.json"), '[{"buyersId":"B1","passwordHash":"secret"}]');
    await expect(start("--buyers", join(folder, "buyers.json"))).rejects.toThrow(/ended with 2: .*"passwordHash" of "B1" is not a hash/s);
  });

  it("two servers on one folder: the second ends with 2", async () => {
    await start();
    await expect(start()).rejects.toThrow(/ended with 2: .*another process works in the folder/s);
  });

  it("a password becomes a hash that a file of buyers takes", async () => {
    const hash = execFileSync(process.execPath, [command, "serve", "--hash-password"], { input: "secret\n", encoding: "utf8" });
    expect(hash).toMatch(/^scrypt\$16384\$8\$5\$[\w-]+\$[\w-]+\n$/);
  });
});
