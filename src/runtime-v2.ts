/**
 * `soapwright/runtime-v2`: everything that generated code may import, and nothing else.
 *
 * The number is that of the table language. A release that changes what a table means gets a new path beside this one, so that code generated
 * by an older release keeps working until it is generated again.
 *
 * The list does not build on that of the older path, which has to stay as it is when this one changes.
 *
 * What few tables need, those that need it refer to: `identityConstraints`, `patterns` for those that RegExp cannot match. So bundlers leave it out of programs without such tables.
 */
export type { Converted } from "./datatypes/converter.js";
export { blockPatterns } from "./datatypes/pattern/compile-pattern.js";
export { patterns } from "./datatypes/pattern/engine.js";
export { plainPatterns } from "./datatypes/pattern/plain-patterns.js";
export * from "./runtime/built-in-types.js";
export type { AttributeCodec, Codec, ComplexType, ElementCodec, SchemaSet, SimpleType } from "./runtime/codec.js";
export { sharedCode, sharedReaders } from "./runtime/decode/shared-code.js";
export { straightLine } from "./runtime/decode/straight-line.js";
// Generated code does not call it: where nothing is bundled, it brings the encoder, by which codecs validate as Standard Schema.
export { standardSchema } from "./runtime/encode.js";
export {
  beginContent,
  cursor,
  endContentAt,
  endLeaf,
  giveUp,
  input,
  inputView,
  nameEnds,
  nameIn,
  nextAttribute,
  nowhere,
  pastBlanks,
  readContent,
  readLeaf,
  readRun,
} from "./runtime/fast/input.js";
export { namePrefix } from "./runtime/fast/name-prefixes.js";
export {
  emptyTag,
  outputPosition,
  outputView,
  tagPrefix,
  withRoom,
  writeByte,
} from "./runtime/fast/output.js";
export { asInstant } from "./runtime/fast/read-instants.js";
export { items, takeItems } from "./runtime/fast/read-items.js";
export {
  asBigInteger,
  asBoolean,
  asDecimal,
  asInteger,
  asMeasuredText,
  asOther,
  asText,
  asWord,
  leafInteger,
  leafText,
  leafWord,
  rawText,
  readQuoted,
  wordsOf,
} from "./runtime/fast/read-values.js";
export {
  checkCount,
  checkItems,
  checkPrototype,
  endContent,
  writeChild,
} from "./runtime/fast/write-elements.js";
export {
  hasLength,
  matchesPatterns,
  refuseValue,
  writeAttributeText,
  writeBigInteger,
  writeBoolean,
  writeDecimal,
  writeInstant,
  writeInteger,
  writeOther,
  writeOtherAttribute,
  writeText,
} from "./runtime/fast/write-values.js";
export { identityConstraints } from "./runtime/identity/engine.js";
export * from "./runtime/mapped-types.js";
export { elementNotes } from "./runtime/round-trip-notes.js";
export type { AnyOf, Item, Maybe, Nil, OneOf, XmlAttributes, XmlContent, XmlElement } from "./runtime/shapes.js";
export { soapEncoding } from "./runtime/soap-encoding/engine.js";
export type { AttributeSet, ElementSet, GroupTable } from "./runtime/table.js";
export {
  anyOf,
  attribute,
  attributeSet,
  complexType,
  converted,
  element,
  elementSet,
  enumeration,
  extension,
  group,
  head,
  list,
  mapped,
  plainExtension,
  plainGroup,
  plainType,
  restriction,
  schemaSet,
  union,
} from "./runtime/table-functions.js";
export type { AttachedPart } from "./service/attached-parts.js";
export type { HttpBinding, Keyed, Port, PortType, Server, SoapBinding } from "./service/port-type.js";
export type { ByteStream } from "./xml/byte-stream.js";
export type { Prefixes } from "./xml/write/written-bindings.js";
