/**
 * The start page: services with their operations, all names by namespace.
 */

import type { ElementDeclaration, TypeDefinition } from "../../schema/components.js";
import type { Definitions, Service } from "../../wsdl/components.js";
import type { ContractOperation } from "../../wsdl/operations.js";
import type { PageSubject } from "./addresses.js";
import { type Html, html, paragraphs, unlessEmpty } from "./html.js";
import { type PageContext, section, wholePage } from "./page.js";

export interface IndexContext extends PageContext {
  readonly elements: readonly ElementDeclaration[];
  readonly types: readonly TypeDefinition[];
  readonly operations: readonly ContractOperation[];
  readonly definitions: Definitions | undefined;
  readonly console: string | undefined;
}

export function indexPage(context: IndexContext): string {
  const { title, elements, types, operations, console } = context;
  const counts = [count(operations.length, "operation"), count(elements.length, "element"), count(types.length, "type")];
  const body = html`<h1>${title}</h1>
<p class="muted">${counts.filter((text) => text !== "").join(", ")}</p>
${console && html`<p><a href="${console}">Write and check messages</a></p>`}
${section("Services", servicesHtml(context))}
${section("Operations", operationsHtml(context))}
${section("Elements", namespacesHtml(elements, context))}
${section("Types", namespacesHtml(types, context))}`;
  return wholePage({ context, heading: title, body, path: "index.html" });
}

function count(number: number, noun: string): string {
  return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function servicesHtml({ definitions }: IndexContext): Html | undefined {
  return unlessEmpty(definitions?.services ?? [], (services) => html`${services.map(serviceHtml)}`);
}

/** A service with its ports; many of them are closed at first. */
function serviceHtml({ name, ports, documentation }: Service): Html {
  const lines = ports.map(({ name: port, binding, address }) => {
    const protocol = binding.kind === "soap" ? `SOAP ${binding.version}` : `HTTP ${binding.verb}`;
    return html`<dt>${port}</dt><dd>${protocol} <code>${address}</code></dd>`;
  });
  const list = html`<dl>${lines}</dl>`;
  const folded = ports.length > 8 ? html`<details><summary>${count(ports.length, "port")}</summary>${list}</details>` : list;
  return html`<h3>${name.local}</h3>${paragraphs(documentation)}${folded}`;
}

function operationsHtml(context: IndexContext): Html | undefined {
  const { operations } = context;
  const portTypes = [...new Set(operations.map(({ portType }) => portType))];
  return unlessEmpty(portTypes, (all) => {
    const groups = all.map((portType) => {
      const own = operations.filter((operation) => operation.portType === portType);
      return html`<h3>${portType.name.local}</h3>${paragraphs(portType.documentation)}<ul class="names">${own.map((operation) => html`<li>${linkFromIndex(operation, operation.operation.name, context)}</li>`)}</ul>`;
    });
    return html`${groups}`;
  });
}

function linkFromIndex(subject: PageSubject, text: string, { addresses }: PageContext): Html {
  return html`<a href="${addresses.pathOf(subject) ?? ""}">${text}</a>`;
}

/** Names by namespace; long lists are closed at first. */
function namespacesHtml(components: readonly (ElementDeclaration | TypeDefinition)[], context: IndexContext): Html | undefined {
  const byNamespace = new Map<string, (ElementDeclaration | TypeDefinition)[]>();
  for (const component of components) {
    const namespace = component.name?.namespace ?? "";
    byNamespace.set(namespace, [...(byNamespace.get(namespace) ?? []), component]);
  }
  const namespaces = [...byNamespace].sort(([left], [right]) => (left < right ? -1 : 1));
  return unlessEmpty(namespaces, (all) => {
    const groups = all.map(([namespace, own]) => {
      const items = own.map((component) => html`<li>${linkFromIndex(component, component.name?.local ?? "", context)}</li>`);
      const list = html`<summary>${namespace === "" ? "no namespace" : namespace} <span class="muted">(${own.length})</span></summary><ul class="names">${items}</ul>`;
      return own.length > 60 ? html`<details>${list}</details>` : html`<details open>${list}</details>`;
    });
    return html`${groups}`;
  });
}
