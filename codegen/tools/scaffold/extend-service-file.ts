/**
 * A person's service file and the generated interfaces -> the same file with what is missing: operations, implementations, imports.
 *
 * The syntax tree of the file says where to insert. The text is changed by insertions only, so every line and comment of the person stays.
 */
import { Node, type SourceFile } from "ts-morph";
import { ToolError } from "../tool-error.js";
import { findImplementations, type Implementation } from "./find-implementations.js";
import { parseSource, type ServerInterface, type ServerOperation } from "./server-interfaces.js";
import { isSameModule, ServiceImports } from "./service-imports.js";
import { type Insertion, indentationAt, insertAll, readTextStyle, type TextStyle } from "./text-edits.js";

export interface ScaffoldOptions {
  /** The text of the file; undefined: there is no file yet. */
  readonly text: string | undefined;
  readonly interfaces: readonly ServerInterface[];
  /** How the file imports the generated service.ts. */
  readonly module: string;
  /** The form of implementations that are new. */
  readonly form: "object" | "class";
}

/** Something that the person should know. */
export interface ScaffoldNote {
  readonly kind: "added" | "gone" | "unknown";
  readonly message: string;
  /** The line of the file that was read; undefined for code that was added. */
  readonly line: number | undefined;
}

export interface ScaffoldResult {
  readonly text: string;
  readonly notes: readonly ScaffoldNote[];
}

/** Throws a ToolError for a file that cannot be parsed. */
export function extendServiceFile(options: ScaffoldOptions): ScaffoldResult {
  const bom = options.text?.startsWith("\ufeff") === true ? "\ufeff" : "";
  const { text, notes } = new Extension((options.text ?? "").slice(bom.length), options).run();
  return { text: bom + text, notes };
}

const soapModule = "soapwright/soap";

class Extension {
  readonly #text: string;
  readonly #options: ScaffoldOptions;
  readonly #source: SourceFile;
  readonly #style: TextStyle;
  readonly #imports: ServiceImports;
  readonly #insertions: Insertion[] = [];
  readonly #notes: ScaffoldNote[] = [];

  constructor(text: string, options: ScaffoldOptions) {
    this.#text = text;
    this.#options = options;
    this.#source = parseSource(text, "file.ts");
    this.#style = readTextStyle(text);
    this.#imports = new ServiceImports(this.#source);
    const [mistake] = this.#source.getProject().getProgram().getSyntacticDiagnostics(this.#source);
    if (mistake !== undefined)
      throw new ToolError(`line ${mistake.getLineNumber()} cannot be parsed: ${String(mistake.getMessageText())}; mend it first`);
  }

  run(): ScaffoldResult {
    const implementations = findImplementations(this.#source);
    for (const wanted of this.#options.interfaces) {
      const found = implementations.filter(({ interfaceName }) => interfaceName === wanted.name);
      if (found.length === 0) this.#append(wanted);
      for (const implementation of found) this.#complete(implementation, wanted);
    }
    this.#reportObsoletePortTypes();
    // Insertions at one place keep their order: in an empty file, imports come before the code.
    const insertions = [...this.#imports.insertions(this.#style), ...this.#insertions];
    return { text: insertAll(this.#text, insertions), notes: this.#notes };
  }

  #complete(implementation: Implementation, wanted: ServerInterface): void {
    const { members, isOpen, body } = implementation;
    const missing = wanted.operations.filter(({ property }) => !members.has(property));
    const line = body.getStartLineNumber();
    if (isOpen && missing.length > 0) {
      const names = missing.map(({ property }) => `"${property}"`).join(", ");
      this.#note("unknown", `${names} of ${wanted.portType} may come from the base or the spread here; nothing was added`, line);
    } else if (missing.length > 0) this.#insertMembers(implementation, wanted, missing);
    this.#reportObsolete(implementation, wanted);
  }

  #insertMembers({ body, members }: Implementation, wanted: ServerInterface, missing: readonly ServerOperation[]): void {
    const { newline } = this.#style;
    const isClass = !Node.isObjectLiteralExpression(body);
    const close = body.getEnd() - 1;
    const own = isClass ? body.getMembers() : body.getProperties();
    const last = own.at(-1);
    const outer = indentationAt(this.#text, isClass ? body.getStart() : (lineStartOf(this.#text, close) ?? body.getStart()));
    const inner = last === undefined ? outer + this.#style.indent : indentationAt(this.#text, last.getStart());
    if (last !== undefined && Node.isObjectLiteralExpression(body) && !hasTrailingComma(this.#text.slice(last.getEnd(), close))) {
      this.#insertions.push({ at: last.getEnd(), text: "," });
    }
    const methods = missing.map((operation) => this.#method(operation, wanted, inner, isClass ? "class" : "object"));
    const lineStart = lineStartOf(this.#text, close);
    const separator = members.size === 0 && own.length === 0 ? "" : newline;
    const text = methods.join(newline);
    if (lineStart === undefined) this.#insertions.push({ at: close, text: `${newline}${separator}${text}${outer}` });
    else this.#insertions.push({ at: lineStart, text: `${separator}${text}` });
    for (const { property } of missing) this.#note("added", `operation "${property}" of ${wanted.portType}`, undefined);
  }

  /** Text of whole lines. */
  #method(operation: ServerOperation, wanted: ServerInterface, indent: string, form: "object" | "class"): string {
    const { newline, indent: step, quote, semicolon } = this.#style;
    const fault = this.#imports.need({ name: "SoapFault", module: soapModule, isType: false });
    const comment = operation.comment?.split(/\r?\n/).map((line, index) => `${indent}${index === 0 ? "" : " "}${line.trim()}`) ?? [];
    const lines = [
      ...comment,
      `${indent}async ${operation.key}${this.#signature(operation, wanted, form)} {`,
      // The user replaces this; until then callers get a fault that says so, instead of an answer that looks right.
      `${indent}${step}throw new ${fault}(${quote}Receiver${quote}, ${quote}operation ${operation.property} is not implemented yet${quote})${semicolon}`,
      `${indent}}${form === "object" ? "," : ""}`,
    ];
    return lines.map((line) => `${line}${newline}`).join("");
  }

  /** In an object, parameters get their types from the interface; in a class they are written out. */
  #signature({ property, hasOutput }: ServerOperation, wanted: ServerInterface, form: "object" | "class"): string {
    if (form === "object") return "(_input, _call)";
    const { quote } = this.#style;
    const operations = this.#imports.need({ name: wanted.operationsName, module: this.#options.module, isType: true });
    const call = this.#imports.need({ name: "Call", module: soapModule, isType: true });
    const types = `${operations}[${quote}${property}${quote}]`;
    const output = hasOutput ? `${types}[${quote}output${quote}]` : "void";
    return `(_input: ${types}[${quote}input${quote}], _call: ${call}<${types}>): Promise<${output}>`;
  }

  /** A new implementation at the end of the file. */
  #append(wanted: ServerInterface): void {
    const { form } = this.#options;
    const { newline, indent, semicolon } = this.#style;
    const type = this.#imports.need({ name: wanted.name, module: this.#options.module, isType: true });
    const methods = wanted.operations
      .map((operation) => this.#method(operation, wanted, indent, form))
      .join(form === "class" ? newline : "");
    const name = this.#freeName(
      form === "class" ? `${wanted.portType}Service` : `${wanted.portType.charAt(0).toLowerCase()}${wanted.portType.slice(1)}Server`,
    );
    const head = form === "class" ? `export class ${name} implements ${type} {` : `export const ${name}: ${type} = {`;
    const end = form === "class" ? "}" : `}${semicolon}`;
    const before = this.#text === "" || this.#text.endsWith("\n") ? "" : newline;
    const comment = `/** Implements the port type ${wanted.portType}. */`;
    this.#insertions.push({ at: this.#text.length, text: [before, comment, head].join(newline) + newline + methods + end + newline });
    this.#note("added", `${form} "${name}" for port type ${wanted.portType}`, undefined);
  }

  #freeName(wanted: string): string {
    const taken = new Set(
      this.#source
        .getDescendants()
        .filter(Node.isIdentifier)
        .map((node) => node.getText()),
    );
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}${number}`;
    return name;
  }

  /** All members of a typed object are operations. In a class, only those whose types name the operation are. */
  #reportObsolete({ body, members }: Implementation, { portType, operations, operationsName }: ServerInterface): void {
    const known = new Set(operations.map(({ property }) => property));
    for (const [name, line] of members) {
      if (known.has(name)) continue;
      const isTyped = [`"${name}"`, `'${name}'`].some((key) => body.getText().includes(`${operationsName}[${key}]`));
      if (Node.isObjectLiteralExpression(body) || isTyped) this.#note("gone", `"${name}" is not an operation of ${portType}`, line);
    }
  }

  /** Interfaces that the file imports and the contract no longer has. */
  #reportObsoletePortTypes(): void {
    const known = new Set(this.#options.interfaces.map(({ name }) => name));
    for (const declaration of this.#source.getImportDeclarations()) {
      if (!isSameModule(declaration.getModuleSpecifierValue(), this.#options.module)) continue;
      for (const specifier of declaration.getNamedImports()) {
        const name = specifier.getName();
        if (name.endsWith("Server") && !known.has(name))
          this.#note("gone", `the contract has no "${name}" to implement`, specifier.getStartLineNumber());
      }
    }
  }

  #note(kind: ScaffoldNote["kind"], message: string, line: number | undefined): void {
    this.#notes.push({ kind, message, line });
  }
}

/** Where the line of an index begins, if only blanks stand before the index. */
function lineStartOf(text: string, index: number): number | undefined {
  const start = text.lastIndexOf("\n", index - 1) + 1;
  return start > 0 && /^[ \t]*$/.test(text.slice(start, index)) ? start : undefined;
}

/** Tests what stands between the last member and the brace. */
function hasTrailingComma(rest: string): boolean {
  return rest.replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "").includes(",");
}
