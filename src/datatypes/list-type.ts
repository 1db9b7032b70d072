/**
 * List types: items separated by white space. XSD 1.0 Part 2 §2.5.1.2
 */
import type { NamespaceLookup } from "../xml/names.js";
import type { Datatype, FacetDefinition, QNameFormatter } from "./datatype.js";
import { lengthTest, patternTests, type TextTest, type ValueTest, valueTests } from "./facet-validation.js";
import { DatatypeFault, isFault } from "./fault.js";
import { SimpleType } from "./simple-type.js";
import { keyOf, type ValueSpace, type XsdValue } from "./value.js";
import { collapse, splitItems } from "./white-space.js";

interface Tests {
  readonly patterns: readonly TextTest[];
  readonly length: ((length: number, text: string) => DatatypeFault | undefined) | undefined;
  readonly values: readonly ValueTest[];
}

const lists: ValueSpace<readonly XsdValue[]> = {
  /** Length prefixes distinguish ["a b"] from ["a", "b"]. */
  keyOf(items) {
    let key = "";
    for (const item of items) {
      const itemKey = keyOf(item);
      key += `${itemKey.length} ${itemKey} `;
    }
    return key;
  },
};

/** A list type. */
export class ListType extends SimpleType {
  readonly item: Datatype;
  #tests: Tests | undefined;

  constructor(name: string | undefined, base: Datatype, item: Datatype, step: readonly FacetDefinition[]) {
    super(name, base, step);
    this.item = item;
  }

  get variety(): "list" {
    return "list";
  }

  get primitive(): undefined {
    return undefined;
  }

  get rules(): undefined {
    return undefined;
  }

  get members(): readonly Datatype[] {
    return [];
  }

  get whiteSpace(): "collapse" {
    return "collapse";
  }

  get kind(): "list" {
    return "list";
  }

  get #allTests(): Tests {
    this.#tests ??= { patterns: patternTests(this.facets), length: lengthTest(this.facets, "items"), values: valueTests(this.facets) };
    return this.#tests;
  }

  derive(name: string | undefined, step: readonly FacetDefinition[]): ListType {
    return new ListType(name, this, this.item, step);
  }

  normalize(raw: string): string {
    return collapse(raw);
  }

  decode(raw: string, namespaces: NamespaceLookup): unknown {
    const text = collapse(raw);
    const values: unknown[] = [];
    for (const item of splitItems(text)) {
      const value = this.item.decode(item, namespaces);
      if (isFault(value)) return value;
      values.push(value);
    }
    return this.#checkFacets(text, values.length, namespaces) ?? values;
  }

  check(raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
    const text = collapse(raw);
    const items = splitItems(text);
    for (const item of items) {
      const fault = this.item.check(item, namespaces);
      if (fault !== undefined) return fault;
    }
    return this.#checkFacets(text, items.length, namespaces);
  }

  /** Checks the facets of the list itself; the items are already known to be valid. */
  #checkFacets(text: string, length: number, namespaces: NamespaceLookup): DatatypeFault | undefined {
    const tests = this.#allTests;
    for (const test of tests.patterns) {
      const fault = test(text);
      if (fault !== undefined) return fault;
    }
    const lengthFault = tests.length?.(length, text);
    if (lengthFault !== undefined || tests.values.length === 0) return lengthFault;
    const value = this.#parse(text, namespaces);
    if (isFault(value)) return value;
    for (const test of tests.values) {
      const fault = test(value, text);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #parse(text: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault {
    const items: XsdValue[] = [];
    for (const item of splitItems(text)) {
      const value = this.item.valueOf(item, namespaces);
      if (isFault(value)) return value;
      items.push(value);
    }
    return { kind: "list", content: items, space: lists };
  }

  valueOf(raw: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault {
    return this.check(raw, namespaces) ?? this.#parse(collapse(raw), namespaces);
  }

  validatingType(raw: string, namespaces: NamespaceLookup): Datatype | undefined {
    return this.check(raw, namespaces) === undefined ? this : undefined;
  }

  /** Refuses items that are empty or contain white space, since they would read back as no item or as several. */
  encode(value: unknown, qname: QNameFormatter): string | DatatypeFault {
    if (!Array.isArray(value)) return new DatatypeFault("cvc-datatype-valid.1.2.2", typeof value, "an array");
    const prefixes = new Map<string, string>();
    const items: string[] = [];
    for (const element of value) {
      const text = this.item.encode(element, rememberPrefixes(qname, prefixes));
      if (isFault(text)) return text;
      if (text === "" || /[\t\n\r ]/.test(text)) return new DatatypeFault("cvc-datatype-valid.1.2.2", text, "one item without white space");
      items.push(text);
    }
    const text = items.join(" ");
    return this.#checkFacets(text, items.length, { lookupNamespace: (prefix) => prefixes.get(prefix) }) ?? text;
  }
}

/** Wraps a formatter so that it records prefixes and their namespaces, which reading the text back needs. */
export function rememberPrefixes(qname: QNameFormatter, prefixes: Map<string, string>): QNameFormatter {
  return (namespace, local) => {
    const text = qname(namespace, local);
    const colon = text.indexOf(":");
    prefixes.set(colon < 0 ? "" : text.slice(0, colon), namespace);
    return text;
  };
}
