/**
 * wsp:Policy and wsp:PolicyReference in WSDL documents -> policies in normal form. WS-Policy 1.2 and 1.5, WS-PolicyAttachment §4
 *
 * A policy that cannot be read is reported and has no alternatives, so that nobody takes it for one that demands nothing.
 */
import { internName } from "../../src/xml/names.js";
import type { Span } from "../diagnostics.js";
import type { WsdlDocument } from "../load/documents.js";
import { attributeValue, type SourceElement, textOf } from "../load/source-element.js";
import { bothOf, type Policy, type PolicyAssertion, type PolicyElement, sizeOf } from "./policy.js";

const policyNamespaces: ReadonlySet<string> = new Set([
  "http://schemas.xmlsoap.org/ws/2002/12/policy",
  "http://schemas.xmlsoap.org/ws/2004/09/policy",
  "http://www.w3.org/2006/07/ws-policy",
  "http://www.w3.org/ns/ws-policy",
]);
const utility = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const xml = "http://www.w3.org/XML/1998/namespace";

/** Alternatives and assertions of one policy. Choices within choices multiply. */
const largestPolicy = 2_000;
/** Elements within elements. */
const deepestPolicy = 64;

/** Demands nothing. */
const nothing: Policy = [[]];
/** Cannot be kept. */
const impossible: Policy = [];

/** Reads policies and follows references to those of all documents. */
export class PolicyReader {
  readonly #documents: readonly WsdlDocument[];
  readonly #warning: (id: string, message: string, at: Span) => void;
  readonly #read = new Map<SourceElement, Policy>();
  readonly #open = new Set<SourceElement>();
  #declared: ReadonlyMap<string, SourceElement> | undefined;

  constructor(documents: readonly WsdlDocument[], warning: (id: string, message: string, at: Span) => void) {
    this.#documents = documents;
    this.#warning = warning;
  }

  /** The policy that is attached to an element of WSDL: by policies and references in it, or by its attribute wsp:PolicyURIs. */
  attachedTo(element: SourceElement): Policy | undefined {
    const inside = element.children.filter((child) => isPolicy(child, "Policy") || isPolicy(child, "PolicyReference"));
    const uris = element.attributes.find(({ namespace, local }) => policyNamespaces.has(namespace) && local === "PolicyURIs");
    if (inside.length === 0 && uris === undefined) return undefined;
    const named = (uris?.value.split(/\s+/) ?? []).filter((uri) => uri !== "").map((uri) => this.#referred(uri, element, 0));
    return this.#all([...named, ...inside.map((child) => this.#normalize(child, 1))], element);
  }

  /** A policy operator or an assertion. */
  #normalize(element: SourceElement, depth: number): Policy {
    if (depth > deepestPolicy) return this.#refuse(element, "a policy is nested too deeply");
    const children = (): readonly Policy[] => element.children.map((child) => this.#normalize(child, depth + 1));
    if (isPolicy(element, "Policy")) return this.#policy(element, children);
    if (isPolicy(element, "All")) return this.#all(children(), element);
    if (isPolicy(element, "ExactlyOne")) return this.#limited(children().flat(), element);
    if (isPolicy(element, "PolicyReference")) return this.#referred(attributeValue(element, "URI") ?? "", element, depth);
    const assertion: Policy = [[this.#assertion(element, depth)]];
    return isOptional(element) ? [...assertion, ...nothing] : assertion;
  }

  /** Each is read once, however many references there are. */
  #policy(element: SourceElement, children: () => readonly Policy[]): Policy {
    const known = this.#read.get(element);
    if (known !== undefined) return known;
    if (this.#open.has(element)) return this.#refuse(element, "a policy refers to itself");
    this.#open.add(element);
    const policy = this.#all(children(), element);
    this.#open.delete(element);
    this.#read.set(element, policy);
    return policy;
  }

  #referred(uri: string, from: SourceElement, depth: number): Policy {
    this.#declared ??= declaredPolicies(this.#documents);
    const found = this.#declared.get(uri.startsWith("#") ? `${from.at.uri}${uri}` : uri);
    return found === undefined ? this.#refuse(from, `there is no policy "${uri}"`) : this.#normalize(found, depth + 1);
  }

  #assertion(element: SourceElement, depth: number): PolicyAssertion {
    const nested = element.children.filter((child) => isPolicy(child, "Policy"));
    const policy =
      nested.length === 0
        ? undefined
        : this.#all(
            nested.map((child) => this.#normalize(child, depth + 1)),
            element,
          );
    return { ...readElement(element), policy, at: element.at };
  }

  #all(policies: readonly Policy[], element: SourceElement): Policy {
    let merged = nothing;
    for (const policy of policies) {
      // The product is not made before it is known to be small.
      if (merged.length * sizeOf(policy) + policy.length * sizeOf(merged) > 2 * largestPolicy) return this.#tooLarge(element);
      merged = bothOf(merged, policy);
    }
    return merged;
  }

  #limited(policy: Policy, element: SourceElement): Policy {
    return sizeOf(policy) > largestPolicy ? this.#tooLarge(element) : policy;
  }

  #tooLarge(element: SourceElement): Policy {
    return this.#refuse(element, "a policy has too many alternatives or assertions");
  }

  #refuse(element: SourceElement, message: string): Policy {
    this.#warning("wsdl-policy", message, element.at);
    return impossible;
  }
}

function isPolicy({ namespace, local }: SourceElement, name: string): boolean {
  return local === name && policyNamespaces.has(namespace);
}

function isOptional({ attributes }: SourceElement): boolean {
  return attributes.some(
    ({ namespace, local, value }) => policyNamespaces.has(namespace) && local === "Optional" && ["true", "1"].includes(value.trim()),
  );
}

/** Policies with an identifier, by the address of their document with it, and those with a name, by that. WS-Policy 1.5 §4.2 */
function declaredPolicies(documents: readonly WsdlDocument[]): ReadonlyMap<string, SourceElement> {
  const declared = new Map<string, SourceElement>();
  const pending = documents.map(({ root }) => root);
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    pending.push(...element.children);
    if (!isPolicy(element, "Policy")) continue;
    for (const { namespace, local, value } of element.attributes) {
      if ((namespace === utility && local === "Id") || (namespace === xml && local === "id"))
        declared.set(`${element.at.uri}#${value}`, element);
      if (namespace === "" && local === "Name") declared.set(value, element);
    }
  }
  return declared;
}

function readElement(element: SourceElement): PolicyElement {
  const attributes = element.attributes
    .filter(({ namespace }) => !policyNamespaces.has(namespace) && namespace !== utility)
    .map(({ namespace, local, value }): [string, string] => [internName(namespace, local).clark, value]);
  const parameters = element.children.filter(({ namespace }) => !policyNamespaces.has(namespace));
  const text = parameters.length === 0 ? textOf(element).trim() : "";
  return {
    name: internName(element.namespace, element.local),
    attributes: Object.fromEntries(attributes),
    parameters: parameters.map(readElement),
    text: element.local.startsWith("XPath") ? withNamespaces(text, element) : text,
  };
}

/** An XPath with each prefix replaced by its namespace; what is between quotes stays. XPath 3.1 §2.2.1 */
function withNamespaces(path: string, { namespaces }: SourceElement): string {
  return path.replace(/"[^"]*"|'[^']*'|([\p{L}_][\p{L}\p{N}_.-]*):(?=[\p{L}_*])/gu, (whole, prefix: string | undefined) => {
    const namespace = prefix === undefined ? undefined : namespaces.lookupNamespace(prefix);
    return namespace === undefined ? whole : `Q{${namespace}}`;
  });
}
