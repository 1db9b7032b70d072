/**
 * Coverage and work of what ran, from V8's counters of code blocks.
 *
 * The counters are read for many inputs at once, since reading takes milliseconds.
 */
import { type Profiler, Session } from "node:inspector";

/** What ran since the last look. */
export interface Observation {
  /** Code ran that is not known yet. */
  readonly isNew: boolean;
  /** How often functions were called and blocks entered: a measure of work that does not depend on the machine. */
  readonly work: number;
  /** Makes that code known. */
  readonly accept: () => void;
}

export class Coverage {
  readonly #session = new Session();
  readonly #isCounted: (url: string) => boolean;
  /** 1 where code has run, by script. */
  readonly #covered = new Map<string, Uint8Array>();
  /** Functions and how often they were called by one input, to the nearest power of two. */
  readonly #calls = new Set<string>();

  /** Counts the scripts whose URL passes. */
  constructor(isCounted: (url: string) => boolean) {
    this.#isCounted = isCounted;
    this.#session.connect();
    this.#post("Profiler.enable", {});
    this.#post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  }

  /** Reads and resets the counters. `single`: one input ran, so numbers of calls tell something, too. */
  observe(single: boolean): Observation {
    const { result } = this.#post("Profiler.takePreciseCoverage", {});
    const fresh: (() => void)[] = [];
    let work = 0;
    for (const { url, functions } of result) {
      if (!this.#isCounted(url)) continue;
      for (const { ranges } of functions) {
        for (const { count } of ranges) work += count;
        this.#findNewCode(url, ranges, fresh);
        if (single) this.#findNewCalls(url, ranges, fresh);
      }
    }
    return { isNew: fresh.length > 0, work, accept: () => void fresh.forEach((accept) => void accept()) };
  }

  /** Blocks are nested in functions, and left out where they ran as often as what is around them. */
  #findNewCode(url: string, ranges: readonly Profiler.CoverageRange[], fresh: (() => void)[]): void {
    const last = ranges[0]?.endOffset ?? 0;
    let covered = this.#covered.get(url);
    if (covered === undefined || covered.length < last) {
      const larger = new Uint8Array(Math.max(last, 2 * (covered?.length ?? 0), 65_536));
      larger.set(covered ?? []);
      covered = larger;
      this.#covered.set(url, covered);
    }
    const start = ranges[0]?.startOffset ?? 0;
    const now = new Uint8Array(last - start);
    for (const { startOffset, endOffset, count } of ranges) now.fill(count > 0 ? 1 : 0, startOffset - start, endOffset - start);
    const isNew = now.some((ran, index) => ran === 1 && covered[start + index] !== 1);
    if (!isNew) return;
    fresh.push(() => {
      const known = this.#covered.get(url);
      for (const [index, ran] of now.entries()) if (ran === 1 && known !== undefined) known[start + index] = 1;
    });
  }

  #findNewCalls(url: string, [whole]: readonly Profiler.CoverageRange[], fresh: (() => void)[]): void {
    if (whole === undefined || whole.count === 0) return;
    const calls = `${url}:${whole.startOffset}:${Math.min(12, Math.floor(Math.log2(whole.count)))}`;
    if (!this.#calls.has(calls)) fresh.push(() => void this.#calls.add(calls));
  }

  /** Characters of code that ran so far. */
  get size(): number {
    let size = 0;
    for (const covered of this.#covered.values()) for (const each of covered) size += each;
    return size;
  }

  #post(method: "Profiler.takePreciseCoverage", parameters: object): Profiler.TakePreciseCoverageReturnType;
  #post(method: "Profiler.enable" | "Profiler.startPreciseCoverage", parameters: object): void;
  #post(method: string, parameters: object): unknown {
    // The session is on this thread, so it answers before `post` returns.
    let answer: unknown;
    this.#session.post(method, parameters, (error, result) => {
      if (error !== null) throw error;
      answer = result;
    });
    return answer;
  }
}
