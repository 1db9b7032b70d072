/**
 * Tokens of a reader + compiled types -> value and issues. XSD 1.0 Part 1 §3.3.4 (cvc-elt, cvc-type), §3.4.4 (cvc-complex-type)
 *
 * One loop over one stack of frames, so depth costs no call stack. With `build` it makes the typed value, without it only looks.
 * Values are put into their parents when their elements begin; the text of simple content is read in one go with its end tag.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { isFault } from "../../datatypes/fault.js";
import { findInternedName, type Name } from "../../xml/names.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { Transition } from "../automaton/matcher.js";
import { type CompiledType, ContentKind, type Declaration } from "../compile/compiled-type.js";
import type { Member, Particle } from "../compile/particle.js";
import { IdentityTracker } from "../identity/tracker.js";
import type { DecodeOptions } from "../options.js";
import { AttributeReader } from "./attributes.js";
import { reportChildOfText, reportIncomplete, reportNilContent, reportText, reportUnexpected } from "./content-errors.js";
import { endMixedContent, readSimpleValue } from "./element-values.js";
import { type ContentItem, type Frame, FrameKind, FrameStack } from "./frame.js";
import { anyDeclaration, anyType, findInstanceAttributes, type InstanceAttributes, isNil, type NamedType, typeByName } from "./instance.js";
import { place } from "./placement.js";
import { Session } from "./session.js";
import { rememberLeafType } from "./start-tag-notes.js";
import { ValueStarter } from "./start-value.js";

/** How a child is counted among its siblings when its particle does not count it. */
const countedByName = -2;

/** Reads one element of a document with all it holds. */
export class Walker {
  readonly session: Session;
  private readonly stack: FrameStack;
  private readonly reader: TokenReader;
  private readonly attributes: AttributeReader;
  private readonly values: ValueStarter;
  private readonly instance: InstanceAttributes = { type: -1, nil: -1 };
  private tracker: IdentityTracker | undefined = undefined;
  /** An element that is read without a frame, for paths. */
  private leaf: Name | undefined = undefined;
  private leafCounter = -1;
  /** Where the child that begins goes. */
  private transition: Transition<Particle>;
  private member: Member | undefined = undefined;

  constructor(reader: TokenReader, options: DecodeOptions, build: boolean, root: Transition<Particle>) {
    this.reader = reader;
    this.transition = root;
    this.stack = new FrameStack(reader.name, anyType);
    this.session = new Session(reader, options, () => this.stack.path(this.leaf, this.leafCounter));
    this.attributes = new AttributeReader(reader, this.session);
    this.values = new ValueStarter(reader, build);
  }

  /** Reads the element on whose start tag the reader stands. The particle of the root says what it may be and where its value goes. */
  read(target: Record<string, unknown> | undefined): void {
    this.stack.top.value = target;
    this.session.hints?.startElement();
    const { leaf: particle } = this.transition;
    const { namespace, local } = this.reader.name;
    // The start tag may have been read before the name was known to the reader.
    const member = particle.member(findInternedName(namespace, local) ?? this.reader.name);
    this.member = member;
    if (particle.wildcard !== undefined) this.wildcardChild(this.stack.top, particle);
    else if (member !== undefined) this.element(member.declaration, -1, false);
    else this.refuseRoot(particle);
    this.finish();
  }

  /** Reads an element that need not have the declaration's name: validation by type. XSD 1.0 Part 1 §5.2 */
  readAs(declaration: Declaration, target: Record<string, unknown> | undefined): void {
    this.stack.top.value = target;
    this.session.hints?.startElement();
    this.element(declaration, -1, false);
    this.finish();
  }

  /** Reads a root that the schema set must declare, or that names its type. */
  readAny(): void {
    const { reader, session } = this;
    session.hints?.startElement();
    const named = reader.attributeCount > 0 && findInstanceAttributes(reader, this.instance) && this.instance.type >= 0;
    const declaration = session.findElement(reader.name.clark) ?? (named ? anyDeclaration : undefined);
    if (declaration !== undefined) {
      this.element(declaration, -1, false);
      this.finish();
      return;
    }
    this.leaf = reader.name;
    const found = reader.name.clark;
    session.report("cvc-elt.1", `there is no declaration of element "${found}"`, { found });
    this.leaf = undefined;
  }

  private refuseRoot(particle: Particle): void {
    const found = this.reader.name.clark;
    this.leaf = this.reader.name;
    this.session.report("cvc-elt.1", `"${found}" is not the expected element`, { found, expected: particle.label });
    this.leaf = undefined;
    this.reader.skipElement();
  }

  private finish(): void {
    this.run();
    if (!this.session.full) this.session.checkReferences();
  }

  private run(): void {
    const { reader, stack, session } = this;
    while (stack.depth > 0 && !session.full) {
      switch (reader.next()) {
        case Token.text:
          this.text(stack.top);
          break;
        case Token.startElement:
          session.hints?.startElement();
          this.child(stack.top);
          break;
        case Token.endElement:
          this.end(stack.top);
          break;
        default:
          return;
      }
    }
  }

  private child(frame: Frame): void {
    const { name } = this.reader;
    frame.hasContent = true;
    frame.hasChildren = true;
    if (frame.kind !== FrameKind.typed) {
      this.untypedChild(frame);
      return;
    }
    const transition = step(frame, name);
    if (transition === undefined) {
      this.unexpected(frame, name);
      return;
    }
    this.transition = transition;
    const member = transition.leaf.member(name);
    this.member = member;
    if (member === undefined) this.wildcardChild(frame, transition.leaf);
    else this.element(member.declaration, countChild(frame, member.counter), frame.isNode);
  }

  private untypedChild(frame: Frame): void {
    if (frame.kind === FrameKind.skipped) {
      this.skipped(frame);
      return;
    }
    if (frame.kind === FrameKind.nil) reportNilContent(this.session, frame);
    this.reader.skipElement();
  }

  /** After the first wrong child, others are read by whatever declaration of the type has their name, and nothing is told of the order. */
  private unexpected(frame: Frame, name: Name): void {
    const member = frame.type.memberNamed(name);
    const counter = member === undefined || member.counter < 0 ? countedByName : countChild(frame, member.counter);
    if (counter === countedByName) frame.countOther(name);
    this.leaf = name;
    this.leafCounter = counter;
    reportUnexpected(this.session, frame, name);
    this.leaf = undefined;
    if (!frame.isNode) {
      frame.value = undefined;
      frame.content = undefined;
    }
    if (member === undefined) this.reader.skipElement();
    else this.element(member.declaration, counter, frame.isNode);
  }

  private wildcardChild(frame: Frame, particle: Particle): void {
    const { reader, session } = this;
    const { name } = reader;
    frame.countOther(name);
    const process = particle.wildcard?.process ?? "lax";
    if (process === "skip") {
      this.skipped(frame);
      return;
    }
    const declaration = particle.find(name.clark) ?? session.findElement(name.clark);
    if (declaration !== undefined) this.element(declaration, countedByName, true);
    else if (process === "strict" && !this.hasTypeName()) this.undeclared(name);
    else this.open(anyDeclaration, countedByName, true);
  }

  private hasTypeName(): boolean {
    return findInstanceAttributes(this.reader, this.instance) && this.instance.type >= 0;
  }

  private undeclared(name: Name): void {
    this.leaf = name;
    this.leafCounter = countedByName;
    const message = `"${name.clark}" is not declared, which the wildcard asks for`;
    this.session.report("cvc-complex-type.2.4.c", message, { found: name.clark });
    this.leaf = undefined;
    this.reader.skipElement();
  }

  /** An element that is not looked at: kept as a node where values are built. */
  private skipped(frame: Frame): void {
    if (!this.values.keeps(frame)) {
      this.reader.skipElement();
      return;
    }
    const inner = this.stack.push(FrameKind.skipped, this.reader.name, anyType, countedByName);
    this.values.startSkipped({ parent: frame, transition: this.transition, member: undefined }, inner);
  }

  private element(declaration: Declaration, counter: number, asNode: boolean): void {
    const { type } = declaration;
    const datatype = declaration.leaf;
    if (datatype !== undefined && !asNode && this.tracker === undefined && this.reader.attributeCount === 0) {
      this.leafElement(datatype, type, counter);
    } else this.open(declaration, counter, asNode);
  }

  /** An element of a simple type with nothing about it: no frame. */
  private leafElement(datatype: Datatype, type: CompiledType, counter: number): void {
    const { reader } = this;
    const { name, offset } = reader;
    const frame = this.stack.top;
    const text = reader.readLeaf();
    if (text === undefined) {
      reportChildOfText(this.session, this.stack.push(FrameKind.dropped, name, type, counter));
      return;
    }
    const outcome = frame.value === undefined ? datatype.check(text, reader) : datatype.decode(text, reader);
    if (isFault(outcome)) {
      this.leaf = name;
      this.leafCounter = counter;
      this.session.reportFault(outcome, offset);
      this.leaf = undefined;
    } else place(frame, this.transition, this.member, outcome);
  }

  /** Opens an element with all that may be about it: attributes, xsi:type, xsi:nil, default, identity constraints. */
  private open(declaration: Declaration, counter: number, asNode: boolean): void {
    const { reader, session } = this;
    const parent = this.stack.top;
    const frame = this.stack.push(FrameKind.typed, reader.name, declaration.type, counter);
    frame.declaration = declaration;
    frame.offset = reader.offset;
    if (declaration.abstract) session.report("cvc-elt.2", `element "${declaration.name.clark}" is abstract`);
    let named: NamedType | undefined;
    let nil = false;
    if (reader.attributeCount > 0 && findInstanceAttributes(reader, this.instance)) {
      const { type, nil: nilIndex } = this.instance;
      if (type >= 0) named = typeByName(session, type, declaration);
      if (nilIndex >= 0 && declaration !== anyDeclaration) nil = isNil(session, declaration, nilIndex);
    }
    const type = named?.type ?? declaration.type;
    frame.type = type;
    frame.namedType = named?.unknown ?? named?.type.name;
    if (type.abstract) session.report("cvc-type.2", `type "${type.name}" is abstract`);
    if (this.tracker !== undefined || declaration.identity.length > 0) this.startTracking(declaration, frame.offset);
    const target = this.values.start({ parent, transition: this.transition, member: this.member }, frame, named, nil, asNode);
    if (type.simple) this.attributes.refuseAll();
    else this.attributes.read(type, target);
    this.startContent(parent, frame, target, nil);
  }

  private startTracking(declaration: Declaration, offset: number): void {
    if (this.tracker === undefined) {
      const { session } = this;
      this.tracker = new IdentityTracker((id, message, at) => session.report(id, message, at), session.path);
      this.attributes.tracker = this.tracker;
    }
    this.tracker.startElement(this.reader.name, declaration.identity, declaration.nillable, offset);
  }

  private startContent(parent: Frame, frame: Frame, target: Record<string, unknown> | undefined, nil: boolean): void {
    const { type } = frame;
    if (nil) this.readNothing(frame, FrameKind.nil);
    else if (type.content === ContentKind.simple) this.readText(parent, frame, target);
    else if (type.content === ContentKind.empty) this.readNothing(frame, FrameKind.typed);
    else {
      frame.begin();
      frame.value = target;
      if (target !== undefined && type.content === ContentKind.mixed) frame.content = [];
    }
  }

  /** Content that must be empty: read in one go when it is, else element by element. */
  private readNothing(frame: Frame, kind: FrameKind): void {
    const { reader } = this;
    frame.kind = kind;
    const text = reader.readLeaf();
    if (text === undefined ? reader.text !== "" : text !== "") reportText(this.session, frame, reader.text);
    if (text === undefined) frame.begin();
    else {
      // Nil is no value, but complex content could have had none.
      if (kind === FrameKind.nil && frame.type.content === ContentKind.simple) this.tracker?.value(undefined);
      this.close();
    }
  }

  private readText(parent: Frame, frame: Frame, target: Record<string, unknown> | undefined): void {
    const { reader, session } = this;
    const text = reader.readLeaf();
    if (text === undefined) {
      reportChildOfText(session, frame);
      frame.kind = FrameKind.dropped;
      return;
    }
    if (frame.isNode) {
      if (text !== "") frame.content?.push(text);
    }
    const value = readSimpleValue(
      session,
      frame,
      text,
      this.tracker,
      target !== undefined || (parent.value !== undefined && !frame.isNode),
    );
    if (value !== undefined && !frame.isNode) {
      if (target !== undefined) target[frame.type.textProperty] = value;
      else {
        place(parent, this.transition, this.member, value);
        if (frame.namedType !== undefined) rememberLeafType(parent, this.transition.leaf, frame.namedType, value);
      }
    }
    this.close();
  }

  private text(frame: Frame): void {
    const { reader } = this;
    const { kind, type } = frame;
    if (kind === FrameKind.dropped) return;
    if (kind === FrameKind.nil || (kind === FrameKind.typed && type.content === ContentKind.empty)) {
      reportText(this.session, frame, reader.text);
      return;
    }
    if (kind === FrameKind.typed && type.content === ContentKind.elementOnly && !reader.textIsWhitespace) {
      reportText(this.session, frame, reader.text);
    }
    const { content } = frame;
    if (content !== undefined) addText(content, reader.text);
    frame.hasContent = true;
    if (frame.declaration?.constraint?.fixed === true) frame.text += reader.text;
  }

  private end(frame: Frame): void {
    if (frame.kind === FrameKind.typed) {
      if (!frame.broken && !frame.isFinal()) reportIncomplete(this.session, frame);
      if (frame.type.content === ContentKind.mixed) endMixedContent(this.session, frame);
    }
    this.close();
  }

  private close(): void {
    if (this.tracker !== undefined) this.stopTracking(this.tracker);
    this.stack.pop();
  }

  private stopTracking(tracker: IdentityTracker): void {
    if (this.stack.top.kind === FrameKind.skipped) return;
    if (tracker.wantsValue) tracker.noValue();
    tracker.endElement();
    if (!tracker.idle) return;
    this.tracker = undefined;
    this.attributes.tracker = undefined;
  }
}

/** Moves on in the content model. xs:anyType lets everything through, for which no state is needed. */
function step(frame: Frame, name: Name): Transition<Particle> | undefined {
  const { state } = frame;
  if (frame.type.open) return frame.type.openTransition;
  if (state === undefined) return frame.matcher?.step(name);
  const transition = state.next(name);
  if (transition !== undefined) frame.state = transition.state;
  return transition;
}

function countChild(frame: Frame, counter: number): number {
  if (counter >= 0) frame.counts[counter] = (frame.counts[counter] ?? 0) + 1;
  return counter;
}

/** A comment may have split one run of text. */
function addText(content: ContentItem[], text: string): void {
  const last = content.length - 1;
  const before = content[last];
  if (typeof before === "string") content[last] = before + text;
  else content.push(text);
}
