/**
 * Compiled types -> functions that write their values: attributes, then the content in the order of the model, without looking anything up.
 *
 * What a function does not know it leaves to the general encoder: a whole child where the type of the child has no function, a value with
 * a namespace in no scope, nil, xsi:type. A value that is not valid is refused, and the general encoder says why.
 */

import type { Datatype } from "../../../src/datatypes/datatype.js";
import type { AttributeUse } from "../../../src/runtime/compile/attribute-use.js";
import {
  type CompiledType,
  ContentKind,
  type Declaration,
  type Layout,
  type Particle,
} from "../../../src/runtime/compile/compiled-type.js";
import {
  isNeverEmpty,
  isShort,
  longestText,
  mayBeEmpty,
  propertiesOf,
  refusedProperties,
  shortName,
  takesTypeWriter,
} from "../../../src/runtime/fast/written-types.js";
import type { Name } from "../../../src/xml/names.js";
import { isIdentifier } from "../../lower/names/identifiers.js";
import { quote } from "../generated-file.js";
import { CodeLines } from "./code-lines.js";
import type { FastFile } from "./fast-file.js";
import { leafCode } from "./leaf-code.js";

/** Types with more children of simple types write each by a function, which the same elements of other types share. */
const mostInPlace = 4;

/** The statements that write an element in place, and the tests for what is left to the encoder. */
interface InPlace {
  readonly tests: readonly string[];
  readonly lines: readonly string[];
}

/** Names the functions of a type; undefined: it has none. */
export type FindWriter = (type: CompiledType) => { readonly fileName: string; readonly name: string } | undefined;

/** Prints the functions of one type. */
export function printWriter(name: string, type: CompiledType, find: FindWriter, file: FastFile): void {
  new WriterPrinter(name, type, find, file).print();
}

class WriterPrinter {
  readonly #name: string;
  readonly #type: CompiledType;
  readonly #find: FindWriter;
  readonly #file: FastFile;
  readonly #code = new CodeLines();
  readonly #indices: ReadonlyMap<Declaration, number>;
  readonly #writesInPlace: boolean;
  /** The property that `x` has at the beginning: each is read once. */
  #inHand: string | undefined;

  constructor(name: string, type: CompiledType, find: FindWriter, file: FastFile) {
    this.#name = name;
    this.#type = type;
    this.#find = find;
    this.#file = file;
    this.#writesInPlace = type.declarations.filter(({ leaf }) => leaf !== undefined).length <= mostInPlace;
    this.#indices = new Map(type.declarations.map((declaration, index) => [declaration, index]));
  }

  print(): void {
    const file = this.#file;
    const { content, layout, attributes } = this.#type;
    const declarations = this.#usesDeclarations() ? ", d = t.declarations" : "";
    this.#inHand = this.#firstProperty();
    this.#code.line(`if (l < 1) ${this.#refuse()}`, `let n = 0, x = ${access("v", this.#inHand)}${declarations};`);
    // After a property was read: the engine knows then what kind of object it is, and its prototype with it.
    this.#code.line(`if (${file.prototypeOf()}(v) !== plain) ${file.runtime("checkPrototype")}(v);`);
    if (attributes.some(isShort)) {
      this.#code.line("p--;");
      for (const use of attributes) if (isShort(use)) this.#attribute(use);
      this.#code.line(`p = ${file.runtime("writeByte")}(p, 62);`);
    }
    if (content === ContentKind.simple) this.#text();
    else if (content === ContentKind.empty) this.#end("-p");
    else {
      const isEmptiable = content === ContentKind.mixed || mayBeEmpty(layout);
      if (isEmptiable) this.#code.line(`const start = ${file.runtime("outputPosition")}(p);`);
      this.#layout(layout);
      this.#end(isEmptiable ? `${file.runtime("endContent")}(p, start)` : "p");
    }
    // The printed file is not checked (@ts-nocheck): the runtime calls these functions through TypeWriter, whatever the value is, so `any` is all that they and the constant below can say.
    file.write(`export function write_${this.#name}(p: number, v: any, t: any, l: number): number {\n${this.#code}\n}`);
    const conditions = conditionsOf(this.#type);
    const takes = conditions.length === 0 ? "" : `, takes: (v) => ${conditions.map((one) => one("v")).join(" && ")}`;
    file.write(`export const ${this.#name}Writer: any = { write: write_${this.#name}${takes} };`);
  }

  #end(result: string): void {
    this.#code.line("for (const _ in v) n--;", `if (n !== 0) ${this.#file.runtime("checkCount")}(v, n);`, `return ${result};`);
  }

  /** Some child is written by the function of its type, or by the encoder. */
  #usesDeclarations(): boolean {
    return this.#type.content !== ContentKind.simple && this.#indices.size > 0;
  }

  #firstProperty(): string {
    const { attributes, rows, content, textProperty } = this.#type;
    return attributes.find(isShort)?.property ?? (content === ContentKind.simple ? textProperty : (rows[0]?.property ?? textProperty));
  }

  /** Reads a property of the value. */
  #take(property: string): void {
    if (property !== this.#inHand) this.#code.line(`x = ${access("v", property)};`);
    this.#inHand = undefined;
  }

  #refuse(): string {
    return `${this.#file.runtime("refuseValue")}();`;
  }

  #attribute(use: AttributeUse): void {
    const file = this.#file;
    const { property, datatype, constraint, required, index } = use;
    const code = constraint?.fixed === true ? undefined : leafCode(datatype, file, `t.attributes[${index}].datatype`, true);
    const at = `${file.text(` ${shortName(use)}="`)}(p)`;
    const other = `${file.runtime("writeOtherAttribute")}(${at}, x, t, ${index})`;
    const written =
      code === undefined ? other : code.test === undefined ? code.write(at, "x") : `${code.test("x")} ? ${code.write(at, "x")} : ${other}`;
    this.#take(property);
    this.#code.block("if (x !== undefined) {", () =>
      this.#code.line("n++;", `p = ${written};`, `p = ${file.runtime("writeByte")}(p, 34);`),
    );
    if (required) this.#code.line(`else ${this.#refuse()}`);
  }

  /** Simple content. */
  #text(): void {
    const file = this.#file;
    const { datatype, textProperty } = this.#type;
    if (datatype === undefined) throw new Error("internal: simple content without a type");
    const code = leafCode(datatype, file, "t.datatype", false);
    const other = `${file.runtime("writeOther")}(p, x, t.datatype)`;
    const written =
      code === undefined
        ? other
        : code.test === undefined
          ? code.write("p", "x")
          : `${code.test("x")} ? ${code.write("p", "x")} : ${other}`;
    this.#take(textProperty);
    this.#code.line("n++;", `p = ${code?.empty === "string" ? 'x === "" ? -p : ' : ""}${written};`);
    this.#end("p");
  }

  #layout(layout: Layout): void {
    if (layout.kind === "row") this.#row(layout);
    else if (layout.kind === "choice") this.#choice(layout.children, layout.min === 0);
    else if (layout.min > 0) for (const child of layout.children) this.#layout(child);
    else
      this.#code.block(`if (${isPresent(layout)}) {`, () => {
        for (const child of layout.children) this.#layout(child);
      });
  }

  #choice(branches: readonly Layout[], isOptional: boolean): void {
    for (const [index, branch] of branches.entries()) {
      this.#code.block(`${index === 0 ? "" : "} else "}if (${isPresent(branch)}) {`, () => this.#layout(branch), "");
    }
    if (!isOptional && !branches.some(mayBeEmpty)) this.#code.block("} else {", () => this.#code.line(this.#refuse()), "");
    if (branches.length > 0) this.#code.line("}");
    else if (!isOptional) this.#code.line(this.#refuse());
  }

  #row({ row, min, max }: Layout & { kind: "row" }): void {
    this.#take(row.property);
    this.#code.block("if (x !== undefined) {", () => {
      this.#code.line("n++;");
      if (row.kind === "particle" && !row.array) this.#particle(row.particle, "x");
      else {
        const bounds = row.kind === "members" && row.mixed ? "0, Infinity" : `${min}, ${max}`;
        this.#code.line(`${this.#file.runtime("checkItems")}(x, ${bounds});`);
        this.#code.block("for (let i = 0; i < x.length; i++) {", () => {
          this.#code.line("const y = x[i];");
          if (row.kind === "particle") this.#particle(row.particle, "y");
          else if (row.kind === "members") this.#item(row.byItemName, row.mixed);
        });
      }
    });
    if (min > 0 && !(row.kind === "members" && row.mixed)) this.#code.line(`else ${this.#refuse()}`);
  }

  #item(members: ReadonlyMap<string, { readonly member: { readonly declaration: Declaration } | undefined }>, mixed: boolean): void {
    if (mixed) this.#code.line(`if (typeof y === "string") { p = ${this.#file.runtime("writeText")}(p, y, 0); continue; }`);
    this.#code.line("const z = y.value;");
    this.#code.block("switch (y.name) {", () => {
      for (const [name, { member }] of members) {
        if (member !== undefined) this.#code.block(`case ${quote(name)}:`, () => this.#branch(member.declaration), "");
      }
      this.#code.line(`default: ${this.#refuse()}`);
    });
  }

  #particle(particle: Particle, value: string): void {
    const [only] = particle.members;
    if (particle.substitutable) this.#item(new Map(particle.members.map((member) => [member.itemName, { member }])), false);
    else if (only !== undefined) this.#child(only.declaration, value);
  }

  #branch(declaration: Declaration): void {
    this.#child(declaration, "z");
    this.#code.line("break;");
  }

  /** Writes one child: text and numbers in place, where the type has few, and others by a function of their own, so that the engine can compile each as one piece. */
  #child(declaration: Declaration, x: string): void {
    const general = this.#file.runtime("writeChild");
    const d = `d[${this.#indices.get(declaration)}]`;
    const inPlace = this.#writesInPlace ? this.#leafInPlace(declaration, x, d) : undefined;
    if (inPlace !== undefined) {
      this.#code.line(`if (${inPlace.tests.join(" || ")}) p = ${general}(p, ${x}, ${d}, l);`);
      this.#code.block("else {", () => this.#code.line(...inPlace.lines));
      return;
    }
    const written = this.#childCode(declaration);
    const name = written === undefined ? general : this.#file.childWriter(written(`return ${general}(p, x, d, l);`));
    this.#code.line(`p = ${name}(p, ${x}, ${d}, l);`);
  }

  /** Writes `x` as an element of a simple type that has an expression of its own. */
  #leafInPlace({ name, leaf, leafHoldsNames, nillable }: Declaration, x: string, d: string): InPlace | undefined {
    const file = this.#file;
    const code = leaf === undefined || leafHoldsNames || !isShortName(name) ? undefined : leafCode(leaf, file, `${d}.leaf`, false);
    if (code === undefined) return undefined;
    const prefix = file.prefix(name.namespace);
    const tests = [`p > ${prefix}.limit`];
    if (nillable) tests.push(`${x} === null`);
    if (code.test !== undefined) tests.push(`!(${code.test(x)})`);
    const open = file.openingTag(prefix, name.local);
    const write = `p = ${code.write("p", x)}; ${file.closingTag(prefix, name.local)}`;
    const lines =
      code.empty === "never" ? [open, write] : [open, `if (${x} === "") p = ${file.runtime("emptyTag")}(p);`, `else { ${write} }`];
    return { tests, lines };
  }

  /** The body of the function that writes `x` as an element of the declaration `d`; undefined: the encoder writes it. */
  #childCode(declaration: Declaration): ((general: string) => readonly string[]) | undefined {
    const file = this.#file;
    const { name, leaf } = declaration;
    if (!isShortName(name)) return undefined;
    const isLeaf = leaf !== undefined && !declaration.leafHoldsNames;
    const writer = isLeaf ? undefined : this.#writerOf(declaration);
    if (!isLeaf && writer === undefined) return undefined;
    const prefix = file.prefix(name.namespace);
    const open = file.openingTag(prefix, name.local);
    const close = file.closingTag(prefix, name.local);
    const tests = [`p > ${prefix}.limit`];
    if (declaration.nillable) tests.push("x === null");
    const lines = isLeaf ? this.#leafCode(leaf, tests) : this.#complexCode(declaration, writer ?? "", tests);
    return (general) => [`if (${tests.join(" || ")}) ${general}`, open, ...lines, close, "return p;"];
  }

  /** The content of an element of a simple type; adds to the tests for what is left to the encoder. */
  #leafCode(leaf: Datatype, tests: string[]): readonly string[] {
    const file = this.#file;
    const code = leafCode(leaf, file, "d.leaf", false);
    const empty = file.runtime("emptyTag");
    if (code === undefined) return [`p = ${file.runtime("writeOther")}(p, x, d.leaf);`, `if (p < 0) return ${empty}(-p);`];
    if (code.test !== undefined) tests.push(`!(${code.test("x")})`);
    return [...(code.empty === "never" ? [] : [`if (x === "") return ${empty}(p);`]), `p = ${code.write("p", "x")};`];
  }

  #complexCode({ type, nillable, hierarchy }: Declaration, writer: string, tests: string[]): readonly string[] {
    const file = this.#file;
    if (nillable) tests.push("x.$nil !== undefined");
    tests.push(`x[${file.runtime("elementNotes")}] !== undefined`);
    if (hierarchy !== undefined) tests.push("x.$type !== undefined");
    for (const one of conditionsOf(type)) tests.push(`!(${one("x")})`);
    const content = `p = ${writer}(p, x, d.type, l - 1);`;
    const room = `p = ${file.runtime("withRoom")}(p);`;
    return isNeverEmpty(type) ? [content, room] : [content, `if (p < 0) return ${file.runtime("emptyTag")}(-p);`, room];
  }

  /** The function that writes the type of a child; undefined: the encoder writes it. */
  #writerOf(declaration: Declaration): string | undefined {
    const found = takesTypeWriter(declaration) ? this.#find(declaration.type) : undefined;
    return found === undefined ? undefined : this.#file.function(found.fileName, `write_${found.name}`);
  }
}

/** Conditions on a value without which its writer does not take it. */
function conditionsOf(type: CompiledType): readonly ((value: string) => string)[] {
  return refusedProperties(type).map((property) => (value: string) => `${access(value, property)} === undefined`);
}

function isShortName({ local }: Name): boolean {
  return local.length <= longestText / 4;
}

/** The expression for a property. */
export function access(value: string, property: string): string {
  return isIdentifier(property) ? `${value}.${property}` : `${value}[${quote(property)}]`;
}

/** A condition: a property of the branch is present. */
function isPresent(layout: Layout): string {
  const properties = propertiesOf(layout);
  return properties.length === 0 ? "false" : properties.map((property) => `${access("v", property)} !== undefined`).join(" || ");
}
