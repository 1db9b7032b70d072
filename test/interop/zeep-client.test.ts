/**
 * Python's zeep calls our veloconnect server in SOAP 1.1 and 1.2: it reads the contract from `?wsdl` and checks what it gets by it.
 *
 * Needs Debian's `python3-zeep`; skipped where it is absent.
 */
import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Server } from "../../src/server/start-server.js";
import { startDemonstration } from "./demonstration-server.js";
import { peerIn } from "./interop-row.js";

const zeep = peerIn("zeep", "document/literal");

/** Debian's own interpreter, which has Debian's modules; another `python3` may come before it in the path. */
const python = "/usr/bin/python3";
const hasZeep = spawnSync(python, ["-c", "import zeep"]).status === 0;

describe.skipIf(!hasZeep)("zeep", () => {
  let server: Server;
  beforeAll(async () => {
    server = await startDemonstration();
  });
  afterAll(() => server?.close(0));

  it.each([
    ["1.1", "11", "Client"],
    ["1.2", "12", "Sender"],
  ])("orders in SOAP %s", zeep.client("SOAP 1.1 and 1.2"), async (_, version, sender) => {
    const script = fileURLToPath(new URL("zeep/client.py", import.meta.url));
    const { stdout } = await promisify(execFile)(python, [script, `${server.url}/soap/veloconnect`, version], { timeout: 60_000 });
    expect(JSON.parse(stdout)).toEqual({
      services: 47,
      profiles: Array(4).fill("Example Wholesale"),
      created: [200, 2, 1, "unheard-of"],
      updated: ["2", "7.5"],
      viewed: [200, "0.85", true],
      mixed: 435,
      finished: [200, 100, "TEST-"],
      statuses: [100, 100, 100],
      rolledBack: [200, 1],
      gone: [420, 0],
      fault: { code: sender, issues: ["/CreateOrderRequest/OrderRequestLine[1]/Quantity"] },
    });
  });
});
