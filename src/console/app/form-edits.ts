/**
 * Changes of a message by its form: on the document, so that what the form does not show stays as it is.
 */
import { type AttributeModel, type ChildModel, type ContractDescription, childrenOf, type ElementDescription, typeOf } from "./contract.js";

/** Levels of children that a new element comes with; types may contain themselves. */
const deepest = 8;

/** Sets the text of a leaf. */
export function setText(element: Element, text: string): void {
  element.textContent = text;
}

/** Sets an attribute. */
export function setAttribute(element: Element, { name, namespace }: AttributeModel, text: string): void {
  element.setAttributeNS(namespace || null, namespace === "" ? name : `${prefixFor(element, namespace)}:${name}`, text);
}

/** Adds an attribute with the first of its values. */
export function addAttribute(contract: ContractDescription, element: Element, model: AttributeModel): void {
  setAttribute(element, model, model.fixed ?? model.default ?? firstValue(contract, model.type));
}

/** Adds a child at its place in the order, with the children that it must have. */
export function addChild(contract: ContractDescription, parent: Element, models: readonly ChildModel[], model: ChildModel): void {
  const child = create(contract, parent, model.element, deepest);
  const index = models.indexOf(model);
  const following = [...parent.children].find((each) => models.findIndex(({ element }) => isNamed(each, element)) > index);
  const indent = indentOf(parent);
  const before = following ?? trailingSpace(parent);
  if (following === undefined && before === null) parent.append(`\n${indent}`);
  if (following === undefined) parent.insertBefore(parent.ownerDocument.createTextNode(`\n${indent}  `), before);
  parent.insertBefore(child, before);
  if (following !== undefined) parent.insertBefore(parent.ownerDocument.createTextNode(`\n${indent}  `), following);
}

/** Removes an element and the space before it. */
export function removeElement(element: Element): void {
  const before = element.previousSibling;
  if (before !== null && before.nodeType === Node.TEXT_NODE && before.nodeValue?.trim() === "") before.remove();
  element.remove();
}

export function isNamed(element: Element, { name, namespace }: ElementDescription): boolean {
  return element.localName === name && (element.namespaceURI ?? "") === namespace;
}

function create(contract: ContractDescription, parent: Element, model: ElementDescription, depth: number): Element {
  const document = parent.ownerDocument;
  const prefix = model.namespace === "" || parent.lookupNamespaceURI(null) === model.namespace ? "" : prefixFor(parent, model.namespace);
  const element = document.createElementNS(model.namespace || null, prefix === "" ? model.name : `${prefix}:${model.name}`);
  const type = typeOf(contract, model.type);
  for (const attribute of type.attributes) {
    if (attribute.required) addAttribute(contract, element, attribute);
  }
  if (type.value !== undefined) element.textContent = model.fixed ?? model.default ?? firstValue(contract, model.type);
  // New elements look up namespaces where they will stand.
  parent.append(element);
  const indent = indentOf(parent);
  const children = depth === 0 ? [] : childrenOf(type).filter(({ min }) => min > 0);
  for (const child of children) {
    const created = create(contract, element, child.element, depth - 1);
    element.append(`\n${indent}    `, created);
  }
  if (children.length > 0) element.append(`\n${indent}  `);
  element.remove();
  return element;
}

function firstValue(contract: ContractDescription, type: number): string {
  return typeOf(contract, type).value?.enumeration[0] ?? "";
}

function prefixFor(element: Element, namespace: string): string {
  return element.lookupPrefix(namespace) ?? "n";
}

function trailingSpace(parent: Element): ChildNode | null {
  const { lastChild } = parent;
  return lastChild !== null && lastChild.nodeType === Node.TEXT_NODE && lastChild.nodeValue?.trim() === "" ? lastChild : null;
}

function indentOf(element: Element): string {
  let depth = 0;
  for (let above = element.parentElement; above !== null; above = above.parentElement) depth++;
  return "  ".repeat(depth);
}
