/**
 * Typed value + compiled types -> calls of a writer, and issues. XSD 1.0 Part 1 §3.3.4 (cvc-elt), §3.4.4 (cvc-complex-type)
 *
 * The content model determines the order, whatever the order of the keys. An explicit stack, so depth costs no call stack.
 */
import { isFault } from "../../datatypes/fault.js";
import { XmlWriteError } from "../../xml/errors.js";
import type { Name } from "../../xml/names.js";
import { type CompiledType, ContentKind, type Declaration, type Particle } from "../compile/compiled-type.js";
import { equalsFixed } from "../compile/value-constraint.js";
import { writeContent } from "../fast/write-elements.js";
import { isRecord } from "../is-record.js";
import { type LeafTypes, leafTypeOf, leafTypesOf } from "../round-trip-notes.js";
import { writeAttributes } from "./attributes.js";
import { referenceTo, writeReference } from "./content-beside.js";
import { nodeWriting } from "./node-writing.js";
import { type Child, nameOf, orderChildren } from "./order-children.js";
import { type SequenceStep, sequenceSteps } from "./plain-sequence.js";
import type { EncodeSession, ValueLocation } from "./session.js";
import { writeNilMark, writeStartTag, writeTypeName } from "./start-tag.js";
import { encodeLexically } from "./tolerance.js";
import { startTracking, stopTracking, trackText } from "./track-identity.js";
import { checkModel, checkNilProperties, checkProperties, namedType, reportCount } from "./value-checks.js";
import { writeLeaf, writeNameLeaf } from "./write-leaf.js";

type Value = Readonly<Record<string, unknown>>;

/** An element whose content is being written. */
interface OpenElement {
  readonly location: ValueLocation;
  readonly value: Value;
  /** The rows of content that is a plain sequence, and the index of the next one. */
  readonly steps: readonly SequenceStep[];
  step: number;
  array: readonly unknown[] | undefined;
  /** The children of any other content in order. */
  readonly children: readonly Child[] | undefined;
  next: number;
  /** The xsi:type of simple children. */
  readonly leafTypes: LeafTypes | undefined;
}

const noSteps: readonly SequenceStep[] = [];

/** Writes one element with all its content. */
export class Encoder {
  readonly #session: EncodeSession;
  readonly #maxDepth: number;
  readonly #stack: OpenElement[] = [];

  constructor(session: EncodeSession, maxDepth: number) {
    this.#session = session;
    this.#maxDepth = maxDepth;
  }

  /** Writes a value as the element of a declaration. */
  writeElement(declaration: Declaration, name: Name, value: unknown, location: ValueLocation): void {
    try {
      this.#startChildElement(declaration, name, value, location);
      this.#run();
    } catch (error) {
      if (!(error instanceof XmlWriteError)) throw error;
      this.#session.reportUnwritable(error, this.#stack[this.#stack.length - 1]?.location ?? location);
    }
  }

  #run(): void {
    const stack = this.#stack;
    const session = this.#session;
    for (let open = stack[stack.length - 1]; open !== undefined && !session.full; open = stack[stack.length - 1]) {
      if (open.children !== undefined) this.#nextChild(open, open.children);
      else this.#nextStep(open);
    }
  }

  #endElement(): void {
    this.#stack.pop();
    this.#writeEndTag();
  }

  #writeEndTag(): void {
    this.#session.writer.endElement();
    if (this.#session.tracker !== undefined) stopTracking(this.#session);
  }

  /** Writes rows until one opens an element. */
  #nextStep(open: OpenElement): void {
    const depth = this.#stack.length;
    while (this.#stack.length === depth) {
      const step = open.steps[open.step];
      if (step === undefined) {
        this.#endElement();
        return;
      }
      const { row } = step;
      if (open.array === undefined && !this.#startRow(open, step)) continue;
      const { array } = open;
      const index = row.array ? open.next++ : -1;
      const value = row.array ? array?.[index] : open.value[row.property];
      if (!row.array || array === undefined || open.next >= array.length) {
        open.step++;
        open.array = undefined;
      }
      const [first] = row.particle.members;
      const typeName = open.leafTypes === undefined ? undefined : leafTypeOf(open.leafTypes, row.property, index, value);
      if (typeName !== undefined && first !== undefined)
        this.#writeTypedLeaf(first.declaration, typeName, value, open.location, row.property, index);
      else this.#writeRowElement(open, row.particle, value, row.property, index);
    }
  }

  /** Checks the number of values of a row. False: there is nothing to write. */
  #startRow(open: OpenElement, step: SequenceStep): boolean {
    const { row, min, max } = step;
    const value = open.value[row.property];
    const count = value === undefined ? 0 : !row.array ? 1 : Array.isArray(value) ? value.length : -1;
    if (count < 0) this.#session.report("value-type", `"${row.property}" is not an array`, open.location, { property: row.property });
    else if (count < min || count > max) reportCount(this.#session, step, count, open.location);
    if (count <= 0) {
      open.step++;
      return false;
    }
    if (row.array && Array.isArray(value)) {
      open.array = value;
      open.next = 0;
    }
    return true;
  }

  #writeRowElement(open: OpenElement, particle: Particle, value: unknown, property: string, index: number): void {
    const [first] = particle.members;
    if (!particle.substitutable && first !== undefined) {
      this.#writeChild(first.declaration, value, open.location, property, index, undefined);
      return;
    }
    const item = isRecord(value) ? value : undefined;
    const member = particle.members.find((candidate) => candidate.itemName === item?.name);
    if (member !== undefined) this.#writeChild(member.declaration, item?.value, open.location, property, index, undefined);
    else {
      const location = { parent: open.location, property, index, element: "", siblings: undefined };
      this.#session.report("value-type", `an item { name, value } of ${particle.label} is expected`, location);
    }
  }

  #nextChild(open: OpenElement, children: readonly Child[]): void {
    const child = children[open.next++];
    if (child === undefined) {
      this.#endElement();
      return;
    }
    const { particle, member, value, property, index } = child;
    if (particle === undefined) this.#session.writer.text(String(value));
    else if (member !== undefined) {
      const typeName = open.leafTypes === undefined ? undefined : leafTypeOf(open.leafTypes, property, index, value);
      if (typeName !== undefined) this.#writeTypedLeaf(member.declaration, typeName, value, open.location, property, index);
      else this.#writeChild(member.declaration, value, open.location, property, index, children);
    } else {
      const location = { parent: open.location, property, index, element: nameOf(undefined, value).local, siblings: children };
      nodeWriting().writeNode(this.#session, value, location, this.#levels, particle);
    }
  }

  /** Writes a simple child completely, or opens another one. A location is only created when it is needed. */
  #writeChild(
    declaration: Declaration,
    value: unknown,
    parent: ValueLocation,
    property: string,
    index: number,
    siblings: readonly Child[] | undefined,
  ): void {
    const { name, type, leaf } = declaration;
    if (leaf !== undefined && value !== null && type.simple) {
      const fault = (declaration.leafHoldsNames ? writeNameLeaf : writeLeaf)(this.#session, declaration, leaf, value);
      if (fault === undefined) return;
      const location = { parent, property, index, element: name.local, siblings };
      this.#session.report(fault.rule, fault.message, location, { found: fault.found, expected: fault.expected });
      if (this.#session.tolerant && !declaration.leafHoldsNames) this.#session.writer.leaf(name, encodeLexically(leaf, value));
      return;
    }
    this.#startChildElement(declaration, name, value, { parent, property, index, element: name.local, siblings });
  }

  /** Writes a simple child with the xsi:type that it was read with. */
  #writeTypedLeaf(
    declaration: Declaration,
    typeName: string,
    value: unknown,
    parent: ValueLocation,
    property: string,
    index: number,
  ): void {
    const location = { parent, property, index, element: declaration.name.local, siblings: undefined };
    this.#session.writer.startElement(declaration.name);
    // A value is compared by the type that the element names, which a reader looks up.
    if (this.#session.tracker !== undefined) this.#session.readDocument();
    writeTypeName(this.#session, typeName);
    if (value === null) {
      this.#checkNil(declaration, location);
      this.#writeNil(declaration.type, value, location);
    } else this.#writeSimple(declaration, declaration.type, value, location);
  }

  /** How many more elements may be nested. */
  get #levels(): number {
    return this.#maxDepth - this.#stack.length;
  }

  #startChildElement(declaration: Declaration, name: Name, value: unknown, location: ValueLocation): void {
    const session = this.#session;
    if (this.#levels <= 0) {
      session.endTooDeep(location);
      return;
    }
    if (declaration.abstract) session.report("cvc-elt.2", `element "${name.clark}" is abstract`, location);
    const named = namedType(session, declaration, value, location);
    if (named === undefined) return;
    const { type, tagged } = named;
    if (type.abstract) session.report("cvc-type.2", `type "${type.name}" is abstract`, location);
    const redundant = writeStartTag(session, declaration, name, value);
    const nil = value === null || (isRecord(value) && value.$nil === true);
    if (nil) this.#checkNil(declaration, location);
    if (type.open) {
      nodeWriting().writeOpenContent(session, declaration, name, value, nil, location, this.#levels);
      return;
    }
    if (session.tracker !== undefined || declaration.identity !== undefined) startTracking(session, declaration, name);
    if (tagged || redundant === type.name) writeTypeName(session, type.name);
    if (nil) this.#writeNil(type, value, location);
    else if (type.simple) this.#writeSimple(declaration, type, value, location);
    else this.#startComplex(declaration, type, value, location);
  }

  #checkNil(declaration: Declaration, location: ValueLocation): void {
    const session = this.#session;
    if (!declaration.nillable) session.report("cvc-elt.3.1", `"${declaration.name.clark}" is not nillable`, location);
    if (declaration.constraint?.fixed === true) session.report("cvc-elt.3.2.2", `"${declaration.name.clark}" has a fixed value`, location);
  }

  #writeNil(type: CompiledType, value: unknown, location: ValueLocation): void {
    const session = this.#session;
    writeNilMark(session);
    const own = isRecord(value) ? value : {};
    writeAttributes(session, type, own, location);
    checkNilProperties(session, type, own, location);
    // An element of complex content could not have had a value anyway.
    if (type.content === ContentKind.simple) session.tracker?.value(undefined);
    this.#writeEndTag();
  }

  #writeSimple(declaration: Declaration, type: CompiledType, value: unknown, location: ValueLocation): void {
    this.#writeText(declaration, type, value, location);
    this.#writeEndTag();
  }

  /** Writes the text of a simple type, or of simple content, whose object is `owner`. XSD 1.0 Part 1 §3.3.4 (cvc-elt.5) */
  #writeText(declaration: Declaration, type: CompiledType, value: unknown, location: ValueLocation, owner?: Value): void {
    const session = this.#session;
    const { datatype } = type;
    if (datatype === undefined) return;
    const uri = declaration.constraint === undefined ? referenceTo(session, datatype, value, type, owner) : undefined;
    if (uri !== undefined) {
      writeReference(session.writer, uri);
      trackText(session, datatype, "");
      return;
    }
    const text = datatype.encode(value, session.qname);
    const detail = owner === undefined ? {} : { property: type.textProperty };
    if (isFault(text)) {
      session.report(text.rule, text.message, location, { ...detail, found: text.found, expected: text.expected });
      if (session.tolerant) session.writer.text(encodeLexically(datatype, value));
      return;
    }
    if (type.referring) session.references.note(datatype, text, session.writer);
    const { constraint } = declaration;
    if (constraint !== undefined) {
      const { text: expected } = constraint;
      if (text === "" && expected !== "") {
        session.report("cvc-elt.5.1.2", `an empty element has the value "${expected}"`, location, { ...detail, found: text, expected });
      } else if (constraint.fixed && !equalsFixed(constraint, datatype, text, session.writer)) {
        session.report("cvc-elt.5.2.2.2.2", "the value is fixed", location, { ...detail, found: text, expected });
      }
    }
    session.writer.text(text);
    if (session.tracker !== undefined) trackText(session, datatype, text);
  }

  #startComplex(declaration: Declaration, type: CompiledType, value: unknown, location: ValueLocation): void {
    const session = this.#session;
    if (!isRecord(value)) {
      session.report("value-type", `an object is expected for "${declaration.name.local}"`, location);
      this.#writeEndTag();
      return;
    }
    const isPlain = declaration.constraint === undefined && session.tracker === undefined;
    if (isPlain && writeContent(session.generated, type, value, this.#levels)) {
      this.#writeEndTag();
      return;
    }
    checkProperties(session, type, declaration, value, location);
    writeAttributes(session, type, value, location);
    if (type.content === ContentKind.simple) {
      this.#writeText(declaration, type, value[type.textProperty], location, value);
      this.#writeEndTag();
    } else if (type.content === ContentKind.empty) this.#writeEndTag();
    else this.#push(type, value, location);
  }

  #push(type: CompiledType, value: Value, location: ValueLocation): void {
    if (type.content === ContentKind.mixed) this.#session.writer.keepSpace();
    const steps = sequenceSteps(type);
    const children = steps === false ? this.#orderedChildren(type, value, location) : undefined;
    this.#stack.push({
      location,
      value,
      steps: steps === false ? noSteps : steps,
      step: 0,
      array: undefined,
      children,
      next: 0,
      leafTypes: leafTypesOf(value),
    });
  }

  /** The children in the order of the content model, and checked against it. */
  #orderedChildren(type: CompiledType, value: Value, location: ValueLocation): readonly Child[] {
    const session = this.#session;
    let wrong = false;
    const report = (message: string, property: string, index: number) => {
      wrong = true;
      session.report("value-type", message, { parent: location, property, index, element: "", siblings: undefined });
    };
    const children = orderChildren(type.layout, type.rows, value, report);
    if (!wrong) checkModel(session, type, children, location);
    return children;
  }
}
