/**
 * Model string -> tree over property names.
 *
 * "amount (card | (iban bic?) | voucher)": blanks make a sequence, "|" a choice, "&" an xs:all. Occurrences stand behind a name or a group;
 * behind a name they replace those of its row. A name that is not a plain one stands in single quotes, with a quote in it doubled.
 */
import { type Bounds, parseOccurrence } from "./occurrence.js";

export type Model =
  | { readonly kind: "name"; readonly name: string; readonly bounds: Bounds | undefined }
  | { readonly kind: "sequence" | "choice" | "all"; readonly children: readonly Model[]; readonly min: number; readonly max: number };

const token = /\s*(?:([()|&])|'((?:[^']|'')*)'|([?*+]|\{\d+,\d*\})|([^\s()|&'?*+{}]+))/y;

/** Reads a model string; a malformed one is a mistake of the generator. */
export function parseModel(text: string): Model {
  const parser = new ModelParser(text);
  const model = parser.group();
  if (!parser.atEnd()) throw new Error(`internal: model "${text}"`);
  return model;
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
  group(): Model {
    const children: Model[] = [];
    let kind: "sequence" | "choice" | "all" = "sequence";
    while (this.#symbol !== ")" && this.#symbol !== "end") {
      if (this.#symbol === "|" || this.#symbol === "&") {
        kind = this.#symbol === "|" ? "choice" : "all";
        this.#advance();
      } else children.push(this.#term());
    }
    return { kind, children, min: 1, max: 1 };
  }

  #term(): Model {
    if (this.#symbol === "(") {
      this.#advance();
      const inner = this.group();
      this.#advance();
      const bounds = this.#bounds();
      return bounds === undefined || inner.kind === "name" ? inner : { ...inner, min: bounds.min, max: bounds.max };
    }
    if (this.#name === undefined) throw new Error(`internal: model "${this.#text}" at ${this.#at}`);
    const name = this.#name;
    this.#advance();
    return { kind: "name", name, bounds: this.#bounds() };
  }

  #bounds(): Bounds | undefined {
    if (!/^[?*+{]/.test(this.#symbol)) return undefined;
    const bounds = parseOccurrence(this.#symbol);
    this.#advance();
    return bounds;
  }

  #advance(): void {
    this.#name = undefined;
    if (this.#at >= this.#text.length) {
      this.#symbol = "end";
      return;
    }
    token.lastIndex = this.#at;
    const match = token.exec(this.#text);
    if (match === null) throw new Error(`internal: model "${this.#text}" at ${this.#at}`);
    this.#at = token.lastIndex;
    const [, mark, quoted, occurrence, plain] = match;
    this.#symbol = mark ?? occurrence ?? "name";
    this.#name = quoted?.replaceAll("''", "'") ?? plain;
  }
}
