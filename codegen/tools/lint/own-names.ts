/**
 * Our own rules about names and namespaces: what is valid but causes trouble for users of the contract.
 */

import type { Name } from "../../../src/xml/names.js";
import type { Span } from "../../diagnostics.js";
import type { ComplexTypeDefinition, ElementDeclaration, Schema } from "../../schema/components.js";
import { leavesOf } from "../../schema/queries.js";
import type { LintContext, Report } from "./rule.js";
import { isAbsolute } from "./wsi-documents.js";

interface Named {
  readonly name: Name;
  readonly at: Span;
}

/** Names of one kind in one namespace, and of elements in one type, differ by more than case. */
export function checkCaseOfNames({ schema }: LintContext, report: Report): void {
  sayNamesAlike("types", namedTypes(schema), report);
  sayNamesAlike("elements", [...schema.elements.values()], report);
  for (const type of schema.complexTypes) sayNamesAlike("elements of one type", elementsOf(type), report);
}

function namedTypes(schema: Schema): readonly Named[] {
  return [...schema.types.values()].flatMap(({ name, at }) => (name === undefined ? [] : [{ name, at }]));
}

function sayNamesAlike(kind: string, components: readonly Named[], report: Report): void {
  const seen = new Map<string, Named>();
  for (const component of components) {
    const key = component.name.clark.toLowerCase();
    const first = seen.get(key);
    if (first === undefined) seen.set(key, component);
    else if (first.name !== component.name) {
      report(`the names of the ${kind} "${first.name.local}" and "${component.name.local}" differ by case only`, component.at, [
        { message: "the other one", at: first.at },
      ]);
    }
  }
}

/** Elements that the type itself adds. */
function elementsOf({ ownParticle }: ComplexTypeDefinition): readonly ElementDeclaration[] {
  const leaves = ownParticle === undefined ? [] : [...leavesOf(ownParticle)];
  return leaves.flatMap(({ term }) => (term.kind === "element" ? [term] : []));
}

/** A namespace is the author's own, not one that a tool or an example made up. */
export function checkPlaceholderNamespaces(context: LintContext, report: Report): void {
  for (const { namespace, at } of targetNamespaces(context)) {
    if (/^https?:\/\/(www\.)?(tempuri\.org|example\.(com|org|net))(\/|$)/.test(namespace)) {
      report(`the target namespace "${namespace}" is a placeholder: two contracts with it cannot be used together`, at);
    }
  }
}

/** A namespace is an absolute URI. Namespaces in XML 1.0 §2.2 */
export function checkRelativeNamespaces(context: LintContext, report: Report): void {
  for (const { namespace, at } of targetNamespaces(context)) {
    if (namespace !== "" && !isAbsolute(namespace))
      report(`the target namespace "${namespace}" is a relative URI, which is deprecated`, at);
  }
}

/** Each namespace once, where it is met first. */
function targetNamespaces({ wsdlDocuments, schemaDocuments }: LintContext): readonly { readonly namespace: string; readonly at: Span }[] {
  const first = new Map<string, Span>();
  for (const { targetNamespace, root } of [...wsdlDocuments, ...schemaDocuments]) {
    if (!first.has(targetNamespace)) first.set(targetNamespace, root.at);
  }
  return [...first].map(([namespace, at]) => ({ namespace, at }));
}

/** Local elements are in the target namespace, as most tools expect. */
export function checkUnqualifiedLocals({ schema, schemaDocuments }: LintContext, report: Report): void {
  const reported = new Set<string>();
  const documents = new Map(schemaDocuments.map(({ uri, root }) => [uri, root.at]));
  for (const { scope, name, context, at } of schema.elementDeclarations) {
    if (scope !== "local" || name.namespace !== "" || reported.has(at.uri) || targetOf(context) === "") continue;
    reported.add(at.uri);
    report(`elements such as "${name.local}" are in no namespace (elementFormDefault is not "qualified")`, at, [
      { message: "the schema", at: documents.get(at.uri) ?? at },
    ]);
  }
}

function targetOf(context: ElementDeclaration["context"]): string {
  if (context === undefined) return "";
  if ("targetNamespace" in context) return context.targetNamespace;
  return "name" in context && context.name !== undefined ? context.name.namespace : "";
}

/** Elements of one name have one type, or types with names: generated names of anonymous types need more words otherwise. */
export function checkAnonymousTypes({ schema }: LintContext, report: Report): void {
  const byName = new Map<string, ElementDeclaration[]>();
  for (const element of schema.elementDeclarations) {
    if (element.type.name !== undefined || element.type.kind !== "complexType" || element.type.context !== element) continue;
    const key = `${element.type.targetNamespace} ${element.name.local}`;
    const others = byName.get(key);
    if (others === undefined) byName.set(key, [element]);
    else others.push(element);
  }
  for (const [first, ...others] of byName.values()) {
    if (first === undefined || others.length === 0) continue;
    report(
      `${others.length + 1} elements "${first.name.local}" have anonymous types, each its own`,
      first.at,
      others.slice(0, 3).map(({ at }) => ({ message: "another one", at })),
    );
  }
}
