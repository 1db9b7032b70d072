/**
 * The reader that all types of a large contract share: it follows a plan, where a printed one has code of its own.
 *
 * It reads and refuses what a printed reader reads and refuses, and is slower; in turn a contract of thousands of types has no megabytes of code for
 * compilers and bundles.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../../xml/byte.js";
import { type CompiledType, ContentKind } from "../compile/compiled-type.js";
import type { RunsReaders, TypeReader } from "../type-writer.js";
import { isAt } from "./constant-text.js";
import {
  beginContent,
  endContentAt,
  endLeaf,
  giveUp,
  nameEnds,
  nameIn,
  nextAttribute,
  pastBlanks,
  readContent,
  readRun,
  cursor as sharedCursor,
  input as sharedInput,
  inputView as sharedView,
} from "./input.js";
import { type AttributeStep, type Child, type ReadPlan, readPlan, type Step, StepKind } from "./read-plan.js";
import { rawText, readQuoted } from "./read-values.js";

// As constants of this module, the engine knows them.
const cursor = sharedCursor;
const input = sharedInput;
const inputView = sharedView;
const ends = nameEnds;

/** What elements are read into. */
type Values = Record<string, unknown>;

/** The input of readers that must not be asked. */
const noInput = /*@__PURE__*/ new Uint8Array(0);
/** Types that require each other are followed so far; a document that has more levels is not read by readers. */
const mostRequired = 64;
let required = 0;

/** Reads elements of one type by its plan. */
export class SharedReader implements TypeReader {
  readonly #type: CompiledType;
  #engine: RunsReaders;
  #plan: ReadPlan | undefined;
  #state: "new" | "planning" | "planned" = "new";

  /** `engine`: what runs readers. */
  constructor(type: CompiledType, engine: RunsReaders) {
    this.#type = type;
    this.#engine = engine;
  }

  /** Without the document's input if the type is for the general decoder. */
  get by(): RunsReaders {
    // Types that require each other ask for each other while they are planned.
    if (this.#state === "new") this.#makePlan();
    return this.#engine;
  }

  read(_type: never, start: number, nameEnd: number, at: number): Values {
    if (this.#state === "new") this.#makePlan();
    const plan = this.#plan ?? giveUp(at);
    const { content, isEmptiable } = plan;
    const hasContent = content === ContentKind.elementOnly || content === ContentKind.mixed;
    if (hasContent && --cursor.levels < 0) giveUp(at);
    const values = new this.#type.create();
    const tagEnd = plan.attributes.length === 0 ? at : readAttributes(plan, values, at);
    if (!hasContent) {
      readContent(start, nameEnd, tagEnd);
      if (content === ContentKind.simple) values[plan.textProperty] = plan.text();
      else if (rawText() !== "") giveUp(tagEnd);
      return values;
    }
    const from = input[tagEnd] === Byte.greaterThan ? tagEnd + 1 : beginContent(tagEnd);
    if (from < 0) return isEmptiable ? values : giveUp(tagEnd);
    const end = plan.list === undefined ? readSteps(plan.steps, values, nextTag(from)) : readMixed(plan.list, values, from);
    endContentAt(start, nameEnd, end, 0);
    return values;
  }

  #makePlan(): void {
    this.#state = "planning";
    required++;
    this.#plan = readPlan(this.#type, isReader);
    required--;
    if (this.#plan === undefined) this.#engine = { ...this.#engine, input: noInput };
    this.#state = "planned";
  }
}

function isReader({ reader }: CompiledType): boolean {
  return required > mostRequired ? reader !== undefined : reader?.by?.input === input;
}

/** Reads attributes up to the end of a start tag, whose index is returned. */
function readAttributes({ attributes, required }: ReadPlan, values: Values, from: number): number {
  let seen = 0;
  for (let name = nextAttribute(from); name !== 0; name = nextAttribute(cursor.at)) {
    const attribute = attributeAt(attributes, name, seen) ?? giveUp(name);
    seen |= attribute.bit;
    readQuoted(name + attribute.name.length);
    values[attribute.property] = attribute.value();
  }
  if ((seen & required) !== required) giveUp(cursor.at);
  return cursor.at;
}

/** The attribute whose name is at an index, unless it was seen before. */
function attributeAt(attributes: readonly AttributeStep[], at: number, seen: number): AttributeStep | undefined {
  for (let index = 0; index < attributes.length; index++) {
    const attribute = attributes[index] as AttributeStep;
    if ((seen & attribute.bit) === 0 && isAt(attribute.name, inputView, at)) return attribute;
  }
  return undefined;
}

/** The index of the next tag, unless there is text before it. */
function nextTag(at: number): number {
  return input[at] === Byte.lessThan ? at : pastBlanks(at);
}

function readSteps(steps: readonly Step[], values: Values, from: number): number {
  let at = from;
  for (let index = 0; index < steps.length; index++) at = readStep(steps[index] as Step, values, at);
  return at;
}

/** Reads what a step knows at a tag, and returns the index of the tag that follows. */
function readStep(step: Step, values: Values, at: number): number {
  switch (step.kind) {
    case StepKind.one:
      return readOne(step, values, at);
    case StepKind.many:
      return readMany(step, values, at);
    default:
      return readBranch(step, values, at);
  }
}

function readOne(step: Step, values: Values, at: number): number {
  const { children } = step;
  for (let index = 0; index < children.length; index++) {
    const child = children[index] as Child;
    const nameEnd = endOfName(child, at);
    if (nameEnd === 0) continue;
    const value = readChild(child, at, nameEnd);
    values[step.property] = step.isItem ? { name: child.itemName, value } : value;
    return nextTag(cursor.at);
  }
  return step.min > 0 ? giveUp(at) : at;
}

function readMany(step: Step, values: Values, from: number): number {
  const { children, min, max } = step;
  let read: unknown[] | undefined;
  let count = 0;
  let at = from;
  for (; count < max; count++) {
    const index = indexOfChild(children, at);
    if (index < 0) break;
    const child = children[index] as Child;
    const value = readChild(child, at, endOfName(child, at));
    const item = step.isItem ? { name: child.itemName, value } : value;
    if (read === undefined) values[step.property] = read = [item];
    else read.push(item);
    at = nextTag(cursor.at);
  }
  return count < min ? giveUp(at) : at;
}

function readBranch({ branches, min }: Step, values: Values, at: number): number {
  for (const { first, steps } of branches) if (indexOfChild(first, at) >= 0) return readSteps(steps, values, at);
  return min > 0 ? giveUp(at) : at;
}

/** Reads text and elements in any order. */
function readMixed(list: Step, values: Values, from: number): number {
  const items: unknown[] = [];
  let at = from;
  for (;;) {
    readRun(at);
    at = cursor.tag;
    const text = rawText();
    if (text !== "") items.push(text);
    const index = indexOfChild(list.children, at);
    if (index < 0) break;
    const child = list.children[index] as Child;
    items.push({ name: child.itemName, value: readChild(child, at, endOfName(child, at)) });
    at = cursor.at;
  }
  if (items.length > 0) values[list.property] = items;
  return at;
}

function indexOfChild(children: readonly Child[], at: number): number {
  for (let index = 0; index < children.length; index++) if (endOfName(children[index] as Child, at) !== 0) return index;
  return -1;
}

/** The index after the name of a tag if it is the child's, otherwise 0. */
function endOfName({ prefix, name }: Child, tag: number): number {
  const at = nameIn(tag, prefix);
  const end = at + name.length;
  return isAt(name, inputView, at) && ends[input[end] as number] === 1 ? end : 0;
}

/** Reads an element, and leaves the index after it in `cursor.at`. */
function readChild({ leaf, type }: Child, start: number, nameEnd: number): unknown {
  if (leaf !== undefined) {
    const value = leaf(nameEnd);
    cursor.markup++;
    cursor.at = endLeaf(start, nameEnd, cursor.tag);
    return value;
  }
  // What the type is, its own reader knows.
  return (type?.reader ?? giveUp(start)).read(type as never, start, nameEnd, nameEnd);
}
