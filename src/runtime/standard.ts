/**
 * Table -> Standard Schema. https://standardschema.dev
 */
import type { StandardSchema } from "./standard-schema.js";
import type { Table } from "./table.js";

export declare function standardSchemaOf<T>(table: Table): StandardSchema<T>;
