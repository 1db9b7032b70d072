/**
 * What reading one schema document needs everywhere: its defaults, its names, and the check of each element against the table.
 */
import { isNCName, isQName } from "../../../src/xml/name-characters.js";
import { internName, type Name, xmlNamespace } from "../../../src/xml/names.js";
import type { Diagnostic, Report, Span } from "../../diagnostics.js";
import type { SchemaDocument } from "../../load/documents.js";
import { xsdNamespace } from "../../load/names.js";
import { attributeNamed, type SourceAttribute, type SourceElement } from "../../load/source-element.js";
import { noteOnAttribute, noteOnElement, noteOnValue } from "../later-version.js";
import type { ComponentReference } from "../sources.js";
import { collapse, itemsOf } from "./lexical.js";
import { type Representation, representations, type Slot } from "./representation.js";

/** Reads values of one document's elements and reports what is wrong with their form. */
export class ReadContext {
  readonly document: SchemaDocument;
  readonly report: Report;
  readonly #ids = new Map<string, Span>();
  #errors = 0;

  constructor(document: SchemaDocument, report: Report) {
    this.document = document;
    this.report = report;
  }

  get targetNamespace(): string {
    return this.document.targetNamespace;
  }

  error(id: string, message: string, at: Span, related: Diagnostic["related"] = []): void {
    this.#errors++;
    this.report({ id, severity: "error", message, at, related });
  }

  /** An error that changes nothing of what is read. */
  #harmlessError(id: string, message: string, at: Span, related: Diagnostic["related"] = []): void {
    this.report({ id, severity: "error", message, at, related, harmless: true });
  }

  /** Checks an element's attributes and the order of its children. True if they are sound. XSD 1.0 Part 1 §5.1: a schema document must be valid by the schema for schemas. */
  check(element: SourceElement, place: string): boolean {
    const representation = representations.get(place);
    if (representation === undefined) throw new Error(`internal: no representation of "${place}"`);
    const before = this.#errors;
    this.#checkAttributes(element, representation);
    this.#checkContent(element, representation);
    return this.#errors === before;
  }

  #checkAttributes(element: SourceElement, representation: Representation): void {
    for (const attribute of element.attributes) {
      if (attribute.namespace === "") this.#checkAttribute(element, attribute, representation);
      else if (attribute.namespace === xsdNamespace) this.#refuseAttribute(element, attribute);
      else if (attribute.namespace === xmlNamespace && attribute.local === "lang") this.#checkLanguage(element, attribute);
    }
    for (const name of representation.required) {
      if (attributeNamed(element, name) === undefined) {
        this.error("s4s-att-must-appear", `"${element.local}" needs the attribute "${name}"`, element.at);
      }
    }
  }

  #refuseAttribute(element: SourceElement, attribute: SourceAttribute): void {
    const message = `"${element.local}" has an attribute "${attribute.local}", which is not allowed here${noteOnAttribute(element, attribute.local)}`;
    this.#harmlessError("s4s-att-not-allowed", message, attribute.at);
  }

  #checkAttribute(element: SourceElement, attribute: SourceAttribute, representation: Representation): void {
    const rule = representation.attributes.get(attribute.local);
    if (rule === undefined) {
      this.#refuseAttribute(element, attribute);
      return;
    }
    const value = rule.preserve === true ? attribute.value : collapse(attribute.value);
    if (!rule.allows(value)) {
      const message = `"${attribute.local}" of "${element.local}" is "${attribute.value}", expected ${rule.expected}${noteOnValue(element, attribute.local, value)}`;
      this.error("s4s-att-invalid-value", message, attribute.at);
    } else if (attribute.local === "id") this.#checkId(value, attribute);
  }

  /** The schema for schemas names xml:lang on these two; elsewhere it is a foreign attribute like any other. */
  #checkLanguage(element: SourceElement, attribute: SourceAttribute): void {
    if (element.local !== "schema" && element.local !== "documentation") return;
    if (/^\s*[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*\s*$/.test(attribute.value)) return;
    this.error("s4s-att-invalid-value", `"xml:lang" is "${attribute.value}", expected a language code`, attribute.at);
  }

  #checkId(id: string, attribute: SourceAttribute): void {
    const first = this.#ids.get(id);
    if (first === undefined) this.#ids.set(id, attribute.at);
    else {
      const related = [{ message: "first here", at: first }];
      this.#harmlessError("s4s-att-invalid-value", `the id "${id}" is not unique`, attribute.at, related);
    }
  }

  #checkContent(element: SourceElement, representation: Representation): void {
    const slots = representation.content;
    if (slots === undefined) return;
    if (element.content !== element.children && element.content.some((part) => typeof part === "string" && part.trim() !== "")) {
      this.error("s4s-elt-character", `"${element.local}" has text, only elements are allowed`, element.at);
    }
    const stop = this.#matchChildren(element, slots, representation.model);
    if (stop === undefined) return;
    for (let index = stop; index < slots.length; index++) {
      if (slots[index]?.required === true) {
        this.error("s4s-elt-must-match.2", `"${element.local}" lacks elements, expected (${representation.model})`, element.at);
        return;
      }
    }
  }

  /** The first slot that got no child, or undefined after a report. */
  #matchChildren(element: SourceElement, slots: readonly Slot[], model: string): number | undefined {
    let index = 0;
    let filled = false;
    let isMisplaced = false;
    const used: Slot[] = [];
    for (const child of element.children) {
      while (index < slots.length) {
        const slot = slots[index];
        if (slot === undefined) break;
        if ((!filled || slot.repeated) && child.namespace === xsdNamespace && slot.names.has(child.local)) break;
        if (slot.required && !filled) index = slots.length;
        else index++;
        filled = false;
      }
      const slot = slots[index];
      if (slot === undefined) {
        const note = child.namespace === xsdNamespace ? noteOnElement(child, element) : "";
        const message = `"${child.local}" is not allowed here, the content of "${element.local}" is (${model})${note}`;
        const place = placeFor(child, slots, used);
        if (place === undefined) {
          this.error("s4s-elt-must-match.1", message, child.at);
          return undefined;
        }
        if (!isMisplaced) this.#harmlessError("s4s-elt-must-match.1", message, child.at);
        isMisplaced = true;
        if (place !== "none") used.push(place);
        continue;
      }
      filled = true;
      if (used[used.length - 1] !== slot) used.push(slot);
      if (slot.last) index = slots.length;
    }
    if (isMisplaced) return undefined;
    return filled ? index + 1 : index;
  }

  /** The value of an attribute whose type collapses white space. */
  value(element: SourceElement, local: string): string | undefined {
    const attribute = attributeNamed(element, local);
    return attribute === undefined ? undefined : collapse(attribute.value);
  }

  flag(element: SourceElement, local: string): boolean | undefined {
    const value = this.value(element, local);
    return value === undefined ? undefined : value === "true" || value === "1";
  }

  /** The attribute "name", in the given namespace; a placeholder where it is absent or no name, which has been reported. */
  name(element: SourceElement, namespace: string): Name {
    const value = this.value(element, "name");
    return internName(namespace, value !== undefined && isNCName(value) ? value : "");
  }

  /** A set like block="extension restriction", "#all" meaning all that apply. */
  methods<M extends string>(value: string | undefined, applicable: readonly M[]): ReadonlySet<M> {
    if (value === undefined || value === "") return noMethods;
    if (value === "#all") return new Set(applicable);
    const items = itemsOf(value);
    return new Set(applicable.filter((method) => items.includes(method)));
  }

  /** The component that an attribute names; undefined where it is absent or wrong, which has been reported. */
  reference(element: SourceElement, local: string): ComponentReference | undefined {
    const attribute = attributeNamed(element, local);
    return attribute === undefined ? undefined : this.referenceOf(collapse(attribute.value), element, attribute.at);
  }

  references(element: SourceElement, local: string): readonly ComponentReference[] {
    const attribute = attributeNamed(element, local);
    if (attribute === undefined) return [];
    return itemsOf(attribute.value).flatMap((item) => this.referenceOf(item, element, attribute.at) ?? []);
  }

  /** XSD 1.0 Part 1 §3.15.3 (src-qname) and, for an included document without target namespace, §4.2.1 */
  referenceOf(qname: string, element: SourceElement, at: Span): ComponentReference | undefined {
    if (!isQName(qname)) return undefined;
    const colon = qname.indexOf(":");
    const prefix = colon < 0 ? "" : qname.slice(0, colon);
    const bound = element.namespaces.lookupNamespace(prefix);
    if (bound === undefined && prefix !== "") {
      this.error("src-resolve", `the prefix of "${qname}" is not declared`, at);
      return undefined;
    }
    const namespace = (bound ?? "") === "" && this.document.chameleon ? this.targetNamespace : (bound ?? "");
    return { kind: "reference", name: internName(namespace, qname.slice(colon + 1)), document: this.document, at };
  }
}

const noMethods: ReadonlySet<never> = new Set();
const noElements: readonly SourceElement[] = [];

/**
 * Where a child that stands at a wrong place would be right, so that it is read as if it stood there: elements are looked for by name.
 * "none" if it is not an element of XML Schema, so that nothing looks for it. Undefined if there is no such place, or it is taken.
 */
function placeFor(child: SourceElement, slots: readonly Slot[], used: readonly Slot[]): Slot | "none" | undefined {
  if (child.namespace !== xsdNamespace) return "none";
  if (slots.some((slot) => slot.last && used.includes(slot))) return undefined;
  return slots.find((slot) => !slot.last && slot.names.has(child.local) && (slot.repeated || !used.includes(slot)));
}

/** The children of that name in the schema namespace. */
export function childrenNamed(element: SourceElement, ...locals: readonly string[]): readonly SourceElement[] {
  if (element.children.length === 0) return noElements;
  return element.children.filter((child) => child.namespace === xsdNamespace && locals.includes(child.local));
}

/** The first child of one of these names in the schema namespace. */
export function childNamed(element: SourceElement, ...locals: readonly string[]): SourceElement | undefined {
  for (const child of element.children) if (child.namespace === xsdNamespace && locals.includes(child.local)) return child;
  return undefined;
}
