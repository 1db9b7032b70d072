/**
 * Which elements may stand at a place of a message: those of the content model that come after what stands there already.
 */
import type { Issue } from "../../runtime/issues.js";
import { type BoundDescription, type ContractDescription, childrenOf, type ElementDescription, typeOf } from "./contract.js";
import { clark } from "./message.js";

/** A child of an open element, by its place in the text. */
interface Child {
  readonly name: string;
  readonly start: number;
  /** Where its start tag ends, and where it ends itself. */
  readonly tagEnd: number;
  end: number;
}

interface Open {
  readonly tag: string;
  readonly children: Child[];
}

/** What checks a text, once it is loaded. `maxExpected`: how many names an issue may have of those that were expected. */
export type Check = ((text: string, maxExpected?: number) => readonly Issue[]) | undefined;

/** The names, with the prefix that the parent's siblings use, for text whose "<" is at `at`. */
export function elementsAt(
  contract: ContractDescription,
  bound: BoundDescription,
  text: string,
  at: number,
  check: Check,
): readonly string[] {
  const before = text.slice(0, at);
  const stack = openElements(before);
  const body = stack.findIndex(({ tag }) => localName(tag) === "Body");
  if (bound.format === "envelope" && body < 0) return [];
  const parents = stack.slice(bound.format === "envelope" ? body + 1 : 0);
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
  const expected = check === undefined ? undefined : new Automaton(check, new Set(models.map(({ name }) => name))).expectedAfter(before);
  const names = expected?.map(({ name }) => name) ?? modelled;
  return [...new Set(names)].map((name) => prefixOf(text, parent.tag, name) + name);
}

type QName = Pick<ElementDescription, "name" | "namespace">;

/** A child that the content model does not take, and what it would have taken there. */
interface Mistake {
  readonly child: Child;
  readonly expected: readonly QName[];
}

const probe: QName = { name: "soapwright-probe", namespace: "" };
/** Texts that are checked for one completion. Mistakes that are left then are not repaired. */
const mostChecks = 80;
/** Elements in a row that may be missing, and alternatives that are tried for each. */
const mostMissing = 4;
const mostTried = 6;

/** Asks the content model's automaton by checking texts. */
class Automaton {
  readonly #check: NonNullable<Check>;
  /** The local names of the elements that the model declares. */
  readonly #declared: ReadonlySet<string>;
  #checks = 0;

  constructor(check: NonNullable<Check>, declared: ReadonlySet<string>) {
    this.#check = check;
    this.#declared = declared;
  }

  /**
   * What may come next: an element that nobody declares is put in, and the issue about it names what may stand there. After a mistake the automaton
   * would say nothing more, so mistakes are repaired before. Undefined where they cannot be.
   */
  expectedAfter(before: string): readonly QName[] | undefined {
    const text = this.#repair(before);
    if (text === undefined) return undefined;
    const open = openElements(text);
    const issues = this.#check(text + written(probe) + endTags(open), Number.POSITIVE_INFINITY);
    const refusal = issues.find((issue) => issue.found === clark(probe) && issue.id.startsWith("cvc-complex-type.2"));
    return refusal && namesIn(refusal);
  }

  /** Puts in what is missing before a child that fits then, and leaves out a child that does not fit at all. */
  #repair(before: string): string | undefined {
    let text = before;
    for (let mistake = this.#mistakeIn(text); mistake !== undefined; mistake = this.#mistakeIn(text)) {
      if (this.#checks >= mostChecks) return undefined;
      const { start, end, name } = mistake.child;
      const completed = this.#declared.has(name) ? this.#putInMissing(text, mistake) : undefined;
      text = completed ?? text.slice(0, start) + text.slice(end);
    }
    return text;
  }

  #putInMissing(before: string, { child, expected }: Mistake): string | undefined {
    let [text, at, names] = [before, child.start, expected];
    for (let missing = 0; missing < mostMissing; missing++) {
      let further: { readonly text: string; readonly at: number; readonly names: readonly QName[] } | undefined;
      for (const name of names.slice(0, mostTried)) {
        if (this.#checks >= mostChecks) return undefined;
        const element = written(name);
        const longer = text.slice(0, at) + element + text.slice(at);
        const next = this.#mistakeIn(longer);
        if (next === undefined || next.child.start > at + element.length) return longer;
        // What was put in fits, and what comes after it does not yet.
        if (next.child.start === at + element.length) further = { text: longer, at: next.child.start, names: next.expected };
      }
      if (further === undefined) return undefined;
      ({ text, at, names } = further);
    }
    return undefined;
  }

  /** The first child of the innermost open element that is not taken. */
  #mistakeIn(text: string): Mistake | undefined {
    this.#checks++;
    const open = openElements(text);
    const children = open.at(-1)?.children ?? [];
    for (const issue of this.#check(text + endTags(open), Number.POSITIVE_INFINITY)) {
      if (!/^cvc-complex-type\.2\.4\.[ad]$/.test(issue.id)) continue;
      const place = placeOf(text, issue);
      const child = children.find(({ start, tagEnd }) => start <= place && place < tagEnd);
      if (child !== undefined) return { child, expected: namesIn(issue) };
    }
    return undefined;
  }
}

function written({ name, namespace }: QName): string {
  return `<${name} xmlns="${namespace}"/>`;
}

function endTags(open: readonly Open[]): string {
  return open
    .map(({ tag }) => `</${tag}>`)
    .reverse()
    .join("");
}

function namesIn({ expected = "" }: Issue): readonly QName[] {
  return [...expected.matchAll(/"(?:\{([^}]*)\})?([^"]+)"/g)].map(([, namespace = "", name = ""]) => ({ name, namespace }));
}

function placeOf(text: string, { line = 1, column = 1 }: Issue): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) start = text.indexOf("\n", start) + 1;
  return start + column - 1;
}

/** Without the automaton: what comes after the last child in a sequence. */
function nextChildren(contract: ContractDescription, element: ElementDescription, before: readonly Child[]): readonly string[] {
  const type = typeOf(contract, element.type);
  const models = childrenOf(type);
  const isOrdered = type.particle?.kind === "group" && type.particle.compositor === "sequence" && type.particle.max === 1;
  const last = isOrdered ? models.findLastIndex((model) => model.element.name === before.at(-1)?.name) : -1;
  return models
    .slice(Math.max(last, 0))
    .filter(({ element: { name }, max }) => max < 0 || before.filter((each) => each.name === name).length < max)
    .map((model) => model.element.name);
}

/** The elements that are open at the end of a text. What is in comments and CDATA sections is no element. */
function openElements(text: string): readonly Open[] {
  const stack: Open[] = [];
  const blanked = text.replace(/<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)/g, (found) => " ".repeat(found.length));
  for (const { index, 0: found, 1: slash, 2: tag = "", 4: end } of blanked.matchAll(
    /<(\/?)([\w:.-]+)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g,
  )) {
    const after = index + found.length;
    if (slash === "/") {
      stack.pop();
      const closed = stack.at(-1)?.children.at(-1);
      if (closed !== undefined) closed.end = after;
      continue;
    }
    stack.at(-1)?.children.push({ name: localName(tag), start: index, tagEnd: after, end: after });
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
