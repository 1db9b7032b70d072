/**
 * Typed value + compiled types -> calls of a writer, and issues. XSD 1.0 Part 1 §3.3.4 (cvc-elt), §3.4.4 (cvc-complex-type)
 *
 * The content model determines the order, whatever the order of the keys. An explicit stack, so depth costs no call stack.
 */
import { isFault } from "../../datatypes/fault.js";
import { XmlWriteError } from "../../xml/errors.js";
import { type Name, parseClark } from "../../xml/names.js";
import { type CompiledType, ContentKind, type Declaration, type Particle } from "../compile/compiled-type.js";
import { equalsFixed } from "../compile/value-constraint.js";
import { writeContent } from "../fast/write-elements.js";
import { isRecord } from "../is-record.js";
import { type LeafTypes, leafTypeOf, leafTypesOf } from "../round-trip-notes.js";
import { writeAttributes } from "./attributes.js";
import { referenceTo, writeReference } from "./content-beside.js";
import { newNamespaces, noteNode, noteOpenContent, writeNodeAttributes } from "./element-nodes.js";
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
  /** The children of any other content in order, or those of a node. */
  readonly children: readonly Child[] | undefined;
  readonly nodes: readonly unknown[] | undefined;
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
    this.#guarded(location, () => this.#startChildElement(declaration, name, value, location));
  }

  /** Writes an element node. */
  writeNode(node: unknown, location: ValueLocation): void {
    this.#guarded(location, () => this.#startNode(node, location));
  }

  #guarded(location: ValueLocation, start: () => void): void {
    try {
      start();
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
      else if (open.nodes !== undefined) this.#nextNode(open, open.nodes);
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
      noteNode(this.#session, particle, value);
      this.#startNode(value, { parent: open.location, property, index, element: nameOf(undefined, value).local, siblings: children });
    }
  }

  #nextNode(open: OpenElement, nodes: readonly unknown[]): void {
    const index = open.next++;
    if (index >= nodes.length) {
      this.#endElement();
      return;
    }
    const node = nodes[index];
    if (typeof node === "string") this.#session.writer.text(node);
    else
      this.#startNode(node, {
        parent: open.location,
        property: "children",
        index,
        element: nameOf(undefined, node).local,
        siblings: undefined,
      });
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
    writeTypeName(this.#session, typeName);
    if (value === null) this.#writeNil(declaration, declaration.type, value, location);
    else this.#writeSimple(declaration, declaration.type, value, location);
  }

  /** Tests if another element is too deep, and reports it. */
  #isTooDeep(location: ValueLocation): boolean {
    if (this.#stack.length < this.#maxDepth) return false;
    this.#session.end("xml-limit-depth", `elements are nested deeper than ${this.#maxDepth}`, location);
    return true;
  }

  #startChildElement(declaration: Declaration, name: Name, value: unknown, location: ValueLocation): void {
    const session = this.#session;
    if (this.#isTooDeep(location)) return;
    if (declaration.abstract) session.report("cvc-elt.2", `element "${name.clark}" is abstract`, location);
    const named = namedType(session, declaration, value, location);
    if (named === undefined) return;
    const { type, tagged } = named;
    if (type.abstract) session.report("cvc-type.2", `type "${type.name}" is abstract`, location);
    const redundant = writeStartTag(session, declaration, name, value);
    if (session.tracker !== undefined || declaration.identity !== undefined) startTracking(session, declaration, name);
    if (tagged || redundant === type.name) writeTypeName(session, type.name);
    const nil = value === null || (isRecord(value) && value.$nil === true);
    if (nil) this.#writeNil(declaration, type, value, location);
    else if (declaration.type.open) this.#startOpenContent(value, location);
    else if (type.simple) this.#writeSimple(declaration, type, value, location);
    else this.#startComplex(declaration, type, value, location);
  }

  #writeNil(declaration: Declaration, type: CompiledType, value: unknown, location: ValueLocation): void {
    const session = this.#session;
    if (!declaration.nillable) session.report("cvc-elt.3.1", `"${declaration.name.clark}" is not nillable`, location);
    if (declaration.constraint?.fixed === true) session.report("cvc-elt.3.2.2", `"${declaration.name.clark}" has a fixed value`, location);
    writeNilMark(session);
    const own = isRecord(value) ? value : {};
    if (declaration.type.open) writeNodeAttributes(session, own, location);
    else {
      writeAttributes(session, type, own, location);
      checkNilProperties(session, type, own, location);
    }
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
    if (isPlain && writeContent(session.generated, type, value, this.#maxDepth - this.#stack.length)) {
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
      nodes: undefined,
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

  /** Starts the content of xs:anyType. */
  #startOpenContent(value: unknown, location: ValueLocation): void {
    const session = this.#session;
    noteOpenContent(session);
    const content = isRecord(value) ? value : undefined;
    if (content === undefined) session.report("value-type", "an object { attributes, namespaces, children } is expected", location);
    this.#pushNodes(content === undefined ? [] : writeNodeAttributes(session, content, location), location);
  }

  #startNode(value: unknown, location: ValueLocation): void {
    const session = this.#session;
    if (!isRecord(value) || typeof value.name !== "string") {
      session.report("value-type", "an element { name, attributes, namespaces, children } is expected", location);
      return;
    }
    if (this.#isTooDeep(location)) return;
    session.writer.startElement(parseClark(value.name), newNamespaces(session, value.namespaces));
    this.#pushNodes(writeNodeAttributes(session, value, location), location);
  }

  #pushNodes(nodes: readonly unknown[], location: ValueLocation): void {
    this.#session.writer.keepSpace();
    const none = undefined;
    this.#stack.push({ location, value: {}, steps: noSteps, step: 0, array: none, children: none, nodes, next: 0, leafTypes: none });
  }
}
