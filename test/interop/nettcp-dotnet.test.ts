/**
 * .NET's own net.tcp client (System.ServiceModel.NetTcp) against our server.
 *
 * Needs the shared folder (interop/wcf), `dotnet`, and a package source; skipped, saying why, where one is absent. CoreWCF, the server of
 * today's .NET, is not part of the framework and could not be restored where this was written: our client is tested against Mono's server only.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tlsServerUpgrade } from "../../src/node/net-tcp-upgrade.js";
import { path, type ServerSettings, startServer, stranger, type TestServer } from "../support/net-tcp-world.js";
import { tlsForTests } from "../support/tls-certificate.js";
import { peerIn } from "./interop-row.js";
import { DotnetClient, dotnetProblem } from "./nettcp/dotnet-client.js";

const dotnet = peerIn(".NET", "net.tcp");

describe.skipIf(dotnetProblem !== undefined)(`.NET${dotnetProblem === undefined ? "" : ` (skipped: ${dotnetProblem})`}`, () => {
  let peer: DotnetClient;
  const servers: TestServer[] = [];

  beforeAll(() => {
    peer = new DotnetClient();
    if (peer.problem !== undefined) console.warn(`skipped: .NET's client cannot be built: ${peer.problem}`);
  });
  beforeEach((context) => {
    context.skip(peer.problem !== undefined, `.NET's client cannot be built: ${peer.problem}`);
  });
  afterAll(() => peer?.remove());
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      await server.close();
      expect([server.listening.connectionCount, server.listening.sessionCount, server.service.sessionCount]).toEqual([0, 0, 0]);
    }
  });

  async function serve(settings: ServerSettings = {}): Promise<TestServer> {
    const server = await startServer(settings);
    servers.push(server);
    return server;
  }

  const endOfRun = [
    "CB SetCompletionPercentage 100",
    expect.stringContaining("CB SetOverallStatus CompletedWithSuccess"),
    "DONE True",
    "CLOSED Closed",
  ];

  test.each([
    { binding: "nettcp", headers: "minimal" },
    { binding: "nettcp", headers: "full" },
    { binding: "text", headers: "minimal" },
    { binding: "text", headers: "full" },
  ] as const)("the full run: $binding, $headers headers", dotnet.client("the IPAM service"), async ({ binding, headers }) => {
    const server = await serve({ listen: { headers } });
    const { status, lines } = await peer.run(["client", server.endpoint, binding, "progress"]);
    expect(lines.slice(-4)).toEqual(endOfRun);
    expect(lines.filter((line) => line.startsWith("CB AddSubTask"))).toHaveLength(4);
    expect(status).toBe(0);
  });

  test("over TLS", dotnet.client("TLS"), async () => {
    const server = await serve({ listen: { upgrades: [tlsServerUpgrade(tlsForTests())], upgradeRequired: true } });
    const { status, lines } = await peer.run(["client", `net.tcp://localhost:${server.listening.port}${path}`, "ssl", "progress"]);
    expect(lines.slice(-4)).toEqual(endOfRun);
    expect(status).toBe(0);
  });

  test("Windows authentication is refused by name", dotnet.client("framing faults"), async () => {
    const server = await serve();
    const { status, lines } = await peer.run(["client", server.endpoint, "windows", "progress"]);
    expect(lines[0]).toContain("The requested upgrade is not supported");
    expect(status).toBe(1);
  });

  test("no TLS at a server that asks for it", dotnet.client("framing faults"), async () => {
    const server = await serve({ listen: { upgrades: [tlsServerUpgrade(tlsForTests())], upgradeRequired: true } });
    const { status, lines } = await peer.run(["client", server.endpoint, "nettcp", "progress"]);
    expect(lines.join("\n")).toContain("requested upgrade is not supported");
    expect(status).toBe(1);
  });

  test.each(["nettcp", "text"])("a typed fault of Initialize: %s", dotnet.client("declared faults"), async (binding) => {
    const server = await serve();
    const { lines } = await peer.run(["client", server.endpoint, binding, "fault"]);
    expect(lines[1]).toBe("FAULT Sender | The creator of this fault did not specify a Reason. | IpamException()");
  });

  test("a typed fault of Start", dotnet.client("declared faults"), async () => {
    const server = await serve({ caller: stranger });
    const { lines } = await peer.run(["client", server.endpoint, "nettcp", "progress"]);
    expect(lines[1]).toBe("RET InitializeOperationParameters");
    expect(lines[2]).toContain("FaultException`1[IpamInterop.IpamException]");
  });

  test("a typed fault of a second Initialize", dotnet.client("declared faults"), async () => {
    const server = await serve();
    const { lines } = await peer.run(["client", server.endpoint, "nettcp", "repeat"]);
    expect(lines[1]).toBe("RET InitializeOperationParameters 0");
    expect(lines[2]).toContain("FaultException`1[IpamInterop.IpamException]");
  });

  test("an unknown endpoint", dotnet.client("framing faults"), async () => {
    const server = await serve();
    const { lines } = await peer.run(["client", `${server.listening.url}/Elsewhere`, "nettcp", "progress"]);
    expect(lines[0]).toContain("EndpointNotFoundException");
  });

  test("a message that is too large", dotnet.client("framing faults"), async () => {
    const server = await serve({ listen: { quotas: { messageSize: 300 } } });
    const { lines } = await peer.run(["client", server.endpoint, "nettcp", "progress"]);
    expect(lines.join("\n")).toContain("ERR System.ServiceModel");
    expect(server.refused).toEqual([expect.objectContaining({ code: "framing-limit-message" })]);
  });

  test("sessions one after another, on connections that it keeps", dotnet.client("many sessions"), async () => {
    const server = await serve();
    const { status, lines } = await peer.run(["sessions", server.endpoint, "sequence", "20"]);
    expect(lines).toEqual(["DONE 20"]);
    expect(status).toBe(0);
  });

  test("200 sessions at once", dotnet.client("many sessions"), async () => {
    const server = await serve();
    const { status, lines } = await peer.run(["sessions", server.endpoint, "many", "200"], 200_000);
    expect(lines.at(-1)).toBe("DONE 200");
    expect(status).toBe(0);
  });

  test("our client against CoreWCF", (context) => {
    const problem = peer.problemOf("CoreWCF.NetTcp");
    context.skip(problem ?? "CoreWCF.NetTcp can be had, but there is no program for it yet");
  });
});
