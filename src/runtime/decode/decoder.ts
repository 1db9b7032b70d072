/**
 * Tokens of a reader + compiled types -> value and issues. XSD 1.0 Part 1 §3.3.4 (cvc-elt, cvc-type), §3.4.4 (cvc-complex-type)
 *
 * One loop with an explicit stack, so depth costs no call stack. With `build` it builds the typed value, without it only validates.
 * Values are stored in their parents when their elements begin; simple content is read in one step together with its end tag.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { type DatatypeFault, isFault } from "../../datatypes/fault.js";
import { findInternedName, type Name } from "../../xml/names.js";
import { Token } from "../../xml/read/reader.js";
import type { TokenReader } from "../../xml/read/token-reader.js";
import type { Transition } from "../automaton/matcher.js";
import { type CompiledType, ContentKind, type Declaration, type Member, type Particle } from "../compile/compiled-type.js";
import type { DecodeOptions } from "../options.js";
import { rememberLeafType } from "../round-trip-notes.js";
import { AttributeReader } from "./attributes.js";
import { reportChildOfText, reportEnd, reportNilContent, reportText, reportUnexpected } from "./content-errors.js";
import type { ItemBuilder } from "./item-builder.js";
import { ElementMode, type OpenElement, OpenElements } from "./open-elements.js";
import { putValue } from "./put-value.js";
import { GeneratedReaders } from "./reader-engine.js";
import { DecodeSession } from "./session.js";
import { endMixedContent, readSimpleValue } from "./simple-content.js";
import { decodeLexically, findPlace, isNilAnyway, memberByLocalName } from "./tolerance.js";
import { startTracking, stopTracking } from "./track-identity.js";
import { ValueBuilder } from "./value-builder.js";
import {
  anyDeclaration,
  anyType,
  findXsiAttributes,
  type NamedType,
  readXsiNil,
  readXsiType,
  type XsiAttributes,
} from "./xsi-attributes.js";

/** The counter of a child that is counted among its siblings by name, not by its particle. */
const countedByName = -2;

/** Reads one element of a document with all its content. */
export class Decoder {
  readonly session: DecodeSession;
  readonly #stack: OpenElements;
  readonly #reader: TokenReader;
  readonly attributes: AttributeReader;
  readonly #values: ValueBuilder;
  readonly #generated: GeneratedReaders;
  readonly #instance: XsiAttributes = { type: -1, nil: -1 };
  /** The name of a child that is read without being opened, for paths. */
  #leaf: Name | undefined = undefined;
  #leafCounter = -1;
  /** The transition of the child that begins, which determines where its value goes. */
  #transition: Transition<Particle>;
  #member: Member | undefined = undefined;
  /** Set where values are built for some elements alone. */
  readonly #items: ItemBuilder | undefined;

  constructor(reader: TokenReader, options: DecodeOptions, build: boolean, root: Transition<Particle>, items?: ItemBuilder) {
    this.#reader = reader;
    this.#transition = root;
    this.#stack = new OpenElements(reader.name, anyType);
    const path = (): string => this.#stack.path(this.#leaf, this.#leafCounter);
    this.session = new DecodeSession(reader, options, path, () => this.#stack.keepPath(this.#leaf, this.#leafCounter));
    this.attributes = new AttributeReader(reader, this.session);
    this.#values = new ValueBuilder(reader, build);
    this.#items = items;
    this.#generated = new GeneratedReaders(reader, options);
  }

  /** Opens the element at whose start tag the reader is. The particle of the root determines what is allowed and where the value goes. */
  open(target: Record<string, unknown> | undefined): void {
    this.#stack.top.value = target;
    this.session.hints?.startElement();
    const { leaf: particle } = this.#transition;
    const { namespace, local } = this.#reader.name;
    // The name may not be interned if the start tag was read before the schema was compiled.
    const member = particle.member(findInternedName(namespace, local) ?? this.#reader.name);
    this.#member = member;
    if (particle.wildcard !== undefined) this.#readWildcardChild(this.#stack.top, particle);
    else if (member !== undefined) this.#readElement(member.declaration, -1, false);
    else this.#readUnexpectedRoot(particle);
  }

  /** Opens an element whatever its name is: validation by type. XSD 1.0 Part 1 §5.2 */
  openAs(declaration: Declaration, target: Record<string, unknown> | undefined): void {
    this.#stack.top.value = target;
    this.session.hints?.startElement();
    this.#readElement(declaration, -1, false);
  }

  /** Opens a root that the schema set declares, or that has an xsi:type. */
  openAny(): void {
    const { session } = this;
    const reader = this.#reader;
    session.hints?.startElement();
    const named = reader.attributeCount > 0 && findXsiAttributes(reader, this.#instance) && this.#instance.type >= 0;
    const declaration = session.findElement(reader.name.clark) ?? (named ? anyDeclaration : undefined);
    if (declaration !== undefined) {
      this.#readElement(declaration, -1, false);
      return;
    }
    const found = reader.name.clark;
    this.#atChild(reader.name, -1, () => session.report("cvc-elt.1", `there is no declaration of element "${found}"`, { found }));
  }

  #readUnexpectedRoot(particle: Particle): void {
    const { name } = this.#reader;
    const detail = { found: name.clark, expected: particle.label };
    this.#atChild(name, -1, () => this.session.report("cvc-elt.1", `"${name.clark}" is not the expected element`, detail));
    this.#member = this.session.tolerant ? (memberByLocalName(particle, name) ?? particle.members[0]) : undefined;
    if (this.#member === undefined) this.#stack.push(ElementMode.skipped, name, anyType, -1);
    else this.#readElement(this.#member.declaration, -1, false);
  }

  /** Reports something about a child that is not opened; the path of the issue includes the child. */
  #atChild(name: Name, counter: number, report: (session: DecodeSession, parent: OpenElement, name: Name) => void): void {
    this.#leaf = name;
    this.#leafCounter = counter;
    report(this.session, this.#stack.top, name);
    this.#leaf = undefined;
  }

  /** The root has not ended, and the limit of issues is not reached. */
  get isOpen(): boolean {
    return this.#stack.depth > 0 && !this.session.full;
  }

  /** Reads one token, and the end tag too if it starts an element without children; or items, as far as they are here. */
  step(): void {
    if (this.#items?.areFollowed === true) this.#items.readOn();
    else this.#readToken();
  }

  #readToken(): void {
    const { top } = this.#stack;
    const token = this.#reader.next();
    if (token === Token.text) this.#addText(top);
    else if (token === Token.startElement) {
      if (top.mode !== ElementMode.skipped) this.session.hints?.startElement();
      this.#readChild(top);
    } else this.#endElement(top);
  }

  /** Checks what only the end of the root shows. */
  finish(): void {
    if (!this.session.full) this.session.checkReferences();
  }

  #readChild(element: OpenElement): void {
    const { name } = this.#reader;
    element.hasContent = true;
    element.hasChildren = true;
    if (element.mode !== ElementMode.typed) {
      this.#readUntypedChild(element);
      return;
    }
    const transition = element.step(name);
    if (transition === undefined) {
      this.#readUnexpected(element, name);
      return;
    }
    this.#transition = transition;
    const member = transition.leaf.member(name);
    this.#member = member;
    if (member === undefined) this.#readWildcardChild(element, transition.leaf);
    else this.#readElement(member.declaration, element.countChild(member.counter), element.isNode);
  }

  #readUntypedChild(element: OpenElement): void {
    if (element.mode === ElementMode.nil) reportNilContent(this.session, element);
    if (element.mode === ElementMode.skipped) this.#skipChild(element);
    else this.#passOver(this.#reader.name, countedByName);
  }

  /** After the first unexpected child, children are read by any declaration with their name, and their order is not checked. */
  #readUnexpected(element: OpenElement, name: Name): void {
    const place = this.session.tolerant ? findPlace(element, name) : undefined;
    const member = this.session.tolerant ? place?.member : element.type.memberNamed(name);
    const counter = member === undefined || member.counter < 0 ? countedByName : element.countChild(member.counter);
    if (counter === countedByName) element.countOther(name);
    this.#atChild(name, counter, reportUnexpected);
    if (place !== undefined) {
      this.#transition = place.transition;
      this.#member = member;
    } else if (!element.isNode && !this.session.tolerant) {
      element.value = undefined;
      element.content = undefined;
    }
    if (member !== undefined) this.#readElement(member.declaration, counter, element.isNode);
    else if (place !== undefined) this.#readWildcardChild(element, place.transition.leaf);
    else this.#passOver(name, counter);
  }

  #readWildcardChild(element: OpenElement, particle: Particle): void {
    const { session } = this;
    const reader = this.#reader;
    const { name } = reader;
    element.countOther(name);
    const process = particle.wildcard?.process ?? "lax";
    const declaration = process === "skip" ? undefined : (particle.find(name.clark) ?? session.findElement(name.clark));
    if (process === "skip") this.#skipChild(element);
    else if (declaration !== undefined) this.#readElement(declaration, countedByName, true);
    else if (process === "strict" && !this.#hasTypeName()) this.#refuseUndeclared(name);
    else this.#openElement(anyDeclaration, countedByName, true);
  }

  #hasTypeName(): boolean {
    return findXsiAttributes(this.#reader, this.#instance) && this.#instance.type >= 0;
  }

  #refuseUndeclared(name: Name): void {
    const message = `"${name.clark}" is not declared, which the wildcard asks for`;
    this.#atChild(name, countedByName, () => this.session.report("cvc-complex-type.2.4.c", message, { found: name.clark }));
    this.#passOver(name, countedByName);
  }

  /** Skips a child that is not validated, or keeps it as a node if values are built. */
  #skipChild(element: OpenElement): void {
    const keeps = this.#values.keeps(element);
    const inner = this.#stack.push(ElementMode.skipped, this.#reader.name, anyType, countedByName);
    if (keeps) this.#values.startSkipped({ parent: element, transition: this.#transition, member: undefined }, inner);
  }

  /** Leaves an element out. One without children is not even opened. */
  #passOver(name: Name, counter: number): void {
    if (!this.#reader.skipLeaf()) this.#stack.push(ElementMode.skipped, name, anyType, counter);
  }

  #readElement(declaration: Declaration, counter: number, asNode: boolean): void {
    const items = this.#items;
    if (items?.begins(declaration) !== true) {
      this.#readValue(declaration, counter, asNode);
      return;
    }
    const parent = this.#stack.top;
    const { leaf } = this.#transition;
    this.#transition = items.transition;
    this.#member = items.open(parent, this.#stack.depth, declaration, this.#reader.offset);
    this.#readValue(declaration, counter, false);
    if (this.#stack.depth !== items.depth) return;
    items.close(parent);
    this.#generated.of(declaration)?.follow(items, parent, leaf, declaration, counter);
  }

  #readValue(declaration: Declaration, counter: number, asNode: boolean): void {
    const { type } = declaration;
    const datatype = declaration.leaf;
    if (datatype !== undefined && !asNode && this.attributes.tracker === undefined && this.#reader.attributeCount === 0) {
      this.#readLeafElement(datatype, type, counter);
    } else if (asNode || type.reader === undefined || !this.#readWhole(declaration, counter)) {
      this.#openElement(declaration, counter, asNode);
    }
  }

  /** Has an element read by the generated reader of its type, without opening it, and with it those of the same kind that follow. */
  #readWhole(declaration: Declaration, counter: number): boolean {
    const whole = this.#generated.of(declaration);
    const parent = this.#stack.top;
    const mayHoldItems = this.#items !== undefined && parent.value === undefined;
    if (whole === undefined || mayHoldItems || this.attributes.tracker !== undefined) return false;
    return whole.readInto(parent, { transition: this.#transition, member: this.#member }, declaration, counter);
  }

  /** Reads an element of a simple type without attributes, without opening it. */
  #readLeafElement(datatype: Datatype, type: CompiledType, counter: number): void {
    const reader = this.#reader;
    const { name, offset } = reader;
    const element = this.#stack.top;
    const text = reader.readLeaf();
    if (text === undefined) {
      reportChildOfText(this.session, this.#stack.push(ElementMode.dropped, name, type, counter));
      return;
    }
    const outcome = element.value === undefined ? datatype.check(text, reader) : datatype.decode(text, reader);
    if (!isFault(outcome)) putValue(element, this.#transition, this.#member, outcome);
    else {
      this.#refuseLeaf(outcome, name, counter, offset);
      const kept = this.session.tolerant && element.value !== undefined ? decodeLexically(datatype, text, reader) : undefined;
      if (kept !== undefined) putValue(element, this.#transition, this.#member, kept);
    }
  }

  /** Apart from `#readLeafElement`, so that the hot function has no closure. */
  #refuseLeaf(fault: DatatypeFault, name: Name, counter: number, offset: number): void {
    this.#atChild(name, counter, () => this.session.reportFault(fault, offset));
  }

  /** Opens an element in the general case: attributes, xsi:type, xsi:nil, defaults, identity constraints. */
  #openElement(declaration: Declaration, counter: number, asNode: boolean): void {
    const { session } = this;
    const reader = this.#reader;
    const parent = this.#stack.top;
    const element = this.#stack.push(ElementMode.typed, reader.name, declaration.type, counter);
    element.declaration = declaration;
    element.offset = declaration.constraint === undefined ? reader.offset : reader.keepPlace();
    if (declaration.abstract) session.report("cvc-elt.2", `element "${declaration.name.clark}" is abstract`);
    let named: NamedType | undefined;
    let nil = false;
    if (reader.attributeCount > 0 && findXsiAttributes(reader, this.#instance)) {
      const { type, nil: nilIndex } = this.#instance;
      if (type >= 0) named = readXsiType(session, type, declaration);
      if (nilIndex >= 0 && declaration !== anyDeclaration) nil = readXsiNil(session, declaration, nilIndex);
      if (nilIndex >= 0 && !nil && session.tolerant && isNilAnyway(declaration, reader.attributeValue(nilIndex))) {
        reader.skipElement();
        this.#stack.pop();
        return;
      }
    }
    const type = named?.type ?? declaration.type;
    element.type = type;
    element.namedType = named?.unknown ?? named?.type.name;
    if (type.abstract) session.report("cvc-type.2", `type "${type.name}" is abstract`);
    if (this.attributes.tracker !== undefined || declaration.identity !== undefined) {
      startTracking(session, this.attributes, declaration, element.offset);
    }
    const target = this.#values.start({ parent, transition: this.#transition, member: this.#member }, element, named, nil, asNode);
    if (type.simple) this.attributes.refuseAll();
    else this.attributes.read(type, target);
    this.#startContent(parent, element, target, nil);
  }

  #startContent(parent: OpenElement, element: OpenElement, target: Record<string, unknown> | undefined, nil: boolean): void {
    const { type } = element;
    if (nil) this.#readNothing(element, ElementMode.nil);
    else if (type.content === ContentKind.simple) this.#readText(parent, element, target);
    else if (type.content === ContentKind.empty) this.#readNothing(element, ElementMode.typed);
    else {
      element.begin();
      element.value = target;
      if (target !== undefined && type.content === ContentKind.mixed) element.content = [];
    }
  }

  /** Reads content that must be empty: in one step if it is, otherwise child by child to report errors. */
  #readNothing(element: OpenElement, mode: ElementMode): void {
    const reader = this.#reader;
    element.mode = mode;
    const text = reader.readLeaf();
    if (text === undefined ? reader.text !== "" : text !== "") reportText(this.session, element, reader.text);
    if (text === undefined) element.begin();
    else {
      // A nil element of complex content could not have had a value anyway.
      if (mode === ElementMode.nil && element.type.content === ContentKind.simple) this.attributes.tracker?.value(undefined);
      this.#closeElement();
    }
  }

  #readText(parent: OpenElement, element: OpenElement, target: Record<string, unknown> | undefined): void {
    const { session } = this;
    const reader = this.#reader;
    const text = reader.readLeaf();
    if (text === undefined) {
      reportChildOfText(session, element);
      element.mode = ElementMode.dropped;
      return;
    }
    if (element.isNode && text !== "") element.content?.push(text);
    const builds = target !== undefined || (parent.value !== undefined && !element.isNode);
    const value = readSimpleValue(session, element, text, this.attributes.tracker, builds);
    if (value !== undefined && !element.isNode) {
      if (target !== undefined) target[element.type.textProperty] = value;
      else {
        putValue(parent, this.#transition, this.#member, value);
        if (element.namedType !== undefined) rememberLeafType(parent, this.#transition.leaf, element.namedType, value);
      }
    }
    this.#closeElement();
  }

  #addText(element: OpenElement): void {
    const reader = this.#reader;
    const { mode, type } = element;
    if (mode === ElementMode.dropped) return;
    if (mode === ElementMode.nil || (mode === ElementMode.typed && type.content === ContentKind.empty)) {
      reportText(this.session, element, reader.text);
      return;
    }
    if (mode === ElementMode.typed && type.content === ContentKind.elementOnly && !reader.textIsWhitespace) {
      reportText(this.session, element, reader.text);
    }
    // Text that nobody keeps is not made a string.
    if (element.content !== undefined) element.appendText(reader.text);
    element.hasContent = true;
    if (element.declaration?.constraint?.fixed === true) element.text += reader.text;
  }

  #endElement(element: OpenElement): void {
    if (element.mode === ElementMode.typed) {
      if (!element.isFinal()) reportEnd(this.session, element);
      if (element.type.content === ContentKind.mixed) endMixedContent(this.session, element);
    }
    this.#closeElement();
  }

  #closeElement(): void {
    if (this.attributes.tracker !== undefined) stopTracking(this.attributes, this.#stack.top);
    this.#stack.pop();
    if (this.#items?.depth === this.#stack.depth) this.#items.close(this.#stack.top);
  }
}
