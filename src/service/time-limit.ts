/**
 * The time that a request or a call may take: armed here, and disarmed here. Signals that outlive a call must not keep what listens to them.
 */
import type { HttpAnswer, HttpRequest } from "./exchange.js";
import { RequestBodyError, refuseBody } from "./request-body.js";

/** What a handler sees of the limit. */
export class TimeLimit {
  readonly #request: HttpRequest;
  #controller: AbortController | undefined;
  /** The signal of the sender that the own signal follows. */
  #sender: AbortSignal | undefined;
  #isUp = false;
  readonly #onSenderGone = (): void => this.#controller?.abort(this.#sender?.reason);

  constructor(request: HttpRequest) {
    this.#request = request;
  }

  /** Aborted when the time is up or the sender has gone. Made on first use. */
  get signal(): AbortSignal {
    if (this.#controller !== undefined) return this.#controller.signal;
    this.#controller = new AbortController();
    if (this.#isUp) this.#abort();
    else this.#follow(this.#request.signal);
    return this.#controller.signal;
  }

  #follow(sender: AbortSignal): void {
    this.#sender = sender;
    if (sender.aborted) this.#onSenderGone();
    else sender.addEventListener("abort", this.#onSenderGone, { once: true });
  }

  #abort(): void {
    this.#controller?.abort(new Error("the time of the request is up"));
  }

  /** The time is up. */
  expire(): void {
    this.#isUp = true;
    this.#abort();
    this.release();
  }

  /** Stops listening to the sender. */
  release(): void {
    this.#sender?.removeEventListener("abort", this.#onSenderGone);
  }
}

/**
 * Answers a request within `milliseconds`: 408 when its body has not arrived by then, 503 when its answer is not there. Work that goes on after
 * that is told by its signal. Bodies that are refused are answered here too; everything else that `answer` throws is passed on.
 */
export function answerInTime(
  request: HttpRequest,
  milliseconds: number,
  answer: (limit: TimeLimit) => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const limit = new TimeLimit(request);
    const work = answer(limit);
    const timer = setTimeout(() => {
      limit.expire();
      if (!request.stopReading()) resolve({ status: 503, headers: { "retry-after": "1" } });
    }, milliseconds);
    const disarm = (): void => {
      clearTimeout(timer);
      limit.release();
    };
    work.then(
      (answered) => {
        disarm();
        resolve(answered);
      },
      (error: unknown) => {
        disarm();
        if (error instanceof RequestBodyError) resolve(refuseBody(error));
        else reject(error);
      },
    );
  });
}

/** Works under a signal that is aborted with a TimeoutError after `milliseconds`, or with the outer signal. */
export async function withTimeout<T>(
  milliseconds: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(outer?.reason);
  const timer = setTimeout(() => controller.abort(new DOMException("the time of the call is up", "TimeoutError")), milliseconds);
  if (outer?.aborted) onAbort();
  outer?.addEventListener("abort", onAbort, { once: true });
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener("abort", onAbort);
  }
}
