/**
 * Diagram -> self-contained SVG for light and dark pages. The same table gives the same bytes.
 */
import type { Arrow, ArrowLabel, Diagram, DiagramState } from "./diagram.js";
import { type Box, type DiagramLayout, type Line, layOut, type NodeBox, type Point, type Route } from "./layout.js";

const margin = 20;
/** Room above the first state for the start mark. */
const beginning = 34;
const lineHeight = 16;
const boxPadding = 14;
/** Characters of a line of description. */
const lineLength = 34;
/** Distance between a line and the text beside it. */
const textGap = 8;
/** How far a loop reaches out of its state. */
const loopReach = 30;

const style = `
.machine text{font:12px ui-sans-serif,system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif;fill:#1f2328}
.machine .name{font-size:14px;font-weight:600}
.machine .muted{fill:#59636e}
.machine .number{font-weight:600;fill:#0969da}
.machine rect{fill:#f6f8fa;stroke:#59636e;stroke-width:1.2}
.machine .inner{fill:none;stroke-width:.8}
.machine .pill{fill:#ddf4ff;stroke:none}
.machine .start,.machine .tip{fill:#59636e}
.machine .arrow{fill:none;stroke:#59636e;stroke-width:1.2}
@media (prefers-color-scheme:dark){
.machine text{fill:#e6edf3}
.machine .muted{fill:#9198a1}
.machine .number{fill:#79c0ff}
.machine rect{fill:#161b22;stroke:#9198a1}
.machine .inner{fill:none}
.machine .pill{fill:#1f3a5f}
.machine .start,.machine .tip{fill:#9198a1}
.machine .arrow{stroke:#9198a1}
}
`;

/** Draws a diagram. */
export function drawSvg(diagram: Diagram): string {
  const boxes = diagram.states.map(boxOf);
  const edges = diagram.arrows.map(({ from, to, labels }) => ({ from, to, label: labelBox(labels) }));
  const layout = layOut(boxes, edges, diagram.initial);
  const width = Math.ceil(layout.width + 2 * margin);
  const height = Math.ceil(layout.height + 2 * margin + beginning);
  const tip = `tip-${diagram.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}`;
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" class="machine" role="img" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">`,
    `<title>State machine ${escapeText(diagram.name)}</title>`,
    `<style>${style}</style>`,
    `<marker id="${tip}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto"><path class="tip" d="M0 1L9 5L0 9z"/></marker>`,
    `<g transform="translate(${margin} ${margin + beginning})">`,
    ...drawStart(diagram, boxes, layout, tip),
    ...layout.routes.map(
      (route, index) => `<path class="arrow"${endsOf(diagram, diagram.arrows[index])} marker-end="url(#${tip})" d="${pathOf(route)}"/>`,
    ),
    ...diagram.states.flatMap((state, index) =>
      drawState(state, boxes[index], layout.nodes[index], { tip, ends: endsOf(diagram, { from: index, to: index }) }),
    ),
    ...diagram.arrows.flatMap((arrow, index) => drawLabels(arrow.labels, layout.routes[index]?.label, endsOf(diagram, arrow))),
    "</g>",
    "</svg>",
  ];
  return `${lines.join("\n")}\n`;
}

/** Attributes that say which states an arrow connects, for pages that mark the arrows which an instance has taken. */
function endsOf({ states }: Diagram, arrow: Pick<Arrow, "from" | "to"> | undefined): string {
  const [from, to] = [states[arrow?.from ?? -1], states[arrow?.to ?? -1]];
  return from === undefined || to === undefined ? "" : ` data-from="${escapeText(from.name)}" data-to="${escapeText(to.name)}"`;
}

/** How the loops of a state are drawn. */
interface LoopStyle {
  readonly tip: string;
  readonly ends: string;
}

/** The lines of text in a state. */
function textsOf({ description, waiting }: DiagramState): readonly string[] {
  return [...wrap(description ?? ""), ...wrap(waiting.length === 0 ? "" : `waits: ${waiting.join(", ")}`)];
}

function wrap(text: string): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ").filter((each) => each !== "")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length >= lineLength) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function boxOf(state: DiagramState): NodeBox {
  const texts = textsOf(state);
  const title = widthOf(state.name, 15.2) + (state.number === undefined ? 0 : widthOf(String(state.number), 12) + 26);
  const half = Math.max(title, ...texts.map((text) => widthOf(text, 12)), 60) / 2 + boxPadding;
  const loops = state.loops.length === 0 ? 0 : loopReach + textGap + labelWidth(state.loops);
  const shapeHeight = shapeHeightOf(texts);
  return { left: half, right: half + loops, height: Math.max(shapeHeight, state.loops.length * lineHeight), shapeHeight };
}

function shapeHeightOf(texts: readonly string[]): number {
  return 14 + 2 * boxPadding + lineHeight * texts.length;
}

function labelBox(labels: readonly ArrowLabel[]): Box {
  return { left: 4, right: textGap + labelWidth(labels), height: labels.length * lineHeight + 6 };
}

function labelWidth(labels: readonly ArrowLabel[]): number {
  return Math.max(...labels.map((label) => widthOf(`${label.command}${detailsOf(label)}`, 12)));
}

/** The part of a label after the command. */
function detailsOf({ after, effects }: ArrowLabel): string {
  return `${after === undefined ? "" : ` after ${after}`}${effects.length === 0 ? "" : ` / ${effects.join(", ")}`}`;
}

function drawStart({ initial }: Diagram, boxes: readonly NodeBox[], { nodes }: DiagramLayout, tip: string): readonly string[] {
  const node = nodes[initial];
  const box = boxes[initial];
  if (node === undefined || box === undefined) return [];
  const x = round(node.x);
  const top = round(node.y - box.shapeHeight / 2);
  return [
    `<circle class="start" cx="${x}" cy="${top - beginning + 6}" r="6"/>`,
    `<path class="arrow" data-from="" marker-end="url(#${tip})" d="M${x} ${top - beginning + 12}L${x} ${top}"/>`,
  ];
}

function drawState(state: DiagramState, box: NodeBox | undefined, node: Point | undefined, style: LoopStyle): readonly string[] {
  if (box === undefined || node === undefined) return [];
  const left = round(node.x - box.left);
  const width = round(2 * box.left);
  const texts = textsOf(state);
  const height = shapeHeightOf(texts);
  const top = round(node.y - height / 2);
  const drawn = [`<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="8"/>`];
  if (state.isTerminal) {
    drawn.push(`<rect class="inner" x="${left + 4}" y="${top + 4}" width="${round(width - 8)}" height="${height - 8}" rx="5"/>`);
  }
  const nameWidth = widthOf(state.name, 15.2);
  const pill = state.number === undefined ? 0 : widthOf(String(state.number), 12) + 14;
  const textLeft = round(node.x - (nameWidth + (pill === 0 ? 0 : pill + 12)) / 2);
  const baseline = top + boxPadding + 13;
  if (state.number !== undefined) {
    drawn.push(
      `<rect class="pill" x="${textLeft}" y="${baseline - 14}" width="${round(pill)}" height="19" rx="9.5"/>`,
      `<text class="number" x="${round(textLeft + pill / 2)}" y="${baseline}" text-anchor="middle">${state.number}</text>`,
    );
  }
  const nameAt = pill === 0 ? round(node.x) : round(textLeft + pill + 12 + nameWidth / 2);
  drawn.push(`<text class="name" x="${nameAt}" y="${baseline}" text-anchor="middle">${escapeText(state.name)}</text>`);
  texts.forEach((text, index) => {
    const y = baseline + 4 + lineHeight * (index + 1);
    drawn.push(`<text class="muted" x="${round(node.x)}" y="${y}" text-anchor="middle">${escapeText(text)}</text>`);
  });
  return [...drawn, ...drawLoops(state.loops, { x: round(node.x + box.left), y: round(node.y) }, style)];
}

function drawLoops(loops: readonly ArrowLabel[], { x, y }: Point, { tip, ends }: LoopStyle): readonly string[] {
  if (loops.length === 0) return [];
  const far = x + loopReach + 6;
  const half = (loops.length * lineHeight) / 2;
  return [
    `<path class="arrow"${ends} marker-end="url(#${tip})" d="M${x} ${y - 9}C${far} ${y - 24} ${far} ${y + 24} ${x} ${y + 9}"/>`,
    ...drawLabels(loops, { x: x + loopReach, top: y - half - 3, bottom: y + half + 3 }, ends),
  ];
}

function drawLabels(labels: readonly ArrowLabel[], line: Line | undefined, ends: string): readonly string[] {
  if (line === undefined) return [];
  const x = round(line.x + textGap);
  const first = (line.top + line.bottom) / 2 - ((labels.length - 1) * lineHeight) / 2 + 4;
  return labels.map((label, index) => {
    const details = detailsOf(label);
    const muted = details === "" ? "" : `<tspan class="muted">${escapeText(details)}</tspan>`;
    return `<text${ends} data-command="${escapeText(label.command)}" x="${x}" y="${round(first + index * lineHeight)}">${escapeText(label.command)}${muted}</text>`;
  });
}

/** The lines of a route, connected by curves. */
function pathOf({ lines, isBack }: Route): string {
  let at: Point | undefined;
  let path = "";
  for (const { x, top, bottom } of lines) {
    const [from, to] = isBack ? [bottom, top] : [top, bottom];
    if (at === undefined) path = `M${round(x)} ${round(from)}`;
    else if (Math.abs(at.x - x) < 0.5) path += `V${round(from)}`;
    else path += `C${round(at.x)} ${round((at.y + from) / 2)} ${round(x)} ${round((at.y + from) / 2)} ${round(x)} ${round(from)}`;
    // A line of length zero would turn the arrowhead.
    if (from !== to) path += `V${round(to)}`;
    at = { x, y: to };
  }
  return path.replaceAll(/V[-\d.]+(?=V)/g, "");
}

/** Estimates the width of a text from narrow, wide and other characters of a sans-serif font. */
function widthOf(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text)
    ems += /[iljtfr.,:;'|/ ()]/.test(character) ? 0.36 : /[mwMW@]/.test(character) ? 0.92 : /[A-Z]/.test(character) ? 0.72 : 0.61;
  return ems * fontSize;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
