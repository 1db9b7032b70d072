/**
 * Bytes -> issues, by a schema set, without building values. XSD 1.0 Part 1 §5.2
 */
import type { SchemaSet } from "./codec.js";
import type { Issue } from "./issues.js";
import type { DecodeOptions } from "./options.js";

export declare function validateDocument(
  schema: SchemaSet,
  input: Uint8Array | string | Iterable<Uint8Array>,
  options?: DecodeOptions,
): readonly Issue[];
