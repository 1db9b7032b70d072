/**
 * The window: UTF-8 bytes of the input between what was read and what is to come, followed by zero bytes.
 *
 * Scan loops stop at the zero bytes, so they carry no test for the end; whoever stops there calls `refill`, which slides the window on.
 * A whole document and chunks take the same way. In document mode the replacement text of an entity is read as a window of its own,
 * stacked on the one of the document.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import { describeCharacter } from "../characters.js";
import { XmlError, type XmlErrorCode } from "../errors.js";
import type { Limits } from "../limits.js";
import { LineIndex, type Located } from "../positions.js";
import { type Encoding, encodingByName } from "./encodings.js";
import { Input, InputRefusal } from "./input.js";
import { TextIndex } from "./text-index.js";

const windowLength = 64 * 1024;
/** Zero bytes behind the text: more than the longest fixed text that is compared without a test for the end, and a whole block of TextIndex. */
const tailLength = 32;

/** One buffer is kept for the next short document: making 64 KiB of zeros costs more than reading a small message. */
let spare: { readonly bytes: Uint8Array; readonly view: DataView } | undefined;

/** What a window holds when its document has been read. */
const released = new Uint8Array(tailLength);
const releasedView = viewOf(released);

/** A window that waits while an entity is read. */
interface Suspended {
  readonly bytes: Uint8Array;
  readonly end: number;
  readonly at: number;
  readonly complete: boolean;
  readonly text: TextIndex;
  /** The offset of the reference, for errors inside the replacement text. */
  readonly entity: string;
}

export class Window {
  bytes: Uint8Array;
  /** The same bytes, for comparing four at a time. */
  view: DataView;
  end = 0;
  /** Where reading goes on. */
  at = 0;
  /** The offset of the first byte in the text as UTF-8. */
  base = 0;
  /** The offset of the token in the text: its place is remembered when the window moves past it. */
  tokenOffset = 0;
  #tokenPlace: (Located & { readonly offset: number }) | undefined;
  /** No more input comes. */
  complete = false;
  text: TextIndex;
  readonly limits: Limits;
  readonly input: Input;
  readonly #uri: string | undefined;
  readonly #lines = new LineIndex();
  readonly #suspended: Suspended[] = [];
  /** Behind the reference to the outermost open entity; -1: none is open. */
  #entityOffset = -1;

  constructor(
    input: Uint8Array | string | Iterable<Uint8Array>,
    limits: Limits,
    options: { charset?: string | undefined; uri?: string | undefined },
  ) {
    this.limits = limits;
    this.#uri = options.uri;
    this.bytes = spare?.bytes ?? new Uint8Array(windowLength + tailLength);
    this.view = spare?.view ?? viewOf(this.bytes);
    spare = undefined;
    this.text = new TextIndex();
    try {
      this.input = new Input(input, limits.bytes);
      this.input.open(options.charset);
    } catch (refusal) {
      throw refusal instanceof InputRefusal
        ? new XmlError(refusal.code, refusal.message, { offset: 0, line: 1, column: 1 }, this.#uri)
        : refusal;
    }
    this.refill();
    if (this.input.beginsWithMark) this.at = 3;
  }

  #use(bytes: Uint8Array): void {
    this.bytes = bytes;
    this.view = viewOf(bytes);
  }

  /** Forgets what stands before `at`, which becomes 0, and brings more input in; false: there is none. */
  refill(): boolean {
    if (this.complete) return false;
    this.#slide();
    const before = this.end;
    const space = this.bytes.length - tailLength;
    try {
      while (this.end < space) {
        const count = this.input.read(this.bytes, this.end, space - this.end);
        if (count === 0) {
          this.complete = true;
          break;
        }
        this.end += count;
      }
    } catch (refusal) {
      if (refusal instanceof InputRefusal) this.fail(refusal.code, refusal.message, this.end);
      throw refusal;
    }
    this.bytes.fill(0, this.end, this.end + tailLength);
    this.text.reset(this.bytes, this.end, this.complete);
    return this.end > before;
  }

  #slide(): void {
    const kept = this.end - this.at;
    if (this.at > 0) {
      if (this.input.whole === undefined) this.#discard();
      this.bytes.copyWithin(0, this.at, this.end);
      this.base += this.at;
      this.at = 0;
      this.end = kept;
    }
    if (kept <= (this.bytes.length - tailLength) >> 1) return;
    // Twice as much each time: reading a long tag over and over from its start stays linear.
    if (kept > this.limits.textLength)
      this.fail("xml-limit-text-length", `a tag or declaration is longer than ${this.limits.textLength} bytes`, 0);
    const grown = new Uint8Array((this.bytes.length - tailLength) * 2 + tailLength);
    grown.set(this.bytes.subarray(0, kept));
    this.#use(grown);
  }

  /** Counts the lines of chunks before they are gone. */
  #discard(): void {
    const { tokenOffset, base, at, bytes } = this;
    const countsUnits = this.input.offsetOfUnits(0) !== undefined;
    if (tokenOffset >= base && tokenOffset < base + at) {
      const place = this.#lines.discard(bytes, tokenOffset - base, at, countsUnits);
      this.#tokenPlace = { offset: tokenOffset, ...place };
    } else this.#lines.discard(bytes, at, at, countsUnits);
  }

  /** Whether a scan that stopped at `index` met the end of the window, not a zero byte of the input. */
  isEnd(index: number): boolean {
    return index >= this.end;
  }

  /** Reads a short fixed text at `index`, of which all bytes are in the window or the input has ended. */
  startsWith(text: Uint8Array, index: number): boolean {
    for (let offset = 0; offset < text.length; offset++) if (this.bytes[index + offset] !== text[offset]) return false;
    return true;
  }

  /** Whether the input ends at `at` in the middle of a fixed text. */
  isCutOff(text: Uint8Array): boolean {
    return this.complete && this.startsWith(text.subarray(0, this.end - this.at), this.at) && this.end - this.at < text.length;
  }

  /** Makes sure that `count` bytes from `at` on are in the window, or that the input has ended. */
  ensure(count: number): void {
    if (this.end - this.at < count) this.refill();
  }

  /** Makes a string of bytes that are all ASCII. */
  ascii(start: number, end: number): string {
    return this.text.ascii(start, end);
  }

  /** Makes a string of any bytes; refuses what is not UTF-8 and characters that XML forbids beyond ASCII. */
  string(start: number, end: number): string {
    this.checkCharacters(end);
    return this.text.string(start, end);
  }

  /** Refuses bytes before `end` that are not UTF-8, and U+FFFE and U+FFFF. */
  checkCharacters(end: number): void {
    const valid = this.text.validEnd();
    if (end <= valid) return;
    if (this.text.isNoncharacter)
      this.fail("xml-not-well-formed", `character ${describeCharacter(0xfffe + (this.byteAt(valid + 2) & 1))} is not allowed`, valid);
    this.fail("xml-encoding", `the bytes are not valid ${this.input.encoding}`, valid);
  }

  /** The end of the last whole character, where more input may complete the one behind it. */
  wholeEnd(): number {
    return this.complete ? this.end : this.text.wholeEnd();
  }

  byteAt(index: number): number {
    return this.bytes[index] as number;
  }

  /** Turns to the encoding that the declaration names; `at` stands behind the declaration. */
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
    const rest = this.input.switchAfterDeclaration(encoding, this.bytes.slice(this.at, this.end), this.base + this.at);
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
    this.text.reset(this.bytes, this.end, this.complete);
  }

  /** The names of the entities that are open, outermost first. */
  get entityDepth(): number {
    return this.#suspended.length;
  }

  isOpenEntity(name: string): boolean {
    return this.#suspended.some((suspended) => suspended.entity === name);
  }

  openEntities(): readonly string[] {
    return this.#suspended.map((suspended) => suspended.entity);
  }

  /** Goes on in the replacement text of an entity; `at` stands behind the reference. */
  enterEntity(entity: string, replacement: Uint8Array): void {
    const { bytes, end, at, complete, text } = this;
    if (this.#entityOffset < 0) this.#entityOffset = this.base + at;
    this.#suspended.push({ bytes, end, at, complete, text, entity });
    // A multiple of four: TextIndex reads words.
    this.#use(new Uint8Array((replacement.length + tailLength + 3) & ~3));
    this.bytes.set(replacement);
    this.end = replacement.length;
    this.at = 0;
    this.complete = true;
    this.text = new TextIndex();
    this.text.reset(this.bytes, this.end, true);
  }

  /** Goes on behind the reference. */
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

  /** The offset in the text as UTF-8; inside an entity, that of the end of its reference. */
  textOffset(index: number): number {
    return this.#entityOffset < 0 ? this.base + index : this.#entityOffset;
  }

  /** Turns an offset in the text into one in the input. */
  inputOffset(textOffset: number): number {
    if (this.input.offsetOfUnits(0) === undefined) return textOffset;
    return this.input.offsetOfUnits(this.#locate(textOffset).units) ?? textOffset;
  }

  /** Finds line and column of an offset in the text. */
  locateText(textOffset: number): { line: number; column: number } {
    const { line, column } = this.#locate(textOffset);
    return { line, column };
  }

  /** Finds line and column of an offset in the input. Chunks that were read are gone: what stands before the window gives the window's start. */
  locateInput(offset: number): { line: number; column: number } {
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
    if (textOffset < this.base && textOffset === this.#tokenPlace?.offset) return this.#tokenPlace;
    const index = this.input.whole === undefined ? textOffset - this.base : textOffset;
    return this.#lines.locate(this.#indexed(), Math.min(Math.max(0, index), this.#indexedEnd()));
  }

  /** Refuses the document, at a byte of the window. */
  fail(code: XmlErrorCode, message: string, index: number): never {
    // Where the bytes are wrong, nothing else that they seem to be is worth telling.
    if ((code === "xml-not-well-formed" || code === "xml-unexpected-end") && this.text.isInvalidBefore(index + 2))
      this.checkCharacters(this.end);
    this.failAt(code, message, this.textOffset(index));
  }

  /** Refuses a text that ends in the middle of something. */
  failEnd(what: string): never {
    if (this.entityDepth > 0) this.fail("xml-not-well-formed", `an entity ends in ${what}`, this.end);
    this.fail("xml-unexpected-end", `the input ends in ${what}`, this.end);
  }

  /** Refuses a byte that ended a scan loop: a control character, or a character that does not belong where it stands. */
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

  /** Gives the buffer to the next reader; nothing of the window may be used any more but positions. */
  release(): void {
    if (this.input.whole === undefined || this.bytes.length !== windowLength + tailLength) return;
    spare = { bytes: this.bytes, view: this.view };
    this.bytes = released;
    this.view = releasedView;
    this.text.reset(released, 0, true);
    this.at = 0;
    this.end = 0;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}
