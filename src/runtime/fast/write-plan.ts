/**
 * What a shared writer knows of a type: its attributes, and its content as steps in the order of the model.
 *
 * It is made of the compiled type when the first value needs it, and says in data what printed writers say in code.
 */
import type { Datatype } from "../../datatypes/datatype.js";
import type { AttributeUse } from "../compile/attribute-use.js";
import { type CompiledType, ContentKind, type Declaration, type Layout } from "../compile/compiled-type.js";
import { type ConstantText, constantText } from "./constant-text.js";
import { branchSteps, type StepMaker, stepsOf } from "./layout-steps.js";
import { type LeafWriting, leafWriting, type TextWriting } from "./leaf-kinds.js";
import { type TagPrefix, tagPrefix } from "./output.js";
import {
  hasLength,
  matchesPatterns,
  writeAttributeText,
  writeBigInteger,
  writeBoolean,
  writeDecimal,
  writeInstant,
  writeInteger,
  writeOther,
  writeText,
} from "./write-values.js";
import {
  canBeWritten,
  isShort,
  longestText,
  mayBeEmpty,
  propertiesOf,
  refusedProperties,
  shortName,
  takesTypeWriter,
} from "./written-types.js";

/** How a shared writer writes values of a type. */
export interface WritePlan {
  /** A value with one of these is for the general encoder. */
  readonly refused: readonly string[];
  readonly attributes: readonly AttributeStep[];
  readonly content: ContentKind;
  /** Of simple content. */
  readonly textProperty: string;
  readonly text: LeafStep;
  /** Of elements: there may be none. */
  readonly isEmptiable: boolean;
  readonly steps: readonly Step[];
}

/** An attribute whose name is the same in every document. */
export interface AttributeStep {
  /** A blank, the name and what precedes the value. */
  readonly opening: ConstantText;
  readonly property: string;
  readonly required: boolean;
  readonly index: number;
  /** Undefined: the datatype writes all values. */
  readonly leaf: LeafStep | undefined;
}

/** How values of a simple type are written. */
export interface LeafStep {
  /** Tests for values that `write` knows; undefined: all. The datatype writes others. */
  readonly takes: ((value: unknown) => boolean) | undefined;
  /** Writes a value from an index on, which may be negated where the text is empty. */
  readonly write: (at: number, value: unknown) => number;
  /** An empty string is an empty text. */
  readonly isEmptiable: boolean;
}

/** What a step writes: one value, an array, or one of some branches. */
export const StepKind = { one: 0, many: 1, branches: 2 } as const;
export type StepKind = (typeof StepKind)[keyof typeof StepKind];

/** A part of the content. All steps have the same properties, so that the engine knows where they are. */
export interface Step {
  readonly kind: StepKind;
  readonly property: string;
  readonly min: number;
  readonly max: number;
  /** Of values that are not items. */
  readonly child: Child | undefined;
  /** Of items, by their names. */
  readonly items: ReadonlyMap<string, Child> | undefined;
  /** There may be text among items. */
  readonly mixed: boolean;
  readonly branches: readonly Branch[];
}

/** What is written if one of some properties is present. */
export interface Branch {
  readonly properties: readonly string[];
  readonly steps: readonly Step[];
}

/** An element that content may have. */
export interface Child {
  readonly declaration: Declaration;
  /** The encoder writes it, whatever the value is. */
  readonly isOther: boolean;
  readonly prefix: TagPrefix;
  /** The local name and ">". */
  readonly name: ConstantText;
  readonly nillable: boolean;
  /** `$type` may say which type the value is of. */
  readonly hasTypes: boolean;
  readonly leaf: LeafStep | undefined;
}

/** The plan of a type; undefined: it has no writer. */
export function writePlan(type: CompiledType): WritePlan | undefined {
  if (!canBeWritten(type)) return undefined;
  const { content, layout, attributes, datatype, textProperty } = type;
  const hasElements = content === ContentKind.elementOnly || content === ContentKind.mixed;
  return {
    refused: refusedProperties(type),
    attributes: attributes.filter(isShort).map(attributeStep),
    content,
    textProperty,
    text: datatype === undefined ? noText : leafStep(datatype, false),
    isEmptiable: content === ContentKind.mixed || mayBeEmpty(layout),
    steps: hasElements ? stepsOf(layout, stepMaker) : [],
  };
}

const noText: LeafStep = {
  takes: undefined,
  write: () => {
    throw new Error("internal: simple content without a type");
  },
  isEmptiable: false,
};

function attributeStep(use: AttributeUse): AttributeStep {
  const { property, required, index, datatype, constraint } = use;
  const leaf = constraint?.fixed === true ? undefined : knownLeaf(datatype, true);
  return { opening: constantText(` ${shortName(use)}="`), property, required, index, leaf };
}

const stepMaker: StepMaker<Step> = { row: rowStep, branches: branchesStep };

const noRow = { property: "", child: undefined, items: undefined, mixed: false } as const;

function branchesStep(layouts: readonly Layout[], isOptional: boolean): Step {
  const branches = layouts.map((layout) => ({ properties: propertiesOf(layout), steps: branchSteps(layout, stepMaker) }));
  return { kind: StepKind.branches, ...noRow, min: isOptional ? 0 : 1, max: 1, branches };
}

function rowStep({ row, min, max }: Layout & { kind: "row" }): Step {
  if (row.kind === "group") throw new Error("internal: groups have no writer");
  const { property } = row;
  if (row.kind === "members") {
    const items = new Map<string, Child>();
    for (const [name, { member }] of row.byItemName) if (member !== undefined) items.set(name, childOf(member.declaration));
    const bounds = row.mixed ? { min: 0, max: Number.POSITIVE_INFINITY } : { min, max };
    return { kind: StepKind.many, property, ...bounds, child: undefined, items, mixed: row.mixed, branches: [] };
  }
  const { members, substitutable } = row.particle;
  const items = substitutable ? new Map(members.map(({ itemName, declaration }) => [itemName, childOf(declaration)])) : undefined;
  const [only] = members;
  const child = substitutable || only === undefined ? undefined : childOf(only.declaration);
  return { kind: row.array ? StepKind.many : StepKind.one, property, min, max, child, items, mixed: false, branches: [] };
}

function childOf(declaration: Declaration): Child {
  const { name, leaf, leafHoldsNames, nillable, hierarchy } = declaration.resolved();
  const isLeaf = leaf !== undefined && !leafHoldsNames;
  return {
    declaration,
    isOther: name.local.length > longestText / 4 || !(isLeaf || takesTypeWriter(declaration)),
    prefix: tagPrefix(name.namespace),
    name: constantText(`${name.local}>`),
    nillable,
    hasTypes: hierarchy !== undefined,
    leaf: isLeaf ? leafStep(leaf, false) : undefined,
  };
}

function leafStep(type: Datatype, isAttribute: boolean): LeafStep {
  return (
    knownLeaf(type, isAttribute) ?? { takes: undefined, write: (at, value) => writeOther(at, value, type as never), isEmptiable: false }
  );
}

/** Undefined: the datatype writes the values. */
function knownLeaf(type: Datatype, isAttribute: boolean): LeafStep | undefined {
  const writing = leafWriting(type);
  if (writing?.write === "writeText") return textStep(writing, type, isAttribute);
  const write = writing === undefined ? undefined : valueWriter(writing, type);
  return write && { takes: undefined, write, isEmptiable: false };
}

function textStep({ whiteSpace, words, length, patterns, empty }: TextWriting, type: Datatype, isAttribute: boolean): LeafStep {
  const write = isAttribute ? writeAttributeText : writeText;
  const takes = (value: unknown): boolean => {
    if (words !== undefined) return words.includes(value as string);
    if (length !== undefined && !hasLength(value, length.least, length.most)) return false;
    return !patterns || matchesPatterns(value, type as never);
  };
  const isAny = words === undefined && length === undefined && !patterns;
  return { takes: isAny ? undefined : takes, write: (at, value) => write(at, value, whiteSpace), isEmptiable: empty };
}

function valueWriter(writing: Exclude<LeafWriting, TextWriting>, type: Datatype): LeafStep["write"] {
  switch (writing.write) {
    case "writeInstant":
      return (at, value) => writeInstant(at, value, writing.kind);
    case "writeDecimal":
      return (at, value) => writeDecimal(at, value, writing.digits, writing.fraction, writing.least, writing.most, type as never);
    case "writeInteger":
      return (at, value) => writeInteger(at, value, writing.least, writing.most);
    case "writeBigInteger":
      return (at, value) => writeBigInteger(at, value, writing.least, writing.most);
    case "writeBoolean":
      return writeBoolean;
  }
}
