/**
 * Table -> Standard Schema. https://standardschema.dev
 */
import type { StandardSchema } from "./standard-schema.js";
import type { Table } from "./table.js";

export function standardSchemaOf<T>(table: Table): StandardSchema<T> {
  throw new Error(`internal: ${table.name}`);
}
