/**
 * Compiles beside the page, which stays free and ends what takes too long.
 */
import { compile, type Outcome, type Work } from "./compile.js";

/** An answer, with the number of what it answers. */
export interface Answer {
  readonly number: number;
  readonly outcome: Outcome | undefined;
  /** Why there is no outcome. */
  readonly failure: string;
}

addEventListener("message", ({ data }: MessageEvent<{ readonly number: number; readonly work: Work }>) => {
  const { number, work } = data;
  compile(work).then(
    (outcome) => postMessage({ number, outcome, failure: "" } satisfies Answer),
    (error: unknown) => postMessage({ number, outcome: undefined, failure: String(error) } satisfies Answer),
  );
});
