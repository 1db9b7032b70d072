/**
 * The page of a named type.
 */

import { anyType, isBuiltIn } from "../../schema/built-in-components.js";
import type { TypeDefinition } from "../../schema/components.js";
import { documentationOf } from "../../schema/documentation.js";
import { derivationChain } from "../../schema/queries.js";
import { diagramHtml } from "./diagram-svg.js";
import { placeText } from "./element-page.js";
import { html, paragraphs, unlessEmpty } from "./html.js";
import { attributesHtml, contentHtml, facetsHtml } from "./model-html.js";
import { linkToType, type Page, type PageContext, section, separated, titleOf } from "./page.js";
import { usesHtml } from "./uses-html.js";

export function typePage(type: TypeDefinition, context: PageContext): Page {
  const heading = type.name?.local ?? "";
  const kind = type.kind === "simpleType" ? "simple type" : type.abstract ? "abstract complex type" : "complex type";
  const ancestors = derivationChain(type).slice(1);
  const builtIn = ancestors.findIndex(isBuiltIn);
  // Built-in types above the first one say nothing new.
  const bases = ancestors.slice(0, builtIn + 1).filter((base) => base !== anyType);
  const chain = bases.map((base) => linkToType(base, context));
  const method = type.kind === "complexType" && type.derivation === "extension" ? "extends" : "restricts";
  const derived = context.uses.derivedFrom(type).map((each) => html`<li>${linkToType(each, context)}</li>`);
  const body = html`${titleOf(kind, heading, type.targetNamespace)}
${paragraphs(documentationOf(type.annotation))}
<dl>${chain.length === 0 ? undefined : html`<dt>${method}</dt><dd>${separated(chain, " ← ")}</dd>`}<dt>declared</dt><dd class="muted">${placeText(type.at)}</dd></dl>
${type.kind === "simpleType" ? section("Value", facetsHtml(type, context)) : html`${section("Attributes", attributesHtml(type, context))}${section("Content", html`${diagramHtml(heading, type, context)}${contentHtml(type, context)}`)}`}
${section(
  "Derived types",
  unlessEmpty(derived, (all) => html`<ul class="names">${all}</ul>`),
)}
${section("Used by", usesHtml(context.uses.of(type), context))}`;
  return { heading, body };
}
