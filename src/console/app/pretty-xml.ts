/**
 * Documents as indented lines of marked pieces.
 */
import { parseXml } from "./exchange.js";

/** A piece of a line, by what it is. */
export interface Piece {
  readonly kind: "tag" | "attribute" | "value" | "text" | "comment" | "punctuation";
  readonly text: string;
}

export type Line = readonly Piece[];

/** Lines that are drawn; a longer document is better read raw. */
const mostLines = 5000;

/** The lines of a document; undefined if it is not well-formed. */
export function prettyLines(text: string): readonly Line[] | undefined {
  const document = parseXml(text);
  if (document === undefined) return undefined;
  const lines: Line[] = [];
  for (const node of document.childNodes) writeNode(node, 0, lines);
  return lines;
}

/** The document with its elements indented; the text itself if it is not well-formed. */
export function tidy(text: string): string {
  const lines = prettyLines(text);
  return lines === undefined ? text : `${lines.map((line) => line.map((piece) => piece.text).join("")).join("\n")}\n`;
}

function writeNode(node: Node, depth: number, lines: Line[]): void {
  if (lines.length >= mostLines) return;
  const indent: Piece = { kind: "punctuation", text: "  ".repeat(depth) };
  if (node instanceof Element) writeElement(node, depth, indent, lines);
  else if (node.nodeType === Node.COMMENT_NODE) lines.push([indent, { kind: "comment", text: `<!--${node.nodeValue ?? ""}-->` }]);
  else if (node.nodeType === Node.PROCESSING_INSTRUCTION_NODE)
    lines.push([indent, { kind: "comment", text: `<?${node.nodeName} ${node.nodeValue ?? ""}?>` }]);
  else if (node.nodeValue?.trim()) lines.push([indent, { kind: "text", text: escapeText(node.nodeValue.trim()) }]);
}

function writeElement(element: Element, depth: number, indent: Piece, lines: Line[]): void {
  const { tagName, attributes, childNodes } = element;
  const start: Piece[] = [indent, { kind: "punctuation", text: "<" }, { kind: "tag", text: tagName }];
  for (const { name, value } of attributes) {
    start.push(
      { kind: "attribute", text: ` ${name}` },
      { kind: "punctuation", text: "=" },
      { kind: "value", text: `"${escapeText(value).replaceAll('"', "&quot;")}"` },
    );
  }
  const end: readonly Piece[] = [
    { kind: "punctuation", text: "</" },
    { kind: "tag", text: tagName },
    { kind: "punctuation", text: ">" },
  ];
  if (childNodes.length === 0) {
    lines.push([...start, { kind: "punctuation", text: "/>" }]);
  } else if (element.children.length === 0 && [...childNodes].every(({ nodeType }) => nodeType === Node.TEXT_NODE)) {
    lines.push([...start, { kind: "punctuation", text: ">" }, { kind: "text", text: escapeText(element.textContent ?? "") }, ...end]);
  } else {
    lines.push([...start, { kind: "punctuation", text: ">" }]);
    for (const child of childNodes) writeNode(child, depth + 1, lines);
    lines.push([indent, ...end]);
  }
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
