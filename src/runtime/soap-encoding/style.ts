/**
 * How the two versions of the SOAP encoding write the same things. SOAP 1.1 §5, SOAP 1.2 Part 2 §3
 */

/** One version of the encoding. */
export interface EncodingStyle {
  /** The namespace, which encodingStyle attributes name too. */
  readonly namespace: string;
  /** Clark name of the attribute that names a value. */
  readonly id: string;
  /** Clark name of the attribute that refers to a value elsewhere. */
  readonly reference: string;
  /** The id that a reference means; undefined for a reference to another document. */
  readonly idOf: (reference: string) => string | undefined;
  /** The attributes of an array with items of a type, a QName. */
  readonly arrayAttributes: (itemType: string, size: number) => Readonly<Record<string, string>>;
}

const namespace11 = "http://schemas.xmlsoap.org/soap/encoding/";
const namespace12 = "http://www.w3.org/2003/05/soap-encoding";

export const soapEncoding11: EncodingStyle = {
  namespace: namespace11,
  id: "id",
  reference: "href",
  idOf: (reference) => (reference.startsWith("#") ? reference.slice(1) : undefined),
  arrayAttributes: (itemType, size) => ({ [`{${namespace11}}arrayType`]: `${itemType}[${size}]` }),
};

export const soapEncoding12: EncodingStyle = {
  namespace: namespace12,
  id: `{${namespace12}}id`,
  reference: `{${namespace12}}ref`,
  // An ID has no "#" in it; PHP writes one all the same.
  idOf: (reference) => reference.replace(/^#/, ""),
  arrayAttributes: (itemType, size) => ({ [`{${namespace12}}itemType`]: itemType, [`{${namespace12}}arraySize`]: String(size) }),
};

/** What is wrong with an encoded message. */
export class EncodingError extends Error {}
