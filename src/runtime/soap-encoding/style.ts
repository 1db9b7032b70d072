/**
 * How the two versions of the SOAP encoding write the same things. SOAP 1.1 §5, SOAP 1.2 Part 2 §3
 */
import type { Issue } from "../issues.js";
import type { XmlElement } from "../shapes.js";
import { localName } from "./compiled-types.js";

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
  /** What an array calls the type of items that are arrays of so many dimensions themselves; undefined if it has no words for it. */
  readonly arrayOf: (itemType: string, dimensions: number) => string | undefined;
  /** The attributes of an array with items of a type and a size for each dimension. */
  readonly arrayAttributes: (itemType: string | undefined, sizes: readonly number[]) => Readonly<Record<string, string>>;
  /** The QName of the type of items that the attributes of an array say. */
  readonly itemTypeIn: (attributes: XmlElement["attributes"]) => string | undefined;
  /** The sizes that the attributes of an array say, outermost first; undefined for one that is left open. */
  readonly sizesIn: (attributes: XmlElement["attributes"]) => readonly (number | undefined)[];
}

const namespace11 = "http://schemas.xmlsoap.org/soap/encoding/";
const namespace12 = "http://www.w3.org/2003/05/soap-encoding";

export const soapEncoding11: EncodingStyle = {
  namespace: namespace11,
  id: "id",
  reference: "href",
  idOf: (reference) => (reference.startsWith("#") ? reference.slice(1) : undefined),
  arrayOf: (itemType, dimensions) => `${itemType}[${",".repeat(dimensions - 1)}]`,
  arrayAttributes: (itemType, sizes) => ({ [`{${namespace11}}arrayType`]: `${itemType ?? ""}[${sizes.join(",")}]` }),
  // Items of "xsd:int[][2]" are arrays, and say so themselves.
  itemTypeIn: (attributes) => /^\s*([^[\]\s]+)\s*\[[^[\]]*\]\s*$/.exec(attributes[`{${namespace11}}arrayType`] ?? "")?.[1],
  // Of "xsd:int[,][4]", four arrays of two dimensions, the last brackets are the array's own. SOAP 1.1 §5.4.2
  sizesIn: (attributes) => {
    const own = /\[([^[\]]*)\]\s*$/.exec(attributes[`{${namespace11}}arrayType`] ?? "")?.[1] ?? "";
    return own.split(",").map((size) => sizeIn(size, ""));
  },
};

export const soapEncoding12: EncodingStyle = {
  namespace: namespace12,
  id: `{${namespace12}}id`,
  reference: `{${namespace12}}ref`,
  // An ID has no "#" in it; PHP writes one all the same.
  idOf: (reference) => reference.replace(/^#/, ""),
  // An itemType is a QName, and types of arrays have none: the items say what they are. SOAP 1.2 Part 2 §3.1.4.1
  arrayOf: () => undefined,
  arrayAttributes: (itemType, sizes) => ({
    ...(itemType !== undefined && { [`{${namespace12}}itemType`]: itemType }),
    [`{${namespace12}}arraySize`]: sizes.join(" "),
  }),
  itemTypeIn: (attributes) => attributes[`{${namespace12}}itemType`]?.trim(),
  // Only the first size may be "*". SOAP 1.2 Part 2 §3.1.6
  sizesIn: (attributes) => {
    const sizes = (attributes[`{${namespace12}}arraySize`] ?? "*").trim().split(/\s+/);
    return sizes.map((size, index) => sizeIn(size, index === 0 ? "*" : undefined));
  },
};

/** A size, or undefined where `open` stands for it. */
function sizeIn(text: string, open: string | undefined): number | undefined {
  const size = text.trim();
  if (size === open) return undefined;
  if (!/^\d{1,9}$/.test(size)) throw new EncodingError(`"${size}" is not the size of an array`);
  return Number(size);
}

/** What is wrong with an encoded message. */
export class EncodingError extends Error {}

/** The issue of a message whose encoding is wrong. Lines and columns would be those of a document that nobody has seen. */
export function encodingIssue(root: string, { message }: EncodingError): Issue {
  const path = `/${localName(root)}`;
  return { id: "soap-encoding", path, line: undefined, column: undefined, message };
}
