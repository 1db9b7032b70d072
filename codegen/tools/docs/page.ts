/**
 * What all pages share: head with security policy, header with search, links between components.
 */

import { isBuiltIn } from "../../schema/built-in-components.js";
import type { ElementDeclaration, TypeDefinition } from "../../schema/components.js";
import type { Substitution } from "../../schema/substitution.js";
import type { Sampler } from "../sample/sampler.js";
import type { Addresses, PageSubject } from "./addresses.js";
import { type Html, html } from "./html.js";
import type { Uses } from "./uses.js";

export interface PageContext {
  readonly title: string;
  readonly addresses: Addresses;
  readonly substitution: Substitution;
  readonly sampler: Sampler;
  readonly uses: Uses;
  /** Of the one inline script. */
  readonly scriptHash: string;
}

export interface Page {
  readonly heading: string;
  readonly body: Html;
}

interface WholePage extends Page {
  readonly context: PageContext;
  /** Folders above the page. */
  readonly depth: 0 | 1;
  /** Goes behind the body; only the start page has a script. */
  readonly script?: Html;
}

/** A complete document. */
export function wholePage({ context, heading, body, depth, script }: WholePage): string {
  const up = depth === 0 ? "" : "../";
  const scripts = script === undefined ? "" : ` script-src '${context.scriptHash}';`;
  const policy = `default-src 'none'; style-src 'self';${scripts} base-uri 'none'`;
  const search =
    depth === 0
      ? undefined
      : html`<form action="../index.html" role="search"><input type="search" name="q" aria-label="search names" placeholder="search names"><button>Search</button></form>`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${heading === context.title ? heading : `${heading} - ${context.title}`}</title>
<link rel="stylesheet" href="${up}style.css">
</head>
<body>
<header><a class="title" href="${up}index.html">${context.title}</a>${search}</header>
<main>
${body}
</main>${script}
</body>
</html>
`.text;
}

/** A link from one component's page to another's; plain text for what has no page. */
export function linkTo(subject: PageSubject, text: string, { addresses }: PageContext): Html {
  const path = addresses.pathOf(subject);
  return path === undefined ? html`<code>${text}</code>` : html`<a href="../${path}"><code>${text}</code></a>`;
}

export function linkToElement(element: ElementDeclaration, context: PageContext): Html {
  return linkTo(element, element.name.local, context);
}

/** A named type; "anonymous" for others, whose content stands in place. */
export function linkToType(type: TypeDefinition, context: PageContext): Html {
  if (type.name === undefined) return html`<span class="muted">anonymous</span>`;
  return linkTo(type, isBuiltIn(type) ? `xs:${type.name.local}` : type.name.local, context);
}

/** A heading with kind, name and namespace. */
export function titleOf(kind: string, name: string, namespace: string): Html {
  return html`<p class="kind">${kind}</p><h1>${name}</h1><p class="namespace">${namespace === "" ? "no namespace" : namespace}</p>`;
}

export function separated(items: readonly Html[], separator: string): readonly (Html | string)[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [separator, item]));
}

/** A section with a heading, unless it has nothing in it. */
export function section(heading: string, content: Html | undefined): Html | undefined {
  return content && html`<section><h2>${heading}</h2>${content}</section>`;
}
