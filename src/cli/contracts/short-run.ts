/**
 * Settings of V8 for commands that end after a second or two.
 */
import { setFlagsFromString } from "node:v8";

/**
 * Makes V8 optimize only functions that run very often. A compiler run calls hundreds of functions a few thousand times each: optimizing them all
 * takes longer than it saves. Without this, 5,000 types took 2.6 instead of 1.9 seconds of processor time.
 *
 * Space for young objects grows at once to what it may be: most of them stay, and each collection copies them.
 *
 * The name of a flag differs between versions of V8, which warns of unknown flags, so they are set for known versions of Node only.
 */
export function expectShortRun(): void {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major < 20 || major > 26) return;
  setFlagsFromString(major < 22 ? "--interrupt-budget=400000" : "--invocation-count-for-turbofan=20000");
  // A function with many inlined ones is optimized again and again, each time with all of them.
  setFlagsFromString("--max-inlined-bytecode-size-cumulative=200");
  setFlagsFromString("--semi-space-growth-factor=16");
}
