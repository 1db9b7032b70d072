/**
 * One session on the server: classifies what comes in, steps the machine, performs the effects in order.
 *
 * Messages are processed in the order sent, the running operation's reports beside them; both go through the machine, which alone decides.
 * A state is entered when its transition's effects are done, so a session that ends in between has not moved; the end itself is entered
 * first, so that nothing else gets in. [MS-IPAMM2] 3.19.4, 3.1.4, 3.1.5
 */
import { type Moved, step } from "../../machine/machine.js";
import { accessRequirements } from "./access-table.js";
import {
  type AccessScopeDirectory,
  type AuthorizationPolicy,
  computeAuthorization,
  decideAccess,
  type UserAuthorizationData,
} from "./authorization.js";
import type { Timer } from "./clock.js";
import type { CallbackMessage, DuplexSession, IncomingMessage, Responder, SessionFault, SessionHandler } from "./duplex-session.js";
import { type ExceptionDetail, exceptionOf } from "./exception.js";
import { classifyTick, type Inactivity, tickMilliseconds } from "./inactivity.js";
import { type SessionEffect, type SessionEvent, type SessionRefusal, type SessionState, sessionMachine } from "./machine.js";
import type { InitializeOperationParameters, IpamExceptionId } from "./messages.js";
import { isOperationId, operations } from "./operations.js";
import { resolverOf } from "./parameter-values.js";
import type { OperationRegistry } from "./runner.js";
import { invalid, type OperationEnvironment, RunningOperation, type StoredParameters } from "./running-operation.js";

/** Global state that can close the service. [MS-IPAMM2] 3.1.1.3 */
export interface Gates {
  /** ADM_IsIPAMConfigured. */
  isConfigured(): boolean;
  /** ADM_IsSchemaConversionRequired. */
  isSchemaConversionRequired(): boolean;
}

/** What all sessions of a service share. */
export interface SessionEnvironment extends OperationEnvironment {
  readonly registry: OperationRegistry;
  readonly policy: AuthorizationPolicy;
  readonly scopes: AccessScopeDirectory;
  readonly gates: Gates;
  readonly grace: number;
}

/** What a session tells the service that holds it. */
export interface SessionListener {
  /** The operation began; the promise resolves when it has run to its end, and never rejects. */
  running(operation: Promise<void>): void;
  ended(): void;
}

/** What belongs to one event, for the effects and the refusal to use. */
interface Occasion {
  readonly responder?: Responder | undefined;
  readonly fault?: SessionFault;
  readonly parameters?: StoredParameters;
  readonly operation?: RunningOperation;
  readonly messages?: readonly CallbackMessage[];
  readonly reason?: string;
}

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
export class ServerSession implements SessionHandler {
  readonly #transport: DuplexSession;
  readonly #environment: SessionEnvironment;
  readonly #listener: SessionListener;
  #state: SessionState = sessionMachine.initial;
  #authorization: UserAuthorizationData | undefined;
  #parameters: StoredParameters | undefined;
  #operation: RunningOperation | undefined;
  #inactivity: Inactivity;
  #timer: Timer | undefined;
  #received: Promise<void> = Promise.resolve();
  #releaseSend: ((reason: Error) => void) | undefined;

  constructor(transport: DuplexSession, environment: SessionEnvironment, listener: SessionListener) {
    this.#transport = transport;
    this.#environment = environment;
    this.#listener = listener;
    this.#inactivity = { heard: false, grace: environment.grace };
  }

  /** The state, for logs and tests. */
  get state(): SessionState {
    return this.#state;
  }

  /** The transport indicates the session. */
  begin(): void {
    void this.#happen("sessionEstablished", {});
  }

  receive(message: IncomingMessage): Promise<void> {
    // Whatever arrives shows that the connection lives, a refused request and an ignored element too.
    this.#inactivity = { ...this.#inactivity, heard: true };
    this.#received = this.#received
      .then(() => this.#process(message))
      .catch((cause: unknown) => this.#environment.complain("internal: a message could not be dealt with", cause));
    return this.#received;
  }

  ended(reason: string): void {
    void this.#happen("sessionEnded", { reason });
  }

  /** The server closes the session: it shuts down, or the operation is completed. */
  close(reason: string): Promise<void> {
    return this.#happen("serverCloses", { reason });
  }

  async #process(message: IncomingMessage): Promise<void> {
    switch (message.kind) {
      case "keepalive":
      case "callbackElement":
        return this.#happen(message.kind, {});
      case "unreadable":
        return this.#happen("unreadable", { responder: message.responder, fault: ipamFault(invalid(message.problem)) });
      case "unknownAction":
        return this.#happen("unreadable", {
          responder: message.responder,
          fault: { kind: "actionNotSupported", action: message.action },
        });
      case "invalidRequest":
      case "request":
        return this.#processRequest(message);
    }
  }

  async #processRequest(message: Extract<IncomingMessage, { readonly kind: "request" | "invalidRequest" }>): Promise<void> {
    const { responder } = message;
    const closed = closedGate(this.#environment.gates);
    if (closed !== undefined) return this.#happen("gateClosed", { responder, fault: ipamFault(closed) });
    if (message.kind === "invalidRequest") {
      const event = message.name === "InitializeOperationParameters" ? "initializeInvalid" : "unreadable";
      return this.#happen(event, { responder, fault: ipamFault(invalid(message.problem)) });
    }
    if (message.name === "StartOperationWithCallback") return this.#processStart(responder);
    const parameters = acceptParameters(message.body);
    if (typeof parameters === "string") return this.#happen("initializeInvalid", { responder, fault: ipamFault(invalid(parameters)) });
    return this.#happen("initializeValid", { responder, parameters });
  }

  async #processStart(responder: Responder | undefined): Promise<void> {
    const parameters = this.#parameters;
    // Without stored parameters there is nothing to authorize, and once started there is nothing to start: the machine refuses both.
    if (parameters === undefined || this.#state !== "OperationWithProgressInitialized") return this.#happen("startRefused", { responder });
    const denied = await this.#denialOf(parameters);
    if (denied !== undefined) return this.#happen("startRefused", { responder, fault: ipamFault(denied) });
    const runner = this.#environment.registry.runnerOf(parameters.operationId);
    if (runner === undefined) {
      const message = `"${parameters.operationId}" is not supported by this server`;
      return this.#happen("startRefused", { responder, fault: ipamFault({ exceptionId: "IpamApiOperationNotAllowed", message }) });
    }
    const operation = new RunningOperation(this.#transport, parameters, runner, this.#environment);
    await this.#happen("startAuthorized", { responder, operation, messages: [operation.announcement()] });
    if (this.#operation === operation && this.#state !== "OperationWithProgressInitialized") this.#run(operation);
  }

  async #denialOf({ operationId, value }: StoredParameters): Promise<ExceptionDetail | undefined> {
    if (this.#authorization === undefined) throw new Error("internal: a session without authorization data");
    const { policy, scopes } = this.#environment;
    const subject = { caller: this.#authorization, policy, scopes, parameters: value, resolve: resolverOf(value) };
    const decision = await decideAccess(accessRequirements[operationId], subject);
    return decision.allowed ? undefined : { exceptionId: decision.exceptionId, message: decision.message };
  }

  #run(operation: RunningOperation): void {
    const running = operation.run({
      progress: (event, message) => this.#happen(event, { messages: [message] }),
      succeeded: (messages) => this.#happen("operationSucceeded", { messages }),
      failed: (message) => this.#happen("operationFailed", { messages: [message] }),
    });
    this.#listener.running(
      running
        .catch((cause: unknown) => this.#environment.complain("internal: an operation's end could not be told", cause))
        .then(() => (this.#state === "OperationWithProgressCompleted" ? this.close("the operation is completed") : undefined)),
    );
  }

  async #happen(event: SessionEvent, occasion: Occasion): Promise<void> {
    const outcome = step(sessionMachine, this.#state, event);
    if (outcome.kind === "refused") return this.#refuse(outcome.refusal, event, occasion);
    if (outcome.to === "Ended") this.#enterEnd();
    for (const effect of outcome.effects) {
      const pending = this.#perform(effect, occasion);
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

  /** A message could not be handed to the wire: a callback's failure has rows of its own, the first reply's is the end of the session. */
  #loseSession({ effects }: Move): Promise<void> {
    const event = effects.includes("replyInitialized") ? "sessionEnded" : "callbackFailed";
    return this.#happen(event, { reason: "a message could not be delivered" });
  }

  /** Performs one effect; a promise where it involves the peer. */
  #perform(effect: SessionEffect, occasion: Occasion): Promise<void> | undefined {
    switch (effect) {
      case "replyInitialized":
      case "replyStarted":
        return occasion.responder?.reply();
      case "sendFault":
        return this.#answer(occasion.responder, occasion.fault);
      case "sendStartProgress":
      case "sendAddSubTask":
      case "sendSubTaskStatus":
      case "sendPercentage":
      case "sendFailure":
      case "sendSuccess":
      case "sendFullPercentage":
        return this.#send(messageFor(effect, occasion));
      case "close":
        return this.#transport.close();
      default:
        this.#performHere(effect, occasion);
        return undefined;
    }
  }

  #performHere(effect: LocalEffect, occasion: Occasion): void {
    const { reason = "the client was not heard of any more" } = occasion;
    switch (effect) {
      case "computeAuthorization":
        this.#authorization = computeAuthorization(this.#transport.caller, this.#environment.policy);
        return;
      case "startTimer":
        this.#timer = this.#environment.clock.setTimer(tickMilliseconds, () => void this.#happen(classifyTick(this.#inactivity), {}));
        return;
      case "resetGrace":
        this.#inactivity = { heard: false, grace: this.#environment.grace };
        return;
      case "spendGrace":
        this.#inactivity = { heard: false, grace: this.#inactivity.grace - 1 };
        return;
      case "storeParameters":
        this.#parameters = occasion.parameters;
        return;
      case "startOperation":
        this.#operation = occasion.operation;
        return;
      case "stopTimer":
        this.#timer?.cancel();
        return;
      case "abandonOperation":
        this.#operation?.abandon(reason);
        return;
      case "discard":
        this.#discard();
        return;
      case "abort":
        this.#transport.abort(reason);
        return;
    }
  }

  #discard(): void {
    this.#parameters = undefined;
    this.#operation = undefined;
    this.#authorization = undefined;
    this.#timer = undefined;
    this.#listener.ended();
  }

  #refuse(refusal: SessionRefusal, event: SessionEvent, occasion: Occasion): Promise<void> | undefined {
    switch (refusal) {
      case "operationNotAllowed":
        return this.#answer(occasion.responder, ipamFault(notAllowed(this.#state)));
      case "accessDenied":
      case "gateClosed":
      case "unreadable":
        return this.#answer(occasion.responder, occasion.fault);
      case "impossible":
      case "late":
        this.#environment.complain(`internal: "${event}" in state "${this.#state}" is ${refusal}`, undefined);
        return undefined;
      case "noSession":
        return undefined;
    }
  }

  /** Sends one callback; gives up when the session ends, whatever the transport does. */
  #send(message: CallbackMessage | undefined): Promise<void> | undefined {
    if (message === undefined) return undefined;
    return new Promise<void>((resolve, reject) => {
      this.#releaseSend = reject;
      this.#transport.send(message).then(resolve, reject);
    }).finally(() => {
      this.#releaseSend = undefined;
    });
  }

  /** Sends a fault, if the sender waits for one. A connection that does not take it is noticed by the transport. */
  async #answer(responder: Responder | undefined, fault: SessionFault | undefined): Promise<void> {
    if (responder === undefined) return;
    if (fault === undefined) throw new Error("internal: a refusal without a fault");
    await settled(responder.fault(fault));
  }
}

/** Waits for a promise and tells whether it was kept. */
function settled(promise: Promise<void>): Promise<boolean> {
  return promise.then(
    () => true,
    () => false,
  );
}

function messageFor(effect: SessionEffect, { messages = [] }: Occasion): CallbackMessage | undefined {
  const name = effect === "sendFullPercentage" ? "SetCompletionPercentage" : effect === "sendSuccess" ? "SetOverallStatus" : undefined;
  return name === undefined ? messages[0] : messages.find((message) => message.name === name);
}

function ipamFault(detail: ExceptionDetail): SessionFault {
  return { kind: "ipam", exception: exceptionOf(detail), detail };
}

function notAllowed(state: SessionState): ExceptionDetail {
  const exceptionId: IpamExceptionId = "IpamApiOperationNotAllowed";
  return { exceptionId, message: `the request is not possible in state "${state}"` };
}

function closedGate(gates: Gates): ExceptionDetail | undefined {
  if (!gates.isConfigured()) {
    return { exceptionId: "IpamApiCallsAreNotAllowedUntilProvisioningIsDone", message: "the server is not provisioned yet" };
  }
  if (!gates.isSchemaConversionRequired()) return undefined;
  return { exceptionId: "IpamApiCallsAreNotAllowedUntilSchemaConversionIsDone", message: "a schema conversion is pending" };
}

/** The parameters to store, or what is wrong with them. [MS-IPAMM2] 3.19.4.3. An absent OperationId is refused, not read as the first one. */
function acceptParameters({ paramters }: InitializeOperationParameters): StoredParameters | string {
  if (paramters === undefined || "$nil" in paramters) return "the parameters are null";
  const { operationId } = paramters;
  if (!isOperationId(operationId)) return "the OperationId is missing or unknown";
  const wanted = operations[operationId].parameters;
  return paramters.$type === wanted ? { operationId, value: paramters } : `"${operationId}" needs parameters of type "${wanted}"`;
}
