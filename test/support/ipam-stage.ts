/** What the tests of the IPAM service share: a clock by hand, a channel that writes down what is done with it, a runner steered step by step. */
import { type ElementCodec, element, xsString } from "soapwright/runtime-v2";
import {
  AddSubTaskElement,
  InitializeOperationParametersElement,
  StartOperationWithCallbackElement,
} from "../../generated/ipam/microsoft-windows-ipam.js";
import {
  IIpamOperationWithProgress,
  NetTcpIIpamOperationWithProgress,
  NetTcpIIpamOperationWithProgressCallback,
} from "../../generated/ipam/service.js";
import { createMessageDecoder, createMessageEncoder } from "../../src/nettcp/message-encoding.js";
import type { DuplexChannel, DuplexHandler, OpenChannel, OutgoingMessage } from "../../src/protocols/duplex/channel.js";
import { readMessage } from "../../src/protocols/duplex/read-message.js";
import { writeMessage } from "../../src/protocols/duplex/write-message.js";
import type { SoapFault } from "../../src/service/fault.js";
import type { AuthorizationPolicy } from "../../src/services/ipam/authorization.js";
import type { CallerIdentity } from "../../src/services/ipam/caller.js";
import type { Clock } from "../../src/services/ipam/clock.js";
import { keepaliveAction } from "../../src/services/ipam/contract.js";
import { readException } from "../../src/services/ipam/exception.js";
import { acceptIpamSessions } from "../../src/services/ipam/handler.js";
import type { SessionState } from "../../src/services/ipam/machine.js";
import type {
  AnyIpamOperationWithProgressParameters,
  CallbackBodies,
  InitializeOperationParameters,
  IpamException,
} from "../../src/services/ipam/messages.js";
import { createMemoryProgressStore } from "../../src/services/ipam/progress-store.js";
import {
  createRegistry,
  type OperationProgress,
  type OperationResult,
  type OperationRunner,
  type RunContext,
} from "../../src/services/ipam/runner.js";
import type { HeldSession } from "../../src/services/ipam/server-session.js";
import { createIpamService, type IpamLogEntry, type IpamService, type IpamServiceOptions } from "../../src/services/ipam/service.js";
import { type MemoryOptions, openInMemory } from "./memory-channel.js";

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A clock that is advanced by hand. */
export class ManualClock implements Clock {
  #now = 0;
  readonly #timers = new Set<{ readonly period: number; next: number; readonly callback: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimer(milliseconds: number, callback: () => void): { cancel(): void } {
    const timer = { period: milliseconds, next: this.#now + milliseconds, callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  }

  get timerCount(): number {
    return this.#timers.size;
  }

  async pass(milliseconds: number): Promise<void> {
    const until = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#timers].filter(({ next }) => next <= until).sort((a, b) => a.next - b.next)[0];
      if (due === undefined) break;
      this.#now = due.next;
      due.next += due.period;
      due.callback();
      await settle();
    }
    this.#now = until;
    await settle();
  }
}

/** A callback that a server has sent. */
export type SentCallback = {
  [Name in keyof CallbackBodies]: { readonly name: Name; readonly body: CallbackBodies[Name] };
}[keyof CallbackBodies];

const callbackNames = new Map(
  [NetTcpIIpamOperationWithProgress, NetTcpIIpamOperationWithProgressCallback].flatMap(({ actions }) =>
    Object.entries(actions).map(([name, action]) => [action, name] as const),
  ),
);

function callbackOf({ action, body }: OutgoingMessage): SentCallback {
  // The service's own tables say which body an action has.
  return { name: callbackNames.get(action), body: body.kind === "element" ? body.element.value : undefined } as SentCallback;
}

/** A channel that writes down what a server does with it. */
export class RecordingChannel implements DuplexChannel {
  readonly id: string;
  readonly peer = { address: "test", identity: undefined };
  readonly done: string[] = [];
  readonly messages: SentCallback[] = [];
  /** Called before a callback is taken; a promise holds it up, a throw makes it fail. */
  beforeSend: (message: SentCallback) => Promise<void> | void = () => undefined;
  /** The same for replies and faults. */
  beforeAnswer: () => Promise<void> | void = () => undefined;

  #isOver = false;

  constructor(id = "session-1") {
    this.id = id;
  }

  async send(message: OutgoingMessage): Promise<void> {
    if (this.#isOver) throw new Error("this end has ended the session");
    const { body, relatesTo } = message;
    if (relatesTo !== undefined) {
      await this.beforeAnswer();
      this.done.push(body.kind === "fault" ? describeFault(body.fault) : "reply");
      return;
    }
    const callback = callbackOf(message);
    await this.beforeSend(callback);
    this.messages.push(callback);
    this.done.push(describeCallback(callback));
  }

  async close(): Promise<void> {
    this.#isOver = true;
    this.done.push("close");
  }

  abort(): void {
    this.#isOver = true;
    this.done.push("abort");
  }

  /** Gives what was done since the last call. */
  take(): readonly string[] {
    return this.done.splice(0);
  }
}

function describeFault({ declared, subcodes }: SoapFault): string {
  if (declared?.name === "IpamException") return `fault ${readException(declared.detail as IpamException).exceptionId}`;
  return subcodes.some((subcode) => subcode.endsWith("}ActionNotSupported")) ? "actionNotSupported" : "fault";
}

export function describeCallback(message: SentCallback): string {
  switch (message.name) {
    case "startProgressCallback":
      return `StartProgressCallback(${message.body.isNonDeterministic})`;
    case "addSubTask": {
      const { subTaskInstance } = message.body;
      return `AddSubTask(${subTaskInstance !== undefined && !("$nil" in subTaskInstance) ? subTaskInstance.subTaskInstanceId : "nil"})`;
    }
    case "setSubTaskStatus": {
      const { subTaskInstance, status, percentComplete } = message.body;
      const id = subTaskInstance !== undefined && !("$nil" in subTaskInstance) ? subTaskInstance.subTaskInstanceId : "nil";
      return `SetSubTaskStatus(${id} ${status} ${percentComplete})`;
    }
    case "setCompletionPercentage":
      return `SetCompletionPercentage(${message.body.completionPercentage})`;
    case "setOverallStatus":
      return `SetOverallStatus(${message.body.overallStatus})`;
  }
}

type Step =
  | { readonly kind: "report"; readonly progress: OperationProgress }
  | { readonly kind: "return"; readonly result: OperationResult | undefined }
  | { readonly kind: "throw"; readonly reason: unknown };

/** A runner that does what the test says next. */
export class SteeredRunner implements OperationRunner {
  readonly isNonDeterministic: boolean;
  readonly steps: Step[] = [];
  context: RunContext | undefined;
  state: "waiting" | "running" | "over" = "waiting";
  #wake: () => void = () => undefined;

  constructor(isNonDeterministic = false) {
    this.isNonDeterministic = isNonDeterministic;
  }

  async *run(_parameters: unknown, context: RunContext): AsyncGenerator<OperationProgress, OperationResult | undefined, undefined> {
    this.context = context;
    this.state = "running";
    try {
      for (;;) {
        const next = this.steps.shift();
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        } else if (next.kind === "return") return next.result;
        else if (next.kind === "throw") throw next.reason;
        else yield next.progress;
      }
    } finally {
      this.state = "over";
    }
  }

  async do(step: Step): Promise<void> {
    this.steps.push(step);
    this.#wake();
    await settle();
  }

  report(progress: OperationProgress): Promise<void> {
    return this.do({ kind: "report", progress });
  }

  succeed(result?: OperationResult): Promise<void> {
    return this.do({ kind: "return", result });
  }

  fail(reason: unknown): Promise<void> {
    return this.do({ kind: "throw", reason });
  }
}

export const groupSids = {
  IpamUsers: "S-1-5-21-1-1001",
  IpamAdministrators: "S-1-5-21-1-1002",
  IpamAsmAdministrators: "S-1-5-21-1-1003",
  IpamMsmAdministrators: "S-1-5-21-1-1004",
  IpamIPAuditAdministrators: "S-1-5-21-1-1005",
} as const;

export const noPolicy: AuthorizationPolicy = { groups: groupSids, roles: {}, accessPolicies: [] };
export const administrator: CallerIdentity = { name: "ada", userSid: "S-1-5-21-1-500", groupSids: [groupSids.IpamAdministrators] };
export const stranger: CallerIdentity = { name: "eve", userSid: "S-1-5-21-1-666", groupSids: [] };

export const createFilters: AnyIpamOperationWithProgressParameters = {
  $type: "CreateDhcpFiltersParameters",
  operationId: "CreateDhcpFilters",
  dhcpServerIds: { long: [11n, 12n] },
  filters: { dhcpFilter: [{ recordId: 0n, serverRecordId: 11n }] },
};

/** Opens sessions with a service in this process. */
export function openIpam(service: IpamService, caller: CallerIdentity, memory: MemoryOptions = {}): OpenChannel {
  return openInMemory(acceptIpamSessions({ service, callerOf: () => caller }), memory);
}

const { operations } = IIpamOperationWithProgress;
const contentType = "application/soap+xml; charset=utf-8";
const messageId = "urn:uuid:00000000-0000-4000-8000-000000000001";

/** Whether the client waits for an answer. */
type RequestKind = "request" | "one-way";

/** Elements of the requests with text where members belong. */
const brokenElements = {
  initializeOperationParameters: element<string>(InitializeOperationParametersElement.name, () => xsString),
  startOperationWithCallback: element<string>(StartOperationWithCallbackElement.name, () => xsString),
};

/** A service with one open session, and everything around it. */
export class Stage {
  readonly clock = new ManualClock();
  readonly store = createMemoryProgressStore();
  readonly log: IpamLogEntry[] = [];
  readonly gates = { configured: true, converting: false };
  readonly runner: SteeredRunner;
  readonly channel = new RecordingChannel();
  readonly service: IpamService;
  readonly #held: HeldSession[] = [];
  readonly #handler: DuplexHandler;

  constructor(
    given: { readonly caller?: CallerIdentity; readonly runner?: SteeredRunner } & Partial<Omit<IpamServiceOptions, "clock">> = {},
  ) {
    const { caller = administrator, runner = new SteeredRunner(), ...options } = given;
    this.runner = runner;
    this.service = createIpamService({
      registry: createRegistry({}, runner),
      policy: noPolicy,
      scopes: { accessScopeOf: () => undefined },
      clock: this.clock,
      store: this.store,
      gates: { isConfigured: () => this.gates.configured, isSchemaConversionRequired: () => this.gates.converting },
      log: (entry) => this.log.push(entry),
      ...options,
    });
    const open: IpamService["open"] = (session, identity) => {
      const held = this.service.open(session, identity);
      this.#held.push(held);
      return held;
    };
    this.#handler = acceptIpamSessions({ service: { ...this.service, open }, callerOf: () => caller })(this.channel);
  }

  get state(): SessionState {
    return this.#held[0]?.state ?? "None";
  }

  /** The client sends a message, which waits for an answer unless it has no identifier. */
  async receive(message: OutgoingMessage): Promise<void> {
    const octets = createMessageEncoder(contentType).encode((writer) => writeMessage(writer, message, { headers: "minimal", to: "" }));
    await this.#handler.receive(readMessage(createMessageDecoder(contentType).open(octets)));
    await settle();
  }

  /** The client sends the element of an action. */
  receiveElement<T>(action: string | undefined, codec: ElementCodec<T>, value: NoInfer<T>, kind: RequestKind = "request"): Promise<void> {
    // The compiler does not take a union of codecs for a codec; the value was checked against this one.
    const typed = { codec: codec as never, value };
    const id = kind === "request" ? messageId : undefined;
    return this.receive({ action: action ?? "", messageId: id, body: { kind: "element", element: typed } });
  }

  initialize(paramters?: AnyIpamOperationWithProgressParameters | { readonly $nil: true }): Promise<void> {
    return this.initializeWith({ paramters: paramters ?? createFilters });
  }

  initializeWith(body: InitializeOperationParameters): Promise<void> {
    return this.receiveElement(operations.initializeOperationParameters.inputAction, InitializeOperationParametersElement, body);
  }

  start(): Promise<void> {
    return this.receiveElement(operations.startOperationWithCallback.inputAction, StartOperationWithCallbackElement, {});
  }

  /** A request whose content breaks the contract. */
  receiveBroken(name: keyof typeof brokenElements): Promise<void> {
    return this.receiveElement(operations[name].inputAction, brokenElements[name], "?");
  }

  /** A request with the element of another message. */
  receiveUnreadable(kind: RequestKind = "request"): Promise<void> {
    return this.receiveElement(operations.startOperationWithCallback.inputAction, AddSubTaskElement, {}, kind);
  }

  receiveKeepalive(): Promise<void> {
    return this.receive({ action: keepaliveAction, body: { kind: "empty" } });
  }

  /** An element that only a server may send. */
  receiveCallback(name: keyof CallbackBodies): Promise<void> {
    const { outputAction, output } = operations[name];
    return this.receiveElement(outputAction, output?.() as ElementCodec<object>, {});
  }

  /** The transport says that the session is over. */
  end(reason: string): void {
    this.#handler.ended(reason);
  }

  async reach(state: "SI" | "OI" | "OS"): Promise<void> {
    if (state !== "SI") await this.initialize();
    if (state === "OS") await this.start();
    this.channel.take();
  }
}
