/**
 * Random documents for comparing readers and writers: as text, and as records of binary XML. The same seed gives the same documents.
 */
import { TextType } from "../../src/nettcp/binary/record-type.js";
import type { AttributeRecord, BinaryRecord, ElementRecord, XmlnsRecord } from "../../src/nettcp/binary/records.js";
import { staticIds } from "../../src/nettcp/binary/static-dictionary.js";
import { arrayValueOctets, type TextValue } from "../../src/nettcp/binary/text-value.js";
import { isNCName } from "../../src/xml/name-characters.js";

/** A number from 0 up to, but not including, the given one. */
export type Random = (below: number) => number;

/** mulberry32 */
export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 4294967296) * below);
  };
}

function pick<T>(random: Random, values: readonly T[]): T {
  const value = values[random(values.length)];
  if (value === undefined) throw new Error("internal: there is nothing to pick");
  return value;
}

const staticNames = [...staticIds.keys()].filter((text) => isNCName(text)).slice(0, 80);
export const localNames: readonly string[] = [
  ...staticNames,
  "a",
  "item",
  "Größe",
  "x-1",
  "OperationId",
  "_",
  "数",
  "longer.name-of_an.element",
];
export const namespaces: readonly string[] = [
  "urn:a",
  "urn:b",
  "http://www.w3.org/2005/08/addressing",
  "http://Microsoft.Windows.Ipam",
  "urn:ü",
];
const prefixes: readonly string[] = ["a", "b", "s", "z", "Q", "pre", "ns1", "é"];

const words: readonly string[] = [
  "",
  " ",
  "\n",
  "\t ",
  "text",
  "a<b&c>d",
  "]]>",
  "\"'",
  "ü€😀",
  "数数数",
  "\u0085\u2028",
  "0",
  "1",
  "true",
  "false",
];

function octetsOf(random: Random, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, () => random(256));
}

function hex(random: Random, digits: number): string {
  return Array.from({ length: digits }, () => random(16).toString(16)).join("");
}

function bits(random: Random, count: number): bigint {
  return BigInt(`0x${hex(random, count / 4)}`) >> BigInt(random(count));
}

function uuid(random: Random): string {
  return `${hex(random, 8)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 4)}-${hex(random, 12)}`;
}

/** Text, often such that a typed record could stand for it. */
export function randomText(random: Random): string {
  const sign = random(2) === 0 ? "-" : "";
  switch (random(12)) {
    case 0:
      return sign + bits(random, 64).toString();
    case 1:
      return `${sign}${bits(random, 64)}.${bits(random, 32)}`;
    case 2:
      return String((random(2) === 0 ? -1 : 1) * random(1_000_000) * 10 ** (random(40) - 20));
    case 3:
      return new Date(Number(bits(random, 44))).toISOString();
    case 4:
      return `${sign}P${random(400)}DT${random(24)}H${random(60)}M${random(60)}.${random(9) + 1}S`;
    case 5:
      return (random(2) === 0 ? "urn:uuid:" : "") + uuid(random);
    case 6:
      return Buffer.from(octetsOf(random, random(40))).toString("base64");
    case 7:
      return pick(random, [...staticIds.keys()]);
    case 8:
      return pick(random, words).repeat(random(300));
    default:
      return Array.from({ length: random(4) }, () => pick(random, words)).join("");
  }
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"\t\r\n\u0085\u2028]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A document as text, without a declaration. */
export function randomXml(random: Random): string {
  return xmlElement(random, 0, new Map());
}

function xmlElement(random: Random, depth: number, inherited: ReadonlyMap<string, string>): string {
  const scope = new Map(inherited);
  const declarations = new Map<string, string>();
  for (let count = random(depth === 0 ? 4 : 2); count > 0; count--) declarations.set(pick(random, prefixes), pick(random, namespaces));
  if (random(4) === 0) declarations.set("", random(3) === 0 ? "" : pick(random, namespaces));
  for (const [prefix, namespace] of declarations) scope.set(prefix, namespace);
  const usable = [...scope.keys()].filter((prefix) => prefix !== "");
  const name = xmlName(random, usable);
  const attributes = new Map<string, string>();
  const seen = new Set<string>();
  for (let count = random(4); count > 0; count--) {
    const attribute = random(8) === 0 ? "xml:lang" : xmlName(random, usable);
    const [prefix = "", local] = attribute.includes(":") ? attribute.split(":") : ["", attribute];
    const clark = `{${prefix === "" ? "" : (scope.get(prefix) ?? prefix)}}${local}`;
    if (seen.has(clark)) continue;
    seen.add(clark);
    attributes.set(attribute, randomText(random));
  }
  const tag = [
    name,
    ...[...attributes].map(([attribute, value]) => `${attribute}="${escapeXml(value)}"`),
    ...[...declarations].map(([prefix, namespace]) => `xmlns${prefix === "" ? "" : ":"}${prefix}="${namespace}"`),
  ].join(" ");
  return `<${tag}>${xmlContent(random, depth, scope)}</${name}>`;
}

function xmlName(random: Random, usable: readonly string[]): string {
  const local = pick(random, localNames);
  return usable.length > 0 && random(3) > 0 ? `${pick(random, usable)}:${local}` : local;
}

function xmlContent(random: Random, depth: number, scope: ReadonlyMap<string, string>): string {
  const content: string[] = [];
  for (let count = random(depth > 6 ? 2 : 4); count > 0; count--) {
    const kind = random(8);
    if (kind === 0) content.push("<!-- comment -->");
    else if (kind < 4 || depth > 8) content.push(escapeXml(randomText(random)));
    else content.push(xmlElement(random, depth + 1, scope));
  }
  return content.join("");
}

const nameIds = staticNames.map((name) => staticIds.get(name) ?? 0);
const textIds = [...staticIds.values()];

/** Records of a document; dictionary ids are those of the static dictionary. */
export function randomRecords(random: Random): readonly BinaryRecord[] {
  const records: BinaryRecord[] = [];
  addElement(random, records, 0);
  return records;
}

function addElement(random: Random, records: BinaryRecord[], depth: number): void {
  const { element, attributes } = startTag(random);
  records.push(element, ...attributes);
  for (let count = random(depth > 6 ? 2 : 4); count > 0; count--) {
    const kind = random(10);
    if (kind === 0) records.push({ type: "comment", text: "comment" });
    else if (kind === 1) records.push(arrayRecord(random));
    else if (kind < 5 && depth < 9) addElement(random, records, depth + 1);
    else records.push({ type: "text", value: textValue(random), endsElement: false });
  }
  const last = records.at(-1);
  if (last?.type === "text" && !last.endsElement && last.value.type !== "list" && random(2) === 0) {
    records[records.length - 1] = { ...last, endsElement: true };
  } else records.push({ type: "endElement" });
}

function startTag(random: Random): { element: ElementRecord; attributes: (AttributeRecord | XmlnsRecord)[] } {
  const declared = pick(random, prefixes);
  const hasPrefix = random(2) === 0;
  const prefix = () => (hasPrefix && random(2) === 0 ? declared : "");
  const element = { type: "element", prefix: prefix(), name: nameOrId(random) } as const;
  const attributes: (AttributeRecord | XmlnsRecord)[] = [];
  const seen = new Set<string>();
  for (let count = random(3); count > 0; count--) {
    const attribute = { type: "attribute", prefix: prefix(), name: nameOrId(random), value: textValue(random) } as const;
    const local = typeof attribute.name === "string" ? attribute.name : [...staticIds.keys()][attribute.name / 2];
    if (seen.has(`${attribute.prefix}:${local}`)) continue;
    seen.add(`${attribute.prefix}:${local}`);
    attributes.push(attribute);
  }
  const namespace = random(2) === 0 ? pick(random, namespaces) : 4 + 2 * random(2);
  if (hasPrefix) attributes.push({ type: "xmlns", prefix: declared, namespace });
  if (random(4) === 0) attributes.push({ type: "xmlns", prefix: undefined, namespace: pick(random, namespaces) });
  return { element, attributes };
}

function nameOrId(random: Random): string | number {
  return random(2) === 0 ? pick(random, nameIds) : pick(random, localNames);
}

const arrayTypes = Object.entries(TextType).filter(([, type]) => arrayValueOctets.has(type));

function arrayRecord(random: Random): BinaryRecord {
  const [name] = pick(random, arrayTypes);
  const values = Array.from({ length: random(5) + 1 }, () => fixedValue(random, name));
  return { type: "array", ...startTag(random), values };
}

/** A value of a type that has a fixed number of octets. */
function fixedValue(random: Random, type: string): TextValue {
  const wide = new DataView(octetsOf(random, 16).buffer);
  switch (type) {
    case "int8":
      return { type, value: wide.getInt8(0) };
    case "int16":
      return { type, value: wide.getInt16(0) };
    case "int32":
      return { type, value: wide.getInt32(0) };
    case "int64":
    case "timeSpan":
      return { type, value: wide.getBigInt64(0) >> BigInt(random(64)) };
    case "uint64":
      return { type, value: bits(random, 64) };
    case "float":
      return { type, value: random(3) === 0 ? random(20_000_000) - 10_000_000 : wide.getFloat32(0) };
    case "double":
      return { type, value: random(3) === 0 ? (random(2_000_000) - 1_000_000) / 1000 : wide.getFloat64(0) };
    case "decimal":
      return { type, value: { negative: random(2) === 0, scale: random(29), coefficient: bits(random, 96) } };
    case "dateTime":
      // Local times of years in which offsets were whole minutes.
      if (random(3) === 0)
        return { type, value: { ticks: 621_000_000_000_000_000n + (bits(random, 64) % 21_000_000_000_000_000n), zone: 2 } };
      return { type, value: { ticks: bits(random, 64) % 3_155_378_976_000_000_000n, zone: random(2) } };
    case "bool":
      return { type, value: random(2) === 0 };
    case "uniqueId":
      return { type, value: octetsOf(random, 16) };
    default:
      return { type: "uuid", value: octetsOf(random, 16) };
  }
}

const fixedTypes = [
  "int8",
  "int16",
  "int32",
  "int64",
  "timeSpan",
  "uint64",
  "float",
  "double",
  "decimal",
  "dateTime",
  "bool",
  "uniqueId",
  "uuid",
];
const plainTypes = ["zero", "one", "false", "true", "empty"] as const;
const charsTypes = ["chars8", "chars16", "chars32", "unicodeChars8", "unicodeChars16", "unicodeChars32"] as const;

/** The reader of .NET takes no names in lists, and makes "System.Byte[]" of octets in lists. */
function listItem(random: Random): TextValue {
  for (;;) {
    const value = textValue(random);
    if (value.type !== "list" && value.type !== "qname" && !value.type.startsWith("bytes")) return value;
  }
}

function textValue(random: Random): TextValue {
  switch (random(7)) {
    case 0:
      return { type: pick(random, plainTypes) };
    case 1:
      return { type: "dictionary", id: pick(random, textIds) };
    case 2:
      return { type: "qname", letter: random(26), id: pick(random, nameIds) };
    case 3:
      return { type: pick(random, charsTypes), value: randomText(random).slice(0, 60) };
    case 4:
      return { type: pick(random, ["bytes8", "bytes16", "bytes32"] as const), value: octetsOf(random, random(50)) };
    case 5:
      return fixedValue(random, pick(random, fixedTypes));
    default:
      return { type: "list", items: Array.from({ length: random(5) }, () => listItem(random)) };
  }
}
