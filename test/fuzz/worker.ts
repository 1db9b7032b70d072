/**
 * Fuzzes one target on a thread of its own, so that the main thread notices an input that never ends.
 */
import { parentPort, workerData } from "node:worker_threads";
import { type CurrentInput, noteInput } from "./current-input.js";
import { distil, type FuzzResult, fuzz, type Progress } from "./engine.js";
import { targets } from "./targets/index.js";

/** What the thread does. */
export interface Task {
  readonly target: string;
  readonly corpus: readonly Uint8Array[];
  readonly seed: number;
  readonly seconds: number;
  /** Only drops what is not needed from the corpus. */
  readonly distil: boolean;
  readonly current: CurrentInput;
}

export type Message =
  | ({ readonly kind: "progress" } & Progress)
  | ({ readonly kind: "result" } & FuzzResult)
  | { readonly kind: "distilled"; readonly corpus: readonly Uint8Array[] };

/** Enough to look at in one go. */
const mostFindings = 8;

/** Only code that is fuzzed is counted: every module but this one, which esbuild puts into files of their own. */
function isCounted(url: string): boolean {
  return url.startsWith(new URL(".", import.meta.url).href) && url !== import.meta.url;
}

async function work({ target: name, corpus, seed, seconds, current, ...task }: Task): Promise<Message> {
  const load = targets[name];
  if (load === undefined) throw new Error(`internal: no target "${name}"`);
  const target = await load();
  if (task.distil) return { kind: "distilled", corpus: distil(target, corpus, isCounted) };
  const onProgress = (progress: Progress): void => parentPort?.postMessage({ kind: "progress", ...progress });
  return {
    kind: "result",
    ...fuzz(target, { corpus, seed, seconds, mostFindings, isCounted, onInput: (input) => noteInput(current, input), onProgress }),
  };
}

// Whoever starts the thread passes a task.
parentPort?.postMessage(await work(workerData as Task));
