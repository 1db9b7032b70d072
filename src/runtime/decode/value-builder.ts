/**
 * Start tag -> the object of the element, stored in its parent: a typed object, an element node, or nothing while only validating.
 */
import type { NamespaceDeclaration } from "../../xml/names.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { Transition } from "../automaton/matcher.js";
import type { Member, Particle } from "../compile/compiled-type.js";
import { rememberLeafType, rememberStartTag } from "../round-trip-notes.js";
import { contentNode, elementNode } from "./element-nodes.js";
import { NamespaceScope } from "./namespace-scope.js";
import type { ContentItem, OpenElement } from "./open-elements.js";
import { putValue } from "./put-value.js";
import type { NamedType } from "./xsi-attributes.js";

/** Where the value of an element is stored. */
export interface Destination {
  readonly parent: OpenElement;
  readonly transition: Transition<Particle>;
  readonly member: Member | undefined;
}

/** Creates the objects of elements when they begin. */
export class ValueBuilder {
  readonly #reader: TokenReader;
  readonly #build: boolean;
  /** The namespaces in scope where reading began. */
  readonly #outermost: NamespaceScope;

  constructor(reader: TokenReader, build: boolean) {
    this.#reader = reader;
    this.#build = build;
    this.#outermost = new NamespaceScope(undefined, build ? reader.namespacesInScope() : []);
  }

  /** Returns the object that receives attributes and children, if any. Children of nodes go to `element.content`. */
  start(
    to: Destination,
    element: OpenElement,
    named: NamedType | undefined,
    nil: boolean,
    asNode: boolean,
  ): Record<string, unknown> | undefined {
    if (!this.#build) return undefined;
    const { type, declaration } = element;
    const { parent } = to;
    const declarations = this.#reader.namespaceDeclarations();
    element.scope = this.#scopeOf(parent, declarations);
    if (asNode || declaration?.type.open === true) {
      this.#startNode(to, element, nil, asNode);
      return undefined;
    }
    if (parent.value === undefined) return undefined;
    if (type.simple || (nil && !type.hasAttributes)) {
      if (nil) {
        putValue(parent, to.transition, to.member, null);
        if (named !== undefined) rememberLeafType(parent, to.transition.leaf, named.unknown ?? named.type.name, null);
      }
      return undefined;
    }
    const target = new type.create();
    const tagged = named !== undefined && declaration?.hierarchy !== undefined;
    if (tagged) target.$type = named.tag ?? type.name;
    if (nil) target.$nil = true;
    const untagged = tagged ? undefined : named?.type.name;
    if (declarations.length > 0 || untagged !== undefined) rememberStartTag(target, declarations, untagged);
    putValue(parent, to.transition, to.member, target);
    return target;
  }

  /** Tests if the parent keeps a child that is not validated. */
  keeps(parent: OpenElement): boolean {
    return this.#build && (parent.isNode || parent.value !== undefined);
  }

  /** Creates the node of a child that is not validated. */
  startSkipped(to: Destination, element: OpenElement): void {
    element.scope = this.#scopeOf(to.parent, this.#reader.namespaceDeclarations());
    this.#startNode(to, element, false, true);
  }

  #scopeOf(parent: OpenElement, declarations: readonly NamespaceDeclaration[]): NamespaceScope {
    const outer = parent.scope ?? this.#outermost;
    return declarations.length === 0 ? outer : new NamespaceScope(outer, declarations);
  }

  /** Creates a node, or for the declared type xs:anyType a node without a name. */
  #startNode({ parent, transition, member }: Destination, element: OpenElement, nil: boolean, asNode: boolean): void {
    const children: ContentItem[] = [];
    const scope = element.scope ?? this.#outermost;
    element.isNode = true;
    element.content = children;
    if (parent.isNode && parent.content !== undefined) parent.content.push(elementNode(this.#reader, scope, children));
    else if (parent.value === undefined) element.content = undefined;
    else if (asNode) putValue(parent, transition, undefined, elementNode(this.#reader, scope, children));
    else putValue(parent, transition, member, contentNode(this.#reader, scope, children, nil));
  }
}
