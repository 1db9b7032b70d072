/**
 * Plan -> files. Printing only: every decision was made before, so the same plan gives the same bytes.
 */

import { prefixesName } from "../lower/names/module-names.js";
import type { Module, Plan, RegistryEntry } from "../lower/plan.js";
import { commentLines } from "./doc-comment.js";
import { emitDeclaration } from "./emit-declarations.js";
import { emitFast, type FastCode, noFastCode } from "./fast/emit-fast.js";
import { GeneratedFile, type ImportExtension, type ImportStyle, moduleFile, quote } from "./generated-file.js";
import { type Part, partsOf } from "./parts.js";
import { printKey } from "./print-shape.js";

/** A generated file; the path is relative to the output folder. */
export interface OutputFile {
  readonly path: string;
  readonly text: string;
}

export interface EmitOptions {
  /** Version of the tool, for the header. */
  readonly version: string;
  /** A document's path as it is printed: never an absolute one. */
  readonly pathOf: (uri: string) => string;
  /** Comments say where in the documents each declaration stands. */
  readonly places: boolean;
  readonly importExtension: ImportExtension;
  /** The straight-line code that is printed beside tables. */
  readonly code: "none" | "readers" | "readers and writers";
  /** One reader and one writer for all types in place of code for each; undefined: where there are many types. */
  readonly sharedCode: boolean | undefined;
}

/** Prints all files of a plan. */
export function emit(plan: Plan, options: EmitOptions): readonly OutputFile[] {
  const fast = options.code === "none" ? noFastCode : emitFast(plan, options, options.code === "readers and writers");
  const files = [...plan.modules.flatMap((module) => emitModule(module, fast, options)), emitIndex(plan, options)];
  if (plan.prefixes !== undefined) files.push(emitOwnModule(plan, plan.prefixes.module, options));
  if (plan.converters !== undefined) files.push(emitOwnModule(plan, plan.converters, options));
  if (plan.services !== undefined) files.push(emitServices(plan.services.module, fast, options));
  for (const { module, file } of fast.files) {
    const header = commentLines(headerText([module], options)).map((line) => `// ${line}`);
    files.push({ path: `${file.fileName}.ts`, text: file.print(header.join("\n")) });
  }
  return files;
}

/** A file that belongs to no namespace. */
function emitOwnModule(plan: Plan, module: Module, options: EmitOptions): OutputFile {
  return {
    path: `${module.fileName}.ts`,
    text: emitDeclarations(module, noFastCode, () => false, options).text(headerText(plan.modules, options)),
  };
}

/** What several modules call by one name, or the services themselves, is named through its module. */
function emitServices(module: Module, fast: FastCode, options: EmitOptions): OutputFile {
  const draft = emitDeclarations(module, fast, () => false, options);
  const names = module.declarations.map(({ exportName }) => exportName);
  names.push(...[...draft.used].map(({ exportName }) => exportName));
  const shared = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  const file = emitDeclarations(module, fast, ({ exportName }) => shared.has(exportName), options);
  return { path: `${module.fileName}.ts`, text: file.text(headerText([module], options)) };
}

/** The file of a namespace; where that would be very long, its parts and a file that exports them. */
function emitModule(module: Module, fast: FastCode, options: EmitOptions): readonly OutputFile[] {
  const namespace = module.targetNamespace === "" ? "No target namespace." : `Namespace ${module.targetNamespace}`;
  const header = `${headerText([module], options)}\n${namespace}`;
  const parts = partsOf(module);
  const partFiles = new Map(
    parts.flatMap(({ fileName, declarations }) => declarations.map((declaration) => [declaration, fileName] as const)),
  );
  const fileOf: ImportStyle["fileOf"] = (declaration) => partFiles.get(declaration) ?? moduleFile(declaration);
  const style: ImportStyle = { extension: options.importExtension, throughModule: () => false, fileOf };
  const checking = parts.length === 1 ? "checked" : "unchecked";
  const files = parts.map((part) => ({ path: `${part.fileName}.ts`, text: emitPart(part, fast, style, options).text(header, checking) }));
  if (files.length === 1) return files;
  const whole = new GeneratedFile(module.fileName, [], style);
  for (const { fileName } of parts) whole.body.writeLine(`export * from ${quote(whole.pathTo(fileName))};`);
  return [...files, { path: `${module.fileName}.ts`, text: whole.text(header) }];
}

function emitDeclarations(
  module: Module,
  fast: FastCode,
  throughModule: ImportStyle["throughModule"],
  options: EmitOptions,
): GeneratedFile {
  return emitPart(module, fast, { extension: options.importExtension, throughModule, fileOf: moduleFile }, options);
}

function emitPart({ fileName, declarations }: Part, fast: FastCode, style: ImportStyle, { places }: EmitOptions): GeneratedFile {
  const file = new GeneratedFile(
    fileName,
    declarations.map(({ exportName }) => exportName),
    style,
  );
  for (const declaration of declarations) emitDeclaration(fast.withCode(declaration), file, places);
  return file;
}

/** The header of a file: the documents that define the components of these modules. */
function headerText(modules: readonly Module[], { version, pathOf }: EmitOptions): string {
  const uris = new Set(modules.flatMap(({ declarations }) => declarations.map(({ documentation }) => documentation.at?.uri)));
  const names = [...new Set([...uris].flatMap((uri) => (uri === undefined ? [] : [pathOf(uri)])))].sort();
  const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ` and ${names.length - 3} more` : "");
  return `Generated by soapwright ${version} from ${shown}. Do not edit; run "soapwright generate".`;
}

/** The index: exports the first module flat and the others by name, and lists everything global by Clark name. */
function emitIndex(plan: Plan, options: EmitOptions): OutputFile {
  const file = new GeneratedFile("index", ["documents", "schema"], {
    extension: options.importExtension,
    throughModule: () => true,
    fileOf: moduleFile,
  });
  const { body } = file;
  const [first, ...others] = plan.modules;
  if (first !== undefined) body.writeLine(`export * from ${quote(file.pathTo(first.fileName))};`);
  for (const module of others) body.writeLine(`export * as ${module.exportName} from ${quote(file.pathTo(module.fileName))};`);
  if (plan.services !== undefined) body.writeLine(`export * as service from ${quote(file.pathTo("service"))};`);
  if (plan.prefixes !== undefined) body.writeLine(`export { ${prefixesName} } from ${quote(file.pathTo(prefixesName))};`);
  const { elements, types, attributes } = plan.registry;
  body.newLine();
  file.doc("All global elements by Clark name.");
  body.write(`export const documents: Readonly<Record<string, ${file.runtimeType("ElementCodec")}>> = `);
  emitRegistry(elements, file);
  body.write(";").newLine().newLine();
  file.doc("Everything global: for xsi:type, wildcards and documents of any root.");
  body.write(`export const schema: ${file.runtimeType("SchemaSet")} = /*@__PURE__*/ ${file.runtimeValue("schemaSet")}({`).newLine();
  body.indent(() => {
    body.writeLine("elements: documents,");
    body.write("types: ");
    emitRegistry(types, file);
    body.write(",").newLine().write("attributes: ");
    emitRegistry(attributes, file);
    body.write(",").newLine();
  });
  body.writeLine("});");
  return { path: "index.ts", text: file.text(headerText(plan.modules, options)) };
}

function emitRegistry(entries: readonly RegistryEntry[], file: GeneratedFile): void {
  const { body } = file;
  if (entries.length === 0) {
    body.write("{}");
    return;
  }
  body.write("{").newLine();
  body.indent(() => {
    for (const { clark, declaration } of entries) body.writeLine(`${printKey(clark)}: ${file.memberOfModule(declaration)},`);
  });
  body.write("}");
}
