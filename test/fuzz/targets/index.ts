/**
 * All targets by name. Each is a module of its own, which is loaded only when it is fuzzed.
 */
import type { FuzzTarget } from "../target.js";

export const targets: Readonly<Record<string, () => Promise<FuzzTarget>>> = {
  reader: async () => (await import("./reader.js")).readerTarget,
  schema: async () => (await import("./schema.js")).schemaTarget,
  decode: async () => (await import("./decode.js")).decodeTarget,
  "straight-line": async () => (await import("./straight-line.js")).straightLineTarget,
  framing: async () => (await import("./framing.js")).framingTarget,
  negotiate: async () => (await import("./negotiate.js")).negotiateTarget,
  binary: async () => (await import("./binary.js")).binaryTarget,
};
