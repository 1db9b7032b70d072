/**
 * Declarations of a module -> interfaces, aliases and tables.
 */
import type {
  Call,
  Declaration,
  Documentation,
  Literal,
  ObjectLiteral,
  Property,
  RuntimeFunction,
  TableDeclaration,
  TypeDeclaration,
} from "../lower/plan.js";
import type { GeneratedFile } from "./generated-file.js";
import { isList, printKey, printLiteral, printMember, printMemberName, printShape } from "./print-shape.js";

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

function emitDocumentation({ text, at, remark }: Documentation, file: GeneratedFile, comment?: string): void {
  const place = at === undefined ? undefined : `${baseName(at.uri)}:${at.line}`;
  file.doc(joined(text, joined(remark, place)), comment);
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
    body.writeLine(`export type ${name} = ${printShape(type.shape, file)};`);
    return;
  }
  const heading = `export interface ${name}${type.extends === undefined ? "" : ` extends ${printShape(type.extends, file)}`}`;
  if (type.members.length === 0) {
    body.writeLine(`${heading} {}`);
    return;
  }
  body.writeLine(`${heading} {`);
  body.indent(() => {
    for (const member of type.members) emitMember(member, file);
  });
  body.writeLine("}");
}

function emitMember(member: Property, file: GeneratedFile): void {
  const defaultValue = member.defaultValue === undefined ? undefined : `@defaultValue ${member.defaultValue}`;
  file.doc(member.documentation?.text, defaultValue);
  const { shape } = member;
  const text = `${printMember(member, file)};`;
  if (shape.kind !== "object" || file.fits(text)) {
    file.body.writeLine(text);
    return;
  }
  file.body.writeLine(`${printMemberName(member)}: {`);
  file.body.indent(() => {
    for (const inner of shape.members) emitMember(inner, file);
  });
  file.body.writeLine("};");
}

/** Functions whose first object has a line for each row or member. */
const tabular: ReadonlySet<RuntimeFunction> = new Set(["anyOf", "complexType", "extension", "group", "head"]);

function emitTable(name: string, { annotation, value }: TableDeclaration, file: GeneratedFile): void {
  const { body } = file;
  body.write(`export const ${name}: ${printShape(annotation, file)} = `);
  if (isCall(value)) emitCall(value, file);
  else emitLines(value, file);
  body.write(";").newLine();
}

function emitCall({ function: name, typeArguments, arguments: args }: Call, file: GeneratedFile): void {
  const { body } = file;
  const types = typeArguments.map((shape) => printShape(shape, file)).join(", ");
  body.write(`/*@__PURE__*/ ${file.runtimeValue(name)}${types === "" ? "" : `<${types}>`}(`);
  const rows = tabular.has(name) ? args.find(isObject) : undefined;
  for (const [index, argument] of args.entries()) {
    if (index > 0) body.write(", ");
    if (argument === rows) emitLines(argument, file);
    else body.write(printLiteral(argument, file));
  }
  body.write(")");
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

/** Writes an entry on one line; on several if it is an object that holds objects or is too long. */
function emitLine(key: string, value: Literal, file: GeneratedFile): void {
  const text = `${key}${printLiteral(value, file)},`;
  if (!isObject(value) || (!value.entries.some(([, inner]) => isObject(inner)) && file.fits(text))) {
    file.body.writeLine(text);
    return;
  }
  file.body.write(key);
  emitLines(value, file);
  file.body.write(",").newLine();
}

function isObject(literal: Literal): literal is ObjectLiteral {
  return typeof literal === "object" && !isList(literal) && literal.kind === "object";
}

function isCall(literal: Literal): literal is Call {
  return typeof literal === "object" && !isList(literal) && literal.kind === "call";
}
