/**
 * Component -> the comment over its declaration.
 */
import type { Span } from "../diagnostics.js";
import type { Annotation } from "../schema/components.js";
import { documentationOf } from "../schema/documentation.js";
import type { Documentation } from "./plan.js";

/** The comment over a declaration. */
export function documented(component: { readonly annotation: Annotation | undefined; readonly at: Span }, remark?: string): Documentation {
  return { text: documentationOf(component.annotation), at: component.at, remark };
}
