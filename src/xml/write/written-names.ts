/**
 * Encoded names: checked and encoded once per name and prefix, and cached across documents.
 */

import { XmlWriteError } from "../errors.js";
import { isNCName } from "../name-characters.js";
import { FixedText } from "./byte-buffer.js";

/** A name to write, with the prefix that the caller requests. */
export interface NameToWrite {
  readonly namespace: string;
  readonly local: string;
  readonly prefix?: string;
}

/** The encoded tags of an element. */
export interface WrittenTag {
  readonly prefix: string;
  readonly open: FixedText;
  readonly close: FixedText;
}

/** The encoded text before an attribute's value. */
export interface WrittenAttribute {
  readonly prefix: string;
  readonly open: FixedText;
}

/** Cached by name object: names of schemas live as long as the program and recur in each document. */
const tags = new WeakMap<NameToWrite, WrittenTag>();
const attributes = new WeakMap<NameToWrite, WrittenAttribute>();

/** The cached tags of an element's name, for whatever prefix was used last. */
export function knownTag(name: NameToWrite): WrittenTag | undefined {
  return tags.get(name);
}

/** Encodes the tags of an element. */
export function tagOf(name: NameToWrite, prefix: string): WrittenTag {
  const known = tags.get(name);
  if (known?.prefix === prefix) return known;
  const qualified = qualify(name.local, prefix);
  const tag = { prefix, open: new FixedText(`<${qualified}`), close: new FixedText(`</${qualified}>`) };
  // A name with a requested prefix comes from a node of a document and is not reused.
  if (name.prefix === undefined) tags.set(name, tag);
  return tag;
}

/** Encodes the text before an attribute's value. */
export function attributeOf(name: NameToWrite, prefix: string): WrittenAttribute {
  const known = attributes.get(name);
  if (known?.prefix === prefix) return known;
  const attribute = { prefix, open: new FixedText(` ${qualify(name.local, prefix)}="`) };
  if (name.prefix === undefined) attributes.set(name, attribute);
  return attribute;
}

function qualify(local: string, prefix: string): string {
  checkWrittenName(local);
  return prefix === "" ? local : `${prefix}:${local}`;
}

/** Throws unless the text is an NCName. */
export function checkWrittenName(name: string): void {
  if (!isNCName(name)) throw new XmlWriteError(`"${name}" is not a name`);
}
