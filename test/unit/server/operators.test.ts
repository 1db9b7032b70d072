/**
 * Operators of a running server: their accounts, what they do, and the file that remembers it.
 */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ActRecord } from "../../../src/console/index.js";
import { ConfigurationError } from "../../../src/server/configuration.js";
import { openAccounts, parseAccounts } from "../../../src/server/console-accounts.js";
import { openActFile } from "../../../src/server/observe/act-file.js";
import { createActs, readOutbox } from "../../../src/server/operator-acts.js";
import { defaultPasswordLimits, PasswordQueue } from "../../../src/server/password-queue.js";
import { hashPassword, verifyPassword } from "../../../src/server/passwords.js";
import { type Server, startServer } from "../../../src/server/start-server.js";
import { createMemoryStore } from "../../../src/stores/memory.js";
import type { Instance, OutboxMessage } from "../../../src/stores/store.js";

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const folder = mkdtempSync(join(tmpdir(), "soapwright-operators-"));
afterAll(() => rmSync(folder, { recursive: true }));

const record: ActRecord = { id: "1", at: 1000, by: "alice", address: "10.0.0.1", act: "expire", target: "T1", outcome: "begun" };

describe("the file of acts", () => {
  it("is its owner's alone, only grows, and has the last outcome of each act", async () => {
    const file = join(folder, "deep", "acts.jsonl");
    const acts = await openActFile(file, log);
    await acts.append(record);
    const before = readFileSync(file, "utf8");
    await Promise.all([acts.append({ ...record, outcome: "done" }), acts.append({ ...record, id: "2", at: 2000, target: "\u202eT2" })]);
    expect(readFileSync(file, "utf8")).toMatch(new RegExp(`^${before.replaceAll(/[{}.]/g, "\\$&")}`));
    expect(readFileSync(file, "utf8")).not.toContain("\u202e");
    expect(statSync(file).mode & 0o077).toBe(0);
    const want = [
      { ...record, id: "2", at: 2000, target: "\u202eT2" },
      { ...record, outcome: "done" },
    ];
    expect(await acts.latest(10)).toEqual(want);
    expect(await acts.latest(1)).toEqual(want.slice(0, 1));
    appendFileSync(file, '{"time":"2026-');
    expect(await (await openActFile(file, log)).latest(10)).toEqual(want);
  });

  it("shows the end of a large file", async () => {
    const file = join(folder, "large.jsonl");
    const line = JSON.stringify({ time: new Date(0).toISOString(), ...record, target: "ü".repeat(500) });
    writeFileSync(file, `${line}\n`.repeat(2000));
    const acts = await openActFile(file, log);
    await acts.append({ ...record, id: "last", at: 5000 });
    expect((await acts.latest(10)).map(({ id }) => id)).toEqual(["last", "1"]);
  });

  it("must be one that can be written", async () => {
    await expect(openActFile(join(folder, "large.jsonl", "acts"), log)).rejects.toThrow(ConfigurationError);
  });
});

describe("accounts", () => {
  it.each<[string, string]>([
    ["{}", "not a list"],
    ['[{"name":"a"}]', 'needs the text "name"'],
    ['[{"name":"a","role":"root"}]', '"role": "viewer" or "operator"'],
    ['[{"name":"a,b","role":"viewer"}]', "entry 1"],
    ['[{"name":"a","role":"viewer","passwordHash":"secret"}]', "is not a hash"],
    ['[{"name":"a","role":"viewer","admin":true}]', 'has "admin"'],
    ['[{"name":"a","role":"viewer"},{"name":"a","role":"operator"}]', "which another one has"],
  ])("%s is refused", (json, reason) => expect(() => parseAccounts(json)).toThrow(reason));

  it("are checked within the limits of buyers' passwords", async () => {
    const file = join(folder, "accounts.json");
    writeFileSync(
      file,
      JSON.stringify([
        { name: "alice", role: "operator", passwordHash: "scrypt$2$1$1$AAAA$AAAA" },
        { name: "carol", role: "viewer" },
      ]),
    );
    const checked: string[] = [];
    const check = async (password: string, hash: string): Promise<boolean> => {
      checked.push(password);
      return password === "wonderland" && hash === "scrypt$2$1$1$AAAA$AAAA";
    };
    const queue = new PasswordQueue(check, { ...defaultPasswordLimits, wrongPerAddress: 3 }, () => 0);
    const accounts = await openAccounts(file, (...asked) => queue.verify(...asked), log);
    const { signal } = new AbortController();
    const attempt = (name: string, password: string, address = "10.0.0.1") => accounts.logIn({ name, password, address, signal });
    expect(await attempt("alice", "wonderland")).toMatchObject({ name: "alice", role: "operator" });
    expect(await attempt("carol", "")).toBe("wrong");
    expect(await attempt("nobody", "wonderland")).toBe("wrong");
    expect(await attempt("alice", "x".repeat(300))).toBe("wrong");
    expect(await attempt("alice", "2")).toBe("wrong");
    // The address has had its three.
    expect(await attempt("alice", "wonderland")).toBe("busy");
    expect(await attempt("alice", "wonderland", "10.0.0.2")).toMatchObject({ name: "alice" });
    expect(checked).toEqual(["wonderland", "", "wonderland", "2", "wonderland"]);
    accounts.close();
  });
});

describe("acts", () => {
  const instance: Instance = {
    id: "T1",
    owner: '["4711",null]',
    machine: "Order",
    state: 2,
    stateName: "open",
    createdAt: 0,
    usedAt: 0,
    deadline: undefined,
    revision: 1,
    data: "{}",
  };
  const message: OutboxMessage = {
    key: "T1 placeOrder",
    instanceId: "T1",
    machine: "Order",
    effect: "placeOrder",
    payload: '"secret"',
    createdAt: 0,
    dueAt: 9e15,
    attempts: 3,
    revision: 1,
  };

  async function world(change: Partial<Instance> = {}, messages: readonly OutboxMessage[] = []) {
    const store = createMemoryStore();
    await store.write({ instance: { kind: "insert", instance: { ...instance, ...change } }, messages });
    let due = 0;
    const doDue = async (): Promise<void> => void due++;
    const acts = createActs({ store, buyersFile: undefined, doDue, acts: { append: async () => undefined, latest: async () => [] }, log });
    return { store, acts, due: () => due };
  }

  it.each<["expire" | "rollback", Partial<Instance>, string]>([
    ["expire", {}, "done"],
    ["rollback", {}, "done"],
    ["expire", { state: 100, stateName: "finished" }, "done"],
    ["rollback", { state: 100, stateName: "finished" }, "refused"],
    ["expire", { stateName: "placing" }, "refused"],
    ["rollback", { stateName: "placing" }, "refused"],
    ["rollback", { machine: "OrderInOnlineShop", stateName: "filled" }, "refused"],
    ["expire", { machine: "Session", state: 0, stateName: "None" }, "refused"],
  ])("%s of %o: %s", async (act, change, outcome) => {
    const { store, acts } = await world(change);
    expect(await acts.perform(act, "T1", "operator alice")).toBe(outcome);
    expect((await store.get("T1")) === undefined).toBe(outcome === "done");
    const history = await store.history("T1", 10);
    expect(history.map(({ by, command, revision }) => ({ by, command, revision }))).toEqual(
      outcome === "done" ? [{ by: "operator alice", command: act, revision: 2 }] : [],
    );
    expect(await acts.perform(act, "T2", "operator alice")).toBe("unknown");
  });

  it("sends a message again now, and shows none of what it says", async () => {
    const { store, acts, due } = await world({ stateName: "placing" }, [message]);
    expect(JSON.stringify(await readOutbox(store))).not.toContain("secret");
    expect(await readOutbox(store)).toMatchObject([{ key: "T1 placeOrder", attempts: 3 }]);
    expect(await acts.perform("replay", JSON.stringify(["T1", "T1 placeOrder"]), "operator alice")).toBe("done");
    expect((await store.dueMessages("Order", Date.now(), 10)).map(({ key }) => key)).toEqual(["T1 placeOrder"]);
    expect(due()).toBe(1);
    for (const target of ["T1 placeOrder", '["T1"]', '["T1","other"]', "null"]) {
      expect(await acts.perform("replay", target, "operator alice")).toBe("unknown");
    }
  });

  it("cannot lock out the demonstration buyer", async () => {
    const { acts } = await world();
    expect(acts.possible.has("disableBuyer")).toBe(false);
    expect(await acts.perform("disableBuyer", '["demo",null]', "operator alice")).toBe("unknown");
  });
});

describe("a server with accounts", () => {
  let server: Server;
  let headers: Record<string, string>;
  const actsFile = join(folder, "server-acts.jsonl");
  const buyersFile = join(folder, "buyers.json");
  const accountsFile = join(folder, "server-accounts.json");
  const post = (path: string, body: object, more: Record<string, string> = {}) =>
    fetch(`${server.url}/console/${path}`, { method: "POST", headers: { origin: server.url, ...more }, body: JSON.stringify(body) });

  beforeAll(async () => {
    const passwordHash = await hashPassword("wonderland");
    expect(await verifyPassword("wonderland", passwordHash)).toBe(true);
    writeFileSync(accountsFile, JSON.stringify([{ name: "alice", role: "operator", passwordHash }]));
    writeFileSync(buyersFile, JSON.stringify([{ buyersId: "4711", passwordHash }]));
    server = await startServer({
      port: 0,
      store: { kind: "memory" },
      ipam: undefined,
      log,
      buyersFile,
      console: { accountsFile, actsFile, proxy: undefined },
    });
    const login = await post("session", { name: "alice", password: "wonderland" });
    const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const { token } = (await (await fetch(`${server.url}/console/session`, { headers: { cookie } })).json()) as { token: string };
    headers = { cookie, "x-console-token": token };
  });
  afterAll(() => server.close(0));

  const ask = async (request: string): Promise<string> =>
    (await fetch(`${server.url}/veloconnect?RequestName=${request}&BuyersID=4711&Password=wonderland`)).text();

  it("lets operators expire a buyer's transaction, and says so in its history", async () => {
    const id = /TransactionID>([^<]+)</.exec(await ask("CreateTextSearchRequest&SearchString=tyre"))?.[1] ?? "";
    expect(await (await post("acts", { act: "expire", target: id }, headers)).json()).toMatchObject({ outcome: "done", by: "alice" });
    expect(await ask(`GetStatusRequest&TransactionID=${id}`)).toContain("<vct:ResponseCode>420");
    const history = (await (await fetch(`${server.url}/console/live/history?id=${id}`, { headers })).json()) as readonly { by: string }[];
    expect(history.at(-1)).toMatchObject({ command: "expire", by: "operator alice" });
  });

  it("lets operators lock a buyer out, at once, and in again", async () => {
    const target = '["4711",null]';
    expect(await ask("GetProfileRequest")).toContain("Example Wholesale");
    expect(await (await post("acts", { act: "disableBuyer", target }, headers)).json()).toMatchObject({ outcome: "done" });
    expect(await ask("GetProfileRequest")).toContain("411");
    expect(await (await fetch(`${server.url}/console/live/buyers`, { headers })).json()).toEqual([{ owner: target, isDisabled: true }]);
    expect(await (await post("acts", { act: "enableBuyer", target }, headers)).json()).toMatchObject({ outcome: "done" });
    expect(await ask("GetProfileRequest")).toContain("Example Wholesale");
  });

  it("remembers what operators did", async () => {
    const acts = (await (await fetch(`${server.url}/console/acts`, { headers })).json()) as readonly ActRecord[];
    expect(acts.map(({ act, outcome }) => `${act} ${outcome}`)).toEqual(["enableBuyer done", "disableBuyer done", "expire done"]);
    expect(readFileSync(actsFile, "utf8").trim().split("\n")).toHaveLength(6);
  });

  it("see by which rule of the schema a SOAP message was refused", async () => {
    const body = `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><GetStatusRequest xmlns="urn:veloconnect:transaction-1.0"/></s:Body></s:Envelope>`;
    await fetch(`${server.url}/soap/veloconnect`, { method: "POST", headers: { "content-type": "text/xml", soapaction: '""' }, body });
    const { body: events } = await fetch(`${server.url}/console/live/events`, { headers });
    const decoder = new TextDecoder();
    let text = "";
    for await (const part of events ?? []) {
      text += decoder.decode(part, { stream: true });
      if (text.includes("\n\nid:") && text.endsWith("\n\n")) break;
    }
    const snapshot = JSON.parse(/data: (.*)/.exec(text)?.[1] ?? "{}");
    expect(snapshot.faults).toContainEqual({ rule: "cvc-complex-type.2.4.b", count: 1 });
    expect(snapshot.store).toMatchObject({ fails: false });
  });

  it("refuses what no page of its own sends", async () => {
    expect((await post("acts", { act: "expire", target: "T" }, { ...headers, origin: "http://evil.example" })).status).toBe(403);
    expect((await post("acts", { act: "expire", target: "T" }, { ...headers, "x-forwarded-user": "alice", cookie: "" })).status).toBe(403);
  });

  it.each<[string, string, string | undefined]>([
    ["of the address that is named", "127.0.0.1", "operator"],
    ["of another address, whatever it says", "10.0.0.5", undefined],
  ])("believes a proxy %s", async (_, address, role) => {
    const proxied = await startServer({
      port: 0,
      store: { kind: "memory" },
      ipam: undefined,
      log,
      trustForwarded: true,
      console: { accountsFile, actsFile, proxy: { address, header: "x-forwarded-user" } },
    });
    try {
      const named = { "x-forwarded-user": "alice", "x-forwarded-for": "10.0.0.5" };
      const session = await fetch(`${proxied.url}/console/session`, { headers: named });
      expect((await session.json()) as object).toMatchObject(role === undefined ? { hasLogin: true } : { name: "alice", role });
      const machines = await fetch(`${proxied.url}/console/live/machines`, { headers: named });
      expect(machines.status).toBe(role === undefined ? 401 : 200);
      expect((await fetch(`${proxied.url}/console/live/machines`)).status).toBe(401);
    } finally {
      await proxied.close(0);
    }
  });

  it("needs a file for acts, and accounts that can be read", async () => {
    const quiet = { port: 0, store: { kind: "memory" }, ipam: undefined, log } as const;
    const none = { accountsFile: undefined, actsFile: undefined, proxy: undefined };
    await expect(startServer({ ...quiet, console: { ...none, accountsFile } })).rejects.toThrow("--console-acts");
    await expect(startServer({ ...quiet, console: { ...none, actsFile, accountsFile: "none.json" } })).rejects.toThrow(ConfigurationError);
  });
});
