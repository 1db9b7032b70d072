/**
 * Start tags. Attributes are offsets into the window, in parallel arrays that are reused for each tag; a value becomes a string on first use.
 * XML 1.0 §3.1, Namespaces in XML 1.0 §6
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../byte.js";
import { attributeClasses, blankBytes } from "../characters.js";
import type { AttributeDefinition } from "../doctype/document-type.js";
import type { Name } from "../names.js";
import * as TextClass from "../text-class.js";
import type { Bindings } from "./bindings.js";
import { withSpaces } from "./line-ends.js";
import type { Namespace, NameTable, RawName } from "./name-table.js";
import { collapseSpaces, type Entities, type Refuse } from "./references.js";
import type { Window } from "./window.js";

/** Longer values are not cached as namespace names. */
const rememberedLength = 256;
/** Up to this number of attributes, comparing all pairs is faster than a set. */
const fewAttributes = 8;

/** The result of `read` if the end of the tag is not in the window. */
export const moreNeeded = -1;

/** The start tag read last. */
export class StartTag {
  selfClosing = false;
  /** The number of attributes, without namespace declarations. */
  count = 0;
  readonly #names: Name[] = [];
  readonly #window: Window;
  readonly #table: NameTable;
  readonly #entities: Entities;
  readonly #raws: RawName[] = [];
  readonly #nameStarts: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #classes: number[] = [];
  readonly #values: (string | undefined)[] = [];
  #declared = 0;
  readonly #declaringRaws: RawName[] = [];
  readonly #declaredNamespaces: Namespace[] = [];
  readonly #declaredAt: number[] = [];

  constructor(window: Window, table: NameTable, entities: Entities) {
    this.#window = window;
    this.#table = table;
    this.#entities = entities;
  }

  /** Removes all attributes and declarations. */
  clear(): void {
    this.count = 0;
    this.#declared = 0;
    this.selfClosing = false;
  }

  /** Reads from the end of the element's name. Returns the index after ">", or `moreNeeded`. */
  read(element: RawName, start: number): number {
    const window = this.#window;
    const { bytes } = window;
    const tag = ++this.#table.tagCount;
    let previous = element;
    let index = start;
    this.clear();
    for (;;) {
      const before = index;
      while (blankBytes[bytes[index] as number] === 1) index++;
      const byte = bytes[index];
      if (byte === Byte.greaterThan) return index + 1;
      if (byte === Byte.slash && bytes[index + 1] === Byte.greaterThan) {
        this.selfClosing = true;
        return index + 2;
      }
      if (index === before || byte === 0 || byte === Byte.slash) return this.#refuseByte(byte, index);
      let raw = previous.nextAttribute;
      if (raw === undefined || !raw.isAt(window, index)) {
        raw = this.#table.read(window, index);
        if (raw === undefined) return moreNeeded;
        previous.nextAttribute = raw;
      }
      previous = raw;
      if (raw.seenInTag === tag) window.fail("xml-not-well-formed", `the attribute "${raw.qualified}" occurs twice`, index);
      raw.seenInTag = tag;
      index = this.#readValue(raw, index);
      if (index < 0) return moreNeeded;
    }
  }

  #refuseByte(byte: number | undefined, index: number): number {
    const window: Window = this.#window;
    if (window.isEnd(index + (byte === Byte.slash ? 1 : 0))) return moreNeeded;
    window.fail("xml-not-well-formed", byte === Byte.slash ? '"/" must be followed by ">"' : "a tag is not well-formed here", index);
  }

  /** Reads `= "value"` of the attribute whose name is at `nameStart`. */
  #readValue(raw: RawName, nameStart: number): number {
    const window = this.#window;
    const { bytes } = window;
    let index = nameStart + raw.length;
    while (blankBytes[bytes[index] as number] === 1) index++;
    if (bytes[index] !== Byte.equals) return this.#expected('"="', index);
    index++;
    while (blankBytes[bytes[index] as number] === 1) index++;
    const quote = bytes[index];
    if (quote !== Byte.quote && quote !== Byte.apostrophe) return this.#expected("a quoted value", index);
    const start = ++index;
    let classes = 0;
    for (;;) {
      let byteClass = attributeClasses[bytes[index] as number] as number;
      while (byteClass < TextClass.stop) {
        classes |= byteClass;
        byteClass = attributeClasses[bytes[++index] as number] as number;
      }
      const byte = bytes[index] as number;
      if (byte === quote) break;
      if (byte !== Byte.quote && byte !== Byte.apostrophe) return this.#refuseInValue(byte, index);
      index++;
    }
    if ((classes & TextClass.high) !== 0) window.checkCharacters(index);
    this.#add(raw, nameStart, start, index, classes);
    return index + 1;
  }

  #expected(what: string, index: number): number {
    if (this.#window.isEnd(index)) return moreNeeded;
    this.#window.fail("xml-not-well-formed", `${what} is expected after the attribute's name`, index);
  }

  #refuseInValue(byte: number, index: number): number {
    if (byte === 0 && this.#window.isEnd(index)) return moreNeeded;
    if (byte === Byte.lessThan) this.#window.fail("xml-not-well-formed", '"<" is not allowed in an attribute value', index);
    this.#window.failCharacter(index);
  }

  #add(raw: RawName, nameStart: number, start: number, end: number, classes: number): void {
    const window = this.#window;
    if (this.count + this.#declared >= window.limits.attributes) {
      window.fail("xml-limit-attributes", `an element has more than ${window.limits.attributes} attributes`, nameStart);
    }
    if (raw.declares !== undefined) {
      this.#declaringRaws[this.#declared] = raw;
      this.#declaredNamespaces[this.#declared] = this.#namespaceValue(raw, start, end, classes);
      this.#declaredAt[this.#declared++] = nameStart;
      return;
    }
    const index = this.count++;
    this.#raws[index] = raw;
    this.#nameStarts[index] = nameStart;
    this.#starts[index] = start;
    this.#ends[index] = end;
    this.#classes[index] = classes;
    // References are resolved immediately, because an invalid one must be reported even if the value is never used.
    this.#values[index] = (classes & TextClass.ampersand) === 0 ? undefined : this.#decode(start, end, classes);
  }

  /** The namespace of a declaration. Cached by bytes, because the same declarations recur in each document. */
  #namespaceValue(raw: RawName, start: number, end: number, classes: number): Namespace {
    const { bytes } = this.#window;
    const known = raw.declaredBytes;
    if (known !== undefined && known.length === end - start && raw.declaredNamespace !== undefined) {
      let index = 0;
      while (index < known.length && known[index] === bytes[start + index]) index++;
      if (index === known.length) return raw.declaredNamespace;
    }
    const namespace = this.#table.namespace(this.#decode(start, end, classes));
    if (classes <= TextClass.other && end - start <= rememberedLength) {
      // Where namespaces take turns, a new array each time would cost more than all the rest.
      if (known?.length !== end - start) raw.declaredBytes = bytes.slice(start, end);
      else for (let index = 0; index < known.length; index++) known[index] = bytes[start + index] as number;
      raw.declaredNamespace = namespace;
    }
    return namespace;
  }

  #decode(start: number, end: number, classes: number): string {
    const window = this.#window;
    window.checkCharacters(end);
    const literal = (classes & TextClass.lineBlank) === 0 ? window.string(start, end) : withSpaces(window, start, end);
    if ((classes & TextClass.ampersand) === 0) return literal;
    for (let at = literal.indexOf("&"); at >= 0; at = literal.indexOf("&", at + 1)) window.countMarkup(1);
    const refuse: Refuse = (code, message, at) => window.fail(code, message, this.#referenceAt(start, literal.slice(0, at)));
    return this.#entities.attributeValue(literal, refuse, window.openEntities());
  }

  /** The index of the reference that comes after as many others as `before` has. */
  #referenceAt(start: number, before: string): number {
    const { bytes } = this.#window;
    let index = bytes.indexOf(Byte.ampersand, start);
    for (let at = before.indexOf("&"); at >= 0; at = before.indexOf("&", at + 1)) index = bytes.indexOf(Byte.ampersand, index + 1);
    return index;
  }

  /** Binds the prefixes that the tag declares. */
  declare(bindings: Bindings): void {
    for (let index = 0; index < this.#declared; index++) {
      const prefix = this.#declaringRaws[index]?.declares;
      const namespace = this.#declaredNamespaces[index];
      if (prefix !== undefined && namespace !== undefined) {
        bindings.declare(this.#window, prefix, namespace, this.#declaredAt[index] as number);
      }
    }
  }

  /** Resolves the names of attributes and refuses duplicates. Namespaces in XML 1.0 §6.3 */
  resolve(): void {
    let prefixed = 0;
    for (let index = 0; index < this.count; index++) {
      const raw = this.#raws[index] as RawName;
      const { namespace } = raw.attributePrefix;
      if (namespace === undefined) {
        this.#window.fail("xml-namespace", `the prefix "${raw.prefix.text}" is not declared`, this.#nameStarts[index] as number);
      }
      if (raw.attributePrefix !== this.#table.noPrefix) prefixed++;
      this.#names[index] = raw.resolve(namespace);
    }
    if (prefixed > 1) this.#checkUnique();
  }

  #checkUnique(): void {
    const { count } = this;
    const names = this.#names;
    if (count > fewAttributes) {
      const seen = new Set<Name>();
      for (let index = 0; index < count; index++) {
        if (seen.has(names[index] as Name)) this.#refuseTwice(index);
        seen.add(names[index] as Name);
      }
      return;
    }
    for (let index = 1; index < count; index++) {
      for (let before = 0; before < index; before++) if (names[before] === names[index]) this.#refuseTwice(index);
    }
  }

  #refuseTwice(index: number): never {
    const { clark } = this.#names[index] as Name;
    this.#window.fail("xml-namespace", `the attribute "${clark}" occurs twice, with two prefixes`, this.#nameStarts[index] as number);
  }

  name(index: number): Name {
    return this.#names[this.#checked(index)] as Name;
  }

  prefix(index: number): string {
    return this.#raw(index).attributePrefix.text;
  }

  nameStart(index: number): number {
    return this.#nameStarts[this.#checked(index)] as number;
  }

  value(index: number): string {
    let value = this.#values[this.#checked(index)];
    if (value === undefined) {
      value = this.#plainValue(this.#starts[index] as number, this.#ends[index] as number, this.#classes[index] as number);
      this.#values[index] = value;
    }
    return value;
  }

  #plainValue(start: number, end: number, classes: number): string {
    if ((classes & TextClass.lineBlank) !== 0) return this.#decode(start, end, classes);
    return (classes & TextClass.high) === 0 ? this.#window.ascii(start, end) : this.#window.string(start, end);
  }

  #raw(index: number): RawName {
    return this.#raws[this.#checked(index)] as RawName;
  }

  #checked(index: number): number {
    if (!(index >= 0 && index < this.count)) throw new RangeError(`internal: there is no attribute ${index}`);
    return index;
  }

  /** Applies attribute definitions: collapses spaces in tokenized values, and adds defaults of absent attributes. XML 1.0 §3.3.2, §3.3.3 */
  applyDefinitions(definitions: ReadonlyMap<string, AttributeDefinition>, tagStart: number): void {
    for (let index = 0; index < this.count; index++) {
      if (definitions.get(this.#raw(index).qualified)?.isTokenized === true) this.#values[index] = collapseSpaces(this.value(index));
    }
    const present = new Set<string>();
    for (let index = 0; index < this.count; index++) present.add(this.#raw(index).qualified);
    for (let index = 0; index < this.#declared; index++) {
      const raw = this.#declaringRaws[index] as RawName;
      present.add(raw.qualified);
      const uri = (this.#declaredNamespaces[index] as Namespace).uri;
      if (definitions.get(raw.qualified)?.isTokenized === true)
        this.#declaredNamespaces[index] = this.#table.namespace(collapseSpaces(uri));
    }
    for (const definition of definitions.values()) {
      if (definition.value !== undefined && !present.has(definition.name)) this.#addDefault(definition.name, definition.value, tagStart);
    }
  }

  #addDefault(qualified: string, value: string, tagStart: number): void {
    const raw = this.#table.ofText(qualified);
    const refuse: Refuse = (code, message) => this.#window.fail(code, message, tagStart);
    this.#entities.charge(value.length + 1, refuse, 0);
    if (raw.declares !== undefined) {
      this.#declaringRaws[this.#declared] = raw;
      this.#declaredNamespaces[this.#declared] = this.#table.namespace(value);
      this.#declaredAt[this.#declared++] = tagStart;
      return;
    }
    this.#add(raw, tagStart, tagStart, tagStart, 0);
    this.#values[this.count - 1] = value;
  }
}
