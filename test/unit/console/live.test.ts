/**
 * Live data: who sees it, snapshots as events, and the end of streams.
 */
import { describe, expect, it } from "vitest";
import { console, type LiveSource } from "../../../src/console/index.js";
import { defineMachine } from "../../../src/machine/index.js";
import { LiveData } from "../../../src/server/observe/live-data.js";
import { fromRequest } from "../../../src/service/fetch-adapter.js";
import { createMemoryStore } from "../../../src/stores/memory.js";

const lamp = defineMachine({
  name: "Lamp",
  initial: "off",
  commands: ["press"],
  otherwise: "notPossible",
  states: { off: { number: 1, on: { press: "lit" } }, lit: { number: 2, on: { press: "off" } } },
});

async function sourceWith(count: number): Promise<LiveData> {
  const store = createMemoryStore();
  for (let index = 0; index < count; index++) {
    const isLit = index % 100 === 0;
    await store.write({
      instance: {
        kind: "insert",
        instance: {
          id: `lamp-${String(index).padStart(5, "0")}`,
          owner: `owner-${index % 3}`,
          machine: "Lamp",
          state: isLit ? 2 : 1,
          stateName: isLit ? "lit" : "off",
          createdAt: index,
          usedAt: index,
          deadline: undefined,
          revision: 1,
          data: '"secret"',
        },
      },
    });
  }
  return new LiveData({ store, machines: [lamp], ipam: () => undefined, kind: "memory", outbox: async () => [], buyers: () => [] });
}

const ask = (live: LiveSource, url: string, headers: Record<string, string> = {}): Promise<Response> =>
  console({ services: [], live })(new Request(url, { headers }));

describe("live data is shown", () => {
  it.each<[string, string, Record<string, string>, number]>([
    ["to this machine", "http://127.0.0.1:8080", {}, 200],
    ["by its name", "http://localhost", {}, 200],
    ["in IPv6", "http://[::1]:8080", {}, 200],
    ["to a page of it", "http://localhost", { "sec-fetch-site": "same-origin" }, 200],
    ["not to a name that leads here", "http://evil.example", {}, 404],
    ["not to a name that begins so", "http://localhost.evil.example", {}, 404],
    ["not through a proxy", "http://localhost", { "x-forwarded-for": "192.0.2.1" }, 404],
    ["not to a page of another site", "http://localhost", { "sec-fetch-site": "cross-site" }, 404],
  ])("%s", async (_, origin, headers, want) => {
    const live = await sourceWith(0);
    expect((await ask(live, `${origin}/console/live/machines`, headers)).status).toBe(want);
    expect(await (await ask(live, `${origin}/console/`, headers)).text()).toContain(`&quot;live&quot;:${want === 200}`);
  });
});

it("machines come drawn", async () => {
  const response = await ask(await sourceWith(0), "http://localhost/console/live/machines");
  expect(await response.json()).toMatchObject([
    { name: "Lamp", states: [{ name: "off", number: 1 }, { name: "lit" }], svg: expect.stringMatching(/^<svg/) },
  ]);
});

it("a stream begins with a whole snapshot, and ends with the server", async () => {
  const live = await sourceWith(101);
  live
    .watchLog({ info: () => undefined, warn: () => undefined, error: () => undefined })
    .info({ method: "GET", path: "/x", status: 200, ms: 3 }, "request");
  const response = await ask(live, "http://localhost/console/live/events", { "last-event-id": "7" });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = "";
  while (!text.includes("\n\ndata") && !/data: .*\n\n/.test(text)) text += new TextDecoder().decode((await reader.read()).value);
  expect(JSON.parse(/data: (.*)/.exec(text)?.[1] ?? "")).toMatchObject({
    counts: expect.arrayContaining([
      { machine: "Lamp", state: "off", count: 99 },
      { machine: "Lamp", state: "lit", count: 2 },
    ]),
    requests: [{ path: "/x", status: 200, ms: 3 }],
    latency: { median: 3 },
    missed: 0,
  });
  live.close();
  for (let part = await reader.read(); !part.done; part = await reader.read());
});

it("instances come by page, by state and owner, without their data", async () => {
  const live = await sourceWith(5000);
  const found: string[] = [];
  let after: string | undefined;
  let pages = 0;
  do {
    const page = await live.instances({ machine: "Lamp", state: "lit", after });
    expect(JSON.stringify(page)).not.toContain("secret");
    found.push(...page.instances.map(({ id }) => id));
    after = page.next;
    pages++;
  } while (after !== undefined);
  expect(new Set(found).size).toBe(50);
  expect(pages).toBeGreaterThan(1);
  const owned = await live.instances({ machine: "Lamp", owner: "owner-2" });
  expect(owned.instances).toHaveLength(50);
  expect(new Set(owned.instances.map(({ owner }) => owner))).toEqual(new Set(["owner-2"]));
  expect((await live.instances({ machine: "Lamp", owner: "lamp-00042" })).instances).toMatchObject([{ id: "lamp-00042" }]);
  expect((await live.instances({ machine: "None" })).instances).toEqual([]);
});

it("a search goes on where it ended, by owner without looking at others, and not where nobody said", async () => {
  const live = await sourceWith(1200);
  const pages: number[] = [];
  const found = new Set<string>();
  let looked = 0;
  for (let after: string | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
    const page = await live.instances({ machine: "Lamp", owner: "owner-1", after });
    pages.push(page.instances.length);
    for (const { id } of page.instances) found.add(id);
    looked += page.looked;
    after = page.next;
  }
  expect(found.size).toBe(400);
  expect(looked).toBe(400);
  expect(pages.slice(0, 8)).toEqual(Array(8).fill(50));
  expect((await live.instances({ machine: "Lamp", owner: "wner-1" })).instances).toHaveLength(50);
  for (const after of ["7", "{}", '{"after":{"createdAt":"x","id":1}}', '{"owner":1,"after":[]}', "[", "null"]) {
    expect((await live.instances({ machine: "Lamp", after })).instances[0]?.id, after).toBe("lamp-00000");
  }
});

describe("a reader of events", () => {
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const note = (live: LiveData, from: number, to: number): void => {
    const log = live.watchLog(quiet);
    for (let ms = from; ms <= to; ms++) log.info({ method: "GET", path: "/x", status: 200, ms }, "request");
  };

  /** Reads one event. */
  async function open(live: LiveSource, headers: Record<string, string> = {}, query = "") {
    const response = await ask(live, `http://localhost/console/live/events${query}`, headers);
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let text = "";
    return {
      next: async (): Promise<{ readonly id: string; readonly times: readonly number[]; readonly missed: number }> => {
        for (;;) {
          const [, id = "", data] = /id: (.*)\ndata: (.*)\n\n/.exec(text) ?? [];
          if (data !== undefined) {
            text = text.slice(text.indexOf(data) + data.length);
            const { requests, missed } = JSON.parse(data);
            return { id, times: requests.map(({ ms }: { readonly ms: number }) => ms), missed };
          }
          text += new TextDecoder().decode((await reader.read()).value);
        }
      },
      close: () => reader.cancel(),
    };
  }
  const down = (from: number, to: number): number[] => Array.from({ length: from - to + 1 }, (_, index) => from - index);

  it("gets the latest requests first, and then what is new", async () => {
    const live = await sourceWith(0);
    note(live, 1, 60);
    const reader = await open(live);
    expect((await reader.next()).times).toEqual(down(60, 11));
    note(live, 61, 63);
    expect((await reader.next()).times).toEqual(down(63, 61));
    await reader.close();
  });

  it("that connects again has missed nothing", async () => {
    const live = await sourceWith(0);
    note(live, 1, 3);
    const first = await open(live);
    const { id } = await first.next();
    await first.close();
    note(live, 4, 500);
    for (const again of [await open(live, { "last-event-id": id }), await open(live, {}, `?after=${id}`)]) {
      expect(await again.next()).toMatchObject({ times: down(500, 4), missed: 0 });
      await again.close();
    }
  });

  it("that was away for long is told what it missed", async () => {
    const live = await sourceWith(0);
    note(live, 1, 3);
    const first = await open(live);
    const { id } = await first.next();
    await first.close();
    note(live, 4, 1503);
    const again = await open(live, { "last-event-id": id });
    expect(await again.next()).toMatchObject({ times: down(1503, 504), missed: 500 });
    await again.close();
  });

  it.each(["7", "other.3", "", ".", "x.y.z", "__proto__.1"])("that names what was no event (%s) gets the latest", async (id) => {
    const live = await sourceWith(0);
    note(live, 1, 5);
    const reader = await open(live, { "last-event-id": id });
    expect(await reader.next()).toMatchObject({ times: down(5, 1), missed: 0 });
    await reader.close();
  });

  it("that reads slowly has nothing queued for it", async () => {
    const live = await sourceWith(0);
    let asked = 0;
    const { snapshot } = live;
    live.snapshot = (after) => {
      asked++;
      return snapshot.call(live, after);
    };
    const answer = await console({ services: [], live }).exchange(fromRequest(new Request("http://localhost/console/live/events")));
    const events = (answer.body as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
    await events.next();
    await events.next();
    expect(asked).toBe(1);
    note(live, 1, 900);
    const { value } = await events.next();
    expect(asked).toBe(2);
    expect(JSON.parse(/data: (.*)/.exec(new TextDecoder().decode(value))?.[1] ?? "").requests).toHaveLength(900);
    await events.return?.();
  });
});

it("a store that fails is said to, and what it counted before holds", async () => {
  const live = await sourceWith(3);
  expect((await live.snapshot()).store).toMatchObject({ kind: "memory", fails: false });
  const broken = new LiveData({
    store: { ...createMemoryStore(), census: () => Promise.reject(new Error("down")) },
    machines: [lamp],
    ipam: () => undefined,
    kind: "memory",
    outbox: async () => [],
    buyers: () => [],
  });
  expect(await broken.snapshot()).toMatchObject({ store: { fails: true, countedAt: undefined }, counts: [], work: [] });
});
