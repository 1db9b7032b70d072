/**
 * Declarations of a module -> interfaces, aliases and tables.
 */
import type {
  Declaration,
  Documentation,
  Literal,
  Member,
  ObjectLiteral,
  RuntimeFunction,
  TableDeclaration,
  TypeDeclaration,
} from "../lower/plan.js";
import type { GeneratedFile } from "./generated-file.js";
import { isList, printKey, printLiteral, printMember, printShape } from "./print-shape.js";

/** Prints a declaration: the type with its documentation, then the table with its content model. */
export function emitDeclaration(declaration: Declaration, file: GeneratedFile): void {
  const { type, table, documentation } = declaration;
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

/** A place stands behind a text of one line, and below a longer one. */
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
  const heading = `export interface ${name}${type.extends === undefined ? "" : ` extends ${file.declaration(type.extends)}`}`;
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

function emitMember(member: Member, file: GeneratedFile): void {
  const defaultValue = member.defaultValue === undefined ? undefined : `@defaultValue ${member.defaultValue}`;
  file.doc(member.documentation?.text, defaultValue);
  file.body.writeLine(`${printMember(member, file)};`);
}

/** Functions whose first object has a line for each row or member. */
const tabular: ReadonlySet<RuntimeFunction> = new Set(["anyOf", "complexType", "extension", "group", "head"]);

function emitTable(name: string, { annotation, call }: TableDeclaration, file: GeneratedFile): void {
  const { body } = file;
  const types = call.typeArguments.map((shape) => printShape(shape, file)).join(", ");
  const opening = `${file.runtimeValue(call.function)}${types === "" ? "" : `<${types}>`}(`;
  body.write(`export const ${name}: ${printShape(annotation, file)} = /*@__PURE__*/ ${opening}`);
  const rows = tabular.has(call.function) ? call.arguments.find(isObject) : undefined;
  for (const [index, argument] of call.arguments.entries()) {
    if (index > 0) body.write(", ");
    if (isObject(argument) && argument === rows && argument.entries.length > 0) emitRows(argument, file);
    else body.write(printLiteral(argument, file));
  }
  body.write(");").newLine();
}

function isObject(literal: Literal): literal is ObjectLiteral {
  return typeof literal === "object" && !isList(literal) && literal.kind === "object";
}

function emitRows(rows: ObjectLiteral, file: GeneratedFile): void {
  const { body } = file;
  body.write("{").newLine();
  body.indent(() => {
    for (const [key, value] of rows.entries) body.writeLine(`${printKey(key)}: ${printLiteral(value, file)},`);
  });
  body.write("}");
}
