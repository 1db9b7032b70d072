/**
 * Binary XML record by record, as it is sent: to inspect messages, and to write them again octet by octet. MC-NBFX §2.2
 *
 * Nothing about names and namespaces is checked here; `BinaryReader` reads documents.
 */
import type { OctetBuffer } from "./octet-buffer.js";
import type { OctetCursor } from "./octet-cursor.js";
import {
  isAttributeType,
  isElementType,
  isXmlnsType,
  letterIndex,
  type NameForm,
  nameForms,
  PrefixForm,
  RecordType,
  TextType,
} from "./record-type.js";
import { arrayValueOctets, readTextValue, type TextValue, writeTextRecord, writeTextValue } from "./text-value.js";

/** A string, or the id of one in a dictionary. */
export type StringOrId = string | number;

export interface ElementRecord {
  readonly type: "element";
  /** "" for none. */
  readonly prefix: string;
  readonly name: StringOrId;
}

export interface AttributeRecord {
  readonly type: "attribute";
  readonly prefix: string;
  readonly name: StringOrId;
  readonly value: TextValue;
}

export interface XmlnsRecord {
  readonly type: "xmlns";
  /** Undefined: the default namespace. */
  readonly prefix: string | undefined;
  readonly namespace: StringOrId;
}

export type BinaryRecord =
  | { readonly type: "endElement" }
  | { readonly type: "comment"; readonly text: string }
  | ElementRecord
  | AttributeRecord
  | XmlnsRecord
  | { readonly type: "text"; readonly value: TextValue; readonly endsElement: boolean }
  /** An element repeated for each value, with all its attributes. */
  | {
      readonly type: "array";
      readonly element: ElementRecord;
      readonly attributes: readonly (AttributeRecord | XmlnsRecord)[];
      readonly values: readonly TextValue[];
    };

/** Reads the record that begins here. */
export function readRecord(cursor: OctetCursor): BinaryRecord {
  const type = cursor.octet();
  if (type === RecordType.endElement) return { type: "endElement" };
  if (type === RecordType.comment) return { type: "comment", text: cursor.string() };
  if (type === RecordType.array) return readArray(cursor);
  if (isElementType(type)) return readElement(cursor, type);
  if (isAttributeType(type)) return readAttribute(cursor, type);
  if (type < RecordType.firstText || type === TextType.endList || type === TextType.startList + 1) return refuseType(cursor, type);
  const value = readTextValue(cursor, type & ~1);
  return { type: "text", value, endsElement: (type & 1) !== 0 };
}

/** Reads all records of a document. */
export function readRecords(cursor: OctetCursor): readonly BinaryRecord[] {
  const records: BinaryRecord[] = [];
  while (cursor.at < cursor.octets.length) records.push(readRecord(cursor));
  return records;
}

/** Refuses the type octet that was just read. */
export function refuseType(cursor: OctetCursor, type: number): never {
  cursor.fail("xml-binary-record", `a record of type 0x${type.toString(16).padStart(2, "0")} cannot stand here`, cursor.at - 1);
}

function readPrefix(cursor: OctetCursor, { prefix, letter }: NameForm): string {
  return prefix === PrefixForm.text ? cursor.string() : letter;
}

function readName(cursor: OctetCursor, { dictionary }: NameForm): StringOrId {
  return dictionary ? cursor.size() : cursor.string();
}

function readElement(cursor: OctetCursor, type: number): ElementRecord {
  const form = nameForms[type] ?? refuseType(cursor, type);
  const prefix = readPrefix(cursor, form);
  return { type: "element", prefix, name: readName(cursor, form) };
}

function readAttribute(cursor: OctetCursor, type: number): AttributeRecord | XmlnsRecord {
  const form = nameForms[type] ?? refuseType(cursor, type);
  const prefix = readPrefix(cursor, form);
  const name = readName(cursor, form);
  if (isXmlnsType(type)) return { type: "xmlns", prefix: form.prefix === PrefixForm.none ? undefined : prefix, namespace: name };
  return { type: "attribute", prefix, name, value: readTextValue(cursor, cursor.octet()) };
}

function readArray(cursor: OctetCursor): BinaryRecord {
  const elementType = cursor.octet();
  if (!isElementType(elementType)) refuseType(cursor, elementType);
  const element = readElement(cursor, elementType);
  const attributes: (AttributeRecord | XmlnsRecord)[] = [];
  let type = cursor.octet();
  for (; isAttributeType(type); type = cursor.octet()) attributes.push(readAttribute(cursor, type));
  if (type !== RecordType.endElement) refuseType(cursor, type);
  const { valueType, count } = readArrayHead(cursor);
  const values: TextValue[] = [];
  for (let index = 0; index < count; index++) values.push(readTextValue(cursor, valueType));
  return { type: "array", element, attributes, values };
}

/** Reads the type and the number of an array's values; the values that it announces must be there. MC-NBFX §2.2.3.31 */
export function readArrayHead(cursor: OctetCursor): { valueType: number; valueOctets: number; count: number } {
  const type = cursor.octet();
  const valueType = type & ~1;
  const valueOctets = (type & 1) === 0 ? undefined : arrayValueOctets.get(valueType);
  if (valueOctets === undefined) return refuseType(cursor, type);
  const { at } = cursor;
  const count = cursor.size();
  if (count === 0) cursor.fail("xml-binary-record", "an array has no values", at);
  if (count * valueOctets > cursor.octets.length - cursor.at) cursor.fail("xml-unexpected-end", "an array goes past the end", at);
  return { valueType, valueOctets, count };
}

/** Writes one record: names and prefixes in the shortest form. */
export function writeRecord(buffer: OctetBuffer, record: BinaryRecord): void {
  switch (record.type) {
    case "endElement":
      buffer.octet(RecordType.endElement);
      return;
    case "comment":
      buffer.octet(RecordType.comment);
      buffer.string(record.text);
      return;
    case "element":
      writeElement(buffer, record.prefix, record.name);
      return;
    case "attribute":
      writeAttributeName(buffer, record.prefix, record.name);
      writeTextRecord(buffer, record.value);
      return;
    case "xmlns":
      writeXmlns(buffer, record.prefix, record.namespace);
      return;
    case "text":
      endAfterText(buffer, writeTextRecord(buffer, record.value), record.endsElement);
      return;
    case "array":
      writeArray(buffer, record);
  }
}

/** Adds the end of the element to the text record whose type stands at `at`. */
export function endAfterText(buffer: OctetBuffer, at: number, endsElement = true): void {
  if (endsElement) buffer.replace(at, buffer.at(at) + 1);
}

export function writeElement(buffer: OctetBuffer, prefix: string, name: StringOrId): void {
  writeName(buffer, RecordType.shortElement, { text: RecordType.letterElement, id: RecordType.letterDictionaryElement }, prefix, name);
}

export function writeAttributeName(buffer: OctetBuffer, prefix: string, name: StringOrId): void {
  const letters = { text: RecordType.letterAttribute, id: RecordType.letterDictionaryAttribute };
  writeName(buffer, RecordType.shortAttribute, letters, prefix, name);
}

/** Of the four plain forms, bit 0 stands for a prefix and bit 1 for a string of a dictionary. */
function writeName(buffer: OctetBuffer, plain: number, letters: { text: number; id: number }, prefix: string, name: StringOrId): void {
  const isId = typeof name === "number";
  const letter = letterIndex(prefix);
  if (letter >= 0) buffer.octet((isId ? letters.id : letters.text) + letter);
  else {
    buffer.octet(plain + (prefix === "" ? 0 : 1) + (isId ? 2 : 0));
    if (prefix !== "") buffer.string(prefix);
  }
  writeString(buffer, name);
}

export function writeXmlns(buffer: OctetBuffer, prefix: string | undefined, namespace: StringOrId): void {
  buffer.octet(RecordType.shortXmlns + (prefix === undefined ? 0 : 1) + (typeof namespace === "number" ? 2 : 0));
  if (prefix !== undefined) buffer.string(prefix);
  writeString(buffer, namespace);
}

function writeString(buffer: OctetBuffer, text: StringOrId): void {
  if (typeof text === "number") buffer.size(text);
  else buffer.string(text);
}

function writeArray(buffer: OctetBuffer, { element, attributes, values }: Extract<BinaryRecord, { type: "array" }>): void {
  const first = values[0]?.type;
  if (first === undefined || first === "list" || !arrayValueOctets.has(TextType[first])) {
    throw new Error("internal: these values make no array");
  }
  buffer.octet(RecordType.array);
  writeRecord(buffer, element);
  for (const attribute of attributes) writeRecord(buffer, attribute);
  buffer.octet(RecordType.endElement);
  buffer.octet(TextType[first] + 1);
  buffer.size(values.length);
  for (const value of values) writeTextValue(buffer, value);
}
