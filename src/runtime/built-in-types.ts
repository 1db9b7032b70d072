/**
 * The built-in types, one constant each, so that generated code only imports what it uses. Content of any type brings all of them, since xsi:type may name any. XSD 1.0 Part 2 §3, Part 1 §3.4.7
 */
import {
  allFamilies,
  base64Binaries,
  booleans,
  dates,
  dateTimes,
  days,
  decimals,
  doubles,
  durations,
  floats,
  hexBinaries,
  monthDays,
  months,
  notations,
  qualifiedNames,
  textLists,
  texts,
  times,
  uris,
  yearMonths,
  years,
} from "../datatypes/built-in-families.js";
import type { Codec, SimpleType } from "./codec.js";
import { elementNodes } from "./encode/nodes.js";
import type { XmlAttributes, XmlContent, XmlElement } from "./shapes.js";
import { builtInType, openType } from "./table-functions.js";

export const xsAnySimpleType: SimpleType<string> = /*@__PURE__*/ builtInType<string>("anySimpleType", () => allFamilies);
export const xsString: SimpleType<string> = /*@__PURE__*/ builtInType<string>("string", () => [texts]);
export const xsNormalizedString: SimpleType<string> = /*@__PURE__*/ builtInType<string>("normalizedString", () => [texts]);
export const xsToken: SimpleType<string> = /*@__PURE__*/ builtInType<string>("token", () => [texts]);
export const xsLanguage: SimpleType<string> = /*@__PURE__*/ builtInType<string>("language", () => [texts]);
export const xsNMTOKEN: SimpleType<string> = /*@__PURE__*/ builtInType<string>("NMTOKEN", () => [texts]);
export const xsName: SimpleType<string> = /*@__PURE__*/ builtInType<string>("Name", () => [texts]);
export const xsNCName: SimpleType<string> = /*@__PURE__*/ builtInType<string>("NCName", () => [texts]);
export const xsID: SimpleType<string> = /*@__PURE__*/ builtInType<string>("ID", () => [texts]);
export const xsIDREF: SimpleType<string> = /*@__PURE__*/ builtInType<string>("IDREF", () => [texts]);
export const xsENTITY: SimpleType<string> = /*@__PURE__*/ builtInType<string>("ENTITY", () => [texts]);
export const xsAnyURI: SimpleType<string> = /*@__PURE__*/ builtInType<string>("anyURI", () => [uris]);
export const xsQName: SimpleType<string> = /*@__PURE__*/ builtInType<string>("QName", () => [qualifiedNames]);
export const xsNOTATION: SimpleType<string> = /*@__PURE__*/ builtInType<string>("NOTATION", () => [notations]);
export const xsDecimal: SimpleType<string> = /*@__PURE__*/ builtInType<string>("decimal", () => [decimals]);
export const xsDuration: SimpleType<string> = /*@__PURE__*/ builtInType<string>("duration", () => [durations]);
export const xsDateTime: SimpleType<string> = /*@__PURE__*/ builtInType<string>("dateTime", () => [dateTimes]);
export const xsTime: SimpleType<string> = /*@__PURE__*/ builtInType<string>("time", () => [times]);
export const xsDate: SimpleType<string> = /*@__PURE__*/ builtInType<string>("date", () => [dates]);
export const xsGYearMonth: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gYearMonth", () => [yearMonths]);
export const xsGYear: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gYear", () => [years]);
export const xsGMonthDay: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gMonthDay", () => [monthDays]);
export const xsGDay: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gDay", () => [days]);
export const xsGMonth: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gMonth", () => [months]);
export const xsNMTOKENS: SimpleType<readonly string[]> = /*@__PURE__*/ builtInType<readonly string[]>("NMTOKENS", () => [texts, textLists]);
export const xsIDREFS: SimpleType<readonly string[]> = /*@__PURE__*/ builtInType<readonly string[]>("IDREFS", () => [texts, textLists]);
export const xsENTITIES: SimpleType<readonly string[]> = /*@__PURE__*/ builtInType<readonly string[]>("ENTITIES", () => [texts, textLists]);
export const xsBoolean: SimpleType<boolean> = /*@__PURE__*/ builtInType<boolean>("boolean", () => [booleans]);
export const xsFloat: SimpleType<number> = /*@__PURE__*/ builtInType<number>("float", () => [floats]);
export const xsDouble: SimpleType<number> = /*@__PURE__*/ builtInType<number>("double", () => [doubles]);
export const xsInt: SimpleType<number> = /*@__PURE__*/ builtInType<number>("int", () => [decimals]);
export const xsShort: SimpleType<number> = /*@__PURE__*/ builtInType<number>("short", () => [decimals]);
export const xsByte: SimpleType<number> = /*@__PURE__*/ builtInType<number>("byte", () => [decimals]);
export const xsUnsignedInt: SimpleType<number> = /*@__PURE__*/ builtInType<number>("unsignedInt", () => [decimals]);
export const xsUnsignedShort: SimpleType<number> = /*@__PURE__*/ builtInType<number>("unsignedShort", () => [decimals]);
export const xsUnsignedByte: SimpleType<number> = /*@__PURE__*/ builtInType<number>("unsignedByte", () => [decimals]);
export const xsInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("integer", () => [decimals]);
export const xsNonPositiveInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("nonPositiveInteger", () => [decimals]);
export const xsNegativeInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("negativeInteger", () => [decimals]);
export const xsLong: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("long", () => [decimals]);
export const xsNonNegativeInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("nonNegativeInteger", () => [decimals]);
export const xsUnsignedLong: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("unsignedLong", () => [decimals]);
export const xsPositiveInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("positiveInteger", () => [decimals]);
export const xsHexBinary: SimpleType<Uint8Array> = /*@__PURE__*/ builtInType<Uint8Array>("hexBinary", () => [hexBinaries]);
export const xsBase64Binary: SimpleType<Uint8Array> = /*@__PURE__*/ builtInType<Uint8Array>("base64Binary", () => [base64Binaries]);

/** xs:anyType: any attributes, any content. XSD 1.0 Part 1 §3.4.7 */
export const xsAnyType: Codec<XmlContent> = /*@__PURE__*/ openType<XmlContent>("anyType", () => allFamilies, elementNodes);
/** An element that matches a wildcard, or any document. */
export const xmlElement: Codec<XmlElement> = /*@__PURE__*/ openType<XmlElement>("xmlElement", () => allFamilies, elementNodes);
/** The attributes that match an attribute wildcard. */
export const xmlAttributes: Codec<XmlAttributes> = /*@__PURE__*/ openType<XmlAttributes>("xmlAttributes", () => allFamilies);
