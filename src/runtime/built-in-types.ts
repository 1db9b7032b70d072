/**
 * The built-in types, one constant each, so that generated code only imports what it uses. XSD 1.0 Part 2 §3, Part 1 §3.4.7
 */
import type { Codec, SimpleType } from "./codec.js";
import type { XmlAttributes, XmlContent, XmlElement } from "./shapes.js";
import { builtInType, openType } from "./table-functions.js";

export const xsAnySimpleType: SimpleType<string> = /*@__PURE__*/ builtInType<string>("anySimpleType");
export const xsString: SimpleType<string> = /*@__PURE__*/ builtInType<string>("string");
export const xsNormalizedString: SimpleType<string> = /*@__PURE__*/ builtInType<string>("normalizedString");
export const xsToken: SimpleType<string> = /*@__PURE__*/ builtInType<string>("token");
export const xsLanguage: SimpleType<string> = /*@__PURE__*/ builtInType<string>("language");
export const xsNMTOKEN: SimpleType<string> = /*@__PURE__*/ builtInType<string>("NMTOKEN");
export const xsName: SimpleType<string> = /*@__PURE__*/ builtInType<string>("Name");
export const xsNCName: SimpleType<string> = /*@__PURE__*/ builtInType<string>("NCName");
export const xsID: SimpleType<string> = /*@__PURE__*/ builtInType<string>("ID");
export const xsIDREF: SimpleType<string> = /*@__PURE__*/ builtInType<string>("IDREF");
export const xsENTITY: SimpleType<string> = /*@__PURE__*/ builtInType<string>("ENTITY");
export const xsAnyURI: SimpleType<string> = /*@__PURE__*/ builtInType<string>("anyURI");
export const xsQName: SimpleType<string> = /*@__PURE__*/ builtInType<string>("QName");
export const xsNOTATION: SimpleType<string> = /*@__PURE__*/ builtInType<string>("NOTATION");
export const xsDecimal: SimpleType<string> = /*@__PURE__*/ builtInType<string>("decimal");
export const xsDuration: SimpleType<string> = /*@__PURE__*/ builtInType<string>("duration");
export const xsDateTime: SimpleType<string> = /*@__PURE__*/ builtInType<string>("dateTime");
export const xsTime: SimpleType<string> = /*@__PURE__*/ builtInType<string>("time");
export const xsDate: SimpleType<string> = /*@__PURE__*/ builtInType<string>("date");
export const xsGYearMonth: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gYearMonth");
export const xsGYear: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gYear");
export const xsGMonthDay: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gMonthDay");
export const xsGDay: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gDay");
export const xsGMonth: SimpleType<string> = /*@__PURE__*/ builtInType<string>("gMonth");
export const xsNMTOKENS: SimpleType<readonly string[]> = /*@__PURE__*/ builtInType<readonly string[]>("NMTOKENS");
export const xsIDREFS: SimpleType<readonly string[]> = /*@__PURE__*/ builtInType<readonly string[]>("IDREFS");
export const xsENTITIES: SimpleType<readonly string[]> = /*@__PURE__*/ builtInType<readonly string[]>("ENTITIES");
export const xsBoolean: SimpleType<boolean> = /*@__PURE__*/ builtInType<boolean>("boolean");
export const xsFloat: SimpleType<number> = /*@__PURE__*/ builtInType<number>("float");
export const xsDouble: SimpleType<number> = /*@__PURE__*/ builtInType<number>("double");
export const xsInt: SimpleType<number> = /*@__PURE__*/ builtInType<number>("int");
export const xsShort: SimpleType<number> = /*@__PURE__*/ builtInType<number>("short");
export const xsByte: SimpleType<number> = /*@__PURE__*/ builtInType<number>("byte");
export const xsUnsignedInt: SimpleType<number> = /*@__PURE__*/ builtInType<number>("unsignedInt");
export const xsUnsignedShort: SimpleType<number> = /*@__PURE__*/ builtInType<number>("unsignedShort");
export const xsUnsignedByte: SimpleType<number> = /*@__PURE__*/ builtInType<number>("unsignedByte");
export const xsInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("integer");
export const xsNonPositiveInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("nonPositiveInteger");
export const xsNegativeInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("negativeInteger");
export const xsLong: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("long");
export const xsNonNegativeInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("nonNegativeInteger");
export const xsUnsignedLong: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("unsignedLong");
export const xsPositiveInteger: SimpleType<bigint> = /*@__PURE__*/ builtInType<bigint>("positiveInteger");
export const xsHexBinary: SimpleType<Uint8Array> = /*@__PURE__*/ builtInType<Uint8Array>("hexBinary");
export const xsBase64Binary: SimpleType<Uint8Array> = /*@__PURE__*/ builtInType<Uint8Array>("base64Binary");

/** xs:anyType: any attributes, any content. XSD 1.0 Part 1 §3.4.7 */
export const xsAnyType: Codec<XmlContent> = /*@__PURE__*/ openType<XmlContent>("anyType");
/** An element that matches a wildcard, or any document. */
export const xmlElement: Codec<XmlElement> = /*@__PURE__*/ openType<XmlElement>("xmlElement");
/** The attributes that match an attribute wildcard. */
export const xmlAttributes: Codec<XmlAttributes> = /*@__PURE__*/ openType<XmlAttributes>("xmlAttributes");
