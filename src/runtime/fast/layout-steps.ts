/**
 * Layouts as steps in the order of the model: what plans of shared readers and shared writers have in common.
 */
import type { Layout } from "../compile/compiled-type.js";
import { mayBeEmpty } from "./written-types.js";

/** What makes steps of the parts of a layout. */
export interface StepMaker<Step> {
  readonly row: (layout: Layout & { kind: "row" }) => Step;
  /** A step that takes one of some branches, or perhaps none. */
  readonly branches: (layouts: readonly Layout[], isOptional: boolean) => Step;
}

/** The steps of a layout. */
export function stepsOf<Step>(layout: Layout, make: StepMaker<Step>): readonly Step[] {
  if (layout.kind === "row") return [make.row(layout)];
  if (layout.kind === "choice") return [make.branches(layout.children, layout.min === 0 || layout.children.some(mayBeEmpty))];
  return layout.min > 0 ? layout.children.flatMap((child) => stepsOf(child, make)) : [make.branches([layout], true)];
}

/** The steps of a branch that has been chosen: an optional sequence is there. */
export function branchSteps<Step>(layout: Layout, make: StepMaker<Step>): readonly Step[] {
  return layout.kind === "sequence" ? layout.children.flatMap((child) => stepsOf(child, make)) : stepsOf(layout, make);
}
