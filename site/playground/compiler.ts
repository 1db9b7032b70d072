/**
 * The compiler as the page sees it: one piece of work at a time, the newest one, within a time.
 */
import type { Outcome, Work } from "./compile.js";
import type { Answer } from "./worker.js";

/** Milliseconds that one piece of work may take. */
export const longest = 10_000;

/** Why there is no outcome: it took too long, the compiler could not be loaded, or what the compiler said. */
export type Failure = { readonly kind: "stopped" | "notLoaded" } | { readonly kind: "failed"; readonly reason: string };

export interface Compiler {
  /** Begins; what was under way is dropped. */
  start(work: Work): void;
}

/** Makes a compiler; `done` is called with each outcome, or with the reason for having none. `limit`: milliseconds for one piece of work. */
export function createCompiler(done: (outcome: Outcome | Failure) => void, limit = longest): Compiler {
  let worker: Worker | undefined;
  let isBusy = false;
  let number = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    worker?.terminate();
    worker = undefined;
    isBusy = false;
  };
  const open = (): Worker => {
    const opened = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    opened.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
      if (data.number !== number) return;
      clearTimeout(timer);
      isBusy = false;
      done(data.outcome ?? { kind: "failed", reason: data.failure });
    });
    opened.addEventListener("error", ({ message }) => {
      clearTimeout(timer);
      stop();
      done(message === "" ? { kind: "notLoaded" } : { kind: "failed", reason: message });
    });
    return opened;
  };
  return {
    start(work) {
      if (isBusy) stop();
      clearTimeout(timer);
      worker ??= open();
      isBusy = true;
      number++;
      worker.postMessage({ number, work });
      timer = setTimeout(() => {
        stop();
        done({ kind: "stopped" });
      }, limit);
    },
  };
}
