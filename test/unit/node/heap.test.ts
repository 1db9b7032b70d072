/**
 * A server keeps nothing of the requests that it has answered. Runs the heap benchmark, shortened, in a process of its own.
 */
import { expect, it } from "vitest";
import { runBundled } from "../../support/run-bundled.js";

it("4,000 answered requests leave the heap as it was", async () => {
  const printed = await runBundled("heap", ["--expose-gc"], ["4000"]);
  const kept = Number(/kept per request: (-?\d+) bytes/.exec(printed)?.[1]);
  // A listener that stays for each request keeps 2,000 bytes and more; what is left here is noise of the collector.
  expect(kept, printed).toBeLessThan(600);
}, 120_000);
