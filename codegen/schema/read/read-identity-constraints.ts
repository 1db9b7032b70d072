/**
 * xs:key, xs:unique and xs:keyref -> their sources. XSD 1.0 Part 1 §3.11.2
 */
import type { NamespaceLookup } from "../../../src/xml/names.js";
import { attributeValue, type SourceElement } from "../../load/source-element.js";
import type { IdentityConstraintSource } from "../sources.js";
import { readAnnotation } from "./read-annotation.js";
import { childNamed, childrenNamed, type ReadContext } from "./read-context.js";

/** The identity constraints of an element declaration. */
export function readIdentityConstraints(element: SourceElement, context: ReadContext): readonly IdentityConstraintSource[] {
  const children = childrenNamed(element, "key", "unique", "keyref");
  return children.length === 0 ? noConstraints : children.map((child) => readIdentityConstraint(child, context));
}

const noConstraints: readonly IdentityConstraintSource[] = [];

function readIdentityConstraint(element: SourceElement, context: ReadContext): IdentityConstraintSource {
  const category = element.local === "key" || element.local === "unique" ? element.local : "keyref";
  context.check(element, category);
  const selector = childNamed(element, "selector");
  const fields = childrenNamed(element, "field");
  for (const part of selector === undefined ? fields : [selector, ...fields]) {
    context.check(part, part.local);
    readAnnotation(part, context);
  }
  const paths = new Paths(element.namespaces);
  return {
    kind: "identityConstraint",
    name: context.name(element, context.targetNamespace),
    category,
    selector: selector === undefined ? "" : paths.read(selector),
    fields: fields.map((field) => paths.read(field)),
    namespaces: paths,
    refer: category === "keyref" ? context.reference(element, "refer") : undefined,
    annotation: readAnnotation(element, context),
    at: element.at,
  };
}

/**
 * Paths with one meaning for each prefix: where a selector or a field declares prefixes for itself, they get other names in its path.
 * XSD 1.0 Part 1 §3.11.2 (the prefixes of a path are those in scope of its own element)
 */
class Paths implements NamespaceLookup {
  readonly #outer: NamespaceLookup;
  readonly #own = new Map<string, string>();

  constructor(outer: NamespaceLookup) {
    this.#outer = outer;
  }

  lookupNamespace(prefix: string): string | undefined {
    return this.#own.get(prefix) ?? this.#outer.lookupNamespace(prefix);
  }

  read(element: SourceElement): string {
    const path = attributeValue(element, "xpath") ?? "";
    if (element.declarations.length === 0) return path;
    return path.replace(/([^\s/|:@*]+)(?=:[^:])/gu, (prefix) => this.#rename(prefix, element.namespaces.lookupNamespace(prefix)));
  }

  #rename(prefix: string, namespace: string | undefined): string {
    if (namespace === undefined || namespace === this.lookupNamespace(prefix)) return prefix;
    let fresh = prefix;
    while (this.lookupNamespace(fresh) !== undefined && this.lookupNamespace(fresh) !== namespace) fresh = `${fresh}_`;
    this.#own.set(fresh, namespace);
    return fresh;
  }
}
