/**
 * Shapes -> types on several lines, where one would be too long or members have comments.
 */
import type { Property, Shape } from "../lower/plan.js";
import { indentation } from "./code-writer.js";
import { docComment } from "./doc-comment.js";
import { filledLines, type GeneratedFile } from "./generated-file.js";
import { needsParentheses, printMemberName, printScalar, printShape } from "./print-shape.js";

/** How a type is laid out. */
export interface Layout {
  readonly file: GeneratedFile;
  /** Members of object types have their comments. */
  readonly comments: boolean;
}

/** A type that begins at a column behind the indentation of the file. Further lines are indented below it by the levels given. */
export function layoutShape(shape: Shape, layout: Layout, column: number, levels = 0): string {
  const { file, comments } = layout;
  if (!(comments && isCommented(shape))) {
    const flat = printShape(shape, file);
    if (file.fits(flat, column + levels * indentation)) return flat;
  }
  const line = `\n${" ".repeat(indentation * (levels + 1))}`;
  const end = `\n${" ".repeat(indentation * levels)}`;
  switch (shape.kind) {
    case "object":
      return `{${shape.members.map((member) => line + layoutMember(member, layout, levels + 1)).join("")}${end}}`;
    case "tuple":
      return layoutItems(shape.items, layout, levels);
    case "union":
      return layoutUnion(shape.members, layout, levels);
    case "intersection":
      return shape.parts
        .map((part) => (part.kind === "union" ? `(${layoutShape(part, layout, 2, levels)})` : layoutShape(part, layout, 0, levels)))
        .join(" & ");
    case "array": {
      const item = layoutShape(shape.item, layout, column + "readonly ".length + 1, levels);
      return `readonly ${needsParentheses(shape.item) ? `(${item})` : item}[]`;
    }
    case "runtime": {
      const [only, ...others] = shape.arguments;
      if (only === undefined) return printShape(shape, file);
      const name = file.runtimeType(shape.name);
      if (others.length === 0) {
        const text = layoutShape(only, layout, column + name.length + 1, levels);
        return `${name}<${text}${text.startsWith("\n") ? end : ""}>`;
      }
      return `${name}<${shape.arguments.map((argument) => line + layoutShape(argument, layout, 0, levels + 1)).join(",")}${end}>`;
    }
    default:
      return printShape(shape, file);
  }
}

/** `name?: Type;` with its comment before it. */
export function layoutMember(member: Property, layout: Layout, levels: number): string {
  const name = `${printMemberName(member)}: `;
  const line = `\n${" ".repeat(indentation * levels)}`;
  const comment = layout.comments ? memberComment(member, layout.file, levels).map((text) => text + line) : [];
  return `${comment.join("")}${name}${layoutShape(member.shape, layout, name.length, levels)};`;
}

function memberComment({ documentation, defaultValue }: Property, file: GeneratedFile, levels: number): readonly string[] {
  const tag = defaultValue === undefined ? undefined : `@defaultValue ${defaultValue}`;
  return docComment([withFacts(documentation?.text, documentation?.facts)], file.indentation + levels * indentation, tag);
}

/** The facts follow a text of one line in parentheses, and are a paragraph below a longer one. */
export function withFacts(text: string | undefined, facts: string | undefined): string | undefined {
  if (text === undefined || facts === undefined) return text ?? facts;
  return text.includes("\n") || text.length + facts.length > 100 ? `${text}\n\n${facts}` : `${text} (${facts})`;
}

/** Literals fill lines, as code lists do; other members have a line each. */
function layoutUnion(members: readonly Shape[], layout: Layout, levels: number): string {
  const line = `\n${" ".repeat(indentation * (levels + 1))}`;
  const texts = members.map((member) => layoutShape(member, layout, 2, levels + 1));
  if (!members.every(({ kind }) => kind === "literal")) return texts.map((text) => `${line}| ${text}`).join("");
  return filledLines(texts, " | ", layout.file.widthOfLine(levels + 1) - 2)
    .map((text) => `${line}| ${text}`)
    .join("");
}

function layoutItems(items: readonly Shape[], layout: Layout, levels: number): string {
  const line = `\n${" ".repeat(indentation * (levels + 1))}`;
  const end = `\n${" ".repeat(indentation * levels)}`;
  const literals = items.flatMap((item) => (item.kind === "literal" ? [printScalar(item.value)] : []));
  if (literals.length === items.length) {
    return `[${filledLines(literals, ", ", layout.file.widthOfLine(levels + 1) - 1)
      .map((text) => `${line}${text},`)
      .join("")}${end}]`;
  }
  return `[${items.map((item) => `${line}${layoutShape(item, layout, 0, levels + 1)},`).join("")}${end}]`;
}

/** Tests if a member somewhere in a type has a comment. */
function isCommented(shape: Shape): boolean {
  switch (shape.kind) {
    case "object":
      return shape.members.some(
        ({ documentation, defaultValue, shape: inner }) =>
          documentation?.text !== undefined || documentation?.facts !== undefined || defaultValue !== undefined || isCommented(inner),
      );
    case "tuple":
      return shape.items.some(isCommented);
    case "union":
      return shape.members.some(isCommented);
    case "intersection":
      return shape.parts.some(isCommented);
    case "array":
      return isCommented(shape.item);
    case "runtime":
      return shape.arguments.some(isCommented);
    default:
      return false;
  }
}
