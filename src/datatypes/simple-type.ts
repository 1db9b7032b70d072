/**
 * The base of atomic, list and union types: lazily computed facets. XSD 1.0 Part 1 §3.14.1
 *
 * Declaring a type only stores its parts, because generated modules declare thousands.
 */
import type { NamespaceLookup } from "../xml/names.js";
import type {
  Datatype,
  EnumerationValue,
  FacetDefinition,
  Facets,
  Primitive,
  PrimitiveRules,
  QNameFormatter,
  TypeScriptKind,
  WhiteSpace,
} from "./datatype.js";
import { effectiveFacets, noFacets } from "./facets.js";
import type { DatatypeFault } from "./fault.js";
import { keyOf, type XsdValue } from "./value.js";

/** A simple type definition. */
export abstract class SimpleType implements Datatype {
  readonly name: string | undefined;
  readonly base: Datatype | undefined;
  /** The facets of this derivation step. */
  protected readonly step: readonly FacetDefinition[];
  #facets: Facets | undefined;
  #literals: ReadonlyMap<string, EnumerationValue> | undefined;

  constructor(name: string | undefined, base: Datatype | undefined, step: readonly FacetDefinition[]) {
    this.name = name;
    this.base = base;
    this.step = step;
  }

  abstract readonly variety: Datatype["variety"];
  abstract readonly primitive: Primitive | undefined;
  abstract readonly rules: PrimitiveRules | undefined;
  abstract readonly item: Datatype | undefined;
  abstract readonly members: readonly Datatype[];
  abstract readonly whiteSpace: WhiteSpace;
  abstract readonly kind: TypeScriptKind;
  abstract normalize(raw: string): string;
  abstract decode(raw: string, namespaces: NamespaceLookup): unknown;
  abstract check(raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined;
  abstract encode(value: unknown, qname: QNameFormatter): string | DatatypeFault;
  abstract valueOf(raw: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault;
  abstract validatingType(raw: string, namespaces: NamespaceLookup): Datatype | undefined;

  /** A restriction of this type. */
  abstract derive(name: string | undefined, step: readonly FacetDefinition[]): SimpleType;

  get facets(): Facets {
    if (this.#facets === undefined) {
      // Iteratively, bases first: derivation chains may be longer than the call stack.
      const chain: SimpleType[] = [this];
      for (let base = this.base; base instanceof SimpleType && base.#facets === undefined; base = base.base) chain.push(base);
      for (const type of chain.reverse()) type.#facets = type.base === undefined ? noFacets : effectiveFacets(type.base, type.step);
    }
    return this.#facets ?? noFacets;
  }

  /** The literal of an enumerated value; `undefined` if the value is not in the enumeration. */
  protected literalOf(value: XsdValue): EnumerationValue | undefined {
    this.#literals ??= new Map((this.facets.enumeration ?? []).map((literal) => [keyOf(literal.value), literal]));
    return this.#literals.get(keyOf(value));
  }
}
