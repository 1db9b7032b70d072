/**
 * Table -> Standard Schema that validates values. https://standardschema.dev
 *
 * Values are validated by the encoder. Programs that only decode are bundled without it, so it is not imported here: `encode.ts` hands it over.
 */
import type { Issue } from "./issues.js";
import type { StandardSchema } from "./standard-schema.js";
import type { Table } from "./table.js";

/** Validates a value against a table. Empty: it is valid. */
type Validate = (table: Table, value: unknown) => readonly Issue[];

let validateByEncoder: Validate | undefined;

/** Makes the encoder validate for all codecs. */
export function provideValidation(validate: Validate): void {
  validateByEncoder = validate;
}

/** The `~standard` property of a codec. Paths of issues consist of property names and indices. */
export function standardSchemaOf<T>(table: Table): StandardSchema<T> {
  return {
    version: 1,
    vendor: "soapwright",
    validate: (value) => {
      if (validateByEncoder === undefined)
        throw new Error(
          'this bundle has no encoder, which validates values: pass standardSchema(codec) of "soapwright" in place of the codec',
        );
      const issues = validateByEncoder(table, value);
      // A value without issues has the type.
      if (issues.length === 0) return { value: value as T };
      return { issues: issues.map(({ message, property }) => ({ message, path: property ?? [] })) };
    },
  };
}
