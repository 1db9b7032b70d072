/**
 * Start tags of a binary document: element, attributes and declarations, resolved when the tag is complete. MC-NBFX §2.2.1, §2.2.2
 *
 * A declaration may come after the names that use it: the writer of .NET puts declarations last.
 *
 * `as` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import type { Name } from "../../xml/names.js";
import type { Quotas } from "../quotas.js";
import type { DocumentStrings } from "./document-strings.js";
import type { OctetCursor } from "./octet-cursor.js";
import { isAttributeType, isXmlnsType, nameForms } from "./record-type.js";
import { refuseType } from "./records.js";
import type { ScopedBindings } from "./scoped-bindings.js";
import { formatTextValue } from "./text-format.js";
import { readTextValue } from "./text-value.js";

/** Up to this number of attributes, comparing each with each is faster than a set. */
const fewAttributes = 8;

export class BinaryStartTag {
  name: Name;
  prefix = "";
  /** Attributes, declarations not counted. */
  count = 0;
  readonly #cursor: OctetCursor;
  readonly #strings: DocumentStrings;
  readonly #bindings: ScopedBindings;
  readonly #quotas: Quotas;
  readonly #locals: string[] = [];
  readonly #prefixes: string[] = [];
  readonly #values: string[] = [];
  readonly #offsets: number[] = [];
  readonly #names: Name[] = [];

  constructor(cursor: OctetCursor, strings: DocumentStrings, bindings: ScopedBindings, quotas: Quotas) {
    this.#cursor = cursor;
    this.#strings = strings;
    this.#bindings = bindings;
    this.#quotas = quotas;
    this.name = bindings.noNamespace.name("");
  }

  /** Reads an element from after its type octet. */
  read(type: number): void {
    const cursor = this.#cursor;
    const offset = cursor.at - 1;
    const form = nameForms[type] ?? refuseType(cursor, type);
    const prefix = this.#strings.prefix(form);
    const local = this.#strings.name(form);
    this.count = 0;
    const { octets } = cursor;
    if (isAttributeType(octets[cursor.at] ?? 0)) this.#readAttributes();
    const namespace = this.#bindings.find(prefix) ?? this.#refusePrefix(prefix, offset);
    this.prefix = prefix;
    this.name = this.#bindings.name(namespace, local);
    if (this.count > 0) this.#resolve();
  }

  #readAttributes(): void {
    const cursor = this.#cursor;
    const { octets, at: start } = cursor;
    const declared = this.#bindings.count;
    while (isAttributeType(octets[cursor.at] ?? 0)) {
      this.#readAttribute(cursor.octet(), declared);
      if (cursor.at - start > this.#quotas.bytesPerRead) {
        cursor.fail("xml-limit-start-tag", `the attributes of an element have more than ${this.#quotas.bytesPerRead} octets`, start);
      }
    }
  }

  #readAttribute(type: number, declared: number): void {
    const cursor = this.#cursor;
    const strings = this.#strings;
    const offset = cursor.at - 1;
    const form = nameForms[type] ?? refuseType(cursor, type);
    const prefix = strings.prefix(form);
    if (isXmlnsType(type)) {
      this.#bindings.declare(cursor, prefix, strings.namespace(form), declared, offset);
      return;
    }
    const local = strings.name(form);
    if (prefix === "" && local === "xmlns") cursor.fail("xml-namespace", 'an attribute must not be called "xmlns"', offset);
    const { count } = this;
    this.#prefixes[count] = prefix;
    this.#locals[count] = local;
    this.#offsets[count] = offset;
    this.#values[count] = formatTextValue(readTextValue(cursor, cursor.octet()), strings.findText);
    this.count = count + 1;
  }

  #resolve(): void {
    for (let index = 0; index < this.count; index++) {
      const prefix = this.#prefixes[index] as string;
      const bound = prefix === "" ? this.#bindings.noNamespace : this.#bindings.find(prefix);
      const namespace = bound ?? this.#refusePrefix(prefix, this.#offsets[index] as number);
      const name = this.#bindings.name(namespace, this.#locals[index] as string);
      this.#names[index] = name;
      if (index >= fewAttributes) continue;
      for (let before = 0; before < index; before++) if (this.#names[before] === name) this.#refuseTwice(index);
    }
    if (this.count > fewAttributes) this.#refuseEqualNames();
  }

  #refusePrefix(prefix: string, offset: number): never {
    this.#cursor.fail("xml-namespace", `the prefix "${prefix}" is not declared`, offset);
  }

  #refuseEqualNames(): void {
    const seen = new Set<Name>();
    for (let index = 0; index < this.count; index++) {
      const name = this.#names[index] as Name;
      if (seen.has(name)) this.#refuseTwice(index);
      seen.add(name);
    }
  }

  #refuseTwice(index: number): never {
    const { clark } = this.#names[index] as Name;
    this.#cursor.fail("xml-not-well-formed", `the attribute "${clark}" stands twice`, this.#offsets[index] as number);
  }

  /** The characters of all values: what each repetition of the tag in an array costs. */
  valueCharacters(): number {
    let characters = 0;
    for (let index = 0; index < this.count; index++) characters += (this.#values[index] as string).length;
    return characters;
  }

  #check(index: number): void {
    if (index < 0 || index >= this.count) throw new RangeError(`internal: there is no attribute ${index}`);
  }

  attributeName(index: number): Name {
    this.#check(index);
    return this.#names[index] as Name;
  }

  attributePrefix(index: number): string {
    this.#check(index);
    return this.#prefixes[index] as string;
  }

  attributeValue(index: number): string {
    this.#check(index);
    return this.#values[index] as string;
  }

  attributeOffset(index: number): number {
    this.#check(index);
    return this.#offsets[index] as number;
  }
}
