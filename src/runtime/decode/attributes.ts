/**
 * Attributes of a start tag -> validated properties of the value. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.3, .4), §3.2.4, §3.5.4
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { type DatatypeFault, isFault } from "../../datatypes/fault.js";
import { findInternedName, type Name, type NamespaceLookup } from "../../xml/names.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { AttributeUse, AttributeWildcard } from "../compile/attribute-use.js";
import { simpleTypeOf, valueConstraint } from "../compile/compile-attributes.js";
import { isReferring } from "../compile/compile-simple.js";
import type { CompiledType } from "../compile/compiled-type.js";
import { checkInstance, instanceTypes, keyTypeOf } from "../compile/instance-types.js";
import { equalsFixed } from "../compile/value-constraint.js";
import { keyText } from "../identity/key-text.js";
import type { IdentityTracker } from "../identity/tracker.js";
import { xsiNames } from "../xsi-names.js";
import type { DecodeSession } from "./session.js";
import { decodeLexically } from "./tolerance.js";

/** Reads the attributes of start tags of complex types. */
export class AttributeReader {
  /** Set while identity constraints are open. */
  tracker: IdentityTracker | undefined = undefined;
  readonly #reader: TokenReader;
  readonly #session: DecodeSession;
  #ids = 0;

  constructor(reader: TokenReader, session: DecodeSession) {
    this.#reader = reader;
    this.#session = session;
  }

  /** Validates all attributes, and stores their values in `target` if there is one. */
  read(type: CompiledType, target: Record<string, unknown> | undefined): void {
    const reader = this.#reader;
    const count = reader.attributeCount;
    let required = type.requiredAttributes;
    let next = 0;
    this.#ids = 0;
    for (let index = 0; index < count; index++) {
      const name = reader.attributeName(index);
      const expected = type.attributes[next];
      const use = expected?.name === name ? expected : findUse(type, name, next);
      if (use === undefined) {
        this.#other(type, name, index, target);
        continue;
      }
      next = use.index + 1;
      if (use.required) required--;
      const text = reader.attributeValue(index);
      const value = target === undefined ? use.datatype.check(text, reader) : use.datatype.decode(text, reader);
      if (isFault(value)) {
        this.#refuse(value, name, index);
        if (this.#session.tolerant && target !== undefined) keepLexically(use, text, reader, target);
      } else {
        if (target !== undefined) target[use.property] = value;
        if (use.referring || use.constraint?.fixed === true) this.#checkMore(use, text, index);
      }
      if (this.tracker !== undefined) this.#track(name, use.datatype, text, reader);
    }
    if (required > 0) this.#reportMissing(type);
    if (type.defaulted.length > 0 && (this.tracker !== undefined || this.#session.defaults || type.defaultsRefer)) {
      this.#fillIn(type, target);
    }
  }

  /** Refuses all attributes but xsi:, for an element of a simple type. XSD 1.0 Part 1 §3.3.4 (cvc-type.3.1.1) */
  refuseAll(): void {
    const reader = this.#reader;
    for (let index = 0; index < reader.attributeCount; index++) {
      const name = reader.attributeName(index);
      if (isInstanceName(name)) this.#instanceAttribute(name, index);
      else this.#report("cvc-type.3.1.1", "an element of a simple type has no attributes", name, index);
    }
  }

  #checkMore(use: AttributeUse, text: string, index: number): void {
    if (use.referring) this.#noteReferences(use.datatype, text, use.name, index);
    const { constraint } = use;
    if (constraint?.fixed !== true || equalsFixed(constraint, use.datatype, text, this.#reader)) return;
    const message = `the value of attribute "${use.name.clark}" is fixed`;
    this.#report("cvc-complex-type.3.1", message, use.name, index, { found: text, expected: constraint.text });
  }

  #noteReferences(datatype: Datatype, text: string, name: Name, index: number): void {
    const before = this.#ids;
    this.#ids += this.#session.noteReferences(datatype, text, this.#reader.offset);
    if (before > 0 && this.#ids > before) {
      this.#report("cvc-complex-type.5.1", "an element has more than one attribute of type ID", name, index);
    }
  }

  /** Reads an attribute that is not declared by the type: an xsi: attribute, one that matches the wildcard, or an invalid one. */
  #other(type: CompiledType, name: Name, index: number, target: Record<string, unknown> | undefined): void {
    const { attributeWildcard } = type;
    if (isInstanceName(name)) {
      this.#instanceAttribute(name, index);
      return;
    }
    if (attributeWildcard === undefined || !attributeWildcard.wildcard.admits(name.namespace)) {
      this.#report("cvc-complex-type.3.2.2", `attribute "${name.clark}" is not allowed here`, name, index, { found: name.clark });
      return;
    }
    if (target !== undefined) addText(target, attributeWildcard.property, name.clark, this.#reader.attributeValue(index));
    this.#assess(attributeWildcard, name, index);
  }

  #assess(attributeWildcard: AttributeWildcard, name: Name, index: number): void {
    const { process } = attributeWildcard.wildcard;
    const declaration = process === "skip" ? undefined : (attributeWildcard.find(name.clark) ?? this.#session.findAttribute(name.clark));
    if (declaration === undefined) {
      this.tracker?.undeclaredAttribute(name);
      if (process === "strict") {
        const message = `attribute "${name.clark}" is not declared, which the wildcard asks for`;
        this.#report("cvc-complex-type.3.2.2", message, name, index, { found: name.clark });
      }
      return;
    }
    const datatype = simpleTypeOf(declaration.type());
    const text = this.#reader.attributeValue(index);
    const fault = datatype.check(text, this.#reader);
    if (fault !== undefined) this.#refuse(fault, name, index);
    else {
      const constraint = valueConstraint(declaration);
      if (constraint?.fixed === true && !equalsFixed(constraint, datatype, text, this.#reader)) {
        this.#report("cvc-attribute.4", `the value of attribute "${name.clark}" is fixed`, name, index, {
          found: text,
          expected: constraint.text,
        });
      }
      if (isReferring(datatype)) this.#noteReferences(datatype, text, name, index);
    }
    if (this.tracker !== undefined) this.#track(name, datatype, text, this.#reader);
  }

  #track(name: Name, datatype: Datatype, text: string, namespaces: NamespaceLookup): void {
    this.tracker?.attribute(name, () => keyText(datatype, text, namespaces));
  }

  /**
   * Checks an xsi: attribute. xsi:type and xsi:nil were checked when the element was opened. Fields of identity constraints can select xsi:
   * attributes like any others. XSD 1.0 Part 1 §3.2.7 (their types), §3.3.5 ([validity] of an element depends on its attributes)
   */
  #instanceAttribute(name: Name, index: number): void {
    const datatype = instanceTypes.get(name);
    if (datatype === undefined) return;
    const text = this.#reader.attributeValue(index);
    if (name !== xsiNames.type && name !== xsiNames.nil) {
      const fault = checkInstance(name, datatype, text, this.#reader);
      if (fault !== undefined) this.#refuse(fault, name, index);
    }
    if (this.tracker !== undefined) this.#track(name, keyTypeOf(name, datatype, this.tracker), text, this.#reader);
  }

  #reportMissing(type: CompiledType): void {
    for (const use of type.attributes) {
      if (!use.required || this.#isPresent(use.name)) continue;
      const detail = { expected: use.name.clark };
      this.#session.report("cvc-complex-type.4", `attribute "${use.name.clark}" is missing`, detail);
    }
  }

  #isPresent(name: Name): boolean {
    for (let index = 0; index < this.#reader.attributeCount; index++) {
      if (this.#reader.attributeName(index).clark === name.clark) return true;
    }
    return false;
  }

  /** Adds absent attributes that have a default or fixed value: to references and identity constraints, and on request to the value. */
  #fillIn(type: CompiledType, target: Record<string, unknown> | undefined): void {
    for (const { name, property, datatype, constraint, referring } of type.defaulted) {
      if (constraint === undefined || this.#isPresent(name)) continue;
      if (referring) this.#session.noteDefault(datatype, constraint.text);
      this.#track(name, datatype, constraint.text, constraint.namespaces);
      if (target !== undefined && this.#session.defaults) target[property] = datatype.decode(constraint.text, constraint.namespaces);
    }
  }

  #refuse(fault: DatatypeFault, name: Name, index: number): void {
    const message = `attribute "${name.clark}": ${fault.message}`;
    this.#report(fault.rule, message, name, index, { found: fault.found, expected: fault.expected });
  }

  #report(id: string, message: string, name: Name, index: number, more: { found?: string; expected?: string } = {}): void {
    const path = `${this.#session.path()}/@${name.local}`;
    this.#session.report(id, message, { ...more, path, offset: this.#reader.attributeOffset(index) });
  }
}

/** Keeps what facets forbid. */
function keepLexically(
  { property, datatype }: AttributeUse,
  text: string,
  namespaces: NamespaceLookup,
  target: Record<string, unknown>,
): void {
  const kept = decodeLexically(datatype, text, namespaces);
  if (kept !== undefined) target[property] = kept;
}

/** Finds the use of an attribute. The name may not be interned if the start tag was read before the type was compiled. */
function findUse(type: CompiledType, name: Name, from: number): AttributeUse | undefined {
  const use = type.attributeUse(name, from);
  if (use !== undefined) return use;
  const interned = findInternedName(name.namespace, name.local);
  return interned === undefined || interned === name ? undefined : type.attributeUse(interned, from);
}

function isInstanceName(name: Name): boolean {
  return instanceTypes.has(name);
}

/** Adds an attribute to the object for wildcard attributes. Names come from documents and can be "__proto__". */
function addText(target: Record<string, unknown>, property: string, name: string, text: string): void {
  const known = target[property];
  const attributes = typeof known === "object" && known !== null ? known : {};
  if (attributes !== known) target[property] = attributes;
  Object.defineProperty(attributes, name, { value: text, enumerable: true, configurable: true, writable: true });
}
