/**
 * How the engine treats a command that ends after a second or two.
 */
import { setFlagsFromString } from "node:v8";

/**
 * Asks V8 to optimize only what runs very often. A compiler run calls hundreds of functions some thousand times: optimizing each of them takes
 * longer than it saves. Without this, 5,000 types took 2.6 instead of 1.9 seconds of processor time.
 *
 * The flag has another name in each line of V8, and an unknown one would be complained of, so only known versions of Node are asked.
 */
export function expectShortRun(): void {
  const [major = 0] = process.versions.node.split(".").map(Number);
  if (major >= 20 && major < 22) setFlagsFromString("--interrupt-budget=400000");
  else if (major >= 22 && major <= 26) setFlagsFromString("--invocation-count-for-turbofan=20000");
  // Functions that are put into each other are optimized again and again, each time with all that is in them.
  if (major >= 20 && major <= 26) setFlagsFromString("--max-inlined-bytecode-size-cumulative=200");
}
