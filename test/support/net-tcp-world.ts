/** What the tests of net.tcp share: an IPAM server on a port of its own, clients of ours, and peers that write octets by hand. */
import { connect, type Socket } from "node:net";
import { FramingReader } from "../../src/nettcp/framing/framing-reader.js";
import type { FramingRecord } from "../../src/nettcp/framing/records.js";
import { writeRecords } from "../../src/nettcp/framing/write-record.js";
import { defaultQuotas } from "../../src/nettcp/quotas.js";
import { connectNetTcp, type NetTcpConnectOptions } from "../../src/node/net-tcp-client.js";
import { listenNetTcp, type NetTcpListening, type NetTcpListenOptions } from "../../src/node/net-tcp-listener.js";
import type { AcceptChannel, ChannelPeer, OpenChannel } from "../../src/protocols/duplex/channel.js";
import type { DuplexClient } from "../../src/protocols/duplex/client.js";
import type { CallerIdentity } from "../../src/services/ipam/caller.js";
import { connectIpam } from "../../src/services/ipam/client.js";
import { createDemonstrationRunner } from "../../src/services/ipam/demonstration-runner.js";
import { acceptIpamSessions, type CallbackActions } from "../../src/services/ipam/handler.js";
import type { AnyIpamOperationWithProgressParameters, IpamOperations, OperationOutcome } from "../../src/services/ipam/index.js";
import { createMemoryProgressStore, type ProgressStore } from "../../src/services/ipam/progress-store.js";
import { ProgressTracker } from "../../src/services/ipam/progress-tracker.js";
import { createRegistry, type OperationRunner } from "../../src/services/ipam/runner.js";
import { createIpamService, type IpamService, type IpamServiceOptions } from "../../src/services/ipam/service.js";

export const path = "/Ipam/OperationWithProgress";
const administrators = "S-1-5-21-1-1-1-1002";
export const caller: CallerIdentity = { name: "tester", userSid: "S-1-5-21-1-1-1-500", groupSids: [administrators] };
export const stranger: CallerIdentity = { name: "stranger", userSid: "S-1-5-7", groupSids: [] };

export const rename: AnyIpamOperationWithProgressParameters = {
  $type: "RenameSuperscopeParameters",
  operationId: "RenameSuperscope",
  newName: "finance",
  superscope: {},
};

/** Hundreds of sessions that open at once take long on a busy machine. */
const patient = { open: 120_000 };

export interface ServerSettings {
  readonly caller?: CallerIdentity;
  readonly callerOf?: (peer: ChannelPeer) => CallerIdentity;
  readonly callbackActions?: CallbackActions;
  readonly runner?: OperationRunner;
  readonly service?: Partial<IpamServiceOptions>;
  readonly listen?: Partial<NetTcpListenOptions>;
}

export interface TestServer {
  readonly listening: NetTcpListening;
  readonly service: IpamService;
  readonly store: ProgressStore;
  readonly endpoint: string;
  /** What ended connections before their time. */
  readonly refused: Error[];
  /** Messages that the service has dealt with. */
  readonly received: () => number;
  close(): Promise<void>;
}

export async function startServer(settings: ServerSettings = {}): Promise<TestServer> {
  const store = createMemoryProgressStore();
  const service = createIpamService({
    registry: createRegistry({}, settings.runner ?? createDemonstrationRunner()),
    policy: { groups: { IpamAdministrators: administrators }, roles: {}, accessPolicies: [] },
    scopes: { accessScopeOf: () => undefined },
    store,
    ...settings.service,
  });
  const refused: Error[] = [];
  const callbackActions = settings.callbackActions ?? "session";
  const accept = acceptIpamSessions({ service, callerOf: settings.callerOf ?? (() => settings.caller ?? caller), callbackActions });
  let received = 0;
  const counting: AcceptChannel = (channel) => {
    const handler = accept(channel);
    return {
      ...(handler.headerNames !== undefined && { headerNames: handler.headerNames }),
      receive: (message) => handler.receive(message).finally(() => received++),
      ended: (reason) => handler.ended(reason),
    };
  };
  const listening = await listenNetTcp({
    port: 0,
    endpoints: { [path]: counting },
    timeouts: patient,
    onRefused: (reason) => refused.push(reason),
    ...settings.listen,
  });
  return {
    listening,
    service,
    store,
    endpoint: `${listening.url}${path}`,
    refused,
    received: () => received,
    close: async () => {
      await Promise.all([service.close(), listening.close(2000)]);
    },
  };
}

export function client(endpoint: string, options: Partial<NetTcpConnectOptions> = {}): OpenChannel {
  return (accept) => connectNetTcp({ endpoint, timeouts: patient, ...options }, accept);
}

/** A session whose callbacks are ignored. */
export function openSession(endpoint: string, options: Partial<NetTcpConnectOptions> = {}): Promise<DuplexClient<IpamOperations>> {
  const { callbacks } = new ProgressTracker(() => undefined);
  return connectIpam({ open: client(endpoint, options), callbacks, replyTimeout: 60_000 });
}

/** The end of a run in one line. */
export function describeOutcome(outcome: OperationOutcome): string {
  if (outcome.kind === "refused") return `refused ${outcome.request} ${outcome.exception?.exceptionId ?? outcome.reason}`;
  const { overallStatus, percent, subTasks } = outcome.progress;
  return `${outcome.kind} ${overallStatus} ${percent} ${subTasks.map(({ status }) => status).join(",")}`;
}

/** A peer that sends the octets it is given. */
export class RawPeer {
  readonly socket: Socket;
  readonly #reader = new FramingReader(defaultQuotas);
  readonly #closed: Promise<void>;
  #isClosed = false;
  #wake: (() => void) | undefined;

  constructor(port: number) {
    this.socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    this.socket.on("data", (chunk) => {
      this.#reader.push(chunk);
      this.#wake?.();
    });
    this.socket.on("error", () => undefined);
    this.#closed = new Promise((resolve) => {
      const close = (): void => {
        this.#isClosed = true;
        this.#wake?.();
        resolve();
      };
      this.socket.on("end", close);
      this.socket.on("close", close);
    });
  }

  send(octets: Uint8Array): void {
    this.socket.write(octets);
  }

  records(records: readonly FramingRecord[]): void {
    this.send(writeRecords(records));
  }

  /** The next record; undefined: the other end has closed. */
  async next(): Promise<FramingRecord | undefined> {
    for (;;) {
      const record = this.#reader.read();
      if (record !== undefined) return record;
      if (this.#isClosed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async closed(): Promise<void> {
    await this.#closed;
    this.socket.destroy();
  }
}

export function preamble(via: string, encoding = 8): FramingRecord[] {
  return [
    { type: "version", major: 1, minor: 0 },
    { type: "mode", mode: 2 },
    { type: "via", via },
    { type: "knownEncoding", encoding },
    { type: "preambleEnd" },
  ];
}

/** Waits until something holds, for at most a minute: what happens at once takes long on a busy machine. */
export async function until(holds: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 12_000; turn++) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`waited in vain until ${what}`);
}
