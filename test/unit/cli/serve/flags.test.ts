/**
 * Flags and environment of `soapwright serve`.
 */
import { describe, expect, it } from "vitest";
import { readFlags } from "../../../../src/cli/flags.js";
import { readServerOptions, serveFlags } from "../../../../src/cli/serve/flags.js";
import type { ServerOptions } from "../../../../src/server/options.js";

const read = (args: readonly string[], environment: NodeJS.ProcessEnv = {}): ServerOptions =>
  readServerOptions(readFlags(serveFlags, args).values, environment);

describe("flags of serve", () => {
  it.each<[readonly string[], NodeJS.ProcessEnv, Partial<ServerOptions>]>([
    [[], {}, { port: 8080, host: "127.0.0.1", timeout: 30_000, maxBodyBytes: 2_097_152, release: "1.1", senderFaultStatus: 400 }],
    [[], { PORT: "9000" }, { port: 9000 }],
    [["--port", "9001"], { PORT: "9000" }, { port: 9001 }],
    [
      [],
      {},
      { store: { kind: "sqlite", folder: "data" }, ordersFolder: "data/orders", idleTime: 24 * 3600_000, bindings: ["URL", "XML-POST"] },
    ],
    [["--secure", "--memory"], {}, { store: { kind: "memory" }, ordersFolder: undefined, bindings: ["URL-S", "XML-POST-S"] }],
    [["--data", "d"], {}, { store: { kind: "sqlite", folder: "d" }, ordersFolder: "d/orders" }],
    [["--data", "d", "--orders", "o"], {}, { ordersFolder: "o" }],
    [["--database", "postgres://h/d"], {}, { store: { kind: "postgres", url: "postgres://h/d" }, ordersFolder: undefined }],
    [["--no-list-final", "--idle-hours=0.5"], {}, { listFinal: false, idleTime: 1800_000 }],
    [["--no-ipam"], {}, { ipam: undefined }],
    [[], {}, { metrics: undefined, audit: undefined, historyTime: 90 * 24 * 3600_000 }],
    [["--metrics-port", "9464"], {}, { metrics: { host: "127.0.0.1", port: 9464 } }],
    [["--public-metrics"], {}, { metrics: "public" }],
    [["--data", "d"], {}, { console: { accountsFile: undefined, actsFile: "d/acts.jsonl", proxy: undefined } }],
    [
      ["--memory", "--console-accounts", "a.json", "--console-proxy", "10.0.0.5"],
      {},
      { console: { accountsFile: "a.json", actsFile: undefined, proxy: { address: "10.0.0.5", header: "x-forwarded-user" } } },
    ],
    [["--audit", "a", "--audit-days", "2"], {}, { audit: { folder: "a", keep: 2 * 24 * 3600_000 } }],
    [
      ["--ipam-caller", "S-1-5-7, S-1-5-8", "--ipam-callback-actions", "callback"],
      {},
      { ipam: { port: undefined, rolesFile: undefined, securityIds: ["S-1-5-7", "S-1-5-8"], tls: undefined, callbackActions: "callback" } },
    ],
    [
      ["--ipam-keytab", "k", "--ipam-spn", "HOST/a.example", "--ipam-spn", "HOST/a", "--ipam-accounts", "a.json"],
      {},
      {
        ipam: {
          port: undefined,
          rolesFile: undefined,
          securityIds: undefined,
          tls: undefined,
          kerberos: { keytabFile: "k", services: ["HOST/a.example", "HOST/a"] },
          accountsFile: "a.json",
          callbackActions: "session",
        },
      },
    ],
  ])("%j with %j", (args, environment, want) => expect(read(args, environment)).toMatchObject(want));

  it.each([
    "--port=",
    "--port=70000",
    "--port=80.5",
    "--idle-hours=0",
    "--max-body=-1",
    "--timeout=x",
    "--release=1",
    "--sender-fault-status=200",
    "--database=mysql://x",
    "--ipam-key=k.pem",
    "--ipam-caller=root",
    "--ipam-port=x",
    "--ipam-spn=HOST/a",
    "--ipam-spn=HOST",
  ])("%s is wrong", (flag) => expect(() => read([flag])).toThrow(/^--/));

  it("callers who authenticate are not given an identity", () => {
    expect(() => read(["--ipam-accounts", "a.json", "--ipam-caller", "S-1-5-7"])).toThrow(/^--ipam-caller is for servers without/);
  });

  it("metrics have one place", () => {
    expect(() => read(["--public-metrics", "--metrics-port", "1"])).toThrow(/exclude each other/);
  });

  it("a port of the environment is checked, too", () => expect(() => read([], { PORT: "http" })).toThrow(/^\$PORT/));
});
