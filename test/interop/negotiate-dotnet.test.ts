/**
 * .NET's own Windows authentication against ours, both ways: WCF's client with `NetTcpBinding()` by Kerberos and by NTLM, and NegotiateStream as a server.
 *
 * Needs the shared folder (interop/negotiate), `dotnet`, a package source, Debian's gss-ntlmssp, and for Kerberos krb5-kdc, krb5-admin-server and
 * krb5-user; skipped, saying why, where one is absent.
 */
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { kerberosAcceptor } from "../../src/negotiate/kerberos/acceptor.js";
import { kerberosInitiator } from "../../src/negotiate/kerberos/initiator.js";
import { readKeytab } from "../../src/negotiate/kerberos/keytab.js";
import type { AcceptingMechanism, InitiatingMechanism } from "../../src/negotiate/mechanism.js";
import { nodeCryptography } from "../../src/node/cryptography.js";
import { listen } from "../../src/node/http-server.js";
import { readKerberosEnvironment } from "../../src/node/kerberos-environment.js";
import { negotiateClientUpgrade, negotiateServerUpgrade } from "../../src/node/net-tcp-negotiate.js";
import { toFetchHandler } from "../../src/service/fetch-adapter.js";
import { callerOfIdentity } from "../../src/services/ipam/caller.js";
import { createDemonstrationRunner } from "../../src/services/ipam/demonstration-runner.js";
import { KerberosRealm, realm, realmProblem } from "../support/kerberos-realm.js";
import { ntlmClient, ntlmServer, systemTime } from "../support/negotiate-world.js";
import { path, type ServerSettings, startServer, type TestServer } from "../support/net-tcp-world.js";
import { peerIn } from "./interop-row.js";
import { NegotiatePeers, negotiatePeersProblem } from "./nettcp/negotiate-peers.js";

const dotnet = peerIn(".NET", "Windows authentication");

const problem = negotiatePeersProblem ?? realmProblem;

describe.skipIf(problem !== undefined)(`.NET's Windows authentication${problem === undefined ? "" : ` (skipped: ${problem})`}`, () => {
  let peers: NegotiatePeers;
  const world = new KerberosRealm();
  const servers: TestServer[] = [];

  beforeAll(async () => {
    await world.start();
    world.addService("HTTP/localhost", "http.keytab");
    peers = new NegotiatePeers();
    if (peers.problem !== undefined) console.warn(`skipped: the programs cannot be built: ${peers.problem}`);
  });
  beforeEach((context) => context.skip(peers.problem !== undefined, `the programs cannot be built: ${peers.problem}`));
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      await server.close();
      expect([server.listening.connectionCount, server.listening.sessionCount]).toEqual([0, 0]);
    }
  });
  afterAll(async () => {
    peers?.remove();
    await world.stop();
  });

  const kerberosServer = (keytab = "server.keytab"): AcceptingMechanism =>
    kerberosAcceptor({
      cryptography: nodeCryptography,
      keytab: readKeytab(readFileSync(join(world.folder, keytab))),
      now: Date.now,
    });
  const anybody = { policy: { groups: { IpamAdministrators: "S-1-5-11" }, roles: {}, accessPolicies: [] } };

  async function serve(settings: ServerSettings = {}): Promise<TestServer & { readonly address: string }> {
    const server = await startServer({
      listen: { upgrades: [negotiateServerUpgrade([kerberosServer(), ntlmServer(systemTime)])], upgradeRequired: true },
      callerOf: ({ identity }) => callerOfIdentity(identity ?? { name: "nobody", securityIds: [] }),
      service: anybody,
      ...settings,
    });
    servers.push(server);
    return { ...server, address: `net.tcp://localhost:${server.listening.port}${path}` };
  }

  const users = [
    { mechanism: "Kerberos", name: `anna@${realm}`, user: () => world.logIn() },
    { mechanism: "NTLM", name: "TEST\\anna", user: () => peers.ntlmUser() },
  ];

  describe.each(users)("NetTcpBinding() by $mechanism", ({ name, user }) => {
    test("a whole run", dotnet.client("net.tcp by Kerberos and NTLM"), async () => {
      const server = await serve();
      const { status, lines } = await peers.runClient(server.address, "progress", user());
      expect(lines.slice(-2)).toEqual(["DONE True", "CLOSED Closed"]);
      expect(lines.filter((line) => line.startsWith("CB AddSubTask"))).toHaveLength(4);
      expect(status).toBe(0);
      expect((await server.store.runs()).map(({ caller, state }) => [caller, state])).toEqual([[name, "succeeded"]]);
    });

    test("a fault of Initialize, after which the session is closed", dotnet.client("net.tcp by Kerberos and NTLM"), async () => {
      const { lines } = await peers.runClient((await serve()).address, "fault", user());
      expect(lines.join("\n")).toContain("FAULT Sender");
    });

    test("a second Initialize", dotnet.client("net.tcp by Kerberos and NTLM"), async () => {
      const { lines } = await peers.runClient((await serve()).address, "repeat", user());
      expect(lines.join("\n")).toContain("FaultException`1[IpamInterop.IpamException]");
    });

    test("a caller whom no role lets in", dotnet.client("roles"), async () => {
      const server = await serve({ service: { policy: { groups: {}, roles: {}, accessPolicies: [] } } });
      const { lines } = await peers.runClient(server.address, "progress", user());
      expect(lines.join("\n")).toContain("FaultException`1[IpamInterop.IpamException]");
    });

    test("a caller whom a role names", dotnet.client("roles"), async () => {
      const server = await serve({ service: { policy: { groups: { IpamAdministrators: name }, roles: {}, accessPolicies: [] } } });
      expect((await peers.runClient(server.address, "progress", user())).status).toBe(0);
    });

    test("an operation that fails", dotnet.client("net.tcp by Kerberos and NTLM"), async () => {
      const server = await serve({ runner: createDemonstrationRunner(() => Promise.reject(new Error("broken"))) });
      const { lines } = await peers.runClient(server.address, "progress", user());
      expect(lines.join("\n")).toContain("CB SetOverallStatus CompletedWithFailure");
    });
  });

  describe.each(users)("HttpClient by $mechanism", ({ name, user }) => {
    test("is known to a server that asks", dotnet.client("HTTP by Kerberos and NTLM"), async () => {
      const handler = toFetchHandler(async (request) => {
        const body = new TextDecoder().decode(await request.readBody(1000));
        return { status: 200, headers: { "content-type": "text/plain" }, body: `${request.sender?.name}: ${request.method} ${body}` };
      });
      const server = await listen(handler, {
        port: 0,
        authentication: { mechanisms: [kerberosServer("http.keytab"), ntlmServer(systemTime)] },
      });
      const { status, lines } = await peers.runHttpClient(`http://localhost:${server.port}/`, user());
      await server.close(1000);
      expect(lines).toEqual([`200 ${name}: POST a message`, `200 ${name}: GET `]);
      expect(status).toBe(0);
    });
  });

  test("a wrong password", dotnet.client("wrong and missing credentials"), async () => {
    const server = await serve();
    const { status, lines } = await peers.runClient(server.address, "progress", peers.ntlmUser("users-wrong"));
    expect(lines.join("\n")).toContain("SecurityNegotiationException");
    expect(status).toBe(1);
    expect(server.refused.map(({ message }) => message)).toEqual(['NTLM: no account "TEST\\anna" with this password']);
  });

  test("a client without a ticket and without a password", dotnet.client("wrong and missing credentials"), async () => {
    const server = await serve();
    const user = { ...world.environment, KRB5CCNAME: "FILE:/nonexistent", NTLM_USER_FILE: "/nonexistent" };
    const { status } = await peers.runClient(server.address, "progress", user);
    expect(status).toBe(1);
    expect(server.refused.map(({ message }) => message)).toEqual([expect.stringContaining("the other end has refused the handshake")]);
  });

  test("a server that offers NTLM alone, and a client that prefers Kerberos", dotnet.client("net.tcp by Kerberos and NTLM"), async () => {
    const server = await serve({ listen: { upgrades: [negotiateServerUpgrade([ntlmServer(systemTime)])], upgradeRequired: true } });
    const user = { ...world.logIn(), NTLM_USER_FILE: peers.ntlmUser().NTLM_USER_FILE };
    expect((await peers.runClient(server.address, "progress", user)).status).toBe(0);
    expect((await server.store.runs()).map(({ caller }) => caller)).toEqual(["TEST\\anna"]);
  });

  describe("NegotiateStream as a server", () => {
    const clients: readonly { mechanism: string; server: () => NodeJS.ProcessEnv; client: () => Promise<InitiatingMechanism> }[] = [
      {
        mechanism: "Kerberos",
        server: () => ({ ...world.environment, KRB5_KTNAME: join(world.folder, "server.keytab") }),
        client: async () =>
          kerberosInitiator({ cryptography: nodeCryptography, now: Date.now, ...(await readKerberosEnvironment(world.logIn())) }),
      },
      { mechanism: "NTLM", server: () => peers.ntlmUser(), client: async () => ntlmClient("anna", "secret", systemTime) },
    ];

    test.each(clients)(
      "$mechanism: messages come back, small and large",
      dotnet.server("NegotiateStream by Kerberos and NTLM"),
      async ({ server, client, mechanism }) => {
        const echo = peers.startEcho(server());
        const port = Number((await echo.line("LISTEN ")).slice("LISTEN ".length));
        const upgrade = negotiateClientUpgrade({ mechanisms: [await client()] });
        const stream = await upgrade.start(connect({ host: "127.0.0.1", port }), "localhost");
        for (const length of [1, 5, 300, 64_500, 200_000]) {
          const message = Buffer.alloc(length, "x");
          stream.write(message);
          let received = Buffer.alloc(0);
          while (received.length < length) {
            const chunk: Buffer | null = stream.read();
            if (chunk === null) await new Promise((resolve) => stream.once("readable", resolve));
            else received = Buffer.concat([received, chunk]);
          }
          expect(received.equals(message)).toBe(true);
        }
        stream.end();
        const { lines } = await echo.ended;
        expect(lines.join("\n")).toContain(`enc=True sign=True type=${mechanism}`);
        stream.destroy();
      },
    );
  });
});
