/**
 * The loop: mutate inputs of the corpus, keep those that reach new code, report those that break an invariant, made as short as can be.
 */
import { Coverage } from "./coverage.js";
import { Mutator } from "./mutate.js";
import { Random } from "./random.js";
import { type FuzzTarget, Violation } from "./target.js";

/** An input that breaks an invariant. */
export interface Finding {
  readonly input: Uint8Array;
  readonly message: string;
}

export interface FuzzOptions {
  readonly corpus: readonly Uint8Array[];
  readonly seed: number;
  readonly seconds: number;
  /** Ends after so many findings; those of one kind are one. */
  readonly mostFindings: number;
  /** Scripts whose code is counted. */
  readonly isCounted: (url: string) => boolean;
  /** Called before each input, for a watchdog. */
  readonly onInput: (input: Uint8Array) => void;
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  readonly runs: number;
  readonly corpus: number;
  readonly coverage: number;
  readonly findings: number;
}

export interface FuzzResult extends Progress {
  /** Inputs that reached new code, in the order in which they were found. */
  readonly added: readonly Uint8Array[];
  readonly found: readonly Finding[];
}

const batchSize = 64;

/** Fuzzes for a time. */
export function fuzz(target: FuzzTarget, options: FuzzOptions): FuzzResult {
  return new Fuzzer(target, options).run();
}

/** Drops inputs that reach no code which shorter ones do not reach. */
export function distil(target: FuzzTarget, corpus: readonly Uint8Array[], isCounted: (url: string) => boolean): readonly Uint8Array[] {
  const coverage = new Coverage(isCounted);
  // The first run compiles what later ones find compiled.
  for (const input of corpus) problemOf(target, input);
  coverage.observe(false);
  return corpus
    .toSorted((left, right) => left.length - right.length)
    .filter((input) => {
      problemOf(target, input);
      const { isNew, accept } = coverage.observe(false);
      accept();
      return isNew;
    });
}

/** Why an input fails; undefined: all holds. */
export function problemOf(target: FuzzTarget, input: Uint8Array): string | undefined {
  try {
    target.check(input);
    return undefined;
  } catch (error) {
    if (error instanceof Violation) return error.message;
    return error instanceof Error ? `threw ${error.stack ?? error.message}` : `threw ${String(error)}`;
  }
}

class Fuzzer {
  readonly #target: FuzzTarget;
  readonly #options: FuzzOptions;
  readonly #random: Random;
  readonly #mutator: Mutator;
  readonly #coverage: Coverage;
  readonly #corpus: Uint8Array[] = [];
  readonly #added: Uint8Array[] = [];
  readonly #findings = new Map<string, Finding>();
  #runs = 0;

  constructor(target: FuzzTarget, options: FuzzOptions) {
    this.#target = target;
    this.#options = options;
    this.#random = new Random(options.seed);
    const encoder = new TextEncoder();
    const dictionary = target.dictionary.map((token) => (typeof token === "string" ? encoder.encode(token) : token));
    this.#mutator = new Mutator(this.#random, dictionary);
    this.#coverage = new Coverage(options.isCounted);
  }

  run(): FuzzResult {
    const end = performance.now() + this.#options.seconds * 1000;
    for (const input of this.#options.corpus) this.#runBatch([input]);
    // What the corpus reaches is known; what it has beyond that is kept whatever it reaches.
    this.#corpus.splice(0, this.#corpus.length, ...this.#options.corpus);
    this.#added.length = 0;
    if (this.#corpus.length === 0) this.#corpus.push(new Uint8Array());
    for (let batches = 0; performance.now() < end && this.#findings.size < this.#options.mostFindings; batches++) {
      this.#runBatch(Array.from({ length: batchSize }, () => this.#newInput()));
      if (batches % 64 === 0) this.#options.onProgress(this.#progress);
    }
    return { ...this.#progress, added: this.#added, found: [...this.#findings.values()] };
  }

  get #progress(): Progress {
    return { runs: this.#runs, corpus: this.#corpus.length, coverage: this.#coverage.size, findings: this.#findings.size };
  }

  /** What was found last is tried more often. */
  #newInput(): Uint8Array {
    const corpus = this.#corpus;
    const parent = this.#random.oneIn(3) ? corpus[corpus.length - 1 - this.#random.below(Math.min(16, corpus.length))] : undefined;
    return this.#mutator.mutate(parent ?? this.#random.of(corpus), this.#random.of(corpus));
  }

  /** Runs inputs, and again in halves where something is new or costs too much, until it is known which inputs they are. */
  #runBatch(batch: readonly Uint8Array[]): void {
    for (const input of batch) this.#runOne(input);
    const { isNew, work, accept } = this.#coverage.observe(batch.length === 1);
    const [input] = batch;
    const allowed = batch.reduce((sum, each) => sum + this.#allowedWork(each), 0);
    if (batch.length === 1 && input !== undefined) {
      if (isNew) this.#keep(input);
      accept();
      if (work > allowed) this.#report(`work: ${work} for ${input.length} octets`, "work", input);
      return;
    }
    if (!isNew && work <= allowed) {
      // Numbers of calls are only looked at for single inputs: for one in a batch.
      if (input !== undefined) this.#runBatch([input]);
      return;
    }
    const middle = batch.length >> 1;
    this.#runBatch(batch.slice(0, middle));
    this.#runBatch(batch.slice(middle));
    // What runs once, such as the compiling of a table, is not seen again in the halves.
    accept();
  }

  #allowedWork({ length }: Uint8Array): number {
    const { fixed, perOctet } = this.#target.work;
    return fixed + perOctet * length;
  }

  #runOne(input: Uint8Array): void {
    this.#runs++;
    this.#options.onInput(input);
    const problem = problemOf(this.#target, input);
    if (problem !== undefined) this.#report(problem, kindOf(problem), input);
  }

  #keep(input: Uint8Array): void {
    this.#corpus.push(input);
    this.#added.push(input);
  }

  #report(message: string, kind: string, input: Uint8Array): void {
    if (this.#findings.has(kind) || this.#findings.size >= this.#options.mostFindings) return;
    this.#findings.set(kind, { input, message });
    const shorter = shorten(input, (candidate) => this.#fails(candidate, kind), kind === "work" ? 100 : undefined);
    this.#findings.set(kind, { input: shorter, message: problemOf(this.#target, shorter) ?? message });
  }

  #fails(input: Uint8Array, kind: string): boolean {
    this.#options.onInput(input);
    if (kind !== "work") {
      const problem = problemOf(this.#target, input);
      return problem !== undefined && kindOf(problem) === kind;
    }
    this.#coverage.observe(false);
    problemOf(this.#target, input);
    return this.#coverage.observe(false).work > this.#allowedWork(input);
  }
}

/** The first lines without numbers and quoted text, which differ from input to input. */
function kindOf(problem: string): string {
  const lines = problem.split("\n");
  const place = lines.find((line) => /^\s+at /.test(line)) ?? "";
  return `${lines[0]?.replace(/"[^"]*"/g, '""').replace(/\d+/g, "0")} ${place.trim()}`;
}

/** Leaves out slices, longer ones first, as long as the input still fails. */
export function shorten(input: Uint8Array, fails: (candidate: Uint8Array) => boolean, most = 4000): Uint8Array {
  let attempts = most;
  let shortest = input;
  for (let before = input.length + 1; shortest.length < before && attempts > 0; ) {
    before = shortest.length;
    for (let length = before >> 1; length > 0; length >>= 1) {
      for (let at = 0; at + length <= shortest.length && attempts > 0; attempts--) {
        const candidate = new Uint8Array(shortest.length - length);
        candidate.set(shortest.subarray(0, at));
        candidate.set(shortest.subarray(at + length), at);
        if (fails(candidate)) shortest = candidate;
        else at += length > 8 ? length : 1;
      }
    }
  }
  return shortest;
}
