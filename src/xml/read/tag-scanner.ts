/**
 * Finds the tags that have arrived whole, so that a reader is asked for nothing that would need more input. XML 1.0 §2.4 to §2.8, §3.1
 *
 * It follows well-formed input only. Up to the first byte that is not well-formed it agrees with the reader, which stops there.
 *
 * `as number` on elements of arrays: the index is inside the array, which noUncheckedIndexedAccess cannot see.
 */
import * as Byte from "../byte.js";

/** Where in the markup the scan is. */
const Place = {
  text: 0,
  markup: 1,
  tag: 2,
  value: 3,
  exclamation: 4,
  hyphen: 5,
  comment: 6,
  instruction: 7,
  cdata: 8,
  declaration: 9,
} as const;
type Place = (typeof Place)[keyof typeof Place];

/** It scans ahead by so many bytes, and not each tag of its own. */
const stride = 1024;

/** Scans the bytes of a window as they arrive. Indices are those of the window. */
export class TagScanner {
  /**
   * Where the last step may begin that needs no more input. A step is one token, or a start tag with text and the tag that follows it, which tells
   * if the element has children.
   */
  lastStep = -1;
  /** The first byte that was not scanned. */
  #end = 0;
  #place: Place = Place.text;
  /** The start of the tag that the scan is in, and of the last whole one. */
  #tag = 0;
  #wholeTag = -1;
  #quote = 0;
  /** Of a comment, a processing instruction or a value: where the scan was before. */
  #outer: Place = Place.text;
  /** Open brackets of a document type declaration. */
  #brackets = 0;
  /** The last two bytes. */
  #before = 0;

  /** Scans on until a step at `at` may be read, or to `end`. False: the step is not here. */
  reaches(at: number, bytes: Uint8Array, end: number): boolean {
    if (this.lastStep >= at) return true;
    // Generated readers have read what was not scanned.
    if (at > this.#end) this.restart(at);
    this.#scan(bytes, end, at + stride);
    return this.lastStep >= at;
  }

  #scan(bytes: Uint8Array, end: number, wanted: number): void {
    let index = this.#end;
    while (index < end && this.lastStep < wanted) {
      if (this.#place === Place.text) {
        const found = bytes.indexOf(Byte.lessThan, index);
        if (found < 0 || found >= end) {
          index = end;
          break;
        }
        this.#tag = found;
        index = found + 1;
        this.#place = Place.markup;
      } else if (this.#place === Place.tag) index = this.#scanTag(bytes, index, end);
      else this.#take(bytes[index++] as number);
    }
    this.#end = index;
  }

  /** The window dropped its first bytes. */
  slide(count: number): void {
    this.#end -= count;
    this.#tag -= count;
    this.#wholeTag -= count;
    this.lastStep -= count;
  }

  /** Starts over at an index, in text. */
  restart(index: number): void {
    this.#end = index;
    this.#place = Place.text;
    this.lastStep = -1;
    this.#wholeTag = -1;
  }

  /** Scans to the end of a tag, or of what is there of it. */
  #scanTag(bytes: Uint8Array, from: number, end: number): number {
    for (let index = from; index < end; index++) {
      const byte = bytes[index] as number;
      if (byte === Byte.greaterThan) {
        const opens = bytes[this.#tag + 1] !== Byte.slash && bytes[index - 1] !== Byte.slash;
        this.lastStep = opens ? this.#wholeTag : this.#tag;
        this.#wholeTag = this.#tag;
        this.#place = Place.text;
        return index + 1;
      }
      if (byte === Byte.quote || byte === Byte.apostrophe) {
        const close = bytes.indexOf(byte, index + 1);
        if (close < 0 || close >= end) {
          this.#beginValue(byte);
          return end;
        }
        index = close;
      }
    }
    return end;
  }

  #beginValue(quote: number): void {
    this.#outer = this.#place;
    this.#place = Place.value;
    this.#quote = quote;
  }

  /** Takes a byte of anything but text and tags. */
  #take(byte: number): void {
    switch (this.#place) {
      case Place.markup:
        this.#outer = this.#brackets > 0 ? Place.declaration : Place.text;
        this.#before = 0;
        if (byte === Byte.exclamation) this.#place = Place.exclamation;
        else if (byte === Byte.question) this.#place = Place.instruction;
        else this.#place = this.#brackets > 0 ? Place.declaration : Place.tag;
        return;
      case Place.exclamation:
        if (byte === Byte.hyphen) this.#place = Place.hyphen;
        else if (byte === Byte.leftBracket && this.#brackets === 0) this.#place = Place.cdata;
        else this.#place = Place.declaration;
        return;
      case Place.hyphen:
        this.#place = Place.comment;
        return;
      case Place.value:
        if (byte === this.#quote) this.#place = this.#outer;
        return;
      case Place.comment:
        this.#takeOf(byte, Byte.hyphen, 2);
        return;
      case Place.instruction:
        this.#takeOf(byte, Byte.question, 1);
        return;
      case Place.cdata:
        this.#takeOf(byte, Byte.rightBracket, 2);
        return;
      default:
        this.#takeOfDeclaration(byte);
    }
  }

  /** Takes a byte of what ends with ">" after so many delimiters. */
  #takeOf(byte: number, delimiter: number, count: number): void {
    if (byte === delimiter) this.#before++;
    else {
      if (byte === Byte.greaterThan && this.#before >= count) this.#place = this.#outer;
      this.#before = 0;
    }
  }

  #takeOfDeclaration(byte: number): void {
    if (byte === Byte.quote || byte === Byte.apostrophe) this.#beginValue(byte);
    else if (byte === Byte.leftBracket) this.#brackets++;
    else if (byte === Byte.rightBracket) this.#brackets--;
    else if (byte === Byte.lessThan) this.#place = Place.markup;
    else if (byte === Byte.greaterThan && this.#brackets <= 0) this.#place = Place.text;
  }
}
