/**
 * Draws machines from their tables.
 */
import { toDiagram } from "./diagram.js";
import { drawMermaid } from "./draw-mermaid.js";
import { drawSvg } from "./draw-svg.js";
import type { Machine } from "./machine.js";

/** What a machine can be drawn as. */
export type DrawingFormat = "svg" | "mermaid";

/** Draws a machine: states with their numbers, transitions with their commands, effects and deadlines. The same table gives the same text. */
export function drawMachine(machine: Machine, format: DrawingFormat): string {
  const diagram = toDiagram(machine);
  return format === "svg" ? drawSvg(diagram) : drawMermaid(diagram);
}
