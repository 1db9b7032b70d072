/**
 * Start tag -> the object of the element, put into its parent: a typed object, an element node, or nothing where only validating.
 */
import type { NamespaceDeclaration } from "../../xml/namespaces.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { Transition } from "../automaton/matcher.js";
import type { Member, Particle } from "../compile/particle.js";
import { contentNode, elementNode } from "./content-nodes.js";
import type { ContentItem, Frame } from "./frame.js";
import type { NamedType } from "./instance.js";
import { place } from "./placement.js";
import { Scope } from "./scope.js";
import { rememberLeafType, rememberStartTag } from "./start-tag-notes.js";

/** Where the value of an element goes. */
export interface Destination {
  readonly parent: Frame;
  readonly transition: Transition<Particle>;
  readonly member: Member | undefined;
}

/** Makes the objects of elements when they begin. */
export class ValueStarter {
  private readonly reader: TokenReader;
  private readonly build: boolean;
  /** What was in scope where reading began. */
  private readonly outermost: Scope;

  constructor(reader: TokenReader, build: boolean) {
    this.reader = reader;
    this.build = build;
    this.outermost = new Scope(undefined, build ? reader.namespacesInScope() : []);
  }

  /** Gives the object that takes attributes and children, if there is one; of nodes, `frame.content` takes the children. */
  start(to: Destination, frame: Frame, named: NamedType | undefined, nil: boolean, asNode: boolean): Record<string, unknown> | undefined {
    if (!this.build) return undefined;
    const { type, declaration } = frame;
    const { parent } = to;
    const declarations = this.reader.namespaceDeclarations();
    frame.scope = this.scopeOf(parent, declarations);
    if (asNode || declaration?.type.open === true) {
      this.startNode(to, frame, nil, asNode);
      return undefined;
    }
    if (parent.value === undefined) return undefined;
    if (type.simple || (nil && !type.hasAttributes)) {
      if (nil) {
        place(parent, to.transition, to.member, null);
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
    place(parent, to.transition, to.member, target);
    return target;
  }

  /** Tests if the parent takes a node that is not looked at. */
  keeps(parent: Frame): boolean {
    return this.build && (parent.isNode || parent.value !== undefined);
  }

  /** Begins a node that is not looked at. */
  startSkipped(to: Destination, frame: Frame): void {
    frame.scope = this.scopeOf(to.parent, this.reader.namespaceDeclarations());
    this.startNode(to, frame, false, true);
  }

  private scopeOf(parent: Frame, declarations: readonly NamespaceDeclaration[]): Scope {
    const outer = parent.scope ?? this.outermost;
    return declarations.length === 0 ? outer : new Scope(outer, declarations);
  }

  /** The element becomes a node, or the content of one where the declared type is xs:anyType. */
  private startNode({ parent, transition, member }: Destination, frame: Frame, nil: boolean, asNode: boolean): void {
    const children: ContentItem[] = [];
    const scope = frame.scope ?? this.outermost;
    frame.isNode = true;
    frame.content = children;
    if (parent.isNode) parent.content?.push(elementNode(this.reader, scope, children));
    else if (parent.value === undefined) frame.content = undefined;
    else if (asNode) place(parent, transition, undefined, elementNode(this.reader, scope, children));
    else place(parent, transition, member, contentNode(this.reader, scope, children, nil));
  }
}
