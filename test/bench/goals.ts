/**
 * What the project wants of its speed and size, by row and case: `floor` must hold, `goal` is what work aims at.
 *
 * All are ratios or sizes that do not depend on the machine much; only `generate`, `tsc` and the W3C suite are seconds of CPU time.
 */

/** `more`: larger values are better, as where soapwright does so many times the work of another; `less`: smaller ones. */
export type Better = "more" | "less";

export interface Wish {
  readonly floor: number;
  readonly goal: number;
}

export interface Goals {
  readonly better: Better;
  readonly cases: Readonly<Record<string, Wish>>;
}

function more(cases: Readonly<Record<string, readonly [floor: number, goal: number]>>): Goals {
  return { better: "more", cases: wishes(cases) };
}

function less(cases: Readonly<Record<string, readonly [floor: number, goal: number]>>): Goals {
  return { better: "less", cases: wishes(cases) };
}

function wishes(cases: Readonly<Record<string, readonly [number, number]>>): Readonly<Record<string, Wish>> {
  return Object.fromEntries(Object.entries(cases).map(([name, [floor, goal]]) => [name, { floor, goal }]));
}

export const goals: Readonly<Record<string, Goals>> = {
  "decode against JSON.parse": more({
    a: [0.9, 1.5],
    d: [0.6, 0.8],
    b: [0.9, 1.5],
    c: [0.6, 1],
    "a, 2 kB": [0.6, 1.3],
    "request, 0.4 kB": [0.4, 0.6],
  }),
  "decode against .NET": more({ a: [2.5, 4], d: [1.3, 1.8], b: [1.8, 3], c: [0.35, 1] }),
  "decode against libxml2": more({ a: [2.5, 5], d: [2, 2.3], b: [2.3, 3], c: [0.6, 1.5] }),
  "decode against JDK": more({ a: [3.5, 7], d: [1.6, 2], b: [1.8, 2.5], c: [0.6, 1] }),
  "other prefixes against decode": more({ a: [0.4, 0.6], d: [0.4, 0.6], b: [0.4, 0.6], c: [0.4, 0.6] }),
  "blanks in tags against decode": more({ a: [0.4, 0.6], d: [0.4, 0.6], b: [0.4, 0.6], c: [0.4, 0.6] }),
  "attributes reversed against decode": more({ b: [0.4, 0.6] }),
  "CDATA against decode": more({ a: [0.4, 0.6], d: [0.4, 0.6], c: [0.4, 0.6] }),
  "character references against decode": more({ a: [0.4, 0.6], d: [0.4, 0.6], b: [0.4, 0.6], c: [0.4, 0.6] }),
  "UTF-16 against decode": more({ a: [0.4, 0.6], d: [0.4, 0.6], b: [0.4, 0.6], c: [0.4, 0.6] }),
  "encode against JSON.stringify": more({ a: [1.5, 5], d: [1.2, 3] }),
  "encode against raw copy": more({ a: [0.25, 0.5] }),
  "server, CPU a request, against node:http": less({ "3 records": [1.8, 1.3], "alive page": [1.3, 1.2] }),
  "server, requests a CPU second, against node-soap": more({ "3 records": [2.5, 3.5], "1,000 records": [15, 30] }),
  "server, p99, against node:http": less({ "3 records": [2, 1.5] }),
  "serve on SQLite, CPU a request, against node:http": less({ "GetStatus by URL": [4, 2.5], "GetStatus by SOAP": [4, 2.5] }),
  "decodeEach against xmllint --stream --schema": more({ a: [4, 8] }),
  "decodeEach, megabytes of memory": less({ a: [90, 80] }),
  "CPU a record, many records against 10,000": less({ a: [2.5, 1.8] }),
  "retained heap against bytes read": less({ a: [1.5, 1.1], d: [2, 1.6], b: [2.8, 2], c: [3, 2.2] }),
  "bundle, kB of gzip": less({ "a decoder": [30, 20], "decoder and encoder": [36, 25], "SOAP client": [42, 32] }),
  "start, CPU against node -e 0": less({
    "--help": [2, 1.5],
    "generate of a small contract": [2.2, 1.8],
    "import of the runtime": [1.5, 1.3],
  }),
  "generate, CPU seconds": less({ "5,000 types": [2, 1] }),
  "generate, 20,000 against 5,000 types": less({ ratio: [4, 4] }),
  "tsc, CPU seconds": less({ "5,000 types": [2, 1] }),
  "tsc, 20,000 against 5,000 types": less({ ratio: [5, 4] }),
  "W3C suite, CPU seconds for 1,000 tests": less({ all: [0.6, 0.4] }),
};
