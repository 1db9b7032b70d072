/**
 * Names as they are written: checked and encoded once per name and prefix, and remembered over documents.
 */

import { XmlWriteError } from "../errors.js";
import { isNCName } from "../name-characters.js";
import { FixedText } from "./byte-buffer.js";

/** A name to write, with the prefix that the caller would like. */
export interface NameToWrite {
  readonly namespace: string;
  readonly local: string;
  readonly prefix?: string;
}

/** The fixed texts of an element's tags. */
export interface WrittenTag {
  readonly prefix: string;
  readonly open: FixedText;
  readonly close: FixedText;
}

/** The fixed text before an attribute's value. */
export interface WrittenAttribute {
  readonly prefix: string;
  readonly open: FixedText;
}

/** By name object: those of schemas live as long as the program, and come again in each document. */
const tags = new WeakMap<NameToWrite, WrittenTag>();
const attributes = new WeakMap<NameToWrite, WrittenAttribute>();

/** The texts that were made last for an element's name, with whatever prefix. */
export function knownTag(name: NameToWrite): WrittenTag | undefined {
  return tags.get(name);
}

/** Makes the texts of an element's tags. */
export function tagOf(name: NameToWrite, prefix: string): WrittenTag {
  const known = tags.get(name);
  if (known?.prefix === prefix) return known;
  const qualified = qualify(name.local, prefix);
  const tag = { prefix, open: new FixedText(`<${qualified}`), close: new FixedText(`</${qualified}>`) };
  // A wish is given anew with each node of a document.
  if (name.prefix === undefined) tags.set(name, tag);
  return tag;
}

/** Makes the text before an attribute's value. */
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

/** Refuses what is no name without a colon. */
export function checkWrittenName(name: string): void {
  if (!isNCName(name)) throw new XmlWriteError(`"${name}" is not a name`);
}
