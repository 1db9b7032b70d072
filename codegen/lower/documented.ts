/**
 * Component -> the comment over its declaration.
 */
import type { Span } from "../diagnostics.js";
import type { Annotation } from "../schema/components.js";
import { documentationOf } from "../schema/documentation.js";
import type { Documentation } from "./plan.js";

/** Nothing to say. */
export const noDocumentation: Documentation = { text: undefined, at: undefined, remark: undefined };

/** The comment over a declaration. */
export function documented(component: { readonly annotation: Annotation | undefined; readonly at: Span }, remark?: string): Documentation {
  return { text: documentationOf(component.annotation), at: component.at, remark };
}

/** A comment with facts. They are found when they are printed: a schema that is loaded to run prints none. */
export function withFacts(documentation: Documentation, facts: () => string | undefined): Documentation {
  const { text, at, remark } = documentation;
  return {
    text,
    at,
    remark,
    get facts() {
      return facts();
    },
  };
}
