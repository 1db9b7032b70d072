/**
 * Which elements may stand at a place of a message: those of the content model that come after what stands there already.
 */
import type { Issue } from "../../runtime/issues.js";
import { type BoundDescription, type ContractDescription, childrenOf, type ElementDescription, typeOf } from "./contract.js";
import { clark } from "./message.js";

interface Open {
  readonly tag: string;
  /** Local names of the children so far. */
  readonly children: string[];
}

/** What checks a text, once it is loaded. */
export type Check = ((text: string) => readonly Issue[]) | undefined;

/** The names, with the prefix that the parent's siblings use, for text whose "<" is at `at`. */
export function elementsAt(
  contract: ContractDescription,
  bound: BoundDescription,
  text: string,
  at: number,
  check: Check,
): readonly string[] {
  const stack = openElements(text.slice(0, at));
  const parents = bound.format === "envelope" ? stack.slice(stack.findIndex(({ tag }) => localName(tag) === "Body") + 1) : stack;
  let models: readonly ElementDescription[] = bound.input?.body ?? [];
  let element: ElementDescription | undefined;
  for (const { tag } of parents) {
    element = models.find(({ name }) => name === localName(tag));
    if (element === undefined) break;
    models = childrenOf(typeOf(contract, element.type)).map((child) => child.element);
  }
  const parent = parents.at(-1);
  if (parent === undefined) return models.map(({ name }) => name);
  const modelled = element === undefined ? [] : nextChildren(contract, element, parent.children);
  const names = check === undefined ? modelled : (expectedAt(text.slice(0, at), stack, models, check) ?? modelled);
  return names.map((name) => prefixOf(text, parent.tag, name) + name);
}

const probe = "soapwright-probe";

/**
 * What the content model's automaton would take here: an element that nobody declares is put in, and the issue about it names what may stand there,
 * or the first of many; the others are put in one by one. Undefined where it does not say: after another mistake in the same element.
 */
function expectedAt(
  before: string,
  open: readonly Open[],
  models: readonly ElementDescription[],
  check: NonNullable<Check>,
): readonly string[] | undefined {
  const ends = open.map(({ tag }) => `</${tag}>`).reverse();
  const refusalOf = (name: string, namespace: string): Issue | undefined => {
    const found = clark({ name, namespace });
    const issues = check(`${before}<${name} xmlns="${namespace}"/>${ends.join("")}`);
    return issues.find((issue) => issue.found === found && issue.id.startsWith("cvc-complex-type.2"));
  };
  const refusal = refusalOf(probe, "");
  if (refusal === undefined) return undefined;
  const { expected = "" } = refusal;
  const named = [...expected.matchAll(/"(?:\{[^}]*\})?([^"]+)"/g)].map(([, name = ""]) => name);
  const more = / others$/.test(expected) ? models.filter(({ name, namespace }) => refusalOf(name, namespace) === undefined) : [];
  return [...new Set([...named, ...more.map(({ name }) => name)])];
}

/** Without the automaton: what comes after the last child in a sequence. */
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
