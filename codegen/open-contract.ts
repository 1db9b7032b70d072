/**
 * Entries -> everything that commands about a contract ask: its components, its operations, and a validator on the very tables that would be
 * generated.
 */
import type { SchemaSet } from "../src/runtime/codec.js";
import { validateDocument } from "../src/runtime/decode.js";
import type { Issue } from "../src/runtime/issues.js";
import { checkSchema } from "./check/check.js";
import { type Diagnostic, leniently } from "./diagnostics.js";
import { LivePlan } from "./emit/live.js";
import { ambiguityIn, catalogFor, hasErrors } from "./generate.js";
import { fileHost } from "./load/file-host.js";
import type { Host } from "./load/host.js";
import { lower } from "./lower/lower.js";
import type { Schema } from "./schema/components.js";
import { loadContract } from "./schema/load-schema.js";
import type { Definitions } from "./wsdl/components.js";
import { type ContractOperation, readOperations } from "./wsdl/operations.js";
import { readDefinitions } from "./wsdl/read-definitions.js";

export interface OpenContractOptions {
  readonly entries: readonly string[];
  readonly catalog?: string;
  readonly lenient?: boolean;
  /** Where documents come from: the file system when absent. */
  readonly host?: Host;
}

/** A contract that was read. */
export interface Contract {
  /** The wrapper elements of rpc messages are among the global elements. */
  readonly schema: Schema;
  /** Undefined where the contract has no WSDL document. */
  readonly definitions: Definitions | undefined;
  /** Empty where the contract has no WSDL document. */
  readonly operations: readonly ContractOperation[];
  validate(xml: string): readonly Issue[];
}

export interface OpenedContract {
  /** Undefined where there are errors. */
  readonly contract: Contract | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const limits = { attributes: 10_000 };

/** Reads a contract; what is wrong with it is in the diagnostics. */
export function openContract(options: OpenContractOptions): OpenedContract {
  const diagnostics: Diagnostic[] = [];
  const collect = (diagnostic: Diagnostic): void => {
    diagnostics.push(diagnostic);
  };
  const report = options.lenient === true ? leniently(collect) : collect;
  const host = options.host ?? fileHost();
  const entries = [...new Set(options.entries)].sort();
  const { schema: read, wsdlDocuments } = loadContract({ entries, host, catalog: catalogFor(options, host, report), report });
  checkSchema(read, report);
  if (hasErrors(diagnostics)) return { contract: undefined, diagnostics };
  const definitions = wsdlDocuments.length === 0 ? undefined : readDefinitions(wsdlDocuments, report);
  if (hasErrors(diagnostics)) return { contract: undefined, diagnostics };
  const { schema, operations } = definitions === undefined ? { schema: read, operations: [] } : readOperations(read, definitions);
  let set: SchemaSet | undefined;
  const validate = (xml: string): readonly Issue[] => {
    set ??= schemaSet(schema, options.lenient === true);
    return validateDocument(set, xml, { limits });
  };
  return { contract: { schema, definitions, operations, validate }, diagnostics };
}

/** The codecs of a schema, in memory. */
function schemaSet(schema: Schema, lenient: boolean): SchemaSet {
  const plan = lower(schema, {
    mainNamespaces: [],
    names: new Map(),
    ...(lenient && { isAmbiguous: ambiguityIn(schema) }),
  });
  return new LivePlan(plan).schemaSet();
}
