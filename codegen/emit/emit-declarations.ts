/**
 * Declarations of a module -> interfaces, aliases and tables.
 */
import type {
  Call,
  Constant,
  Declaration,
  Documentation,
  Lazy,
  Literal,
  ObjectLiteral,
  RuntimeFunction,
  TableDeclaration,
  TypeDeclaration,
} from "../lower/plan.js";
import { filledLines, type GeneratedFile } from "./generated-file.js";
import { layoutMember, layoutShape, withFacts } from "./layout-shape.js";
import { isList, printKey, printLiteral, printShape } from "./print-shape.js";

/** Prints a declaration: the type with its documentation, then the table with its content model. `places`: comments say where it is from. */
export function emitDeclaration(declaration: Declaration, file: GeneratedFile, places: boolean): void {
  const { type, table } = declaration;
  const documentation = places ? declaration.documentation : { ...declaration.documentation, at: undefined };
  if (type !== undefined) {
    emitDocumentation(documentation, file);
    emitType(declaration.exportName, type, file);
  }
  if (table !== undefined) {
    if (type === undefined) emitDocumentation(documentation, file, table.comment);
    else file.doc(table.comment);
    emitTable(declaration.exportName, table, file);
  }
  file.body.newLine();
}

function emitDocumentation({ text, at, remark, facts }: Documentation, file: GeneratedFile, comment?: string): void {
  const place = at === undefined ? undefined : `${baseName(at.uri)}:${at.line}`;
  file.doc(joined(withFacts(text, facts), joined(remark, place)), comment);
}

/** The place follows a text of one line and goes below a longer one. */
function joined(text: string | undefined, place: string | undefined): string | undefined {
  if (text === undefined || place === undefined) return text ?? place;
  return text.includes("\n") ? `${text}\n\n${place}` : `${text} ${place}`;
}

function baseName(uri: string): string {
  return uri.slice(uri.lastIndexOf("/") + 1);
}

function emitType(name: string, type: TypeDeclaration, file: GeneratedFile): void {
  const { body } = file;
  if (type.form === "alias") {
    const head = `export type ${name} = `;
    body.writeLine(`${head}${layoutShape(type.shape, { file, comments: true }, head.length)};`);
    return;
  }
  const heading = `export interface ${name}${type.extends === undefined ? "" : ` extends ${printShape(type.extends, file)}`}`;
  if (type.members.length === 0) {
    body.writeLine(`${heading} {}`);
    return;
  }
  body.writeLine(`${heading} {`);
  body.indent(() => {
    for (const member of type.members) body.writeLine(layoutMember(member, { file, comments: true }, 0));
  });
  body.writeLine("}");
}

/** Functions whose first object has a line for each row or member. */
const tabular: ReadonlySet<RuntimeFunction> = new Set([
  "anyOf",
  "complexType",
  "extension",
  "group",
  "head",
  "plainExtension",
  "plainGroup",
  "plainType",
]);

function emitTable(name: string, { annotation, value }: TableDeclaration, file: GeneratedFile): void {
  const { body } = file;
  const head = `export const ${name}: `;
  const type = layoutShape(annotation, { file, comments: false }, head.length);
  body.write(`${head}${type} = `);
  if (isCall(value)) emitCall(value, file, type.includes("\n"));
  else emitLines(value, file);
  body.write(";").newLine();
}

/** `broken`: the annotation before it took several lines, and so do the type arguments, which repeat it. */
function emitCall({ function: name, typeArguments, arguments: args }: Call, file: GeneratedFile, broken: boolean): void {
  const { body } = file;
  const column = broken ? file.widthOfLine(0) : 0;
  const types = typeArguments.map((shape) => layoutShape(shape, { file, comments: false }, column)).join(", ");
  body.write(`/*@__PURE__*/ ${file.runtimeValue(name)}${types === "" ? "" : `<${types}>`}(`);
  const rows = tabular.has(name) ? args.find(isObject) : undefined;
  for (const [index, argument] of args.entries()) {
    if (index > 0) body.write(", ");
    if (argument === rows) emitLines(argument, file);
    else if (isList(argument)) emitList(argument, file);
    else if (isListing(argument)) {
      body.write("() => ");
      emitList(argument.value, file);
    } else body.write(printLiteral(argument, file));
  }
  body.write(")");
}

/** Writes the values of an enumeration, which may be thousands. */
function emitList(items: readonly (Literal | Constant)[], file: GeneratedFile): void {
  const texts = items.map((item) => (isConstant(item) ? file.reference(item) : printLiteral(item, file)));
  const text = `[${texts.join(", ")}]`;
  if (file.fits(text)) {
    file.body.write(text);
    return;
  }
  file.body.write("[").newLine();
  file.body.indent(() => {
    for (const line of filledLines(texts, ", ", file.widthOfLine(0) - 1)) file.body.writeLine(`${line},`);
  });
  file.body.write("]");
}

/** Writes an object with a line for each entry, or a list with a line for each item. */
function emitLines(literal: Literal, file: GeneratedFile): void {
  const { body } = file;
  if (isObject(literal) && literal.entries.length > 0) {
    body.write("{").newLine();
    body.indent(() => {
      for (const [key, value] of literal.entries) emitLine(`${printKey(key)}: `, value, file);
    });
    body.write("}");
  } else if (isList(literal) && literal.length > 0) {
    body.write("[").newLine();
    body.indent(() => {
      for (const item of literal) emitLine("", item, file);
    });
    body.write("]");
  } else body.write(printLiteral(literal, file));
}

/** Writes an entry on one line; on several if it is an object that holds objects or is too long, or a list of objects that is too long. */
function emitLine(key: string, value: Literal, file: GeneratedFile): void {
  const text = `${key}${printLiteral(value, file)},`;
  const isBroken = isObject(value)
    ? value.entries.some(([, inner]) => isObject(inner)) || !file.fits(text)
    : isListOfObjects(value) && !file.fits(text);
  if (!isBroken) {
    file.body.writeLine(text);
    return;
  }
  file.body.write(key);
  emitLines(value, file);
  file.body.write(",").newLine();
}

function isConstant(item: Literal | Constant): item is Constant {
  return typeof item === "object" && "kind" in item && (item.kind === "runtime" || item.kind === "imported" || item.kind === "declaration");
}

/** A function that lists constants. */
function isListing(literal: Literal): literal is Lazy & { readonly value: readonly Constant[] } {
  return typeof literal === "object" && !isList(literal) && literal.kind === "lazy" && Array.isArray(literal.value);
}

function isObject(literal: Literal): literal is ObjectLiteral {
  return typeof literal === "object" && !isList(literal) && literal.kind === "object";
}

/** A list of objects alone, or of such lists. */
function isListOfObjects(literal: Literal): boolean {
  return isList(literal) && literal.length > 0 && literal.every((item) => isObject(item) || isListOfObjects(item));
}

function isCall(literal: Literal): literal is Call {
  return typeof literal === "object" && !isList(literal) && literal.kind === "call";
}
