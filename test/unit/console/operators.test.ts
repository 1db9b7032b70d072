/**
 * Who sees what runs and who may act: logins, sessions, proxies, and what attackers try.
 */
import { describe, expect, it } from "vitest";
import { AccessControl, type ConsoleAccess } from "../../../src/console/access.js";
import type { Account } from "../../../src/console/accounts.js";
import { type ActRecord, type OperatorActs, performNoted } from "../../../src/console/acts.js";
import { console } from "../../../src/console/index.js";
import { Sessions } from "../../../src/console/sessions.js";
import type { HttpRequest } from "../../../src/service/exchange.js";
import { fromRequest } from "../../../src/service/fetch-adapter.js";

const passwords: Readonly<Record<string, string>> = { alice: "wonderland", bob: "builder" };
const roles: Readonly<Record<string, Account["role"]>> = { alice: "operator", bob: "viewer" };
const origin = "https://shop.example";

const accounts = {
  find: (name: string): Account | undefined => {
    const role = roles[name];
    return role && { name, role, version: passwords[name] ?? "" };
  },
  logIn: async ({ name, password }: { name: string; password: string }) =>
    name === "busy" ? ("busy" as const) : passwords[name] === password ? (accounts.find(name) ?? ("wrong" as const)) : ("wrong" as const),
};

/** A console whose acts are only noted. */
function consoleWith(access: Partial<ConsoleAccess> = {}) {
  const noted: ActRecord[] = [];
  const performed: string[] = [];
  const acts: OperatorActs = {
    possible: new Set(["expire", "replay"]),
    log: { append: async (record) => void noted.push(record), latest: async () => noted },
    perform: async (act, target, by) => {
      performed.push(`${act} ${target} ${by}`);
      if (target === "broken") throw new Error("secret reason");
      return target === "gone" ? "unknown" : "done";
    },
  };
  const live = {
    machines: [],
    snapshot: () => Promise.reject(new Error("not asked for")),
    instances: async () => ({ instances: [], looked: 0 }),
    history: async () => [],
    outbox: async () => [],
    buyers: async () => [],
    closed: new AbortController().signal,
  };
  const { exchange } = console({ services: [], live, acts, access: { isOpenHere: true, accounts, ...access } });
  return { exchange, noted, performed };
}

interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly at?: string;
  readonly connectedFrom?: string;
}

async function send({ exchange }: Pick<ReturnType<typeof consoleWith>, "exchange">, path: string, sent: Sent = {}) {
  const { method = "GET", headers = {}, body, at = origin, connectedFrom } = sent;
  const request = fromRequest(
    new Request(`${at}/console/${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) }),
  );
  // Browsers forbid programs to set such headers, and so does the platform's Request.
  const forbidden = new Headers(headers);
  const get = (name: string): string | null => forbidden.get(name);
  const seen: HttpRequest = Object.create(request, {
    headers: { value: { get } },
    connectedFrom: { value: connectedFrom },
    readBody: { value: (limit: number) => request.readBody(limit) },
    signal: { value: new AbortController().signal },
  });
  const answer = await exchange(seen);
  const text = typeof answer.body === "string" ? answer.body : "";
  return { status: answer.status, headers: answer.headers ?? {}, text };
}

const own = { origin, "sec-fetch-site": "same-origin" };

async function logIn(target: ReturnType<typeof consoleWith>, name = "alice") {
  const answer = await send(target, "session", { method: "POST", headers: own, body: { name, password: passwords[name] } });
  expect(answer.status).toBe(200);
  const cookie = answer.headers["set-cookie"]?.split(";")[0] ?? "";
  const { token } = JSON.parse((await send(target, "session", { headers: { cookie } })).text);
  return { cookie, "x-console-token": token };
}

describe("a login", () => {
  it("gives a cookie that scripts and other sites do not get", async () => {
    const target = consoleWith();
    const overTls = await send(target, "session", { method: "POST", headers: own, body: { name: "alice", password: "wonderland" } });
    expect(overTls.headers["set-cookie"]).toMatch(
      /^__Host-soapwright-console=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure$/,
    );
    const plain = { at: "http://localhost:8080", headers: { origin: "http://localhost:8080" } };
    const here = await send(target, "session", { method: "POST", ...plain, body: { name: "alice", password: "wonderland" } });
    expect(here.headers["set-cookie"]).toMatch(/^soapwright-console=[\w-]{43}; Path=\/; Max-Age=43200; HttpOnly; SameSite=Strict$/);
  });

  it.each<[string, Sent, number]>([
    ["with a wrong password", { body: { name: "alice", password: "looking-glass" } }, 401],
    ["of nobody", { body: { name: "mallory", password: "" } }, 401],
    ["while too many are checked", { body: { name: "busy", password: "x" } }, 429],
    ["of another site", { headers: { origin: "https://evil.example" }, body: { name: "alice", password: "wonderland" } }, 403],
    ["that no page sent", { headers: { origin: "" }, body: { name: "alice", password: "wonderland" } }, 403],
    ["of a sandboxed frame", { headers: { origin: "null" }, body: { name: "alice", password: "wonderland" } }, 403],
    [
      "that the browser calls one of another site",
      { headers: { ...own, "sec-fetch-site": "cross-site" }, body: { name: "alice", password: "wonderland" } },
      403,
    ],
    ["that is no object", { body: "alice" }, 400],
    ["with a list", { body: { name: ["alice"], password: "wonderland" } }, 400],
    ["of many bytes", { body: { name: "alice", password: "x".repeat(20_000) } }, 413],
  ])("%s is refused", async (_, sent, status) => {
    const answer = await send(consoleWith(), "session", { method: "POST", headers: own, ...sent });
    expect(answer.status).toBe(status);
    expect(answer.headers["set-cookie"]).toBeUndefined();
  });

  it("is needed beyond this machine, and only there", async () => {
    const target = consoleWith();
    for (const path of ["live/machines", "live/instances", "live/outbox", "live/buyers", "acts"]) {
      expect((await send(target, path)).status, path).toBe(401);
      expect((await send(target, path, { at: "http://localhost" })).status, path).toBe(200);
      expect((await send(target, path, { headers: { cookie: (await logIn(target, "bob")).cookie } })).status, path).toBe(200);
    }
    expect((await send(consoleWith({ isOpenHere: false }), "live/machines", { at: "http://localhost" })).status).toBe(401);
  });

  it("ends", async () => {
    const target = consoleWith();
    const headers = await logIn(target);
    expect((await send(target, "session", { method: "DELETE", headers: { ...own, cookie: headers.cookie } })).status).toBe(403);
    const ended = await send(target, "session", { method: "DELETE", headers: { ...own, ...headers } });
    expect(ended.headers["set-cookie"]).toContain("Max-Age=0");
    expect((await send(target, "live/machines", { headers })).status).toBe(401);
  });
});

describe("an act", () => {
  const act = { act: "expire", target: "T1" };

  it("is noted before and after, with who, where from, what and how it ended", async () => {
    const target = consoleWith();
    const answer = await send(target, "acts", { method: "POST", headers: { ...own, ...(await logIn(target)) }, body: act });
    expect(JSON.parse(answer.text)).toMatchObject({ ...act, by: "alice", outcome: "done" });
    expect(target.performed).toEqual(["expire T1 operator alice"]);
    expect(target.noted.map(({ by, outcome }) => [by, outcome])).toEqual([
      ["alice", "begun"],
      ["alice", "done"],
    ]);
    expect(new Set(target.noted.map(({ id }) => id)).size).toBe(1);
  });

  it.each<[string, unknown, string]>([
    ["of something that is gone", { ...act, target: "gone" }, "unknown"],
    ["that fails", { ...act, target: "broken" }, "failed"],
    ["that this server cannot do", { ...act, act: "rollback" }, "refused"],
  ])("%s is noted with its outcome", async (_, body, outcome) => {
    const target = consoleWith();
    const answer = await send(target, "acts", { method: "POST", headers: { ...own, ...(await logIn(target)) }, body });
    expect(JSON.parse(answer.text)).toMatchObject({ outcome });
    expect(answer.text).not.toContain("secret reason");
    expect(target.noted.at(-1)?.outcome).toBe(outcome);
  });

  it.each<[string, (session: Record<string, string>) => Sent, number]>([
    ["without a login", () => ({ headers: own }), 401],
    ["with a cookie that was made up", () => ({ headers: { ...own, cookie: "__Host-soapwright-console=AAAA" } }), 401],
    ["from this machine, where nobody logged in", () => ({ at: "http://localhost", headers: { origin: "http://localhost" } }), 403],
    ["of another site", (session) => ({ headers: { ...session, origin: "https://evil.example" } }), 403],
    ["of another port", (session) => ({ headers: { ...session, origin: "https://shop.example:8443" } }), 403],
    ["without an origin", (session) => ({ headers: session }), 403],
    ["without the token", ({ cookie = "" }) => ({ headers: { ...own, cookie } }), 403],
    ["with another token", (session) => ({ headers: { ...own, ...session, "x-console-token": "A".repeat(43) } }), 403],
    ["that does not exist", (session) => ({ headers: { ...own, ...session }, body: { act: "constructor", target: "T1" } }), 400],
    ["without a target", (session) => ({ headers: { ...own, ...session }, body: { act: "expire", target: "" } }), 400],
    ["with a large target", (session) => ({ headers: { ...own, ...session }, body: { act: "expire", target: "x".repeat(2000) } }), 400],
    ["by PUT", (session) => ({ method: "PUT", headers: { ...own, ...session } }), 405],
  ])("%s is refused", async (_, sent, status) => {
    const target = consoleWith();
    const session = await logIn(target);
    expect((await send(target, "acts", { method: "POST", body: act, ...sent(session) })).status).toBe(status);
    expect(target.performed).toEqual([]);
    expect(target.noted).toEqual([]);
  });

  it("is an operator's", async () => {
    const target = consoleWith();
    const answer = await send(target, "acts", { method: "POST", headers: { ...own, ...(await logIn(target, "bob")) }, body: act });
    expect(answer.status).toBe(403);
    expect(target.performed).toEqual([]);
  });

  it("is not another's by swapping tokens", async () => {
    const target = consoleWith();
    const [first, second] = [await logIn(target), await logIn(target)];
    const headers = { ...own, cookie: first.cookie, "x-console-token": second["x-console-token"] };
    expect((await send(target, "acts", { method: "POST", headers, body: act })).status).toBe(403);
  });

  it("that cannot be noted is not done", async () => {
    const done: string[] = [];
    const acts: OperatorActs = {
      possible: new Set(["expire"]),
      log: { append: () => Promise.reject(new Error("disk full")), latest: async () => [] },
      perform: async (_, target) => {
        done.push(target);
        return "done";
      },
    };
    await expect(performNoted(acts, { act: "expire", target: "T1", by: "alice", address: undefined }, 0)).rejects.toThrow("disk full");
    expect(done).toEqual([]);
  });
});

describe("a proxy", () => {
  const proxy = { address: "10.0.0.5", header: "x-forwarded-user" };
  const throughProxy = (name: string): Sent => ({ connectedFrom: "10.0.0.5", headers: { "x-forwarded-user": name } });

  it.each<[string, Sent, string | undefined]>([
    ["says who somebody is", throughProxy("alice"), "operator"],
    ["says that somebody is one of whom no account is known", throughProxy("carol"), "viewer"],
    ["says nothing", { connectedFrom: "10.0.0.5" }, undefined],
    ["is not believed at another address", { connectedFrom: "10.0.0.6", headers: { "x-forwarded-user": "alice" } }, undefined],
    [
      "is not believed at an address that only a header names",
      { connectedFrom: "10.0.0.6", headers: { "x-forwarded-user": "alice", "x-forwarded-for": "10.0.0.5" } },
      undefined,
    ],
    ["is not believed where addresses are not known", { headers: { "x-forwarded-user": "alice" } }, undefined],
    ["that adds a name to the client's is not believed", throughProxy("alice, mallory"), undefined],
    ["that hands on control characters is not believed", throughProxy("al\tice"), undefined],
  ])("%s", async (_, sent, role) => {
    const { text } = await send(consoleWith({ proxy }), "session", sent);
    expect(JSON.parse(text).role).toBe(role);
  });

  it("does not open what is open to this machine", async () => {
    expect((await send(consoleWith({ proxy }), "live/machines", { at: "http://localhost", connectedFrom: "127.0.0.1" })).status).toBe(401);
  });

  it("does not replace the token", async () => {
    const target = consoleWith({ proxy });
    const sent = { ...throughProxy("alice"), method: "POST", body: { act: "expire", target: "T1" } };
    expect((await send(target, "acts", { ...sent, headers: { ...own, ...sent.headers } })).status).toBe(403);
    const { token } = JSON.parse((await send(target, "session", throughProxy("alice"))).text);
    expect((await send(target, "acts", { ...sent, headers: { ...own, ...sent.headers, "x-console-token": token } })).status).toBe(200);
    expect(target.performed).toEqual(["expire T1 operator alice"]);
  });
});

describe("a session", () => {
  const alice: Account = { name: "alice", role: "operator", version: "1" };
  const minute = 60_000;

  it("ends when it is not used, and after half a day however much it is", () => {
    let now = 0;
    const sessions = new Sessions({ find: () => alice }, () => now);
    const id = sessions.begin(alice);
    now += 29 * minute;
    expect(sessions.use(id)).toBe(alice);
    now += 30 * minute;
    expect(sessions.use(id)).toBeUndefined();
    const busy = sessions.begin(alice);
    const start = now;
    for (; now < start + 12 * 60 * minute; now += minute) expect(sessions.use(busy)).toBe(alice);
    expect(sessions.use(busy)).toBeUndefined();
  });

  it.each<[string, Account | undefined]>([
    ["the account is gone", undefined],
    ["the password is another one", { ...alice, version: "2" }],
  ])("ends when %s", (_, later) => {
    let current: Account | undefined = alice;
    const sessions = new Sessions({ find: () => current }, () => 0);
    const id = sessions.begin(alice);
    current = later;
    expect(sessions.use(id)).toBeUndefined();
    current = alice;
    expect(sessions.use(id)).toBeUndefined();
  });

  it("has the role that the account has now", () => {
    let role: Account["role"] = "operator";
    const sessions = new Sessions({ find: () => ({ ...alice, role }) }, () => 0);
    const id = sessions.begin(alice);
    role = "viewer";
    expect(sessions.use(id)?.role).toBe("viewer");
  });

  it("gives way to newer ones when there are very many", () => {
    const sessions = new Sessions({ find: () => alice }, () => 0);
    const [first = "", second = ""] = Array.from({ length: 1000 }, () => sessions.begin(alice));
    sessions.use(first);
    sessions.begin(alice);
    expect(sessions.use(first)).toBe(alice);
    expect(sessions.use(second)).toBeUndefined();
  });

  it("that is over ends what streams to it", async () => {
    let now = 0;
    const access = new AccessControl({ isOpenHere: false, accounts }, () => now);
    const request = (cookie: string): HttpRequest =>
      Object.assign(Object.create(fromRequest(new Request(`${origin}/`))), { headers: new Map([["cookie", cookie]]) });
    const cookie = access.beginSession({ name: "alice", role: "operator", version: "wonderland" }, request("")).split(";")[0] ?? "";
    expect(access.viewerOf(request(cookie))?.name).toBe("alice");
    now += 31 * minute;
    expect(access.viewerOf(request(cookie))).toBeUndefined();
  });
});
