/**
 * Table -> Standard Schema that validates values. https://standardschema.dev
 */
import { validateValue } from "./encode.js";
import type { StandardSchema } from "./standard-schema.js";
import type { Table } from "./table.js";

/** The `~standard` property of a codec. Paths of issues consist of property names and indices. */
export function standardSchemaOf<T>(table: Table): StandardSchema<T> {
  return {
    version: 1,
    vendor: "soapwright",
    validate: (value) => {
      const issues = validateValue(table, value);
      // A value without issues has the type.
      if (issues.length === 0) return { value: value as T };
      return { issues: issues.map(({ message, property }) => ({ message, path: property ?? [] })) };
    },
  };
}
