/**
 * A real WCF runtime at the other end: Mono's client against our server. nettcp-mono-server.test.ts has the other direction.
 *
 * Needs the shared folder (interop/wcf) and Mono; skipped, saying why, where either is absent. Mono's own faults are listed in the
 * programs' README: what its client does not show, the raw client does.
 */

import type { AddressInfo } from "node:net";
import { connect, createServer, type Socket } from "node:net";
import { join } from "node:path";
import { xmlElement } from "soapwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { FramingReader } from "../../src/nettcp/framing/framing-reader.js";
import type { FramingRecord } from "../../src/nettcp/framing/records.js";
import { createMessageDecoder } from "../../src/nettcp/message-encoding.js";
import { defaultQuotas } from "../../src/nettcp/quotas.js";
import { tlsServerUpgrade } from "../../src/node/net-tcp-upgrade.js";
import type { AcceptChannel } from "../../src/protocols/duplex/channel.js";
import { readMessage } from "../../src/protocols/duplex/read-message.js";
import { createDemonstrationRunner } from "../../src/services/ipam/demonstration-runner.js";
import { path, type ServerSettings, startServer, type TestServer, until } from "../support/net-tcp-world.js";
import { sharedFolder } from "../support/shared-folder.js";
import { tlsForTests } from "../support/tls-certificate.js";
import { peerIn } from "./interop-row.js";
import { MonoPrograms, monoProblem } from "./nettcp/mono-programs.js";

const mono = peerIn("Mono", "net.tcp");

const contract = "http://Microsoft.Windows.Ipam/IIpamOperationWithProgress/";
const typesNamespace = "urn:interop:types";

/** Answers each Echo with what came, whatever it holds. */
const echo: AcceptChannel = (channel) => ({
  receive: async (message) => {
    if (message.action !== `${typesNamespace}/ITypes/Echo`) return;
    const body = message.readBody(xmlElement);
    if (!body.ok) throw new Error(body.problem);
    const [value] = body.value.children.filter((child) => typeof child !== "string");
    if (value === undefined) throw new Error("nothing to echo");
    const result = { ...value, name: `{${typesNamespace}}EchoResult` };
    const answer = { name: `{${typesNamespace}}EchoResponse`, attributes: {}, namespaces: {}, children: [result] };
    // The tree's codec does not have the type of an element codec, but writes elements.
    const element = { codec: xmlElement as never, value: answer };
    await channel.send({
      action: `${typesNamespace}/ITypes/EchoResponse`,
      relatesTo: message.messageId,
      body: { kind: "element", element },
    });
  },
  ended: () => undefined,
});

describe.skipIf(monoProblem !== undefined)(`Mono${monoProblem === undefined ? "" : ` (skipped: ${monoProblem})`}`, () => {
  let programs: MonoPrograms;
  const servers: TestServer[] = [];

  beforeAll(() => {
    programs = new MonoPrograms();
  });
  afterAll(() => programs?.remove());
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

  describe("its client against our server", () => {
    const endOfRun = ["CB SetCompletionPercentage 100", "CB SetOverallStatus CompletedWithSuccess", "DONE True", "CLOSE TimeoutException"];

    test.each([
      { binding: "nettcp", headers: "minimal" },
      { binding: "nettcp", headers: "full" },
      { binding: "text", headers: "minimal" },
    ] as const)("the full run: $binding, $headers headers", mono.client("the IPAM service"), async ({ binding, headers }) => {
      const server = await serve({ listen: { headers } });
      const { status, lines } = await programs.run("Client.exe", [server.endpoint, binding, "progress"]);
      expect(lines.join("\n")).toContain("OPEN Opened");
      for (const start of endOfRun) expect(lines.some((line) => line.startsWith(start))).toBe(true);
      expect(lines.filter((line) => line.startsWith("CB AddSubTask"))).toHaveLength(4);
      expect(lines).toContainEqual(expect.stringContaining("CompletedWithWarning 100 IpamException("));
      expect(lines.filter((line) => line.startsWith("CB")).at(-1)).toContain("SetOverallStatus");
      expect(status).toBe(0);
    });

    test("the actions of the callback port type", mono.client("the IPAM service"), async () => {
      const server = await serve({ callbackActions: "callback" });
      const { status, lines } = await programs.run("CallbackClient.exe", [server.endpoint, "nettcp", "progress"]);
      expect(lines).toContain("DONE True");
      expect(status).toBe(0);
    });

    test.each(["nettcp", "text"])(
      "a fault of Initialize, correlated, after which the session is over: %s",
      mono.client("faults"),
      async (binding) => {
        const server = await serve();
        const { lines } = await programs.run("Client.exe", [server.endpoint, binding, "channel"]);
        const fault = lines.find((line) => line.startsWith("FAULTMSG"));
        expect(fault).toContain("FAULTMSG correlated");
        expect(fault).toContain("IpamApiInvalidParameter");
        expect(lines.filter((line) => line.startsWith("MSG"))).toEqual([]);
      },
    );

    test("an array record", mono.client("array records"), async () => {
      const server = await serve();
      const { status, lines } = await programs.run("Client.exe", [server.endpoint, "nettcp", "array"]);
      expect(lines).toContain("RET InitializeOperationParameters");
      expect(status).toBe(0);
    });

    test.each(["types", "streamed"])(
      "typed values and one-way messages: %s",
      mono.client("typed values, one-way messages, streams"),
      async (binding) => {
        const server = await serve({ listen: { endpoints: { "/Interop/Types": echo }, streamed: true } });
        const { status, lines } = await programs.run("Client.exe", [`${server.listening.url}/Interop/Types`, binding]);
        expect(lines).toContain("RET Echo True");
        expect(status).toBe(0);
      },
    );

    test.each([
      { what: "an unknown endpoint", parameters: ["/Elsewhere", "nettcp", "progress"], fault: "EndpointNotFound" },
      { what: "an unknown mode", parameters: ["/Ipam/OperationWithProgress", "streamed"], fault: "UnsupportedMode" },
    ])("the framing fault of $what", mono.client("framing faults"), async ({ parameters: [where = "", ...others], fault }) => {
      const server = await serve();
      const { status, lines } = await programs.run("Client.exe", [`${server.listening.url}${where}`, ...others]);
      expect(lines.join("\n")).toContain(`http://schemas.microsoft.com/ws/2006/05/framing/faults/${fault}`);
      expect(status).not.toBe(0);
    });

    test("200 sessions at once", mono.client("many sessions"), async () => {
      const server = await serve();
      const { status, lines } = await programs.run("Sessions.exe", [server.endpoint, "many", "200"], 200_000);
      // What Mono's runtime prints beside them is not the sessions' result.
      expect(
        lines.filter((line) => /^(DONE|ERR) /u.test(line)),
        lines.join("\n"),
      ).toEqual(["DONE 200"]);
      expect(status).toBe(0);
      await until(() => server.listening.connectionCount === 0, "all connections are closed");
    });

    test.each(["open", "initialized", "started", "running"])(
      "killed in the state: %s",
      mono.client("a peer that is killed"),
      async (state) => {
        let finish: () => void = () => undefined;
        const held = new Promise<void>((resolve) => {
          finish = resolve;
        });
        let steps = 0;
        // The runner stops after its first report, until the client is dead.
        const runner = createDemonstrationRunner(() => (steps++ < 1 ? Promise.resolve() : held));
        const server = await serve({ runner });
        const peer = programs.start("Sessions.exe", [server.endpoint, "stop", state]);
        await peer.line("AT ");
        expect(server.listening.sessionCount).toBe(1);
        peer.kill();
        await peer.ended;
        await until(() => server.listening.connectionCount === 0 && server.service.sessionCount === 0, "the session is gone");
        const [before] = await server.store.runs();
        const hasRun = state === "started" || state === "running";
        expect(before?.state).toBe(hasRun ? "running" : "notStarted");
        finish();
        await until(() => server.service.operationCount === 0, "the operation is over");
        const [after] = await server.store.runs();
        expect(after?.state).toBe(hasRun ? "succeeded" : "notStarted");
        if (hasRun) expect(after?.unobserved).toBeDefined();
      },
    );

    test("the bytes of a run, read again", mono.client("the IPAM service"), async () => {
      const server = await serve();
      const tape = await startTape(server.listening.port);
      const { status } = await programs.run("Client.exe", [
        server.endpoint,
        "nettcp",
        "progress",
        `via=net.tcp://127.0.0.1:${tape.port}${path}`,
      ]);
      await tape.close();
      expect(status).toBe(0);
      const sent = actionsIn(tape.toServer);
      expect(sent).toEqual([`${contract}InitializeOperationParameters`, `${contract}StartOperationWithCallback`]);
      const received = actionsIn(tape.toClient);
      expect(received[0]).toBe(`${contract}InitializeOperationParametersResponse`);
      expect(received.slice(1, 3)).toEqual([`${contract}StartProgressCallback`, `${contract}StartOperationWithCallbackResponse`]);
      expect(received.at(-1)).toBe(`${contract}SetOverallStatus`);
      expect(recordsIn(tape.toClient).at(-1)?.type).toBe("end");
    });
  });

  describe("the raw client against our server", () => {
    const dictionary = join(sharedFolder() ?? "", "corpus/wcf/nbfs-dictionary.json");

    test("session dictionaries as the runtime reads them", mono.client("session dictionaries"), async () => {
      const server = await serve();
      const { status, lines } = await programs.run("RawClient.exe", [dictionary, String(server.listening.port)]);
      expect(lines).toContain(`MSG ${contract}SetOverallStatus`);
      expect(lines.at(-1)).toBe("END");
      expect(status).toBe(0);
    });

    test("TLS", mono.client("TLS"), async () => {
      const server = await serve({ listen: { upgrades: [tlsServerUpgrade(tlsForTests())], upgradeRequired: true } });
      const { status, lines } = await programs.run("RawClient.exe", [dictionary, String(server.listening.port), "ssl"]);
      expect(lines).toContain("UPGRADE accepted");
      expect(lines).toContain(`MSG ${contract}SetOverallStatus`);
      expect(lines.at(-1)).toBe("END");
      expect(status).toBe(0);
    });

    test("the framing fault of a message that is too large", mono.client("framing faults"), async () => {
      const server = await serve({ listen: { quotas: { messageSize: 300 } } });
      const { lines } = await programs.run("RawClient.exe", [dictionary, String(server.listening.port)]);
      expect(lines.join("\n")).toContain("http://schemas.microsoft.com/ws/2006/05/framing/faults/MaxMessageSizeExceededFault");
    });

    test("a server that asks for TLS", mono.client("TLS"), async () => {
      const server = await serve({ listen: { upgrades: [tlsServerUpgrade(tlsForTests())], upgradeRequired: true } });
      const { lines } = await programs.run("RawClient.exe", [dictionary, String(server.listening.port)]);
      expect(lines.join("\n")).toContain("framing fault http://schemas.microsoft.com/ws/2006/05/framing/faults/UpgradeInvalid");
    });
  });
});

/** A proxy that keeps what passes. */
async function startTape(target: number): Promise<{ port: number; toServer: Buffer[]; toClient: Buffer[]; close(): Promise<void> }> {
  const toServer: Buffer[] = [];
  const toClient: Buffer[] = [];
  const sockets: Socket[] = [];
  const proxy = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    sockets.push(near, far);
    for (const socket of [near, far]) socket.on("error", () => undefined);
    near.on("data", (chunk: Buffer) => toServer.push(chunk));
    far.on("data", (chunk: Buffer) => toClient.push(chunk));
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => proxy.close(() => resolve()));
  };
  return { port: (proxy.address() as AddressInfo).port, toServer, toClient, close };
}

function recordsIn(chunks: readonly Buffer[]): FramingRecord[] {
  const reader = new FramingReader(defaultQuotas);
  for (const chunk of chunks) reader.push(chunk);
  const records: FramingRecord[] = [];
  for (let record = reader.read(); record !== undefined; record = reader.read()) records.push(record);
  reader.end();
  return records;
}

/** The actions of the messages of one direction, each read to its end. */
function actionsIn(chunks: readonly Buffer[]): string[] {
  const decoder = createMessageDecoder("application/soap+msbinsession1");
  return recordsIn(chunks).flatMap((record) => {
    if (record.type !== "sizedEnvelope") return [];
    const message = readMessage(decoder.open(record.octets));
    expect(message.skipBody()).toEqual({ ok: true, value: undefined });
    return [message.action ?? ""];
  });
}
