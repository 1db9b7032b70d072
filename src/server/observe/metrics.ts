/**
 * What a server counts: requests, operations, logins, the store, and the work that waits in it.
 */
import { performance } from "node:perf_hooks";
import { memoryUsage, resourceUsage } from "node:process";
import { whenOver } from "../../service/soon.js";
import type { AnsweredOperation } from "../../services/veloconnect/index.js";
import type { StoreCensus } from "../../stores/store.js";
import { type Histogram, Registry } from "./registry.js";

/** The metrics of one server. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #operations = this.#registry.counter({
    name: "soapwright_operations_total",
    help: "Operations that were answered.",
    labels: ["operation", "code"],
  });
  readonly #operationSeconds = this.#registry.histogram({
    name: "soapwright_operation_seconds",
    help: "Time from a request that was read to its answer.",
    labels: ["operation"],
  });
  readonly #requests = this.#registry.counter({
    name: "soapwright_http_requests_total",
    help: "HTTP requests that were answered.",
    labels: ["path", "status"],
  });
  readonly #running = this.#registry.gauge({ name: "soapwright_http_requests_running", help: "HTTP requests that run." });
  readonly #faults = this.#registry.counter({
    name: "soapwright_soap_faults_total",
    help: "SOAP faults that were sent.",
    labels: ["code"],
  });
  readonly #logins = this.#registry.counter({
    name: "soapwright_logins_total",
    help: "Logins, each request being one.",
    labels: ["result"],
  });
  readonly #transitions = this.#registry.counter({
    name: "soapwright_transitions_total",
    help: "Transitions of instances that were written.",
    labels: ["machine", "from", "command", "to"],
  });
  readonly #storeSeconds = this.#registry.histogram({
    name: "soapwright_store_seconds",
    help: "Time that the store took.",
    labels: ["call"],
  });
  readonly #storeFailures = this.#registry.counter({
    name: "soapwright_store_failures_total",
    help: "Calls of the store that failed.",
    labels: ["call"],
  });
  readonly #merchandiseSeconds = this.#registry.histogram({
    name: "soapwright_merchandise_seconds",
    help: "Time that the merchandise system took.",
    labels: ["call"],
  });
  readonly #merchandiseFailures = this.#registry.counter({
    name: "soapwright_merchandise_failures_total",
    help: "Calls of the merchandise system that failed or took too long.",
    labels: ["call"],
  });
  readonly #instances = this.#registry.gauge({
    name: "soapwright_instances",
    help: "Instances in the store.",
    labels: ["machine", "state", "number"],
  });
  readonly #overdue = this.#registry.gauge({
    name: "soapwright_deadlines_overdue",
    help: "Instances whose deadline has passed.",
    labels: ["machine"],
  });
  readonly #overdueSeconds = this.#registry.gauge({
    name: "soapwright_deadlines_overdue_seconds",
    help: "How long the oldest of them waits.",
    labels: ["machine"],
  });
  readonly #messages = this.#registry.gauge({
    name: "soapwright_outbox_messages",
    help: "Messages that are still to be sent.",
    labels: ["machine"],
  });
  readonly #messageSeconds = this.#registry.gauge({
    name: "soapwright_outbox_oldest_seconds",
    help: "How long the oldest of them waits.",
    labels: ["machine"],
  });
  readonly #memory = this.#registry.gauge({ name: "process_resident_memory_bytes", help: "Memory of the process." });
  readonly #cpu = this.#registry.gauge({ name: "process_cpu_seconds_total", help: "CPU that the process has used." });
  readonly #loop = this.#registry.gauge({
    name: "nodejs_eventloop_utilization",
    help: "Share of the time in which the event loop worked.",
  });
  #loopBefore = performance.eventLoopUtilization();
  #runningNow = 0;

  /** An operation, a refused one too. */
  operation({ operation, responseCode }: AnsweredOperation, seconds: number): void {
    this.#operations.add(1, operation, responseCode);
    this.#operationSeconds.observe(seconds, operation);
  }

  requestBegins(): void {
    this.#runningNow++;
  }

  requestEnds(path: string, status: number): void {
    this.#runningNow--;
    this.#requests.add(1, path, status);
  }

  fault(code: string): void {
    this.#faults.add(1, code);
  }

  login(result: "accepted" | "refused" | "unchecked"): void {
    this.#logins.add(1, result);
  }

  transition(machine: string, from: string, command: string, to: string): void {
    this.#transitions.add(1, machine, from, command, to);
  }

  /** Measures a call of the store. */
  store<Result>(call: string, work: () => Result): Result {
    return measured(this.#storeSeconds, this.#storeFailures, call, work);
  }

  /** Measures a call of the merchandise system. */
  merchandise<Result>(call: string, work: () => Result): Result {
    return measured(this.#merchandiseSeconds, this.#merchandiseFailures, call, work);
  }

  /** Takes over a census of the store. */
  census({ instances, overdue, messages }: StoreCensus, now: number): void {
    for (const gauge of [this.#instances, this.#overdue, this.#overdueSeconds, this.#messages, this.#messageSeconds]) gauge.clear();
    for (const { machine, state, stateName = "", count } of instances) this.#instances.set(count, machine, stateName, state);
    for (const { machine, count, oldest } of overdue) {
      this.#overdue.set(count, machine);
      this.#overdueSeconds.set((now - oldest) / 1000, machine);
    }
    for (const { machine, count, oldest } of messages) {
      this.#messages.set(count, machine);
      this.#messageSeconds.set((now - oldest) / 1000, machine);
    }
  }

  /** Everything in Prometheus' text format. */
  write(): string {
    const { userCPUTime, systemCPUTime } = resourceUsage();
    const loop = performance.eventLoopUtilization();
    this.#memory.set(memoryUsage.rss());
    this.#cpu.set((userCPUTime + systemCPUTime) / 1e6);
    this.#loop.set(performance.eventLoopUtilization(loop, this.#loopBefore).utilization);
    this.#loopBefore = loop;
    this.#running.set(this.#runningNow);
    return this.#registry.write();
  }
}

function measured<Result>(
  histogram: Histogram,
  failures: { add(by: number, call: string): void },
  call: string,
  work: () => Result,
): Result {
  const start = performance.now();
  return whenOver(work, (failure) => {
    if (failure !== undefined) failures.add(1, call);
    histogram.observe((performance.now() - start) / 1000, call);
  });
}
