/**
 * Converters that users write: texts of a simple type <-> values of a type of theirs, such as a Decimal or a branded string.
 */
import { DatatypeFault, notRepresentable } from "./fault.js";
import type { Conversion } from "./mapped-type.js";

/** Texts <-> values of `T`. What a function throws becomes an issue at the element or attribute. */
export interface Converter<T> {
  /** Reads a text that the schema allows, white space normalized. */
  read(text: string): T;
  /** Writes a value. The text is checked against the schema. */
  write(value: T): string;
}

/** The type of the values of a converter. */
export type Converted<C> = C extends Converter<infer T> ? T : never;

/** The conversion by a converter. */
export function conversionBy(converter: Converter<unknown>): Conversion {
  return {
    kind: "converted",
    expected: "a value that its converter writes",
    read: (text) => attempt(notRepresentable, text, () => converter.read(text)),
    write(value) {
      const text = attempt("cvc-datatype-valid.1.2.1", typeof value === "string" ? value : typeof value, () => converter.write(value));
      return typeof text === "string" || text instanceof DatatypeFault ? text : undefined;
    },
    otherTexts: () => [],
  };
}

function attempt(rule: string, found: string, convert: () => unknown): unknown {
  try {
    return convert();
  } catch (error) {
    return new DatatypeFault(rule, found, `what its converter takes: ${error instanceof Error ? error.message : String(error)}`);
  }
}
