/**
 * The functions that code for `soapwright/runtime-v1` calls. Tables of then do not say what they need beyond the usual, so it is added here,
 * and each brings the encoder, by which codecs validate as Standard Schema, what reads document type declarations, and the SOAP encoding.
 */
import { blockPatterns } from "../datatypes/pattern/compile-pattern.js";
import { documentTypes } from "../xml/doctype/doctype-reader.js";
import { provideDocumentTypes } from "../xml/read/document-types.js";
import type { ComplexType, ElementCodec } from "./codec.js";
import { validateValue } from "./encode.js";
import { identityConstraints } from "./identity/engine.js";
import { provideSoapEncoding, soapEncoding } from "./soap-encoding/engine.js";
import { provideValidation } from "./standard.js";
import type { ComplexTypeOptions, ElementOptions, GroupTable, Row, Rows } from "./table.js";
import * as functions from "./table-functions.js";

export const anyOf: typeof functions.anyOf = /*@__PURE__*/ withRest(functions.anyOf);
export const converted: typeof functions.converted = /*@__PURE__*/ withPatterns(functions.converted);
export const enumeration: typeof functions.enumeration = /*@__PURE__*/ withPatterns(functions.enumeration);
export const head: typeof functions.head = /*@__PURE__*/ withRest(functions.head);
export const list: typeof functions.list = /*@__PURE__*/ withPatterns(functions.list);
export const mapped: typeof functions.mapped = /*@__PURE__*/ withPatterns(functions.mapped);
export const restriction: typeof functions.restriction = /*@__PURE__*/ withPatterns(functions.restriction);
export const union: typeof functions.union = /*@__PURE__*/ withPatterns(functions.union);

/** The functions take rows of any form, as those of the newest door do. */
export function complexType<T>(name: string, rows: object, options?: ComplexTypeOptions): ComplexType<T> {
  bringRest();
  return functions.complexType<T>(name, withEngines(rows as Rows), options);
}

export function extension<T, Base>(
  name: string,
  base: Parameters<typeof functions.extension<T, Base>>[1],
  rows: object,
  options?: ComplexTypeOptions,
): ComplexType<T> {
  bringRest();
  return functions.extension<T, Base>(name, base, withEngines(rows as Rows), options);
}

export function group<T>(name: string, rows: object, options?: ComplexTypeOptions): GroupTable<T> {
  return functions.group<T>(name, withEngines(rows as Rows), options);
}

export function element<T>(name: string, type: () => object, occurrence?: "" | "nil", options?: ElementOptions): ElementCodec<T> {
  bringRest();
  return functions.element<T>(name, type, occurrence, withEngine(options));
}

function bringRest(): void {
  provideValidation(validateValue);
  provideDocumentTypes(documentTypes);
  provideSoapEncoding(soapEncoding);
}

function withRest<Make extends (...args: never[]) => unknown>(make: Make): Make {
  const bring = (...args: never[]): unknown => {
    bringRest();
    return make(...args);
  };
  // It takes and gives what `make` does.
  return bring as Make;
}

function withPatterns<Make extends (...args: never[]) => unknown>(make: Make): Make {
  // It takes and gives what `make` does.
  return withRest(((...args: never[]) => make(...(args.map(facetsWithPatterns) as never[]))) as Make);
}

/** An argument of a function for simple types: facets get what compiles their patterns. */
function facetsWithPatterns(argument: unknown): unknown {
  const isFacets = typeof argument === "object" && argument !== null && "pattern" in argument;
  return isFacets ? { ...argument, patterns: () => blockPatterns } : argument;
}

/** Rows with the engine in the options of each element that has identity constraints. */
function withEngines(rows: Rows): Rows {
  const entries = Object.entries(rows);
  if (!entries.some(([, row]) => needsEngine(row))) return rows;
  return Object.fromEntries(entries.map(([property, row]) => [property, needsEngine(row) ? rowWithEngine(row) : row]));
}

function needsEngine(row: Row | (() => object)): boolean {
  if (typeof row === "function") return false;
  const [, content, , options] = row;
  if (options !== undefined && "constraints" in options) return true;
  return typeof content === "object" && Object.values(content).some(needsEngine);
}

function rowWithEngine(row: Row): Row {
  const [column, content, occurrence, options] = row;
  const members = typeof content === "object" ? withEngines(content as Rows) : content;
  // The same row, with more in an object of it.
  return [column, members, occurrence, withEngine(options as ElementOptions | undefined)] as unknown as Row;
}

function withEngine<Options extends ElementOptions | undefined>(options: Options): Options {
  return options?.constraints === undefined ? options : { ...options, identity: () => identityConstraints };
}
