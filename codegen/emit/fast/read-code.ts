/**
 * Compiled types -> functions that read their elements from bytes: attributes, then the content in the order of the model.
 *
 * The next start tag decides which way to go, as Unique Particle Attribution allows (XSD 1.0 Part 1 §3.8.6). What a function does not know it
 * gives up: wildcards, nil, xsi:type, attributes with a prefix, values of ID and of QName. Then the general decoder reads the element, and its
 * children may have functions again.
 */
import { type CompiledType, ContentKind, type Declaration, type Layout, type Member } from "../../../src/runtime/compile/compiled-type.js";
import {
  firstMembers,
  isKnown,
  isPlainAttribute,
  isReadable,
  mayBeRead,
  membersOf,
  mixedRow,
} from "../../../src/runtime/fast/readable-types.js";
import { mayBeEmpty, shortName } from "../../../src/runtime/fast/written-types.js";
import { quote } from "../generated-file.js";
import { CodeLines } from "./code-lines.js";
import { type FastFile, type RuntimeName, utf8Length } from "./fast-file.js";
import { leafCode, valueCode } from "./value-code.js";
import { access, type FindWriter } from "./write-code.js";

/**
 * Types with so many names to compare, in all their namespaces, have them compared in place. That is a third faster than calling functions, of which
 * the engine inlines a few only; code for more would be too long for it.
 */
const mostInPlace = 40;
/** With more readers than these, code in place is too much for compilers: it is twice as long. */
const mostReadersInPlace = 500;

/** The types among these that can have a reader: no required part is unknown to it. */
export function readableTypes(types: Iterable<CompiledType>): ReadonlySet<CompiledType> {
  const readable = new Set([...types].filter(mayBeRead));
  const isReader = (type: CompiledType): boolean => readable.has(type);
  for (let before = -1; before !== readable.size; ) {
    before = readable.size;
    for (const type of readable) if (!isKnown(type.layout, isReader)) readable.delete(type);
  }
  return readable;
}

/** Prints the function of one type. */
export function printReader(name: string, type: CompiledType, readable: ReadonlySet<CompiledType>, find: FindWriter, file: FastFile): void {
  new ReaderPrinter(type, readable, find, file).print(name);
}

class ReaderPrinter {
  readonly #type: CompiledType;
  readonly #readable: ReadonlySet<CompiledType>;
  readonly #find: FindWriter;
  readonly #file: FastFile;
  readonly #code = new CodeLines();
  readonly #indices: ReadonlyMap<Declaration, number>;
  /** The variables for the local name of the next tag, by namespace. */
  readonly #places = new Map<string, string>();
  /** Names are compared in place. */
  readonly #inPlace: boolean;
  #arrays = 0;

  constructor(type: CompiledType, readable: ReadonlySet<CompiledType>, find: FindWriter, file: FastFile) {
    this.#type = type;
    this.#readable = readable;
    this.#find = find;
    this.#file = file;
    this.#indices = new Map(type.declarations.map((declaration, index) => [declaration, index]));
    for (const { name } of type.declarations) {
      if (!this.#places.has(name.namespace)) this.#places.set(name.namespace, `q${this.#places.size}`);
    }
    this.#inPlace = readable.size <= mostReadersInPlace && type.declarations.length * this.#places.size <= mostInPlace;
  }

  print(name: string): void {
    const { content } = this.#type;
    const isContent = content === ContentKind.elementOnly || content === ContentKind.mixed;
    if (isContent) this.#code.line(`if (--${this.#file.cursor()}.levels < 0) ${this.#call("giveUp", "at")};`);
    this.#code.line("const v = new t.create();", "let x, y;");
    this.#attributes();
    if (isContent) this.#content();
    else if (content === ContentKind.simple) this.#simple();
    else
      this.#code.line(
        `${this.#call("readContent", "start", "end", "at")};`,
        `if (${this.#file.runtime("rawText")}() !== "") ${this.#call("giveUp", "at")};`,
      );
    this.#code.line("return v;");
    // The printed file is not checked (@ts-nocheck): the runtime calls readers through TypeReader, which has the types, so `any` is all that both lines need.
    this.#file.write(`export function read_${name}(t: any, start: number, end: number, at: number): any {\n${this.#code}\n}`);
    this.#file.write(`export const ${name}Reader: any = { read: read_${name}, by: ${this.#file.runtime("straightLine")} };`);
  }

  /** The content of elements, perhaps with text among them. `p` is the index of the next tag, `k` counts elements that have only text. */
  #content(): void {
    const { content, layout } = this.#type;
    const isEmptiable = content === ContentKind.mixed || mayBeEmpty(layout);
    const result = isEmptiable ? "return v" : this.#call("giveUp", "at");
    this.#code.line("let p = at, k = 0, e, q;");
    this.#code.line(`if (${this.#file.input()}[p] === 62) p++;`, `else if ((p = ${this.#call("beginContent", "p")}) < 0) ${result};`);
    if (this.#places.size > 0) this.#code.line(`let ${[...this.#places.values()].join(", ")};`);
    this.#code.line("const d = t.declarations;");
    if (content === ContentKind.mixed) this.#mixed(layout);
    else {
      this.#advance();
      this.#layout(layout);
    }
    this.#code.line(`${this.#call("endContentAt", "start", "end", "p", "k")};`);
  }

  #call(name: RuntimeName, ...args: readonly string[]): string {
    return `${this.#file.runtime(name)}(${args.join(", ")})`;
  }

  #attributes(): void {
    const { attributes } = this.#type;
    if (attributes.length === 0) return;
    const required = attributes.reduce((bits, use, index) => (use.required ? bits | (1 << index) : bits), 0);
    this.#code.line("let s = 0;");
    this.#code.block(`while ((x = ${this.#call("nextAttribute", "at")}) !== 0) {`, () => {
      let head = "if";
      for (const [index, use] of attributes.entries()) {
        if (!isPlainAttribute(use)) continue;
        const { property, datatype } = use;
        const match = this.#file.attributeName(shortName(use));
        this.#code.block(
          `${head} ((s & ${1 << index}) === 0 && (y = ${match}(x)) !== 0) {`,
          () => {
            this.#code.line(`s |= ${1 << index};`, `${this.#call("readQuoted", "y")};`);
            this.#code.line(`${access("v", property)} = ${valueCode(datatype, this.#file, `t.attributes[${index}].datatype`)};`);
          },
          "",
        );
        head = "} else if";
      }
      if (head === "if") this.#code.line(`${this.#call("giveUp", "at")};`);
      else this.#code.block("} else {", () => this.#code.line(`${this.#call("giveUp", "at")};`));
      this.#code.line(`at = ${this.#file.cursor()}.at;`);
    });
    this.#code.line(`at = ${this.#file.cursor()}.at;`);
    if (required !== 0) this.#code.line(`if ((s & ${required}) !== ${required}) ${this.#call("giveUp", "at")};`);
  }

  #simple(): void {
    const { datatype, textProperty } = this.#type;
    if (datatype === undefined) throw new Error("internal: simple content without a type");
    this.#code.line(`${this.#call("readContent", "start", "end", "at")};`);
    this.#code.line(`${access("v", textProperty)} = ${valueCode(datatype, this.#file, "t.datatype")};`);
  }

  /** Goes to the next tag, mostly after a line feed and spaces, and looks for names in it. */
  #advance(): void {
    const bytes = this.#file.input();
    if (this.#inPlace)
      this.#code.line(
        `if (${bytes}[p] === 10) { for (p++; source.getInt32(p, true) === ${fourSpaces}; ) p += 4; while (${bytes}[p] === 32) p++; }`,
      );
    this.#code.line(`if (${bytes}[p] !== 60) p = ${this.#call("pastBlanks", "p")};`);
    this.#locate();
  }

  /** Looks for names in the next tag. */
  #locate(): void {
    for (const [namespace, place] of this.#places) {
      const prefix = this.#file.namespace(namespace);
      if (this.#inPlace) this.#code.line(`${place} = ${isPrefix(prefix, "p", false)} ? p + ${prefix}.length : none;`);
      else this.#code.line(`${place} = ${this.#call("nameIn", "p", prefix)};`);
    }
  }

  #layout(layout: Layout): void {
    if (layout.kind === "row") this.#row(layout);
    else if (layout.kind === "choice") this.#choice(layout.children, layout.min === 0);
    else if (layout.min > 0) for (const child of layout.children) this.#layout(child);
    else
      this.#code.block(`if (${this.#begins(layout)}) {`, () => {
        for (const child of layout.children) this.#layout(child);
      });
  }

  #choice(branches: readonly Layout[], isOptional: boolean): void {
    const refusal = isOptional || branches.some(mayBeEmpty) ? undefined : `${this.#call("giveUp", "p")};`;
    for (const [index, branch] of branches.entries()) {
      this.#code.block(`${index === 0 ? "" : "} else "}if (${this.#begins(branch)}) {`, () => this.#layout(branch), "");
    }
    if (branches.length === 0) this.#code.line(refusal ?? "");
    else this.#code.line(refusal === undefined ? "}" : `} else ${refusal}`);
  }

  /** A condition: the next tag can begin a layout. */
  #begins(layout: Layout): string {
    const tests = firstMembers(layout).map(({ declaration }) => `${this.#match(declaration)} !== 0`);
    return tests.length === 0 ? "false" : [...new Set(tests)].join(" || ");
  }

  /** The index after the name of the next tag if it is the declaration's, otherwise 0. */
  #match({ name }: Declaration): string {
    return `${this.#file.elementName(name.local)}(${this.#places.get(name.namespace)})`;
  }

  #row(layout: Layout & { kind: "row" }): void {
    const { row } = layout;
    const { min, max } = layout.content;
    if (row.kind === "group") throw new Error("internal: groups have no reader");
    const isItem = row.kind === "members" || row.particle.substitutable;
    const members = membersOf(layout);
    if (row.kind === "particle" && !row.array) {
      this.#members(members, isItem, () => this.#code.line(`${access("v", row.property)} = y;`));
      this.#code.line(min > 0 ? `} else ${this.#call("giveUp", "p")};` : "}");
      return;
    }
    const items = this.#file.items();
    const first = `a${this.#arrays++}`;
    this.#code.line(`const ${first} = ${items}.length;`);
    this.#code.block(`for (;;) {`, () => {
      if (max !== Number.POSITIVE_INFINITY) this.#code.line(`if (${items}.length - ${first} >= ${max}) break;`);
      this.#members(members, isItem, () => this.#code.line(`${items}.push(y);`));
      this.#code.line("} else break;");
    });
    if (min > 0) this.#code.line(`if (${items}.length - ${first} < ${min}) ${this.#call("giveUp", "p")};`);
    this.#storeItems(first, row.property);
  }

  /** Stores the items that were read since there were as many as `first` says. */
  #storeItems(first: string, property: string): void {
    this.#code.line(`if (${this.#file.items()}.length > ${first}) ${access("v", property)} = ${this.#call("takeItems", first)};`);
  }

  /** Reads the next element, if it is one of the members, into `y`, and stores it. The last block is left open. */
  #members(members: readonly Member[], isItem: boolean, store: () => void, advance = (): void => this.#advance()): void {
    for (const [index, { declaration, itemName }] of members.entries()) {
      const { name } = declaration;
      const place = this.#places.get(name.namespace) ?? "";
      const test = this.#inPlace ? this.#file.isElementName(name.local, place) : `(x = ${this.#match(declaration)}) !== 0`;
      this.#code.block(
        `${index === 0 ? "" : "} else "}if (${test}) {`,
        () => {
          if (this.#inPlace) this.#code.line(`x = ${place} + ${utf8Length(name.local)};`);
          if (!this.#element(declaration)) return;
          if (isItem) this.#code.line(`y = { name: ${quote(itemName)}, value: y };`);
          store();
          advance();
        },
        "",
      );
    }
  }

  /** Reads an element whose name ends at `x` into `y`. False: there is only the general way. */
  #element(declaration: Declaration): boolean {
    const index = this.#indices.get(declaration);
    const { leaf, type } = declaration;
    if (!isReadable(declaration, (type) => this.#readable.has(type))) {
      this.#code.line(`${this.#call("giveUp", "p")};`);
      return false;
    }
    const here = this.#file.cursor();
    if (leaf !== undefined) {
      this.#code.line(...leafCode(leaf, this.#file, `d[${index}].leaf`), "k++;");
      this.#endLeaf(declaration);
      return true;
    }
    const found = this.#find(type);
    if (found === undefined) throw new Error("internal: a readable type has a reader");
    this.#code.line(`y = ${this.#file.function(found.fileName, `read_${found.name}`)}(d[${index}].type, p, x, x);`, `p = ${here}.at;`);
    return true;
  }

  /** Goes past the end tag of an element with text, which is mostly written as the start tag is. */
  #endLeaf({ name }: Declaration): void {
    const end = `${this.#file.cursor()}.tag`;
    if (!this.#inPlace) {
      this.#code.line(`p = ${this.#call("endLeaf", "p", "x", end)};`);
      return;
    }
    const prefix = this.#file.namespace(name.namespace);
    this.#code.line(`e = ${end};`, `q = e + 1 + ${prefix}.length;`);
    this.#code.line(
      `p = ${isPrefix(prefix, "e", true)} && ${this.#file.isNameAndEnd(name.local, "q")} ? q + ${utf8Length(name.local) + 1} : ${this.#call("endLeaf", "p", "x", "e")};`,
    );
  }

  /** Text and elements in any order. */
  #mixed(layout: Layout): void {
    const list = mixedRow(layout);
    if (list === undefined) throw new Error("internal: mixed content is a list");
    const cursor = this.#file.cursor();
    const items = this.#file.items();
    this.#code.line(`const m = ${items}.length;`);
    this.#code.block("for (;;) {", () => {
      this.#code.line(`${this.#call("readRun", "p")};`, `p = ${cursor}.tag;`);
      this.#code.line(`if ((y = ${this.#file.runtime("rawText")}()) !== "") ${items}.push(y);`);
      this.#locate();
      const store = (): void => this.#code.line(`${items}.push(y);`);
      this.#members(membersOf(list), true, store, () => undefined);
      this.#code.line("} else break;");
    });
    this.#storeItems("m", list.row.property);
  }
}

const fourSpaces = 0x20202020;
/** What makes "/" of "<": an end tag begins with a prefix as a start tag does, one byte later. */
const slashOfEndTag = 0x3c ^ 0x2f;

/** The condition that a start tag or an end tag begins with a prefix. */
function isPrefix(prefix: string, tag: string, isEnd: boolean): string {
  const [first, second] = isEnd ? [1, 5] : [0, 4];
  const word0 = `(source.getInt32(${tag} + ${first}, true) ^ ${prefix}.word0) & ${prefix}.mask0`;
  const word1 = `(source.getInt32(${tag} + ${second}, true) ^ ${prefix}.word1) & ${prefix}.mask1`;
  return `(${word0}${isEnd ? ` ^ ${slashOfEndTag}` : ""} | ${word1}) === 0`;
}
