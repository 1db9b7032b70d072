/**
 * What runs generated readers. It comes with them: programs with tables alone are bundled without it.
 */
import { input } from "../fast/input.js";
import type { RunsReaders } from "../type-writer.js";
import { KnownHeads } from "./known-heads.js";
import type { ReaderEngine } from "./reader-engine.js";
import { wholeElements } from "./whole-elements.js";

const engine: ReaderEngine = { input, elements: wholeElements, heads: () => new KnownHeads() };

/** For generated code, which only names it. */
export const straightLine: RunsReaders = engine;
