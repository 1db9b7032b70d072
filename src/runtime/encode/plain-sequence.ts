/**
 * Types whose content is a plain sequence of elements. They are written row by row, without listing the children first.
 */
import { type CompiledType, ContentKind, type Layout, type ParticleRow } from "../compile/compiled-type.js";

/** A row of a plain sequence with its bounds. */
export interface SequenceStep {
  readonly row: ParticleRow;
  readonly min: number;
  readonly max: number;
}

const steps = new WeakMap<CompiledType, readonly SequenceStep[] | false>();

/** The rows in order; `false` if the content is not a plain sequence of elements. */
export function sequenceSteps(type: CompiledType): readonly SequenceStep[] | false {
  const known = steps.get(type);
  if (known !== undefined) return known;
  const found: SequenceStep[] = [];
  const plain = type.content === ContentKind.elementOnly && collect(type.layout, found) && areDistinct(found) ? found : false;
  steps.set(type, plain);
  return plain;
}

function collect(layout: Layout, found: SequenceStep[]): boolean {
  if (layout.kind === "row") {
    const { row, min, max } = layout;
    if (row.kind !== "particle" || row.particle.wildcard !== undefined) return false;
    found.push({ row, min, max });
    return true;
  }
  return layout.kind === "sequence" && layout.min === 1 && layout.max === 1 && layout.children.every((child) => collect(child, found));
}

function areDistinct(found: readonly SequenceStep[]): boolean {
  return new Set(found.map((step) => step.row.property)).size === found.length;
}
