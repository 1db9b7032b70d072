/**
 * A server whose PostgreSQL takes no writes, as a standby or one that an administrator has locked does.
 */
import type { ChildProcess } from "node:child_process";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, postgresPrograms, startCluster } from "../../support/postgres-cluster.js";
import { buildCommand, type ServerProcess, startProcess } from "../../support/server-process.js";

const programs = postgresPrograms;

describe.skipIf(programs === undefined)("a read-only database", () => {
  const processes: ChildProcess[] = [];
  let cluster: Cluster;
  let server: ServerProcess;
  beforeAll(async () => {
    buildCommand();
    cluster = await startCluster(programs ?? "");
    server = await startProcess(processes, "--database", cluster.url, "--no-ipam");
  }, 180_000);
  afterAll(() => {
    for (const each of processes) each.kill("SIGKILL");
    cluster.remove();
  });

  /** Connections keep the setting that they began with, so they are ended. */
  async function setReadOnly(isReadOnly: boolean): Promise<void> {
    const admin = new pg.Client(cluster.url);
    await admin.connect();
    await admin.query("SET default_transaction_read_only = off");
    await admin.query(`ALTER DATABASE postgres SET default_transaction_read_only = ${isReadOnly ? "on" : "off"}`);
    await admin.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()",
    );
    await admin.end();
  }

  const readiness = async (): Promise<number> => (await fetch(`${server.url}/readyz`)).status;
  async function responseCode(request: string): Promise<string | undefined> {
    const response = await fetch(`${server.url}/veloconnect?RequestName=${request}&BuyersID=demo&Password=bicycle`);
    return /ResponseCode>(\d+)/.exec(await response.text())?.[1];
  }

  it("makes /readyz say 503 and changes fail with 500, while what only reads works", async () => {
    const create = "CreateOrderRequest&Quantity.20020=1&quantityUnitCode.20020=EA";
    expect([await readiness(), await responseCode(create)]).toEqual([200, "200"]);
    await setReadOnly(true);
    await expect.poll(readiness, { timeout: 20_000 }).toBe(503);
    expect(await responseCode(create)).toBe("500");
    expect(await responseCode("GetStatusRequest")).toBe("200");
    await setReadOnly(false);
    await expect.poll(readiness, { timeout: 20_000 }).toBe(200);
    expect(await responseCode(create)).toBe("200");
  }, 120_000);
});
