/**
 * `soapwright/schema`: schemas and contracts at run time.
 */
export type { Issue } from "../src/runtime/issues.js";
export type { UnknownOperation, UnknownOperations } from "../src/service/port-type.js";
export type { Diagnostic, RelatedPlace, Span } from "./diagnostics.js";
export type { LiveServices } from "./emit/live.js";
export { type LoadContractOptions, type LoadedContract, loadContract } from "./load-contract.js";
export { type LoadedSchema, type LoadSchemaOptions, loadSchema, type ValidateOptions } from "./load-schema.js";
export type { MappingChoices } from "./lower/types/mapping.js";
