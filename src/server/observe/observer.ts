/**
 * What watches a server: metrics, traces, the audit log, and the fields that the access log has for an operation.
 */
import type { HttpRequest } from "../../service/exchange.js";
import type { SoapFault } from "../../service/fault.js";
import { type AnsweredOperation, aroundPorts, type Login, type MerchandiseSystem, type Watch } from "../../services/veloconnect/index.js";
import type { InstanceStore } from "../../stores/store.js";
import type { Audit } from "./audit.js";
import { Metrics } from "./metrics.js";
import { observeStore } from "./observed-store.js";
import type { Tracing } from "./tracing.js";

/** Milliseconds for which a census is good: it reads all of the store. */
const censusTime = 30_000;

/** Of issues in the detail of faults. */
const issueName = "{urn:soapwright:issues}Issue";

/** The observer of one server. */
export class Observer {
  readonly metrics = new Metrics();
  readonly #tracing: Tracing;
  readonly #audit: Audit;
  /**
   * What was answered, until the access log has it: to the collection of young objects, what a weak map holds is strongly held, and an entry that stays keeps
   * its request with all that belongs to it.
   */
  readonly #answered = new WeakMap<HttpRequest, AnsweredOperation>();
  /** The rules that requests have broken, until the access log has them. */
  readonly #rules = new WeakMap<HttpRequest, string>();
  #census: Promise<void> | undefined;
  #countedAt = Number.NEGATIVE_INFINITY;

  constructor(tracing: Tracing, audit: Audit) {
    this.#tracing = tracing;
    this.#audit = audit;
  }

  /** Runs around operations while there are traces. */
  get watch(): Watch | undefined {
    return this.#tracing.operation;
  }

  /** An operation was answered. */
  readonly answered = (answered: AnsweredOperation, seconds: number): void => {
    this.metrics.operation(answered, seconds);
    if (answered.request !== undefined) this.#answered.set(answered.request, answered);
  };

  readonly login = (login: Login): void => {
    this.metrics.login(login.result);
    this.#audit.login(login);
  };

  /** A SOAP fault that was sent. */
  fault(fault: SoapFault, request: HttpRequest): void {
    this.metrics.fault(fault.code);
    this.#rules.set(request, ruleOf(fault));
  }

  /** A request of an HTTP binding breaks a rule. */
  readonly invalid = (rule: string, request: HttpRequest): void => void this.#rules.set(request, rule);

  /** Wraps a store: its calls are measured, and transitions are noted. */
  store(store: InstanceStore): InstanceStore {
    const around = <Result>(call: string, work: () => Result): Result =>
      this.metrics.store(call, () => this.#tracing.call(`store.${call}`, work));
    return observeStore(store, around, (transition) => {
      const { machine, from, command, to } = transition;
      this.metrics.transition(machine, from, command, to);
      this.#audit.transition(transition);
    });
  }

  /** Wraps a merchandise system: its calls are measured. One whose time is over counts as failed, though it may never end. */
  merchandise(system: MerchandiseSystem): MerchandiseSystem {
    return aroundPorts(system, (name, call, work) =>
      this.metrics.merchandise(name, () => this.#tracing.call(`merchandise.${name}`, () => untilAborted(call.signal, work(call)))),
    );
  }

  /** What the access log says of the operation that a request asked for, once for a request. */
  readonly describe = (request: HttpRequest): object => {
    const rule = this.#rules.get(request);
    const answered = this.#answered.get(request);
    this.#rules.delete(request);
    this.#answered.delete(request);
    const broken = rule !== undefined && { rule };
    if (answered === undefined) return { address: request.peer, ...broken };
    const { operation, responseCode: code, buyersId: buyer, statusCode: state } = answered;
    return { address: request.peer, operation, code, ...broken, buyer, state };
  };

  /** The metrics in Prometheus' text format, with a census that is not older than half a minute. */
  async write(store: InstanceStore, now: number): Promise<string> {
    if (now - this.#countedAt >= censusTime) {
      this.#countedAt = now;
      this.#census = store.census(now).then((census) => this.metrics.census(census, now));
    }
    // Where the store fails, soapwright_store_failures_total shows it, and the rest is still worth reading.
    await this.#census?.catch(() => undefined);
    return this.metrics.write();
  }
}

/** The rule of the schema that a fault tells of first; for other faults their subcode or code. */
function ruleOf({ code, subcodes, detail }: SoapFault): string {
  return detail.find(({ name }) => name === issueName)?.attributes.id ?? subcodes[0] ?? code;
}

function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
