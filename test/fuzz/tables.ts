/**
 * Contracts as tables alone, without straight-line code.
 */
import { readContract } from "../../codegen/contract.js";
import { LivePlan } from "../../codegen/emit/live.js";
import { lower } from "../../codegen/lower/lower.js";
import type { SchemaSet } from "../../src/runtime/codec.js";

/** Everything global in schemas and WSDL documents, by their paths. */
export function tablesOf(entries: readonly string[]): SchemaSet {
  const { schema, isAmbiguous } = readContract({ entries });
  return new LivePlan(lower(schema, { mainNamespaces: [], names: new Map(), isAmbiguous })).schemaSet();
}
