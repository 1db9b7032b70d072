/**
 * The runtime: what generated code imports and a program needs.
 */
export { fromDate, toDate } from "./datatypes/dates.js";
export type { Conversion } from "./datatypes/mapped-type.js";
export * from "./runtime/built-in-types.js";
export { checkedComplexType, checkedExtension, checkedGroup, type RowsOf } from "./runtime/checked.js";
export type {
  AnyElementCodec,
  AttributeCodec,
  Codec,
  ComplexType,
  ElementCodec,
  SchemaSet,
  SimpleType,
} from "./runtime/codec.js";
export { namespacesOf } from "./runtime/decode/start-tag-notes.js";
export { type DecodeResult, decode, decodeAt, tryDecode, validateDocument } from "./runtime/decode.js";
export { encode, encodeInto, validate } from "./runtime/encode.js";
export { describeIssue, type Issue, ValidationError } from "./runtime/issues.js";
export { fromJson, type JsonValue, toJson } from "./runtime/json.js";
export * from "./runtime/mapped-types.js";
export { readContent, readElement, toContent, toElement } from "./runtime/nodes.js";
export type { DecodeOptions, EncodeOptions, SchemaLocationHint } from "./runtime/options.js";
export type { AnyOf, Item, Maybe, Nil, OneOf, XmlAttributes, XmlContent, XmlElement } from "./runtime/shapes.js";
export type {
  AttributeSet,
  ComplexTypeOptions,
  ElementOptions,
  ElementSet,
  GroupTable,
  IdentityConstraintTable,
  Row,
  Rows,
  Table,
} from "./runtime/table.js";
export {
  anyOf,
  attribute,
  attributeSet,
  complexType,
  element,
  elementSet,
  enumeration,
  extension,
  group,
  head,
  list,
  mapped,
  restriction,
  schemaSet,
  union,
} from "./runtime/table-functions.js";
export { XmlError, type XmlErrorCode } from "./xml/errors.js";
export { defaultLimits, type Limits } from "./xml/limits.js";
