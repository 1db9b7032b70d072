/**
 * Union types: the first member that accepts a text determines its value. XSD 1.0 Part 2 §2.5.1.3
 */
import type { NamespaceLookup } from "../xml/names.js";
import type { Datatype, FacetDefinition, QNameFormatter } from "./datatype.js";
import { patternTests, type TextTest, type ValueTest, valueTests } from "./facet-validation.js";
import { DatatypeFault, isFault, notRepresentable } from "./fault.js";
import { rememberPrefixes } from "./list-type.js";
import { SimpleType } from "./simple-type.js";
import type { XsdValue } from "./value.js";

/** A union type. */
export class UnionType extends SimpleType {
  readonly members: readonly Datatype[];
  #tests: { readonly patterns: readonly TextTest[]; readonly values: readonly ValueTest[] } | undefined;

  constructor(name: string | undefined, base: Datatype, members: readonly Datatype[], step: readonly FacetDefinition[]) {
    super(name, base, step);
    this.members = members;
  }

  get variety(): "union" {
    return "union";
  }

  get primitive(): undefined {
    return undefined;
  }

  get rules(): undefined {
    return undefined;
  }

  get item(): undefined {
    return undefined;
  }

  /** Members process white space themselves. XSD 1.0 Part 2 §4.3.6 */
  get whiteSpace(): "preserve" {
    return "preserve";
  }

  get kind(): "union" {
    return "union";
  }

  get #allTests(): { readonly patterns: readonly TextTest[]; readonly values: readonly ValueTest[] } {
    this.#tests ??= { patterns: patternTests(this.facets), values: valueTests(this.facets) };
    return this.#tests;
  }

  derive(name: string | undefined, step: readonly FacetDefinition[]): UnionType {
    return new UnionType(name, this, this.members, step);
  }

  normalize(raw: string): string {
    return raw;
  }

  decode(raw: string, namespaces: NamespaceLookup): unknown {
    const { patterns, values } = this.#allTests;
    if (patterns.length > 0 || values.length > 0) {
      const type = this.#examine(raw, namespaces);
      if (isFault(type)) return type;
      const literal = this.#literal(type, raw, namespaces);
      if (literal !== undefined) return literal;
    }
    for (const member of this.members) {
      const value = member.decode(raw, namespaces);
      // A valid text that the member's TypeScript type cannot represent is not tried with the next member.
      if (!isFault(value) || value.rule === notRepresentable) return value;
    }
    return this.#refuse(raw);
  }

  /** Enumerated decimals and dates decode to the literal in the schema, as in atomic types. */
  #literal(type: Datatype, raw: string, namespaces: NamespaceLookup): string | undefined {
    if (this.facets.enumeration === undefined || type.kind !== "string" || type.primitive === "QName" || type.primitive === "NOTATION") {
      return undefined;
    }
    const value = type.valueOf(raw, namespaces);
    return isFault(value) ? undefined : this.literalOf(value)?.lexical;
  }

  /**
   * The type that accepts the text, never itself a union, or the fault. Each nested union looks at the text once, so the cost is linear in
   * the depth of nesting.
   */
  #examine(raw: string, namespaces: NamespaceLookup): Datatype | DatatypeFault {
    for (const member of this.members) {
      const type = member instanceof UnionType ? member.#examine(raw, namespaces) : (member.check(raw, namespaces) ?? member);
      if (!isFault(type)) return this.#checkFacets(type, raw, namespaces) ?? type;
    }
    return this.#refuse(raw);
  }

  check(raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
    const type = this.#examine(raw, namespaces);
    return isFault(type) ? type : undefined;
  }

  /** XSD 1.0 Part 2 §4.1.4 (cvc-datatype-valid.1.2.3) */
  #refuse(raw: string): DatatypeFault {
    const names = this.members.map((member) => member.name ?? "an anonymous type");
    return new DatatypeFault("cvc-datatype-valid.1.2.3", raw, `a value of any member type (${names.join(", ")})`);
  }

  /** Checks the union's own facets for a text that `type` accepts. */
  #checkFacets(type: Datatype, raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
    const { patterns, values } = this.#allTests;
    if (patterns.length === 0 && values.length === 0) return undefined;
    const text = type.normalize(raw);
    for (const test of patterns) {
      const fault = test(text);
      if (fault !== undefined) return fault;
    }
    if (values.length === 0) return undefined;
    const value = type.valueOf(raw, namespaces);
    if (isFault(value)) return value;
    for (const test of values) {
      const fault = test(value, text);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  valueOf(raw: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault {
    const type = this.#examine(raw, namespaces);
    return isFault(type) ? type : type.valueOf(raw, namespaces);
  }

  validatingType(raw: string, namespaces: NamespaceLookup): Datatype | undefined {
    const type = this.#examine(raw, namespaces);
    return isFault(type) ? undefined : type;
  }

  /** Uses the first member whose text reads back as the same value: a text that an earlier member would accept is not used. */
  encode(value: unknown, qname: QNameFormatter): string | DatatypeFault {
    for (const member of this.members) {
      const prefixes = new Map<string, string>();
      const text = member.encode(value, rememberPrefixes(qname, prefixes));
      if (isFault(text)) continue;
      const back = this.decode(text, { lookupNamespace: (prefix) => prefixes.get(prefix) });
      if (isSameValue(value, back) || (isOpaque(member) && !isFault(back) && member.encode(back, qname) === text)) return text;
    }
    const found = typeof value === "object" ? "object" : String(value);
    return new DatatypeFault("cvc-datatype-valid.1.2.3", found, "a value that a member type can write and the union reads back");
  }
}

/** Values of a converter of the user's and streams are compared by what they are written as. */
function isOpaque({ kind }: Datatype): boolean {
  return kind === "converted" || kind === "stream";
}

function isSameValue(left: unknown, right: unknown): boolean {
  if (left instanceof Uint8Array || Array.isArray(left)) {
    if (left instanceof Uint8Array ? !(right instanceof Uint8Array) : !Array.isArray(right)) return false;
    // Both are arrays, or both are Uint8Arrays.
    const [leftItems, rightItems] = [Array.from<unknown>(left), Array.from(right as ArrayLike<unknown>)];
    return leftItems.length === rightItems.length && leftItems.every((item, index) => isSameValue(item, rightItems[index]));
  }
  if (left instanceof Date && right instanceof Date) return left.getTime() === right.getTime();
  return Object.is(left, right);
}
