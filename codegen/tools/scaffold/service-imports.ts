/**
 * Imports of a person's service file: which names it has, and what to insert for others.
 */
import { posix } from "node:path";
import type { ImportDeclaration, SourceFile } from "ts-morph";
import type { Insertion, TextStyle } from "./text-edits.js";

/** A name that generated text needs. */
export interface NeededImport {
  readonly name: string;
  readonly module: string;
  readonly isType: boolean;
}

/** Finds names, and collects what is missing. */
export class ServiceImports {
  readonly #source: SourceFile;
  readonly #missing: NeededImport[] = [];

  constructor(source: SourceFile) {
    this.#source = source;
  }

  /** The local name in this file. A name that is not imported yet will be. */
  need(needed: NeededImport): string {
    const found = this.#find(needed);
    if (found !== undefined) return found;
    if (!this.#missing.some(({ name, module }) => name === needed.name && module === needed.module)) this.#missing.push(needed);
    return needed.name;
  }

  #find({ name, module, isType }: NeededImport): string | undefined {
    for (const declaration of this.#from(module)) {
      const specifier = declaration.getNamedImports().find((each) => each.getName() === name);
      if (specifier !== undefined && (isType || !(declaration.isTypeOnly() || specifier.isTypeOnly()))) {
        return specifier.getAliasNode()?.getText() ?? name;
      }
      const namespace = declaration.getNamespaceImport()?.getText();
      if (namespace !== undefined && (isType || !declaration.isTypeOnly())) return `${namespace}.${name}`;
    }
    return undefined;
  }

  #from(module: string): readonly ImportDeclaration[] {
    return this.#source.getImportDeclarations().filter((declaration) => isSameModule(declaration.getModuleSpecifierValue(), module));
  }

  /** The insertions that import the missing names: into an existing import, else as a new line after the last one. */
  insertions(style: TextStyle): readonly Insertion[] {
    const insertions: Insertion[] = [];
    const lines: string[] = [];
    for (const module of new Set(this.#missing.map((each) => each.module))) {
      const left: NeededImport[] = [];
      for (const needed of this.#missing.filter((each) => each.module === module)) {
        const known = this.#extensible(module, needed.isType);
        if (known === undefined) left.push(needed);
        else insertions.push({ at: known.end, text: `, ${known.mark}${needed.name}` });
      }
      if (left.length > 0) lines.push(importLine(left, module, style));
    }
    if (lines.length > 0) insertions.push(this.#lineInsertion(lines, style));
    return insertions;
  }

  /** An import of that module with names in braces. */
  #extensible(module: string, isType: boolean): { readonly end: number; readonly mark: string } | undefined {
    const declarations = this.#from(module).filter((declaration) => declaration.getNamedImports().length > 0);
    const fitting = declarations.find((declaration) => declaration.isTypeOnly() === isType) ?? (isType ? declarations[0] : undefined);
    const last = fitting?.getNamedImports().at(-1);
    return fitting && last && { end: last.getEnd(), mark: isType && !fitting.isTypeOnly() ? "type " : "" };
  }

  #lineInsertion(lines: readonly string[], { newline }: TextStyle): Insertion {
    const last = this.#source.getImportDeclarations().at(-1);
    if (last !== undefined) return { at: last.getEnd(), text: lines.map((line) => `${newline}${line}`).join("") };
    const text = this.#source.getFullText();
    return { at: endOfHeader(text), text: lines.map((line) => `${line}${newline}`).join("") + (text.trim() === "" ? "" : newline) };
  }
}

/** Types alone make an import of types; beside values, each type is marked. */
function importLine(needed: readonly NeededImport[], module: string, { quote, semicolon }: TextStyle): string {
  const onlyTypes = needed.every(({ isType }) => isType);
  const names = needed.map(({ name, isType }) => (isType && !onlyTypes ? `type ${name}` : name));
  return `import ${onlyTypes ? "type " : ""}{ ${names.join(", ")} } from ${quote}${module}${quote}${semicolon}`;
}

/** `./a/service.js`, `./a/service` and `./a/service.ts` are one module. */
export function isSameModule(left: string, right: string): boolean {
  const plain = (specifier: string): string =>
    specifier.startsWith(".") ? posix.normalize(specifier).replace(/\.[cm]?[jt]s$/, "") : specifier;
  return plain(left) === plain(right);
}

/** After a shebang, and after comments at the top that a blank line separates from the rest. */
function endOfHeader(text: string): number {
  return (
    /^(?:#![^\n]*\n)?(?:(?:\/\*[\s\S]*?\*\/[ \t]*|\/\/[^\n]*)\r?\n)*(?:[ \t]*\r?\n)+/.exec(text)?.[0].length ??
    /^(?:#![^\n]*\n)?/.exec(text)?.[0].length ??
    0
  );
}
