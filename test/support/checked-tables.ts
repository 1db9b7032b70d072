/**
 * The functions of tables with parameters that let the compiler compare a table with its interface.
 *
 * Tests that write tables by hand use them; users' compilers need not pay for the comparison.
 */
import { type Codec, type ComplexType, complexType, extension, type GroupTable, group } from "soapwright/runtime-v2";
import type { CheckedRows, InheritedFrom } from "./checked-rows.js";

type Options = Parameters<typeof complexType>[2];

/** `complexType`, compared with its interface. */
export function checkedComplexType<T>(name: string, rows: CheckedRows<T>, options?: Options): ComplexType<T> {
  return complexType<T>(name, rows, options);
}

/** `extension`, compared with its interface: the rows are those that the base lacks. */
export function checkedExtension<T, Base>(
  name: string,
  base: () => Codec<Base>,
  rows: CheckedRows<T, InheritedFrom<Base>>,
  options?: Options,
): ComplexType<T> {
  return extension<T, Base>(name, base, rows, options);
}

/** `group`, compared with its interface. */
export function checkedGroup<T>(name: string, rows: CheckedRows<T>, options?: Options): GroupTable<T> {
  return group<T>(name, rows, options);
}
