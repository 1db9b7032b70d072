/**
 * One operation from its start to its end: checks, runner, progress records.
 *
 * In: the stored parameters and a runner. Out: calls of an observer, which sends the callbacks while somebody listens; what happened goes to
 * the store either way. [MS-IPAMM2] 3.19.4.4.1. An error found here is told by SetOverallStatus, as the client knows already that it started.
 */
import { findFailure, type Inventory } from "./checks.js";
import type { Clock } from "./clock.js";
import type { CallbackMessage } from "./duplex-session.js";
import { detailOf, type ExceptionDetail, IpamFailure } from "./exception.js";
import type { AnyIpamOperationWithProgressParameters, IpamAdminOperationId } from "./messages.js";
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

/** What an operation needs from around it. */
export interface OperationEnvironment {
  readonly store: ProgressStore;
  readonly clock: Clock;
  readonly inventory: Inventory | undefined;
  /** Takes what went wrong on our side and must not reach the client. */
  readonly complain: (message: string, cause: unknown) => void;
}

/** What becomes of the reports. Resolves when the message was handed over or dropped. */
export interface OperationObserver {
  progress(event: Reported["event"], message: CallbackMessage): Promise<void>;
  succeeded(messages: readonly CallbackMessage[]): Promise<void>;
  failed(message: CallbackMessage): Promise<void>;
}

/** A started operation. */
export class RunningOperation {
  readonly #report: ProgressReport;
  readonly #id: string;
  readonly #caller: string;
  readonly #parameters: StoredParameters;
  readonly #runner: OperationRunner;
  readonly #environment: OperationEnvironment;
  readonly #abandoned = new AbortController();

  constructor(
    session: { readonly id: string; readonly caller: { readonly name: string } },
    parameters: StoredParameters,
    runner: OperationRunner,
    environment: OperationEnvironment,
  ) {
    this.#id = session.id;
    this.#caller = session.caller.name;
    this.#parameters = parameters;
    this.#runner = runner;
    this.#environment = environment;
    this.#report = new ProgressReport(runner.isNonDeterministic ?? false);
  }

  /** Tells the runner and the store that nobody listens any more. */
  abandon(reason: string): void {
    this.#abandoned.abort(reason);
    void this.#record({ kind: "unobserved", reason });
  }

  /** The callback that announces the operation. */
  announcement(): CallbackMessage {
    return this.#report.start();
  }

  /** Runs to the end and tells it. */
  async run(observer: OperationObserver): Promise<void> {
    const { operationId } = this.#parameters;
    const isNonDeterministic = this.#runner.isNonDeterministic ?? false;
    await this.#record({ kind: "started", operationId, caller: this.#caller, isNonDeterministic });
    const end = await this.#end(observer);
    if ("failure" in end) {
      await this.#record({ kind: "failed", detail: end.failure });
      return observer.failed(this.#report.failure(end.failure));
    }
    const full = this.#report.full();
    if (full !== undefined) await this.#record({ kind: "percentage", percent: "100" });
    await this.#record({ kind: "succeeded" });
    const success = this.#report.success(end.result);
    await observer.succeeded(full === undefined ? [success] : [full, success]);
  }

  async #end(
    observer: OperationObserver,
  ): Promise<{ readonly result: OperationResult | undefined } | { readonly failure: ExceptionDetail }> {
    try {
      return { result: await this.#perform(observer) };
    } catch (reason) {
      if (!(reason instanceof IpamFailure)) this.#environment.complain(`operation "${this.#parameters.operationId}" failed`, reason);
      return { failure: detailOf(reason) };
    }
  }

  async #perform(observer: OperationObserver): Promise<OperationResult | undefined> {
    await this.#check();
    const { operationId, value } = this.#parameters;
    const context = { operationId, sessionId: this.#id, signal: this.#abandoned.signal };
    const steps = this.#runner.run(value, context);
    try {
      for (;;) {
        const next = await steps.next();
        if (next.done === true) return next.value;
        await this.#tell(next.value, observer);
      }
    } catch (reason) {
      // Where the runner broke a rule of reporting it is still suspended: let it clean up. Where it threw itself this does nothing.
      await steps.return(undefined).catch((cause: unknown) => this.#environment.complain("a runner failed while it cleaned up", cause));
      throw reason;
    }
  }

  async #check(): Promise<void> {
    const { operationId, value } = this.#parameters;
    const { checks, parameters } = operations[operationId];
    if (value.$type !== parameters) throw new IpamFailure(invalid(`"${operationId}" needs "${parameters}"`));
    const failure = await findFailure(checks, { parameters: value, resolve: resolverOf(value), inventory: this.#environment.inventory });
    if (failure === undefined) return;
    const isMissingRow = failure.check.kind === "exists" && failure.check.object.startsWith("Dhcp");
    throw new IpamFailure(
      isMissingRow
        ? { exceptionId: "IpamApiDhcpFailedToRetrieveDataFromIpamDatabase", message: failure.message }
        : invalid(failure.message),
    );
  }

  async #tell(progress: OperationProgress, observer: OperationObserver): Promise<void> {
    const { event, message, record } = this.#report.report(progress);
    await this.#record(record);
    await observer.progress(event, message);
  }

  /** Records are a diary: one that cannot be written is complained of and holds up nothing. */
  async #record(record: ProgressRecord): Promise<void> {
    try {
      await this.#environment.store.append({ ...record, runId: this.#id, at: this.#environment.clock.now() });
    } catch (cause) {
      this.#environment.complain(`progress of "${this.#id}" could not be kept`, cause);
    }
  }
}

/** The exception for parameters that are not what they should be. */
export function invalid(message: string): ExceptionDetail {
  return { exceptionId: "IpamApiInvalidParameter", message };
}
