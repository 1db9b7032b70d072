/**
 * Issues for content that does not match its model. XSD 1.0 Part 1 §3.4.4 (cvc-complex-type.2)
 */
import type { Name } from "../../xml/names.js";
import { ContentKind, type Layout } from "../compile/compiled-type.js";
import { ElementMode, type OpenElement } from "./open-elements.js";
import type { DecodeSession } from "./session.js";

/** Reports a child that is not allowed here. Only the first content error of an element is reported, unless every deviation is. */
export function reportUnexpected(session: DecodeSession, element: OpenElement, name: Name): void {
  if (element.broken && !session.tolerant) return;
  element.broken = true;
  const found = name.clark;
  if (element.type.content === ContentKind.empty) {
    session.report("cvc-complex-type.2.1", `"${element.name.local}" must be empty, but has a child "${found}"`, { found });
    return;
  }
  const { leaves } = element.expected();
  if (leaves.length === 0) {
    session.report("cvc-complex-type.2.4.d", `"${found}" is not expected here, nor is any other element`, { found });
    return;
  }
  const expected = describe(leaves, session);
  session.report("cvc-complex-type.2.4.a", `"${found}" is not expected here, but ${expected}`, { found, expected });
}

/** Reports content that ends too early: what it is waiting for, or, when out of order content was read, what is not there. */
export function reportEnd(session: DecodeSession, element: OpenElement): void {
  if (!element.broken) reportIncomplete(session, element);
  else if (session.tolerant && element.value !== undefined) reportAbsent(session, element, element.type.layout, element.value);
}

/** Reports each required row without a value. */
function reportAbsent(session: DecodeSession, element: OpenElement, layout: Layout, value: Readonly<Record<string, unknown>>): void {
  if (layout.min === 0) return;
  if (layout.kind !== "row") {
    if (layout.kind !== "choice") for (const child of layout.children) reportAbsent(session, element, child, value);
    return;
  }
  const { row } = layout;
  if (value[row.property] !== undefined) return;
  const expected = row.kind === "particle" ? row.particle.label : `"${row.property}"`;
  session.report("cvc-complex-type.2.4.b", `the content of "${element.name.local}" is not complete: ${expected} is missing`, { expected });
}

function reportIncomplete(session: DecodeSession, element: OpenElement): void {
  const { leaves } = element.expected();
  const expected = leaves.length === 0 ? "a branch of a choice without branches" : describe(leaves, session);
  session.report("cvc-complex-type.2.4.b", `the content of "${element.name.local}" is not complete: ${expected} is missing`, { expected });
}

/** Reports text in element-only or empty content. */
export function reportText(session: DecodeSession, element: OpenElement, text: string): void {
  if (element.hasTextError) return;
  element.hasTextError = true;
  const found = text.trim().slice(0, 80);
  if (element.mode === ElementMode.nil) reportNilContent(session, element);
  else if (element.type.content === ContentKind.empty) {
    session.report("cvc-complex-type.2.1", `"${element.name.local}" must be empty, but has text`, { found });
  } else session.report("cvc-complex-type.2.3", `"${element.name.local}" may have elements only, but has text`, { found });
}

/** Reports content of a nil element. XSD 1.0 Part 1 §3.3.4 (cvc-elt.3.2.1) */
export function reportNilContent(session: DecodeSession, element: OpenElement): void {
  if (element.broken) return;
  element.broken = true;
  session.report("cvc-elt.3.2.1", `"${element.name.local}" is nil and so must be empty`);
}

/** Reports a child in simple content. */
export function reportChildOfText(session: DecodeSession, element: OpenElement): void {
  element.broken = true;
  const id = element.type.simple ? "cvc-type.3.1.2" : "cvc-complex-type.2.2";
  session.report(id, `"${element.name.local}" may have text only, but has a child element`);
}

function describe(leaves: readonly { readonly label: string }[], { maxExpected }: DecodeSession): string {
  const labels = leaves.slice(0, maxExpected).map((leaf) => leaf.label);
  return leaves.length > maxExpected ? `${labels.join(", ")} or one of ${leaves.length - maxExpected} others` : labels.join(", ");
}
