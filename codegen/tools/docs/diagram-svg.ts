/**
 * Diagram -> SVG inside a page: from left to right, each box a link, colours from the style sheet.
 *
 * Fonts are not known here, so that texts are monospaced and boxes as wide as their characters.
 */
import type { ComplexTypeDefinition } from "../../schema/components.js";
import { type DiagramNode, diagramOf } from "./diagram.js";
import { type Html, html } from "./html.js";
import type { PageContext } from "./page.js";

const characterWidth = 7.3;
const noteWidth = 6.1;
const rowHeight = 44;
const boxHeight = 34;
const symbolWidth = 30;
const gap = 46;
/** Where lines turn; behind it stands how often a box may occur. */
const turn = 12;
const margin = 8;
const longestText = 40;

/** A node with its place: the left end, and the middle from top to bottom. */
interface Placed {
  readonly node: DiagramNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly children: readonly Placed[];
}

/** Rows as they are filled, from the top. */
interface Rows {
  next: number;
  right: number;
}

/** A picture of what is in a type; nothing where there are no elements in it. */
export function diagramHtml(name: string, type: ComplexTypeDefinition, context: PageContext): Html | undefined {
  const diagram = diagramOf(name, type);
  if (diagram === undefined) return undefined;
  const rows: Rows = { next: margin + rowHeight / 2, right: 0 };
  const root = place(diagram, margin, rows);
  const width = Math.ceil(rows.right + margin);
  const height = Math.ceil(rows.next - rowHeight / 2 + margin);
  return html`<div class="wide"><svg class="diagram" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${`content model of ${diagram.label}`}">${drawn(root, context)}</svg></div>`;
}

function place(node: DiagramNode, x: number, rows: Rows): Placed {
  const width = widthOf(node);
  rows.right = Math.max(rows.right, x + width + (node.repeated ? 3 : 0));
  const children = node.children.map((child) => place(child, x + width + gap, rows));
  const first = children[0];
  const last = children[children.length - 1];
  if (first !== undefined && last !== undefined) return { node, x, y: (first.y + last.y) / 2, width, children };
  const y = rows.next;
  rows.next += rowHeight;
  return { node, x, y, width, children };
}

function isSymbol({ kind }: DiagramNode): boolean {
  return words[kind] !== undefined;
}

function widthOf(node: DiagramNode): number {
  if (isSymbol(node)) return Math.max(symbolWidth, node.label === "" ? 0 : shortened(node.label).length * noteWidth + 12);
  return Math.max(shortened(node.label).length * characterWidth, shortened(node.note).length * noteWidth) + 18;
}

function shortened(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
}

function drawn(placed: Placed, context: PageContext): Html {
  const { node, x, y, width, children } = placed;
  const from = x + width;
  const lines = children.map(
    (child) => html`<path d="M${round(from)} ${round(y)}H${round(from + turn)}V${round(child.y)}H${round(child.x)}"/>`,
  );
  const shape = isSymbol(node) ? symbol(placed) : box(placed);
  const path = node.subject === undefined ? undefined : context.addresses.pathOf(node.subject);
  const linked = path === undefined ? shape : html`<a href="../${path}">${shape}</a>`;
  const occurs = node.occurs === "" ? undefined : html`<text class="occurs" x="${round(x - 4)}" y="${round(y - 6)}">${node.occurs}</text>`;
  return html`${lines}${linked}${occurs}${children.map((child) => drawn(child, context))}`;
}

function box({ node, x, y, width }: Placed): Html {
  const top = y - boxHeight / 2;
  const rectangle = (shift: number): Html =>
    html`<rect class="${classOf(node)}" x="${round(x + shift)}" y="${round(top + shift)}" width="${round(width)}" height="${boxHeight}" rx="4"/>`;
  const behind = node.repeated ? rectangle(3) : undefined;
  const title =
    node.label.length > longestText || node.note.length > longestText ? html`<title>${node.label} ${node.note}</title>` : undefined;
  const label = html`<text class="label" x="${round(x + 9)}" y="${round(node.note === "" ? y + 4 : y - 2)}">${shortened(node.label)}</text>`;
  const note =
    node.note === "" ? undefined : html`<text class="note" x="${round(x + 9)}" y="${round(y + 11)}">${shortened(node.note)}</text>`;
  return html`${behind}${rectangle(0)}${title}${label}${note}`;
}

function classOf({ kind, optional }: DiagramNode): string {
  return `box ${kind}${optional ? " optional" : ""}`;
}

/** What a symbol means; boxes have no such word. */
const words: Readonly<Partial<Record<DiagramNode["kind"], string>>> = { sequence: "in this order", choice: "one of", all: "in any order" };

/** Three squares in a row, a switch, or three squares on top of each other; the name of the group stands below. */
function symbol({ node, x, y, width }: Placed): Html {
  const middle = x + width / 2;
  const square = (left: number, top: number): Html =>
    html`<rect class="dot" x="${round(left - 2)}" y="${round(top - 2)}" width="4" height="4"/>`;
  const inside =
    node.kind === "choice"
      ? [
          html`<path class="switch" d="M${round(middle - 9)} ${round(y)}H${round(middle - 3)}L${round(middle + 4)} ${round(y - 5)}"/>`,
          square(middle + 7, y - 6),
          square(middle + 7, y),
          square(middle + 7, y + 6),
        ]
      : [-1, 0, 1].map((step) => (node.kind === "sequence" ? square(middle + step * 8, y) : square(middle, y + step * 6)));
  const frame = (shift: number): Html =>
    html`<rect class="${classOf(node)}" x="${round(x + shift)}" y="${round(y - 11 + shift)}" width="${round(width)}" height="22" rx="11"/>`;
  const name = [node.label, node.note].filter((text) => text !== "").join(", ");
  const label = name === "" ? undefined : html`<text class="note" x="${round(x + 6)}" y="${round(y + 21)}">${shortened(name)}</text>`;
  return html`${node.repeated ? frame(3) : undefined}${frame(0)}<title>${words[node.kind]}</title>${inside}${label}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
