/**
 * One file of generated code while it is being written: a line writer that keeps track of imports.
 *
 * Asking for a name gives the identifier to print and adds the import. Where the file already has that name, it is imported under another
 * one. Text from contracts goes through `quote` and `doc` only, so that it can never become code.
 */
import type { Constant, Declaration, RuntimeFunction, RuntimeType } from "../lower/plan.js";
import { CodeWriter, indentation } from "./code-writer.js";
import { commentLines, docComment } from "./doc-comment.js";

/** What generated code imports from the package. */
export const runtimeDoor = "soapwright/runtime-v2";

/** The line that keeps TypeScript from checking a file. */
export const uncheckedMark = "// @ts-nocheck";

/** Longer objects are broken over several lines. */
const lineWidth = 140;

/** What imports of other generated files end with. */
export type ImportExtension = ".js" | ".ts" | "none";

/** How other generated files are imported. */
export interface ImportStyle {
  readonly extension: ImportExtension;
  /** Declarations that are named through their module (`order11.Order`), because something else in the file has the name. */
  readonly throughModule: (declaration: Declaration) => boolean;
  /** The file that has a declaration, for those who import it here. */
  readonly fileOf: (declaration: Declaration) => string;
}

/** The file of the module that a declaration is of. */
export function moduleFile({ module }: Declaration): string {
  return module.fileName;
}

const byName: ImportStyle = { extension: ".js", throughModule: () => false, fileOf: moduleFile };

/** Global types that are printed without an import, so that no import may hide them. */
const globalTypes: ReadonlySet<string> = new Set(["Date", "Uint8Array"]);

interface ImportedName {
  readonly local: string;
  readonly typeOnly: boolean;
}

export class GeneratedFile {
  /** The body: everything below the imports. */
  readonly body = new CodeWriter();
  readonly #fileName: string;
  readonly #taken: Set<string>;
  readonly #imports = new Map<string, Map<string, ImportedName>>();
  readonly #modules = new Map<string, string>();

  readonly #style: ImportStyle;

  /** The declarations of other files that are used here. */
  readonly used = new Set<Declaration>();

  /** `ownNames`: the names that the file itself declares. */
  constructor(fileName: string, ownNames: Iterable<string>, style: ImportStyle = byName) {
    this.#fileName = fileName;
    this.#taken = new Set(ownNames);
    this.#style = style;
  }

  /** A type of the runtime. */
  runtimeType(name: RuntimeType): string {
    return this.#import(runtimeDoor, name, true);
  }

  /** A function or constant of the runtime. */
  runtimeValue(name: RuntimeFunction | (string & {})): string {
    return this.#import(runtimeDoor, name, false);
  }

  /** A declaration of this file or another generated one. */
  declaration(declaration: Declaration): string {
    const { exportName, table } = declaration;
    const fileName = this.#style.fileOf(declaration);
    if (fileName === this.#fileName) return exportName;
    this.used.add(declaration);
    if (this.#style.throughModule(declaration)) return this.memberOfModule(declaration);
    return this.#import(this.pathTo(fileName), exportName, table === undefined);
  }

  /** A declaration of another file through the file's namespace: `order11.OrderElement`. */
  memberOfModule({ module, exportName }: Declaration): string {
    const from = this.pathTo(module.fileName);
    let local = this.#modules.get(from);
    if (local === undefined) {
      local = this.#freeName(module.exportName);
      this.#taken.add(local);
      this.#modules.set(from, local);
    }
    return `${local}.${exportName}`;
  }

  /** The path that another generated file is imported from. */
  pathTo(fileName: string): string {
    const { extension } = this.#style;
    return `./${fileName}${extension === "none" ? "" : extension}`;
  }

  reference(reference: Constant): string {
    if (reference.kind === "writer") return this.#import(this.pathTo(reference.fileName), reference.name, false);
    if (reference.kind === "imported") return this.#import(reference.module, reference.name, false);
    return reference.kind === "runtime" ? this.runtimeValue(reference.name) : this.declaration(reference);
  }

  /** A global type of the platform; a schema may have a type of the same name. */
  globalType(name: string): string {
    return this.#taken.has(name) ? `globalThis.${name}` : name;
  }

  /** The blanks that the next line begins with. */
  get indentation(): number {
    return this.body.indentation;
  }

  /** How long the text on a line may be, indented by so many more levels. */
  widthOfLine(levels: number): number {
    return lineWidth - this.indentation - levels * indentation;
  }

  /** Tests if a text fits on the next line, behind so many other characters. */
  fits(text: string, column = 0): boolean {
    return this.indentation + column + text.length <= lineWidth;
  }

  /** A comment over what follows. */
  doc(...paragraphs: readonly (string | undefined)[]): void {
    for (const line of docComment(paragraphs, this.indentation)) this.body.writeLine(line);
  }

  /** The whole text: header, imports, body. TypeScript takes the types of an unchecked file without looking for mistakes in it. */
  text(header: string, checking: "checked" | "unchecked" = "checked"): string {
    const lines = commentLines(header).map((line) => `// ${line}`);
    const parts = [
      (checking === "checked" ? lines : [...lines, uncheckedMark]).join("\n"),
      this.#importLines(),
      this.body.toString().trimEnd(),
    ];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  }

  #import(from: string, name: string, typeOnly: boolean): string {
    let names = this.#imports.get(from);
    if (names === undefined) {
      names = new Map();
      this.#imports.set(from, names);
    }
    const known = names.get(name);
    if (known !== undefined) {
      if (known.typeOnly && !typeOnly) names.set(name, { local: known.local, typeOnly });
      return known.local;
    }
    const local = this.#freeName(name);
    this.#taken.add(local);
    names.set(name, { local, typeOnly });
    return local;
  }

  #freeName(name: string): string {
    if (!this.#taken.has(name) && !globalTypes.has(name)) return name;
    // No name of a schema ends in an underscore.
    let local = `${name}_`;
    for (let number = 2; this.#taken.has(local); number++) local = `${name}_${number}_`;
    return local;
  }

  #importLines(): string {
    // A module may be imported both ways, the names first.
    const lines = [...this.#imports].map(([from, names]) => [from, importLine(from, names)] as const);
    for (const [from, local] of this.#modules) lines.push([from, `import * as ${local} from ${quote(from)};`]);
    const sources = lines.sort(([left], [right]) => compareSources(left, right));
    return sources.map(([, line]) => line).join("\n");
  }
}

/** The runtime first, then generated files by name. */
function compareSources(left: string, right: string): number {
  const isRuntime = (from: string) => Number(!from.startsWith("."));
  return isRuntime(right) - isRuntime(left) || (left < right ? -1 : left > right ? 1 : 0);
}

function importLine(from: string, names: ReadonlyMap<string, ImportedName>): string {
  const sorted = [...names].sort(([left], [right]) => (left < right ? -1 : 1));
  const allTypes = sorted.every(([, name]) => name.typeOnly);
  const items = sorted.map(
    ([name, { local, typeOnly }]) => `${typeOnly && !allTypes ? "type " : ""}${name}${local === name ? "" : ` as ${local}`}`,
  );
  const head = `import ${allTypes ? "type " : ""}`;
  const end = ` from ${quote(from)};`;
  const line = `${head}{ ${items.join(", ")} }${end}`;
  if (line.length <= lineWidth) return line;
  return `${head}{\n${filledLines(items, ", ", lineWidth - indentation - 1)
    .map((items) => `${" ".repeat(indentation)}${items},\n`)
    .join("")}}${end}`;
}

/** Texts joined to lines that are as long as they may be. */
export function filledLines(texts: readonly string[], separator: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string | undefined;
  for (const text of texts) {
    const longer: string = line === undefined ? text : line + separator + text;
    if (line !== undefined && longer.length > width) {
      lines.push(line);
      line = text;
    } else line = longer;
  }
  return line === undefined ? lines : [...lines, line];
}

/** Texts that stand in a literal as they are. */
const plainLiteral = /^[ !#-[\]-~]*$/;

/** A string literal. */
export function quote(text: string): string {
  if (plainLiteral.test(text)) return `"${text}"`;
  return JSON.stringify(text).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}
