/** What the tests of the IPAM service share: a clock by hand, a transport that writes down what it is asked, a runner steered step by step. */
import type { AuthorizationPolicy, CallerIdentity } from "../../../../src/services/ipam/authorization.js";
import type { Clock } from "../../../../src/services/ipam/clock.js";
import type { CallbackMessage, DuplexSession, Responder } from "../../../../src/services/ipam/duplex-session.js";
import type { AnyIpamOperationWithProgressParameters } from "../../../../src/services/ipam/messages.js";
import { createMemoryProgressStore } from "../../../../src/services/ipam/progress-store.js";
import {
  createRegistry,
  type OperationProgress,
  type OperationResult,
  type OperationRunner,
  type RunContext,
} from "../../../../src/services/ipam/runner.js";
import { createIpamService, type HeldSession, type IpamLogEntry, type IpamServiceOptions } from "../../../../src/services/ipam/service.js";

/** Lets everything happen that waits for nothing but its turn. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Time that passes when told. */
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

/** A transport that writes down what it is asked to do. */
export class RecordingTransport implements DuplexSession {
  readonly id: string;
  readonly caller: CallerIdentity;
  readonly done: string[] = [];
  readonly messages: CallbackMessage[] = [];
  /** Called before a callback is taken; a promise holds it up, a throw makes it fail. */
  beforeSend: (message: CallbackMessage) => Promise<void> | void = () => undefined;

  constructor(caller: CallerIdentity, id = "session-1") {
    this.caller = caller;
    this.id = id;
  }

  async send(message: CallbackMessage): Promise<void> {
    await this.beforeSend(message);
    this.messages.push(message);
    this.done.push(describeCallback(message));
  }

  async close(): Promise<void> {
    this.done.push("close");
  }

  abort(): void {
    this.done.push("abort");
  }

  responder(): Responder {
    return {
      reply: async () => void this.done.push("reply"),
      fault: async (fault) => void this.done.push(fault.kind === "ipam" ? `fault ${fault.detail.exceptionId}` : fault.kind),
    };
  }

  /** Gives what was done since the last call. */
  take(): readonly string[] {
    return this.done.splice(0);
  }
}

export function describeCallback(message: CallbackMessage): string {
  switch (message.name) {
    case "StartProgressCallback":
      return `StartProgressCallback(${message.body.isNonDeterministic})`;
    case "AddSubTask": {
      const { subTaskInstance } = message.body;
      return `AddSubTask(${subTaskInstance !== undefined && !("$nil" in subTaskInstance) ? subTaskInstance.subTaskInstanceId : "nil"})`;
    }
    case "SetSubTaskStatus": {
      const { subTaskInstance, status, percentComplete } = message.body;
      const id = subTaskInstance !== undefined && !("$nil" in subTaskInstance) ? subTaskInstance.subTaskInstanceId : "nil";
      return `SetSubTaskStatus(${id} ${status} ${percentComplete})`;
    }
    case "SetCompletionPercentage":
      return `SetCompletionPercentage(${message.body.completionPercentage})`;
    case "SetOverallStatus":
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

/** A service with one open session, and everything around it. */
export class Stage {
  readonly clock = new ManualClock();
  readonly store = createMemoryProgressStore();
  readonly log: IpamLogEntry[] = [];
  readonly gates = { configured: true, converting: false };
  readonly runner: SteeredRunner;
  readonly transport: RecordingTransport;
  readonly service: ReturnType<typeof createIpamService>;
  readonly session: HeldSession;

  constructor(
    given: { readonly caller?: CallerIdentity; readonly runner?: SteeredRunner } & Partial<Omit<IpamServiceOptions, "clock">> = {},
  ) {
    const { caller = administrator, runner = new SteeredRunner(), ...options } = given;
    this.runner = runner;
    this.transport = new RecordingTransport(caller);
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
    this.session = this.service.open(this.transport);
  }

  async initialize(paramters: AnyIpamOperationWithProgressParameters = createFilters): Promise<void> {
    const responder = this.transport.responder();
    await this.session.receive({ kind: "request", name: "InitializeOperationParameters", body: { paramters }, responder });
    await settle();
  }

  async start(): Promise<void> {
    const responder = this.transport.responder();
    await this.session.receive({ kind: "request", name: "StartOperationWithCallback", body: {}, responder });
    await settle();
  }

  async reach(state: "SI" | "OI" | "OS"): Promise<void> {
    if (state !== "SI") await this.initialize();
    if (state === "OS") await this.start();
    this.transport.take();
  }
}
