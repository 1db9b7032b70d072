/**
 * Models: text <-> the structure of content over property names or item keys.
 *
 * "amount (card | (iban bic?) | voucher)": blanks make a sequence, "|" a choice, "&" an xs:all. Occurrences stand behind a name or a group;
 * behind a name they replace those of its row. A name that is not a plain one stands in single quotes, with a quote in it doubled.
 */
import { type Bounds, parseOccurrence, printBounds } from "./occurrence.js";

/** A node of a model. Groups have several members or none; one of a single member is a sequence that repeats or may be left out. */
export type Model = NameModel | GroupModel;

/** A property name with its bounds. */
export interface NameModel {
  readonly kind: "name";
  readonly name: string;
  /** Undefined: those of the row. */
  readonly bounds: Bounds | undefined;
}

/** A group of models. */
export interface GroupModel extends Bounds {
  readonly kind: "sequence" | "choice" | "all";
  readonly children: readonly Model[];
}

/** Writes a model; a sequence that occurs once needs no parentheses. */
export function printModel(model: Model): string {
  const text = printNode(model);
  return model.kind === "sequence" && model.min === 1 && model.max === 1 ? text.slice(1, -1) : text;
}

const separators = { sequence: " ", choice: " | ", all: " & " } as const;

function printNode(model: Model): string {
  if (model.kind === "name") return quote(model.name) + (model.bounds === undefined ? "" : printBounds(model.bounds) || "{1,1}");
  const { kind, children } = model;
  const inner = kind === "choice" && children.length === 0 ? "|" : children.map(printNode).join(separators[kind]);
  return `(${inner})${printBounds(model)}`;
}

function quote(name: string): string {
  return /^[A-Za-z0-9_$]+$/.test(name) ? name : `'${name.replaceAll("'", "''")}'`;
}

const token = /\s*(?:([()|&])|'((?:[^']|'')*)'|([?*+]|\{\d+,\d*\})|([^\s()|&'?*+{}]+))/y;

/** Reads a model; a malformed one is a mistake of the generator. */
export function parseModel(text: string): Model {
  const parser = new ModelParser(text);
  const model = parser.group();
  if (!parser.atEnd()) throw new Error(`internal: model "${text}"`);
  return withoutParentheses(model);
}

/** "(a)" is a. */
function withoutParentheses(group: GroupModel): Model {
  const [only] = group.children;
  return only !== undefined && group.children.length === 1 ? only : group;
}

class ModelParser {
  readonly #text: string;
  #symbol = "";
  #name: string | undefined;
  #at = 0;

  constructor(text: string) {
    this.#text = text.trimEnd();
    this.#advance();
  }

  atEnd(): boolean {
    return this.#symbol === "end";
  }

  /** Everything up to a closing parenthesis or the end. */
  group(): GroupModel {
    const children: Model[] = [];
    let kind: GroupModel["kind"] = "sequence";
    while (this.#symbol !== ")" && this.#symbol !== "end") {
      if (this.#symbol === "|" || this.#symbol === "&") {
        kind = this.#symbol === "|" ? "choice" : "all";
        this.#advance();
      } else children.push(this.#term());
    }
    return { kind, children, min: 1, max: 1 };
  }

  #term(): Model {
    if (this.#symbol === "(") return this.#parenthesized();
    if (this.#name === undefined) throw this.#malformed();
    const name = this.#name;
    this.#advance();
    return { kind: "name", name, bounds: this.#bounds() };
  }

  #parenthesized(): Model {
    this.#advance();
    const inner = this.group();
    if (this.#symbol !== ")") throw this.#malformed();
    this.#advance();
    const bounds = this.#bounds();
    return bounds === undefined ? withoutParentheses(inner) : { ...inner, ...bounds };
  }

  #bounds(): Bounds | undefined {
    if (!/^[?*+{]/.test(this.#symbol)) return undefined;
    const { min, max } = parseOccurrence(this.#symbol);
    this.#advance();
    return { min, max };
  }

  #malformed(): Error {
    return new Error(`internal: model "${this.#text}" at ${this.#at}`);
  }

  #advance(): void {
    this.#name = undefined;
    if (this.#at >= this.#text.length) {
      this.#symbol = "end";
      return;
    }
    token.lastIndex = this.#at;
    const match = token.exec(this.#text);
    if (match === null) throw this.#malformed();
    this.#at = token.lastIndex;
    const [, mark, quoted, occurrence, plain] = match;
    this.#symbol = mark ?? occurrence ?? "name";
    this.#name = quoted?.replaceAll("''", "'") ?? plain;
  }
}
