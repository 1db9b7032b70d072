/**
 * Plan -> files of straight-line code beside the tables: functions that write the types which documents reach.
 *
 * They are printed from the compiled types that the general encoder runs on, so the two cannot disagree about what a table means.
 */
import { compileType, resolveType } from "../../../src/runtime/compile/compile-type.js";
import type { CompiledType } from "../../../src/runtime/compile/compiled-type.js";
import { canBeWritten } from "../../../src/runtime/fast/written-types.js";
import type { HasTable, Table } from "../../../src/runtime/table.js";
import type { Call, Constant, Declaration, Literal, Module, ObjectLiteral, Plan, WriterReference } from "../../lower/plan.js";
import type { ImportExtension } from "../generated-file.js";
import { LivePlan } from "../live.js";
import { FastFile } from "./fast-file.js";
import { printReader, readableTypes } from "./read-code.js";
import { printWriter } from "./write-code.js";

/** Straight-line code for a plan. */
export interface FastCode {
  readonly files: readonly { readonly module: Module; readonly file: FastFile }[];
  /** The declaration with its code in the options of its table. */
  readonly withCode: (declaration: Declaration) => Declaration;
}

/** The code of one type, by the option of its table. */
interface Codes {
  readonly writer?: WriterReference;
  readonly reader?: WriterReference;
  readonly code?: Constant;
}

/** What a plan's tables alone are. */
export const noFastCode: FastCode = { files: [], withCode: (declaration) => declaration };

/**
 * With more complex types than these, code for each is too much for compilers and bundles (2 kB a type): their tables refer to a reader and a writer that
 * all share, which are slower than code for a type and faster than the general decoder and encoder.
 */
const mostWithCode = 500;

/** What all types share, by the name of what the runtime has for it. */
function sharedCode(name: "sharedCode" | "sharedReaders"): FastCode {
  const code = { code: { kind: "runtime", name } } as const;
  return { files: [], withCode: (declaration) => (isLenient(declaration) ? declaration : addCode(declaration, code)) };
}

/** More than one particle may match an element: such types have no code. */
function isLenient({ table }: Declaration): boolean {
  if (table === undefined || !isComplex(table.value)) return false;
  const options = table.value.arguments[optionsAt[table.value.function]];
  return isObject(options) && options.entries.some(([key]) => key === "lenient");
}

/** What emitting asks for. */
interface Choices {
  readonly importExtension: ImportExtension;
  /** Undefined: where there are many types. */
  readonly sharedCode: boolean | undefined;
}

/** Prints the functions of all types that documents reach, unless they share theirs: readers, and perhaps writers. */
export function emitFast(plan: Plan, { importExtension, sharedCode: isShared }: Choices, writes: boolean): FastCode {
  const modules = plan.services === undefined ? plan.modules : [...plan.modules, plan.services.module];
  const complex = modules.flatMap(({ declarations }) => declarations.filter(({ table }) => table !== undefined && isComplex(table.value)));
  if (isShared ?? complex.length > mostWithCode) return sharedCode(writes ? "sharedCode" : "sharedReaders");
  return printFast(plan, modules, importExtension, writes);
}

function printFast(plan: Plan, modules: readonly Module[], extension: ImportExtension, writes: boolean): FastCode {
  const owners = complexTypes(modules, new LivePlan(plan));
  const reached = reachedFrom(owners.roots);
  const written = new Map([...owners.types].filter(([type]) => reached.has(type) && canBeWritten(type)));
  const files = modules.map((module) => ({ module, file: new FastFile(fastName(module), extension) }));
  const find = (type: CompiledType) => {
    const owner = written.get(type);
    return owner && { fileName: fastName(owner.module), name: owner.exportName };
  };
  const fileOf = new Map(files.map(({ module, file }) => [module, file]));
  const codes = new Map<Declaration, Codes>();
  const readable = readableTypes(written.keys());
  for (const { module, exportName } of written.values()) {
    fileOf.get(module)?.declare(`write_${exportName}`);
    fileOf.get(module)?.declare(`read_${exportName}`);
  }
  for (const [type, declaration] of written) {
    const file = fileOf.get(declaration.module);
    if (file === undefined) continue;
    const { exportName } = declaration;
    const refer = (name: string): WriterReference => ({ kind: "writer", fileName: file.fileName, name });
    if (writes) printWriter(exportName, type, find, file);
    if (readable.has(type)) printReader(exportName, type, readable, find, file);
    const writer = writes ? { writer: refer(`${exportName}Writer`) } : {};
    const reader = readable.has(type) ? { reader: refer(`${exportName}Reader`) } : {};
    if (writes || readable.has(type)) codes.set(declaration, { ...writer, ...reader });
  }
  const used = new Set([...codes.keys()].map(({ module }) => module));
  return { files: files.filter(({ module }) => used.has(module)), withCode: (declaration) => addCode(declaration, codes.get(declaration)) };
}

function fastName({ fileName }: Module): string {
  return `${fileName}.fast`;
}

/** The complex types that the modules declare, and the types of their elements. */
function complexTypes(modules: readonly Module[], live: LivePlan) {
  const types = new Map<CompiledType, Declaration>();
  const roots: CompiledType[] = [];
  for (const declaration of modules.flatMap((module) => module.declarations)) {
    const table = declaration.table === undefined ? undefined : tableOf(live.valueOf(declaration));
    if (table?.kind === "complex" && table.options.lenient !== true) types.set(compileType(table), declaration);
    if (table?.kind === "element") roots.push(resolveType(table.type()["~table"]).type);
  }
  return { types, roots };
}

function tableOf(value: unknown): Table | undefined {
  // What a declaration's constant is follows from its table; only codecs have this property.
  return typeof value === "object" && value !== null ? (value as Partial<HasTable>)["~table"] : undefined;
}

/** All types that elements of these types hold, at any depth. */
function reachedFrom(roots: readonly CompiledType[]): ReadonlySet<CompiledType> {
  const reached = new Set(roots);
  for (const type of reached) {
    for (const { type: inner, hierarchy } of type.declarations) {
      reached.add(inner);
      for (const { type: derived } of hierarchy?.tags.values() ?? []) reached.add(derived);
    }
  }
  return reached;
}

/** The number of arguments before the options, by function. */
const optionsAt = { complexType: 2, extension: 3 } as const;

function addCode(declaration: Declaration, codes: Codes | undefined): Declaration {
  const { table } = declaration;
  if (codes === undefined || table === undefined || !isComplex(table.value)) return declaration;
  const { value } = table;
  const at = optionsAt[value.function];
  const options = value.arguments[at];
  const entries = isObject(options) ? options.entries : [];
  const code = Object.entries(codes).map(([name, reference]) => [name, { kind: "lazy", value: reference }] as const);
  const args = [...value.arguments.slice(0, at), { kind: "object", entries: [...entries, ...code] } as const];
  return { ...declaration, table: { ...table, value: { ...value, arguments: args } } };
}

/** The call that makes the table of a complex type. */
function isComplex(literal: Literal): literal is Call & { readonly function: keyof typeof optionsAt } {
  return typeof literal === "object" && "kind" in literal && literal.kind === "call" && literal.function in optionsAt;
}

function isObject(literal: Literal): literal is ObjectLiteral {
  return typeof literal === "object" && "kind" in literal && literal.kind === "object";
}
