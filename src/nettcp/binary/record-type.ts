/**
 * Types of binary XML records, and what the type octet alone determines. MC-NBFX §2.2
 */

export const RecordType = {
  endElement: 0x01,
  comment: 0x02,
  array: 0x03,
  shortAttribute: 0x04,
  attribute: 0x05,
  shortDictionaryAttribute: 0x06,
  dictionaryAttribute: 0x07,
  shortXmlns: 0x08,
  xmlns: 0x09,
  shortDictionaryXmlns: 0x0a,
  dictionaryXmlns: 0x0b,
  /** One record a letter, "a" first. */
  letterDictionaryAttribute: 0x0c,
  letterAttribute: 0x26,
  shortElement: 0x40,
  element: 0x41,
  shortDictionaryElement: 0x42,
  dictionaryElement: 0x43,
  letterDictionaryElement: 0x44,
  letterElement: 0x5e,
  lastElement: 0x77,
  firstText: 0x80,
} as const;

/** Types of text records; the odd number after each means that the element ends too. MC-NBFX §2.2.3 */
export const TextType = {
  zero: 0x80,
  one: 0x82,
  false: 0x84,
  true: 0x86,
  int8: 0x88,
  int16: 0x8a,
  int32: 0x8c,
  int64: 0x8e,
  float: 0x90,
  double: 0x92,
  decimal: 0x94,
  dateTime: 0x96,
  chars8: 0x98,
  chars16: 0x9a,
  chars32: 0x9c,
  bytes8: 0x9e,
  bytes16: 0xa0,
  bytes32: 0xa2,
  startList: 0xa4,
  endList: 0xa6,
  empty: 0xa8,
  dictionary: 0xaa,
  uniqueId: 0xac,
  timeSpan: 0xae,
  uuid: 0xb0,
  uint64: 0xb2,
  bool: 0xb4,
  unicodeChars8: 0xb6,
  unicodeChars16: 0xb8,
  unicodeChars32: 0xba,
  qname: 0xbc,
} as const;

const letters = "abcdefghijklmnopqrstuvwxyz";

/** How the prefix of a name is given. */
export const PrefixForm = { none: 0, text: 1, letter: 2 } as const;
export type PrefixForm = (typeof PrefixForm)[keyof typeof PrefixForm];

/** How an element, attribute or declaration is written. */
export interface NameForm {
  readonly prefix: PrefixForm;
  /** For `PrefixForm.letter`. */
  readonly letter: string;
  /** The name, or the namespace of a declaration, is a string of a dictionary. */
  readonly dictionary: boolean;
}

/** The forms by type octet; undefined for types outside 04 to 77. */
export const nameForms: readonly (NameForm | undefined)[] = Array.from({ length: 0x100 }, (_, type) => formOf(type));

function formOf(type: number): NameForm | undefined {
  for (const start of [RecordType.letterDictionaryAttribute, RecordType.letterDictionaryElement]) {
    const index = type - start;
    // The dictionary forms of the 26 letters, then the others.
    if (index < 0 || index >= letters.length * 2) continue;
    return { prefix: PrefixForm.letter, letter: letters.charAt(index % letters.length), dictionary: index < letters.length };
  }
  const isPlain =
    (type >= RecordType.shortAttribute && type <= RecordType.dictionaryXmlns) ||
    (type >= RecordType.shortElement && type <= RecordType.dictionaryElement);
  if (!isPlain) return undefined;
  return { prefix: (type & 1) === 0 ? PrefixForm.none : PrefixForm.text, letter: "", dictionary: (type & 2) !== 0 };
}

export function isElementType(type: number): boolean {
  return type >= RecordType.shortElement && type <= RecordType.lastElement;
}

/** Attributes and namespace declarations. */
export function isAttributeType(type: number): boolean {
  return type >= RecordType.shortAttribute && type < RecordType.shortElement;
}

export function isXmlnsType(type: number): boolean {
  return type >= RecordType.shortXmlns && type <= RecordType.dictionaryXmlns;
}

/** The letter's number if a prefix is one letter from "a" to "z"; -1 otherwise. */
export function letterIndex(prefix: string): number {
  return prefix.length === 1 ? letters.indexOf(prefix) : -1;
}

/** The prefix that a letter's number stands for. */
export function letterOf(index: number): string {
  return letters.charAt(index);
}
