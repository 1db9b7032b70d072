/**
 * A window over the UTF-8 bytes of the input, followed by zero bytes.
 *
 * Scan loops stop at the zero bytes, so they do not test for the end; code that stops there calls `refill`, which moves the window on.
 * Whole documents and chunks are read the same way. In document mode, the replacement text of an entity is read in a window of its own,
 * stacked on that of the document.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { describeCharacter } from "../characters.js";
import { XmlError, type XmlErrorCode } from "../errors.js";
import type { Limits } from "../limits.js";
import { LineIndex, type Located } from "../positions.js";
import { type Encoding, encodingByName } from "./encodings.js";
import type { Feed } from "./feed.js";
import { Input, InputRefusal, isFeed } from "./input.js";
import { KeptPlaces } from "./kept-places.js";
import type { TagScanner } from "./tag-scanner.js";
import { WindowText } from "./window-text.js";

const windowLength = 64 * 1024;
/** The zero bytes after the text: more than the longest keyword compared without a test for the end. */
const tailLength = 32;

/** A buffer kept for the next document, because allocating 64 KiB costs more than reading a small message. */
let spare: { readonly bytes: Uint8Array; readonly view: DataView } | undefined;

/** The buffer of a window whose document has been read. */
const released = new Uint8Array(tailLength);
const releasedView = viewOf(released);

/** A window that is suspended while an entity is read. */
interface Suspended {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly at: number;
  readonly complete: boolean;
  readonly text: WindowText;
  /** The name of the entity. */
  readonly entity: string;
}

/** The window of one document. */
export class Window {
  bytes: Uint8Array;
  /** The same bytes, for reading four at a time. */
  view: DataView;
  end = 0;
  /** The current index. */
  at = 0;
  /** The offset of the window's first byte in the UTF-8 text. */
  base = 0;
  /** The offset of the token in the text. Its position is recorded when the window moves past it. */
  tokenOffset = 0;
  readonly #kept = new KeptPlaces();
  /** The input has ended. */
  complete = false;
  text: WindowText = new WindowText();
  readonly limits: Limits;
  readonly input: Input;
  #markup = 0;
  /** Set for input that arrives over time. */
  readonly #tags: TagScanner | undefined;
  readonly #uri: string | undefined;
  readonly #lines: LineIndex;
  readonly #suspended: Suspended[] = [];
  /** The offset after the reference to the outermost open entity; -1: none is open. */
  #entityOffset = -1;

  constructor(
    input: Uint8Array | string | Iterable<Uint8Array> | Feed,
    limits: Limits,
    options: { charset?: string | undefined; uri?: string | undefined },
  ) {
    this.limits = limits;
    this.#tags = isFeed(input) ? input.tags : undefined;
    this.#lines = new LineIndex(isFeed(input) ? input.counts : undefined);
    this.#uri = options.uri;
    this.bytes = spare?.bytes ?? new Uint8Array(windowLength + tailLength);
    this.view = spare?.view ?? viewOf(this.bytes);
    spare = undefined;
    try {
      this.input = new Input(input, limits.bytes);
      this.input.open(options.charset);
    } catch (refusal) {
      throw refusal instanceof InputRefusal
        ? new XmlError(refusal.code, refusal.message, { offset: 0, line: 1, column: 1 }, this.#uri)
        : refusal;
    }
    this.#load();
    if (this.input.beginsWithMark) this.at = 3;
  }

  /** Loads what the next step needs, which `TagScanner` says. False: it is not here yet. */
  loadStep(): boolean {
    while (!this.complete && this.#tags?.reaches(this.at, this.bytes, this.end) === false) if (!this.loadArrived()) return false;
    return true;
  }

  /** Loads what has arrived. False: nothing has, but more may come. */
  loadArrived(): boolean {
    return this.#load() || this.complete;
  }

  #use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  /** Loads more input in the middle of a step. False at the end of the input, or if the step has all it needs. */
  refill(): boolean {
    return this.#tags === undefined && this.#load();
  }

  /** Drops the bytes before `at`, which becomes 0, and loads more input. False at the end of the input, or if more has not arrived yet. */
  #load(): boolean {
    if (this.complete || this.input.isDry) return false;
    this.#slide();
    const before = this.end;
    const space = this.bytes.length - tailLength;
    try {
      while (this.end < space) {
        const count = this.input.read(this.bytes, this.end, space - this.end);
        if (count === 0) {
          this.complete = !this.input.isDry;
          break;
        }
        this.end += count;
      }
    } catch (refusal) {
      if (refusal instanceof InputRefusal) this.fail(refusal.code, refusal.message, this.end);
      throw refusal;
    }
    this.bytes.fill(0, this.end, this.end + tailLength);
    this.text.reset(this.bytes, this.end);
    return this.end > before;
  }

  /** Counts bytes and markup from here on, not from the beginning. */
  countAnew(): void {
    this.input.countAnew();
    this.#markup = 0;
  }

  /** Counts what `limits.markup` is about. */
  countMarkup(count: number): void {
    this.#markup += count;
    if (this.#markup > this.limits.markup)
      this.fail("xml-limit-markup", `more than ${this.limits.markup} elements, attributes, references and the like`, this.at);
  }

  /** How much more `countMarkup` accepts. */
  get markupLeft(): number {
    return this.limits.markup - this.#markup;
  }

  #slide(): void {
    const kept = this.end - this.at;
    if (this.at > 0) {
      if (this.input.whole === undefined) this.#discard();
      this.bytes.copyWithin(0, this.at, this.end);
      this.#tags?.slide(this.at);
      this.base += this.at;
      this.at = 0;
      this.end = kept;
    }
    if (kept <= (this.bytes.length - tailLength) >> 1) return;
    // Doubling keeps repeated reading of a long tag from its start linear.
    // A step is text between two tags.
    if (kept > this.limits.textLength * (this.#tags === undefined ? 1 : 3))
      this.fail("xml-limit-text-length", `a tag or declaration is longer than ${this.limits.textLength} bytes`, 0);
    const grown = new Uint8Array((this.bytes.length - tailLength) * 2 + tailLength);
    grown.set(this.bytes.subarray(0, kept));
    this.#use(grown);
  }

  /** Counts the lines of chunks before they are dropped. */
  #discard(): void {
    this.#kept.discard(this.#lines, this.bytes, this.base, this.at, this.tokenOffset, this.input);
  }

  /** Tests if a scan that stopped at `index` met the end of the window, and not a zero byte in the input. */
  isEnd(index: number): boolean {
    return index >= this.end;
  }

  /** Tests for a keyword at `index`. Its bytes are in the window, or the input has ended. */
  startsWith(text: Uint8Array, index: number): boolean {
    for (let offset = 0; offset < text.length; offset++) if (this.bytes[index + offset] !== text[offset]) return false;
    return true;
  }

  /** Tests if the input ends at `at` in the middle of a keyword. */
  isCutOff(text: Uint8Array): boolean {
    return this.complete && this.startsWith(text.subarray(0, this.end - this.at), this.at) && this.end - this.at < text.length;
  }

  /** Loads input until `count` bytes from `at` on are in the window or the input has ended. */
  ensure(count: number): void {
    if (this.end - this.at < count) this.refill();
  }

  /** The string of bytes that are all ASCII. */
  ascii(start: number, end: number): string {
    return this.text.ascii(start, end);
  }

  /** The string of any bytes. Refuses invalid UTF-8 and non-ASCII characters that XML forbids. */
  string(start: number, end: number): string {
    this.checkCharacters(end);
    return this.text.string(start, end) ?? this.fail("xml-encoding", "the bytes are not valid UTF-8", start);
  }

  /** Refuses invalid UTF-8, U+FFFE and U+FFFF before `end`. */
  checkCharacters(end: number): void {
    const valid = this.text.validEnd(end);
    if (end <= valid) return;
    if (this.text.isNoncharacter(valid))
      this.fail("xml-not-well-formed", `character ${describeCharacter(0xfffe + (this.byteAt(valid + 2) & 1))} is not allowed`, valid);
    this.fail("xml-encoding", `the bytes are not valid ${this.input.encoding}`, valid);
  }

  /** The end of the last complete character; more input may complete the one after it. */
  wholeEnd(): number {
    return this.complete ? this.end : this.text.wholeEnd();
  }

  byteAt(index: number): number {
    return this.bytes[index] as number;
  }

  /** Switches to the encoding that the declaration names. `at` is after the declaration. */
  declareEncoding(name: string): void {
    const { input } = this;
    if (input.knownFrom === "string" || input.knownFrom === "charset") return;
    const named = encodingByName(name);
    if (named === undefined) this.fail("xml-encoding", `the encoding "${name}" is not supported`, 0);
    const is16 = input.encoding === "UTF-16LE" || input.encoding === "UTF-16BE";
    if (named === input.encoding || (named === "UTF-16" && is16)) return;
    if (input.knownFrom !== "default" || named === "UTF-16" || named === "UTF-16LE" || named === "UTF-16BE") {
      this.fail("xml-encoding", `the document declares the encoding "${name}" but is in ${input.encoding}`, 0);
    }
    this.#convertRest(named);
  }

  #convertRest(encoding: Encoding): void {
    const rest = this.#switchEncoding(encoding);
    const needed = this.at + rest.length + tailLength;
    if (needed > this.bytes.length) {
      const grown = new Uint8Array((needed + 3) & ~3);
      grown.set(this.bytes.subarray(0, this.at));
      this.#use(grown);
    }
    this.bytes.set(rest, this.at);
    this.end = this.at + rest.length;
    this.bytes.fill(0, this.end, this.end + tailLength);
    this.#lines.reset();
    this.text.reset(this.bytes, this.end);
    this.#tags?.restart(this.at);
  }

  #switchEncoding(encoding: Encoding): Uint8Array {
    try {
      return this.input.switchAfterDeclaration(encoding, this.bytes.slice(this.at, this.end), this.base + this.at);
    } catch (refusal) {
      if (refusal instanceof InputRefusal) this.fail(refusal.code, refusal.message, this.at);
      throw refusal;
    }
  }

  /** The number of open entities. */
  get entityDepth(): number {
    return this.#suspended.length;
  }

  isOpenEntity(name: string): boolean {
    return this.#suspended.some((suspended) => suspended.entity === name);
  }

  /** The names of the open entities, outermost first. */
  openEntities(): readonly string[] {
    return this.#suspended.map((suspended) => suspended.entity);
  }

  /** Continues in the replacement text of an entity. `at` is after the reference. */
  enterEntity(entity: string, replacement: Uint8Array): void {
    const { bytes, end, at, complete, text } = this;
    if (this.#entityOffset < 0) this.#entityOffset = this.base + at;
    this.#suspended.push({ bytes, end, at, complete, text, entity });
    this.#use(new Uint8Array(replacement.length + tailLength));
    this.bytes.set(replacement);
    this.end = replacement.length;
    this.at = 0;
    this.complete = true;
    this.text = new WindowText();
    this.text.reset(this.bytes, this.end);
  }

  /** Continues after the reference. */
  leaveEntity(): void {
    const outer = this.#suspended.pop();
    if (outer === undefined) throw new Error("internal: no entity is open");
    if (this.#suspended.length === 0) this.#entityOffset = -1;
    this.#use(outer.bytes);
    this.end = outer.end;
    this.at = outer.at;
    this.complete = outer.complete;
    this.text = outer.text;
  }

  /** The offset in the UTF-8 text; inside an entity, the end of its reference. */
  textOffset(index: number): number {
    return this.#entityOffset < 0 ? this.base + index : this.#entityOffset;
  }

  /** Converts an offset in the UTF-8 text to one in the input. */
  inputOffset(textOffset: number): number {
    if (this.input.offsetOfUnits(0) === undefined) return textOffset;
    return this.input.offsetOfUnits(this.#locate(textOffset).units) ?? textOffset;
  }

  /** The line and column of an offset in the UTF-8 text. */
  locateText(textOffset: number): { line: number; column: number } {
    const { line, column } = this.#locate(textOffset);
    return { line, column };
  }

  /** Keeps the place of the token, and returns its offset in the text. */
  keepPlace(): number {
    if (this.input.whole === undefined) this.#kept.keep(this.tokenOffset);
    return this.tokenOffset;
  }

  /** The line and column of an offset in the input. With chunks, an offset before the window that was not kept gives the window's start. */
  locateInput(offset: number): { line: number; column: number } {
    const kept = this.#kept.ofInput(offset);
    if (kept !== undefined) return { line: kept.line, column: kept.column };
    const units = this.input.unitsOfOffset(offset);
    if (units === undefined) return this.locateText(offset);
    const bytes = this.#indexed();
    return this.locateText(this.#lines.indexOfUnits(bytes, this.#indexedEnd(), units) + (this.input.whole === undefined ? this.base : 0));
  }

  #indexed(): Uint8Array {
    return this.input.whole ?? this.#suspended[0]?.bytes ?? this.bytes;
  }

  #indexedEnd(): number {
    return this.input.whole?.length ?? this.#suspended[0]?.end ?? this.end;
  }

  #locate(textOffset: number): Located {
    const kept = textOffset < this.base ? this.#kept.ofToken(textOffset) : undefined;
    if (kept !== undefined) return kept;
    const index = this.input.whole === undefined ? textOffset - this.base : textOffset;
    return this.#lines.locate(this.#indexed(), Math.min(Math.max(0, index), this.#indexedEnd()));
  }

  /** Refuses the document, at a byte of the window. */
  fail(code: XmlErrorCode, message: string, index: number): never {
    // Invalid bytes are the better explanation if there are any.
    if ((code === "xml-not-well-formed" || code === "xml-unexpected-end") && this.text.isInvalidBefore(index + 2, this.wholeEnd()))
      this.checkCharacters(this.end);
    this.failAt(code, message, this.textOffset(index));
  }

  /** Refuses an input that ends in the middle of a construct. */
  failEnd(what: string): never {
    if (this.entityDepth > 0) this.fail("xml-not-well-formed", `an entity ends in ${what}`, this.end);
    this.fail("xml-unexpected-end", `the input ends in ${what}`, this.end);
  }

  /** Refuses a byte that stopped a scan loop: a control character, or a character that is not allowed here. */
  failCharacter(index: number): never {
    const byte = this.byteAt(index);
    if (byte === 0 && this.isEnd(index)) this.failEnd("markup");
    this.fail("xml-not-well-formed", `character ${describeCharacter(byte)} is not allowed`, index);
  }

  /** Refuses the document, at an offset in the text. */
  failAt(code: XmlErrorCode, message: string, textOffset: number): never {
    const at = this.locateText(textOffset);
    this.input.close();
    throw new XmlError(code, message, { offset: this.inputOffset(textOffset), ...at }, this.#uri);
  }

  /** Hands the buffer to the next reader. After that, only positions may be requested. */
  release(): void {
    if (this.input.whole === undefined || this.bytes.length !== windowLength + tailLength) return;
    spare = { bytes: this.bytes, view: this.view };
    this.bytes = released;
    this.view = releasedView;
    this.text.reset(released, 0);
    this.at = this.end = 0;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
