/**
 * `soapwright`: what a program needs besides its generated code. Generated code itself imports `soapwright/runtime-v2`.
 *
 * The built-in types are here too, because `readContent(xsInt, content)` and `toContent(xsInt, 5)` take one for content of xs:anyType.
 */
export type { Converter } from "./datatypes/converter.js";
export { fromDate, toDate } from "./datatypes/dates.js";
export * from "./runtime/built-in-types.js";
export type { ByteSource } from "./runtime/byte-source.js";
export type { AnyElementCodec, Codec, ComplexType, ElementCodec, SchemaSet, SimpleType } from "./runtime/codec.js";
export { type DecodeResult, decode, tryDecode, validateDocument } from "./runtime/decode.js";
export { decodeEach, validateStream } from "./runtime/decode-each.js";
export { encode, encodeToString, standardSchema, validate } from "./runtime/encode.js";
export { type EncodeEachOptions, encodeEach } from "./runtime/encode-each.js";
export { describeIssue, type Issue, ValidationError } from "./runtime/issues.js";
export { fromJson, type JsonValue, toJson } from "./runtime/json.js";
export { readContent, readElement, toContent, toElement } from "./runtime/nodes.js";
export type { DecodeOptions, EncodeOptions, SchemaLocationHint } from "./runtime/options.js";
export { namespacesOf } from "./runtime/round-trip-notes.js";
export type { Nil, XmlAttributes, XmlContent, XmlElement } from "./runtime/shapes.js";
export { type ByteStream, byteStream } from "./xml/byte-stream.js";
export { documentTypes } from "./xml/doctype/doctype-reader.js";
export { defaultLimits, type Limits, messageLimits } from "./xml/limits.js";
export type { DocumentTypes } from "./xml/read/document-types.js";
