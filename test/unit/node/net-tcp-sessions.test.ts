/** The IPAM service over real sockets: our client against our server. */
import { afterEach, describe, expect, test } from "vitest";
import type { NetTcpEncoding } from "../../../src/node/net-tcp-client.js";
import { runOperation } from "../../../src/services/ipam/client.js";
import { operationIds } from "../../../src/services/ipam/operations.js";
import { bareParameters } from "../../../src/services/ipam/parameters-file.js";
import {
  client,
  describeOutcome,
  rename,
  type ServerSettings,
  startServer,
  stranger,
  type TestServer,
  until,
} from "../../support/net-tcp-world.js";

const servers: TestServer[] = [];
async function serve(settings: ServerSettings = {}): Promise<TestServer> {
  const server = await startServer(settings);
  servers.push(server);
  return server;
}

afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.close();
    expect(server.listening.connectionCount).toBe(0);
    expect(server.listening.sessionCount).toBe(0);
    expect(server.service.sessionCount).toBe(0);
    expect(server.service.operationCount).toBe(0);
  }
});

const demonstration = "completed CompletedWithSuccess 100 CompletedWithSuccess,CompletedWithWarning,CompletedWithError,NotRun";

describe("a full run", () => {
  test.each<NetTcpEncoding>(["binary", "text", "utf-16", "utf-16le"])("in %s", async (encoding) => {
    const server = await serve();
    const breaches: string[] = [];
    const outcome = await runOperation({
      open: client(server.endpoint, { encoding }),
      parameters: rename,
      onBreach: (problem) => breaches.push(problem),
    });
    expect(describeOutcome(outcome)).toBe(demonstration);
    expect(breaches).toEqual([]);
    await until(() => server.listening.connectionCount === 0, "the connection is closed");
    const runs = await server.store.runs();
    expect(runs.map(({ operationId, state, percent }) => [operationId, state, percent])).toEqual([
      ["RenameSuperscope", "succeeded", "100"],
    ]);
    expect(server.refused).toEqual([]);
  });

  test.each([
    { server: "minimal", client: "minimal", callbackActions: "session" },
    { server: "minimal", client: "full", callbackActions: "callback" },
    { server: "full", client: "minimal", callbackActions: "callback" },
    { server: "full", client: "full", callbackActions: "session" },
  ] as const)(
    "with $server headers of the server, $client ones of the client, actions of the $callbackActions port type",
    async (style) => {
      const server = await serve({ callbackActions: style.callbackActions, listen: { headers: style.server } });
      const breaches: string[] = [];
      const outcome = await runOperation({
        open: client(server.endpoint, { headers: style.client }),
        parameters: rename,
        onBreach: (problem) => breaches.push(problem),
      });
      expect(describeOutcome(outcome)).toBe(demonstration);
      expect(breaches).toEqual([]);
    },
  );

  test("many at once, each with its own dictionaries", async () => {
    const server = await serve();
    const runs = Array.from({ length: 200 }, () => runOperation({ open: client(server.endpoint), parameters: rename }));
    const outcomes = await Promise.all(runs);
    expect(new Set(outcomes.map(describeOutcome))).toEqual(new Set([demonstration]));
    expect((await server.store.runs()).filter(({ state }) => state === "succeeded")).toHaveLength(200);
  });
});

test("each of the 49 operations, with parameters of its type", async () => {
  const server = await serve();
  for (const operationId of operationIds) {
    const outcome = await runOperation({ open: client(server.endpoint), parameters: bareParameters(operationId) });
    // Accepted and started; every operation wants something that these parameters lack.
    expect([operationId, describeOutcome(outcome).split(" ").slice(0, 2).join(" ")]).toEqual([
      operationId,
      "completed CompletedWithFailure",
    ]);
    expect(outcome.kind === "completed" && outcome.progress.failure?.message).toMatch(/null|empty|missing|given|None/);
  }
  const runs = await server.store.runs();
  expect(runs.map((run) => run.operationId).sort()).toEqual([...operationIds].sort());
});

describe("faults", () => {
  test("of Initialize end the session", async () => {
    const server = await serve();
    const outcome = await runOperation({
      open: client(server.endpoint),
      parameters: { ...rename, operationId: "CreateDhcpScope" } as never,
    });
    expect(describeOutcome(outcome)).toBe("refused InitializeOperationParameters IpamApiInvalidParameter");
    await until(() => server.listening.connectionCount === 0, "the connection is closed");
  });

  test("of Start, for a caller who may not", async () => {
    const server = await serve({ caller: stranger });
    const outcome = await runOperation({ open: client(server.endpoint), parameters: rename });
    expect(outcome.kind === "refused" && outcome.request).toBe("StartOperationWithCallback");
    expect(await server.store.runs()).toEqual([]);
  });
});
