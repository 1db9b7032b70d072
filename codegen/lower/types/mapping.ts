/**
 * Which simple types decode to other TypeScript values than the usual ones, as the configuration asks.
 *
 * A mapping speaks of kinds of types and is applied to each type by its effective facets, so that a type of a contract and the types
 * derived from it are decided one by one: xs:long limited to 1..10 is `number`, regardless of the mapping of xs:long.
 */
import {
  bytesAsStream,
  dateAsDate,
  dateTimeAsDate,
  decimalAsNumber,
  integerAsNumber,
  integerAsString,
} from "../../../src/datatypes/conversions.js";
import type { Datatype } from "../../../src/datatypes/datatype.js";
import { totalDigits } from "../../../src/datatypes/decimal.js";
import { type Conversion, mapDatatype } from "../../../src/datatypes/mapped-type.js";
import { decimalOf, type XsdValue } from "../../../src/datatypes/value.js";
import { xsdNamespace } from "../../../src/xml/names.js";
import type { Diagnostic } from "../../diagnostics.js";
import type { Schema, SimpleTypeDefinition, TypeDefinition } from "../../schema/components.js";
import { convertersName } from "../names/module-names.js";
import type { Declaration, ImportedConstant, Module, Shape } from "../plan.js";
import { call, lazy, runtimeConstant, runtimeType } from "./shapes.js";

/** The TypeScript types of datatypes for which there is more than one sensible choice. */
export interface Mapping {
  /** Integers that are not all safe: xs:long, xs:unsignedLong, xs:integer and so on. As `number`, decode refuses what a number cannot hold. */
  readonly long?: "bigint" | "number" | "string";
  /** Decimals of at most 15 digits; wider ones stay `string`. */
  readonly decimal?: "string" | "number";
  /** xs:dateTime. A `Date` has milliseconds and no zone. */
  readonly dateTime?: "string" | "Date";
  /** xs:date. A `Date` at midnight UTC, without the zone. */
  readonly date?: "string" | "Date";
  /** xs:base64Binary. A stream need not be in memory where attachments hold it (MTOM). */
  readonly binary?: "bytes" | "stream";
  /**
   * Converters of your own, by "xs:decimal" for a built-in type and "{urn:shop}Price" for one of the contract. They hold for the type and for those of
   * the contract that restrict it, and come before the choices above.
   */
  readonly types?: Readonly<Record<string, OwnConverter>>;
}

/** The choices of a mapping without converters, which are modules of generated code. */
export type MappingChoices = Omit<Mapping, "types">;

/** Where a converter is: the named export of a module, which is a `Converter`. */
export interface OwnConverter {
  /** As the configuration would import it: "./src/decimals.js", or the name of a package. */
  readonly module: string;
  readonly name: string;
}

/** What is wrong with the types that converters are for: each must be a simple type of the contract, or a built-in one. */
export function converterFaults(types: Iterable<string>, schema: Schema): readonly Diagnostic[] {
  const isSimple = (key: string): boolean => schema.types.get(key.replace(/^xs:/, `{${xsdNamespace}}`))?.kind === "simpleType";
  return [...types]
    .filter((key) => !isSimple(key))
    .map((key) => {
      const message = `there is no simple type "${key}", for which mapping has a converter`;
      return { id: "mapping-unknown", severity: "error", message, at: undefined, related: [] };
    });
}

/** A conversion of the runtime, by the name of its constant. */
export interface NamedConversion {
  readonly name: string;
  /** What the constant of a built-in type has behind its name: `xsLongAsNumber`. */
  readonly suffix: string;
  readonly datatype: Datatype;
}

/** Applies a mapping to types, each once. */
export class Mappings {
  readonly #mapping: Mapping;
  readonly #known = new Map<Datatype, NamedConversion | undefined>();
  /** Each type looks at its base type alone, however long a chain of restrictions is. */
  readonly #converterOf = new Map<SimpleTypeDefinition, ImportedConstant | undefined>();
  readonly #converters = new ConverterDeclarations();

  constructor(mapping: Mapping) {
    this.#mapping = mapping;
  }

  /** The converter of a type: its own, or that of the type of the contract or the built-in type that it restricts. */
  converterOf(type: SimpleTypeDefinition): ImportedConstant | undefined {
    const { types } = this.#mapping;
    if (types === undefined) return undefined;
    const steps: SimpleTypeDefinition[] = [];
    let found: ImportedConstant | undefined;
    for (let step: TypeDefinition = type; step.kind === "simpleType"; step = step.baseType) {
      if (this.#converterOf.has(step)) {
        found = this.#converterOf.get(step);
        break;
      }
      steps.push(step);
      const own = step.name === undefined ? undefined : types[step.derivation === "builtin" ? `xs:${step.name.local}` : step.name.clark];
      if (own !== undefined) found = { kind: "imported", ...own };
      if (own !== undefined || step.derivation !== "restriction") break;
    }
    for (const step of steps) this.#converterOf.set(step, found);
    return found;
  }

  /** The declaration of a built-in type with a converter. */
  convertedBuiltIn(name: string, constant: string, converter: ImportedConstant): Declaration {
    return this.#converters.of(name, constant, converter);
  }

  /** The file of the built-in types with converters; undefined without them. */
  get convertersModule(): Module | undefined {
    return this.#converters.module;
  }

  /** The conversion of an atomic type; undefined where its values are the usual ones. */
  conversionOf(type: SimpleTypeDefinition): NamedConversion | undefined {
    const { datatype } = type;
    if (datatype.variety !== "atomic" || this.converterOf(type) !== undefined) return undefined;
    if (!this.#known.has(datatype)) this.#known.set(datatype, this.#find(datatype));
    return this.#known.get(datatype);
  }

  /** The datatype with the values that are asked for. */
  datatypeOf(type: SimpleTypeDefinition): Datatype {
    return this.conversionOf(type)?.datatype ?? type.datatype;
  }

  #find(datatype: Datatype): NamedConversion | undefined {
    const { long, decimal, dateTime, date, binary } = this.#mapping;
    const use = (name: string, suffix: string, conversion: Conversion): NamedConversion => ({
      name,
      suffix,
      datatype: mapDatatype(datatype, conversion),
    });
    switch (datatype.primitive) {
      case "decimal":
        if (datatype.kind === "bigint" && long === "number") return use("integerAsNumber", "AsNumber", integerAsNumber);
        if (datatype.kind === "bigint" && long === "string") return use("integerAsString", "AsString", integerAsString);
        if (datatype.kind !== "string" || decimal !== "number" || !fitsNumber(datatype)) return undefined;
        return use("decimalAsNumber", "AsNumber", decimalAsNumber);
      case "dateTime":
        return dateTime === "Date" ? use("dateTimeAsDate", "AsDate", dateTimeAsDate) : undefined;
      case "date":
        return date === "Date" ? use("dateAsDate", "AsDate", dateAsDate) : undefined;
      case "base64Binary":
        return binary === "stream" ? use("bytesAsStream", "AsStream", bytesAsStream) : undefined;
      default:
        return undefined;
    }
  }
}

/** Declares built-in types with converters, each on first use. */
class ConverterDeclarations {
  readonly #declarations = new Map<string, Declaration>();
  readonly #module: { declarations: Declaration[] } & Module = {
    fileName: convertersName,
    exportName: convertersName,
    targetNamespace: "",
    declarations: [],
  };

  of(name: string, constant: string, converter: ImportedConstant): Declaration {
    const known = this.#declarations.get(name);
    if (known !== undefined) return known;
    const shape: Shape = { kind: "converted", converter };
    const declaration: Declaration = {
      kind: "declaration",
      module: this.#module,
      exportName: constant,
      documentation: { text: undefined, at: undefined, remark: undefined },
      type: undefined,
      table: {
        annotation: runtimeType("SimpleType", shape),
        value: call("converted", [shape], [name, lazy(runtimeConstant(constant)), lazy(converter)]),
        comment: undefined,
      },
    };
    this.#declarations.set(name, declaration);
    this.#module.declarations.push(declaration);
    return declaration;
  }

  get module(): Module | undefined {
    return this.#declarations.size === 0 ? undefined : this.#module;
  }
}

/** Decimals of so many digits all have different nearest doubles. */
const exactDigits = 15;

/** Tests if the facets leave decimals of at most 15 digits only: by totalDigits, by an enumeration, or by bounds with fractionDigits. */
function fitsNumber({ facets }: Datatype): boolean {
  if (facets.totalDigits !== undefined && facets.totalDigits <= exactDigits) return true;
  const { enumeration, fractionDigits } = facets;
  if (enumeration !== undefined) return enumeration.every(({ value }) => digitsOf(value) <= exactDigits);
  const upper = facets.maxInclusive ?? facets.maxExclusive;
  const lower = facets.minInclusive ?? facets.minExclusive;
  if (fractionDigits === undefined || upper === undefined || lower === undefined) return false;
  return Math.max(integerDigits(upper.value), integerDigits(lower.value)) + fractionDigits <= exactDigits;
}

function digitsOf(value: XsdValue): number {
  const decimal = decimalOf(value);
  return decimal === undefined ? Number.POSITIVE_INFINITY : totalDigits(decimal);
}

function integerDigits(value: XsdValue): number {
  return decimalOf(value)?.integer.length ?? Number.POSITIVE_INFINITY;
}
