/**
 * Settings of V8 for commands that end after a second or two.
 */
import { setFlagsFromString } from "node:v8";

/**
 * Makes V8 optimize only functions that run very often. A compiler run calls hundreds of functions a few thousand times each: optimizing them all
 * takes longer than it saves. Without this, 5,000 types took 2.6 instead of 1.9 seconds of processor time.
 *
 * The name of the flag differs between versions of V8, which warns of unknown flags, so it is set for known versions of Node only.
 */
export function expectShortRun(): void {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major >= 20 && major < 22) setFlagsFromString("--interrupt-budget=400000");
  else if (major >= 22 && major <= 26) setFlagsFromString("--invocation-count-for-turbofan=20000");
  // A function with many inlined ones is optimized again and again, each time with all of them.
  if (major >= 20 && major <= 26) setFlagsFromString("--max-inlined-bytecode-size-cumulative=200");
}
