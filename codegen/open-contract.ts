/**
 * Entries -> what the tools ask of a contract that is sound: its components, its operations, and a validator on the very tables that would be
 * generated.
 */
import type { SchemaSet } from "../src/runtime/codec.js";
import { validateDocument } from "../src/runtime/decode.js";
import type { Issue } from "../src/runtime/issues.js";
import { type Contract, type ContractOptions, readContract } from "./contract.js";
import type { Diagnostic } from "./diagnostics.js";
import { schemaSetOf } from "./load-schema.js";

/** A contract without errors, ready for tools. */
export interface OpenContract extends Pick<Contract, "definitions" | "operations"> {
  /** The elements that messages imply are among the global ones. */
  readonly schema: Contract["schema"];
  validate(xml: string): readonly Issue[];
}

export interface OpenedContract {
  /** Undefined where there are errors. */
  readonly contract: OpenContract | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a contract; what is wrong with it is in the diagnostics. */
export function openContract(options: ContractOptions): OpenedContract {
  const { ok, diagnostics, messageSchema: schema, definitions, operations, bindings, isAmbiguous } = readContract(options);
  if (!ok) return { contract: undefined, diagnostics };
  let set: SchemaSet | undefined;
  const validate = (xml: string): readonly Issue[] => {
    set ??= schemaSetOf({ schema, bindings, isAmbiguous });
    return validateDocument(set, xml);
  };
  return { contract: { schema, definitions, operations, validate }, diagnostics };
}
