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

export class Slots {
  readonly #base: Slots | undefined;
  readonly #extendsBase: boolean;
  readonly #own = new Map<string, Slot[]>();
  readonly #names = new Set<string>();

  constructor(base: Slots | undefined, extendsBase: boolean) {
    this.#base = base;
    this.#extendsBase = extendsBase;
  }

  /** The next property of a key: of the second particle of one name, for instance. */
  take(key: string, wanted: string): Slot {
    const own = this.#own.get(key) ?? [];
    const inherited = this.#extendsBase ? undefined : this.#base?.all(key)[own.length];
    const slot = { property: inherited?.property ?? this.#firstFree(wanted), array: inherited?.array ?? false };
    this.#own.set(key, [...own, slot]);
    this.#names.add(slot.property);
    return slot;
  }

  /** The property of an attribute: an element of the same name keeps the name. */
  attribute(name: Name): string {
    const wanted = propertyIdentifier(name.local);
    const isElement = this.has(wanted) && !this.#isAttribute(wanted);
    return this.take(`@${name.clark}`, isElement ? `${wanted}Attribute` : wanted).property;
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

  #firstFree(wanted: string): string {
    if (!this.has(wanted)) return wanted;
    for (let number = 2; ; number++) {
      const name = numbered(wanted, number);
      if (!this.has(name)) return name;
    }
  }
}
