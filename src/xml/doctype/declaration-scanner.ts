/**
 * Scans the tokens of markup declarations: names, literals, white space and keywords.
 */
import { forbiddenCharacter } from "../characters.js";
import { isNCName, skipName, skipNmtoken } from "../name-characters.js";
import type { Refuse } from "../read/references.js";

/** Thrown if the text ends before the declaration does, and more input may complete it. */
export class MoreInputNeeded extends Error {}

const blanksAt = /[ \t\r\n]*/y;
const publicIdentifier = /^[ \r\na-zA-Z0-9\-'()+,./:=?;!*#@$_%]*$/;

/** A position in the text of a document type declaration, or of a parameter entity. */
export class DeclarationScanner {
  at = 0;
  readonly text: string;
  readonly refuse: Refuse;
  /** The text is that of the document, which may continue; otherwise the replacement text of a parameter entity, which is complete. */
  readonly #mayGoOn: boolean;

  constructor(text: string, refuse: Refuse, mayGoOn: boolean) {
    this.text = text;
    this.refuse = refuse;
    this.#mayGoOn = mayGoOn;
  }

  fail(message: string, at: number = this.at): never {
    if (at >= this.text.length && this.#mayGoOn) throw new MoreInputNeeded();
    this.refuse("xml-not-well-formed", message, at);
  }

  isEnd(): boolean {
    return this.at >= this.text.length;
  }

  startsWith(word: string): boolean {
    return this.text.startsWith(word, this.at);
  }

  /** Takes a keyword if it comes next. */
  take(word: string): boolean {
    if (!this.startsWith(word)) return false;
    this.at += word.length;
    return true;
  }

  expect(word: string): void {
    if (!this.take(word)) this.fail(`"${word}" is expected`);
  }

  /** Skips white space. Returns true if there was any. */
  skipBlanks(): boolean {
    blanksAt.lastIndex = this.at;
    blanksAt.exec(this.text);
    const moved = blanksAt.lastIndex > this.at;
    this.at = blanksAt.lastIndex;
    return moved;
  }

  expectBlanks(): void {
    if (!this.skipBlanks()) this.fail("white space is expected");
  }

  /** Takes a token whose end `skip` finds. */
  #takeWith(skip: (text: string, at: number) => number, what: string): string {
    const start = this.at;
    this.at = skip(this.text, start);
    if (this.at === start) this.fail(`${what} is expected`);
    return this.text.slice(start, this.at);
  }

  /** Takes the name of an element type or attribute, with at most one colon. Namespaces in XML 1.0 §7 */
  qualifiedName(): string {
    const start = this.at;
    const name = this.#takeWith(skipName, "a name");
    if (!name.split(":", 3).every(isNCName) || name.split(":", 3).length > 2) {
      this.refuse("xml-namespace", `"${name.slice(0, 100)}" is not a qualified name`, start);
    }
    return name;
  }

  /** Takes the name of an entity, notation or processing instruction, without a colon. Namespaces in XML 1.0 §7 */
  simpleName(): string {
    const start = this.at;
    const name = this.#takeWith(skipName, "a name");
    if (name.includes(":")) this.refuse("xml-namespace", `"${name.slice(0, 100)}" must not contain a colon`, start);
    return name;
  }

  nmtoken(): string {
    return this.#takeWith(skipNmtoken, "a name token");
  }

  /** Takes a quoted literal and returns it without its quotes. */
  literal(): string {
    const quote = this.text[this.at];
    if (quote !== '"' && quote !== "'") this.fail("a quoted literal is expected");
    const end = this.text.indexOf(quote, this.at + 1);
    if (end < 0) this.fail("a literal is not closed", this.text.length);
    const literal = this.text.slice(this.at + 1, end);
    this.#checkCharacters(literal, this.at + 1);
    this.at = end + 1;
    return literal;
  }

  publicLiteral(): string {
    const start = this.at;
    const literal = this.literal();
    if (!publicIdentifier.test(literal)) this.fail("a character is not allowed in a public identifier", start);
    return literal;
  }

  /** Skips a comment or processing instruction. False: none comes next. */
  skipMisc(): boolean {
    if (this.startsWith("<!--")) {
      const end = this.#find("--", this.at + 4, "a comment");
      this.#checkCharacters(this.text.slice(this.at, end), this.at);
      this.at = end + 2;
      if (!this.take(">")) this.fail('"--" is not allowed in a comment');
      return true;
    }
    if (!this.startsWith("<?")) return false;
    const start = this.at;
    this.at += 2;
    const target = this.simpleName();
    if (target.toLowerCase() === "xml") this.fail(`the target "${target}" is reserved`, start);
    if (!this.startsWith("?>")) this.expectBlanks();
    const end = this.#find("?>", this.at, "a processing instruction");
    this.#checkCharacters(this.text.slice(this.at, end), this.at);
    this.at = end + 2;
    return true;
  }

  #find(closing: string, from: number, what: string): number {
    const end = this.text.indexOf(closing, from);
    if (end < 0) this.fail(`${what} is not closed`, this.text.length);
    return end;
  }

  #checkCharacters(text: string, start: number): void {
    const index = text.search(forbiddenCharacter);
    if (index >= 0) this.fail("a character is not allowed", start + index);
  }
}
