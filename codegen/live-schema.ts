/**
 * Schema -> codecs in memory, without printing anything.
 */
import type { SchemaSet } from "../src/runtime/codec.js";
import type { SchemaContract } from "./contract.js";
import { LivePlan } from "./emit/live.js";
import { lower } from "./lower/lower.js";

/** The tables that would be generated, evaluated. */
export function liveSchema({ schema, isAmbiguous }: Pick<SchemaContract, "schema" | "isAmbiguous">): SchemaSet {
  return new LivePlan(lower(schema, { mainNamespaces: [], names: new Map(), isAmbiguous })).schemaSet();
}
