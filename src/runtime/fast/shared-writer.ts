/**
 * The writer that all types of a large contract share: it follows a plan, where a printed one has code of its own.
 *
 * It writes and refuses what a printed writer writes and refuses, and is slower; in turn a contract of thousands of types has no megabytes of code
 * for compilers and bundles.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../../xml/byte.js";
import { type CompiledType, ContentKind } from "../compile/compiled-type.js";
import { elementNotes } from "../round-trip-notes.js";
import type { TypeWriter } from "../type-writer.js";
import { type ConstantText, storeAt } from "./constant-text.js";
import { emptyTag, outputPosition, outputView as sharedView, type TagPrefix, withRoom, writeByte } from "./output.js";
import { checkCount, checkItems, checkPrototype, endContent, writeChild } from "./write-elements.js";
import { type AttributeStep, type Child, type Step, StepKind, type WritePlan, writePlan } from "./write-plan.js";
import { refuseValue, writeOther, writeOtherAttribute, writeText } from "./write-values.js";

// As a constant of this module, the engine knows it.
const outputView = sharedView;
const plain = Object.prototype;
const prototypeOf = Object.getPrototypeOf;

/** What is written. */
type Values = Readonly<Record<string, unknown>> & { readonly [elementNotes]?: unknown };

/** How many properties of the value at hand were written. */
let count = 0;

/** Writes values of one type by its plan. */
export class SharedWriter implements TypeWriter {
  readonly #type: CompiledType;
  #plan: WritePlan | undefined;
  #isPlanned = false;

  constructor(type: CompiledType) {
    this.#type = type;
  }

  /** False for all values if the type is for the general encoder. */
  takes(value: Values): boolean {
    const plan = this.#planned();
    if (plan === undefined) return false;
    const { refused } = plan;
    for (let index = 0; index < refused.length; index++) if (value[refused[index] as string] !== undefined) return false;
    return true;
  }

  write(from: number, value: Values, _type: never, levels: number): number {
    const plan = this.#planned() ?? refuseValue();
    if (levels < 1) refuseValue();
    if (prototypeOf(value) !== plain) checkPrototype(value);
    const outer = count;
    count = 0;
    const at = plan.attributes.length === 0 ? from : writeAttributes(plan.attributes, value, this.#type, from);
    const end = writeContent(plan, value, at, levels, this.#type);
    let more = count;
    count = outer;
    for (const _ in value) more--;
    if (more !== 0) checkCount(value, more);
    return end;
  }

  #planned(): WritePlan | undefined {
    if (!this.#isPlanned) {
      this.#isPlanned = true;
      this.#plan = writePlan(this.#type);
    }
    return this.#plan;
  }
}

/** Writes attributes in place of the start tag's ">", and it after them. */
function writeAttributes(attributes: readonly AttributeStep[], value: Values, type: CompiledType, from: number): number {
  let at = from - 1;
  for (let index = 0; index < attributes.length; index++) {
    const attribute = attributes[index] as AttributeStep;
    const x = value[attribute.property];
    if (x !== undefined) {
      count++;
      const start = storeAt(attribute.opening, outputView, at);
      const { leaf } = attribute;
      const isKnown = leaf !== undefined && (leaf.takes === undefined || leaf.takes(x));
      at = writeByte(isKnown ? leaf.write(start, x) : writeOtherAttribute(start, x, type as never, attribute.index), Byte.quote);
    } else if (attribute.required) refuseValue();
  }
  return writeByte(at, Byte.greaterThan);
}

/** Writes what is between the tags; a negated index if there is nothing. */
function writeContent(plan: WritePlan, value: Values, at: number, levels: number, type: CompiledType): number {
  if (plan.content === ContentKind.empty) return -at;
  if (plan.content === ContentKind.simple) {
    const x = value[plan.textProperty];
    count++;
    const { text } = plan;
    if (text.isEmptiable && x === "") return -at;
    return text.takes === undefined || text.takes(x) ? text.write(at, x) : writeOther(at, x, type.datatype as never);
  }
  if (!plan.isEmptiable) return writeSteps(plan.steps, value, at, levels);
  const start = outputPosition(at);
  return endContent(writeSteps(plan.steps, value, at, levels), start);
}

function writeSteps(steps: readonly Step[], value: Values, from: number, levels: number): number {
  let at = from;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    if (step.kind === StepKind.branches) {
      at = writeBranch(step, value, at, levels);
      continue;
    }
    const x = value[step.property];
    if (x !== undefined) {
      count++;
      at = step.kind === StepKind.one ? writeValue(step, x, at, levels) : writeMany(step, x, at, levels);
    } else if (step.min > 0) refuseValue();
  }
  return at;
}

function writeBranch({ branches, min }: Step, value: Values, at: number, levels: number): number {
  for (const { properties, steps } of branches) {
    for (const property of properties) if (value[property] !== undefined) return writeSteps(steps, value, at, levels);
  }
  return min > 0 ? refuseValue() : at;
}

function writeMany(step: Step, values: unknown, from: number, levels: number): number {
  checkItems(values, step.min, step.max);
  // Tested just now.
  const items = values as readonly unknown[];
  let at = from;
  for (let index = 0; index < items.length; index++) {
    const x = items[index];
    at = step.mixed && typeof x === "string" ? writeText(at, x, 0) : writeValue(step, x, at, levels);
  }
  return at;
}

function writeValue({ child, items }: Step, x: unknown, at: number, levels: number): number {
  if (child !== undefined) return writeElement(child, x, at, levels);
  // Anything else than an object has no such properties, or throws as a refusal does.
  const item = x as { readonly name: string; readonly value: unknown };
  return writeElement(items?.get(item.name) ?? refuseValue(), item.value, at, levels);
}

/** Writes an element: tags and what is between them, unless there is something that only the encoder knows. */
function writeElement(child: Child, x: unknown, from: number, levels: number): number {
  const { declaration, prefix, leaf, name } = child;
  if (from > prefix.limit || child.isOther || (child.nillable && x === null)) return writeChild(from, x, declaration as never, levels);
  if (leaf !== undefined) {
    if (leaf.takes !== undefined && !leaf.takes(x)) return writeChild(from, x, declaration as never, levels);
    const at = openTag(prefix, name, from);
    if (leaf.isEmptiable && x === "") return emptyTag(at);
    const end = leaf.write(at, x);
    return end < 0 ? emptyTag(-end) : closeTag(prefix, name, end);
  }
  // What is no object has no such properties, or throws as a refusal does.
  const value = x as Values;
  const { writer } = declaration.type;
  const isOther =
    (child.nillable && value.$nil !== undefined) || value[elementNotes] !== undefined || (child.hasTypes && value.$type !== undefined);
  if (isOther || writer === undefined || writer.takes?.(value as never) === false) return writeChild(from, x, declaration as never, levels);
  const end = writer.write(openTag(prefix, name, from), value as never, declaration.type as never, levels - 1);
  return end < 0 ? emptyTag(-end) : closeTag(prefix, name, withRoom(end));
}

function openTag(prefix: TagPrefix, name: ConstantText, at: number): number {
  outputView.setInt32(at, prefix.open0, true);
  outputView.setInt32(at + 4, prefix.open1, true);
  return storeAt(name, outputView, at + prefix.length);
}

function closeTag(prefix: TagPrefix, name: ConstantText, at: number): number {
  outputView.setInt32(at, prefix.close0, true);
  outputView.setInt32(at + 4, prefix.close1, true);
  return storeAt(name, outputView, at + prefix.length + 1);
}
