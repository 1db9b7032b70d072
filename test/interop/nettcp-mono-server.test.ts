/**
 * A real WCF runtime at the other end: our client against Mono's server. nettcp-mono.test.ts has the other direction.
 *
 * Needs the shared folder (interop/wcf), Mono, and openssl for TLS; skipped, saying why, where one is absent. What Mono's server does not do, a server
 * of its runtime's parts does (RawServer.cs).
 */
import { spawnSync } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { join } from "node:path";
import { type XmlElement, xmlElement } from "soapwright";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connectNetTcp } from "../../src/node/net-tcp-client.js";
import { tlsClientUpgrade } from "../../src/node/net-tcp-upgrade.js";
import { SoapFault } from "../../src/service/fault.js";
import { runOperation } from "../../src/services/ipam/client.js";
import { exceptionIn } from "../../src/services/ipam/lenient-exceptions.js";
import { client, describeOutcome, openSession, rename } from "../support/net-tcp-world.js";
import { sharedFolder } from "../support/shared-folder.js";
import { tlsForTests } from "../support/tls-certificate.js";
import { freePort } from "./free-port.js";
import { peerIn } from "./interop-row.js";
import { type MonoProgram, MonoPrograms, monoProblem, type Running } from "./nettcp/mono-programs.js";

const mono = peerIn("Mono", "net.tcp");

const typesNamespace = "urn:interop:types";
const arraysNamespace = "http://schemas.microsoft.com/2003/10/Serialization/Arrays";

const elementOf = (namespace: string, name: string, children: XmlElement["children"]): XmlElement => ({
  name: `{${namespace}}${name}`,
  attributes: {},
  namespaces: {},
  children,
});

/** The elements in an element. */
const elementsOf = ({ children }: XmlElement): readonly XmlElement[] => children.filter((child) => typeof child !== "string");

/** Keeps what new sockets receive. Through a proxy Mono's server answers nothing: the address in To has to be its own. */
function keepReceived(): { octets: () => Buffer; stop: () => void } {
  const chunks: Buffer[] = [];
  const keep = (message: unknown): void => {
    // What this channel of node's publishes.
    const { socket } = message as { readonly socket: Socket };
    const push = socket.push.bind(socket);
    socket.push = (chunk: Buffer | null) => {
      if (chunk !== null) chunks.push(chunk);
      return push(chunk);
    };
  };
  subscribe("net.client.socket", keep);
  return { octets: () => Buffer.concat(chunks), stop: () => void unsubscribe("net.client.socket", keep) };
}

/** What an operation Echo answers to a value with these members. */
async function echo(endpoint: string, members: readonly XmlElement[], streamed = false): Promise<XmlElement> {
  let settle: (outcome: XmlElement | Error) => void = () => undefined;
  const settled = new Promise<XmlElement | Error>((resolve) => {
    settle = resolve;
  });
  const channel = await connectNetTcp({ endpoint, streamed }, () => ({
    receive: async (message) => {
      const body = message.readBody(xmlElement);
      settle(body.ok ? body.value : new Error(body.problem));
    },
    ended: (reason) => settle(new Error(reason)),
  }));
  const value = elementOf(typesNamespace, "Echo", [elementOf(typesNamespace, "value", members)]);
  // The tree's codec does not have the type of an element codec, but writes elements.
  const element = { codec: xmlElement as never, value };
  const messageId = "urn:uuid:00000000-0000-4000-8000-000000000001";
  await channel.send({ action: `${typesNamespace}/ITypes/Echo`, messageId, body: { kind: "element", element } });
  await channel.close();
  const outcome = await settled;
  if (outcome instanceof Error) throw outcome;
  return outcome;
}

describe.skipIf(monoProblem !== undefined)(`Mono's server${monoProblem === undefined ? "" : ` (skipped: ${monoProblem})`}`, () => {
  let programs: MonoPrograms;
  const peers: Running[] = [];

  beforeAll(() => {
    programs = new MonoPrograms();
  });
  afterAll(() => programs?.remove());
  afterEach(async () => {
    for (const peer of peers.splice(0)) await peer.stop();
  });

  async function startPeer(program: MonoProgram, binding: string): Promise<string> {
    const peer = programs.start(program, [String(await freePort()), binding]);
    peers.push(peer);
    return (await peer.line("LISTEN ")).slice("LISTEN ".length);
  }

  test.each([
    { program: "Server.exe", binding: "nettcp", encoding: "binary", headers: "full" },
    { program: "Server.exe", binding: "text", encoding: "text", headers: "full" },
    { program: "CallbackServer.exe", binding: "nettcp", encoding: "binary", headers: "full" },
    // Without To it answers nothing, so a client's headers are the full ones.
  ] as const)(
    "the full run: $program, $binding, $headers headers",
    mono.server("the IPAM service"),
    async ({ program, binding, encoding, headers }) => {
      const endpoint = await startPeer(program, binding);
      const breaches: string[] = [];
      const outcome = await runOperation({
        open: client(endpoint, { encoding, headers, timeouts: { close: 2000 } }),
        parameters: rename,
        onBreach: (problem) => breaches.push(problem),
      });
      expect(describeOutcome(outcome)).toBe("completed CompletedWithSuccess 100 CompletedWithWarning");
      expect(breaches).toEqual([]);
      const [subTask] = outcome.kind === "completed" ? outcome.progress.subTasks : [];
      expect(subTask?.name).toBe("Rename ü superscope <&>");
    },
  );

  test.each([
    { binding: "nettcp", encoding: "binary" },
    { binding: "text", encoding: "text" },
  ] as const)("a fault, which it does not correlate: $binding", mono.server("faults"), async ({ binding, encoding }) => {
    const endpoint = await startPeer("Server.exe", binding);
    const session = await openSession(endpoint, { encoding });
    const answer = await session.server.initializeOperationParameters({ paramters: { $nil: true } }).catch((fault: unknown) => fault);
    expect(answer instanceof SoapFault && exceptionIn(answer)).toMatchObject({ $any: expect.anything() });
    session.abort("enough");
  });

  test.each([
    { binding: "types", streamed: false },
    { binding: "streamed", streamed: true },
  ])("request and reply: $binding", mono.server("typed values, one-way messages, streams"), async ({ binding, streamed }) => {
    const endpoint = await startPeer("Server.exe", binding);
    const answer = await echo(endpoint, [elementOf(typesNamespace, "Text", ["a<&>ü€😀"])], streamed);
    expect(JSON.stringify(answer.children)).toContain("a<&>ü€😀");
  });

  test("array records", mono.server("array records"), async () => {
    const endpoint = await startPeer("Server.exe", "types");
    const received = keepReceived();
    const given = {
      Ints: ["int", ["1", "-2", "300000"]],
      Doubles: ["double", ["0.5", "-0.25", "1E+300"]],
      Bools: ["boolean", ["true", "false", "true"]],
      Ids: ["guid", ["00010203-0405-0607-0809-0a0b0c0d0e0f"]],
      Dates: ["dateTime", ["0001-01-01T00:00:00Z", "2024-02-29T23:59:59.1234567Z"]],
      Decimals: ["decimal", ["0", "1.50", "-12.345"]],
    } as const;
    const members = Object.entries(given).map(([name, [item, values]]) =>
      elementOf(
        typesNamespace,
        name,
        values.map((value) => elementOf(arraysNamespace, item, [value])),
      ),
    );
    const answer = await echo(endpoint, members).finally(received.stop);
    const [result] = elementsOf(answer);
    const came = Object.fromEntries(
      (result === undefined ? [] : elementsOf(result))
        .map((member) => [member.name.replace(/.*\}/, ""), elementsOf(member)] as const)
        .filter(([, items]) => items.length > 0)
        .map(([name, items]) => [name, [items[0]?.name.replace(/.*\}/, ""), items.map(({ children }) => children.join(""))]]),
    );
    expect(came).toEqual(given);
    // Int32TextWithEndElement, three values
    expect(received.octets().toString("hex")).toContain("018d03".concat("01000000", "feffffff", "e0930400"));
  });

  test("50 sessions at once", mono.server("many sessions"), async () => {
    const endpoint = await startPeer("Server.exe", "nettcp");
    const runs = Array.from({ length: 50 }, () =>
      runOperation({ open: client(endpoint, { timeouts: { close: 2000 } }), parameters: rename }),
    );
    const outcomes = new Set((await Promise.all(runs)).map(describeOutcome));
    expect([...outcomes]).toEqual(["completed CompletedWithSuccess 100 CompletedWithWarning"]);
  });

  describe("of its runtime's parts", () => {
    const dictionary = join(sharedFolder() ?? "", "corpus/wcf/nbfs-dictionary.json");
    async function startRaw(...parameters: readonly string[]): Promise<{ peer: Running; endpoint: string }> {
      const peer = programs.start("RawServer.exe", [dictionary, ...parameters]);
      peers.push(peer);
      return { peer, endpoint: (await peer.line("LISTEN ")).slice("LISTEN ".length) };
    }
    const completed = "completed CompletedWithSuccess 100 CompletedWithSuccess";

    test("session dictionaries as the runtime reads and writes them", mono.server("session dictionaries"), async () => {
      const { peer, endpoint } = await startRaw();
      const breaches: string[] = [];
      const outcome = await runOperation({
        open: client(endpoint),
        parameters: rename,
        onBreach: (problem) => breaches.push(problem),
      });
      expect(describeOutcome(outcome)).toBe(completed);
      expect(breaches).toEqual([]);
      const { status, lines } = await peer.ended;
      expect(lines).toContain("GOT RenameSuperscopeParameters(RenameSuperscope,finance)");
      const strings = (start: string) => lines.filter((line) => line.startsWith(start)).map((line) => Number(/\d+$/.exec(line)?.[0]));
      for (const count of strings("IN ")) expect(count).toBeGreaterThan(0);
      const [first = 0, second] = strings("OUT SetSubTaskStatus");
      expect(first).toBeGreaterThan(0);
      expect(second).toBe(0);
      expect(lines.at(-1)).toBe("END");
      expect(status).toBe(0);
    });

    test.skipIf(spawnSync("openssl", ["version"]).error !== undefined)("TLS", mono.server("TLS"), async () => {
      const { key, cert } = tlsForTests();
      const file = (name: string): string => join(programs.folder, name);
      writeFileSync(file("tls.key"), key);
      writeFileSync(file("tls.crt"), cert);
      // Mono reads no newer algorithms.
      const algorithms = ["-keypbe", "PBE-SHA1-3DES", "-certpbe", "PBE-SHA1-3DES", "-macalg", "sha1"];
      const files = ["-inkey", file("tls.key"), "-in", file("tls.crt"), "-out", file("tls.p12")];
      const { status, stderr } = spawnSync("openssl", ["pkcs12", "-export", ...files, ...algorithms, "-passout", "pass:secret"]);
      expect(status, String(stderr)).toBe(0);
      const { peer, endpoint } = await startRaw(`certificate=${file("tls.p12")}`);
      const open = client(endpoint, { upgrade: tlsClientUpgrade({ ca: cert }) });
      expect(describeOutcome(await runOperation({ open, parameters: rename }))).toBe(completed);
      const { lines } = await peer.ended;
      const unknown = await startRaw(`certificate=${file("tls.p12")}`);
      const distrustful = client(unknown.endpoint, { upgrade: tlsClientUpgrade() });
      await expect(runOperation({ open: distrustful, parameters: rename })).rejects.toThrow("self-signed certificate");
      expect(lines).toContain("UPGRADE application/ssl-tls");
      expect(lines).toContainEqual(expect.stringMatching(/^TLS Tls1[23]$/));
      expect(lines.at(-1)).toBe("END");
    });

    test.each([
      { state: "open", subTasks: 0 },
      { state: "initialized", subTasks: 0 },
      { state: "started", subTasks: 0 },
      { state: "running", subTasks: 1 },
    ])("killed in the state: $state", mono.server("a peer that is killed"), async ({ state, subTasks }) => {
      const { peer, endpoint } = await startRaw(`stop=${state}`);
      const running = runOperation({ open: client(endpoint), parameters: rename });
      await peer.line("AT ");
      peer.kill();
      const outcome = await running;
      expect(outcome.kind).toBe("interrupted");
      expect(outcome.kind === "interrupted" && outcome.progress.subTasks.length).toBe(subTasks);
    });
  });
});
