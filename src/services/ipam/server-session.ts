/**
 * One session on the server: classifies what comes in, steps the machine, performs the effects in order.
 *
 * Requests come one after another, the running operation's reports between them; both go through the machine, which alone decides.
 * A state is entered when its transition's effects are done, so a session that ends in between has not moved; the end itself is entered
 * first, so that nothing else gets in. [MS-IPAMM2] 3.19.4, 3.1.4, 3.1.5
 */
import { type Moved, step } from "../../machine/machine.js";
import type { DuplexCall, Refusal } from "../../protocols/duplex/dispatch.js";
import type { DuplexSession, SessionHandler } from "../../protocols/duplex/handler.js";
import type { SoapFault } from "../../service/fault.js";
import { accessRequirements } from "./access-table.js";
import {
  type AccessScopeDirectory,
  type AuthorizationPolicy,
  computeAuthorization,
  decideAccess,
  type UserAuthorizationData,
} from "./authorization.js";
import type { CallerIdentity } from "./caller.js";
import type { Timer } from "./clock.js";
import { callbackActions, keepaliveAction } from "./contract.js";
import { type ExceptionDetail, faultOf, invalid } from "./exception.js";
import { closedGate, type Gates } from "./gates.js";
import { classifyTick, type Inactivity, tickMilliseconds } from "./inactivity.js";
import { type SessionEffect, type SessionEvent, type SessionRefusal, type SessionState, sessionMachine } from "./machine.js";
import type {
  CallbackBodies,
  CallbacksToSend,
  InitializeOperationParameters,
  IpamAdminOperationId,
  IpamCallbacks,
  IpamOperations,
} from "./messages.js";
import { isOperationId, operations } from "./operations.js";
import { resolverOf } from "./parameter-values.js";
import type { OperationRegistry } from "./runner.js";
import { type OperationDependencies, RunningOperation, type StoredParameters } from "./running-operation.js";

/** What all sessions of a service share. */
export interface SessionDependencies extends OperationDependencies {
  readonly registry: OperationRegistry;
  readonly policy: AuthorizationPolicy;
  readonly scopes: AccessScopeDirectory;
  readonly gates: Gates;
  readonly grace: number;
}

/** A session that a service holds. */
export interface HeldSession extends Required<SessionHandler<IpamOperations>> {
  readonly state: SessionState;
}

/** What the service that holds a session hears of it. */
export interface SessionListener {
  /** The operation began; the promise resolves when it has run to its end, and never rejects. */
  running(operation: Promise<void>): void;
  /** A message was refused: by a rule of the contract, or for the reason that the id of an exception or the code of a fault names. */
  refused(rule: string): void;
  ended(end: EndOfSession): void;
}

/** How a session ended. */
export interface EndOfSession {
  /** Undefined if the client has named none. */
  readonly operationId: IpamAdminOperationId | undefined;
  readonly reason: string;
  /** What the last request that was refused has been told. */
  readonly refusal: ExceptionDetail | undefined;
}

/** What an event carries, for the effects and the refusal to use. */
interface EventData {
  /** Answers the request that the event comes from; nothing happens if its sender does not wait. */
  readonly reply?: () => Promise<void>;
  readonly refuse?: (fault: SoapFault) => Promise<void>;
  readonly fault?: SoapFault;
  readonly parameters?: StoredParameters;
  readonly operation?: RunningOperation;
  readonly callbacks?: CallbacksToSend;
  readonly reason?: string;
}

/** The call of a request, both of which have an empty reply. */
type RequestCall = Pick<DuplexCall<IpamOperations["initializeOperationParameters" | "startOperationWithCallback"]>, "reply" | "fault">;

/** The part of an event's data that answers a request. */
type Answers = Pick<EventData, "reply" | "refuse">;

type Move = Moved<SessionState, SessionEvent, SessionEffect>;

/** Effects that involve no waiting for the peer. */
type LocalEffect =
  | "computeAuthorization"
  | "startTimer"
  | "resetGrace"
  | "spendGrace"
  | "storeParameters"
  | "startOperation"
  | "stopTimer"
  | "abandonOperation"
  | "discard"
  | "abort";

/** The server's side of a session. */
export class ServerSession implements HeldSession {
  readonly #session: DuplexSession<IpamCallbacks>;
  readonly #caller: CallerIdentity;
  readonly #dependencies: SessionDependencies;
  readonly #listener: SessionListener;
  #state: SessionState = sessionMachine.initial;
  #authorization: UserAuthorizationData | undefined;
  #parameters: StoredParameters | undefined;
  #operation: RunningOperation | undefined;
  #refusal: ExceptionDetail | undefined;
  #inactivity: Inactivity;
  #timer: Timer | undefined;
  #releaseSend: ((reason: Error) => void) | undefined;

  constructor(session: DuplexSession<IpamCallbacks>, caller: CallerIdentity, dependencies: SessionDependencies, listener: SessionListener) {
    this.#session = session;
    this.#caller = caller;
    this.#dependencies = dependencies;
    this.#listener = listener;
    this.#inactivity = { heard: false, grace: dependencies.grace };
  }

  /** The state, for logs and tests. */
  get state(): SessionState {
    return this.#state;
  }

  /** The transport indicates the session. */
  begin(): void {
    void this.#happen("sessionEstablished", {});
  }

  /** The two requests. Their replies are effects of the machine, so what these methods return is not sent. */
  readonly server: HeldSession["server"] = {
    initializeOperationParameters: (body, call) => this.#request(call, (answers) => this.#initialize(body, answers)),
    startOperationWithCallback: (_, call) => this.#request(call, (answers) => this.#start(answers)),
  };

  refused(refusal: Refusal): Promise<void> {
    return this.#take(() => this.#refused(refusal));
  }

  ended(reason: string): void {
    void this.#happen("sessionEnded", { reason });
  }

  /** The server closes the session: it shuts down, or the operation is completed. */
  close(reason: string): Promise<void> {
    return this.#happen("serverCloses", { reason });
  }

  /** Whatever arrives shows that the connection lives, a refused request and an ignored element too. */
  #take(process: () => Promise<void>): Promise<void> {
    this.#inactivity = { ...this.#inactivity, heard: true };
    return process().catch((cause: unknown) => this.#dependencies.logError("internal: a message could not be dealt with", cause));
  }

  /** A request is judged by the gates first. */
  async #request(call: RequestCall, process: (answers: Answers) => Promise<void>): Promise<object> {
    const answers = { reply: () => call.reply({}), refuse: call.fault };
    const closed = closedGate(this.#dependencies.gates);
    await this.#take(() => (closed === undefined ? process(answers) : this.#deny("gateClosed", answers, closed)));
    return {};
  }

  #refused({ kind, action = "", operation, problem, rule, fault, answer: refuse }: Refusal): Promise<void> {
    const closed = kind === "content" ? closedGate(this.#dependencies.gates) : undefined;
    if (closed !== undefined) return this.#deny("gateClosed", { refuse }, closed);
    if (kind === "action" && action === keepaliveAction) return this.#happen("keepalive", {});
    if (kind === "action" && callbackActions.has(action)) return this.#happen("callbackElement", {});
    if (kind === "header" || (kind === "action" && action !== "")) {
      this.#listener.refused(rule ?? fault.subcodes[0] ?? fault.code);
      return this.#happen("unreadable", { refuse, fault });
    }
    const isInvalid = kind === "content" && operation === "initializeOperationParameters";
    return this.#deny(isInvalid ? "initializeInvalid" : "unreadable", { refuse }, invalid(problem), rule);
  }

  async #initialize(body: InitializeOperationParameters, answers: Answers): Promise<void> {
    const parameters = acceptParameters(body);
    if (typeof parameters === "string") return this.#deny("initializeInvalid", answers, invalid(parameters));
    return this.#happen("initializeValid", { ...answers, parameters });
  }

  async #start(answers: Answers): Promise<void> {
    const parameters = this.#parameters;
    // Without stored parameters there is nothing to authorize, and once started there is nothing to start: the machine refuses both.
    if (parameters === undefined || this.#state !== "OperationWithProgressInitialized") return this.#happen("startRefused", answers);
    const denied = await this.#denialOf(parameters);
    if (denied !== undefined) return this.#deny("startRefused", answers, denied);
    const runner = this.#dependencies.registry.runnerOf(parameters.operationId);
    if (runner === undefined) {
      const message = `"${parameters.operationId}" is not supported by this server`;
      return this.#deny("startRefused", answers, { exceptionId: "IpamApiOperationNotAllowed", message });
    }
    const operation = new RunningOperation({ id: this.#session.id, caller: this.#caller }, parameters, runner, this.#dependencies);
    await this.#happen("startAuthorized", { ...answers, operation, callbacks: operation.announcement() });
    if (this.#operation === operation && this.#state !== "OperationWithProgressInitialized") this.#run(operation);
  }

  /** A request is refused, which may end the session. `rule` is that of the contract, if it breaks one. */
  #deny(event: SessionEvent, answers: Answers, refusal: ExceptionDetail, rule?: string): Promise<void> {
    this.#refusal = refusal;
    this.#listener.refused(rule ?? refusal.exceptionId);
    return this.#happen(event, { ...answers, fault: faultOf(refusal), reason: "a request was refused" });
  }

  async #denialOf({ operationId, value }: StoredParameters): Promise<ExceptionDetail | undefined> {
    if (this.#authorization === undefined) throw new Error("internal: a session without authorization data");
    const { policy, scopes } = this.#dependencies;
    const subject = { caller: this.#authorization, policy, scopes, parameters: value, resolve: resolverOf(value) };
    const decision = await decideAccess(accessRequirements[operationId], subject);
    return decision.allowed ? undefined : { exceptionId: decision.exceptionId, message: decision.message };
  }

  #run(operation: RunningOperation): void {
    const running = operation.run((event, callbacks) => this.#happen(event, { callbacks }));
    this.#listener.running(
      running
        .catch((cause: unknown) => this.#dependencies.logError("internal: an operation's end could not be reported", cause))
        .then(() => (this.#state === "OperationWithProgressCompleted" ? this.close("the operation is completed") : undefined)),
    );
  }

  async #happen(event: SessionEvent, eventData: EventData): Promise<void> {
    const outcome = step(sessionMachine, this.#state, event);
    if (outcome.kind === "refused") return this.#refuse(outcome.refusal, event, eventData);
    if (outcome.to === "Ended") this.#enterEnd();
    for (const effect of outcome.effects) {
      const pending = this.#perform(effect, eventData);
      if (pending === undefined) continue;
      const isDelivered = await settled(pending);
      if (outcome.to === "Ended") continue;
      if (this.#state !== outcome.from) return;
      if (!isDelivered) return this.#loseSession(outcome);
    }
    if (outcome.to !== "Ended") this.#state = outcome.to;
  }

  #enterEnd(): void {
    this.#state = "Ended";
    this.#releaseSend?.(new Error("the session has ended"));
  }

  /** Reacts to a message that could not be sent: a failed callback is an event of its own, the failed first reply is the end of the session. */
  #loseSession({ effects }: Move): Promise<void> {
    const event = effects.includes("replyInitialized") ? "sessionEnded" : "callbackFailed";
    return this.#happen(event, { reason: "a message could not be delivered" });
  }

  /** Performs one effect; a promise if it involves the peer. */
  #perform(effect: SessionEffect, eventData: EventData): Promise<void> | undefined {
    switch (effect) {
      case "replyInitialized":
      case "replyStarted":
        return eventData.reply?.();
      case "sendFault":
        return this.#answer(eventData);
      case "sendStartProgress":
        return this.#send("startProgressCallback", eventData);
      case "sendAddSubTask":
        return this.#send("addSubTask", eventData);
      case "sendSubTaskStatus":
        return this.#send("setSubTaskStatus", eventData);
      case "sendPercentage":
        return this.#send("setCompletionPercentage", eventData);
      case "sendOverallStatus":
        return this.#send("setOverallStatus", eventData);
      case "close":
        return this.#session.close();
      default:
        this.#performHere(effect, eventData);
        return undefined;
    }
  }

  #performHere(effect: LocalEffect, eventData: EventData): void {
    const { reason = "the client was not heard of any more" } = eventData;
    switch (effect) {
      case "computeAuthorization":
        this.#authorization = computeAuthorization(this.#caller, this.#dependencies.policy);
        return;
      case "startTimer":
        this.#timer = this.#dependencies.clock.setTimer(tickMilliseconds, () => void this.#happen(classifyTick(this.#inactivity), {}));
        return;
      case "resetGrace":
        this.#inactivity = { heard: false, grace: this.#dependencies.grace };
        return;
      case "spendGrace":
        this.#inactivity = { heard: false, grace: this.#inactivity.grace - 1 };
        return;
      case "storeParameters":
        this.#parameters = eventData.parameters;
        return;
      case "startOperation":
        this.#operation = eventData.operation;
        return;
      case "stopTimer":
        this.#timer?.cancel();
        return;
      case "abandonOperation":
        this.#operation?.abandon(reason);
        return;
      case "discard":
        this.#discard(reason);
        return;
      case "abort":
        this.#session.abort(reason);
        return;
    }
  }

  #discard(reason: string): void {
    const operationId = this.#parameters?.operationId;
    this.#parameters = undefined;
    this.#operation = undefined;
    this.#authorization = undefined;
    this.#timer = undefined;
    this.#listener.ended({ operationId, reason, refusal: this.#refusal });
  }

  #refuse(refusal: SessionRefusal, event: SessionEvent, eventData: EventData): Promise<void> | undefined {
    switch (refusal) {
      case "operationNotAllowed": {
        const detail = notAllowed(this.#state);
        // What is wrong with the request itself has been told before.
        if (eventData.fault === undefined) this.#listener.refused(detail.exceptionId);
        return this.#answer({ ...eventData, fault: faultOf(detail) });
      }
      case "accessDenied":
      case "gateClosed":
      case "unreadable":
        return this.#answer(eventData);
      case "impossible":
      case "late":
        this.#dependencies.logError(`internal: "${event}" in state "${this.#state}" is ${refusal}`, undefined);
        return undefined;
      case "noSession":
        return undefined;
    }
  }

  /** Sends the callback of a name, if the event carries it; gives up when the session ends, even if the transport never answers. */
  #send<Name extends keyof CallbackBodies>(name: Name, { callbacks = {} }: EventData): Promise<void> | undefined {
    const body: CallbackBodies[Name] | undefined = callbacks[name];
    if (body === undefined) return undefined;
    return new Promise<void>((resolve, reject) => {
      this.#releaseSend = reject;
      this.#session.callbacks[name](body).then(resolve, reject);
    }).finally(() => {
      this.#releaseSend = undefined;
    });
  }

  /** Sends the fault, if the sender waits for an answer. The transport notices a connection that does not take it. */
  async #answer({ refuse, fault }: EventData): Promise<void> {
    if (refuse === undefined) return;
    if (fault === undefined) throw new Error("internal: a refusal without a fault");
    await settled(refuse(fault));
  }
}

/** Waits for a promise; true if it was kept. */
function settled(promise: Promise<void>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}

function notAllowed(state: SessionState): ExceptionDetail {
  return { exceptionId: "IpamApiOperationNotAllowed", message: `the request is not possible in state "${state}"` };
}

/** The parameters to store, or what is wrong with them. [MS-IPAMM2] 3.19.4.3. An absent OperationId is refused, not read as the first one. */
function acceptParameters({ paramters }: InitializeOperationParameters): StoredParameters | string {
  if (paramters === undefined || "$nil" in paramters) return "the parameters are null";
  const { operationId } = paramters;
  if (!isOperationId(operationId)) return "the OperationId is missing or unknown";
  const wanted = operations[operationId].parameters;
  return paramters.$type === wanted ? { operationId, value: paramters } : `"${operationId}" needs parameters of type "${wanted}"`;
}
