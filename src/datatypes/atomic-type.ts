/**
 * Atomic simple types, and anySimpleType. XSD 1.0 Part 2 §2.5.1.1
 *
 * `decode` is the hottest function of the runtime: common types get their own decoder on first use, which allocates nothing but the value.
 */
import { type NamespaceLookup, noNamespaces } from "../xml/names.js";
import { type AtomicDecoder, fastDecoder } from "./atomic-decoders.js";
import type {
  Datatype,
  FacetDefinition,
  Primitive,
  PrimitiveRules,
  QNameFormatter,
  Refinement,
  TypeScriptKind,
  WhiteSpace,
} from "./datatype.js";
import { lengthTest, patternTests, type TextTest, type ValueTest, valueTests } from "./facet-validation.js";
import { effectiveWhiteSpace } from "./facets.js";
import { DatatypeFault } from "./fault.js";
import { encodeInteger, integerKind } from "./integer.js";
import { SimpleType } from "./simple-type.js";
import type { XsdValue } from "./value.js";
import { normalizeWhiteSpace } from "./white-space.js";

/** The facets of a type as tests. */
interface Tests {
  readonly patterns: readonly TextTest[];
  readonly length: ((length: number, text: string) => DatatypeFault | undefined) | undefined;
  readonly values: readonly ValueTest[];
}

/** An atomic type, or anySimpleType. */
export class AtomicType extends SimpleType {
  readonly primitive: Primitive;
  readonly refinement: Refinement | undefined;
  readonly rules: PrimitiveRules;
  #whiteSpace: WhiteSpace | undefined;
  #kind: TypeScriptKind | undefined;
  #tests: Tests | undefined;
  #decoder: AtomicDecoder | undefined;

  constructor(
    name: string | undefined,
    base: Datatype | undefined,
    rules: PrimitiveRules,
    refinement: Refinement | undefined,
    step: readonly FacetDefinition[],
  ) {
    super(name, base, step);
    this.primitive = rules.primitive;
    this.refinement = refinement;
    this.rules = rules;
  }

  get variety(): "atomic" | "absent" {
    return this.primitive === "anySimpleType" ? "absent" : "atomic";
  }

  get item(): undefined {
    return undefined;
  }

  get members(): readonly Datatype[] {
    return [];
  }

  get whiteSpace(): WhiteSpace {
    if (this.#whiteSpace === undefined) {
      const chain: AtomicType[] = [this];
      for (let base = this.base; base instanceof AtomicType && base.#whiteSpace === undefined; base = base.base) chain.push(base);
      for (const type of chain.reverse()) {
        const inherited = type.base?.primitive === type.primitive ? type.base.whiteSpace : type.rules.whiteSpace;
        type.#whiteSpace = effectiveWhiteSpace(inherited, type.step);
      }
    }
    return this.#whiteSpace ?? this.rules.whiteSpace;
  }

  get kind(): TypeScriptKind {
    this.#kind ??= this.refinement?.integer ? integerKind(this.facets) : this.rules.kind;
    return this.#kind;
  }

  get #allTests(): Tests {
    this.#tests ??= { patterns: patternTests(this.facets), length: lengthTest(this.facets, this.#unit), values: valueTests(this.facets) };
    return this.#tests;
  }

  get #unit(): string {
    return this.rules.kind === "bytes" ? "octets" : "characters";
  }

  derive(name: string | undefined, step: readonly FacetDefinition[]): AtomicType {
    return new AtomicType(name, this, this.rules, this.refinement, step);
  }

  normalize(raw: string): string {
    return normalizeWhiteSpace(raw, this.whiteSpace);
  }

  decode(raw: string, namespaces: NamespaceLookup): unknown {
    this.#decoder ??= fastDecoder(this) ?? ((text, lookup) => this.#decodeAny(text, lookup));
    return this.#decoder(raw, namespaces);
  }

  /** The general path, for every type and facet. Enumerated decimals and dates decode to the literal in the schema. */
  #decodeAny(raw: string, namespaces: NamespaceLookup): unknown {
    const text = this.normalize(raw);
    const fault = this.checkNormalized(text, namespaces);
    if (fault !== undefined) return fault;
    if (this.kind === "bigint") return BigInt(text);
    if (this.kind === "number" && this.refinement?.integer) return Number(text) + 0;
    const { primitive } = this;
    if (this.facets.enumeration !== undefined && this.kind === "string" && primitive !== "QName" && primitive !== "NOTATION") {
      return this.literalOf(this.rules.valueOf(text, namespaces))?.lexical;
    }
    return this.rules.decode(text, namespaces);
  }

  check(raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
    return this.checkNormalized(this.normalize(raw), namespaces);
  }

  /** Like `check`, for text whose white space is already processed. */
  checkNormalized(text: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
    const tests = this.#allTests;
    for (const test of tests.patterns) {
      const fault = test(text);
      if (fault !== undefined) return fault;
    }
    const fault = this.#checkLexical(text, namespaces) ?? this.#checkLength(tests, text);
    if (fault !== undefined || tests.values.length === 0) return fault;
    const value = this.rules.valueOf(text, namespaces);
    for (const test of tests.values) {
      const valueFault = test(value, text);
      if (valueFault !== undefined) return valueFault;
    }
    return undefined;
  }

  /** XSD 1.0 Part 2 §4.1.4 (cvc-datatype-valid) */
  #checkLexical(text: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
    if (!this.rules.accepts(text, namespaces)) return new DatatypeFault("cvc-datatype-valid.1.2.1", text, this.#expected);
    const { refinement } = this;
    return refinement === undefined || refinement.accepts(text) ? undefined : new DatatypeFault(refinement.rule, text, refinement.expected);
  }

  #checkLength(tests: Tests, text: string): DatatypeFault | undefined {
    const { lengthOf } = this.rules;
    return tests.length === undefined || lengthOf === undefined ? undefined : tests.length(lengthOf(text), text);
  }

  get #expected(): string {
    return this.refinement?.expected ?? this.rules.expected;
  }

  valueOf(raw: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault {
    const text = this.normalize(raw);
    return this.checkNormalized(text, namespaces) ?? this.rules.valueOf(text, namespaces);
  }

  validatingType(raw: string, namespaces: NamespaceLookup): Datatype | undefined {
    return this.check(raw, namespaces) === undefined ? this : undefined;
  }

  /** Refuses a text that white space processing would change, because readers would not get the value back. */
  encode(value: unknown, qname: QNameFormatter): string | DatatypeFault {
    if (this.primitive !== "QName" && this.primitive !== "NOTATION") return this.#encode(value, qname, noNamespaces);
    let namespace = "";
    const spy: QNameFormatter = (uri, local) => {
      namespace = uri;
      return qname(uri, local);
    };
    return this.#encode(value, spy, { lookupNamespace: () => namespace });
  }

  /** `namespaces` are those of the text that `qname` gives. */
  #encode(value: unknown, qname: QNameFormatter, namespaces: NamespaceLookup): string | DatatypeFault {
    const text = this.refinement?.integer ? encodeInteger(value, this.kind) : this.rules.encode(value, qname);
    if (text === undefined) return new DatatypeFault("cvc-datatype-valid.1.2.1", describe(value), `${this.#expected} as ${this.kind}`);
    if (this.normalize(text) !== text) return new DatatypeFault("cvc-datatype-valid.1.2.1", text, "free of white space that readers drop");
    const fault = this.checkNormalized(text, namespaces);
    if (fault === undefined) return text;
    return (fault.rule === "cvc-pattern-valid" ? this.#otherText(text) : undefined) ?? fault;
  }

  /** Another text of the same value that the patterns allow. */
  #otherText(text: string): string | undefined {
    for (const other of this.rules.otherTexts?.(text, this.kind) ?? []) {
      if (this.checkNormalized(other, noNamespaces) === undefined) return other;
    }
    return undefined;
  }
}

/** Describes a value of the wrong type for a message: by its type, since its content may be anything. */
function describe(value: unknown): string {
  if (value === null || value === undefined || typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
    return String(value);
  }
  return typeof value === "string" ? value : typeof value;
}
