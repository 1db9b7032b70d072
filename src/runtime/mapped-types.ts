/**
 * Built-in types with a configured TypeScript type.
 */

import { bytesAsStream, dateAsDate, dateTimeAsDate, integerAsNumber, integerAsString } from "../datatypes/conversions.js";
import type { Conversion } from "../datatypes/mapped-type.js";
import type { ByteStream } from "../xml/byte-stream.js";
import { xsdNamespace } from "../xml/names.js";
import {
  xsBase64Binary,
  xsDate,
  xsDateTime,
  xsInteger,
  xsLong,
  xsNegativeInteger,
  xsNonNegativeInteger,
  xsNonPositiveInteger,
  xsPositiveInteger,
  xsUnsignedLong,
} from "./built-in-types.js";
import type { Codec, SimpleType } from "./codec.js";
import { mapped } from "./table-functions.js";

export { bytesAsStream, dateAsDate, dateTimeAsDate, decimalAsNumber, integerAsNumber, integerAsString } from "../datatypes/conversions.js";

export const xsIntegerAsNumber: SimpleType<number> = /*@__PURE__*/ mappedBuiltIn<number>(
  "integer",
  () => xsInteger,
  () => integerAsNumber,
);
export const xsNonPositiveIntegerAsNumber: SimpleType<number> = /*@__PURE__*/ mappedBuiltIn<number>(
  "nonPositiveInteger",
  () => xsNonPositiveInteger,
  () => integerAsNumber,
);
export const xsNegativeIntegerAsNumber: SimpleType<number> = /*@__PURE__*/ mappedBuiltIn<number>(
  "negativeInteger",
  () => xsNegativeInteger,
  () => integerAsNumber,
);
export const xsLongAsNumber: SimpleType<number> = /*@__PURE__*/ mappedBuiltIn<number>(
  "long",
  () => xsLong,
  () => integerAsNumber,
);
export const xsNonNegativeIntegerAsNumber: SimpleType<number> = /*@__PURE__*/ mappedBuiltIn<number>(
  "nonNegativeInteger",
  () => xsNonNegativeInteger,
  () => integerAsNumber,
);
export const xsUnsignedLongAsNumber: SimpleType<number> = /*@__PURE__*/ mappedBuiltIn<number>(
  "unsignedLong",
  () => xsUnsignedLong,
  () => integerAsNumber,
);
export const xsPositiveIntegerAsNumber: SimpleType<number> = /*@__PURE__*/ mappedBuiltIn<number>(
  "positiveInteger",
  () => xsPositiveInteger,
  () => integerAsNumber,
);
export const xsIntegerAsString: SimpleType<string> = /*@__PURE__*/ mappedBuiltIn<string>(
  "integer",
  () => xsInteger,
  () => integerAsString,
);
export const xsNonPositiveIntegerAsString: SimpleType<string> = /*@__PURE__*/ mappedBuiltIn<string>(
  "nonPositiveInteger",
  () => xsNonPositiveInteger,
  () => integerAsString,
);
export const xsNegativeIntegerAsString: SimpleType<string> = /*@__PURE__*/ mappedBuiltIn<string>(
  "negativeInteger",
  () => xsNegativeInteger,
  () => integerAsString,
);
export const xsLongAsString: SimpleType<string> = /*@__PURE__*/ mappedBuiltIn<string>(
  "long",
  () => xsLong,
  () => integerAsString,
);
export const xsNonNegativeIntegerAsString: SimpleType<string> = /*@__PURE__*/ mappedBuiltIn<string>(
  "nonNegativeInteger",
  () => xsNonNegativeInteger,
  () => integerAsString,
);
export const xsUnsignedLongAsString: SimpleType<string> = /*@__PURE__*/ mappedBuiltIn<string>(
  "unsignedLong",
  () => xsUnsignedLong,
  () => integerAsString,
);
export const xsPositiveIntegerAsString: SimpleType<string> = /*@__PURE__*/ mappedBuiltIn<string>(
  "positiveInteger",
  () => xsPositiveInteger,
  () => integerAsString,
);
export const xsDateTimeAsDate: SimpleType<Date> = /*@__PURE__*/ mappedBuiltIn<Date>(
  "dateTime",
  () => xsDateTime,
  () => dateTimeAsDate,
);
export const xsDateAsDate: SimpleType<Date> = /*@__PURE__*/ mappedBuiltIn<Date>(
  "date",
  () => xsDate,
  () => dateAsDate,
);
export const xsBase64BinaryAsStream: SimpleType<ByteStream> = /*@__PURE__*/ mappedBuiltIn<ByteStream>(
  "base64Binary",
  () => xsBase64Binary,
  () => bytesAsStream,
);

function mappedBuiltIn<T>(local: string, base: () => Codec, conversion: () => Conversion<T>): SimpleType<T> {
  return mapped<T>(`{${xsdNamespace}}${local}`, base, conversion);
}
