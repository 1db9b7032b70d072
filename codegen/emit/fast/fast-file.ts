/**
 * One file of straight-line code while it is being written: plain JavaScript in a TypeScript file that the user's compiler does not check.
 */
import type * as door from "../../../src/runtime-v2.js";
import { type ImportExtension, quote, runtimeDoor, uncheckedMark } from "../generated-file.js";

/** A function or constant that generated code may import. */
export type RuntimeName = keyof typeof door;

/** A file of writers. */
export class FastFile {
  readonly fileName: string;
  readonly #extension: string;
  /** The names in this file by name, by file. */
  readonly #imports = new Map<string, Map<string, string>>();
  readonly #taken = new Set<string>();
  readonly #texts = new Map<string, string>();
  readonly #prefixes = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #namespaces = new Map<string, string>();
  readonly #words = new Map<string, string>();
  readonly #body: string[] = [];
  readonly #enumerations = new Map<string, string>();
  #usesInput = false;
  readonly #childWriters = new Map<string, string>();
  #usesOutput = false;
  #usesCursor = false;
  #usesPrototypes = false;
  #usesItems = false;

  constructor(fileName: string, extension: ImportExtension) {
    this.fileName = fileName;
    this.#extension = extension === "none" ? "" : extension;
  }

  /** A function or constant of the runtime. */
  runtime(name: RuntimeName): string {
    return this.#import(runtimeDoor, name);
  }

  /** A function of this file or another one. */
  function(fileName: string, name: string): string {
    return fileName === this.fileName ? name : this.#import(`./${fileName}${this.#extension}`, name);
  }

  /** The function that stores a constant text. */
  text(text: string): string {
    let name = this.#texts.get(text);
    if (name === undefined) {
      name = `t${this.#texts.size}`;
      this.#texts.set(text, name);
    }
    return name;
  }

  /** Statements that write `<prefix:name>` at `p`, which has room for it. */
  openingTag(prefix: string, local: string): string {
    return `${this.#prefixWords(prefix, "open")} p += ${prefix}.length; ${this.#stores(`${local}>`)}`;
  }

  /** Statements that write `</prefix:name>` at `p`, which has room for it. */
  closingTag(prefix: string, local: string): string {
    return `${this.#prefixWords(prefix, "close")} p += ${prefix}.length + 1; ${this.#stores(`${local}>`)}`;
  }

  #prefixWords(prefix: string, name: string): string {
    return `view.setInt32(p, ${prefix}.${name}0, true); view.setInt32(p + 4, ${prefix}.${name}1, true);`;
  }

  #stores(text: string): string {
    this.#usesOutput = true;
    const { stores, length } = storesOf(text);
    return `${stores} p += ${length};`;
  }

  /** The constant for the prefix of a namespace. */
  prefix(namespace: string): string {
    let name = this.#prefixes.get(namespace);
    if (name === undefined) {
      name = `s${this.#prefixes.size}`;
      this.#prefixes.set(namespace, name);
    }
    return name;
  }

  /** The function that compares a name of an element with the input: the index after it, or 0. */
  elementName(local: string): string {
    return this.#constant(this.#names, local, "n");
  }

  /** The bytes of the input; `source` are its words. */
  input(): string {
    this.#usesInput = true;
    return "bytes";
  }

  /** The condition that the name of an element is at an index. */
  isElementName(local: string, at: string): string {
    this.#usesInput = true;
    return isText(local, at);
  }

  /** The condition that the name of an element and the end of its end tag are at an index. */
  isNameAndEnd(local: string, at: string): string {
    this.#usesInput = true;
    return isText(`${local}>`, at);
  }

  /** The function that compares the name of an attribute, and what precedes its value, with the input. */
  attributeName(name: string): string {
    return this.#constant(this.#names, `${name}="`, "n");
  }

  /** The constant for a namespace in the document that is read. */
  namespace(namespace: string): string {
    return this.#constant(this.#namespaces, namespace, "r");
  }

  /** The constant for the values of an enumeration. */
  words(words: readonly string[]): string {
    return this.#constant(this.#words, words.map(quote).join(", "), "w");
  }

  /** The function that writes one of some plain texts and refuses any other value. Few texts are of one length, so few are compared. */
  enumeration(words: readonly string[]): string {
    const lengths = [...new Set(words.map((word) => word.length))];
    const cases = lengths.map((length) => {
      const tests = words
        .filter((word) => word.length === length)
        .map((word) => `if (x === ${quote(word)}) return ${word === "" ? "p" : `${this.text(word)}(p)`};`);
      return `case ${length}: ${tests.join(" ")} break;`;
    });
    const body = `if (typeof x === "string") switch (x.length) { ${cases.join(" ")} } return ${this.runtime("refuseValue")}();`;
    return this.#constant(this.#enumerations, body, "e");
  }

  /** The function that writes a value `x` as an element of the declaration `d`, from these lines. */
  childWriter(lines: readonly string[]): string {
    return this.#constant(this.#childWriters, lines.map((line) => `  ${line}`).join("\n"), "k");
  }

  /** The function that gives the prototype of an object, beside the constant `plain`, that of plain objects. */
  prototypeOf(): string {
    this.#usesPrototypes = true;
    return "prototypeOf";
  }

  #constant(known: Map<string, string>, key: string, letter: string): string {
    let name = known.get(key);
    if (name === undefined) {
      name = `${letter}${known.size}`;
      known.set(key, name);
    }
    return name;
  }

  /** Reserves a name for a function of this file, before any other file's function of the same name is imported. */
  declare(name: string): void {
    this.#taken.add(name);
  }

  /** The place of readers in the input. */
  cursor(): string {
    this.#usesCursor = true;
    return "here";
  }

  /** The items of the arrays that are being read. */
  items(): string {
    this.#usesItems = true;
    return "list";
  }

  write(text: string): void {
    this.#body.push(text);
  }

  /** The whole text. */
  print(header: string): string {
    // The last imports, since they depend on what was printed.
    const view = this.#texts.size === 0 && !this.#usesOutput ? undefined : this.runtime("outputView");
    const tagPrefix = this.#prefixes.size === 0 ? undefined : this.runtime("tagPrefix");
    const usesInput = this.#usesInput || this.#names.size > 0;
    const source = usesInput ? this.runtime("inputView") : undefined;
    const nameEnds = usesInput ? this.runtime("nameEnds") : undefined;
    const input = usesInput ? this.runtime("input") : undefined;
    const nowhere = usesInput ? this.runtime("nowhere") : undefined;
    const namePrefix = this.#namespaces.size === 0 ? undefined : this.runtime("namePrefix");
    const wordsOf = this.#words.size === 0 ? undefined : this.runtime("wordsOf");
    const cursor = this.#usesCursor ? this.runtime("cursor") : undefined;
    const items = this.#usesItems ? this.runtime("items") : undefined;
    // The engine knows constants of the file itself, and not imported ones.
    const constants = [
      ...(view === undefined ? [] : [`const view = ${view};`]),
      ...[...this.#prefixes].map(([namespace, name]) => `const ${name} = /*@__PURE__*/ ${tagPrefix}(${quote(namespace)});`),
      ...(source === undefined ? [] : [`const source = ${source}, ends = ${nameEnds}, bytes = ${input}, none = ${nowhere};`]),
      ...(this.#usesPrototypes ? ["const plain = Object.prototype, prototypeOf = Object.getPrototypeOf;"] : []),
      ...(cursor === undefined ? [] : [`const here = ${cursor};`]),
      ...(items === undefined ? [] : [`const list = ${items};`]),
      ...[...this.#namespaces].map(([namespace, name]) => `const ${name} = /*@__PURE__*/ ${namePrefix}(${quote(namespace)});`),
      ...[...this.#words].map(([words, name]) => `const ${name} = /*@__PURE__*/ ${wordsOf}(${words});`),
    ];
    const texts = [...this.#texts].map(([text, name]) => printText(name, text));
    const names = [...this.#names].map(([text, name]) => printName(name, text));
    const parts = [
      `${header}\n${uncheckedMark}`,
      this.#printImports(),
      constants.join("\n"),
      texts.join("\n"),
      [...this.#enumerations].map(([body, name]) => `function ${name}(p, x) { ${body} }`).join("\n"),
      [...this.#childWriters].map(([body, name]) => `function ${name}(p, x, d, l) {\n${body}\n}`).join("\n"),
      names.join("\n"),
      this.#body.join("\n\n"),
    ];
    return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
  }

  #printImports(): string {
    const print = ([name, local]: readonly [string, string]): string => (name === local ? name : `${name} as ${local}`);
    return [...this.#imports]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([from, names]) => `import { ${[...names].map(print).sort().join(", ")} } from ${quote(from)};`)
      .join("\n");
  }

  #import(from: string, name: string): string {
    const names = this.#imports.get(from) ?? new Map<string, string>();
    this.#imports.set(from, names);
    const known = names.get(name);
    if (known !== undefined) return known;
    let local = name;
    // Names of schemas do not end in an underscore.
    for (let number = 2; this.#taken.has(local); number++) local = `${name}_${number}_`;
    this.#taken.add(local);
    names.set(name, local);
    return local;
  }
}

/** A function that stores a text. */
function printText(name: string, text: string): string {
  const { stores, length } = storesOf(text);
  return `/** ${text.replaceAll("*/", "* /")} */\nfunction ${name}(p) { ${stores} return p + ${length}; }`;
}

/** Statements that store a text at `p`, eight bytes at a time; what they store beyond the text is overwritten. */
function storesOf(text: string): { readonly stores: string; readonly length: number } {
  const bytes = new TextEncoder().encode(`${text}\0\0\0\0\0\0\0`);
  const view = new DataView(bytes.buffer);
  const length = bytes.length - 7;
  const stores: string[] = [];
  for (let at = 0; at < length; ) {
    const index = at === 0 ? "p" : `p + ${at}`;
    const double = view.getFloat64(at, true);
    // Engines may change the bits of NaN.
    const isWord = length - at <= 4 || Number.isNaN(double);
    stores.push(isWord ? `view.setInt32(${index}, ${view.getInt32(at, true)}, true);` : `view.setFloat64(${index}, ${double}, true);`);
    at += isWord ? 4 : 8;
  }
  return { stores: stores.join(" "), length };
}

/** A function that compares a name with the input: the index after it, or 0. */
function printName(name: string, text: string): string {
  return `/** ${text.replaceAll("*/", "* /")} */\nfunction ${name}(p) { return ${isText(text, "p")} ? p + ${utf8Length(text)} : 0; }`;
}

/** A comparison of up to eight bytes at a time. The name of an element has to end there; other texts say themselves how they end. */
function isText(text: string, at: string): string {
  const length = utf8Length(text);
  const tests: string[] = [];
  for (let from = 0; from < length; ) {
    const left = length - from;
    const size = left > 4 && length >= 8 ? 8 : 4;
    // The last bytes are compared with some before them, which costs less than a mask.
    const start = Math.max(0, Math.min(from, length - size));
    tests.push(isWord(text, start, size, at));
    from = start + size;
  }
  if (!text.endsWith('"') && !text.endsWith(">")) tests.push(`ends[bytes[${at} + ${length}]] === 1`);
  return tests.join(" && ");
}

/** The condition that four or eight bytes of a text are at their place in the input. */
function isWord(text: string, start: number, size: number, at: string): string {
  const bytes = new TextEncoder().encode(`${text}\0\0\0`);
  const view = new DataView(bytes.buffer);
  const index = start === 0 ? at : `${at} + ${start}`;
  const double = size === 8 ? view.getFloat64(start, true) : Number.NaN;
  // A number from 1 on has the only bits that are equal to it.
  if (!Number.isNaN(double)) return `source.getFloat64(${index}, true) === ${double}`;
  if (size === 8) return `${isWord(text, start, 4, at)} && ${isWord(text, start + 4, 4, at)}`;
  const mask = bytes.length - 3 >= start + 4 ? undefined : 2 ** ((bytes.length - 3 - start) * 8) - 1;
  const word = `source.getInt32(${index}, true)`;
  return `${mask === undefined ? word : `(${word} & ${mask})`} === ${view.getInt32(start, true)}`;
}

/** The number of bytes of a text in the input. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
