/**
 * One operation from its start to its end: checks, runner, progress records.
 *
 * In: the stored parameters and a runner. Out: events for the session, with the callbacks that they are to send; what happened goes to the
 * store, whether or not anybody listens. [MS-IPAMM2] 3.19.4.4.1. SetOverallStatus reports errors found here, as the operation has started.
 */
import { findFailure, type Inventory } from "./checks.js";
import type { Clock } from "./clock.js";
import { detailOf, type ExceptionDetail, IpamFailure, invalid } from "./exception.js";
import type { AnyIpamOperationWithProgressParameters, CallbacksToSend, IpamAdminOperationId } from "./messages.js";
import { operations } from "./operations.js";
import { resolverOf } from "./parameter-values.js";
import { ProgressReport, type Reported } from "./progress.js";
import type { ProgressRecord, ProgressStore } from "./progress-store.js";
import type { OperationProgress, OperationResult, OperationRunner } from "./runner.js";

/** Parameters that were accepted by InitializeOperationParameters. */
export interface StoredParameters {
  readonly operationId: IpamAdminOperationId;
  readonly value: AnyIpamOperationWithProgressParameters;
}

/** What an operation depends on. */
export interface OperationDependencies {
  readonly store: ProgressStore;
  readonly clock: Clock;
  readonly inventory: Inventory | undefined;
  /** Logs what went wrong on our side and must not reach the client. */
  readonly logError: (message: string, cause: unknown) => void;
}

/** Takes what happens to an operation. Resolves when the callbacks were handed over or dropped. */
export type OperationObserver = (
  event: Reported["event"] | "operationSucceeded" | "operationFailed",
  callbacks: CallbacksToSend,
) => Promise<void>;

/** A started operation. */
export class RunningOperation {
  readonly #report: ProgressReport;
  readonly #id: string;
  readonly #caller: string;
  readonly #parameters: StoredParameters;
  readonly #runner: OperationRunner;
  readonly #dependencies: OperationDependencies;
  readonly #abandoned = new AbortController();

  constructor(
    session: { readonly id: string; readonly caller: { readonly name: string } },
    parameters: StoredParameters,
    runner: OperationRunner,
    dependencies: OperationDependencies,
  ) {
    this.#id = session.id;
    this.#caller = session.caller.name;
    this.#parameters = parameters;
    this.#runner = runner;
    this.#dependencies = dependencies;
    this.#report = new ProgressReport(runner.isNonDeterministic ?? false);
  }

  /** Lets the runner know that the client has stopped listening. */
  abandon(reason: string): void {
    this.#abandoned.abort(reason);
  }

  /** The callback that announces the operation. */
  announcement(): CallbacksToSend {
    return this.#report.start();
  }

  /** Runs to the end. */
  async run(observe: OperationObserver): Promise<void> {
    const { operationId } = this.#parameters;
    const isNonDeterministic = this.#runner.isNonDeterministic ?? false;
    await this.#record({ kind: "started", operationId, caller: this.#caller, isNonDeterministic });
    const end = await this.#end(observe);
    if ("failure" in end) {
      await this.#record({ kind: "failed", detail: end.failure });
      return observe("operationFailed", this.#report.failure(end.failure));
    }
    if (!isNonDeterministic) await this.#record({ kind: "percentage", percent: "100" });
    await this.#record({ kind: "succeeded" });
    await observe("operationSucceeded", this.#report.success(end.result));
  }

  async #end(
    observe: OperationObserver,
  ): Promise<{ readonly result: OperationResult | undefined } | { readonly failure: ExceptionDetail }> {
    try {
      return { result: await this.#perform(observe) };
    } catch (reason) {
      if (!(reason instanceof IpamFailure)) this.#dependencies.logError(`operation "${this.#parameters.operationId}" failed`, reason);
      return { failure: detailOf(reason) };
    }
  }

  async #perform(observe: OperationObserver): Promise<OperationResult | undefined> {
    await this.#check();
    const { operationId, value } = this.#parameters;
    const context = { operationId, sessionId: this.#id, signal: this.#abandoned.signal };
    const steps = this.#runner.run(value, context);
    try {
      for (;;) {
        const next = await steps.next();
        if (next.done === true) return next.value;
        await this.#progress(next.value, observe);
      }
    } catch (reason) {
      // A runner that broke a rule of reporting is still suspended: let it clean up. For one that threw itself this does nothing.
      await steps.return(undefined).catch((cause: unknown) => this.#dependencies.logError("a runner failed while it cleaned up", cause));
      throw reason;
    }
  }

  async #check(): Promise<void> {
    const { operationId, value } = this.#parameters;
    const { checks, parameters } = operations[operationId];
    if (value.$type !== parameters) throw new IpamFailure(invalid(`"${operationId}" needs "${parameters}"`));
    const failure = await findFailure(checks, { parameters: value, resolve: resolverOf(value), inventory: this.#dependencies.inventory });
    if (failure === undefined) return;
    const isMissingRow = failure.check.kind === "exists" && failure.check.object.startsWith("Dhcp");
    throw new IpamFailure(
      isMissingRow
        ? { exceptionId: "IpamApiDhcpFailedToRetrieveDataFromIpamDatabase", message: failure.message }
        : invalid(failure.message),
    );
  }

  async #progress(progress: OperationProgress, observe: OperationObserver): Promise<void> {
    const { event, callbacks, record } = this.#report.report(progress);
    await this.#record(record);
    await observe(event, callbacks);
  }

  /** Records are a diary: one that cannot be written is logged and holds up nothing. */
  async #record(record: ProgressRecord): Promise<void> {
    try {
      await this.#dependencies.store.append({ ...record, runId: this.#id, at: this.#dependencies.clock.now() });
    } catch (cause) {
      this.#dependencies.logError(`progress of "${this.#id}" could not be kept`, cause);
    }
  }
}
