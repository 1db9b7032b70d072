/**
 * Content models, attributes and facets as people read them. XSD 1.0 Part 1 §3.2 to §3.10, Part 2 §4.3
 */

import { isBuiltIn } from "../../schema/built-in-components.js";
import type {
  AttributeUse,
  ComplexTypeDefinition,
  ElementDeclaration,
  ModelGroup,
  Particle,
  SimpleTypeDefinition,
  TypeDefinition,
  ValueConstraint,
  Wildcard,
} from "../../schema/components.js";
import { documentationOf } from "../../schema/documentation.js";
import { effectiveConstraint } from "../../schema/queries.js";
import { type Html, html, paragraphs, unlessEmpty } from "./html.js";
import { linkToElement, linkToType, type PageContext, separated } from "./page.js";
import { membersOf, occursText } from "./particles.js";
import { firstSentence } from "./sentences.js";

function occurrence(particle: Particle): Html | undefined {
  const text = occursText(particle);
  return text === "" ? undefined : html` <span class="occurs">${text}</span>`;
}

/** Groups in whose particles the text stands. */
type OpenGroups = ReadonlySet<ModelGroup>;

/** The content of a complex type, or what its value is. */
export function contentHtml(type: ComplexTypeDefinition, context: PageContext, open: OpenGroups = new Set()): Html {
  switch (type.contentType.kind) {
    case "empty":
      return html`<p>No content.</p>`;
    case "simple":
      return html`<p>A value: ${simpleTypeLine(type.contentType.type, context)}</p>`;
    case "elementOnly":
    case "mixed": {
      const text = type.contentType.kind === "mixed" ? html`<p>Text may stand between the elements.</p>` : undefined;
      return html`${text}<ul class="model">${particleHtml(type.contentType.particle, context, open)}</ul>`;
    }
  }
}

/** A group inside itself (by an anonymous type that refers to it) is shown by its name alone. */
function particleHtml(particle: Particle, context: PageContext, open: OpenGroups): Html {
  const { term } = particle;
  const occurs = occurrence(particle);
  if (term.kind === "wildcard") return html`<li><span class="compositor">any element ${wildcardText(term)}</span>${occurs}</li>`;
  if (term.kind === "element") return html`<li>${elementLine(term, occurs, context, open)}</li>`;
  const words = { sequence: "in this order", choice: "one of", all: "in any order" };
  const group = term.definition === undefined ? "" : ` (group ${term.definition.name.local})`;
  if (open.has(term)) return html`<li><span class="compositor">${words[term.compositor]}${group}, as above</span>${occurs}</li>`;
  const inside = new Set([...open, term]);
  const members = membersOf(term).map((each) => particleHtml(each, context, inside));
  return html`<li><span class="compositor">${words[term.compositor]}${group}</span>${occurs}<ul>${members}</ul></li>`;
}

/** Name, type and what is special; anonymous types follow in place. */
function elementLine(element: ElementDeclaration, occurs: Html | undefined, context: PageContext, open: OpenGroups): Html {
  const name = element.scope === "global" ? linkToElement(element, context) : html`<code>${element.name.local}</code>`;
  const documentation = documentationOf(element.annotation);
  const note = documentation === undefined ? undefined : html` <span class="muted">${firstSentence(documentation)}</span>`;
  const { type } = element;
  const head = html`${name}${occurs} ${element.scope === "global" ? undefined : typeLine(type, context)}${badges(element)}${note}`;
  const inPlace =
    element.scope === "local" && type.name === undefined && type.kind === "complexType" ? anonymousHtml(type, context, open) : undefined;
  return html`${head}${inPlace}`;
}

function anonymousHtml(type: ComplexTypeDefinition, context: PageContext, open: OpenGroups): Html {
  return html`${attributesHtml(type, context)}${contentHtml(type, context, open)}`;
}

function typeLine(type: TypeDefinition, context: PageContext): Html | undefined {
  if (type.kind === "simpleType" && type.name !== undefined) return namedTypeLine(type, context);
  if (type.name !== undefined) return linkToType(type, context);
  return type.kind === "simpleType" ? simpleTypeLine(type, context) : undefined;
}

function badges({ nillable, abstract, valueConstraint }: ElementDeclaration): readonly Html[] {
  const texts = [...(nillable ? ["nillable"] : []), ...(abstract ? ["abstract"] : []), ...constraintText(valueConstraint)];
  return texts.map((text) => html` <span class="badge">${text}</span>`);
}

export function constraintText(constraint: ValueConstraint | undefined): readonly string[] {
  return constraint === undefined ? [] : [`${constraint.kind} "${constraint.lexical}"`];
}

/** A simple type in a line: its name, or what an anonymous one is made of. */
function simpleTypeLine(type: SimpleTypeDefinition, context: PageContext): Html {
  if (type.name !== undefined) return namedTypeLine(type, context);
  if (type.derivation === "list" && type.itemType !== undefined) return html`list of ${simpleTypeLine(type.itemType, context)}`;
  if (type.derivation === "union")
    return html`${separated(
      type.memberTypes.map((member) => simpleTypeLine(member, context)),
      " or ",
    )}`;
  const base = type.baseType.kind === "simpleType" ? simpleTypeLine(type.baseType, context) : undefined;
  return html`${base} <span class="muted">${facetText(type)}</span>`;
}

/** A named simple type, with what it allows in short. */
function namedTypeLine(type: SimpleTypeDefinition, context: PageContext): Html {
  const facets = isBuiltIn(type) ? "" : facetText({ facets: effectiveFacets(type) });
  return facets === "" ? linkToType(type, context) : html`${linkToType(type, context)} <span class="muted">${facets}</span>`;
}

/** The facets of a type and of what it restricts: of each kind the nearest, of patterns all. */
function effectiveFacets(type: SimpleTypeDefinition): SimpleTypeDefinition["facets"] {
  const found: SimpleTypeDefinition["facets"][number][] = [];
  for (
    let step: TypeDefinition = type;
    step.kind === "simpleType" && step.derivation === "restriction" && !isBuiltIn(step);
    step = step.baseType
  ) {
    const nearer = new Set(found.map(({ kind }) => kind));
    found.push(...step.facets.filter(({ kind }) => kind === "pattern" || !nearer.has(kind)));
  }
  return found;
}

function facetText({ facets }: Pick<SimpleTypeDefinition, "facets">): string {
  const values = facets.filter(({ kind }) => kind === "enumeration").map(({ value }) => value);
  const shown = values.length > 12 ? [...values.slice(0, 12), "..."] : values;
  const others = facets.filter(({ kind }) => kind !== "enumeration").map(({ kind, value }) => `${kind} ${value}`);
  return [...others, ...(values.length === 0 ? [] : [`one of ${shown.join(", ")}`])].join("; ");
}

function wildcardText({ namespaceConstraint: constraint, processContents }: Wildcard): string {
  const strictness = { skip: "not checked", lax: "checked if it is declared", strict: "checked" }[processContents];
  const names = constraint.kind === "list" ? constraint.namespaces.map((namespace) => (namespace === "" ? "no namespace" : namespace)) : [];
  if (constraint.kind === "any") return `of any namespace, ${strictness}`;
  return constraint.kind === "not"
    ? `of another namespace than ${constraint.namespace === "" ? "none" : constraint.namespace}, ${strictness}`
    : `of ${names.join(" or ")}, ${strictness}`;
}

/** A table of all attributes, inherited ones too. */
export function attributesHtml({ attributeUses, attributeWildcard }: ComplexTypeDefinition, context: PageContext): Html | undefined {
  const rows = attributeUses.map((use) => attributeRow(use, context));
  const wildcard = attributeWildcard && html`<p class="compositor">any attribute ${wildcardText(attributeWildcard)}</p>`;
  const table = unlessEmpty(
    rows,
    (all) =>
      html`<div class="wide"><table><thead><tr><th>attribute</th><th>type</th><th></th><th></th></tr></thead><tbody>${all}</tbody></table></div>`,
  );
  return table === undefined && wildcard === undefined ? undefined : html`${table}${wildcard}`;
}

function attributeRow(use: AttributeUse, context: PageContext): Html {
  const { declaration, required } = use;
  const remarks = [required ? "required" : "optional", ...constraintText(effectiveConstraint(use))].join(", ");
  const documentation = documentationOf(declaration.annotation);
  return html`<tr><td><code>${declaration.name.local}</code></td><td>${simpleTypeLine(declaration.type, context)}</td><td>${remarks}</td><td class="muted">${documentation}</td></tr>`;
}

/** What restricts a simple type, step by step from the type itself to its built-in ancestor. */
export function facetsHtml(type: SimpleTypeDefinition, context: PageContext): Html {
  const { derivation, itemType, memberTypes } = type;
  const made =
    derivation === "list" && itemType !== undefined
      ? html`<p>A list, separated by blanks, of ${simpleTypeLine(itemType, context)}.</p>`
      : derivation === "union"
        ? html`<p>One of: ${separated(
            memberTypes.map((member) => simpleTypeLine(member, context)),
            ", ",
          )}.</p>`
        : undefined;
  const steps: SimpleTypeDefinition[] = [];
  for (let step: TypeDefinition = type; step.kind === "simpleType" && step.derivation === "restriction"; step = step.baseType)
    steps.push(step);
  return html`${made}${steps.map((step) => stepHtml(step, step !== type, context))}`;
}

function stepHtml(step: SimpleTypeDefinition, inherited: boolean, context: PageContext): Html | undefined {
  const rows = step.facets.map(({ kind, value, annotation }) => {
    const documentation = paragraphs(documentationOf(annotation));
    return html`<tr><td>${kind}</td><td><code>${value}</code></td><td>${documentation}</td></tr>`;
  });
  const caption = inherited ? html`<p class="muted">from ${linkToType(step, context)}</p>` : undefined;
  return unlessEmpty(
    rows,
    (all) =>
      html`${caption}<div class="wide"><table><thead><tr><th>facet</th><th>value</th><th></th></tr></thead><tbody>${all}</tbody></table></div>`,
  );
}
