/**
 * `soapwright/runtime-v1`: the door of the first releases, for code that they generated.
 *
 * Tables of then do not say what they need beyond the usual, so each brings everything. Code that is generated now imports `soapwright/runtime-v2`.
 */
export type { Converted } from "./datatypes/converter.js";
export * from "./runtime/built-in-types.js";
export type { AttributeCodec, Codec, ComplexType, ElementCodec, SchemaSet, SimpleType } from "./runtime/codec.js";
// What readers begin with: those printed for this door name nothing that runs them, so none of them is called.
export {
  cursor,
  giveUp,
  giveUp as beginContent,
  giveUp as endContentAt,
  giveUp as enterType,
  giveUp as giveUpTag,
  giveUp as nameIn,
  giveUp as nextName,
  giveUp as nextTag,
  inputView,
  nameEnds,
  nameEnds as input,
  nextAttribute,
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
  writeByte,
} from "./runtime/fast/output.js";
export { asInstant } from "./runtime/fast/read-instants.js";
export {
  asBigInteger,
  asBoolean,
  asDecimal,
  asInteger,
  asMeasuredText,
  asOther,
  asText,
  asWord,
  rawText,
  readQuoted,
  wordsOf,
} from "./runtime/fast/read-values.js";
export {
  checkCount,
  checkItems,
  endContent,
  writeChild,
} from "./runtime/fast/write-elements.js";
// What writers begin with: those printed for this door leave all values to the general encoder.
export {
  hasLength,
  matchesPatterns,
  refuseValue as closeTag,
  refuseValue as enterElement,
  refuseValue as isPlainObject,
  refuseValue as leaveElement,
  refuseValue as openTag,
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
export * from "./runtime/mapped-types.js";
export type { AnyOf, Item, Maybe, Nil, OneOf, XmlAttributes, XmlContent, XmlElement } from "./runtime/shapes.js";
export type { AttributeSet, ElementSet, GroupTable } from "./runtime/table.js";
export { attribute, attributeSet, elementSet, schemaSet } from "./runtime/table-functions.js";
export {
  anyOf,
  complexType,
  converted,
  element,
  enumeration,
  extension,
  group,
  head,
  list,
  mapped,
  restriction,
  union,
} from "./runtime/tables-v1.js";
export type { HttpBinding, Keyed, Port, PortType, Server, SoapBinding } from "./service/port-type.js";
export type { ByteStream } from "./xml/byte-stream.js";
export type { Prefixes } from "./xml/write/written-bindings.js";
