/**
 * What a shared reader knows of a type: its attributes, and its content as steps in the order of the model.
 *
 * It is made of the compiled type when the first document needs it, and says in data what printed readers say in code.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import type { AttributeUse } from "../compile/attribute-use.js";
import { type CompiledType, ContentKind, type Layout, type Member } from "../compile/compiled-type.js";
import { type ConstantText, constantText } from "./constant-text.js";
import { readLeaf } from "./input.js";
import { branchSteps, type StepMaker, stepsOf } from "./layout-steps.js";
import { leafReading } from "./leaf-kinds.js";
import { type NamePrefix, namePrefix } from "./name-prefixes.js";
import { asInstant } from "./read-instants.js";
import {
  asBigInteger,
  asBoolean,
  asDecimal,
  asInteger,
  asMeasuredText,
  asOther,
  asText,
  asWord,
  leafInteger,
  leafText,
  leafWord,
  wordsOf,
} from "./read-values.js";
import { firstMembers, isKnown, isPlainAttribute, isReadable, mayBeRead, membersOf, mixedRow } from "./readable-types.js";
import { mayBeEmpty, shortName } from "./written-types.js";

/** How a shared reader reads elements of a type. */
export interface ReadPlan {
  readonly attributes: readonly AttributeStep[];
  /** The bits of the attributes that must be there. */
  readonly required: number;
  readonly content: ContentKind;
  /** Of simple content. */
  readonly textProperty: string;
  readonly text: () => unknown;
  /** Of elements: there may be none. */
  readonly isEmptiable: boolean;
  readonly steps: readonly Step[];
  /** Of mixed content. */
  readonly list: Step | undefined;
}

/** An attribute that readers know. */
export interface AttributeStep {
  readonly bit: number;
  /** The name and what precedes the value. */
  readonly name: ConstantText;
  readonly property: string;
  /** The value of the text that was read last. */
  readonly value: () => unknown;
}

/** What a step reads: at most one element, all that follow each other, or one of some branches. */
export const StepKind = { one: 0, many: 1, branches: 2 } as const;
export type StepKind = (typeof StepKind)[keyof typeof StepKind];

/** A part of the content. All steps have the same properties, so that the engine knows where they are. */
export interface Step {
  readonly kind: StepKind;
  readonly children: readonly Child[];
  readonly property: string;
  /** Values go into objects with the name of the element. */
  readonly isItem: boolean;
  readonly min: number;
  readonly max: number;
  readonly branches: readonly Branch[];
}

/** What may follow, by the elements that it can begin with. */
interface Branch {
  readonly first: readonly Child[];
  readonly steps: readonly Step[];
}

/** An element that content may have. */
export interface Child {
  readonly prefix: NamePrefix;
  readonly name: ConstantText;
  readonly itemName: string;
  /** Reads an element with text, whose name ends at an index, up to its end tag. */
  readonly leaf: ((at: number) => unknown) | undefined;
  /** The type of any other element; undefined: it is for the general decoder. */
  readonly type: CompiledType | undefined;
}

/** The plan of a type; undefined: it has no reader. `isReader`: a type has one. */
export function readPlan(type: CompiledType, isReader: (type: CompiledType) => boolean): ReadPlan | undefined {
  if (!mayBeRead(type) || !isKnown(type.layout, isReader)) return undefined;
  const { content, layout, attributes, datatype, textProperty } = type;
  const list = content === ContentKind.mixed ? mixedRow(layout) : undefined;
  return {
    attributes: attributes.flatMap((use, index) => (isPlainAttribute(use) ? [attributeStep(use, 1 << index)] : [])),
    required: attributes.reduce((bits, use, index) => (use.required ? bits | (1 << index) : bits), 0),
    content,
    textProperty,
    text: datatype === undefined ? noText : valueReader(datatype),
    isEmptiable: content === ContentKind.mixed || mayBeEmpty(layout),
    steps: content === ContentKind.elementOnly ? stepsOf(layout, stepMaker) : [],
    list: list && rowStep(list),
  };
}

function noText(): never {
  throw new Error("internal: simple content without a type");
}

function attributeStep(use: AttributeUse, bit: number): AttributeStep {
  return { bit, name: constantText(`${shortName(use)}="`), property: use.property, value: valueReader(use.datatype) };
}

const stepMaker: StepMaker<Step> = { row: rowStep, branches: branchesStep };

function branchesStep(layouts: readonly Layout[], isOptional: boolean): Step {
  const branches = layouts.map((layout) => ({ first: firstMembers(layout).map(childOf), steps: branchSteps(layout, stepMaker) }));
  return { kind: StepKind.branches, children: [], property: "", isItem: false, min: isOptional ? 0 : 1, max: 1, branches };
}

function rowStep(layout: Layout & { kind: "row" }): Step {
  const { row } = layout;
  const { min, max } = layout.content;
  if (row.kind === "group") throw new Error("internal: groups have no reader");
  const isItem = row.kind === "members" || row.particle.substitutable;
  const kind = row.kind === "particle" && !row.array ? StepKind.one : StepKind.many;
  return { kind, children: membersOf(layout).map(childOf), property: row.property, isItem, min, max, branches: [] };
}

function childOf({ declaration, itemName }: Member): Child {
  const { name, leaf, type } = declaration.resolved();
  const isKnownChild = isReadable(declaration, hasReader);
  return {
    prefix: namePrefix(name.namespace),
    name: constantText(name.local),
    itemName,
    leaf: isKnownChild && leaf !== undefined ? leafReader(leaf) : undefined,
    type: isKnownChild ? type : undefined,
  };
}

/** Whether that reader knows the type's own content turns out when it is asked: types may hold each other. */
function hasReader({ reader }: CompiledType): boolean {
  return reader !== undefined;
}

/** A function that gives the value of the text that was read last. */
function valueReader(type: Datatype): () => unknown {
  const reading = leafReading(type);
  // What the functions call `never` is the datatype.
  const datatype = type as never;
  switch (reading.read) {
    case "asText":
      return () => asText(reading.whiteSpace);
    case "asMeasuredText":
      return () => asMeasuredText(reading.whiteSpace, reading.least, reading.most, datatype);
    case "asWord": {
      const words = wordsOf(...reading.words);
      return () => asWord(words, datatype);
    }
    case "asInstant":
      return () => asInstant(reading.kind, datatype);
    case "asDecimal":
      return () => asDecimal(reading.digits, reading.fraction, reading.least, reading.most, datatype);
    case "asInteger":
      return () => asInteger(reading.least, reading.most, datatype);
    case "asBigInteger":
      return () => asBigInteger(reading.least, reading.most, datatype);
    case "asBoolean":
      return () => asBoolean(datatype);
    case "asOther":
      return () => asOther(datatype);
  }
}

/** A function that reads an element with text and gives its value. */
function leafReader(type: Datatype): (at: number) => unknown {
  const reading = leafReading(type);
  const datatype = type as never;
  switch (reading.read) {
    case "asText":
      return (at) => leafText(at, reading.whiteSpace);
    case "asInteger":
      return (at) => leafInteger(at, reading.least, reading.most, datatype);
    case "asWord": {
      const words = wordsOf(...reading.words);
      return (at) => leafWord(at, words, datatype);
    }
    default: {
      const value = valueReader(type);
      return (at) => {
        readLeaf(at);
        return value();
      };
    }
  }
}
