/**
 * Which elements may stand at a place of a message: those of the content model that come after what stands there already.
 */
import { type BoundDescription, type ContractDescription, childrenOf, type ElementDescription, typeOf } from "./contract.js";

interface Open {
  readonly tag: string;
  /** Local names of the children so far. */
  readonly children: string[];
}

/** The names, with the prefix that the parent's siblings use, for text whose "<" is at `at`. */
export function elementsAt(contract: ContractDescription, bound: BoundDescription, text: string, at: number): readonly string[] {
  const stack = openElements(text.slice(0, at));
  const parents = bound.format === "envelope" ? stack.slice(stack.findIndex(({ tag }) => localName(tag) === "Body") + 1) : stack;
  let models: readonly ElementDescription[] = bound.input?.body ?? [];
  let element: ElementDescription | undefined;
  for (const { tag } of parents) {
    element = models.find(({ name }) => name === localName(tag));
    if (element === undefined) return [];
    models = childrenOf(typeOf(contract, element.type)).map((child) => child.element);
  }
  const parent = parents.at(-1);
  if (element === undefined || parent === undefined) return models.map(({ name }) => name);
  return nextChildren(contract, element, parent.children).map((name) => prefixOf(text, parent.tag, name) + name);
}

function nextChildren(contract: ContractDescription, element: ElementDescription, before: readonly string[]): readonly string[] {
  const type = typeOf(contract, element.type);
  const models = childrenOf(type);
  const isOrdered = type.particle?.kind === "group" && type.particle.compositor === "sequence" && type.particle.max === 1;
  const last = isOrdered ? models.findLastIndex((model) => model.element.name === before.at(-1)) : -1;
  const names = models
    .slice(Math.max(last, 0))
    .filter(({ element: { name }, max }) => max < 0 || before.filter((each) => each === name).length < max)
    .map((model) => model.element.name);
  return [...new Set(names)];
}

/** The elements that are open at the end of a text. */
function openElements(text: string): readonly Open[] {
  const stack: Open[] = [];
  for (const [, slash, tag = "", , end] of text
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "")
    .matchAll(/<(\/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g)) {
    if (slash === "/") {
      stack.pop();
      continue;
    }
    stack.at(-1)?.children.push(localName(tag));
    if (end !== "/") stack.push({ tag, children: [] });
  }
  return stack;
}

function localName(tag: string): string {
  return tag.slice(tag.indexOf(":") + 1);
}

/** The prefix of an element of that name elsewhere in the text, else the parent's. */
function prefixOf(text: string, parent: string, name: string): string {
  const found = new RegExp(`<([\\w.-]+:)?${name.replace(/[.]/g, "\\.")}[\\s/>]`).exec(text);
  return found === null ? parent.slice(0, parent.indexOf(":") + 1) : (found[1] ?? "");
}
