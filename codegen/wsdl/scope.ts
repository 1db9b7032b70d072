/**
 * What the readers of WSDL components share: finding children, resolving names, reporting mistakes.
 */
import type { Adviser } from "../../src/nearest-name.js";
import { internName, type Name } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import { wsdlNamespace } from "../load/names.js";
import { attributeNamed, type SourceAttribute, type SourceElement } from "../load/source-element.js";
import type { Binding, Message, PortType } from "./components.js";
import type { PolicyReader } from "./read-policies.js";

/** Finds named definitions and reports missing ones. */
export interface Scope {
  readonly messages: ReadonlyMap<string, Message>;
  readonly portTypes: ReadonlyMap<string, PortType>;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** Bindings of kinds that are not known: left out, and so are their ports. */
  readonly foreignBindings: Set<string>;
  readonly policies: PolicyReader;
  /** The end of a message about a name that is not there. */
  readonly advise: Adviser;
  readonly error: (id: string, message: string, at: Span) => void;
  /** For what is correct but cannot be used. */
  readonly warning: (id: string, message: string, at: Span) => void;
}

/** The children of the WSDL namespace with that name. */
export function wsdlChildren(element: SourceElement, local: string): readonly SourceElement[] {
  return element.children.filter((child) => child.namespace === wsdlNamespace && child.local === local);
}

/** The attribute's QName, reported where it is missing or its prefix is not bound. */
export function readQName(element: SourceElement, local: string, scope: Scope): Name | undefined {
  const attribute = attributeNamed(element, local);
  if (attribute === undefined) {
    scope.error("wsdl-attribute-missing", `"${element.local}" needs the attribute "${local}"`, element.at);
    return undefined;
  }
  return resolveQName(attribute, element, scope);
}

/** The name that a QName in an attribute means. */
export function resolveQName(attribute: SourceAttribute, element: SourceElement, scope: Scope): Name | undefined {
  const [prefix = "", local] = attribute.value.includes(":") ? attribute.value.split(":") : ["", attribute.value];
  const namespace = element.namespaces.lookupNamespace(prefix);
  if (local === undefined || (namespace === undefined && prefix !== "")) {
    scope.error("wsdl-qname", `the prefix of "${attribute.value}" is not bound`, attribute.at);
    return undefined;
  }
  return internName(namespace ?? "", local);
}

/** Looks a reference up. An unresolved one is reported, and means the only definition with its local name, if there is just one. */
export function lookUp<T extends { readonly name: Name }>(
  found: ReadonlyMap<string, T>,
  kind: string,
  element: SourceElement,
  local: string,
  scope: Scope,
): T | undefined {
  const name = readQName(element, local, scope);
  if (name === undefined) return undefined;
  const component = found.get(name.clark);
  if (component !== undefined) return component;
  const namesakes = [...found.values()].filter((other) => other.name.local === name.local);
  const meant = namesakes.length === 1 ? namesakes[0] : undefined;
  const instead = meant === undefined ? scope.advise(kind, name.clark, () => found.keys()) : `; there is "${meant.name.clark}"`;
  scope.error("wsdl-unresolved", `there is no ${kind} "${name.clark}"${instead}`, attributeNamed(element, local)?.at ?? element.at);
  return meant;
}

/** Says that a message has no part of that name. */
export function advisePart({ name, parts }: Message, part: string | undefined, { advise }: Scope): string {
  return `message "${name.local}" has no part "${part ?? ""}"${advise("part", part ?? "", () => parts.map((each) => each.name))}`;
}
