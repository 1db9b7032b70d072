/**
 * The interface of Standard Schema 1, so that codecs fit every tool that takes one. https://standardschema.dev
 *
 * Declared here, structurally the same as the package's, because the runtime depends on nothing.
 */

/** A validator of values of one type. */
export interface StandardSchema<T> {
  readonly version: 1;
  readonly vendor: string;
  readonly validate: (value: unknown) => StandardResult<T>;
  readonly types?: { readonly input: T; readonly output: T } | undefined;
}

export type StandardResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: readonly { readonly message: string; readonly path: readonly PropertyKey[] }[] };
