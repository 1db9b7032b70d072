/**
 * Names of the properties of one complex type, stable along its derivation.
 *
 * An extension keeps its base's properties and avoids their names; a restriction gives what it keeps the names that it had.
 */
import type { Name } from "../../src/xml/names.js";
import { numbered, propertyIdentifier } from "./identifiers.js";

/** A property with what a restriction inherits of it. */
export interface Slot {
  readonly property: string;
  array: boolean;
}

/** Told of a particle or attribute (by its key) that could not have the property that the rules give. */
export type Rename = (key: string, wanted: string, given: string) => void;

export class Slots {
  readonly #base: Slots | undefined;
  readonly #extendsBase: boolean;
  readonly #rename: Rename;
  readonly #own = new Map<string, Slot[]>();
  readonly #names = new Set<string>();

  constructor(base: Slots | undefined, extendsBase: boolean, rename: Rename) {
    this.#base = base;
    this.#extendsBase = extendsBase;
    this.#rename = rename;
  }

  /** The properties of a group that repeats, whose rounds are objects of their own. */
  ofGroup(): Slots {
    return new Slots(undefined, false, this.#rename);
  }

  /** The next property of a key: of the second particle of one name, for instance. */
  take(key: string, wanted: string): Slot {
    const own = this.#own.get(key) ?? [];
    const inherited = this.#extendsBase ? undefined : this.#base?.all(key)[own.length];
    const slot = { property: inherited?.property ?? this.#freeName(key, wanted), array: inherited?.array ?? false };
    this.#own.set(key, [...own, slot]);
    this.#names.add(slot.property);
    return slot;
  }

  /** The property of an attribute: an element of the same name keeps the name. */
  attribute(name: Name): string {
    const wanted = propertyIdentifier(name.local);
    const isElement = this.has(wanted) && !this.#isAttribute(wanted);
    const key = `@${name.clark}`;
    const { property } = this.take(key, isElement ? `${wanted}Attribute` : wanted);
    if (isElement && property === `${wanted}Attribute`) this.#rename(key, wanted, property);
    return property;
  }

  has(property: string): boolean {
    return this.#names.has(property) || (this.#base?.has(property) ?? false);
  }

  all(key: string): readonly Slot[] {
    const own = this.#own.get(key) ?? [];
    return this.#extendsBase && this.#base !== undefined ? [...this.#base.all(key), ...own] : own;
  }

  #isAttribute(property: string): boolean {
    for (const [key, slots] of this.#own) if (key.startsWith("@") && slots.some((slot) => slot.property === property)) return true;
    return this.#base === undefined ? false : this.#base.#isAttribute(property);
  }

  #freeName(key: string, wanted: string): string {
    const name = this.#firstFree(wanted);
    // Names that begin with "$" are ours: that there are two is no clash of a contract's.
    if (name !== wanted && !wanted.startsWith("$")) this.#rename(key, wanted, name);
    return name;
  }

  #firstFree(wanted: string): string {
    if (!this.has(wanted)) return wanted;
    for (let number = 2; ; number++) {
      const name = numbered(wanted, number);
      if (!this.has(name)) return name;
    }
  }
}
