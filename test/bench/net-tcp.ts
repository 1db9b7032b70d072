/**
 * net.tcp in numbers: binary messages against text, and sessions with callbacks against the same messages over HTTP.
 *
 * Prints ratios of CPU time for encoding and decoding, and of elapsed time for sessions, both ends in this process. Medians of rounds that
 * take turns. Everything stays on the loopback interface.
 */

import { schema } from "../../generated/ipam/index.js";
import * as contract from "../../generated/ipam/service.js";
import { createMessageDecoder, createMessageEncoder } from "../../src/nettcp/message-encoding.js";
import { listen } from "../../src/node/http-server.js";
import { connectNetTcp } from "../../src/node/net-tcp-client.js";
import { listenNetTcp } from "../../src/node/net-tcp-listener.js";
import type { OutgoingMessage } from "../../src/protocols/duplex/channel.js";
import { readMessage } from "../../src/protocols/duplex/read-message.js";
import { writeMessage } from "../../src/protocols/duplex/write-message.js";
import { bind, connectDuplex, createClient, createHandler, serveDuplex } from "../../src/protocols/index.js";
import type { Codec } from "../../src/runtime/codec.js";
import {
  acceptIpamSessions,
  type CallbackBodies,
  createDemonstrationRunner,
  createIpamService,
  createRegistry,
  runOperation,
} from "../../src/services/ipam/index.js";
import { openInMemory } from "../support/memory-channel.js";

const rounds = Number(process.env.BENCH_ROUNDS ?? "9");
const binary = "application/soap+msbinsession1";
const text = "application/soap+xml; charset=utf-8";
const messageId = "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e";
const parameters = { $type: "RenameSuperscopeParameters", operationId: "RenameSuperscope", newName: "finance", superscope: {} } as const;
const session = { binding: contract.NetTcpIIpamOperationWithProgress, schema };
const { operations } = contract.IIpamOperationWithProgress;

/** A callback of the demonstration, as the service sends it. */
interface Callback {
  readonly name: keyof CallbackBodies;
  readonly body: unknown;
  readonly message: OutgoingMessage;
}

/** The callbacks of the demonstration. */
async function callbacksOfRun(): Promise<readonly Callback[]> {
  const administrators = "S-1-5-21-1";
  const service = createIpamService({
    registry: createRegistry({}, createDemonstrationRunner()),
    policy: { groups: { IpamAdministrators: administrators }, roles: {}, accessPolicies: [] },
    scopes: { accessScopeOf: () => undefined },
  });
  const names = new Map(Object.entries(operations).map(([name, { outputAction }]) => [outputAction, name as keyof CallbackBodies]));
  const sent: Callback[] = [];
  const caller = { name: "bench", userSid: "S-1-5-7", groupSids: [administrators] };
  const accept = acceptIpamSessions({ service, callerOf: () => caller });
  const open = openInMemory((channel) =>
    accept({
      ...channel,
      send: (message) => {
        const name = names.get(message.action);
        if (name !== undefined && message.body.kind === "element" && message.relatesTo === undefined)
          sent.push({ name, body: message.body.element.value, message });
        return channel.send(message);
      },
    }),
  );
  await runOperation({ open, parameters });
  await service.close();
  return sent;
}

function encoderOf(contentType: string): (message: OutgoingMessage) => Uint8Array {
  const encoder = createMessageEncoder(contentType);
  return (message) => encoder.encode((writer) => writeMessage(writer, message, { headers: "minimal", to: "" }));
}

/** A function that reads the messages of one session again and again, in the order in which they were written. */
function decoderOf(contentType: string, octets: readonly Uint8Array[], messages: readonly Callback[]): () => void {
  return () => {
    const decoder = createMessageDecoder(contentType);
    for (const [index, message] of messages.entries()) {
      const received = readMessage(decoder.open(octets[index] ?? new Uint8Array()));
      // The compiler does not take a union of codecs for a codec; any of them reads here.
      const body = received.readBody(operations[message.name].output?.() as Codec, { schema });
      if (!body.ok) throw new Error(body.problem);
    }
  };
}

/** Microseconds of CPU time for one call. */
function cpuTime(run: () => void): number {
  const atLeast = 200_000;
  let count = 0;
  const begin = process.cpuUsage();
  for (;;) {
    for (let index = 0; index < 20; index++) run();
    count += 20;
    const { user, system } = process.cpuUsage(begin);
    if (user + system >= atLeast) return (user + system) / count;
  }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Number.NaN;

function compareCpu(name: string, candidates: Readonly<Record<"binary" | "text", () => void>>, count: number): void {
  const samples: Record<"binary" | "text", number[]> = { binary: [], text: [] };
  for (const kind of ["binary", "text"] as const) cpuTime(candidates[kind]);
  for (let round = 0; round < rounds; round++)
    for (const kind of ["binary", "text"] as const) samples[kind].push(cpuTime(candidates[kind]));
  const [one, other] = [median(samples.binary), median(samples.text)];
  const rate = (time: number): string => `${Math.round((count * 1e6) / time)}/s`;
  process.stdout.write(`${name}: binary ${rate(one)}, text ${rate(other)}, ratio ${(other / one).toFixed(2)}\n`);
}

interface Transport {
  readonly name: string;
  /** Two requests, and all callbacks. */
  session(): Promise<void>;
  close(): Promise<void>;
}

async function overNetTcp(messages: readonly Callback[], encoding: "binary" | "text"): Promise<Transport> {
  const path = "/bench";
  const accept = serveDuplex(session, ({ callbacks }) => ({
    server: {
      initializeOperationParameters: async () => ({}),
      startOperationWithCallback: async (_, call) => {
        await call.reply({});
        for (const { name, body } of messages) await callbacks[name](body as never);
        return {};
      },
    },
  }));
  const listening = await listenNetTcp({ port: 0, endpoints: { [path]: accept } });
  const endpoint = `${listening.url}${path}`;
  return {
    name: `net.tcp, ${encoding}`,
    session: async () => {
      let count = 0;
      let finish: () => void = () => undefined;
      const finished = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const taken = (): void => {
        if (++count === messages.length) finish();
      };
      const client = await connectDuplex(session, {
        open: (open) => connectNetTcp({ endpoint, encoding }, open),
        callbacks: {
          startProgressCallback: taken,
          setCompletionPercentage: taken,
          setSubTaskStatus: taken,
          setOverallStatus: taken,
          addSubTask: taken,
        },
        refused: ({ problem }) => {
          throw new Error(problem);
        },
        ended: () => finish(),
      });
      await client.server.initializeOperationParameters({ paramters: parameters });
      await client.server.startOperationWithCallback({});
      await finished;
      await client.close();
    },
    close: () => listening.close(100),
  };
}

/** Each message is a request of its own, as callbacks over HTTP have to be: the client listens too. */
async function overHttp(messages: readonly Callback[]): Promise<Transport> {
  const none = async (): Promise<never> => {
    throw new Error("a notification is not called");
  };
  const server = {
    initializeOperationParameters: async () => ({}),
    startOperationWithCallback: async () => ({}),
    startProgressCallback: none,
    setCompletionPercentage: none,
    setSubTaskStatus: none,
    setOverallStatus: none,
    addSubTask: none,
  };
  const taken = async (): Promise<void> => undefined;
  const receiver = {
    startProgressCallback: taken,
    setCompletionPercentage: taken,
    setSubTaskStatus: taken,
    setOverallStatus: taken,
    addSubTask: taken,
  };
  const service = await listen(createHandler({ services: [bind(contract.NetTcpIIpamOperationWithProgress, server as never)] }), {
    port: 0,
  });
  const callbacks = await listen(
    createHandler({ services: [bind(contract.NetTcpIIpamOperationWithProgressCallback, receiver as never)] }),
    { port: 0 },
  );
  const caller = createClient(contract.NetTcpIIpamOperationWithProgress, { url: `${service.url}/` });
  const notifier = createClient(contract.NetTcpIIpamOperationWithProgressCallback, { url: `${callbacks.url}/` });
  return {
    name: "HTTP, text",
    session: async () => {
      await caller.initializeOperationParameters({ paramters: parameters });
      await caller.startOperationWithCallback({});
      for (const { name, body } of messages) await notifier[name](body as never);
    },
    close: async () => {
      await Promise.all([service.close(100), callbacks.close(100)]);
    },
  };
}

/** Sessions in a second, some at a time. */
async function sessionsPerSecond({ session }: Transport, count: number, atOnce: number): Promise<number> {
  let left = count;
  const begin = performance.now();
  const work = async (): Promise<void> => {
    while (left-- > 0) await session();
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return (count * 1000) / (performance.now() - begin);
}

async function compareSessions(messages: readonly Callback[]): Promise<void> {
  const transports = [await overNetTcp(messages, "binary"), await overNetTcp(messages, "text"), await overHttp(messages)];
  const samples = transports.map((): number[] => []);
  // The compiler of the platform needs some hundreds of sessions until it has seen everything.
  for (const transport of transports) await sessionsPerSecond(transport, 300, 8);
  for (let round = 0; round < rounds; round++) {
    for (const [index, transport] of transports.entries()) samples[index]?.push(await sessionsPerSecond(transport, 60, 8));
  }
  const [, , baseline = Number.NaN] = samples.map(median);
  for (const [index, { name }] of transports.entries()) {
    const rate = median(samples[index] ?? []);
    const callbacks = Math.round(rate * messages.length);
    process.stdout.write(
      `${name}: ${Math.round(rate)} sessions/s, ${callbacks} callbacks/s, ratio to HTTP ${(rate / baseline).toFixed(2)}\n`,
    );
  }
  for (const transport of transports) await transport.close();
}

const messages = await callbacksOfRun();
const outgoing = messages.map(({ message }) => message);
const written = (contentType: string): Uint8Array[] => outgoing.map(encoderOf(contentType));
const [binaryOctets, textOctets] = [written(binary), written(text)];
const size = (octets: readonly Uint8Array[]): number => octets.reduce((sum, { length }) => sum + length, 0);
process.stdout.write(
  `${messages.length} callbacks: binary ${size(binaryOctets)} octets, text ${size(textOctets)}, ratio ${(size(textOctets) / size(binaryOctets)).toFixed(2)}\n`,
);
compareCpu("decode", { binary: decoderOf(binary, binaryOctets, messages), text: decoderOf(text, textOctets, messages) }, messages.length);
compareCpu("encode", { binary: () => void written(binary), text: () => void written(text) }, messages.length);
const { inputAction = "", input } = operations.initializeOperationParameters;
if (input === undefined) throw new Error("the request has an element");
const request: OutgoingMessage = {
  action: inputAction,
  messageId,
  body: { kind: "element", element: { codec: input(), value: { paramters: parameters } } },
};
compareCpu(
  "encode a request, first of its session",
  { binary: () => void encoderOf(binary)(request), text: () => void encoderOf(text)(request) },
  1,
);
await compareSessions(messages);
