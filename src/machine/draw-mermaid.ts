/**
 * Diagram -> the source of a Mermaid state diagram, which GitHub and many editors draw. https://mermaid.js.org/syntax/stateDiagram.html
 */
import type { ArrowLabel, Diagram, DiagramState } from "./diagram.js";

/** Writes a diagram. */
export function drawMermaid({ states, initial, arrows }: Diagram): string {
  const lines = [
    "stateDiagram-v2",
    ...states.map((state, index) => `  state "${quote(titleOf(state))}" as ${idOf(index)}`),
    `  [*] --> ${idOf(initial)}`,
    ...states.flatMap(({ loops }, index) => (loops.length === 0 ? [] : arrow(index, index, loops))),
    ...arrows.flatMap(({ from, to, labels }) => arrow(from, to, labels)),
    ...states.flatMap(({ isTerminal }, index) => (isTerminal ? [`  ${idOf(index)} --> [*]`] : [])),
  ];
  return `${lines.join("\n")}\n`;
}

/** Names of states could be keywords of Mermaid. */
function idOf(index: number): string {
  return `s${index}`;
}

function titleOf({ name, number }: DiagramState): string {
  return number === undefined ? name : `${number} ${name}`;
}

function arrow(from: number, to: number, labels: readonly ArrowLabel[]): readonly string[] {
  return [`  ${idOf(from)} --> ${idOf(to)}: ${labels.map((label) => quote(textOf(label))).join("<br>")}`];
}

function textOf({ command, after, effects }: ArrowLabel): string {
  return `${command}${after === undefined ? "" : ` after ${after}`}${effects.length === 0 ? "" : ` / ${effects.join(", ")}`}`;
}

/** Escapes characters that have a meaning in labels. */
function quote(text: string): string {
  return text.replaceAll(/["#;:<>]/g, (character) => `#${character.codePointAt(0)};`);
}
