/**
 * Datatypes with a configured TypeScript type: xs:long as `number`, xs:dateTime as `Date`.
 *
 * Validity, equality and order are those of the plain datatype; only `decode` and `encode` go through a conversion.
 */
import type { TextSource } from "../xml/byte-stream.js";
import { type NamespaceLookup, noNamespaces } from "../xml/names.js";
import type {
  Datatype,
  EnumerationValue,
  Facets,
  Primitive,
  PrimitiveRules,
  QNameFormatter,
  TypeScriptKind,
  WhiteSpace,
} from "./datatype.js";
import { DatatypeFault, isFault, notRepresentable } from "./fault.js";
import { keyOf, type XsdValue } from "./value.js";

/** Texts of a datatype <-> values of `Value`. */
export interface Conversion<Value = unknown> {
  readonly kind: TypeScriptKind;
  /** What a value must be, for messages: "an integer that a number holds exactly". */
  readonly expected: string;
  /** Valid text after white space processing -> value, or a fault; `undefined` if no value can represent it. */
  read(text: string, source: TextSource): Value | DatatypeFault | undefined;
  /** The value where the document only refers to content that has not been read; undefined: it has a text. Facets hold for texts. */
  readBeside?(source: TextSource): Value | undefined;
  /** Anything -> the canonical text, or a fault; `undefined` if it is not a value of this kind. */
  write(value: unknown): string | DatatypeFault | undefined;
  /** Other texts of the same value, for types with a pattern that forbids the canonical one. */
  otherTexts(text: string): Iterable<string>;
}

/** Wraps a datatype with a conversion. */
export function mapDatatype(plain: Datatype, conversion: Conversion): Datatype {
  return new MappedType(plain, conversion);
}

class MappedType implements Datatype {
  readonly plain: Datatype;
  readonly #conversion: Conversion;
  #literals: ReadonlyMap<string, EnumerationValue> | undefined;

  constructor(plain: Datatype, conversion: Conversion) {
    this.plain = plain;
    this.#conversion = conversion;
  }

  get name(): string | undefined {
    return this.plain.name;
  }

  get base(): Datatype | undefined {
    return this.plain.base;
  }

  get variety(): Datatype["variety"] {
    return this.plain.variety;
  }

  get primitive(): Primitive | undefined {
    return this.plain.primitive;
  }

  get rules(): PrimitiveRules | undefined {
    return this.plain.rules;
  }

  get item(): Datatype | undefined {
    return this.plain.item;
  }

  get members(): readonly Datatype[] {
    return this.plain.members;
  }

  get whiteSpace(): WhiteSpace {
    return this.plain.whiteSpace;
  }

  get facets(): Facets {
    return this.plain.facets;
  }

  get kind(): TypeScriptKind {
    return this.#conversion.kind;
  }

  normalize(raw: string): string {
    return this.plain.normalize(raw);
  }

  decode(raw: string, namespaces: TextSource): unknown {
    const beside = this.#conversion.readBeside?.(namespaces);
    if (beside !== undefined) return beside;
    const fault = this.plain.check(raw, namespaces);
    if (fault !== undefined) return fault;
    const text = this.#literal(raw, namespaces) ?? this.plain.normalize(raw);
    const value = this.#conversion.read(text, namespaces);
    return value === undefined ? new DatatypeFault(notRepresentable, text, this.#conversion.expected) : value;
  }

  /** Enumerated values decode to the literal in the schema, as in plain types. */
  #literal(raw: string, namespaces: NamespaceLookup): string | undefined {
    const { enumeration } = this.plain.facets;
    if (enumeration === undefined) return undefined;
    this.#literals ??= new Map(enumeration.map((literal) => [keyOf(literal.value), literal]));
    const value = this.plain.valueOf(raw, namespaces);
    return isFault(value) ? undefined : this.#literals.get(keyOf(value))?.lexical;
  }

  check(raw: string, namespaces: NamespaceLookup): DatatypeFault | undefined {
    return this.plain.check(raw, namespaces);
  }

  encode(value: unknown, _qname: QNameFormatter): string | DatatypeFault {
    const { expected, write, otherTexts } = this.#conversion;
    const text = write(value);
    if (text === undefined) return new DatatypeFault("cvc-datatype-valid.1.2.1", describe(value), expected);
    if (isFault(text)) return text;
    if (this.plain.normalize(text) !== text) {
      return new DatatypeFault("cvc-datatype-valid.1.2.1", text, "free of white space that readers drop");
    }
    const fault = this.plain.check(text, noNamespaces);
    if (fault?.rule !== "cvc-pattern-valid") return fault ?? text;
    for (const other of otherTexts(text)) if (this.plain.check(other, noNamespaces) === undefined) return other;
    return fault;
  }

  valueOf(raw: string, namespaces: NamespaceLookup): XsdValue | DatatypeFault {
    return this.plain.valueOf(raw, namespaces);
  }

  validatingType(raw: string, namespaces: NamespaceLookup): Datatype | undefined {
    return this.plain.validatingType(raw, namespaces);
  }
}

/** Describes a value of the wrong type for a message: by its type, since its content may be anything. */
function describe(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "bigint" ? String(value) : typeof value;
}
