/**
 * Start tag -> the object of the element, put into its parent: a typed object, an element node, or nothing where only validating.
 */
import type { TokenReader } from "../../xml/token-reader.js";
import type { Transition } from "../automaton/matcher.js";
import type { Member, Particle } from "../compile/particle.js";
import { NodeBuilder } from "./content-nodes.js";
import type { ContentItem, Frame } from "./frame.js";
import type { NamedType } from "./instance.js";
import { rememberNamespaces } from "./namespaces-of.js";
import { place } from "./placement.js";

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
  private readonly nodes: NodeBuilder;

  constructor(reader: TokenReader, build: boolean) {
    this.reader = reader;
    this.build = build;
    this.nodes = new NodeBuilder(reader);
  }

  /** Gives the object that takes attributes and children, if there is one; of nodes, `frame.content` takes the children. */
  start(to: Destination, frame: Frame, named: NamedType | undefined, nil: boolean, asNode: boolean): Record<string, unknown> | undefined {
    if (!this.build) return undefined;
    const { type, declaration } = frame;
    const { parent } = to;
    if (asNode || declaration?.type.open === true) {
      this.startNode(to, frame, nil, asNode);
      return undefined;
    }
    if (parent.value === undefined) return undefined;
    if (type.simple || (nil && !type.hasAttributes)) {
      if (nil) place(parent, to.transition, to.member, null);
      return undefined;
    }
    const target = new type.create();
    if (named !== undefined && declaration?.hierarchy !== undefined) target.$type = named.tag ?? type.name;
    if (nil) target.$nil = true;
    const declarations = this.reader.namespaceDeclarations();
    if (declarations.length > 0) rememberNamespaces(target, declarations);
    place(parent, to.transition, to.member, target);
    return target;
  }

  /** The children of a node that is not looked at; undefined where none is built. */
  startSkipped({ parent, transition }: Destination): ContentItem[] | undefined {
    if (!this.build || !(parent.isNode || parent.value !== undefined)) return undefined;
    const children: ContentItem[] = [];
    const node = this.nodes.element(children);
    if (parent.isNode) parent.content?.push(node);
    else place(parent, transition, undefined, node);
    return children;
  }

  /** The element becomes a node, or the content of one where the declared type is xs:anyType. */
  private startNode({ parent, transition, member }: Destination, frame: Frame, nil: boolean, asNode: boolean): void {
    const children: ContentItem[] = [];
    frame.isNode = true;
    frame.content = children;
    if (parent.isNode) parent.content?.push(this.nodes.element(children));
    else if (parent.value === undefined) frame.content = undefined;
    else if (asNode) place(parent, transition, undefined, this.nodes.element(children));
    else {
      const content = { attributes: this.nodes.attributes(), namespaces: this.nodes.namespacesInScope(), children };
      place(parent, transition, member, nil ? { $nil: true, ...content } : content);
    }
  }
}
