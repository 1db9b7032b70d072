/**
 * Straight-line code in the options of tables.
 */
import type { Call, Constant, Declaration, Literal, ObjectLiteral, WriterReference } from "../../lower/plan.js";

/** The code of one type, by the option of its table. */
export interface Codes {
  readonly writer?: WriterReference;
  readonly reader?: WriterReference;
  readonly code?: Constant;
}

/** What the runtime calls the code that types share: readers, and perhaps writers. */
export type SharedCode = "sharedCode" | "sharedReaders";

/** The declaration with the code that all types share, unless its table must do without. */
export function withSharedCode(declaration: Declaration, name: SharedCode): Declaration {
  return isLenient(declaration) ? declaration : withCodes(declaration, { code: { kind: "runtime", name } });
}

/** More than one particle may match an element: such types have no code. */
function isLenient({ table }: Declaration): boolean {
  if (table === undefined || !isComplex(table.value)) return false;
  const options = table.value.arguments[optionsAt[table.value.function]];
  return isObject(options) && options.entries.some(([key]) => key === "lenient");
}

/** The number of arguments before the options, by function. */
const optionsAt = { complexType: 2, extension: 3, plainExtension: 3, plainType: 2 } as const;

/** The declaration with code in the options of its table; as it is, if it is not of a complex type. */
export function withCodes(declaration: Declaration, codes: Codes | undefined): Declaration {
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
export function isComplex(literal: Literal): literal is Call & { readonly function: keyof typeof optionsAt } {
  return typeof literal === "object" && "kind" in literal && literal.kind === "call" && literal.function in optionsAt;
}

function isObject(literal: Literal): literal is ObjectLiteral {
  return typeof literal === "object" && "kind" in literal && literal.kind === "object";
}
