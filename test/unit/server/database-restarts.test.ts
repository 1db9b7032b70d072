/**
 * Four servers share a PostgreSQL that loses their connections: none of them ends, and nothing that was acknowledged is lost.
 */
import type { ChildProcess } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, postgresPrograms, startCluster } from "../../support/postgres-cluster.js";
import { buildCommand, type ServerProcess, startProcess } from "../../support/server-process.js";

/** What clients know of an order: the state last acknowledged, and one that an operation may have led to whose answer was an error. */
interface Known {
  acknowledged: number;
  possible: number | undefined;
  orderId: string | undefined;
}

interface Answer {
  readonly code: number;
  readonly id: string;
  readonly status: number;
  readonly orderId: string;
}

const gone = 0;

/** Milliseconds from the moment at which the database takes connections to the first right answer of a server, whatever has happened before. */
const mostUntilBack = 5_000;

async function ask({ url }: ServerProcess, query: string): Promise<Answer> {
  const response = await fetch(`${url}/veloconnect?${query}&BuyersID=demo&Password=bicycle`);
  const text = await response.text();
  expect(response.status, text).toBe(200);
  const member = (name: string): string => new RegExp(`<\\w+:${name}[^>]*>([^<]*)<`).exec(text)?.[1] ?? "";
  return {
    code: Number(member("ResponseCode")),
    id: member("TransactionID"),
    status: Number(member("StatusCode")),
    orderId: member("OrderID"),
  };
}

/** When a server first stored something and said so. A transaction is made and given up. */
async function firstAnswerOf(server: ServerProcess): Promise<number> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const { code, id } = await ask(server, "RequestName=CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
    if (code === 200) {
      const at = performance.now();
      await ask(server, `RequestName=RollbackRequest&TransactionID=${id}`);
      return at;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return Number.POSITIVE_INFINITY;
}

/** Clients of all servers, each operation at the next one. */
class Load {
  readonly known = new Map<string, Known>();
  /** How many operations were acknowledged, and how many answered with 500. */
  acknowledged = 0;
  failed = 0;
  #isOver = false;
  #turn = 0;
  readonly #servers: readonly ServerProcess[];
  readonly #clients: Promise<unknown>;

  constructor(servers: readonly ServerProcess[], clients: number) {
    this.#servers = servers;
    this.#clients = Promise.all(Array.from({ length: clients }, (_, index) => this.#work(index)));
    // It is awaited at the end.
    this.#clients.catch(() => undefined);
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#clients;
  }

  next(): ServerProcess {
    const server = this.#servers[this.#turn++ % this.#servers.length];
    if (server === undefined) throw new Error("there are no servers");
    return server;
  }

  async #work(index: number): Promise<void> {
    for (let round = index; !this.#isOver; round++) {
      const { code, id } = await this.#give("CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA");
      if (code !== 200) continue;
      const one: Known = { acknowledged: 2, possible: undefined, orderId: undefined };
      this.known.set(id, one);
      const end = [["FinishOrderRequest", 100] as const, ["RollbackRequest", gone] as const, undefined][round % 3];
      if (end === undefined) continue;
      const [request, state] = end;
      one.possible = state;
      const answer = await this.#give(`${request}&TransactionID=${id}`);
      if (answer.code !== 200) continue;
      one.acknowledged = state;
      one.possible = undefined;
      if (state === 100) one.orderId = answer.orderId;
    }
  }

  async #give(request: string): Promise<Answer> {
    const answer = await ask(this.next(), `RequestName=${request}`);
    expect([200, 500]).toContain(answer.code);
    if (answer.code === 200) this.acknowledged++;
    else this.failed++;
    return answer;
  }
}

const programs = postgresPrograms;

describe.skipIf(programs === undefined)("four servers on one PostgreSQL", () => {
  const processes: ChildProcess[] = [];
  const folder = mkdtempSync(join(tmpdir(), "soapwright-restarts-"));
  const orders = join(folder, "orders");
  let cluster: Cluster;
  let servers: readonly ServerProcess[];

  beforeAll(async () => {
    buildCommand();
    cluster = await startCluster(programs ?? "");
    const flags = ["--database", cluster.url, "--orders", orders, "--no-ipam"];
    servers = await Promise.all(Array.from({ length: 4 }, () => startProcess(processes, ...flags)));
  }, 180_000);
  afterAll(() => {
    for (const each of processes) each.kill("SIGKILL");
    cluster.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Ends all connections of others. */
  const terminate = async (): Promise<void> => {
    const admin = new pg.Client(cluster.url);
    await admin.connect();
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    await admin.end();
  };
  const faults: readonly (readonly [string, () => Promise<void> | void])[] = [
    ...Array.from({ length: 10 }, () => ["connections are ended", terminate] as const),
    ["a fast restart", () => cluster.restart("fast")],
    ["an immediate restart", () => cluster.restart("immediate")],
    ["another fast restart", () => cluster.restart("fast")],
    ["another immediate restart", () => cluster.restart("immediate")],
  ];

  it("live through it, and lose and double nothing", async () => {
    const load = new Load(servers, 8);
    for (const [fault, happen] of faults) {
      const before = load.acknowledged;
      await expect.poll(() => load.acknowledged, { timeout: 60_000, interval: 20 }).toBeGreaterThan(before + 20);
      await happen();
      const takesConnections = performance.now();
      const back = await Promise.all(servers.map((server) => firstAnswerOf(server)));
      for (const { process, log } of servers) expect(process.exitCode, `${fault}: ${log.slice(-5).join("\n")}`).toBeNull();
      for (const at of back) expect(at - takesConnections, fault).toBeLessThan(mostUntilBack);
      // Clients see it as soon as those who watch the server do.
      for (const { url } of servers) {
        await expect.poll(async () => (await fetch(`${url}/readyz`)).status, { timeout: mostUntilBack, interval: 50 }).toBe(200);
      }
    }
    await load.end();
    expect(load.failed).toBeGreaterThan(0);

    const placed = new Map<string, string>();
    for (const file of readdirSync(orders).filter((name) => name.endsWith(".json"))) {
      placed.set(file.slice(0, -5), JSON.parse(readFileSync(join(orders, file), "utf8")).orderId);
    }
    expect(new Set(placed.values()).size).toBe(placed.size);
    for (const [id, one] of load.known) {
      const { code, status } = await ask(load.next(), `RequestName=GetStatusRequest&TransactionID=${id}`);
      expect([one.acknowledged, one.possible], id).toContain(code === 420 ? gone : status);
      if (one.acknowledged === 100) expect(placed.get(id), id).toBe(one.orderId);
      if (one.acknowledged === gone) expect(placed.has(id), id).toBe(false);
    }
    for (const { process } of servers) process.kill("SIGTERM");
    expect(await Promise.all(servers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
  }, 600_000);
});
