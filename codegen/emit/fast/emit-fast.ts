/**
 * Plan -> files of straight-line code beside the tables: functions that write the types which documents reach.
 *
 * They are printed from the compiled types that the general encoder runs on, so the two cannot disagree about what a table means.
 */
import { compileType, resolveType } from "../../../src/runtime/compile/compile-type.js";
import type { CompiledType } from "../../../src/runtime/compile/compiled-type.js";
import { canBeWritten } from "../../../src/runtime/fast/written-types.js";
import type { HasTable, Table } from "../../../src/runtime/table.js";
import type { Declaration, Module, Plan, WriterReference } from "../../lower/plan.js";
import type { ImportExtension } from "../generated-file.js";
import { LivePlan } from "../live.js";
import { type Codes, isComplex, type SharedCode, withCodes, withSharedCode } from "./code-options.js";
import { FastFile } from "./fast-file.js";
import { printReader, readableTypes } from "./read-code.js";
import { printWriter } from "./write-code.js";

/** Straight-line code for a plan. */
export interface FastCode {
  readonly files: readonly { readonly module: Module; readonly file: FastFile }[];
  /** The declaration with its code in the options of its table. */
  readonly withCode: (declaration: Declaration) => Declaration;
}

/** What a plan's tables alone are. */
export const noFastCode: FastCode = { files: [], withCode: (declaration) => declaration };

/**
 * With more complex types than these, code for each is too much for compilers and bundles (2 kB a type): their tables refer to a reader and a writer that
 * all share, which are slower than code for a type and faster than the general decoder and encoder.
 */
const mostWithCode = 500;

/** What all types share. */
function sharedCode(name: SharedCode): FastCode {
  return { files: [], withCode: (declaration) => withSharedCode(declaration, name) };
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
  return {
    files: files.filter(({ module }) => used.has(module)),
    withCode: (declaration) => withCodes(declaration, codes.get(declaration)),
  };
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
