/**
 * The interface of Standard Schema 1, so that tools that accept one accept codecs. https://standardschema.dev
 *
 * A copy of the package's types, because the runtime has no dependencies.
 */

/** A validator of values of one type. */
export interface StandardSchema<T> {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (value: unknown) => StandardResult<T>;
  readonly types?: { readonly input: T; readonly output: T } | undefined;
}

/** The value, or what is wrong with it. */
export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };
