/**
 * Typed value + compiled types -> calls of a writer, and issues. XSD 1.0 Part 1 §3.3.4 (cvc-elt), §3.4.4 (cvc-complex-type)
 *
 * The content model decides the order, whatever the order of the keys. One stack of frames, so depth costs no call stack.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import { type DatatypeFault, isFault } from "../../datatypes/fault.js";
import { XmlWriteError } from "../../xml/errors.js";
import { type Name, parseClark } from "../../xml/names.js";
import { type CompiledType, ContentKind, type Declaration } from "../compile/compiled-type.js";
import type { Particle } from "../compile/particle.js";
import { equalsFixed } from "../compile/value-constraint.js";
import { type LeafTypes, leafTypeOf, leafTypesOf, startTagOf } from "../decode/start-tag-notes.js";
import { instanceNames } from "../instance-names.js";
import { arrange, type Child, isRecord, nameOf } from "./arrange.js";
import { type PlainStep, plainSteps } from "./plain-rows.js";
import { checkModel, checkProperties, namedType, reportCount } from "./value-checks.js";
import { writeAttributes } from "./write-attributes.js";
import { newNamespaces, writeNodeAttributes } from "./write-node.js";
import type { Place, WriteSession } from "./write-session.js";

type Value = Readonly<Record<string, unknown>>;

/** An element whose content is being written. */
interface Frame {
  readonly place: Place;
  readonly value: Value;
  /** Content that is a plain sequence: the rows, and how far they are written. */
  readonly steps: readonly PlainStep[];
  step: number;
  array: readonly unknown[] | undefined;
  /** Any other content: its children in order; or a node's. */
  readonly children: readonly Child[] | undefined;
  readonly nodes: readonly unknown[] | undefined;
  next: number;
  /** Types to be named on simple children. */
  readonly leafTypes: LeafTypes | undefined;
}

const noSteps: readonly PlainStep[] = [];

function noNames(): never {
  throw new Error("internal: a type without names writes one");
}

/** Writes one element with all it holds. */
export class ValueWriter {
  private readonly session: WriteSession;
  private readonly maxDepth: number;
  private readonly stack: Frame[] = [];

  constructor(session: WriteSession, maxDepth: number) {
    this.session = session;
    this.maxDepth = maxDepth;
  }

  /** Writes a value as the element of a declaration. */
  writeElement(declaration: Declaration, name: Name, value: unknown, place: Place): void {
    this.guarded(place, () => this.element(declaration, name, value, place));
  }

  /** Writes an element node. */
  writeNode(node: unknown, place: Place): void {
    this.guarded(place, () => this.node(node, place));
  }

  private guarded(place: Place, start: () => void): void {
    try {
      start();
      this.run();
    } catch (error) {
      if (!(error instanceof XmlWriteError)) throw error;
      this.session.reportUnwritable(error, this.stack[this.stack.length - 1]?.place ?? place);
    }
  }

  private run(): void {
    const { stack, session } = this;
    for (let frame = stack[stack.length - 1]; frame !== undefined && !session.full; frame = stack[stack.length - 1]) {
      if (frame.children !== undefined) this.nextChild(frame, frame.children);
      else if (frame.nodes !== undefined) this.nextNode(frame, frame.nodes);
      else this.nextStep(frame);
    }
  }

  private end(): void {
    this.stack.pop();
    this.session.writer.endElement();
  }

  /** Writes rows until one needs a frame of its own. */
  private nextStep(frame: Frame): void {
    const depth = this.stack.length;
    while (this.stack.length === depth) {
      const step = frame.steps[frame.step];
      if (step === undefined) {
        this.end();
        return;
      }
      const { row } = step;
      if (frame.array === undefined && !this.startRow(frame, step)) continue;
      const { array } = frame;
      const index = row.array ? frame.next++ : -1;
      const value = row.array ? array?.[index] : frame.value[row.property];
      if (!row.array || array === undefined || frame.next >= array.length) {
        frame.step++;
        frame.array = undefined;
      }
      const [first] = row.particle.members;
      const typeName = frame.leafTypes === undefined ? undefined : leafTypeOf(frame.leafTypes, row.property, index, value);
      if (typeName !== undefined && first !== undefined)
        this.typedLeaf(first.declaration, typeName, value, frame.place, row.property, index);
      else this.rowElement(frame, row.particle, value, row.property, index);
    }
  }

  /** Checks the number of values of a row; false: there is nothing to write. */
  private startRow(frame: Frame, step: PlainStep): boolean {
    const { row, min, max } = step;
    const value = frame.value[row.property];
    const count = value === undefined ? 0 : !row.array ? 1 : Array.isArray(value) ? value.length : -1;
    if (count < 0) this.session.report("value-type", `"${row.property}" is not an array`, frame.place, { property: row.property });
    else if (count < min || count > max) reportCount(this.session, step, count, frame.place);
    if (count <= 0) {
      frame.step++;
      return false;
    }
    if (row.array && Array.isArray(value)) {
      frame.array = value;
      frame.next = 0;
    }
    return true;
  }

  private rowElement(frame: Frame, particle: Particle, value: unknown, property: string, index: number): void {
    const [first] = particle.members;
    if (!particle.substitutable && first !== undefined) {
      this.member(first.declaration, value, frame.place, property, index, undefined);
      return;
    }
    const item = isRecord(value) ? value : undefined;
    const member = particle.members.find((candidate) => candidate.itemName === item?.name);
    if (member !== undefined) this.member(member.declaration, item?.value, frame.place, property, index, undefined);
    else {
      const place = { parent: frame.place, property, index, element: "", siblings: undefined };
      this.session.report("value-type", `an item { name, value } of ${particle.label} is expected`, place);
    }
  }

  private nextChild(frame: Frame, children: readonly Child[]): void {
    const child = children[frame.next++];
    if (child === undefined) {
      this.end();
      return;
    }
    const { particle, member, value, property, index } = child;
    if (particle === undefined) this.session.writer.text(String(value));
    else if (member !== undefined) {
      const typeName = frame.leafTypes === undefined ? undefined : leafTypeOf(frame.leafTypes, property, index, value);
      if (typeName !== undefined) this.typedLeaf(member.declaration, typeName, value, frame.place, property, index);
      else this.member(member.declaration, value, frame.place, property, index, children);
    } else {
      if (particle.wildcard?.process !== "skip") this.session.needsDocument = true;
      this.node(value, { parent: frame.place, property, index, element: nameOf(undefined, value).local, siblings: children });
    }
  }

  private nextNode(frame: Frame, nodes: readonly unknown[]): void {
    const index = frame.next++;
    if (index >= nodes.length) {
      this.end();
      return;
    }
    const node = nodes[index];
    if (typeof node === "string") this.session.writer.text(node);
    else this.node(node, { parent: frame.place, property: "children", index, element: nameOf(undefined, node).local, siblings: undefined });
  }

  /** A child: simple ones are written at once, without a place unless something is wrong. */
  private member(
    declaration: Declaration,
    value: unknown,
    parent: Place,
    property: string,
    index: number,
    siblings: readonly Child[] | undefined,
  ): void {
    const { name, type, leaf } = declaration;
    if (leaf !== undefined && value !== null && type.simple) {
      const fault = declaration.leafHoldsNames ? this.nameLeaf(name, leaf, value) : this.leaf(name, leaf, value);
      if (fault === undefined) return;
      const place = { parent, property, index, element: name.local, siblings };
      this.session.report(fault.rule, fault.message, place, { found: fault.found, expected: fault.expected });
      return;
    }
    this.element(declaration, name, value, { parent, property, index, element: name.local, siblings });
  }

  /** A simple child with the xsi:type that it had. */
  private typedLeaf(declaration: Declaration, typeName: string, value: unknown, parent: Place, property: string, index: number): void {
    const place = { parent, property, index, element: declaration.name.local, siblings: undefined };
    this.session.writer.startElement(declaration.name);
    this.writeTypeName(typeName);
    if (value === null) this.nil(declaration, declaration.type, value, place);
    else this.simple(declaration, declaration.type, value, place);
  }

  private leaf(name: Name, datatype: Datatype, value: unknown): DatatypeFault | undefined {
    const text = datatype.encode(value, noNames);
    if (isFault(text)) return text;
    this.session.writer.leaf(name, text);
    return undefined;
  }

  /** Prefixes in the text are those of the start tag, which so comes first. */
  private nameLeaf(name: Name, datatype: Datatype, value: unknown): DatatypeFault | undefined {
    const { writer, qname } = this.session;
    writer.startElement(name);
    const text = datatype.encode(value, qname);
    if (!isFault(text)) writer.text(text);
    writer.endElement();
    return isFault(text) ? text : undefined;
  }

  private element(declaration: Declaration, name: Name, value: unknown, place: Place): void {
    const { session } = this;
    if (this.stack.length >= this.maxDepth) {
      session.report("xml-limit-depth", `elements are nested deeper than ${this.maxDepth}`, place);
      session.full = true;
      return;
    }
    if (declaration.identity.length > 0) session.needsDocument = true;
    if (declaration.abstract) session.report("cvc-elt.2", `element "${name.clark}" is abstract`, place);
    const named = namedType(session, declaration, value, place);
    if (named === undefined) return;
    const { type, tagged } = named;
    if (type.abstract) session.report("cvc-type.2", `type "${type.name}" is abstract`, place);
    const redundant = this.startTag(declaration, name, value);
    if (tagged || redundant === type.name) this.writeTypeName(type.name);
    const nil = value === null || (isRecord(value) && value.$nil === true);
    if (nil) this.nil(declaration, type, value, place);
    else if (declaration.type.open) this.openContent(value, place);
    else if (type.simple) this.simple(declaration, type, value, place);
    else this.complex(declaration, type, value, place);
  }

  /** Declarations that the value was read with, or that its content relies on, come first. Gives the type that its start tag named. */
  private startTag(declaration: Declaration, name: Name, value: unknown): string | undefined {
    const { session } = this;
    const notes = isRecord(value) && !declaration.type.open ? startTagOf(value) : undefined;
    const declared = notes?.namespaces ?? (isRecord(value) && declaration.type.open ? value.namespaces : undefined);
    if (declared === undefined) session.writer.startElement(name);
    else session.writer.startElement(name, newNamespaces(session, declared));
    return notes?.type;
  }

  private writeTypeName(clark: string): void {
    const { namespace, local } = parseClark(clark);
    this.session.writer.attribute(instanceNames.type, this.session.qname(namespace, local));
  }

  private nil(declaration: Declaration, type: CompiledType, value: unknown, place: Place): void {
    const { session } = this;
    if (!declaration.nillable) session.report("cvc-elt.3.1", `"${declaration.name.clark}" is not nillable`, place);
    if (declaration.constraint?.fixed === true) session.report("cvc-elt.3.2.2", `"${declaration.name.clark}" has a fixed value`, place);
    session.writer.attribute(instanceNames.nil, "true");
    const own = isRecord(value) ? value : {};
    if (declaration.type.open) writeNodeAttributes(session, own, place);
    else {
      writeAttributes(session, type, own, place);
      for (const key of Object.keys(own)) {
        if (own[key] === undefined || key === "$nil" || key === "$type" || type.attributes.some((use) => use.property === key)) continue;
        if (key !== type.attributeWildcard?.property)
          session.report("cvc-elt.3.2.1", `"${key}" cannot stand in a nil element`, place, { property: key });
      }
    }
    session.writer.endElement();
  }

  private simple(declaration: Declaration, type: CompiledType, value: unknown, place: Place): void {
    this.text(declaration, type, value, place);
    this.session.writer.endElement();
  }

  /** Writes the text of a simple type or simple content. XSD 1.0 Part 1 §3.3.4 (cvc-elt.5) */
  private text(declaration: Declaration, type: CompiledType, value: unknown, place: Place, property?: string): void {
    const { session } = this;
    const { datatype } = type;
    if (datatype === undefined) return;
    const text = datatype.encode(value, session.qname);
    const detail = property === undefined ? {} : { property };
    if (isFault(text)) {
      session.report(text.rule, text.message, place, { ...detail, found: text.found, expected: text.expected });
      return;
    }
    if (type.referring) session.needsDocument = true;
    const { constraint } = declaration;
    if (constraint !== undefined) {
      const { text: expected } = constraint;
      if (text === "" && expected !== "") {
        session.report("cvc-elt.5.1.2", `an empty element has the value "${expected}"`, place, { ...detail, found: text, expected });
      } else if (constraint.fixed && !equalsFixed(constraint, datatype, text, session.writer)) {
        session.report("cvc-elt.5.2.2.2.2", "the value is fixed", place, { ...detail, found: text, expected });
      }
    }
    session.writer.text(text);
  }

  private complex(declaration: Declaration, type: CompiledType, value: unknown, place: Place): void {
    const { session } = this;
    if (!isRecord(value)) {
      session.report("value-type", `an object is expected for "${declaration.name.local}"`, place);
      session.writer.endElement();
      return;
    }
    checkProperties(session, type, declaration, value, place);
    writeAttributes(session, type, value, place);
    if (type.content === ContentKind.simple) {
      this.text(declaration, type, value[type.textProperty], place, type.textProperty);
      session.writer.endElement();
    } else if (type.content === ContentKind.empty) session.writer.endElement();
    else this.push(type, value, place);
  }

  private push(type: CompiledType, value: Value, place: Place): void {
    if (type.content === ContentKind.mixed) this.session.writer.keepSpace();
    const steps = plainSteps(type);
    const children = steps === false ? this.arranged(type, value, place) : undefined;
    this.stack.push({
      place,
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

  /** The children in order, matched against the content model. */
  private arranged(type: CompiledType, value: Value, place: Place): readonly Child[] {
    const { session } = this;
    let wrong = false;
    const report = (message: string, property: string, index: number) => {
      wrong = true;
      session.report("value-type", message, { parent: place, property, index, element: "", siblings: undefined });
    };
    const children = arrange(type.layout, type.rows, value, report);
    if (!wrong) checkModel(session, type, children, place);
    return children;
  }

  /** The content of xs:anyType. */
  private openContent(value: unknown, place: Place): void {
    const { session } = this;
    session.needsDocument = true;
    const content = isRecord(value) ? value : undefined;
    if (content === undefined) session.report("value-type", "an object { attributes, namespaces, children } is expected", place);
    this.pushNodes(content === undefined ? [] : writeNodeAttributes(session, content, place), place);
  }

  private node(value: unknown, place: Place): void {
    const { session } = this;
    if (!isRecord(value) || typeof value.name !== "string") {
      session.report("value-type", "an element { name, attributes, namespaces, children } is expected", place);
      return;
    }
    if (this.stack.length >= this.maxDepth) {
      session.report("xml-limit-depth", `elements are nested deeper than ${this.maxDepth}`, place);
      session.full = true;
      return;
    }
    session.writer.startElement(parseClark(value.name), newNamespaces(session, value.namespaces));
    this.pushNodes(writeNodeAttributes(session, value, place), place);
  }

  private pushNodes(nodes: readonly unknown[], place: Place): void {
    this.session.writer.keepSpace();
    this.stack.push({
      place,
      value: {},
      steps: noSteps,
      step: 0,
      array: undefined,
      children: undefined,
      nodes,
      next: 0,
      leafTypes: undefined,
    });
  }
}
