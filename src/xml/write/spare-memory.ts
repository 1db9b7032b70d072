/**
 * Memory that documents were written to, for the next ones. New memory costs twice: the system hands it out page by page, and the engine, which counts what
 * it has handed out, collects garbage from the whole heap before long.
 */

/** Bytes that are kept at most, and of one piece. */
const mostKept = 16 * 1024 ** 2;
const longestKept = 4 * 1024 ** 2;

const spares: Uint8Array[] = [];
let kept = 0;

/** Takes memory, whatever it contains. Returns undefined if there is none. */
export function takeMemory(): Uint8Array | undefined {
  const memory = spares.pop();
  if (memory !== undefined) kept -= memory.length;
  return memory;
}

/** Gives memory to the next document: nobody may use it any more. */
export function giveMemory(memory: Uint8Array): void {
  if (memory.length > longestKept || kept + memory.length > mostKept) return;
  spares.push(memory);
  kept += memory.length;
}
