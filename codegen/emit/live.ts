/**
 * Plan -> codecs in memory: the very tables that would be printed, evaluated with what generated code imports.
 */
import type { Converter } from "../../src/datatypes/converter.js";
import type { AttributeCodec, Codec, ElementCodec, SchemaSet } from "../../src/runtime/codec.js";
import * as mappedTypes from "../../src/runtime/mapped-types.js";
import type { SoapEncoding } from "../../src/runtime/soap-encoding/engine.js";
import { converted, mapped, schemaSet } from "../../src/runtime/table-functions.js";
import { calledByTables, namedByTables } from "../../src/runtime/table-vocabulary.js";
import type { TypeCode } from "../../src/runtime/type-writer.js";
import type { HttpBinding, Port, PortType, SoapBinding, UnknownOperations } from "../../src/service/port-type.js";
import type { Call, Constant, Declaration, Lazy, Literal, Plan, RegistryEntry, RuntimeFunction } from "../lower/plan.js";
import { withSharedCode } from "./fast/code-options.js";
import { isList } from "./print-shape.js";

/** The services of a contract in memory; port types and bindings by the names of their generated constants. */
export interface LiveServices {
  readonly portTypes: Readonly<Record<string, PortType<UnknownOperations>>>;
  readonly bindings: Readonly<Record<string, SoapBinding<UnknownOperations> | HttpBinding<UnknownOperations>>>;
  readonly ports: readonly Port[];
}

/** Converters of the user's by name. Whatever their values are, decode and encode hand them on. */
export type Converters = Readonly<Record<string, Converter<unknown>>>;

/** Straight-line code for a compiled type: `sharedCode` of the runtime. */
export type SharedCodeOf = (type: never) => TypeCode;

/** Evaluates what a plan declares, each declaration once and on first use. */
export class LivePlan {
  readonly #plan: Plan;
  readonly #converters: Converters;
  readonly #code: SharedCodeOf | undefined;
  readonly #values = new Map<Declaration, unknown>();
  #soapEncoding: SoapEncoding | undefined;

  /**
   * `code`: straight-line code that all types share, for programs that read and write documents; it comes with the decoder and the encoder, which
   * generating starts without. `converters`: those of the user's, by the names that the plan imports them by.
   */
  constructor(plan: Plan, code?: SharedCodeOf, converters: Converters = {}) {
    this.#plan = plan;
    this.#code = code;
    this.#converters = converters;
  }

  /** Everything global, as the generated index exports it. */
  schemaSet(): SchemaSet {
    const { elements, types, attributes } = this.#plan.registry;
    const byName = (entries: readonly RegistryEntry[]): Record<string, unknown> =>
      this.#record(entries.map(({ clark, declaration }) => [clark, declaration]));
    // The registry says what each entry is; lower guarantees that its table makes such a codec.
    return schemaSet({
      elements: byName(elements) as Record<string, ElementCodec>,
      types: byName(types) as Record<string, Codec>,
      attributes: byName(attributes) as Record<string, AttributeCodec>,
    });
  }

  /**
   * Port types, bindings and ports, as the generated service.ts exports them. Who reads and writes messages by them passes what does so with encoded ones; it
   * comes with the decoder and the encoder, which generating starts without.
   */
  services(soapEncoding?: SoapEncoding): LiveServices {
    this.#soapEncoding = soapEncoding;
    const { services } = this.#plan;
    if (services === undefined) return { portTypes: {}, bindings: {}, ports: [] };
    const byName = (declarations: readonly Declaration[]): Record<string, unknown> =>
      this.#record(declarations.map((declaration) => [declaration.exportName, declaration]));
    // The plan says what each declaration is; lower guarantees that its table makes it that.
    return {
      portTypes: byName(services.portTypes) as LiveServices["portTypes"],
      bindings: byName(services.bindings) as LiveServices["bindings"],
      ports: this.valueOf(services.ports) as LiveServices["ports"],
    };
  }

  /** The constant of a declaration. */
  valueOf(declaration: Declaration): unknown {
    const known = this.#values.get(declaration);
    if (known !== undefined) return known;
    const { table } = this.#code === undefined ? declaration : withSharedCode(declaration, "sharedCode");
    if (table === undefined) throw new Error(`internal: "${declaration.exportName}" has no table`);
    const value = this.#evaluate(table.value);
    this.#values.set(declaration, value);
    return value;
  }

  #record(entries: Iterable<readonly [name: string, declaration: Declaration]>): Record<string, unknown> {
    const record: Record<string, unknown> = Object.create(null);
    for (const [name, declaration] of entries) record[name] = this.valueOf(declaration);
    return record;
  }

  #call({ function: name, arguments: args }: Call): unknown {
    return runtimeFunctions[name](...args.map((argument) => this.#evaluate(argument)));
  }

  #evaluate(literal: Literal): unknown {
    if (isList(literal)) return literal.map((item) => this.#evaluate(item));
    if (typeof literal !== "object") return literal;
    switch (literal.kind) {
      case "object":
        return Object.fromEntries(literal.entries.map(([key, value]) => [key, this.#evaluate(value)]));
      case "lazy":
        return this.#lazy(literal);
      case "call":
        return this.#call(literal);
      case "declaration":
        return this.valueOf(literal);
    }
  }

  #lazy({ value }: Lazy): () => unknown {
    if (isReferences(value)) return () => value.map((reference) => this.#reference(reference));
    return () => this.#reference(value);
  }

  #reference(reference: Constant): unknown {
    if (reference.kind === "writer") throw new Error("internal: there is no generated code in memory");
    if (reference.kind === "imported") return this.#converters[reference.name] ?? absentConverter;
    if (reference.kind !== "runtime") return this.valueOf(reference);
    if (reference.name === "sharedCode") return this.#code;
    return reference.name === "soapEncoding" ? this.#soapEncoding : runtimeConstants.get(reference.name);
  }
}

/** Modules of users are not loaded: their types can be looked at, but no value of them is read or written. */
const absentConverter: Converter<unknown> = { read: refuseValue, write: refuseValue };

function refuseValue(): never {
  throw new Error("internal: there are no converters in memory");
}

function isReferences<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

// The compiler checks calls of these functions in generated code; here the arguments come from tables, so it cannot. It sees that no function is missing.
const callable: Readonly<Record<RuntimeFunction, unknown>> = { ...calledByTables, converted, mapped };
const runtimeFunctions = callable as Readonly<Record<RuntimeFunction, (...args: readonly unknown[]) => unknown>>;

/** What tables refer to by name. Generating evaluates tables, too, and starts sooner without the decoder and encoder that the door has beside them. */
const runtimeConstants: ReadonlyMap<string, unknown> = new Map(Object.entries({ ...namedByTables, ...mappedTypes }));
