/**
 * WSDL -> services at run time: the very tables that would be generated, without generating them.
 */
import { sharedCode } from "../src/runtime/decode/shared-code.js";
import { soapEncoding } from "../src/runtime/soap-encoding/engine.js";
import { checkOperations } from "./check/operations.js";
import { type ContractOptions, readContract } from "./contract.js";
import { collectDiagnostics, hasErrors } from "./diagnostics.js";
import { LivePlan, type LiveServices } from "./emit/live.js";
import { type LoadedSchema, unusableSchema, usableSchema } from "./load-schema.js";
import { lower } from "./lower/lower.js";
import type { MappingChoices } from "./lower/types/mapping.js";

export interface LoadContractOptions extends Pick<ContractOptions, "entries" | "catalog" | "lenient"> {
  /** TypeScript types other than the usual ones, as the configuration chooses them for generated code. */
  readonly mapping?: MappingChoices;
}

/**
 * A contract that is ready for use. Its bindings are what a generated service.ts exports: `serve` and `createClient` take them.
 * Their values are of type `unknown`; what is read and written is validated all the same.
 */
export interface LoadedContract extends LoadedSchema, LiveServices {}

/** Loads a contract. It throws neither for a bad contract nor for a bad document; a contract with errors has no services. */
export async function loadContract(options: LoadContractOptions): Promise<LoadedContract> {
  const contract = readContract(options);
  const { diagnostics, report } = collectDiagnostics(options.lenient, contract.diagnostics);
  checkOperations(contract.operations, contract.schema, report);
  if (hasErrors(diagnostics)) return { ...unusableSchema(diagnostics), portTypes: {}, bindings: {}, ports: [] };
  const { schema, bindings, isAmbiguous, definitions, operations } = contract;
  const services = definitions && { definitions, operations };
  const plan = new LivePlan(lower(schema, { bindings, isAmbiguous, services, mapping: options.mapping }), sharedCode);
  const set = plan.schemaSet();
  return {
    ...usableSchema(
      diagnostics,
      () => set,
      ({ limits }) => (limits === undefined ? {} : { limits }),
    ),
    ...plan.services(soapEncoding),
  };
}
