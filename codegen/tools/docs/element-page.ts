/**
 * The page of a global element.
 */

import type { ComplexTypeDefinition, ElementDeclaration, IdentityConstraint } from "../../schema/components.js";
import { documentationOf } from "../../schema/documentation.js";
import { diagramHtml } from "./diagram-svg.js";
import { type Html, html, paragraphs, unlessEmpty } from "./html.js";
import { attributesHtml, constraintText, contentHtml, facetsHtml } from "./model-html.js";
import { linkToElement, linkToType, type Page, type PageContext, section, titleOf } from "./page.js";
import { samplesHtml } from "./sample-html.js";
import { usesHtml } from "./uses-html.js";

export function elementPage(element: ElementDeclaration, context: PageContext): Page {
  const { name, type } = element;
  const isAnonymous = type.name === undefined;
  const [, ...substitutes] = context.substitution.elementsFor(element);
  const members = substitutes.map((member) => html`<li>${linkToElement(member, context)}</li>`);
  const body = html`${titleOf(element.abstract ? "abstract element" : "element", name.local, name.namespace)}
${paragraphs(documentationOf(element.annotation))}
${factsHtml(element, context)}
${type.kind === "complexType" ? contentSections(element, type, isAnonymous, context) : undefined}
${isAnonymous && type.kind === "simpleType" ? section("Value", facetsHtml(type, context)) : undefined}
${section(
  "Keys",
  unlessEmpty(element.identityConstraints, (all) => html`<dl>${all.map(constraintHtml)}</dl>`),
)}
${section(
  "May be replaced by",
  unlessEmpty(members, (all) => html`<ul class="names">${all}</ul>`),
)}
${element.abstract ? undefined : section("Sample", samplesHtml(element, context))}
${section("Used by", usesHtml(context.uses.of(element), context))}`;
  return { heading: name.local, body };
}

/** What is in the element; lists of a named type stand on the page of that type. */
function contentSections(element: ElementDeclaration, type: ComplexTypeDefinition, isAnonymous: boolean, context: PageContext): Html {
  const diagram = diagramHtml(element.name.local, type, context);
  if (!isAnonymous) return html`${section("Content", diagram)}`;
  return html`${section("Attributes", attributesHtml(type, context))}${section("Content", html`${diagram}${contentHtml(type, context)}`)}`;
}

function factsHtml(element: ElementDeclaration, context: PageContext): Html {
  const { type, nillable, substitutionGroup, valueConstraint, at } = element;
  const head = substitutionGroup && html`<dt>stands for</dt><dd>${linkToElement(substitutionGroup, context)}</dd>`;
  const remarks = [...(nillable ? ["may be nil"] : []), ...constraintText(valueConstraint)];
  const values = remarks.length === 0 ? undefined : html`<dt>value</dt><dd>${remarks.join(", ")}</dd>`;
  const typeFact = type.name === undefined ? undefined : html`<dt>type</dt><dd>${linkToType(type, context)}</dd>`;
  return html`<dl>${typeFact}${head}${values}<dt>declared</dt><dd class="muted">${placeText(at)}</dd></dl>`;
}

/** The document's own name: its folder is not published. */
export function placeText({ uri, line }: { readonly uri: string; readonly line: number }): string {
  return `${uri.slice(Math.max(uri.lastIndexOf("/"), uri.lastIndexOf("\\")) + 1)}:${line}`;
}

function constraintHtml({ name, category, selector, fields, referencedKey }: IdentityConstraint): Html {
  const refers = referencedKey === undefined ? "" : ` refers to ${referencedKey.name.local}`;
  return html`<dt>${category} ${name.local}</dt><dd><code>${selector}</code>: ${fields.map((field) => html`<code>${field}</code> `)}${refers}</dd>`;
}
