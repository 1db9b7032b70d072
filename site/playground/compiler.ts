/**
 * The compiler as the page sees it: one piece of work at a time, the newest one, within a time.
 */
import type { Outcome, Work } from "./compile.js";
import type { Answer } from "./worker.js";

/** Milliseconds that one piece of work may take. */
const longest = 10_000;

export interface Compiler {
  /** Begins; what was under way is dropped. */
  start(work: Work): void;
}

/** Makes a compiler; `done` is called with each outcome, or with the reason why compiling failed. */
export function createCompiler(done: (outcome: Outcome | undefined, failure: string) => void): Compiler {
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
      done(data.outcome, data.failure);
    });
    opened.addEventListener("error", ({ message }) => {
      clearTimeout(timer);
      stop();
      done(undefined, message === "" ? "the compiler could not be loaded: the page needs a web server" : message);
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
        done(undefined, `stopped after ${longest / 1000} seconds`);
      }, longest);
    },
  };
}
