/**
 * Drawings of machines: complete, readable, and the same for the same table.
 */
import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { drawMachine } from "../../../src/machine/draw.js";
import { type Edge, type Line, layOut, type NodeBox } from "../../../src/machine/layout.js";
import { defineMachine } from "../../../src/machine/machine.js";
import { parcelMachine } from "./parcels.js";

const odd = defineMachine({
  name: 'A <"odd"> machine & more',
  initial: "only <one>",
  commands: ["x", 'y"z'],
  otherwise: "no",
  states: { "only <one>": { number: 7, description: "a & b", on: { x: "only <one>" } }, unreachable: { on: { 'y"z': "unreachable" } } },
});

describe("SVG", () => {
  const svg = drawMachine(parcelMachine, "svg");

  it("has all states with their numbers, all commands, effects and deadlines", () => {
    for (const state of parcelMachine.states) expect(svg).toContain(`>${state}</text>`);
    for (const text of [">50<", ">send<", " / handOver", " after idle / mail", " / mail, delete", "waits: add, look, drop"]) {
      expect(svg).toContain(text);
    }
    expect(svg).not.toContain("notNow");
  });

  it("says of each arrow and its commands which states it connects", () => {
    const ends = 'data-from="only &lt;one>" data-to="only &lt;one>"';
    const drawn = drawMachine(odd, "svg");
    expect(drawn).toContain(`<path class="arrow" ${ends} `);
    expect(drawn).toContain(`<text ${ends} data-command="x" `);
    expect(drawn).toContain(`data-from="unreachable" data-to="unreachable" data-command="y&quot;z"`);
  });

  it.each([
    ["ordinary", svg],
    ["odd", drawMachine(odd, "svg")],
  ])("is well-formed: %s", (_, text) => {
    expect(() => new SaxesParser({ xmlns: true }).write(text).close()).not.toThrow();
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("is the same for the same table", () => expect(drawMachine(parcelMachine, "svg")).toBe(svg));
});

describe("Mermaid", () => {
  it("has one line an arrow", () => {
    expect(drawMachine(odd, "mermaid")).toBe(`stateDiagram-v2
  state "7 only #60;one#62;" as s0
  state "unreachable" as s1
  [*] --> s0
  s0 --> s0: x
  s1 --> s1: y#34;z
  s0 --> [*]
  s1 --> [*]
`);
  });
});

const boxArbitrary = fc.record({
  left: fc.integer({ min: 20, max: 150 }),
  right: fc.integer({ min: 20, max: 250 }),
  height: fc.integer({ min: 40, max: 120 }),
});

describe("the layout", () => {
  it("draws no node or label over another, and no edge over a node", () => {
    fc.assert(
      fc.property(
        fc.array(boxArbitrary, { minLength: 1, maxLength: 8 }),
        fc.array(fc.record({ from: fc.nat({ max: 7 }), to: fc.nat({ max: 7 }), label: boxArbitrary }), { maxLength: 14 }),
        fc.nat({ max: 7 }),
        (boxes, wanted, first) => {
          const nodes = boxes.map((box): NodeBox => ({ ...box, shapeHeight: box.height / 2 }));
          const edges = wanted.filter(({ from, to }) => from !== to && from < nodes.length && to < nodes.length);
          const { nodes: placed, routes, width, height } = layOut(nodes, edges, first % nodes.length);
          const nodeAreas = nodes.map((box, index) => areaOf(box, placed[index] ?? { x: 0, y: 0 }));
          const labelAreas = routes.map(({ label }, index) =>
            areaOf(labelOf(edges[index]), { x: label.x, y: (label.top + label.bottom) / 2 }),
          );
          const areas = [...nodeAreas, ...labelAreas];
          areas.forEach((area, index) => {
            expect(area.left).toBeGreaterThanOrEqual(-0.001);
            expect(area.top).toBeGreaterThanOrEqual(-0.001);
            expect(area.right).toBeLessThanOrEqual(width + 0.001);
            expect(area.bottom).toBeLessThanOrEqual(height + 0.001);
            for (const other of areas.slice(index + 1)) expect(overlap(area, other)).toBe(false);
          });
          for (const { lines } of routes) {
            for (const line of lines.slice(1, -1)) for (const area of nodeAreas) expect(overlap(area, thin(line))).toBe(false);
          }
        },
      ),
      { numRuns: 150 },
    );
  });
});

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function areaOf(box: { left: number; right: number; height: number }, { x, y }: { x: number; y: number }): Area {
  return { left: x - box.left, right: x + box.right, top: y - box.height / 2, bottom: y + box.height / 2 };
}

function labelOf(edge: Edge | undefined): Edge["label"] {
  return edge?.label ?? { left: 0, right: 0, height: 0 };
}

function thin({ x, top, bottom }: Line): Area {
  return { left: x, right: x, top, bottom };
}

function overlap(a: Area, b: Area): boolean {
  const epsilon = 0.001;
  return a.left < b.right - epsilon && b.left < a.right - epsilon && a.top < b.bottom - epsilon && b.top < a.bottom - epsilon;
}
