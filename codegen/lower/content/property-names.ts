/**
 * Names of the properties of one complex type, stable along its derivation.
 *
 * An extension keeps its base's properties and avoids their names; in a restriction, properties keep the names that they have in the base.
 */
import type { Name } from "../../../src/xml/names.js";
import { numbered } from "../names/identifiers.js";
import type { NameRules } from "../names/naming.js";

/** A property with what a restriction inherits of it. */
export interface NamedProperty {
  readonly property: string;
  array: boolean;
}

/** Called with the key of a particle or attribute that could not have the property that the rules give. */
export type Rename = (key: string, wanted: string, given: string) => void;

/** What names of properties depend on beside each other. */
export interface PropertyRules {
  readonly rules: NameRules;
  readonly rename: Rename;
  /** The path of the type or group that the properties are of. */
  readonly path: string;
}

export class PropertyNames {
  readonly #base: PropertyNames | undefined;
  readonly #extendsBase: boolean;
  readonly #rules: PropertyRules;
  readonly #own = new Map<string, NamedProperty[]>();
  readonly #names = new Set<string>();
  readonly #attributes = new Set<string>();
  /** The last number given for a name, so that thousands of particles with one name are numbered without trying each number again. */
  readonly #numbers = new Map<string, number>();
  /** Names of all types that derive from one root: any other name is free. Chains of derivation may be long. */
  readonly #family: Set<string>;

  constructor(base: PropertyNames | undefined, extendsBase: boolean, rules: PropertyRules) {
    this.#base = base;
    this.#family = base === undefined ? new Set() : base.#family;
    this.#extendsBase = extendsBase;
    this.#rules = rules;
  }

  /** Names for a group that repeats: its rounds are objects of their own. */
  ofGroup(property: string): PropertyNames {
    return new PropertyNames(undefined, false, { ...this.#rules, path: `${this.#rules.path}/${property}` });
  }

  /** The next property of an element: of the second particle of one name, for instance. */
  element(name: Name): NamedProperty {
    return this.take(name.clark, this.#rules.rules.propertyName(name.local), name.local);
  }

  /** Takes the next property of a key. `step`: what its path ends with; undefined for names that are ours. */
  take(key: string, wanted: string, step?: string): NamedProperty {
    const own = this.#own.get(key);
    const inherited = this.#extendsBase ? undefined : this.#base?.all(key)[own?.length ?? 0];
    const named = { property: inherited?.property ?? this.#newName(key, wanted, step), array: inherited?.array ?? false };
    if (own === undefined) this.#own.set(key, [named]);
    else own.push(named);
    this.#names.add(named.property);
    this.#family.add(named.property);
    return named;
  }

  /** The property of an attribute: an element of the same name keeps the name. */
  attribute(name: Name): string {
    const wanted = this.#rules.rules.propertyName(name.local);
    const isElement = this.has(wanted) && !this.#isAttribute(wanted);
    const key = `@${name.clark}`;
    const { property } = this.take(key, isElement ? `${wanted}Attribute` : wanted, `@${name.local}`);
    this.#attributes.add(property);
    if (isElement && property === `${wanted}Attribute`) this.#rules.rename(key, wanted, property);
    return property;
  }

  has(property: string): boolean {
    return this.#family.has(property) && this.#chain().some((names) => names.#names.has(property));
  }

  all(key: string): readonly NamedProperty[] {
    const parts: (readonly NamedProperty[])[] = [];
    for (const names of this.#chain()) {
      parts.push(names.#own.get(key) ?? []);
      if (!names.#extendsBase) break;
    }
    return parts.reverse().flat();
  }

  #isAttribute(property: string): boolean {
    return this.#chain().some((names) => names.#attributes.has(property));
  }

  /** These and those of the bases, nearest first: chains may be longer than a stack is high. */
  #chain(): readonly PropertyNames[] {
    const chain: PropertyNames[] = [this];
    for (let base = this.#base; base !== undefined; base = base.#base) chain.push(base);
    return chain;
  }

  /** The user's name, else the wanted one. */
  #newName(key: string, wanted: string, step: string | undefined): string {
    const { rules, path } = this.#rules;
    const own = step === undefined ? undefined : rules.own("properties", `${path}/${step}`, wanted);
    if (own !== undefined && this.has(own) && !this.#own.has(key)) rules.clash(`${path}/${step}`, own, undefined);
    return this.#freeName(key, own ?? wanted);
  }

  #freeName(key: string, wanted: string): string {
    const name = this.#firstFree(wanted);
    // Names that begin with "$" are ours: a second one is not a clash within the contract.
    if (name !== wanted && !wanted.startsWith("$")) this.#rules.rename(key, wanted, name);
    return name;
  }

  #firstFree(wanted: string): string {
    if (!this.has(wanted)) return wanted;
    for (let number = this.#numbers.get(wanted) ?? 2; ; number++) {
      const name = numbered(wanted, number);
      if (this.has(name)) continue;
      this.#numbers.set(wanted, number);
      return name;
    }
  }
}
