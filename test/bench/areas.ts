/**
 * The areas of the benchmark by name.
 */
import { measureConformance, measureGenerate, measureStart, measureTypes } from "./areas/commands.js";
import { measureCopy, measureDecode, measureEncode, measureForms, measurePeers } from "./areas/documents.js";
import { measureMemory, measureStream } from "./areas/memory.js";
import { measureServer } from "./areas/server.js";
import { measureSize } from "./areas/size.js";
import type { Report } from "./report.js";

/** Measures one area. `full`: as large as the goals say, which takes minutes. */
type Area = (report: Report, full: boolean) => Promise<void>;

export const areas: Readonly<Record<string, Area>> = {
  decode: measureDecode,
  peers: measurePeers,
  forms: measureForms,
  encode: measureEncode,
  copy: measureCopy,
  server: measureServer,
  stream: measureStream,
  memory: measureMemory,
  size: measureSize,
  start: measureStart,
  generate: measureGenerate,
  types: measureTypes,
  conformance: measureConformance,
};
